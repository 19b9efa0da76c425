#ifndef MC_UI_SHEET_FRAME_H
#define MC_UI_SHEET_FRAME_H

/* The parts of a sheet's frame; private to this room. */

#include "ui/sheet/sheet.h"

typedef struct McSheetFrame {
	GtkWidget *steps, *title, *lead, *figure, *body, *forward, *second;
} McSheetFrame;

void mc_sheet_frame_build(McSheetFrame *frame, McSheet *sheet, guint tools, const McView *view);

#endif
