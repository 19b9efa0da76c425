#ifndef MC_UI_SHEET_SHEET_H
#define MC_UI_SHEET_SHEET_H

/* The base page: the one frame that every page of the glass has, so that back, help, stop, language
 * and text size are always in the same place and there is one big forward button.
 *
 *   bar      where the kiosk stands            language, text size
 *   steps    step 5 of 9
 *   heading  title, lead
 *   content  figure (a picture of what to do) and body
 *   foot     second button, forward button, then back, help, stop
 *
 * In landscape the figure stands left of the body and the foot is one row. A page is described by a
 * McSheetKind; the sheet is made on entry, update() is called after build() and whenever the view
 * changed, and everything is dropped on leaving. */

#include "ui/sheet/stage.h"
#include <gtk/gtk.h>

#define MC_TYPE_SHEET (mc_sheet_get_type())
G_DECLARE_FINAL_TYPE(McSheet, mc_sheet, MC, SHEET, GtkWidget)

typedef enum McSheetTools {
	MC_TOOL_BACK = 1 << 0,
	MC_TOOL_HELP = 1 << 1,
	MC_TOOL_STOP = 1 << 2,
	MC_TOOL_APPEARANCE = 1 << 3, /* language and text size */
	MC_TOOL_STEPS = 1 << 4,
	MC_TOOL_STAFF = 1 << 5, /* a staff page: denser, with "leave" for stop */
	MC_TOOL_COMPLAIN = 1 << 6, /* "complain or praise" where stop stands elsewhere */
	MC_TOOLS_CITIZEN = MC_TOOL_HELP | MC_TOOL_STOP | MC_TOOL_APPEARANCE | MC_TOOL_STEPS,
} McSheetTools;

typedef struct McSheetKind {
	McPage page;
	guint tools; /* McSheetTools bits */
	void (*build)(McSheet *sheet, const McView *view);
	void (*update)(McSheet *sheet, const McView *view); /* or NULL: nothing changes */
	gsize own_size; /* of what build() keeps for update(); starts zeroed, is wiped at the end */
	void (*clear)(gpointer own); /* or NULL */
} McSheetKind;

/* kind and stage are borrowed for the sheet's life; view only for the call. */
GtkWidget *mc_sheet_new(const McSheetKind *kind, const McStage *stage, const McView *view);
void mc_sheet_update(McSheet *sheet, const McView *view);

/* ---- for the pages ---- */

gpointer mc_sheet_own(McSheet *sheet);
const McStage *mc_sheet_stage(const McSheet *sheet);
gboolean mc_sheet_is_landscape(const McSheet *sheet);

void mc_sheet_set_title(McSheet *sheet, const char *title);
void mc_sheet_set_lead(McSheet *sheet, const char *lead); /* "" = none */
/* A vertical box with all the room that is left. */
GtkWidget *mc_sheet_body(McSheet *sheet);
/* Takes the place of an earlier figure; NULL = none. */
void mc_sheet_set_figure(McSheet *sheet, GtkWidget *figure);

/* The forward button; NULL takes it away. */
void mc_sheet_set_forward(McSheet *sheet, const char *text, McActKind kind);
/* Calls func instead, for a page that has typed text to send along. */
void mc_sheet_set_forward_func(
    McSheet *sheet, const char *text, void (*func)(gpointer data), gpointer data);
void mc_sheet_set_forward_ready(McSheet *sheet, gboolean ready);
/* The other way out of a question ("No, this is not me"); NULL takes it away. */
void mc_sheet_set_second(McSheet *sheet, const char *text, McActKind kind);

/* Posts a copy of act at each click; texts in it must be static. */
void mc_sheet_post_on_click(McSheet *sheet, GtkWidget *button, const McAct *act);

#endif
