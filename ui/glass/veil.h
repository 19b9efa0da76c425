#ifndef MC_UI_GLASS_VEIL_H
#define MC_UI_GLASS_VEIL_H

/* What is laid over a page; the page below stays as it is. */

#include "ui/sheet/stage.h"
#include <gtk/gtk.h>

/* NULL for MC_OVERLAY_NONE. */
GtkWidget *mc_veil_new(const McStage *stage, const McView *view);
/* The seconds of the idle warning have changed. */
void mc_veil_update(GtkWidget *veil, const McView *view);

#endif
