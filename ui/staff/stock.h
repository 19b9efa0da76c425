#ifndef MC_UI_STAFF_STOCK_H
#define MC_UI_STAFF_STOCK_H

/* The card of what is used up at the kiosk (O3): how much of each is left, and "it was filled". */

#include "ui/sheet/sheet.h"

typedef struct McStaffStock {
	GtkWidget *card, *lines;
	McStock shown[MC_CONSUMABLES];
	gboolean filled;
} McStaffStock;

void mc_staff_stock_build(McStaffStock *stock, GtkWidget *body);
void mc_staff_stock_update(McStaffStock *stock, McSheet *sheet, const McView *view);

#endif
