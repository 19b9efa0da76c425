#ifndef MC_UI_WIDGETS_TILE_H
#define MC_UI_WIDGETS_TILE_H

/* A button that is one choice: title, a line of detail (or NULL), and a tick while selected, so
 * that colour is never the only sign. */

#include <gtk/gtk.h>

GtkWidget *mc_tile_new(const char *title, const char *detail, const char *classes);
/* A short code with its meaning beside it: "C1", "Small car". */
GtkWidget *mc_tile_code_new(const char *code, const char *meaning);
void mc_tile_select(GtkWidget *tile, gboolean selected);

#endif
