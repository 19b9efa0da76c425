#ifndef MC_UI_WIDGETS_PLATE_FIGURE_H
#define MC_UI_WIDGETS_PLATE_FIGURE_H

/* A colour plate or a signal light, as app/exam draws it, one of its pixels a pixel of the screen:
 * to measure with. Nothing in the accessible tree says what is in it. */

#include "app/exam/plan.h"
#include <gtk/gtk.h>

#define MC_TYPE_PLATE_FIGURE (mc_plate_figure_get_type())
G_DECLARE_FINAL_TYPE(McPlateFigure, mc_plate_figure, MC, PLATE_FIGURE, GtkWidget)

/* side: of the square, in the widget's pixels. drawn() is called once a picture, when the frame
 * that shows it was painted; description is the accessible name, whatever shows. */
GtkWidget *mc_plate_figure_new(
    gint side, const char *description, void (*drawn)(gint32 trial, gpointer data), gpointer data);
/* Another trial is another picture. */
void mc_plate_figure_show(
    GtkWidget *figure, const McColourPlan *plan, const McColourStimulus *stimulus, gint32 trial);
/* One plain ground, that of what was shown last. */
void mc_plate_figure_blank(GtkWidget *figure);

#endif
