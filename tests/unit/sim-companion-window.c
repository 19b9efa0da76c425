/* Every button of the companion's window says the right line to the bench, and showing the bench's
 * state says nothing. */

#include "ui/companion/window.h"

#include <string.h>

typedef struct Test {
	McCompanionWindow *window;
	char *said;
} Test;

static void
on_send(const char *line, gpointer data)
{
	Test *test = data;

	g_assert_null(test->said);
	test->said = g_strdup(line);
}

/* The first widget of the type whose label has the words. */
static GtkWidget *
find(GtkWidget *widget, GType type, const char *words)
{
	g_autofree char *label = NULL;

	if (G_TYPE_CHECK_INSTANCE_TYPE(widget, type)) {
		if (words == NULL)
			return widget;
		g_object_get(widget, "label", &label, NULL);
		if (label != NULL && strstr(label, words) != NULL)
			return widget;
	}
	for (GtkWidget *child = gtk_widget_get_first_child(widget); child != NULL;
	     child = gtk_widget_get_next_sibling(child)) {
		GtkWidget *found = find(child, type, words);

		if (found != NULL)
			return found;
	}
	return NULL;
}

static void
assert_said(Test *test, const char *line)
{
	g_assert_cmpstr(test->said, ==, line);
	g_clear_pointer(&test->said, g_free);
}

static void
test_buttons(Test *test, GtkWidget *window)
{
	static const struct {
		const char *words, *line;
	} buttons[] = {
	    {"Put down", "card put sharp"},
	    {"Lift", "card lift"},
	    {"Up", "key up"},
	    {"Down", "key down"},
	    {"Left", "key left"},
	    {"Right", "key right"},
	    {"cannot", "key cannot"},
	    {"Press left", "press left"},
	    {"Press right", "press right"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(buttons); i++) {
		GtkWidget *button = find(window, GTK_TYPE_BUTTON, buttons[i].words);

		g_assert_nonnull(button);
		g_signal_emit_by_name(button, "clicked");
		assert_said(test, buttons[i].line);
	}
}

static void
test_checks(Test *test, GtkWidget *window)
{
	static const struct {
		const char *words, *on, *off;
	} checks[] = {
	    {"There", "come-back", "walk-away"},
	    {"Glasses", "glasses on", "glasses off"},
	    {"Head in", "head in", "head out"},
	    {"Headphones", "headphones on", "headphones off"},
	    {"Vision tester", "plug vision", "unplug vision"},
	    {"Audiometer", "plug audiometer", "unplug audiometer"},
	    {"On the plate", "step on", "step off"},
	    {"Card reader", "plug reader", "unplug reader"},
	    {"Height unit", "plug stature", "unplug stature"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(checks); i++) {
		GtkWidget *check = find(window, GTK_TYPE_CHECK_BUTTON, checks[i].words);

		g_assert_nonnull(check);
		gtk_check_button_set_active(GTK_CHECK_BUTTON(check), TRUE);
		assert_said(test, checks[i].on);
		gtk_check_button_set_active(GTK_CHECK_BUTTON(check), FALSE);
		assert_said(test, checks[i].off);
	}
}

static void
test_state_is_only_shown(Test *test, GtkWidget *window)
{
	const McCompanionState state = {.person = "guesser",
	    .card = "j",
	    .present = TRUE,
	    .vision_plugged = TRUE,
	    .shows = TRUE,
	    .sight = {.direction = MC_DIRECTION_UP, .size_milli_log_mar = 100, .eye = MC_EYE_RIGHT}};
	GtkWidget *list = find(window, GTK_TYPE_DROP_DOWN, NULL);

	mc_companion_window_show_state(test->window, &state);
	g_assert_null(test->said);
	g_assert_cmpuint(gtk_drop_down_get_selected(GTK_DROP_DOWN(list)), ==, 5);
	g_assert_true(gtk_check_button_get_active(
	    GTK_CHECK_BUTTON(find(window, GTK_TYPE_CHECK_BUTTON, "There"))));
	g_assert_nonnull(find(window, GTK_TYPE_LABEL, "right eye, 4.9"));
	g_assert_false(gtk_widget_get_sensitive(find(window, GTK_TYPE_BUTTON, "Put down")));
	gtk_drop_down_set_selected(GTK_DROP_DOWN(list), 2);
	assert_said(test, "person needs-glasses");
	mc_companion_window_show_refusal(test->window, "why not");
	g_assert_nonnull(find(window, GTK_TYPE_LABEL, "why not"));
}

static void
on_activate(GApplication *application, gpointer data)
{
	Test *test = data;
	GtkWidget *window;

	test->window = mc_companion_window_new(GTK_APPLICATION(application), on_send, test);
	window = GTK_WIDGET(gtk_application_get_windows(GTK_APPLICATION(application))->data);
	test_buttons(test, window);
	test_checks(test, window);
	test_state_is_only_shown(test, window);
	gtk_window_destroy(GTK_WINDOW(window));
}

static void
test_window(void)
{
	Test test = {.said = NULL};
	GtkApplication *application = gtk_application_new("cn.medcheck.Test", G_APPLICATION_NON_UNIQUE);

	g_signal_connect(application, "activate", G_CALLBACK(on_activate), &test);
	g_application_run(G_APPLICATION(application), 0, NULL);
	g_assert_nonnull(test.window);
	mc_companion_window_free(test.window);
	g_object_unref(application);
}

int
main(int argc, char **argv)
{
	if (!gtk_init_check())
		return 77; /* no display */
	g_test_init(&argc, &argv, NULL);
	/* a test machine has no session bus, and GTK says so */
	g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
	g_test_add_func("/sim/companion/window", test_window);
	return g_test_run();
}
