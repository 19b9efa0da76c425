/* How soon, by the host's clock, which stands still unless a test moves it (O10, T2): one that is
 * plugged in is taken by the bus's own event and not by looking now and then, within a second; one
 * that goes is missed for 2 s and not a millisecond longer; a fault that a new start does not
 * repair is shown without waiting. How fast the machine is does not matter. */
#include "tests/support/instruments/bench.h"

#define WITHIN_MS 1000
#define GONE_AFTER_MS 2000

static const struct {
	const char *name;
	McDeviceKind kind;
} arrivals[] = {
    {"vision", MC_DEVICE_VISION_TESTER},
    {"audiometer", MC_DEVICE_AUDIOMETER},
    {"sound-card", MC_DEVICE_AUDIOMETER},
    {"reader", MC_DEVICE_ID_READER},
    {"stature", MC_DEVICE_STATURE},
    {"scale", MC_DEVICE_STATURE},
    {"pad", MC_DEVICE_RESPONSE_PAD},
    {"printer", MC_DEVICE_PRINTER},
    {"sound-meter", MC_DEVICE_SOUND_METER},
    {"luminance-meter", MC_DEVICE_LUMINANCE_METER},
};

/* ---- what the loop waits for ---- */

static guint waited_ms; /* for timers that ran out: nothing else had come */

static gint
poll_and_count(GPollFD *files, guint count, gint timeout_ms)
{
	gint ready = g_poll(files, count, timeout_ms);

	if (ready == 0 && timeout_ms > 0)
		waited_ms += (guint)timeout_ms;
	return ready;
}

static void
run_what_is_due(Bench *bench)
{
	do
		mc_clock_advance_ms(bench->clock, 0);
	while (g_main_context_iteration(NULL, FALSE));
}

/* ---- tests ---- */

static void
plug_in(Bench *bench, guint which)
{
	g_autofree char *in = g_strconcat("plug ", arrivals[which].name, NULL);

	waited_ms = 0;
	g_main_context_set_poll_func(NULL, poll_and_count);
	bench_do(bench, in);
	bench_until_ready(bench, arrivals[which].kind);
	g_main_context_set_poll_func(NULL, NULL);
	g_assert_cmpuint(waited_ms, <=, WITHIN_MS);
}

static void
test_offered(gconstpointer data)
{
	guint which = GPOINTER_TO_UINT(data);
	const BenchOptions options = {.wall_us = g_get_real_time()};
	g_autoptr(Bench) bench = bench_new(&options);

	run_what_is_due(bench);
	g_assert_cmpint(bench_next_timer_ms(), ==, -1);
	plug_in(bench, which);
	g_assert_cmpint(mc_clock_now_us(bench->clock), ==, 0);
}

/* One of which the program hears only that it went: nothing of it was on its way. */
static void
test_gone(void)
{
	const BenchOptions options = {
	    .plugged = {[MC_DEVICE_ID_READER] = TRUE}, .wall_us = g_get_real_time()};
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench_do(bench, "unplug reader");
	while (bench->reader->is_ready(bench->reader->self))
		g_main_context_iteration(NULL, TRUE);
	mc_clock_advance_ms(bench->clock, GONE_AFTER_MS - 1);
	run_what_is_due(bench);
	g_assert_cmpint(bench->state[MC_DEVICE_ID_READER], ==, MC_DEVICE_READY);
	mc_clock_advance_ms(bench->clock, 1);
	bench_until(bench, &bench->unsettled, 1);
	g_assert_cmpint(bench->state[MC_DEVICE_ID_READER], ==, MC_DEVICE_ABSENT);
	g_assert_cmpint(bench->cause[MC_DEVICE_ID_READER], ==, MC_CAUSE_UNPLUGGED);
}

static void
test_fault_shown(void)
{
	const BenchOptions options = {
	    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .wall_us = g_get_real_time()};
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_do(bench, "fault vision ep=82 kind=proto count=9999");
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	g_assert_cmpint(mc_clock_now_us(bench->clock), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(arrivals); i++) {
		g_autofree char *path = g_strconcat("/arrival/offered/", arrivals[i].name, NULL);

		g_test_add_data_func(path, GUINT_TO_POINTER(i), test_offered);
	}
	g_test_add_func("/arrival/gone", test_gone);
	g_test_add_func("/arrival/fault-shown", test_fault_shown);
	return g_test_run();
}
