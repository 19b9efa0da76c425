#include "ui/widgets/keypad.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"

typedef struct Key {
	McKeypadFunc func;
	gpointer data;
	char key;
} Key;

static void
touched(GtkButton *button, gpointer data)
{
	const Key *key = data;

	key->func(key->key, key->data);
}

static void
free_key(gpointer data, GClosure *closure)
{
	g_free(data);
}

/* Rows of keys; '<' deletes. */
static const char *
rows(McKeypadLayout layout)
{
	switch (layout) {
	case MC_KEYPAD_DIGITS: return "123\n456\n789\n 0<";
	case MC_KEYPAD_DIGITS_WIDE: return "12345<\n67890";
	case MC_KEYPAD_NUMBER_X: return "123\n456\n789\nX0<";
	case MC_KEYPAD_LETTERS: return "1234567890\nqwertyuiop\nasdfghjkl-\nzxcvbnm._<";
	}
	return "";
}

static GtkWidget *
delete_new(const char *css_class)
{
	GtkWidget *button = gtk_button_new();

	gtk_button_set_child(GTK_BUTTON(button), mc_symbol_new(MC_SIGN_ERASE, NULL));
	gtk_widget_add_css_class(button, css_class);
	gtk_accessible_update_property(
	    GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete"), -1);
	return button;
}

GtkWidget *
mc_keypad_new(McKeypadLayout layout, McKeypadFunc func, gpointer data)
{
	GtkWidget *grid = gtk_grid_new();
	const char *css_class = layout == MC_KEYPAD_LETTERS ? "letter" : "key";
	gint column = 0, row = 0;

	mc_add_classes(grid, "g3");
	gtk_grid_set_column_homogeneous(GTK_GRID(grid), TRUE);
	for (const char *c = rows(layout); *c != '\0'; c++) {
		char text[] = {*c, '\0'};
		GtkWidget *button;
		Key *key;

		if (*c == '\n') {
			column = 0;
			row++;
			continue;
		}
		if (*c != ' ') {
			button = *c == '<' ? delete_new(css_class) : mc_button_new(text, css_class);
			key = g_new(Key, 1);
			*key = (Key){func, data, *c == '<' ? MC_KEY_DELETE : *c};
			g_signal_connect_data(button, "clicked", G_CALLBACK(touched), key, free_key, 0);
			gtk_grid_attach(GTK_GRID(grid), button, column, row, 1, 1);
		}
		column++;
	}
	return grid;
}
