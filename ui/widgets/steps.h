#ifndef MC_UI_WIDGETS_STEPS_H
#define MC_UI_WIDGETS_STEPS_H

/* Where one is and how long it still takes: "Step 5 of 9" over as many segments. */

#include <gtk/gtk.h>

GtkWidget *mc_steps_new(void);
/* Hidden while steps is 0. */
void mc_steps_set(GtkWidget *line, gint step, gint steps);

#endif
