/* C18, B14: the counter of attempts killed at any moment, and two of them at once (the service
 * runs, and an operator counts by hand): in the end every attempt is counted, and none twice. */

#include "town.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALL "--list", "--all"

static GSubprocess *
start(McTown *town, const char *option, const char *kill_at)
{
	g_autoptr(GSubprocessLauncher) launcher =
	    g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
	g_autoptr(GError) error = NULL;
	GSubprocess *process = NULL;

	if (kill_at != NULL)
		g_subprocess_launcher_setenv(launcher, "MEDCHECK_KILL_AT", kill_at, TRUE);
	process = g_subprocess_launcher_spawn(launcher, &error, MC_BINARY_DIR "/bin/medcheck-gateway",
	    "attempts", "--state", town->desk.world->provision->folder, option, NULL);
	g_assert_no_error(error);
	return process;
}

/* Two of one person and one of another; what is listed then, whoever counted. */
static void
three_visits(McTown *town)
{
	mc_town_visit(town, &town->near, mc_town_one, 0, 0);
	mc_town_visit(town, &town->near, mc_town_other, 980, 0);
	mc_town_visit(town, &town->far, mc_town_one, 980, 0);
}

static void
assert_all_counted(McTown *town, guint acuities)
{
	g_autofree char *listed = ASK(town, 0, ALL);
	g_autofree char *again = NULL;

	g_assert_cmpuint(mc_town_times(listed, " acuity "), ==, acuities);
	g_assert_null(strstr(listed, "fail+fail"));
	g_free(ASK(town, 0, "--rebuild"));
	again = ASK(town, 0, ALL);
	g_assert_cmpstr(listed, ==, again);
}

/* ---- killed ---- */

typedef struct Death {
	const char *option, *at;
} Death;

static const Death deaths[] = {
    {"--once", "before-commit:1"}, /* of what is too old */
    {"--once", "after-commit:1"},
    {"--once", "before-commit:2"}, /* of what was counted */
    {"--once", "after-commit:2"},
    {"--rebuild", "before-commit:1"}, /* of the forgetting */
    {"--rebuild", "after-commit:1"},
    {"--rebuild", "before-commit:3"},
    {"--rebuild", "after-commit:3"},
};

static void
test_killed(McTown *town, gconstpointer data)
{
	const Death *death = data;
	gboolean counts_again = strcmp(death->option, "--rebuild") == 0;
	g_autoptr(GSubprocess) process = NULL;

	three_visits(town);
	if (counts_again)
		mc_town_count(town);
	process = start(town, death->option, death->at);
	g_assert_true(g_subprocess_wait(process, NULL, NULL));
	g_assert_true(g_subprocess_get_if_signaled(process));
	mc_town_count(town);
	assert_all_counted(town, 3);
}

/* ---- two at once ---- */

/* In the place of the counter's key: who wants it waits until it is given. */
typedef struct Gate {
	char *path, *aside;
	int file; /* somebody waits on the other side; -1: not yet */
} Gate;

static void
gate_close(Gate *gate, McTown *town)
{
	gate->path = mc_world_path(town->desk.world, "gateway/attempts/counter.key");
	gate->aside = g_strconcat(gate->path, ".aside", NULL);
	gate->file = -1;
	g_assert_cmpint(g_rename(gate->path, gate->aside), ==, 0);
	g_assert_cmpint(mkfifo(gate->path, 0600), ==, 0);
}

static gboolean
somebody_waits(McWorld *world, gpointer data)
{
	Gate *gate = data;

	gate->file = open(gate->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	g_assert_true(gate->file >= 0 || errno == ENXIO);
	return gate->file >= 0;
}

/* It has read which records are to be counted, and not yet whose they are; the next one to come
 * finds the key itself. */
static void
gate_await(Gate *gate, McTown *town)
{
	mc_world_await(town->desk.world, "a counter at the key", somebody_waits, gate);
	g_assert_cmpint(g_rename(gate->aside, gate->path), ==, 0);
}

static void
gate_open(Gate *gate, GSubprocess *waiting)
{
	g_autofree char *key = NULL;
	gsize size = 0;
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_get_contents(gate->path, &key, &size, NULL));
	g_assert_cmpint(write(gate->file, key, size), ==, (gssize)size);
	close(gate->file);
	g_subprocess_wait_check(waiting, NULL, &error);
	g_assert_no_error(error);
	g_free(gate->path);
	g_free(gate->aside);
}

/* Another one was faster: its work stays, and the slow one does nothing twice. */
static void
test_both_count(McTown *town, gconstpointer data)
{
	Gate gate;
	g_autoptr(GSubprocess) slow = NULL;

	three_visits(town);
	gate_close(&gate, town);
	slow = start(town, "--once", NULL);
	gate_await(&gate, town);
	mc_town_count(town);
	gate_open(&gate, slow);
	assert_all_counted(town, 3);
}

/* All is forgotten and counted again, while the service is at the newest records: had it said that
 * all up to them is counted, those before would count for nobody from then on. */
static void
test_counted_again_meanwhile(McTown *town, gconstpointer data)
{
	Gate service_gate, operator_gate;
	g_autoptr(GSubprocess) service = NULL;
	g_autoptr(GSubprocess) hand = NULL;

	three_visits(town);
	mc_town_count(town);
	mc_town_visit(town, &town->far, mc_town_other, 980, 0);
	gate_close(&service_gate, town);
	service = start(town, "--once", NULL);
	gate_await(&service_gate, town);
	gate_close(&operator_gate, town);
	hand = start(town, "--rebuild", NULL);
	gate_await(&operator_gate, town);
	gate_open(&service_gate, service);
	gate_open(&operator_gate, hand);
	mc_town_count(town);
	assert_all_counted(town, 4);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, data, function)                                                                  \
	g_test_add(path, McTown, data, mc_town_set_up, function, mc_town_tear_down)
	for (guint i = 0; i < G_N_ELEMENTS(deaths); i++) {
		g_autofree char *path =
		    g_strdup_printf("/counters/B2/killed/%s/%s", deaths[i].option + 2, deaths[i].at);

		ADD(path, &deaths[i], test_killed);
	}
	ADD("/counters/C18/both-count", NULL, test_both_count);
	ADD("/counters/C18/counted-again-meanwhile", NULL, test_counted_again_meanwhile);
#undef ADD
	return g_test_run();
}
