/* medcheck-recorder: keeps the visit's truth. Has the journal, the sealing key and the PINs; has no
 * display, no USB and no network. Exit status: 0 asked to end, 1 cannot work, 2 wrong options. */

#include "app/recorder/recorder.h"
#include "app/base/clock.h"
#include "app/base/notify.h"
#include "app/link/memory.h"
#include "app/recorder/provision.h"
#include "app/recorder/rollover.h"
#include "app/recorder/server.h"
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define CLOCK_RATE_MAX 100

typedef struct Options {
	char *state;
	int clock_rate;
	char *restore, *given_back, *trust;
	gboolean provision, rollover;
} Options;

static gboolean
on_terminate(gpointer data)
{
	g_main_loop_quit(data);
	return G_SOURCE_CONTINUE;
}

/* A core file or a debugger would show persons and the key. */
static void
close_the_curtains(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	/* A file over its limit is an error like a full disk, no reason to die. */
	signal(SIGXFSZ, SIG_IGN);
	umask(0077);
	mc_link_wipe_freed_json();
}

static gboolean
parse(int *argc, char ***argv, Options *options, GError **error)
{
	const GOptionEntry entries[] = {
	    {"state", 0, 0, G_OPTION_ARG_FILENAME, &options->state, "Folder of the provisioning",
	        "DIR"},
	    {"clock-rate", 0, 0, G_OPTION_ARG_INT, &options->clock_rate,
	        "Demonstration: run time faster", "N"},
	    {"provision", 0, 0, G_OPTION_ARG_NONE, &options->provision,
	        "Make the journal, print the one-time code for the first technician, end", NULL},
	    {"rollover", 0, 0, G_OPTION_ARG_NONE, &options->rollover,
	        "Announce the key in recorder/next in the chain, seal with it from then on, end", NULL},
	    {"restore", 0, 0, G_OPTION_ARG_FILENAME, &options->restore,
	        "Make the journal of a copy, on a new disk, end", "COPY"},
	    {"given-back", 0, 0, G_OPTION_ARG_FILENAME, &options->given_back,
	        "With --restore: what the gateway gave back, checked against --trust", "DIR"},
	    {"trust", 0, 0, G_OPTION_ARG_FILENAME, &options->trust, "Roots of the kiosks' seals",
	        "ROOTS"},
	    G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- keep, judge and seal visits");

	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, argc, argv, error))
		return FALSE;
	if (options->state != NULL && options->clock_rate >= 1 &&
	    options->clock_rate <= CLOCK_RATE_MAX &&
	    (options->given_back == NULL || (options->restore != NULL && options->trust != NULL)))
		return TRUE;
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
	    "--state DIR is needed, a rate from 1 to %d, and --restore and --trust with --given-back",
	    CLOCK_RATE_MAX);
	return FALSE;
}

static gboolean
provision(const Options *options, McClock *clock, GError **error)
{
	char code[MC_CODE_SIZE];

	if (!mc_provision(options->state, clock, code, error))
		return FALSE;
	g_print("The journal is made. One-time code for the first technician: %s\n", code);
	explicit_bzero(code, sizeof code);
	return TRUE;
}

static gboolean
restore(const Options *options, McClock *clock, GError **error)
{
	const McRestoreFrom from = {options->restore, options->given_back, options->trust};
	guint added = 0;

	if (!mc_restore(options->state, &from, clock, &added, error))
		return FALSE;
	g_print("The journal is restored; %u records came back from the gateway.\n", added);
	return TRUE;
}

/* systemd does, and gives it the new credentials. */
static void
on_start_again(gpointer loop)
{
	g_message("ends for a new sealing key");
	g_main_loop_quit(loop);
}

/* An operator's wish, beside the nightly one. */
static gboolean
on_backup(gpointer recorder)
{
	g_autoptr(GError) error = NULL;

	if (mc_recorder_backup(recorder, &error))
		g_message("the journal was copied");
	else
		g_warning("%s", error->message);
	return G_SOURCE_CONTINUE;
}

static gboolean
serve(const Options *options, McClock *clock, GError **error)
{
	g_autofree char *socket = g_build_filename(options->state, "recorder", "recorder.sock", NULL);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	McRecorderSetup setup = {.state_path = options->state,
	    .clock = clock,
	    .kill_at = g_getenv("MEDCHECK_KILL_AT"),
	    .start_again = g_getenv("CREDENTIALS_DIRECTORY") != NULL ? on_start_again : NULL,
	    .data = loop};
	g_autoptr(McRecorder) recorder = mc_recorder_new(&setup, error);
	g_autoptr(McServer) server = recorder == NULL ? NULL : mc_server_new(socket, recorder, error);
	g_autoptr(McNotify) notify = NULL;

	if (server == NULL)
		return FALSE;
	g_unix_signal_add(SIGTERM, on_terminate, loop);
	g_unix_signal_add(SIGINT, on_terminate, loop);
	g_unix_signal_add(SIGUSR1, on_backup, recorder);
	g_message("the recorder listens");
	notify = mc_notify_new();
	g_main_loop_run(loop);
	g_clear_pointer(&server, mc_server_free);
	return TRUE;
}

static gboolean
run(const Options *options, McClock *clock, GError **error)
{
	if (options->provision)
		return provision(options, clock, error);
	if (options->restore != NULL)
		return restore(options, clock, error);
	return options->rollover ? mc_rollover(options->state, clock, error)
	                         : serve(options, clock, error);
}

int
main(int argc, char **argv)
{
	Options options = {.clock_rate = 1};
	g_autoptr(GError) error = NULL;
	g_autoptr(McClock) clock = NULL;
	gboolean is_done = FALSE;

	setlocale(LC_ALL, "");
	close_the_curtains();
	g_log_writer_default_set_use_stderr(TRUE);
	if (!parse(&argc, &argv, &options, &error)) {
		g_printerr("medcheck-recorder: %s\n", error->message);
		return 2;
	}
	clock = mc_clock_new_system((guint)options.clock_rate);
	is_done = run(&options, clock, &error);
	g_free(options.state);
	g_free(options.restore);
	g_free(options.given_back);
	g_free(options.trust);
	if (is_done)
		return 0;
	g_printerr("medcheck-recorder: %s\n", error->message);
	return 1;
}
