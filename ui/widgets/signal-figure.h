#ifndef MC_UI_WIDGETS_SIGNAL_FIGURE_H
#define MC_UI_WIDGETS_SIGNAL_FIGURE_H

/* One large lamp, or two side by side, dark until they light up: the signal of a reaction. */

#include <gtk/gtk.h>

#define MC_TYPE_SIGNAL_FIGURE (mc_signal_figure_get_type())
G_DECLARE_FINAL_TYPE(McSignalFigure, mc_signal_figure, MC, SIGNAL_FIGURE, GtkWidget)

#define MC_LAMP_NONE (-1)

/* lamps: 1 or 2; side: of a lamp, in the widget's pixels. drawn() is called once for each time that
 * a lamp lights up, when the frame that shows it was painted; NULL: nobody waits for it. */
GtkWidget *mc_signal_figure_new(
    guint lamps, gint side, void (*drawn)(gpointer data), gpointer data);
/* lit: which lamp, from the left, or MC_LAMP_NONE; description: the accessible name with it. */
void mc_signal_figure_set(GtkWidget *figure, gint lit, const char *description);

#endif
