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

static GtkWidget *
line_new(const McRecorderLine *line, gint32 today_yyyymmdd, McLinesKind kind)
{
	GtkWidget *row = mc_row_new("line g6");
	g_autofree char *time = mc_staff_time(line->at_wall_us, today_yyyymmdd);
	g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, line->seq);
	const char *event = line->event[0] != '\0' ? line->event : line->type;
	GtkWidget *what =
	    mc_label_new(kind != MC_LINES_EVENTS && line->reference[0] != '\0' ? line->reference
	                                                                       : mc_word_event(event),
	        NULL);
	GtkWidget *place = mc_word_new(number, "soft mono");

	/* numbers of different length begin the rest of the line at the same place */
	gtk_label_set_width_chars(GTK_LABEL(place), 4);
	gtk_label_set_xalign(GTK_LABEL(place), 0);
	gtk_widget_set_hexpand(what, TRUE);
	mc_append(row, place);
	mc_append(row, mc_word_new(time, "mono"));
	mc_append(row, what);
	if (kind != MC_LINES_EVENTS)
		mc_append(row, mc_word_new(mc_word_receipt(line->state), state_class(line->state)));
	return row;
}

void
mc_lines_fill(GtkWidget *box, const McView *view, McLinesKind kind)
{
	guint count = MIN(view->lines, LINES_MAX);

	mc_clear(box);
	for (guint i = 0; i < count; i++)
		mc_append(box, line_new(&view->line[i], view->hello.today_yyyymmdd, kind));
	if (count == 0)
		mc_append(box, mc_label_new(_("Nothing yet"), "soft"));
}
