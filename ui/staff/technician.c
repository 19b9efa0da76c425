/* The device board: what is plugged in, how it is, why not, and what can be done about it (T2, T3).
 */

#include "ui/staff/common.h"
#include "ui/staff/lines.h"
#include "ui/staff/pages.h"
#include "ui/staff/stock.h"
#include "ui/widgets/build.h"
#include "ui/widgets/symbol.h"
#include "ui/words/causes.h"
#include "ui/words/language.h"
#include "ui/words/words.h"
#include <string.h>

#define SOON_DAYS 60 /* a calibration that ends within this is marked */

typedef struct Board {
	GtkWidget *note, *place[MC_DEVICE_KINDS];
	GtkWidget *support, *support_text, *support_button;
	McStaffStock stock;
	guint64 uses[MC_DEVICE_KINDS];
	McDeviceInfo shown[MC_DEVICE_KINDS];
	gboolean testing[MC_DEVICE_KINDS], filled;
	McTryOutView try_out;
} Board;

static const char *
state_class(McDeviceState state)
{
	switch (state) {
	case MC_DEVICE_ABSENT:
	case MC_DEVICE_FAULTY: return "chip bad";
	case MC_DEVICE_STARTING: return "chip";
	case MC_DEVICE_READY: return "chip good";
	case MC_DEVICE_LOCKED: return "chip care";
	}
	return "chip";
}

static void
add_fact(GtkWidget *grid, const char *name, const char *value, const char *classes)
{
	GtkWidget *column = mc_column_new(NULL);

	mc_append(column, mc_label_new(name, "soft"));
	mc_append(column, mc_label_new(value[0] != '\0' ? value : "–", classes));
	mc_grid_add(grid, column);
}

static void
add_calibration(GtkWidget *grid, const McDeviceInfo *info, gint32 today)
{
	g_autofree char *expires = mc_staff_date(info->calibration_expires_yyyymmdd);
	g_autofree char *on = mc_staff_date(info->calibrated_yyyymmdd);
	g_autofree char *by = g_strdup_printf("%s  %s %s", on, info->laboratory, info->certificate);
	gint days = mc_staff_days_between(today, info->calibration_expires_yyyymmdd);
	gboolean none = info->calibration_expires_yyyymmdd <= 0;
	g_autofree char *left = NULL;
	g_autofree char *until = NULL;

	if (none)
		left = g_strdup(_("never calibrated"));
	else if (info->calibration_expires_yyyymmdd < today)
		left = g_strdup(_("expired"));
	else
		left = g_strdup_printf(_("%d days left"), days);
	until = g_strdup_printf("%s  %s", expires, left);
	add_fact(grid, _("Calibrated"), by, NULL);
	add_fact(grid, _("Holds until"), until,
	    none || info->calibration_expires_yyyymmdd < today ? "strong bad"
	    : days <= SOON_DAYS                                ? "strong care"
	                                                       : NULL);
}

/* Which a laboratory found for these headphones; one without them is locked. */
static void
add_corrections(GtkWidget *grid, const McDeviceInfo *info)
{
	const gint32 largest = mc_corrections_largest_deci_db(&info->corrections);
	g_autofree char *text = info->corrections.count == 0
	                            ? g_strdup(_("none"))
	                            : g_strdup_printf(_("%d frequencies, at most %d.%d dB"),
	                                  info->corrections.count, largest / 10, largest % 10);

	add_fact(grid, _("Corrections"), text,
	    mc_corrections_are_usable(&info->corrections) ? NULL : "strong bad");
}

static const char *
transducer_name(McDeviceKind kind)
{
	switch (kind) {
	case MC_DEVICE_VISION_TESTER: return _("Display panel");
	case MC_DEVICE_AUDIOMETER: return _("Headphones");
	case MC_DEVICE_ID_READER:
	case MC_DEVICE_STATURE:
	case MC_DEVICE_RESPONSE_PAD:
	case MC_DEVICE_PRINTER:
	case MC_DEVICE_SOUND_METER:
	case MC_DEVICE_LUMINANCE_METER:
	case MC_DEVICE_CAMERA: break;
	}
	return _("Sensor");
}

static char *
result_text(const McView *view, gint64 wall_us, gboolean passed)
{
	g_autofree char *time = NULL;

	if (wall_us == 0)
		return g_strdup("");
	time = mc_staff_time(wall_us, view->hello.today_yyyymmdd);
	return g_strdup_printf("%s  %s", time, passed ? _("passed") : _("failed"));
}

static void
add_tried(
    GtkWidget *grid, const McView *view, McDeviceKind kind, McTestLevel level, const char *name)
{
	g_autofree char *text = result_text(
	    view, view->try_out.last[kind][level].wall_us, view->try_out.last[kind][level].passed);

	if (mc_device_kind_has_test(kind, level))
		add_fact(grid, name, text, NULL);
}

static void
add_facts(GtkWidget *card, const McDeviceInfo *info, const McView *view)
{
	GtkWidget *grid = mc_grid_new(view->text_size == MC_TEXT_LARGE ? 2 : 3, "facts");
	g_autofree char *model = g_strdup_printf("%s %s", info->maker, info->model);
	g_autofree char *transducer =
	    g_strdup_printf("%s %s", info->transducer, info->transducer_serial);
	g_autofree char *loudspeaker =
	    g_strdup_printf("%s %s", info->loudspeaker, info->loudspeaker_serial);
	g_autofree char *traffic = g_strdup_printf(
	    "%" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT, info->transfers, info->faults);
	g_autofree char *used = g_strdup_printf("%" G_GUINT64_FORMAT, view->hello.uses[info->kind]);
	g_autofree char *tested =
	    result_text(view, info->last_self_test_wall_us, info->last_self_test_passed);

	add_fact(grid, _("Model"), g_strstrip(model), NULL);
	add_fact(grid, _("Serial number"), info->serial, "mono");
	add_fact(grid, _("Firmware"), info->firmware, NULL);
	if (mc_device_kind_is_calibrated(info->kind)) {
		add_fact(grid, transducer_name(info->kind), g_strstrip(transducer), NULL);
		if (info->loudspeaker[0] != '\0')
			add_fact(grid, _("Loudspeakers"), g_strstrip(loudspeaker), NULL);
		add_calibration(grid, info, view->hello.today_yyyymmdd);
		if (info->kind == MC_DEVICE_AUDIOMETER)
			add_corrections(grid, info);
	}
	add_fact(grid, _("Last self-test"), tested, NULL);
	add_tried(grid, view, info->kind, MC_TEST_ACTIVE, _("Last tried out"));
	add_tried(grid, view, info->kind, MC_TEST_INTERACTIVE, _("Last tried out together"));
	add_fact(grid, _("Times used"), used, NULL);
	add_fact(grid, _("Transfers / faults"), traffic, NULL);
	mc_append(card, grid);
}

/* The board has one of each for every instrument: who hears them must know whose. */
static GtkWidget *
action_new(McDeviceKind kind, const char *text, const char *what)
{
	GtkWidget *button = mc_button_new(text, "second");
	g_autofree char *name = g_strdup_printf(_("%s: %s"), mc_word_device(kind), what);

	gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
	return button;
}

/* T2: tried out, alone or with the technician in a person's place. */
static void
add_try_out(
    GtkWidget *line, McSheet *sheet, const McView *view, McDeviceKind kind, McTestLevel level)
{
	const char *text = level == MC_TEST_ACTIVE ? _("Try out") : _("Try out together");
	GtkWidget *button = action_new(kind, text, text);

	if (!mc_device_kind_has_test(kind, level)) {
		g_object_ref_sink(button);
		g_object_unref(button);
		return;
	}
	gtk_widget_set_sensitive(
	    button, !view->try_out.running && view->devices[kind].state == MC_DEVICE_READY);
	mc_sheet_post_on_click(sheet, button,
	    &(McAct){.kind = MC_ACT_TRY_OUT, .number = kind, .flag = level == MC_TEST_INTERACTIVE});
	mc_append(line, button);
}

static void
add_tries(GtkWidget *card, McSheet *sheet, const McView *view, McDeviceKind kind)
{
	GtkWidget *line = mc_row_new("g4");
	gboolean runs = view->try_out.running && view->try_out.kind == kind;

	if (runs && view->try_out.level == MC_TEST_INTERACTIVE)
		mc_append(card, mc_label_new(mc_word_try_out(kind), "note"));
	add_try_out(line, sheet, view, kind, MC_TEST_ACTIVE);
	add_try_out(line, sheet, view, kind, MC_TEST_INTERACTIVE);
	mc_append(card, line);
}

static GtkWidget *
card_new(McSheet *sheet, const McView *view, McDeviceKind kind)
{
	const McDeviceInfo *info = &view->devices[kind];
	GtkWidget *card = mc_column_new("card g3");
	GtkWidget *head = mc_row_new("g4");
	GtkWidget *name = mc_heading_new(mc_word_device(kind), "strong big");
	GtkWidget *test = action_new(
	    kind, view->self_test_running[kind] ? _("Testing …") : _("Self-test"), _("Self-test"));
	GtkWidget *state = mc_label_new(mc_word_device_state(info->state), state_class(info->state));

	gtk_widget_set_hexpand(name, TRUE);
	gtk_widget_set_valign(state, GTK_ALIGN_CENTER);
	mc_append(head, name);
	mc_append(head, state);
	if (mc_device_cause_can_be_adopted(info->cause)) {
		const char *what = mc_device_cause_error(info->cause) == MC_ERROR_UNCALIBRATED
		                       ? _("Adopt the new calibration")
		                       : _("Adopt");
		GtkWidget *adopt = action_new(kind, what, what);

		mc_sheet_post_on_click(sheet, adopt, &(McAct){.kind = MC_ACT_ADOPT, .number = kind});
		mc_append(head, adopt);
	}
	gtk_widget_set_sensitive(test, !view->self_test_running[kind] &&
	                                   info->state != MC_DEVICE_ABSENT &&
	                                   info->state != MC_DEVICE_STARTING);
	mc_sheet_post_on_click(sheet, test, &(McAct){.kind = MC_ACT_SELF_TEST, .number = kind});
	mc_append(head, test);
	mc_append(card, head);
	if (info->cause != MC_CAUSE_NONE)
		mc_append(card, mc_label_new(mc_word_cause(info->cause, MC_AUDIENCE_TECHNICIAN), "note"));
	if (info->state != MC_DEVICE_ABSENT) {
		add_facts(card, info, view);
		if (mc_device_kind_has_test(kind, MC_TEST_ACTIVE) ||
		    mc_device_kind_has_test(kind, MC_TEST_INTERACTIVE))
			add_tries(card, sheet, view, kind);
	}
	return card;
}

/* T8: what is sent to those who mend instruments. */
static void
build_support(McSheet *sheet, Board *own)
{
	GtkWidget *head = mc_row_new("g4");
	GtkWidget *name = mc_heading_new(_("Support bundle"), "strong big");

	own->support = mc_column_new("card g3");
	own->support_button = mc_button_new(_("Create"), "second");
	own->support_text = mc_label_new("", NULL);
	gtk_widget_set_hexpand(name, TRUE);
	mc_append(head, name);
	mc_append(head, own->support_button);
	mc_append(own->support, head);
	mc_append(own->support, mc_label_new(_("What tells why an instrument failed: its last "
	                                       "transfers, versions, the list of instruments. "
	                                       "There is nothing of a person in it."),
	                            "soft"));
	mc_append(own->support, own->support_text);
	mc_sheet_post_on_click(sheet, own->support_button, &(McAct){.kind = MC_ACT_SUPPORT_BUNDLE});
	mc_append(mc_sheet_body(sheet), own->support);
}

static void
update_support(const Board *own, const McView *view)
{
	g_autofree char *made = g_strdup_printf(_("It lies in %s (%d kB)."), view->support_folder,
	    (int)((view->support_bytes + 999) / 1000));
	const char *text = "";

	switch (view->support) {
	case MC_SUPPORT_NOT_HERE:
	case MC_SUPPORT_NONE: break;
	case MC_SUPPORT_MAKING: text = _("Being put together …"); break;
	case MC_SUPPORT_MADE: text = made; break;
	case MC_SUPPORT_FAILED: text = _("It could not be made. Perhaps the disk is full."); break;
	}
	gtk_widget_set_visible(own->support, view->support != MC_SUPPORT_NOT_HERE);
	gtk_widget_set_sensitive(own->support_button, view->support != MC_SUPPORT_MAKING);
	gtk_widget_set_visible(own->support_text, text[0] != '\0');
	mc_label_set(own->support_text, text);
}

static void
build_board(McSheet *sheet, const McView *view)
{
	Board *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	mc_sheet_set_title(sheet, _("Instruments"));
	own->note = mc_staff_note_new();
	mc_append(body, mc_staff_tabs_new(sheet, MC_PAGE_TECHNICIAN));
	mc_append(body, own->note);
	mc_staff_stock_build(&own->stock, body);
	build_support(sheet, own);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		own->place[i] = mc_column_new(NULL);
		mc_append(body, own->place[i]);
	}
}

/* All that a card shows. */
static gboolean
looks_same(const McDeviceInfo *a, const McDeviceInfo *b)
{
	return a->state == b->state && a->cause == b->cause && strcmp(a->maker, b->maker) == 0 &&
	       strcmp(a->model, b->model) == 0 && strcmp(a->serial, b->serial) == 0 &&
	       strcmp(a->firmware, b->firmware) == 0 && strcmp(a->transducer, b->transducer) == 0 &&
	       strcmp(a->transducer_serial, b->transducer_serial) == 0 &&
	       strcmp(a->loudspeaker, b->loudspeaker) == 0 &&
	       strcmp(a->loudspeaker_serial, b->loudspeaker_serial) == 0 &&
	       strcmp(a->laboratory, b->laboratory) == 0 &&
	       strcmp(a->certificate, b->certificate) == 0 &&
	       a->corrections.count == b->corrections.count &&
	       mc_corrections_largest_deci_db(&a->corrections) ==
	           mc_corrections_largest_deci_db(&b->corrections) &&
	       a->calibrated_yyyymmdd == b->calibrated_yyyymmdd &&
	       a->calibration_expires_yyyymmdd == b->calibration_expires_yyyymmdd &&
	       a->last_self_test_wall_us == b->last_self_test_wall_us &&
	       a->last_self_test_passed == b->last_self_test_passed && a->transfers == b->transfers &&
	       a->faults == b->faults;
}

static gboolean
same_tries(const McTryOutView *a, const McTryOutView *b)
{
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		for (guint j = 0; j < MC_TEST_LEVELS; j++)
			if (a->last[i][j].wall_us != b->last[i][j].wall_us ||
			    a->last[i][j].passed != b->last[i][j].passed)
				return FALSE;
	return a->running == b->running && a->kind == b->kind && a->level == b->level;
}

/* A card is made anew only when something on it is: a button must not go from under a finger. */
static gboolean
is_shown(const Board *own, const McView *view, guint kind)
{
	return own->filled && same_tries(&own->try_out, &view->try_out) &&
	       own->testing[kind] == view->self_test_running[kind] &&
	       own->uses[kind] == view->hello.uses[kind] &&
	       looks_same(&own->shown[kind], &view->devices[kind]);
}

/* What was here and went keeps its model, and its card. */
static gboolean
is_on_board(const McDeviceInfo *info)
{
	return !mc_device_kind_is_optional(info->kind) || info->state != MC_DEVICE_ABSENT ||
	       info->model[0] != '\0';
}

static void
update_board(McSheet *sheet, const McView *view)
{
	Board *own = mc_sheet_own(sheet);

	mc_staff_note_set(own->note, view);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		if (is_shown(own, view, i))
			continue;
		own->shown[i] = view->devices[i];
		own->testing[i] = view->self_test_running[i];
		own->uses[i] = view->hello.uses[i];
		mc_clear(own->place[i]);
		gtk_widget_set_visible(own->place[i], is_on_board(&view->devices[i]));
		if (is_on_board(&view->devices[i]))
			mc_append(own->place[i], card_new(sheet, view, (McDeviceKind)i));
	}
	own->try_out = view->try_out;
	own->filled = TRUE;
	update_support(own, view);
	mc_staff_stock_update(&own->stock, sheet, view);
}

const McSheetKind mc_page_technician = {
    .page = MC_PAGE_TECHNICIAN,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build_board,
    .update = update_board,
    .own_size = sizeof(Board),
};

/* ---- outbox, events ---- */

typedef struct List {
	GtkWidget *note, *summary, *lines;
} List;

static void
build_list(McSheet *sheet, McPage page, const char *title)
{
	List *own = mc_sheet_own(sheet);
	GtkWidget *body = mc_sheet_body(sheet);

	mc_sheet_set_title(sheet, title);
	own->note = mc_staff_note_new();
	own->summary = mc_label_new("", "big");
	own->lines = mc_column_new("card");
	gtk_widget_set_visible(own->summary, FALSE);
	mc_append(body, mc_staff_tabs_new(sheet, page));
	mc_append(body, own->note);
	mc_append(body, own->summary);
	mc_append(body, own->lines);
}

static void
build_outbox(McSheet *sheet, const McView *view)
{
	build_list(sheet, MC_PAGE_TECHNICIAN_OUTBOX, _("Outbox and receipts"));
}

static const char *
disk_word(McStorage storage)
{
	switch (storage) {
	case MC_STORAGE_OK: return _("has room");
	case MC_STORAGE_FULL: return _("is full");
	case MC_STORAGE_FAILING: return _("takes nothing");
	}
	return "";
}

static void
update_outbox(McSheet *sheet, const McView *view)
{
	List *own = mc_sheet_own(sheet);
	g_autofree char *pending = g_strdup_printf("%" G_GUINT64_FORMAT, view->hello.pending);
	g_autofree char *text = g_strdup_printf(_("Not yet accepted: %s. Connection: %s. Disk: %s."),
	    pending, view->hello.online ? _("works") : _("is down"), disk_word(view->hello.storage));

	mc_staff_note_set(own->note, view);
	gtk_widget_set_visible(own->summary, TRUE);
	mc_label_set(own->summary, text);
	mc_lines_fill(own->lines, sheet, view, MC_LINES_OUTBOX);
}

const McSheetKind mc_page_outbox = {
    .page = MC_PAGE_TECHNICIAN_OUTBOX,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build_outbox,
    .update = update_outbox,
    .own_size = sizeof(List),
};

static void
build_events(McSheet *sheet, const McView *view)
{
	build_list(sheet, MC_PAGE_TECHNICIAN_EVENTS, _("Event log"));
}

static void
update_events(McSheet *sheet, const McView *view)
{
	List *own = mc_sheet_own(sheet);

	mc_staff_note_set(own->note, view);
	mc_lines_fill(own->lines, sheet, view, MC_LINES_EVENTS);
}

const McSheetKind mc_page_events = {
    .page = MC_PAGE_TECHNICIAN_EVENTS,
    .tools = MC_TOOL_STAFF | MC_TOOL_STOP | MC_TOOL_APPEARANCE,
    .build = build_events,
    .update = update_events,
    .own_size = sizeof(List),
};
