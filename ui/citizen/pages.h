#ifndef MC_UI_CITIZEN_PAGES_H
#define MC_UI_CITIZEN_PAGES_H

/* What a citizen sees, page by page. */

#include "ui/sheet/sheet.h"

extern const McSheetKind mc_page_welcome;
extern const McSheetKind mc_page_language;
extern const McSheetKind mc_page_privacy;
extern const McSheetKind mc_page_card;
extern const McSheetKind mc_page_confirm;
extern const McSheetKind mc_page_business;
extern const McSheetKind mc_page_case;
extern const McSheetKind mc_page_aids;
extern const McSheetKind mc_page_declaration;
extern const McSheetKind mc_page_practice;
extern const McSheetKind mc_page_exam;
extern const McSheetKind mc_page_glasses_on;
extern const McSheetKind mc_page_summary;
extern const McSheetKind mc_page_signature;
extern const McSheetKind mc_page_sealing;
extern const McSheetKind mc_page_end;
extern const McSheetKind mc_page_aborted;
extern const McSheetKind mc_page_fault;
extern const McSheetKind mc_page_status;

#endif
