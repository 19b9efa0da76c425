/* medcheck-companion: a window through which a visitor plays the person at the simulated
 * instruments. */

#include "ui/companion/link.h"
#include "ui/companion/window.h"

#include <locale.h>

typedef struct Companion {
	GtkApplication *application;
	char *path;
	McCompanionLink *link;
	McCompanionWindow *window;
	int status;
} Companion;

static void
on_state(const McCompanionState *state, gpointer data)
{
	Companion *self = data;

	mc_companion_window_show_state(self->window, state);
}

static void
on_refused(const char *why, gpointer data)
{
	Companion *self = data;

	mc_companion_window_show_refusal(self->window, why);
}

static void
on_gone(gpointer data)
{
	Companion *self = data;

	g_application_quit(G_APPLICATION(self->application));
}

static void
on_send(const char *line, gpointer data)
{
	Companion *self = data;

	mc_companion_link_send(self->link, line);
}

static void
on_activate(GApplication *application, gpointer data)
{
	static const McCompanionListener listener = {
	    .state = on_state, .refused = on_refused, .gone = on_gone};
	Companion *self = data;
	g_autoptr(GError) error = NULL;

	self->link = mc_companion_link_new(self->path, &listener, self, &error);
	if (self->link == NULL) {
		g_printerr("medcheck-companion: the bench's control socket: %s\n", error->message);
		self->status = 1;
		return;
	}
	self->window = mc_companion_window_new(self->application, on_send, self);
}

static char *
control_path(int argc, char **argv, GError **error)
{
	g_autofree char *path = g_strdup(g_getenv("MEDCHECK_DEVSIM_CONTROL"));
	const GOptionEntry entries[] = {
	    {"control", 0, 0, G_OPTION_ARG_FILENAME, &path,
	        "Control socket of medcheck-devsim; default MEDCHECK_DEVSIM_CONTROL", "PATH"},
	    {NULL},
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);

	g_option_context_set_summary(context, "Plays the person at simulated instruments.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, error))
		return NULL;
	if (path == NULL)
		g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
		    "which bench? give --control or MEDCHECK_DEVSIM_CONTROL");
	return g_steal_pointer(&path);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	Companion self = {.status = 0};
	int status;

	setlocale(LC_ALL, "");
	self.path = control_path(argc, argv, &error);
	if (self.path == NULL) {
		g_printerr("medcheck-companion: %s\n", error->message);
		return 2;
	}
	self.application = gtk_application_new("cn.medcheck.Companion", G_APPLICATION_NON_UNIQUE);
	g_signal_connect(self.application, "activate", G_CALLBACK(on_activate), &self);
	status = g_application_run(G_APPLICATION(self.application), 0, NULL);
	mc_companion_link_free(self.link);
	mc_companion_window_free(self.window);
	g_object_unref(self.application);
	g_free(self.path);
	return self.status != 0 ? self.status : status;
}
