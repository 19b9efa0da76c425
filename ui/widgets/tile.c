#include "ui/widgets/tile.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"

#define TICK_KEY "mc-tick" /* one that takes no room while it is not there */

GtkWidget *
mc_tile_new(const char *title, const char *detail, const char *classes)
{
	GtkWidget *tile = gtk_button_new();
	GtkWidget *row = mc_row_new("g4");
	GtkWidget *words = mc_column_new(NULL);
	g_autofree char *name =
	    detail != NULL ? g_strdup_printf("%s, %s", title, detail) : g_strdup(title);

	mc_append(words, mc_label_new(title, "tile-title"));
	if (detail != NULL)
		mc_append(words, mc_label_new(detail, "tile-detail"));
	gtk_widget_set_hexpand(words, TRUE);
	gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
	mc_append(row, words);
	mc_append(row, mc_symbol_new(MC_SIGN_CHECK, "tick"));
	gtk_button_set_child(GTK_BUTTON(tile), row);
	gtk_widget_add_css_class(tile, "tile");
	mc_add_classes(tile, classes);
	gtk_accessible_update_property(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
	mc_tile_select(tile, FALSE);
	return tile;
}

GtkWidget *
mc_tile_code_new(const char *code, const char *meaning)
{
	GtkWidget *tile = gtk_button_new();
	GtkWidget *row = mc_row_new("g3"), *corner = gtk_overlay_new();
	GtkWidget *tick = mc_symbol_new(MC_SIGN_CHECK, "tick s6");
	GtkWidget *words = mc_label_new(meaning, "tile-detail");
	g_autofree char *name = g_strdup_printf("%s, %s", code, meaning);

	gtk_widget_set_hexpand(words, TRUE);
	/* In the corner below the code, where it takes no room from the words and moves nothing. */
	gtk_widget_set_halign(tick, GTK_ALIGN_START);
	gtk_widget_set_valign(tick, GTK_ALIGN_END);
	mc_append(row, mc_word_new(code, "tile-title"));
	mc_append(row, words);
	gtk_overlay_set_child(GTK_OVERLAY(corner), row);
	gtk_overlay_add_overlay(GTK_OVERLAY(corner), tick);
	gtk_button_set_child(GTK_BUTTON(tile), corner);
	g_object_set_data(G_OBJECT(tile), TICK_KEY, tick);
	mc_add_classes(tile, "tile class");
	gtk_accessible_update_property(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
	mc_tile_select(tile, FALSE);
	return tile;
}

void
mc_tile_select(GtkWidget *tile, gboolean selected)
{
	GtkWidget *tick = g_object_get_data(G_OBJECT(tile), TICK_KEY);

	mc_set_class(tile, "selected", selected);
	if (tick != NULL)
		gtk_widget_set_visible(tick, selected);
	gtk_accessible_update_state(GTK_ACCESSIBLE(tile), GTK_ACCESSIBLE_STATE_PRESSED,
	    selected ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}
