/* The glass from outside: names in the accessible tree are real ones, fingers and keys do what they
 * should, and nobody gets behind it (C4, C5, C6's names, O16's way in). */

#include "tests/support/scenes/scenes.h"
#include "tests/support/ui-driver/ui-driver.h"
#include "ui/glass/glass.h"
#include "ui/words/language.h"
#include <X11/keysym.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

typedef struct Fixture {
	GSubprocess *process;
	GOutputStream *to;
	GDataInputStream *from;
	McUiDriver *driver;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	GPid pid;

	fixture->process =
	    g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
	        MC_BINARY_DIR "/bin/glass-puppet", NULL);
	g_assert_no_error(error);
	pid = (GPid)g_ascii_strtoll(g_subprocess_get_identifier(fixture->process), NULL, 10);
	fixture->to = g_subprocess_get_stdin_pipe(fixture->process);
	fixture->from = g_data_input_stream_new(g_subprocess_get_stdout_pipe(fixture->process));
	fixture->driver = mc_ui_driver_new(pid);
}

/* SIGTERM ends it with status 0, whatever was done to it. */
static void
tear_down(Fixture *fixture, gconstpointer data)
{
	g_subprocess_send_signal(fixture->process, SIGTERM);
	g_assert_true(g_subprocess_wait(fixture->process, NULL, NULL));
	g_assert_true(g_subprocess_get_if_exited(fixture->process));
	g_assert_cmpint(g_subprocess_get_exit_status(fixture->process), ==, 0);
	mc_ui_driver_free(fixture->driver);
	g_object_unref(fixture->from);
	g_object_unref(fixture->process);
}

/* The next line of the puppet that begins so. */
static char *
await_line(Fixture *fixture, const char *prefix)
{
	for (;;) {
		g_autofree char *line = g_data_input_stream_read_line(fixture->from, NULL, NULL, NULL);

		g_assert_nonnull(line);
		if (g_str_has_prefix(line, prefix))
			return g_steal_pointer(&line);
	}
}

static void
show(Fixture *fixture, const char *scene, const char *language)
{
	g_autofree char *line = g_strdup_printf("%s %s\n", scene, language);
	g_autofree char *shown = NULL;

	g_assert_true(g_output_stream_write_all(fixture->to, line, strlen(line), NULL, NULL, NULL));
	shown = await_line(fixture, "shown");
}

static void
await_act(Fixture *fixture, McActKind kind, gint64 number)
{
	g_autofree char *wanted = g_strdup_printf("act %d %" G_GINT64_FORMAT, (int)kind, number);
	g_autofree char *line = await_line(fixture, wanted);

	g_assert_cmpstr(line, ==, wanted);
}

/* GTK gives a node without a label the name of its type: that is none. */
static gboolean
is_type_name(const char *name)
{
	return (g_str_has_prefix(name, "Gtk") || g_str_has_prefix(name, "Mc")) &&
	       g_ascii_isupper(name[name[0] == 'G' ? 3 : 2]);
}

static gboolean
needs_name(AtspiRole role)
{
	return role == ATSPI_ROLE_PUSH_BUTTON || role == ATSPI_ROLE_LABEL ||
	       role == ATSPI_ROLE_HEADING || role == ATSPI_ROLE_IMAGE || role == ATSPI_ROLE_ENTRY;
}

static guint
nameless_on(Fixture *fixture, const char *scene)
{
	g_autoptr(GArray) nodes = mc_ui_nodes(fixture->driver);
	guint nameless = 0, buttons = 0;

	for (guint i = 0; i < nodes->len; i++) {
		const McUiNode *node = &g_array_index(nodes, McUiNode, i);

		buttons += node->role == ATSPI_ROLE_PUSH_BUTTON;
		if (needs_name(node->role) && (node->name == NULL || is_type_name(node->name))) {
			g_test_message("%s: role %d has the name \"%s\"", scene, (int)node->role, node->name);
			nameless++;
		}
	}
	/* A page of which nothing is seen would pass. */
	g_assert_cmpuint(buttons, >, 0);
	return nameless;
}

static void
test_names(Fixture *fixture, gconstpointer data)
{
	guint nameless = 0;

	for (guint i = 0; mc_scene_name(i) != NULL; i++) {
		show(fixture, mc_scene_name(i), data);
		nameless += nameless_on(fixture, mc_scene_name(i));
	}
	g_assert_cmpuint(nameless, ==, 0);
}

/* C4, C5: a finger, the accessible action and the keyboard all do the same. */
static void
test_three_hands(Fixture *fixture, gconstpointer data)
{
	g_autoptr(AtspiAccessible) agree = NULL;
	g_autoptr(AtspiAccessible) cannot = NULL;

	show(fixture, "welcome_open", "en");
	mc_ui_press(fixture->driver, "Start");
	await_act(fixture, MC_ACT_START, 0);
	show(fixture, "privacy", "en");
	agree = mc_ui_find(fixture->driver, ATSPI_ROLE_PUSH_BUTTON, "I agree");
	mc_finger_tap_node(agree);
	await_act(fixture, MC_ACT_TOUCH, 0);
	await_act(fixture, MC_ACT_NEXT, 0);
	show(fixture, "exam_vision_demonstration", "en");
	cannot = mc_ui_find(fixture->driver, ATSPI_ROLE_PUSH_BUTTON, "I cannot see it");
	mc_finger_key(XK_Left, NULL);
	await_act(fixture, MC_ACT_ANSWER_DIRECTION, MC_DIRECTION_LEFT);
	mc_ui_press(fixture->driver, "Up");
	await_act(fixture, MC_ACT_ANSWER_DIRECTION, MC_DIRECTION_UP);
}

static void
hold_key(Fixture *fixture, guint keysym, guint times)
{
	g_autofree char *line = g_strdup_printf("hold %u %u\n", keysym, times);

	g_assert_true(g_output_stream_write_all(fixture->to, line, strlen(line), NULL, NULL, NULL));
}

/* C10: one press is one answer, however long the key is held; the next press is the next one. */
static void
test_held_key(Fixture *fixture, gconstpointer data)
{
	static const guint keys[] = {XK_Left, XK_Left, XK_Up};
	guint answers = 0;

	show(fixture, "exam_vision_demonstration", "en");
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		hold_key(fixture, keys[i], 4);
	hold_key(fixture, XK_Down, 1);
	for (;;) {
		g_autofree char *line = await_line(fixture, "act");

		if (g_ascii_strtoll(line + 4, NULL, 10) != MC_ACT_ANSWER_DIRECTION)
			continue;
		if (g_ascii_strtoll(strrchr(line, ' '), NULL, 10) == MC_DIRECTION_DOWN)
			break;
		answers++;
	}
	g_assert_cmpuint(answers, ==, G_N_ELEMENTS(keys));
}

/* O16: the way in for staff, from a page on which nothing works. */
static void
test_hidden_entry(Fixture *fixture, gconstpointer data)
{
	show(fixture, "welcome_out", "en");
	for (guint i = 0; i < 7; i++)
		mc_finger_tap(20, 20);
	await_act(fixture, MC_ACT_STAFF, 0);
}

/* Neither the inspector nor Alt+F4: the window stays, and it stays the only one. */
static void
test_shut(Fixture *fixture, gconstpointer data)
{
	const guint inspector[] = {XK_Control_L, XK_Shift_L, 0};
	const guint close[] = {XK_Alt_L, 0};
	g_autoptr(GArray) nodes = NULL;
	guint frames = 0;

	show(fixture, "privacy", "en");
	mc_finger_key(XK_D, inspector);
	mc_finger_key(XK_I, inspector);
	mc_finger_key(XK_F4, close);
	/* What comes after them has been handled: so have they. */
	mc_ui_press(fixture->driver, "I agree");
	await_act(fixture, MC_ACT_NEXT, 0);
	nodes = mc_ui_nodes(fixture->driver);
	for (guint i = 0; i < nodes->len; i++)
		frames += g_array_index(nodes, McUiNode, i).role == ATSPI_ROLE_FRAME ||
		          g_array_index(nodes, McUiNode, i).role == ATSPI_ROLE_DIALOG;
	g_assert_cmpuint(frames, ==, 1);
}

/* C7: the warning is an alert, and what lies below it is out of a finger's reach. */
static void
test_overlay(Fixture *fixture, gconstpointer data)
{
	g_autoptr(AtspiAccessible) alert = NULL;
	g_autoptr(AtspiAccessible) below = NULL;
	g_autofree char *line = NULL;

	show(fixture, "idle", "en");
	alert = mc_ui_find(fixture->driver, ATSPI_ROLE_ALERT, NULL);
	g_assert_nonnull(alert);
	below = mc_ui_find(fixture->driver, ATSPI_ROLE_PUSH_BUTTON, "Help");
	mc_finger_tap_node(below);
	mc_ui_press(fixture->driver, "I am still here");
	/* The tap was heard as a sign of life and did nothing else. */
	await_act(fixture, MC_ACT_TOUCH, 0);
	line = await_line(fixture, "act");
	g_assert_cmpint(g_ascii_strtoll(line + 4, NULL, 10), ==, MC_ACT_TOUCH);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	/* libatspi warns when it asks GTK before its cache object is up. */
	g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
	g_test_add("/glass/names/en", Fixture, "en", set_up, test_names, tear_down);
	g_test_add("/glass/names/zh_CN", Fixture, "zh_CN", set_up, test_names, tear_down);
	g_test_add("/glass/three-hands", Fixture, NULL, set_up, test_three_hands, tear_down);
	g_test_add("/glass/held-key", Fixture, NULL, set_up, test_held_key, tear_down);
	g_test_add("/glass/hidden-entry", Fixture, NULL, set_up, test_hidden_entry, tear_down);
	g_test_add("/glass/shut", Fixture, NULL, set_up, test_shut, tear_down);
	g_test_add("/glass/overlay", Fixture, NULL, set_up, test_overlay, tear_down);
	return g_test_run();
}
