#ifndef MC_UI_WIDGETS_ILLUSTRATION_H
#define MC_UI_WIDGETS_ILLUSTRATION_H

/* A picture of ui/resources/svg that shows what to do, as large as its place allows, sharp at any
 * size. */

#include <gtk/gtk.h>

#define MC_TYPE_ILLUSTRATION (mc_illustration_get_type())
G_DECLARE_FINAL_TYPE(McIllustration, mc_illustration, MC, ILLUSTRATION, GtkWidget)

/* name without ".svg"; description is its accessible name; classes "small", "medium" or NULL. */
GtkWidget *mc_illustration_new(const char *name, const char *description, const char *classes);

#endif
