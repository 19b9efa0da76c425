/* Bad days on the wire, under the real libusb: whatever strikes, a presentation ends exactly once,
 * the cause is named, and the instrument works again (O11, T2). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"
#include "tests/kit/provision.h"

#include <string.h>

static const BenchOptions vision = {
    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .clock_rate = 10, .commands = {"head in"}};
static const BenchOptions hearing = {
    .plugged = {[MC_DEVICE_AUDIOMETER] = TRUE}, .clock_rate = 10, .commands = {"headphones on"}};

/* Every kind on every endpoint; 01 out, 82 in, 83 notifications, 0 class requests. */
static const char *const faults[] = {
    "ep=1 kind=stall",
    "ep=1 kind=hang",
    "ep=1 kind=proto",
    "ep=82 kind=stall",
    "ep=82 kind=hang",
    "ep=82 kind=short arg=5",
    "ep=82 kind=short arg=13",
    "ep=82 kind=zlp",
    "ep=82 kind=garbage arg=3",
    "ep=82 kind=babble",
    "ep=82 kind=proto",
    "ep=83 kind=stall",
    "ep=83 kind=hang",
    "ep=83 kind=short arg=1",
    "ep=83 kind=zlp",
    "ep=83 kind=garbage arg=7",
    "ep=83 kind=babble",
    "ep=83 kind=proto",
    "ep=0 kind=stall",
    "ep=0 kind=hang",
    "ep=0 kind=short arg=1",
    "ep=0 kind=zlp",
    "ep=0 kind=garbage arg=5",
    "ep=0 kind=proto",
};

static void
assert_works(Bench *bench)
{
	guint answered = bench->answered, shown = bench->shown;

	bench_do(bench, "clear vision");
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_UP);
	bench_until(bench, &bench->shown, shown + 1);
	bench_do(bench, "key up");
	bench_until(bench, &bench->answered, answered + 1);
	g_assert_cmpint(bench->answer.direction, ==, MC_DIRECTION_UP);
}

static void
test_answer(gconstpointer fault)
{
	g_autoptr(Bench) bench = bench_new(&vision);
	g_autofree char *line = g_strconcat("fault vision ", fault, NULL);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, line);
	bench_do(bench, "key left");
	bench_until_either(bench, &bench->answered, &bench->vision_lost);
	g_assert_cmpuint(bench->answered + bench->vision_lost, ==, 1);
	bench_do(bench, "clear vision");
	bench_until_rig(bench, "vision.on=0"); /* dark by the driver, whatever struck */
	assert_works(bench);
	g_assert_cmpuint(bench->vision_lost, <=, 1);
}

/* The same while an instrument starts: it is ready in the end all the same. */
static void
test_start(gconstpointer fault)
{
	BenchOptions options = vision;
	g_autofree char *line = g_strconcat("fault vision ", fault, " skip=2", NULL);
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = line;
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	assert_works(bench);
}

/* Notices at the pace of the bus while something is shown: dark, and nobody waits (O11, T2). */
static void
test_without_end(void)
{
	g_autoptr(Bench) bench = bench_new(&vision);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "fault vision ep=83 kind=endless");
	bench_do(bench, "head out");
	bench_until(bench, &bench->vision_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	bench_until_rig(bench, "vision.on=0");
	bench_do(bench, "head in");
	assert_works(bench);
	g_assert_cmpuint(bench->answered + bench->vision_lost, ==, 2);
}

/* The same of one that nobody has adopted: it is neither ready nor left to talk (O11, T12). */
static void
test_locked_without_end(void)
{
	char *folder = mc_test_folder_new();
	g_autofree char *path = g_build_filename(folder, "notice", NULL);
	g_autofree char *line = g_strconcat("fault vision ep=83 kind=endless file=", path, NULL);
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;
	guint64 requests;

	g_assert_true(g_file_set_contents(path, "\x81\x40", 2, NULL)); /* a request for service */
	options.not_enrolled = TRUE;
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_do(bench, line);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	requests = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION).requests;
	bench_for(bench, 50); /* nobody listens before it is tried again */
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_VISION).requests, ==, requests);
	bench_do(bench, "clear vision");
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	mc_test_folder_remove(folder);
}

static void
test_late_answer(void)
{
	g_autoptr(Bench) bench = bench_new(&vision);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "fault vision ep=82 kind=delay arg=200");
	bench_do(bench, "key left");
	bench_until(bench, &bench->answered, 1);
	g_assert_cmpuint(bench->vision_lost, ==, 0);
}

static void
test_result(gconstpointer fault)
{
	g_autoptr(Bench) bench = bench_new(&hearing);
	g_autofree char *line = g_strconcat("fault audiometer ", fault, NULL);

	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_play(bench, 300);
	bench_until_rig(bench, "audiometer.on=1");
	bench_do(bench, line);
	bench_until_either(bench, &bench->finished, &bench->hearing_lost);
	bench_do(bench, "clear audiometer");
	bench_until_usable(bench, MC_DEVICE_AUDIOMETER);
	bench_until_rig(bench, "audiometer.on=0");
	g_assert_cmpuint(bench->finished + bench->hearing_lost, ==, 1);
	bench_play(bench, 350);
	bench_until(bench, &bench->finished, bench->finished + 1);
}

/* Runs the main loop until the instrument has been asked for its answer. */
static void
until_asked(Bench *bench)
{
	gboolean asked = FALSE;

	while (!asked) {
		g_autofree char *heard = mc_sim_rig_command(bench->rig, "heard vision");

		asked = strstr(heard, "SENS:ANSW?") != NULL;
		g_main_context_iteration(NULL, FALSE);
	}
}

/* The instrument says that there is an answer when there is none yet, and the real one comes while
 * the driver is being told so. Whoever then waits for the status byte waits in vain: it hangs.
 * FALSE: lost. */
static gboolean
is_answered_during_stale(const char *false_notice)
{
	g_autofree char *spoil =
	    g_strconcat("fault vision ep=83 kind=garbage file=", false_notice, NULL);
	g_autoptr(Bench) bench = bench_new(&vision);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_do(bench, "fault vision ep=82 kind=delay arg=100");
	bench_do(bench, spoil);
	bench_do(bench, "head out"); /* what it has to say of that is not what arrives */
	until_asked(bench);
	bench_do(bench, "fault vision ep=83 kind=hang skip=1 count=999");
	bench_do(bench, "key left"); /* the last of its notices */
	bench_until_either(bench, &bench->answered, &bench->vision_lost);
	if (bench->answered == 0)
		return FALSE;
	g_assert_cmpint(bench->answer.direction, ==, MC_DIRECTION_LEFT);
	return TRUE;
}

/* One of a few, on the slowest machine: the status byte is asked for by a timer, and may be the
 * last notice instead. */
static void
test_answer_during_stale(void)
{
	static const char notice[] = {(char)0x81, 0x01}; /* a service request: there is an answer */
	char *folder = mc_test_folder_new();
	g_autofree char *path = g_build_filename(folder, "notice", NULL);
	guint tries = 1;

	g_assert_true(g_file_set_contents(path, notice, sizeof notice, NULL));
	while (!is_answered_during_stale(path))
		g_assert_cmpuint(++tries, <=, 10);
	mc_test_folder_remove(folder);
}

/* A conversation that breaks each time somebody answers, of an instrument that starts well each
 * time. */
static void
fail_in_use(Bench *bench)
{
	guint shown = bench->shown, lost = bench->vision_lost;

	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, shown + 1);
	bench_do(bench, "fault vision ep=82 kind=stall");
	bench_do(bench, "key left");
	bench_until(bench, &bench->vision_lost, lost + 1);
}

/* A fault that a restart repairs within 2 s does not show on the board (O10). The host's clock
 * stands still: it is within 2 s on the slowest machine. */
static void
test_repaired(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.wall_us = g_get_real_time();
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	fail_in_use(bench);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_PROTOCOL);
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 2);
	g_assert_cmpuint(bench->unsettled, ==, 0);
}

/* One that starts well and fails in use again and again has its cause on the board, each time for
 * longer, until it has done what it is for (O10, O11). The host's clock stands still. */
static void
test_fails_in_use(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.wall_us = g_get_real_time();
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	fail_in_use(bench);
	for (guint wait_ms = 2000; wait_ms <= 8000; wait_ms *= 2) {
		fail_in_use(bench);
		bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
		mc_clock_advance_ms(bench->clock, wait_ms - 1);
		g_assert_false(bench->vision->is_ready(bench->vision->self));
		mc_clock_advance_ms(bench->clock, 1);
		bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	}
	assert_works(bench);
	fail_in_use(bench); /* repaired by a new start, as the first time */
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	g_assert_cmpuint(bench->unsettled, ==, 3);
}

/* A fault that stays has its cause on the board (O10). */
static void
test_cause(void)
{
	g_autoptr(Bench) bench = bench_new(&vision);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_do(bench, "fault vision ep=82 kind=hang count=100");
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_NO_ANSWER);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_TIMEOUT);
	g_assert_cmpuint(
	    bench->devices->info(bench->devices->self, MC_DEVICE_VISION_TESTER)->faults, >, 0);
	assert_works(bench);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *words = g_strdelimit(g_strdup(faults[i]), " =", '-');
		g_autofree char *answer = g_strconcat("/faults/answer/", words, NULL);
		g_autofree char *start = g_strconcat("/faults/start/", words, NULL);
		g_autofree char *result = g_strconcat("/faults/result/", words, NULL);

		g_test_add_data_func(answer, faults[i], test_answer);
		g_test_add_data_func(start, faults[i], test_start);
		g_test_add_data_func(result, faults[i], test_result);
	}
	g_test_add_func("/faults/without-end", test_without_end);
	g_test_add_func("/faults/without-end-locked", test_locked_without_end);
	g_test_add_func("/faults/late-answer", test_late_answer);
	g_test_add_func("/faults/answer-during-stale", test_answer_during_stale);
	g_test_add_func("/faults/repaired", test_repaired);
	g_test_add_func("/faults/fails-in-use-O11", test_fails_in_use);
	g_test_add_func("/faults/cause", test_cause);
	return g_test_run();
}
