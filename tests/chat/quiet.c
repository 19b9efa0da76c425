/* What does not happen: an idle kiosk makes no traffic and wakes for nothing; something that is on
 * is kept alive, and goes off when the program ends. */
#include "tests/support/instruments/bench.h"

#include <string.h>

static const BenchOptions all = {
    .plugged = {TRUE, TRUE, TRUE, TRUE}, .commands = {"head in", "headphones on"}};

static gboolean
on_over(gpointer data)
{
	*(gboolean *)data = TRUE;
	return G_SOURCE_REMOVE;
}

static void
test_idle(void)
{
	static const McSimRigDevice devices[] = {
	    MC_SIM_RIG_VISION, MC_SIM_RIG_AUDIOMETER, MC_SIM_RIG_READER, MC_SIM_RIG_STATURE};
	g_autoptr(Bench) bench = bench_new(&all);
	McSimRigCounts before[MC_SIM_RIG_DEVICES];
	gboolean over = FALSE;
	guint turns = 0;

	for (guint kind = 0; kind <= MC_DEVICE_STATURE; kind++)
		bench_until_ready(bench, (McDeviceKind)kind);
	bench_until(bench, &bench->vision_conditions, 1);
	bench_until(bench, &bench->hearing_conditions, 1);
	bench_for(bench, 100);
	for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
		before[i] = mc_sim_rig_counts(bench->rig, devices[i]);
	g_timeout_add(1000, on_over, &over);
	while (!over) {
		g_main_context_iteration(NULL, TRUE);
		turns++;
	}
	/* the one turn is the test's own timer */
	g_assert_cmpuint(turns, <=, 2);
	for (guint i = 0; i < G_N_ELEMENTS(devices); i++)
		g_assert_cmpuint(
		    mc_sim_rig_counts(bench->rig, devices[i]).requests, ==, before[i].requests);
}

/* Longer than the instrument's 2 s of host silence. */
static void
test_kept_alive(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_for(bench, 2500);
	bench_until_rig(bench, "vision.on=1");
	g_assert_cmpuint(bench->vision_lost, ==, 0);
	bench->vision->dark(bench->vision->self);
	bench_until_rig(bench, "vision.on=0");
}

static void
test_dark(void)
{
	g_autoptr(Bench) bench = bench_new(&all);

	bench->vision->dark(bench->vision->self); /* harmless before anything */
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench->vision->dark(bench->vision->self);
	bench_show(bench, MC_DIRECTION_UP);
	bench_until(bench, &bench->shown, 1);
	bench_until_rig(bench, "vision.direction=UP");
	bench->vision->dark(bench->vision->self);
	bench_until_rig(bench, "vision.on=0");
	bench_show(bench, MC_DIRECTION_DOWN);
	bench_until(bench, &bench->shown, 2);
	bench_do(bench, "key down");
	bench_until(bench, &bench->answered, 1);
	g_assert_cmpuint(bench->vision_lost, ==, 0);
	g_assert_cmpuint(bench->shown, ==, 2);
}

static void
test_last_word(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	g_autofree char *state = NULL;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_play(bench, 300);
	bench_until_rig(bench, "vision.on=1");
	bench_until_rig(bench, "audiometer.on=1");
	g_clear_pointer(&bench->instruments, mc_instruments_free);
	state = mc_sim_rig_command(bench->rig, "state");
	g_assert_nonnull(strstr(state, "vision.on=0"));
	g_assert_nonnull(strstr(state, "audiometer.on=0"));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quiet/idle", test_idle);
	g_test_add_func("/quiet/kept-alive", test_kept_alive);
	g_test_add_func("/quiet/dark", test_dark);
	g_test_add_func("/quiet/last-word", test_last_word);
	return g_test_run();
}
