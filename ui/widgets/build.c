#include "ui/widgets/build.h"
#include "ui/widgets/breaks.h"

#define COLUMNS_KEY "mc-columns"
#define COUNT_KEY "mc-count"

void
mc_add_classes(GtkWidget *widget, const char *classes)
{
	g_auto(GStrv) list = g_strsplit(classes != NULL ? classes : "", " ", -1);

	for (guint i = 0; list[i] != NULL; i++)
		if (list[i][0] != '\0')
			gtk_widget_add_css_class(widget, list[i]);
}

void
mc_set_class(GtkWidget *widget, const char *css_class, gboolean wanted)
{
	if (wanted)
		gtk_widget_add_css_class(widget, css_class);
	else
		gtk_widget_remove_css_class(widget, css_class);
}

static void
forbid_breaks(GtkWidget *label, const char *text)
{
	PangoAttrList *list = mc_breaks_forbidden(text);

	gtk_label_set_attributes(GTK_LABEL(label), list);
	g_clear_pointer(&list, pango_attr_list_unref);
}

static GtkWidget *
text_new(const char *text, const char *classes, GtkAccessibleRole role, gfloat xalign)
{
	GtkWidget *label =
	    g_object_new(GTK_TYPE_LABEL, "accessible-role", role, "label", text, "wrap", TRUE,
	        "wrap-mode", PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_WORD, "xalign",
	        (gdouble)xalign, "justify", xalign > 0 ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT, NULL);

	forbid_breaks(label, text);
	mc_add_classes(label, classes);
	return label;
}

GtkWidget *
mc_label_new(const char *text, const char *classes)
{
	return text_new(text, classes, GTK_ACCESSIBLE_ROLE_LABEL, 0);
}

GtkWidget *
mc_label_centred_new(const char *text, const char *classes)
{
	return text_new(text, classes, GTK_ACCESSIBLE_ROLE_LABEL, 0.5f);
}

GtkWidget *
mc_heading_new(const char *text, const char *classes)
{
	return text_new(text, classes, GTK_ACCESSIBLE_ROLE_HEADING, 0);
}

GtkWidget *
mc_word_new(const char *text, const char *classes)
{
	GtkWidget *label = gtk_label_new(text);

	mc_add_classes(label, classes);
	return label;
}

void
mc_label_set(GtkWidget *label, const char *text)
{
	if (g_strcmp0(gtk_label_get_label(GTK_LABEL(label)), text) == 0)
		return;
	gtk_label_set_label(GTK_LABEL(label), text);
	if (gtk_label_get_wrap(GTK_LABEL(label)))
		forbid_breaks(label, text);
}

GtkWidget *
mc_column_new(const char *classes)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);

	mc_add_classes(box, classes);
	return box;
}

GtkWidget *
mc_row_new(const char *classes)
{
	GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

	mc_add_classes(box, classes);
	return box;
}

GtkWidget *
mc_grid_new(guint columns, const char *classes)
{
	GtkWidget *grid = gtk_grid_new();

	gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
	mc_add_classes(grid, classes);
	g_object_set_data(G_OBJECT(grid), COLUMNS_KEY, GUINT_TO_POINTER(columns));
	return grid;
}

void
mc_grid_add(GtkWidget *grid, GtkWidget *child)
{
	guint columns = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(grid), COLUMNS_KEY));
	guint count = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(grid), COUNT_KEY));

	gtk_grid_attach(GTK_GRID(grid), child, (gint)(count % columns), (gint)(count / columns), 1, 1);
	g_object_set_data(G_OBJECT(grid), COUNT_KEY, GUINT_TO_POINTER(count + 1));
}

void
mc_append(GtkWidget *box, GtkWidget *child)
{
	gtk_box_append(GTK_BOX(box), child);
}

void
mc_clear(GtkWidget *box)
{
	GtkWidget *child;

	while ((child = gtk_widget_get_first_child(box)) != NULL)
		gtk_box_remove(GTK_BOX(box), child);
}

GtkWidget *
mc_button_new(const char *text, const char *classes)
{
	GtkWidget *button = gtk_button_new();

	gtk_button_set_child(GTK_BUTTON(button), mc_label_centred_new("", NULL));
	mc_add_classes(button, classes);
	mc_button_set(button, text);
	return button;
}

void
mc_button_set(GtkWidget *button, const char *text)
{
	mc_label_set(gtk_button_get_child(GTK_BUTTON(button)), text);
	/* GTK 4.8 tells assistive programs the name that it was built with, or the type's. */
	gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
