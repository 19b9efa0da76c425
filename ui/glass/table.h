#ifndef MC_UI_GLASS_TABLE_H
#define MC_UI_GLASS_TABLE_H

#include "ui/sheet/sheet.h"

/* How each page is built; never NULL for a page of McPage. */
const McSheetKind *mc_page_table(McPage page);

#endif
