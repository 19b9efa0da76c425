/* An instrument's life as the device board sees it: plugs, trust, calibration, self-test (T2, T5,
 * T11, O10, O11). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"
#include <string.h>

#define DAY_MS (24 * 3600 * 1000)

/* The bench has a vision tester, an audiometer and a card reader: the first kinds. */
#define ON_THE_BENCH (MC_DEVICE_ID_READER + 1)

static const BenchOptions vision = {
    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .clock_rate = 10, .commands = {"head in"}};
static const BenchOptions all = {
    .plugged = {TRUE, TRUE, TRUE}, .clock_rate = 10, .commands = {"head in", "headphones on"}};

static const McDeviceInfo *
info_of(Bench *bench, McDeviceKind kind)
{
	return bench->devices->info(bench->devices->self, kind);
}

static void
on_log(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
	GString *lines = data;

	if ((level & G_LOG_LEVEL_MASK) <= G_LOG_LEVEL_MESSAGE)
		g_string_append_printf(lines, "%s\n", message);
}

/* Unplugged in the middle of a presentation and back a second later: lost once, no change on the
 * board, one line in the log, and told ready again (bad day "back within 5 s", O10). The second is
 * the host's clock's alone, which stands still else, so that it is no more on the slowest machine.
 */
static void
test_blip(void)
{
	BenchOptions options = vision;
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autoptr(Bench) bench = NULL;
	GLogFunc log = NULL;
	guint told;

	options.clock_rate = 1; /* plugs move in wall time */
	options.wall_us = g_get_real_time();
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	told = bench->told[MC_DEVICE_VISION_TESTER];
	log = g_log_set_default_handler(on_log, lines);
	bench_do(bench, "unplug vision 0 300");
	bench_until(bench, &bench->vision_lost, 1);
	mc_clock_advance_ms(bench->clock, 1000);
	g_assert_false(bench->vision->is_ready(bench->vision->self));
	g_assert_cmpint(info_of(bench, MC_DEVICE_VISION_TESTER)->state, ==, MC_DEVICE_READY);
	bench_until(bench, &bench->told[MC_DEVICE_VISION_TESTER], told + 1);
	g_log_set_default_handler(log, NULL);
	g_assert_true(g_str_has_suffix(lines->str, "unplugged\n")); /* by the bus, or by a transfer */
	g_assert_true(strchr(lines->str, '\n') == lines->str + lines->len - 1);
	g_assert_true(bench->vision->is_ready(bench->vision->self));
	g_assert_cmpuint(bench->unsettled, ==, 0);
	g_assert_cmpuint(bench->vision_lost, ==, 1);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 2);
}

static void
test_gone(gconstpointer data)
{
	McDeviceKind kind = *(const McDeviceKind *)data;
	static const char *const names[] = {"vision", "audiometer", "reader"};
	g_autofree char *out = g_strconcat("unplug ", names[kind], NULL);
	g_autofree char *in = g_strconcat("plug ", names[kind], NULL);
	g_autoptr(Bench) bench = bench_new(&all);

	bench_until_ready(bench, kind);
	bench_do(bench, out);
	bench_until_state(bench, kind, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_assert_cmpint(bench->state[kind], ==, MC_DEVICE_ABSENT);
	bench_do(bench, in);
	bench_until_ready(bench, kind);
}

/* The plug comes out while a transfer is on its way. */
static void
test_unplug_in_transfer(void)
{
	static const char *const endpoints[] = {"1", "82", "83", "0"};
	BenchOptions options = vision;

	options.clock_rate = 1;
	for (guint i = 0; i < G_N_ELEMENTS(endpoints); i++) {
		g_autofree char *line =
		    g_strdup_printf("fault vision ep=%s kind=unplug arg=5 replug=100", endpoints[i]);
		g_autoptr(Bench) bench = bench_new(&options);

		bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
		bench_do(bench, line);
		bench_show(bench, MC_DIRECTION_LEFT);
		bench_until(bench, &bench->vision_lost, 1);
		bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
		g_assert_cmpuint(bench->vision_lost, ==, 1);
		bench_show(bench, MC_DIRECTION_LEFT);
		bench_until(bench, &bench->shown, bench->shown + 1);
	}
}

static void
test_busy(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "hold vision on";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->vision_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_BUSY);
	bench_do(bench, "hold vision off");
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
}

/* The page of the protocol: of one that is locked the host wants no service request. */
static void
assert_no_service(Bench *bench)
{
	g_autofree char *state = mc_sim_rig_command(bench->rig, "state");

	g_assert_nonnull(strstr(state, " vision.sre=0"));
}

static void
test_not_enrolled(void)
{
	BenchOptions options = all;
	g_autoptr(Bench) bench = NULL;

	options.not_enrolled = TRUE;
	bench = bench_new(&options);
	for (guint kind = 0; kind < ON_THE_BENCH; kind++)
		bench_until_state(bench, (McDeviceKind)kind, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	g_assert_cmpstr(info_of(bench, MC_DEVICE_VISION_TESTER)->serial, ==, "VT-000117");
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->vision_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_NOT_ENROLLED);
	bench_play(bench, 300);
	bench_until(bench, &bench->hearing_lost, 1);
	bench->reader->start(bench->reader->self);
	bench_until(bench, &bench->reader_lost, 1);
	bench_until_rig(bench, "vision.on=0");
	assert_no_service(bench);
	bench_enrol(bench, "");
	for (guint kind = 0; kind < ON_THE_BENCH; kind++)
		bench_until_ready(bench, (McDeviceKind)kind);
	bench_until_rig(bench, "vision.sre=143");
	/* no longer trusted: in the middle of a presentation */
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench->devices->set_enrolments(bench->devices->self, NULL, 0);
	bench_until(bench, &bench->vision_lost, 2);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_until_rig(bench, "vision.on=0");
	assert_no_service(bench); /* not even where it was asked for it before */
}

/* One whose descriptors cannot be read is turned away before anybody sees it on the bus: the board
 * says that it is not there, and the words of that cause what may be behind it. Whole, and plugged
 * in again, it is used. */
static void
test_unreadable(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	if (g_strcmp0(g_getenv("MEDCHECK_DEVSIM_BUS"), "vhci") == 0) {
		g_test_skip("a kernel tries for minutes before it turns such a device away");
		return;
	}
	options.commands[1] = "damage pad 1 0"; /* where its configuration should begin there is none */
	options.commands[2] = "plug pad";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	g_assert_cmpint(info_of(bench, MC_DEVICE_RESPONSE_PAD)->state, ==, MC_DEVICE_ABSENT);
	g_assert_cmpint(info_of(bench, MC_DEVICE_RESPONSE_PAD)->cause, ==, MC_CAUSE_UNPLUGGED);
	bench_do(bench, "unplug pad");
	bench_do(bench, "damage pad off");
	bench_do(bench, "plug pad");
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
}

static void
test_other_serial(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set vision serial=VT-666";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
}

static void
test_firmware(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set vision firmware=1.9.3";
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_enrol(bench, "1.10");
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_FIRMWARE);
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->vision_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_VERSION);
	bench_enrol(bench, "1.9");
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
}

/* Expired locks that exam alone; the others stay open (T5). */
static void
test_expired(void)
{
	BenchOptions options = all;
	g_autoptr(Bench) bench = NULL;

	options.commands[2] = "set audiometer calibration-expires=20200101";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_until_ready(bench, MC_DEVICE_ID_READER);
	bench_play(bench, 300);
	bench_until(bench, &bench->hearing_lost, 1);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_UNCALIBRATED);
}

static void
test_never_calibrated(void)
{
	BenchOptions options = vision;
	g_autoptr(Bench) bench = NULL;

	options.commands[1] = "set vision calibrated=none";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
}

/* It runs out while the kiosk stands: the last day counts, midnight in China ends it (T5). */
static void
test_runs_out(void)
{
	BenchOptions options = vision;
	g_autoptr(GDateTime) noon = g_date_time_new_utc(2026, 8, 14, 4, 0, 0);
	g_autoptr(Bench) bench = NULL;

	options.wall_us = g_date_time_to_unix(noon) * G_USEC_PER_SEC;
	options.commands[1] = "set vision calibrated=20250815 calibration-expires=20260814";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_RECORD);
	bench_adopt(bench, MC_DEVICE_VISION_TESTER);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	mc_clock_advance_ms(bench->clock, DAY_MS / 2 - 1);
	g_assert_true(bench->vision->is_ready(bench->vision->self));
	mc_clock_advance_ms(bench->clock, 1);
	g_assert_false(bench->vision->is_ready(bench->vision->self));
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
}

/* T5, T9: headphones that nobody adopted, with a record that somebody made himself, play nothing.
 */
static void
test_changed(void)
{
	static const struct {
		const char *command;
		McDeviceCause cause;
	} rows[] = {
	    {"set audiometer transducer=OtherPhones transducer-serial=X-1 certificate=SELF-MADE "
	     "laboratory=Nobody",
	        MC_CAUSE_TRANSDUCER},
	    {"set audiometer transducer-serial=X-1", MC_CAUSE_TRANSDUCER},
	    {"set audiometer certificate=SELF-MADE", MC_CAUSE_RECORD},
	    {"set audiometer laboratory=省计量测试所", MC_CAUSE_RECORD},
	    {"set audiometer calibration-expires=20981231", MC_CAUSE_RECORD},
	    {"set audiometer correction-1000=1,-3", MC_CAUSE_CORRECTIONS},
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		BenchOptions options = all;
		g_autoptr(Bench) bench = NULL;

		options.commands[2] = rows[i].command;
		bench = bench_new(&options);
		bench_until_state(bench, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, rows[i].cause);
		bench_play(bench, 300);
		bench_until(bench, &bench->hearing_lost, 1);
		g_assert_cmpint(bench->error_code, ==, MC_ERROR_UNCALIBRATED);
		bench_until_rig(bench, "audiometer.on=0");
		bench_adopt(bench, MC_DEVICE_AUDIOMETER);
		bench_until_ready(bench, MC_DEVICE_AUDIOMETER);
	}
}

static void
test_self_test(void)
{
	g_autoptr(Bench) bench = bench_new(&all);
	const McDeviceInfo *info;

	for (guint kind = 0; kind < ON_THE_BENCH; kind++) {
		bench_until_ready(bench, (McDeviceKind)kind);
		bench_self_test(bench, (McDeviceKind)kind);
		g_assert_cmpuint(bench->tested, ==, kind);
		bench_until(bench, &bench->tested, kind + 1);
		g_assert_cmpint(bench->error_code, ==, -1);
		/* when it is told the result stands there: it goes into the audit */
		g_assert_true(bench->passed);
		info = info_of(bench, (McDeviceKind)kind);
		g_assert_true(info->last_self_test_passed);
		g_assert_cmpint(info->last_self_test_wall_us, >, 0);
	}
	bench_do(bench, "set vision self-test=3");
	bench_self_test(bench, MC_DEVICE_VISION_TESTER);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_SELF_TEST);
	bench_until(bench, &bench->tested, 4);
	g_assert_false(bench->passed);
	g_assert_false(bench->vision->is_ready(bench->vision->self));
	bench_do(bench, "set vision self-test=0");
	bench_self_test(bench, MC_DEVICE_VISION_TESTER);
	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	/* not while a citizen is looking */
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, 1);
	bench_self_test(bench, MC_DEVICE_VISION_TESTER);
	bench_until(bench, &bench->tested, 6);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_REFUSED);
	bench->vision->dark(bench->vision->self);
}

static void
test_self_test_lost(void)
{
	g_autoptr(Bench) bench = bench_new(&vision);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	bench_do(bench, "fault vision ep=82 kind=unplug arg=0");
	bench_self_test(bench, MC_DEVICE_VISION_TESTER);
	bench_self_test(bench, MC_DEVICE_VISION_TESTER); /* one is running */
	bench_until(bench, &bench->tested, 2);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_DEVICE_GONE);
	bench_until_state(bench, MC_DEVICE_VISION_TESTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	bench_self_test(bench, MC_DEVICE_VISION_TESTER);
	bench_until(bench, &bench->tested, 3);
	g_assert_cmpint(bench->error_code, ==, MC_ERROR_DEVICE_GONE);
}

static guint
open_descriptors(void)
{
	g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
	guint count = 0;

	while (folder != NULL && g_dir_read_name(folder) != NULL)
		count++;
	return count;
}

/* Nothing is left behind by a plug that comes out and goes in again and again (T14). */
static void
test_replugs(void)
{
	g_autoptr(Bench) bench = bench_new(&vision);
	guint descriptors = 0;

	for (guint i = 0; i < 40; i++) {
		bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
		if (i == 5)
			descriptors = open_descriptors();
		bench_show(bench, MC_DIRECTION_LEFT);
		bench_until(bench, &bench->shown, i + 1);
		bench_do(bench, "unplug vision");
		bench_until(bench, &bench->vision_lost, i + 1);
		bench_do(bench, "plug vision");
	}
	bench_until_usable(bench, MC_DEVICE_VISION_TESTER);
	g_assert_cmpuint(descriptors, >, 0);
	g_assert_cmpuint(open_descriptors(), <=, descriptors + 2);
}

int
main(int argc, char **argv)
{
	static const McDeviceKind kinds[] = {
	    MC_DEVICE_VISION_TESTER, MC_DEVICE_AUDIOMETER, MC_DEVICE_ID_READER};

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/board/blip", test_blip);
	g_test_add_data_func("/board/gone/vision", &kinds[0], test_gone);
	g_test_add_data_func("/board/gone/audiometer", &kinds[1], test_gone);
	g_test_add_data_func("/board/gone/reader", &kinds[2], test_gone);
	g_test_add_func("/board/unplug-in-transfer", test_unplug_in_transfer);
	g_test_add_func("/board/busy", test_busy);
	g_test_add_func("/board/changed-T5-T9", test_changed);
	g_test_add_func("/board/not-enrolled", test_not_enrolled);
	g_test_add_func("/board/unreadable-O11", test_unreadable);
	g_test_add_func("/board/other-serial", test_other_serial);
	g_test_add_func("/board/firmware", test_firmware);
	g_test_add_func("/board/expired", test_expired);
	g_test_add_func("/board/never-calibrated", test_never_calibrated);
	g_test_add_func("/board/runs-out", test_runs_out);
	g_test_add_func("/board/self-test", test_self_test);
	g_test_add_func("/board/self-test-lost", test_self_test_lost);
	g_test_add_func("/board/replugs", test_replugs);
	return g_test_run();
}
