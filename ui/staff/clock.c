/* The clock: how good it is, and set by hand where nothing steers it (T13). */

#include "ui/words/clock.h"
#include "ui/staff/common.h"
#include "ui/staff/pages.h"
#include "ui/widgets/build.h"
#include "ui/words/language.h"
#include "ui/words/moments.h"
#include <stdlib.h>
#include <string.h>

enum { DAY, TIME };
#define DAY_DIGITS 8
#define TIME_DIGITS 4

typedef struct Clock {
	McFields fields;
	McSheet *sheet;
	GtkWidget *note, *quality, *now, *machine, *bounds, *sure, *question;
	gboolean asks; /* whether it is meant */
} Clock;

static gint64
typed_us(const Clock *own)
{
	const char *day = own->fields.field[DAY].text;
	const char *time = own->fields.field[TIME].text;

	if (strlen(day) != DAY_DIGITS || strspn(day, "0123456789") != DAY_DIGITS ||
	    strlen(time) != TIME_DIGITS || strspn(time, "0123456789") != TIME_DIGITS)
		return 0;
	return mc_moment_from_local(atoi(day), atoi(time));
}

static void show(Clock *own);

static void
wanted(gpointer data)
{
	Clock *own = data;

	own->asks = TRUE;
	show(own);
}

static void
not_meant(GtkButton *button, gpointer data)
{
	Clock *own = data;

	own->asks = FALSE;
	show(own);
}

static void
meant(gpointer data)
{
	Clock *own = data;
	McAct act = {.kind = MC_ACT_SET_CLOCK, .number = typed_us(own)};

	own->asks = FALSE;
	mc_stage_act(mc_sheet_stage(own->sheet), &act);
	mc_fields_wipe(&own->fields, DAY);
	show(own);
}

static void
show(Clock *own)
{
	g_autofree char *to = mc_moment_text(typed_us(own));
	g_autofree char *question = g_strdup_printf(_("Set the clock of this kiosk to %s?"), to);

	gtk_widget_set_visible(own->question, own->asks);
	mc_label_set(own->sure, question);
	if (own->asks)
		mc_sheet_set_forward_func(own->sheet, _("Yes, set it"), meant, own);
	else
		mc_sheet_set_forward_func(own->sheet, _("Set the clock"), wanted, own);
	mc_sheet_set_forward_ready(own->sheet, typed_us(own) > 0);
}

static void
changed(gpointer data)
{
	Clock *own = data;

	own->asks = FALSE;
	show(own);
}

static GtkWidget *
facts_new(Clock *own)
{
	GtkWidget *card = mc_column_new("card g2");

	own->quality = mc_heading_new("", "strong big");
	own->now = mc_label_new("", NULL);
	own->machine = mc_label_new("", NULL);
	own->bounds = mc_label_new("", "soft");
	mc_append(card, own->quality);
	mc_append(card, own->now);
	mc_append(card, own->machine);
	mc_append(card, own->bounds);
	return card;
}

static GtkWidget *
question_new(Clock *own)
{
	GtkWidget *no = mc_button_new(_("No, leave it"), "second");

	own->question = mc_row_new("note g4");
	own->sure = mc_label_new("", "strong");
	gtk_widget_set_hexpand(own->sure, TRUE);
	g_signal_connect(no, "clicked", G_CALLBACK(not_meant), own);
	mc_append(own->question, own->sure);
	mc_append(own->question, no);
	return own->question;
}

static void
build(McSheet *sheet, const McView *view)
{
	Clock *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	own->sheet = sheet;
	own->fields = (McFields){.count = 2, .changed = changed, .data = own};
	own->fields.field[DAY] = (McField){.name = _("Day, as 20261124"), .maximum = DAY_DIGITS};
	own->fields.field[TIME] = (McField){.name = _("Time, as 1405"), .maximum = TIME_DIGITS};
	mc_sheet_set_title(sheet, _("Clock"));
	own->note = mc_staff_note_new();
	mc_append(body, mc_staff_tabs_new(sheet, MC_PAGE_TECHNICIAN_CLOCK));
	mc_append(body, own->note);
	mc_append(body, facts_new(own));
	mc_append(body, question_new(own));
	mc_fields_build(&own->fields, body, GTK_WIDGET(sheet));
	show(own);
}

static void
update(McSheet *sheet, const McView *view)
{
	Clock *own = mc_sheet_own(sheet);
	g_autofree char *now = mc_word_clock_now(&view->clock);
	g_autofree char *machine = mc_word_clock_machine(&view->clock);
	g_autofree char *bounds = mc_word_clock_bounds(&view->clock);

	mc_staff_note_set(own->note, view);
	mc_label_set(own->quality, mc_word_clock(&view->clock));
	mc_label_set(own->now, now);
	mc_label_set(own->machine, machine);
	mc_label_set(own->bounds, bounds);
}

const McSheetKind mc_page_clock = {
    .page = MC_PAGE_TECHNICIAN_CLOCK,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(Clock),
};
