/* The counter: open or paused, who asks for help, the check that waits, the latest visits. No
 * results. */

#include "ui/staff/clerk.h"
#include "ui/staff/common.h"
#include "ui/staff/lines.h"
#include "ui/staff/pages.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/widgets/tile.h"
#include "ui/words/causes.h"
#include "ui/words/language.h"
#include "ui/words/printing.h"
#include "ui/words/words.h"

/* One at a time. */
typedef enum Panel { PANEL_MAIN, PANEL_REASONS, PANEL_IDENTITY, PANEL_CODE } Panel;

typedef struct Clerk {
	GtkWidget *note, *service, *pause, *resume, *help, *help_text, *waiting, *reasons, *identity;
	GtkWidget *main, *slip, *instruments, *today;
	GtkWidget *go_on, *code;
	Panel panel;
	McClerkIdentity typed;
	McClerkCase given;
} Clerk;

static void
show_panel(Clerk *own, Panel panel)
{
	own->panel = panel;
	gtk_widget_set_visible(own->main, panel == PANEL_MAIN);
	gtk_widget_set_visible(own->reasons, panel == PANEL_REASONS);
	gtk_widget_set_visible(own->identity, panel == PANEL_IDENTITY);
	gtk_widget_set_visible(own->code, panel == PANEL_CODE);
}

static void
reasons_wanted(GtkButton *button, gpointer data)
{
	show_panel(data, PANEL_REASONS);
}

static void
identity_wanted(GtkButton *button, gpointer data)
{
	show_panel(data, PANEL_IDENTITY);
}

static void
code_wanted(GtkButton *button, gpointer data)
{
	show_panel(data, PANEL_CODE);
}

static void
show_main(gpointer data)
{
	show_panel(data, PANEL_MAIN);
}

static void
main_wanted(GtkButton *button, gpointer data)
{
	show_main(data);
}

static GtkWidget *
action_new(const char *text, const char *classes, GCallback func, gpointer data)
{
	GtkWidget *button = mc_button_new(text, classes);

	g_signal_connect(button, "clicked", func, data);
	return button;
}

static GtkWidget *
service_new(McSheet *sheet, Clerk *own)
{
	GtkWidget *card = mc_column_new("card g4");
	GtkWidget *row = mc_row_new("g4");

	own->service = mc_label_new("", "big strong");
	own->pause = mc_button_new(_("Pause this kiosk"), "second");
	own->resume = mc_button_new(_("Open this kiosk"), "second");
	gtk_widget_set_hexpand(own->service, TRUE);
	mc_sheet_post_on_click(sheet, own->pause, &(McAct){.kind = MC_ACT_PAUSE, .number = 1});
	mc_sheet_post_on_click(sheet, own->resume, &(McAct){.kind = MC_ACT_PAUSE, .number = 0});
	mc_append(row, own->service);
	mc_append(row, own->pause);
	mc_append(row, own->resume);
	mc_append(card, row);
	return card;
}

static GtkWidget *
help_new(McSheet *sheet, Clerk *own)
{
	GtkWidget *card = mc_row_new("note g6");
	GtkWidget *done = mc_button_new(_("Seen to"), "second");

	own->help = card;
	own->help_text = mc_label_new("", "big");
	gtk_widget_set_hexpand(own->help_text, TRUE);
	mc_sheet_post_on_click(sheet, done, &(McAct){.kind = MC_ACT_HELP_DONE});
	mc_append(card, mc_symbol_new(MC_SIGN_BELL, NULL));
	mc_append(card, own->help_text);
	mc_append(card, done);
	return card;
}

static GtkWidget *
waiting_new(Clerk *own)
{
	GtkWidget *card = mc_column_new("card g4");
	GtkWidget *row = mc_grid_new(2, "g4");

	own->waiting = card;
	mc_append(card, mc_label_new(_("A check is waiting"), "strong big"));
	mc_append(
	    card, mc_label_new(_("It goes on when you leave. You do not see its results."), "soft"));
	mc_grid_add(row,
	    action_new(_("I have compared the identity"), "second", G_CALLBACK(identity_wanted), own));
	mc_grid_add(
	    row, action_new(_("End this check"), "second danger", G_CALLBACK(reasons_wanted), own));
	own->go_on =
	    action_new(_("Continue an unfinished check"), "second", G_CALLBACK(code_wanted), own);
	mc_append(card, row);
	mc_append(card, own->go_on);
	return card;
}

/* K5: a reason is needed; those that are the kiosk's own are not offered. */
static GtkWidget *
reasons_new(McSheet *sheet, Clerk *own)
{
	static const McAbortReason offered[] = {
	    MC_ABORT_CITIZEN, MC_ABORT_WALKED_AWAY, MC_ABORT_CLERK, MC_ABORT_DEVICE, MC_ABORT_REFUSED};
	GtkWidget *column = mc_column_new("g4");

	mc_append(column, mc_heading_new(_("Why does this check end?"), "huge"));
	for (guint i = 0; i < G_N_ELEMENTS(offered); i++) {
		GtkWidget *tile = mc_tile_new(mc_word_abort_choice(offered[i]), NULL, NULL);

		mc_sheet_post_on_click(
		    sheet, tile, &(McAct){.kind = MC_ACT_END_VISIT, .number = offered[i]});
		mc_append(column, tile);
	}
	mc_append(column, action_new(_("Do not end it"), "quit", G_CALLBACK(main_wanted), own));
	return column;
}

static void
build(McSheet *sheet, const McView *view)
{
	Clerk *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	mc_sheet_set_title(sheet, _("Counter"));
	own->note = mc_staff_note_new();
	own->main = mc_column_new("g6");
	own->today = mc_column_new("card");
	own->slip = mc_label_new("", "note");
	own->instruments = mc_label_new("", "note");
	own->reasons = reasons_new(sheet, own);
	own->identity = mc_clerk_identity_new(&own->typed, sheet, show_main, own);
	own->code = mc_clerk_case_new(&own->given, sheet, show_main, own);
	mc_append(own->main, help_new(sheet, own));
	mc_append(own->main, service_new(sheet, own));
	mc_append(own->main, waiting_new(own));
	mc_append(own->main, own->slip);
	mc_append(own->main, own->instruments);
	mc_append(own->main, mc_heading_new(_("Latest checks"), "strong big"));
	mc_append(own->main, own->today);
	mc_append(body, own->note);
	mc_append(body, own->main);
	mc_append(body, own->reasons);
	mc_append(body, own->identity);
	mc_append(body, own->code);
	show_panel(own, PANEL_MAIN);
}

static const char *
slip_words(const McView *view)
{
	return mc_word_slip(view->slip, view->devices[MC_DEVICE_PRINTER].cause, MC_AUDIENCE_CLERK);
}

/* K3: a line for each instrument that cannot be used or wants a hand, but for those that a kiosk
 * may go without. */
static char *
instrument_words(const McView *view)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		const McDeviceInfo *info = &view->devices[i];

		if (info->cause == MC_CAUSE_NONE ||
		    (info->state == MC_DEVICE_ABSENT && mc_device_kind_is_optional((McDeviceKind)i)))
			continue;
		if (words->len > 0)
			g_string_append_c(words, '\n');
		g_string_append_printf(words, _("%s: %s"), mc_word_device((McDeviceKind)i),
		    mc_word_cause(info->cause, MC_AUDIENCE_CLERK));
	}
	return g_string_free(words, FALSE);
}

static void
update(McSheet *sheet, const McView *view)
{
	Clerk *own = mc_sheet_own(sheet);
	g_autofree char *instruments = instrument_words(view);
	g_autofree char *help = g_strdup_printf(_("Help was asked for: %u"), view->hello.help_requests);

	mc_staff_note_set(own->note, view);
	mc_label_set(own->service, mc_word_service(view->service));
	gtk_widget_set_visible(own->pause, !view->hello.paused);
	gtk_widget_set_visible(own->resume, view->hello.paused);
	gtk_widget_set_visible(own->help, view->hello.help_requests > 0);
	mc_label_set(own->help_text, help);
	gtk_widget_set_visible(own->waiting, view->visit_suspended);
	gtk_widget_set_visible(own->go_on, view->may_give_code);
	mc_clerk_case_update(&own->given, view);
	/* what it was opened for is over, or done */
	if (!view->visit_suspended || (own->panel == PANEL_CODE && !view->may_give_code))
		show_panel(own, PANEL_MAIN);
	mc_label_set(own->slip, slip_words(view));
	gtk_widget_set_visible(own->slip, slip_words(view)[0] != '\0');
	mc_label_set(own->instruments, instruments);
	gtk_widget_set_visible(own->instruments, instruments[0] != '\0');
	mc_lines_fill(own->today, sheet, view, MC_LINES_VISITS);
}

const McSheetKind mc_page_clerk = {
    .page = MC_PAGE_CLERK,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build,
    .update = update,
    .own_size = sizeof(Clerk),
};
