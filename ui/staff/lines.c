#include "ui/staff/lines.h"
#include "ui/staff/common.h"
#include "ui/widgets/build.h"
#include "ui/words/events.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

#define LINES_MAX 100

static const char *
state_class(McReceiptState state)
{
	switch (state) {
	case MC_RECEIPT_NONE:
	case MC_RECEIPT_RECORDED:
	case MC_RECEIPT_SENT: return "chip";
	case MC_RECEIPT_ACCEPTED: return "chip good";
	case MC_RECEIPT_PARKED: return "chip bad";
	}
	return "chip";
}

/* Masked: enough to give a slip to the right one of those who ask. */
static GtkWidget *
person_new(const McRecorderLine *line)
{
	g_autofree char *person = g_strdup_printf("%s  %s", line->name, line->number);
	GtkWidget *label = mc_label_new(person, "soft");

	gtk_widget_set_hexpand(label, TRUE);
	return label;
}

static GtkWidget *
line_new(const McRecorderLine *line, gint32 today_yyyymmdd, McLinesKind kind)
{
	GtkWidget *row = mc_row_new("line g6"), *names = row, *head = row;
	gboolean has_reference = kind != MC_LINES_EVENTS && line->reference[0] != '\0';
	g_autofree char *time = mc_staff_time(line->at_wall_us, today_yyyymmdd);
	g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, line->seq);
	const char *event = line->event[0] != '\0' ? line->event : line->type;
	GtkWidget *what = has_reference ? mc_word_new(line->reference, NULL)
	                                : mc_label_new(mc_word_event(event), NULL);
	GtkWidget *place = mc_word_new(number, "soft mono");

	/* numbers of different length begin the rest of the line at the same place */
	gtk_label_set_width_chars(GTK_LABEL(place), 4);
	gtk_label_set_xalign(GTK_LABEL(place), 0);
	/* a number is copied by hand: it does not break, and so has a line of its own */
	if (has_reference) {
		names = mc_column_new(NULL);
		head = mc_row_new("g6");
		mc_append(row, names);
		mc_append(names, head);
	}
	gtk_widget_set_hexpand(what, TRUE);
	gtk_label_set_xalign(GTK_LABEL(what), 0);
	mc_append(head, place);
	mc_append(head, mc_word_new(time, "mono"));
	mc_append(names, what);
	if (kind == MC_LINES_VISITS && line->name[0] != '\0')
		mc_append(names, person_new(line));
	if (kind != MC_LINES_EVENTS)
		mc_append(row, mc_word_new(mc_word_receipt(line->state), state_class(line->state)));
	return row;
}

/* The list has one for every visit: who hears them must know whose. */
static GtkWidget *
print_new(McSheet *sheet, const McRecorderLine *line)
{
	GtkWidget *button = mc_button_new(_("Print"), "second");
	g_autofree char *name = g_strdup_printf(_("%s: %s"), line->reference, _("Print slip"));

	gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
	mc_sheet_post_on_click(
	    sheet, button, &(McAct){.kind = MC_ACT_PRINT_SLIP, .number = (gint64)line->seq});
	return button;
}

/* What the box shows already stays: a button must not go from under a finger. */
static gboolean
is_shown(GtkWidget *box, const McView *view, guint count, gboolean prints)
{
	g_autoptr(GByteArray) now = g_byte_array_new();
	GBytes *shown = g_object_get_data(G_OBJECT(box), "mc-lines");
	GBytes *bytes = NULL;
	gboolean same;

	g_byte_array_append(now, (const guint8 *)&prints, sizeof prints);
	g_byte_array_append(now, (const guint8 *)&view->hello.today_yyyymmdd, sizeof(gint32));
	if (count > 0)
		g_byte_array_append(now, (const guint8 *)view->line, (guint)(count * sizeof view->line[0]));
	bytes = g_bytes_new(now->data, now->len);
	same = shown != NULL && g_bytes_equal(shown, bytes);
	g_object_set_data_full(G_OBJECT(box), "mc-lines", bytes, (GDestroyNotify)g_bytes_unref);
	return same;
}

void
mc_lines_fill(GtkWidget *box, McSheet *sheet, const McView *view, McLinesKind kind)
{
	guint count = MIN(view->lines, LINES_MAX);
	gboolean prints =
	    kind == MC_LINES_VISITS && view->devices[MC_DEVICE_PRINTER].state == MC_DEVICE_READY;

	if (is_shown(box, view, count, prints))
		return;
	mc_clear(box);
	for (guint i = 0; i < count; i++) {
		GtkWidget *row = line_new(&view->line[i], view->hello.today_yyyymmdd, kind);

		if (prints)
			mc_append(row, print_new(sheet, &view->line[i]));
		mc_append(box, row);
	}
	if (count == 0)
		mc_append(box, mc_label_new(_("Nothing yet"), "soft"));
}
