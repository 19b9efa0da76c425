#ifndef MC_UI_STAFF_LINES_H
#define MC_UI_STAFF_LINES_H

/* Lists of the recorder's lines: no personal data, no results. */

#include "ui/sheet/sheet.h"
#include <gtk/gtk.h>

typedef enum McLinesKind { MC_LINES_VISITS, MC_LINES_OUTBOX, MC_LINES_EVENTS } McLinesKind;

/* Writes the view's lines into box where they changed, the newest ones only where there are very
 * many. Visits have a button that prints their slip once more, while there is a printer. */
void mc_lines_fill(GtkWidget *box, McSheet *sheet, const McView *view, McLinesKind kind);

#endif
