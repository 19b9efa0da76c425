#ifndef MC_UI_STAFF_PAGES_H
#define MC_UI_STAFF_PAGES_H

/* What clerk and technician see, page by page. */

#include "ui/sheet/sheet.h"

extern const McSheetKind mc_page_sign_in;
extern const McSheetKind mc_page_clerk;
extern const McSheetKind mc_page_technician;
extern const McSheetKind mc_page_outbox;
extern const McSheetKind mc_page_events;
extern const McSheetKind mc_page_clock;
extern const McSheetKind mc_page_people;

#endif
