#ifndef MC_UI_WIDGETS_FIGURES_H
#define MC_UI_WIDGETS_FIGURES_H

/* Drawn from data: an optotype to explain (never to measure with), a QR code. */

#include "app/exam/types.h"
#include <gtk/gtk.h>

#define MC_TYPE_OPTOTYPE_FIGURE (mc_optotype_figure_get_type())
G_DECLARE_FINAL_TYPE(McOptotypeFigure, mc_optotype_figure, MC, OPTOTYPE_FIGURE, GtkWidget)

/* Opens to the direction, one of the optotype's; description is its accessible name. */
GtkWidget *mc_optotype_figure_new(
    McOptotype optotype, McDirection direction, const char *description);
void mc_optotype_figure_set(
    GtkWidget *figure, McOptotype optotype, McDirection direction, const char *description);

#define MC_TYPE_QR_FIGURE (mc_qr_figure_get_type())
G_DECLARE_FINAL_TYPE(McQrFigure, mc_qr_figure, MC, QR_FIGURE, GtkWidget)

/* Blank while text is "" or longer than a code holds. */
GtkWidget *mc_qr_figure_new(const char *text, const char *description);
void mc_qr_figure_set(GtkWidget *figure, const char *text);

#endif
