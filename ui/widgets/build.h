#ifndef MC_UI_WIDGETS_BUILD_H
#define MC_UI_WIDGETS_BUILD_H

/* Small steps that every page takes: labels that wrap, boxes, buttons, all styled by classes of the
 * style sheet ("title", "soft big" …: several are separated by spaces, NULL = none). */

#include <gtk/gtk.h>

void mc_add_classes(GtkWidget *widget, const char *classes);
/* Gives the class or takes it away. */
void mc_set_class(GtkWidget *widget, const char *css_class, gboolean wanted);

/* Left-aligned and wrapping. */
GtkWidget *mc_label_new(const char *text, const char *classes);
GtkWidget *mc_label_centred_new(const char *text, const char *classes);
/* The same with the accessible role of a heading. */
GtkWidget *mc_heading_new(const char *text, const char *classes);
/* One line that keeps its width: a number, a time. */
GtkWidget *mc_word_new(const char *text, const char *classes);
/* Does nothing when the text is the same, so that nothing is laid out again. */
void mc_label_set(GtkWidget *label, const char *text);

/* Spacing is a class too: "g2" … "g12" are gaps in millimetres. */
GtkWidget *mc_column_new(const char *classes);
GtkWidget *mc_row_new(const char *classes);
/* Columns of equal width. */
GtkWidget *mc_grid_new(guint columns, const char *classes);
/* Fills a grid made by mc_grid_new() from left to right and from top to bottom. */
void mc_grid_add(GtkWidget *grid, GtkWidget *child);
void mc_append(GtkWidget *box, GtkWidget *child);
void mc_clear(GtkWidget *box); /* takes every child out */

/* One label that wraps; its name is its text. */
GtkWidget *mc_button_new(const char *text, const char *classes);
void mc_button_set(GtkWidget *button, const char *text);

#endif
