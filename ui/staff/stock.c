#include "ui/staff/stock.h"

#include "ui/widgets/build.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

#include <string.h>

/* Nobody has counted it: that is not none of it. */
static GtkWidget *
left_new(const McStock *stock)
{
	g_autofree char *text = stock->left == MC_STOCK_UNKNOWN
	                            ? g_strdup_printf(_("unknown (of %d)"), stock->capacity)
	                            : g_strdup_printf(_("%d of %d"), stock->left, stock->capacity);

	return mc_label_new(text, stock->left == MC_STOCK_UNKNOWN ? "strong care"
	                          : stock->left == 0              ? "strong bad"
	                                                          : NULL);
}

static GtkWidget *
line_new(McSheet *sheet, const McStock *stock, McConsumable consumable)
{
	GtkWidget *line = mc_row_new("g4");
	GtkWidget *name = mc_label_new(mc_word_consumable(consumable), NULL);
	GtkWidget *button = mc_button_new(_("Filled up"), "second");
	g_autofree char *what =
	    g_strdup_printf(_("%s: %s"), mc_word_consumable(consumable), _("Filled up"));

	gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
	gtk_widget_set_hexpand(name, TRUE);
	mc_append(line, name);
	mc_append(line, left_new(stock));
	mc_append(line, button);
	mc_sheet_post_on_click(sheet, button, &(McAct){.kind = MC_ACT_REFILL, .number = consumable});
	return line;
}

void
mc_staff_stock_build(McStaffStock *self, GtkWidget *body)
{
	self->card = mc_column_new("card g3");
	self->lines = mc_column_new("g3");
	mc_append(self->card, mc_heading_new(_("Consumables"), "strong big"));
	mc_append(self->card, self->lines);
	mc_append(body, self->card);
}

/* Made anew only when a number changed: a button must not go from under a finger. */
void
mc_staff_stock_update(McStaffStock *self, McSheet *sheet, const McView *view)
{
	const McStock *stock = view->hello.stock;
	gboolean any = FALSE;

	for (guint i = 0; i < MC_CONSUMABLES; i++)
		any = any || stock[i].capacity > 0;
	gtk_widget_set_visible(self->card, any);
	if (self->filled && memcmp(self->shown, stock, sizeof self->shown) == 0)
		return;
	memcpy(self->shown, stock, sizeof self->shown);
	self->filled = TRUE;
	mc_clear(self->lines);
	for (guint i = 0; i < MC_CONSUMABLES; i++)
		if (stock[i].capacity > 0)
			mc_append(self->lines, line_new(sheet, &stock[i], (McConsumable)i));
}
