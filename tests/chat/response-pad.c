/* Off-the-shelf pads over real libusb: a keypad and a gamepad; and what is none of ours is neither
 * claimed nor listened to (T10, T12). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

#include <string.h>

static const struct {
	const char *line;
	McPadKey key;
} presses[] = {
    {"pad left", MC_PAD_LEFT},
    {"pad right", MC_PAD_RIGHT},
    {"pad up", MC_PAD_UP},
    {"pad down", MC_PAD_DOWN},
    {"pad upright", MC_PAD_UP_RIGHT},
    {"pad upleft", MC_PAD_UP_LEFT},
    {"pad downleft", MC_PAD_DOWN_LEFT},
    {"pad downright", MC_PAD_DOWN_RIGHT},
    {"pad cannot", MC_PAD_CANNOT},
};

static BenchOptions
options_of(gboolean gamepad)
{
	return (BenchOptions){.plugged = {[MC_DEVICE_RESPONSE_PAD] = TRUE}, .gamepad = gamepad};
}

static void
test_keys(gconstpointer data)
{
	BenchOptions options = options_of(GPOINTER_TO_UINT(data) != 0);
	g_autoptr(Bench) bench = bench_new(&options);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_RESPONSE_PAD);
	g_assert_cmpstr(info->serial, ==, "RP-000077");
	g_assert_cmpuint(info->product_id, ==, options.gamepad ? 0x4d47 : 0x4d50);
	g_assert_true(bench->pad->is_ready(bench->pad->self));
	for (guint i = 0; i < G_N_ELEMENTS(presses); i++) {
		bench_do(bench, presses[i].line);
		bench_until(bench, &bench->pad_pressed, i + 1);
		g_assert_cmpint(bench->pad_key, ==, presses[i].key);
	}
	bench_self_test(bench, MC_DEVICE_RESPONSE_PAD);
	bench_until(bench, &bench->tested, 1);
	g_assert_cmpint(bench->error_code, ==, -1);
	g_assert_cmpuint(bench->pad_lost, ==, 0);
}

/* A key that is held down says so once, also where the pad repeats itself. */
static void
test_held(gconstpointer data)
{
	BenchOptions options = options_of(GPOINTER_TO_UINT(data) != 0);
	g_autoptr(Bench) bench = bench_new(&options);
	guint64 reports;

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	reports = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_PAD).requests;
	bench_do(bench, "lean pad left");
	bench_do(bench, "let-go");
	bench_do(bench, "pad right");
	bench_until(bench, &bench->pad_pressed, 2);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_RIGHT);
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_PAD).requests - reports, >=, 6);
	bench_do(bench, "pad left");
	bench_until(bench, &bench->pad_pressed, 3);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_LEFT);
}

/* It speaks of changes alone, so nobody wakes in between. */
static void
test_quiet(void)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = bench_new(&options);
	guint64 before;

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_for(bench, 50);
	before = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_PAD).requests;
	bench_for(bench, 300);
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_PAD).requests, ==, before);
}

/* Each costs the host a few requests of usbfs. */
static guint64
requests_of(Bench *bench)
{
	return mc_sim_rig_counts(bench->rig, MC_SIM_RIG_PAD).requests;
}

#define REQUESTS_A_TURN 100 /* libusb reaps 25 transfers at once, and each is asked for anew */

static guint turns; /* of the loop that found something */

static gint
poll_and_count(GPollFD *files, guint count, gint timeout_ms)
{
	gint ready = g_poll(files, count, timeout_ms);

	turns += ready > 0 ? 1 : 0;
	return ready;
}

/* Many report at every poll, changed or not, as fast as the bus asks: no turn of the loop has more
 * than some of it, so that all else has its turn, too, and each key is still told once and at once
 * (that nothing is kept of it: replugs.c). */
static void
test_bus_rate(gconstpointer data)
{
	BenchOptions options = options_of(GPOINTER_TO_UINT(data) != 0);
	g_autoptr(Bench) bench = bench_new(&options);
	guint64 begun;

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, "fault pad ep=81 kind=endless");
	bench_do(bench, "lean pad left");
	bench_until(bench, &bench->pad_pressed, 1);
	turns = 0;
	begun = requests_of(bench);
	g_main_context_set_poll_func(NULL, poll_and_count);
	while (requests_of(bench) < begun + 2000)
		g_main_context_iteration(NULL, TRUE);
	g_main_context_set_poll_func(NULL, NULL);
	g_assert_cmpuint(requests_of(bench) - begun, <=, turns * REQUESTS_A_TURN);
	g_assert_cmpuint(bench->pad_pressed, ==, 1);
	bench_do(bench, "clear pad");
	bench_do(bench, "let-go");
	bench_do(bench, "pad right");
	bench_until(bench, &bench->pad_pressed, 2);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_RIGHT);
	g_assert_cmpuint(bench->pad_lost + bench->unsettled, ==, 0);
}

static const char *const faults[] = {
    "fault pad ep=81 kind=stall",
    "fault pad ep=81 kind=proto",
    "fault pad ep=81 kind=babble",
    "fault pad ep=81 kind=unplug replug=50",
};

static void
test_fault(gconstpointer fault)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = bench_new(&options);

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, fault);
	bench_do(bench, "pad left");
	bench_until(bench, &bench->pad_lost, 1);
	bench_do(bench, "clear pad");
	bench_until_usable(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, "pad up");
	bench_until(bench, &bench->pad_pressed, bench->pad_pressed + 1);
}

/* Short, empty and scrambled reports are no faults of the bus: they say nothing, or a wrong key,
 * and the next one is right. */
static void
test_odd_reports(gconstpointer fault)
{
	BenchOptions options = options_of(TRUE);
	g_autoptr(Bench) bench = bench_new(&options);
	guint pressed;

	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, fault);
	bench_do(bench, "pad left");
	bench_for(bench, 50);
	pressed = bench->pad_pressed;
	bench_do(bench, "pad up");
	bench_until(bench, &bench->pad_pressed, pressed + 1);
	g_assert_cmpint(bench->pad_key, ==, MC_PAD_UP);
	g_assert_cmpuint(bench->pad_lost, ==, 0);
}

/* Pulled while it is in use. */
static void
test_replug(void)
{
	BenchOptions options = options_of(TRUE);
	g_autoptr(Bench) bench = NULL;

	/* not pulled meanwhile: what goes as libusb_init() has just listed it is never freed */
	options.plugged[MC_DEVICE_RESPONSE_PAD] = FALSE;
	bench = bench_new(&options);
	bench_do(bench, "plug pad");
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	/* 1 … 3 strings, then it */
	bench_do(bench, "unplug pad 0 50");
	bench_until(bench, &bench->pad_lost, 1);
	bench_until_usable(bench, MC_DEVICE_RESPONSE_PAD);
}

/* A report descriptor that is none, at each start. */
static const char *const damaged[] = {
    "fault pad ep=0 count=999 kind=zlp",
    "fault pad ep=0 count=999 kind=short arg=1",
    "fault pad ep=0 count=999 kind=short arg=40",
    "fault pad ep=0 count=999 kind=garbage arg=1",
    "fault pad ep=0 count=999 kind=garbage arg=2",
    "fault pad ep=0 count=999 kind=garbage arg=3",
    "fault pad ep=0 count=999 kind=garbage arg=4",
};

static gboolean
is_named(const McDeviceInfo *info)
{
	return info->cause == MC_CAUSE_PROTOCOL || info->cause == MC_CAUSE_WRONG_DEVICE;
}

static void
test_damaged(gconstpointer fault)
{
	BenchOptions options = options_of(TRUE);
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = fault;
	bench = bench_new(&options);
	while (bench->state[MC_DEVICE_RESPONSE_PAD] != MC_DEVICE_FAULTY)
		bench_until(
		    bench, &bench->told[MC_DEVICE_RESPONSE_PAD], bench->told[MC_DEVICE_RESPONSE_PAD] + 1);
	g_assert_true(is_named(bench->devices->info(bench->devices->self, MC_DEVICE_RESPONSE_PAD)));
	bench_do(bench, "unplug pad");
	bench_do(bench, "clear pad");
	bench_do(bench, "plug pad");
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
}

/* A pad by its ids that has nothing to listen to. */
static void
test_no_endpoints(void)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = NULL;

	options.plugged[MC_DEVICE_RESPONSE_PAD] = FALSE;
	options.commands[0] = "damage pad 13 0";
	options.commands[1] = "plug pad";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_do(bench, "unplug pad");
	bench_do(bench, "damage pad off");
	bench_do(bench, "plug pad");
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
}

/* Its ids are those of a pad, but nobody has adopted it: what is typed on it is not listened to. */
static void
test_stranger(void)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = "set pad serial=RP-000078";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_do(bench, "pad left");
	bench_for(bench, 200);
	g_assert_cmpuint(bench->pad_pressed, ==, 0);
	bench_until_rig(bench, "pad.listened=0");
}

/* A keyboard into which somebody has written a pad's ids, there before the pad that was adopted: it
 * neither shuts that one out nor is listened to. */
static void
test_stranger_first(void)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = NULL;

	options.plugged[MC_DEVICE_RESPONSE_PAD] = FALSE;
	options.commands[0] = "set rogue-keyboard ids=1209:4d50 serial=RP-000099";
	options.commands[1] = "plug rogue-keyboard";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	for (guint i = 0; i < 2; i++) {
		bench_do(bench, "plug pad");
		bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
		bench_do(bench, "rogue left");
		bench_do(bench, "pad up");
		bench_until(bench, &bench->pad_pressed, i + 1);
		g_assert_cmpint(bench->pad_key, ==, MC_PAD_UP);
		bench_do(bench, "unplug pad");
		bench_until_state(bench, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	}
	bench_until_rig(bench, "rogue-keyboard.listened=0");
}

/* Nobody's both, until one of them is adopted: the first or the second. */
static void
test_adopted_of_two(gconstpointer serial)
{
	BenchOptions options = options_of(FALSE);
	McEnrolment enrolment = {MC_DEVICE_RESPONSE_PAD, "", "", "EX-0061", 20260105, 20991231};
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = "set pad serial=RP-000078";
	options.commands[1] = "set rogue-keyboard ids=1209:4d50 serial=RP-000099";
	bench = bench_new(&options);
	bench_until_state(bench, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	bench_do(bench, "plug rogue-keyboard");
	while (strcmp(bench->devices->info(bench->devices->self, MC_DEVICE_RESPONSE_PAD)->serial,
	           "RP-000099") != 0)
		bench_for(bench, 5);
	g_strlcpy(enrolment.serial, serial, sizeof enrolment.serial);
	bench->devices->set_enrolments(bench->devices->self, &enrolment, 1);
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	g_assert_cmpstr(
	    bench->devices->info(bench->devices->self, MC_DEVICE_RESPONSE_PAD)->serial, ==, serial);
}

/* The same of what does not even speak as its ids promise, a keyboard in the place of a pad of
 * another make and of a vision tester. */
static void
test_pretender_first(gconstpointer ids)
{
	static const struct {
		const char *ids, *plug;
		McDeviceKind kind;
	} pretended[] = {
	    {"1209:4d47", "plug pad", MC_DEVICE_RESPONSE_PAD},
	    {"1209:4d56", "plug vision", MC_DEVICE_VISION_TESTER},
	};
	BenchOptions options = {.clock_rate = 10};
	guint i = GPOINTER_TO_UINT(ids);
	g_autofree char *dress = g_strconcat("set rogue-keyboard ids=", pretended[i].ids, NULL);
	g_autoptr(Bench) bench = NULL;

	options.commands[0] = dress;
	options.commands[1] = "plug rogue-keyboard";
	bench = bench_new(&options);
	bench_until_state(bench, pretended[i].kind, MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL);
	bench_do(bench, pretended[i].plug);
	bench_until_ready(bench, pretended[i].kind);
}

/* A stranger that the rig lets stand beside the one that was adopted: no pad at all, or nobody's.
 */
static const struct {
	const char *dress, *pull, *plug;
	McDeviceKind kind;
	McDeviceState alone;
	McDeviceCause cause;
} beside[] = {
    {"set rogue-keyboard ids=1209:4d50 serial=RP-000099", "unplug pad", "plug pad",
        MC_DEVICE_RESPONSE_PAD, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED},
    {"set rogue-keyboard ids=1209:4d56", "unplug vision", "plug vision", MC_DEVICE_VISION_TESTER,
        MC_DEVICE_FAULTY, MC_CAUSE_PROTOCOL},
};

/* Until nothing more comes of itself while the host's clock stands. */
static void
run_beside(Bench *bench, McDeviceKind kind)
{
	guint64 seen;

	do {
		seen = mc_sim_rig_counts(bench->rig, MC_SIM_RIG_ROGUE_KEYBOARD).requests;
		for (guint i = 0; i < 5; i++) {
			mc_clock_advance_ms(bench->clock, 0);
			bench_for(bench, 20);
		}
	} while (mc_sim_rig_counts(bench->rig, MC_SIM_RIG_ROGUE_KEYBOARD).requests != seen);
	g_assert_cmpuint(bench->unsettled, ==, 0);
	g_assert_cmpint(bench->devices->info(bench->devices->self, kind)->state, ==, MC_DEVICE_READY);
}

/* Until the driver has heard of it. */
static void
pull(Bench *bench, guint i)
{
	bench_do(bench, beside[i].pull);
	while (beside[i].kind == MC_DEVICE_VISION_TESTER ? bench->vision->is_ready(bench->vision->self)
	                                                 : bench->pad->is_ready(bench->pad->self))
		g_main_context_iteration(NULL, TRUE);
}

/* O10: one that was adopted is missed for its 2 s also where a stranger of its kind is there to be
 * looked at, and the stranger's going is nothing; only then does what is left decide. */
static void
test_blip_beside(gconstpointer data)
{
	guint i = GPOINTER_TO_UINT(data);
	McDeviceKind kind = beside[i].kind;
	BenchOptions options = {.wall_us = g_get_real_time()};
	g_autoptr(Bench) bench = NULL;
	guint told;

	options.plugged[kind] = TRUE;
	options.commands[0] = beside[i].dress;
	bench = bench_new(&options);
	bench_until_ready(bench, kind);
	bench_do(bench, "plug rogue-keyboard");
	run_beside(bench, kind);
	told = bench->told[kind];
	pull(bench, i);
	run_beside(bench, kind);
	mc_clock_advance_ms(bench->clock, 1000);
	run_beside(bench, kind);
	bench_do(bench, beside[i].plug);
	bench_until(bench, &bench->told[kind], told + 1);
	bench_until_usable(bench, kind);
	g_assert_cmpuint(bench->unsettled, ==, 0);
	pull(bench, i);
	run_beside(bench, kind);
	mc_clock_advance_ms(bench->clock, 1000);
	if (beside[i].alone == MC_DEVICE_LOCKED) { /* else it may be the one that is missed, broken */
		bench_do(bench, "unplug rogue-keyboard");
		run_beside(bench, kind);
		bench_do(bench, "plug rogue-keyboard");
		run_beside(bench, kind);
	}
	mc_clock_advance_ms(bench->clock, 999);
	run_beside(bench, kind);
	mc_clock_advance_ms(bench->clock, 1);
	bench_until_state(bench, kind, beside[i].alone, beside[i].cause);
}

/* Not opened, not claimed, not listened to: their nodes see no request at all. */
static void
test_rogues(void)
{
	BenchOptions options = options_of(FALSE);
	g_autoptr(Bench) bench = NULL;

	options.rogues = TRUE;
	bench = bench_new(&options);
	bench_until_ready(bench, MC_DEVICE_RESPONSE_PAD);
	bench_do(bench, "rogue left");
	bench_do(bench, "unplug rogue-keyboard 0 50");
	bench_for(bench, 200);
	bench_do(bench, "rogue right");
	bench_for(bench, 200);
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_ROGUE_KEYBOARD).requests, ==, 0);
	g_assert_cmpuint(mc_sim_rig_counts(bench->rig, MC_SIM_RIG_ROGUE_STORAGE).requests, ==, 0);
	g_assert_cmpuint(bench->pad_pressed, ==, 0);
	bench_until_rig(bench, "rogue-keyboard.listened=0");
	for (guint kind = 0; kind < MC_DEVICE_KINDS; kind++)
		g_assert_cmpint(bench->devices->info(bench->devices->self, (McDeviceKind)kind)->state, ==,
		    kind == MC_DEVICE_RESPONSE_PAD ? MC_DEVICE_READY : MC_DEVICE_ABSENT);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/response-pad/keypad", GUINT_TO_POINTER(0), test_keys);
	g_test_add_data_func("/response-pad/gamepad", GUINT_TO_POINTER(1), test_keys);
	g_test_add_data_func("/response-pad/held/keypad-C14", GUINT_TO_POINTER(0), test_held);
	g_test_add_data_func("/response-pad/held/gamepad-C14", GUINT_TO_POINTER(1), test_held);
	g_test_add_func("/response-pad/quiet", test_quiet);
	g_test_add_data_func("/response-pad/bus-rate/keypad-O11", GUINT_TO_POINTER(0), test_bus_rate);
	g_test_add_data_func("/response-pad/bus-rate/gamepad-O11", GUINT_TO_POINTER(1), test_bus_rate);
	for (guint i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *path = g_strdup_printf("/response-pad/fault/%u", i);

		g_test_add_data_func(path, faults[i], test_fault);
	}
	g_test_add_data_func(
	    "/response-pad/odd/short", "fault pad ep=81 kind=short arg=2 count=2", test_odd_reports);
	g_test_add_data_func(
	    "/response-pad/odd/zlp", "fault pad ep=81 kind=zlp count=2", test_odd_reports);
	g_test_add_data_func("/response-pad/odd/garbage", "fault pad ep=81 kind=garbage arg=4 count=1",
	    test_odd_reports);
	g_test_add_func("/response-pad/replug", test_replug);
	for (guint i = 0; i < G_N_ELEMENTS(damaged); i++) {
		g_autofree char *path = g_strdup_printf("/response-pad/damaged/%u-T11", i);

		g_test_add_data_func(path, damaged[i], test_damaged);
	}
	g_test_add_func("/response-pad/no-endpoints-T11", test_no_endpoints);
	g_test_add_func("/response-pad/stranger", test_stranger);
	g_test_add_func("/response-pad/stranger-first-T12", test_stranger_first);
	g_test_add_data_func("/response-pad/adopted-of-two/first", "RP-000078", test_adopted_of_two);
	g_test_add_data_func("/response-pad/adopted-of-two/second", "RP-000099", test_adopted_of_two);
	g_test_add_data_func(
	    "/response-pad/blip-beside/stranger-O10", GUINT_TO_POINTER(0), test_blip_beside);
	g_test_add_data_func(
	    "/response-pad/blip-beside/pretender-O10", GUINT_TO_POINTER(1), test_blip_beside);
	g_test_add_data_func(
	    "/response-pad/pretender-first/pad-T12", GUINT_TO_POINTER(0), test_pretender_first);
	g_test_add_data_func(
	    "/response-pad/pretender-first/vision-T12", GUINT_TO_POINTER(1), test_pretender_first);
	g_test_add_func("/response-pad/rogues", test_rogues);
	return g_test_run();
}
