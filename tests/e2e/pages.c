/* Every page of the glass, in several states, both languages and both text sizes: C2, C3, C4, C9,
 * and the house's rules for what stands on it. Screenshots stay in <build>/screenshots. Runs inside
 * tests/support/with-display. */

#include "tests/e2e/page-checks.h"
#include "tests/support/scenes/scenes.h"
#include "ui/glass/glass.h"
#include "ui/words/causes.h"
#include "ui/words/language.h"
#include "ui/words/words.h"

#include <string.h>

typedef struct Fixture {
	McView view;
	McGlass *glass;
	GArray *acts; /* of McActKind */
} Fixture;

static const McView *
view_of(gpointer data)
{
	return &((Fixture *)data)->view;
}

static void
keep_act(const McAct *act, gpointer data)
{
	g_array_append_val(((Fixture *)data)->acts, act->kind);
}

static void
open_glass(Fixture *fixture, gint width, gint height)
{
	McGlassSource source = {view_of, keep_act, fixture};
	McGlassOptions options = {.width = width, .height = height, .dots_per_inch = 96};

	*fixture = (Fixture){.acts = g_array_new(FALSE, FALSE, sizeof(McActKind))};
	fixture->view.language = "zh_CN";
	mc_scene_fill(0, &fixture->view);
	fixture->glass = mc_glass_new(&source, &options);
	gtk_window_present(GTK_WINDOW(fixture->glass));
	mc_pages_settle(GTK_WIDGET(fixture->glass));
	g_assert_cmpint(gtk_widget_get_width(GTK_WIDGET(fixture->glass)), ==, width);
	g_assert_cmpint(gtk_widget_get_height(GTK_WIDGET(fixture->glass)), ==, height);
}

static void
close_glass(Fixture *fixture)
{
	gtk_window_destroy(GTK_WINDOW(fixture->glass));
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_array_unref(fixture->acts);
}

static void
gone(gpointer data, GObject *object)
{
	*(gboolean *)data = TRUE;
}

/* Shows a scene; the sheet before it must be gone for good. */
static void
show(Fixture *fixture, guint scene, const char *language, McTextSize text_size)
{
	gboolean old_is_gone = FALSE;

	g_object_weak_ref(G_OBJECT(mc_glass_sheet(fixture->glass)), gone, &old_is_gone);
	fixture->view.language = language;
	fixture->view.text_size = text_size;
	mc_scene_fill(scene, &fixture->view);
	mc_glass_changed(fixture->glass, MC_CHANGE_PAGE | MC_CHANGE_OVERLAY);
	mc_pages_settle(GTK_WIDGET(fixture->glass));
	g_assert_true(old_is_gone);
}

static gboolean
is_staff(const McView *view)
{
	return view->page >= MC_PAGE_STAFF_SIGN_IN;
}

/* A label below the widget has the words in it. */
static gboolean
stands_there(GtkWidget *widget, const char *words)
{
	if (GTK_IS_LABEL(widget) && gtk_widget_get_mapped(widget) &&
	    strstr(gtk_label_get_text(GTK_LABEL(widget)), words) != NULL)
		return TRUE;
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL;
	     child = gtk_widget_get_next_sibling(child))
		if (stands_there(child, words))
			return TRUE;
	return FALSE;
}

/* K3: what is wrong with an instrument is said to whoever stands there. */
static void
check_causes(Fixture *fixture)
{
	const McView *view = &fixture->view;
	gboolean is_waiting = view->overlay == MC_OVERLAY_WAITING;

	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		const McDeviceInfo *info = &view->devices[i];
		McAudience audience = is_waiting                    ? MC_AUDIENCE_CITIZEN
		                      : view->page == MC_PAGE_CLERK ? MC_AUDIENCE_CLERK
		                                                    : MC_AUDIENCE_TECHNICIAN;

		if (info->cause == MC_CAUSE_NONE ||
		    (audience == MC_AUDIENCE_TECHNICIAN && view->page != MC_PAGE_TECHNICIAN))
			continue;
		if (!stands_there(GTK_WIDGET(fixture->glass), mc_word_cause(info->cause, audience)))
			g_error("nowhere on the glass: %s", mc_word_cause(info->cause, audience));
	}
}

static void
check_scene(Fixture *fixture, guint scene, const char *shape, const char *language, McTextSize size)
{
	g_autofree char *name = g_strdup_printf("%s-%s-%s-%s", language,
	    size == MC_TEXT_LARGE ? "large" : "normal", shape, mc_scene_name(scene));
	McPageLimits limits = {.name = name, .pixels_per_mm = 96 / 25.4};

	show(fixture, scene, language, size);
	/* Lists of the staff and results of many classes may be longer than the glass, and then have a
	 * button to go on; a citizen's page is not, on the glass we design for. */
	limits.may_scroll = is_staff(&fixture->view) || fixture->view.page == MC_PAGE_SUMMARY ||
	                    fixture->view.demonstration ||
	                    (g_str_equal(shape, "landscape") && size == MC_TEXT_LARGE);
	limits.entries_allowed = fixture->view.page == MC_PAGE_CLERK;
	mc_pages_check(GTK_WIDGET(fixture->glass), &limits);
	check_causes(fixture);
}

static void
every_scene(Fixture *fixture, const char *shape, const char *language, McTextSize size)
{
	const char *only = g_getenv("MC_SCENE"); /* for whoever draws one page */

	for (guint i = 0; mc_scene_name(i) != NULL; i++)
		if (only == NULL || g_str_has_prefix(mc_scene_name(i), only))
			check_scene(fixture, i, shape, language, size);
}

static void
every_page(gint width, gint height, const char *shape)
{
	Fixture fixture;

	open_glass(&fixture, width, height);
	for (guint l = 0; l < MC_LANGUAGES; l++)
		for (guint size = MC_TEXT_NORMAL; size <= MC_TEXT_LARGE; size++)
			every_scene(&fixture, shape, mc_language_at(l), (McTextSize)size);
	close_glass(&fixture);
}

/* The label of exactly these words; NULL: there is none. */
static GtkWidget *
label_of(GtkWidget *widget, const char *words)
{
	GtkWidget *found = NULL;

	if (GTK_IS_LABEL(widget) && gtk_widget_get_mapped(widget) &&
	    g_str_equal(gtk_label_get_text(GTK_LABEL(widget)), words))
		return widget;
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL && found == NULL;
	     child = gtk_widget_get_next_sibling(child))
		found = label_of(child, words);
	return found;
}

typedef struct Moment {
	const char *name;
	McRecordState record;
	gboolean is_ticked[3]; /* recorded here, sent, accepted */
} Moment;

/* From the seal to the gateway's receipt, and what may come between. */
static const Moment moments[] = {
    {"offline", {.state = MC_RECEIPT_RECORDED}, {TRUE, FALSE, FALSE}},
    {"sent, no answer yet or none in time", {.state = MC_RECEIPT_SENT, .was_sent = TRUE},
        {TRUE, TRUE, FALSE}},
    {"accepted", {.state = MC_RECEIPT_ACCEPTED, .was_sent = TRUE}, {TRUE, TRUE, TRUE}},
    {"refused", {.state = MC_RECEIPT_PARKED, .was_sent = TRUE}, {TRUE, TRUE, FALSE}},
    {"could not be sent", {.state = MC_RECEIPT_PARKED}, {TRUE, FALSE, FALSE}},
    {"no clock, offline",
        {.state = MC_RECEIPT_RECORDED, .earliest_yyyymmdd = 20261120, .latest_yyyymmdd = 20261203},
        {TRUE, FALSE, FALSE}},
};

static void
check_moment(Fixture *fixture, const Moment *moment)
{
	McRecordState *record = &fixture->view.record;
	GtkWidget *glass = GTK_WIDGET(fixture->glass);
	McRecordState kept = *record;
	g_autofree char *unsure = NULL;

	*record = moment->record;
	memcpy(record->reference, kept.reference, sizeof record->reference);
	memcpy(record->qr, kept.qr, sizeof record->qr);
	mc_glass_changed(fixture->glass, MC_CHANGE_VIEW);
	mc_pages_settle(glass);
	g_test_message("%s: %s", fixture->view.language, moment->name);
	for (guint i = 0; i < G_N_ELEMENTS(moment->is_ticked); i++) {
		McReceiptState station = (McReceiptState)(MC_RECEIPT_RECORDED + i);
		gboolean is_trouble = i == 2 && record->state == MC_RECEIPT_PARKED;
		GtkWidget *word = label_of(glass, mc_word_receipt(is_trouble ? record->state : station));

		g_assert_nonnull(word);
		g_assert_true(
		    gtk_widget_has_css_class(word, "strong") == (moment->is_ticked[i] || is_trouble));
	}
	for (McReceiptState state = MC_RECEIPT_NONE; state <= MC_RECEIPT_PARKED; state++)
		g_assert_true(
		    (label_of(glass, mc_word_receipt_detail(state)) != NULL) == (state == record->state));
	unsure = mc_word_unsure_date(record);
	g_assert_true(*unsure == '\0' || label_of(glass, unsure) != NULL);
	*record = kept;
}

/* C15, T13: at each moment the last page says what is true of the record, and no more. */
static void
test_receipt(void)
{
	Fixture fixture;

	open_glass(&fixture, 1080, 1920);
	for (guint l = 0; l < MC_LANGUAGES; l++)
		for (guint i = 0; mc_scene_name(i) != NULL; i++) {
			if (!g_str_equal(mc_scene_name(i), "end_accepted"))
				continue;
			show(&fixture, i, mc_language_at(l), MC_TEXT_NORMAL);
			for (guint j = 0; j < G_N_ELEMENTS(moments); j++)
				check_moment(&fixture, &moments[j]);
		}
	close_glass(&fixture);
}

/* 3a: a widget of which our style sheet says nothing has no look at all, so GTK's theme was not
 * read. */
static void
test_no_theme(void)
{
	GtkWidget *button = g_object_ref_sink(gtk_button_new());
	int natural = -1;

	gtk_widget_measure(button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
	g_assert_cmpint(natural, ==, 0);
	g_object_unref(button);
}

static void
test_portrait(void)
{
	every_page(1080, 1920, "portrait");
}

static void
test_landscape(void)
{
	every_page(1920, 1080, "landscape");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_language_start(MC_BINARY_DIR);
	mc_glass_start();
	g_test_add_func("/pages/no-theme-3a", test_no_theme);
	g_test_add_func("/pages/C15/receipt", test_receipt);
	if (g_strcmp0(g_getenv("MC_SHAPE"), "landscape") != 0)
		g_test_add_func("/pages/portrait", test_portrait);
	else
		g_test_add_func("/pages/landscape", test_landscape);
	return g_test_run();
}
