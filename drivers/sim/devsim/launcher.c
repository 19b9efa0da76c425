#include "drivers/sim/devsim/launcher.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRELOAD "libumockdev-preload.so.0"
#define KILL_AFTER_S 10
#define STATUS_NOT_STARTED 127

typedef struct Run {
	GMainLoop *loop;
	GPid pid;
	int status;
	guint kill_source;
} Run;

/* Adds one more item to a list in the environment. */
static void
extend(const char *variable, const char *item, const char *separator)
{
	const char *old = g_getenv(variable);
	g_autofree char *both = g_strconcat(item, separator, old, NULL);

	g_setenv(variable, old != NULL && *old != '\0' ? both : item, TRUE);
}

static gboolean
is_preloaded(void)
{
	const char *preload = g_getenv("LD_PRELOAD");

	return preload != NULL && strstr(preload, PRELOAD) != NULL;
}

gboolean
mc_devsim_reexec(char **argv, GError **error)
{
	if (is_preloaded())
		return TRUE;
	extend("LD_PRELOAD", PRELOAD, ":");
	/* a sanitizer's runtime would refuse to come second */
	extend("ASAN_OPTIONS", "verify_asan_link_order=0", ":");
	execv("/proc/self/exe", argv);
	g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "cannot start anew: %s",
	    g_strerror(errno));
	return FALSE;
}

/* In the child, between fork and exec. */
static void
die_with_parent(gpointer data)
{
	const pid_t *parent = data;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != *parent)
		_exit(STATUS_NOT_STARTED);
}

static void
on_exit_of_program(GPid pid, gint wait_status, gpointer data)
{
	Run *run = data;

	run->status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
	run->pid = 0;
	g_main_loop_quit(run->loop);
}

static gboolean
on_patience_over(gpointer data)
{
	Run *run = data;

	run->kill_source = 0;
	kill(run->pid, SIGKILL);
	return G_SOURCE_REMOVE;
}

static gboolean
hand_on(Run *run, int number)
{
	kill(run->pid, number);
	if (run->kill_source == 0)
		run->kill_source = g_timeout_add_seconds(KILL_AFTER_S, on_patience_over, run);
	return G_SOURCE_CONTINUE;
}

static gboolean
on_term(gpointer data)
{
	return hand_on(data, SIGTERM);
}

static gboolean
on_int(gpointer data)
{
	return hand_on(data, SIGINT);
}

static gboolean
on_hup(gpointer data)
{
	return hand_on(data, SIGHUP);
}

int
mc_devsim_run(char **program, const char *control)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	Run run = {.loop = loop};
	pid_t self = getpid();
	guint signals[3];

	g_setenv("MEDCHECK_DEVSIM_CONTROL", control, TRUE);
	/* under umockdev all of /sys is the simulation's: no graphics card is to be found in it */
	if (is_preloaded())
		g_setenv("GSK_RENDERER", "cairo", FALSE);
	signals[0] = g_unix_signal_add(SIGTERM, on_term, &run);
	signals[1] = g_unix_signal_add(SIGINT, on_int, &run);
	signals[2] = g_unix_signal_add(SIGHUP, on_hup, &run);
	if (g_spawn_async(NULL, program, NULL,
	        G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN,
	        die_with_parent, &self, &run.pid, &error)) {
		g_child_watch_add(run.pid, on_exit_of_program, &run);
		g_main_loop_run(loop);
	} else {
		g_printerr("medcheck-devsim: %s\n", error->message);
		run.status = STATUS_NOT_STARTED;
	}
	for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
		g_source_remove(signals[i]);
	if (run.kill_source != 0)
		g_source_remove(run.kill_source);
	return run.status;
}
