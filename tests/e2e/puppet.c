/* A glass without a session, for tests from outside: reads names of scenes ("aids zh_CN") from its
 * input and shows them, writes each act that a finger did to its output as "act KIND NUMBER". Keys
 * of a display's test extension do not repeat: "hold 65361 4" is that key, gone down so many times
 * and up once, as GTK tells of one that is held. */

#include "tests/support/scenes/scenes.h"
#include "ui/glass/glass.h"
#include "ui/words/language.h"
#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Puppet {
	McView view;
	McGlass *glass;
	GDataInputStream *input;
	gboolean reads;
	GMainLoop *loop;
} Puppet;

static const McView *
view_of(gpointer data)
{
	return &((Puppet *)data)->view;
}

static void
write_act(const McAct *act, gpointer data)
{
	printf("act %d %" G_GINT64_FORMAT "\n", (int)act->kind, act->number);
	fflush(stdout);
}

static void
hold_key(Puppet *puppet, guint value, guint times)
{
	g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(GTK_WIDGET(puppet->glass));

	for (guint i = 0; i < g_list_model_get_n_items(controllers); i++) {
		g_autoptr(GtkEventController) keys = g_list_model_get_item(controllers, i);
		gboolean was_taken;

		if (!GTK_IS_EVENT_CONTROLLER_KEY(keys) ||
		    gtk_event_controller_get_propagation_phase(keys) != GTK_PHASE_CAPTURE)
			continue;
		for (guint k = 0; k < times; k++)
			g_signal_emit_by_name(keys, "key-pressed", value, value, 0, &was_taken);
		g_signal_emit_by_name(keys, "key-released", value, value, 0);
	}
}

static void
show(Puppet *puppet, const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", 3);

	if (g_str_equal(words[0], "hold")) {
		hold_key(puppet, (guint)g_ascii_strtoull(words[1], NULL, 10),
		    (guint)g_ascii_strtoull(words[2], NULL, 10));
		return;
	}
	for (guint i = 0; mc_scene_name(i) != NULL; i++)
		if (g_str_equal(mc_scene_name(i), words[0])) {
			puppet->view.language = g_strcmp0(words[1], "en") == 0 ? "en" : "zh_CN";
			mc_scene_fill(i, &puppet->view);
			mc_glass_changed(puppet->glass, MC_CHANGE_PAGE | MC_CHANGE_OVERLAY);
			printf("shown %s\n", words[0]);
			fflush(stdout);
			return;
		}
	g_error("no scene %s", words[0]);
}

static void read_next(Puppet *puppet);

static void
line_read(GObject *stream, GAsyncResult *result, gpointer data)
{
	Puppet *puppet = data;
	g_autofree char *line = g_data_input_stream_read_line_finish(puppet->input, result, NULL, NULL);

	if (line == NULL)
		return;
	show(puppet, line);
	read_next(puppet);
}

static void
read_next(Puppet *puppet)
{
	g_data_input_stream_read_line_async(puppet->input, G_PRIORITY_DEFAULT, NULL, line_read, puppet);
}

/* A finger or a key would be lost on a window that the window manager has not put up yet. */
static void
is_up(GtkWindow *window, GParamSpec *property, gpointer data)
{
	Puppet *puppet = data;

	if (!gtk_window_is_active(window) || puppet->reads)
		return;
	puppet->reads = TRUE;
	read_next(puppet);
}

static gboolean
terminated(gpointer data)
{
	g_main_loop_quit(((Puppet *)data)->loop);
	return G_SOURCE_CONTINUE;
}

int
main(void)
{
	Puppet puppet = {.view.language = "en"};
	McGlassSource source = {view_of, write_act, &puppet};
	McGlassOptions options = {.dots_per_inch = 96};
	g_autoptr(GInputStream) input = g_unix_input_stream_new(STDIN_FILENO, FALSE);

	mc_language_start(MC_BINARY_DIR);
	mc_glass_start();
	mc_scene_fill(0, &puppet.view);
	puppet.glass = mc_glass_new(&source, &options);
	puppet.input = g_data_input_stream_new(input);
	puppet.loop = g_main_loop_new(NULL, FALSE);
	g_signal_connect(puppet.glass, "notify::is-active", G_CALLBACK(is_up), &puppet);
	gtk_window_present(GTK_WINDOW(puppet.glass));
	g_unix_signal_add(SIGTERM, terminated, &puppet);
	g_main_loop_run(puppet.loop);
	gtk_window_destroy(GTK_WINDOW(puppet.glass));
	g_main_loop_unref(puppet.loop);
	g_object_unref(puppet.input);
	return 0;
}
