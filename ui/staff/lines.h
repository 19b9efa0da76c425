#ifndef MC_UI_STAFF_LINES_H
#define MC_UI_STAFF_LINES_H

/* Lists of the recorder's lines: no personal data, no results. */

#include "app/flow/session.h"
#include <gtk/gtk.h>

typedef enum McLinesKind { MC_LINES_VISITS, MC_LINES_OUTBOX, MC_LINES_EVENTS } McLinesKind;

/* Writes the view's lines into box anew, the newest ones only where there are very many. */
void mc_lines_fill(GtkWidget *box, const McView *view, McLinesKind kind);

#endif
