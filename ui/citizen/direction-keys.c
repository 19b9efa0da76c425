#include "ui/citizen/examine.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

static const struct {
	McSign sign;
	gint column, row;
} places[MC_DIRECTIONS] = {
    [MC_DIRECTION_RIGHT] = {MC_SIGN_RIGHT, 2, 1},
    [MC_DIRECTION_UP] = {MC_SIGN_UP, 1, 0},
    [MC_DIRECTION_LEFT] = {MC_SIGN_LEFT, 0, 1},
    [MC_DIRECTION_DOWN] = {MC_SIGN_DOWN, 1, 2},
    [MC_DIRECTION_UP_RIGHT] = {MC_SIGN_UP_RIGHT, 2, 0},
    [MC_DIRECTION_UP_LEFT] = {MC_SIGN_UP_LEFT, 0, 0},
    [MC_DIRECTION_DOWN_LEFT] = {MC_SIGN_DOWN_LEFT, 0, 2},
    [MC_DIRECTION_DOWN_RIGHT] = {MC_SIGN_DOWN_RIGHT, 2, 2},
};

GtkWidget *
mc_direction_keys_new(McSheet *sheet, McOptotype optotype)
{
	GtkWidget *keys = mc_column_new("g4");
	GtkWidget *grid = mc_grid_new(3, "g3");
	GtkWidget *cannot = mc_button_new(_("I cannot see it"), "quit");

	for (gint i = 0; i < mc_optotype_directions(optotype); i++) {
		GtkWidget *button = gtk_button_new();

		gtk_button_set_child(GTK_BUTTON(button), mc_symbol_new(places[i].sign, "s16"));
		mc_add_classes(button, "arrow");
		gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
		    mc_word_direction((McDirection)i), -1);
		mc_sheet_post_on_click(
		    sheet, button, &(McAct){.kind = MC_ACT_ANSWER_DIRECTION, .number = i});
		gtk_grid_attach(GTK_GRID(grid), button, places[i].column, places[i].row, 1, 1);
	}
	mc_sheet_post_on_click(sheet, cannot, &(McAct){.kind = MC_ACT_ANSWER_CANNOT});
	mc_append(keys, grid);
	mc_append(keys, cannot);
	gtk_widget_set_halign(keys, GTK_ALIGN_CENTER);
	gtk_widget_set_valign(keys, GTK_ALIGN_CENTER);
	gtk_widget_set_vexpand(keys, TRUE);
	return keys;
}
