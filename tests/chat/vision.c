/* The vision tester's driver against the simulated instrument, over real libusb (T10). */
#include "tests/support/instruments/bench.h"

#include "app/base/error.h"

static const BenchOptions plugged = {
    .plugged = {[MC_DEVICE_VISION_TESTER] = TRUE}, .commands = {"head in"}};

static void
test_start(void)
{
	g_autoptr(Bench) bench = bench_new(&plugged);
	const McDeviceInfo *info;

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	info = bench->devices->info(bench->devices->self, MC_DEVICE_VISION_TESTER);
	g_assert_cmpstr(info->model, ==, "VT-1");
	g_assert_cmpstr(info->serial, ==, "VT-000117");
	g_assert_cmpstr(info->firmware, ==, "1.4.0");
	g_assert_cmpstr(info->transducer, ==, "Panel P13");
	g_assert_cmpint(info->vergence_centi_dioptre, ==, -20);
	g_assert_true(info->shutters);
	g_assert_cmpint(info->smallest_milli_log_mar, ==, -300);
	g_assert_cmpint(info->largest_milli_log_mar, ==, 1000);
	g_assert_cmpuint(info->vendor_id, ==, 0x1209);
	g_assert_true(bench->vision->is_ready(bench->vision->self));
	bench_until(bench, &bench->vision_conditions, 1);
	g_assert_true(bench->head.head_in_place);
	g_assert_cmpint(bench->head.luminance_cd_m2, ==, 120);
	bench_do(bench, "head out");
	bench_until(bench, &bench->vision_conditions, 2);
	g_assert_false(bench->head.head_in_place);
}

static void
test_answers(void)
{
	static const struct {
		const char *key;
		McDirection direction;
		gboolean cannot;
	} keys[] = {
	    {"key left", MC_DIRECTION_LEFT, FALSE},
	    {"key right", MC_DIRECTION_RIGHT, FALSE},
	    {"key up", MC_DIRECTION_UP, FALSE},
	    {"key down", MC_DIRECTION_DOWN, FALSE},
	    {"key cannot", MC_DIRECTION_RIGHT, TRUE},
	};
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		bench_show(bench, MC_DIRECTION_LEFT);
		bench_until(bench, &bench->shown, i + 1);
		bench_until_rig(bench, "vision.direction=LEFT");
		bench_do(bench, keys[i].key);
		bench_until(bench, &bench->answered, i + 1);
		g_assert_cmpint(bench->answer.cannot_see, ==, keys[i].cannot);
		g_assert_cmpint(bench->answer.direction, ==, keys[i].direction);
		g_assert_cmpint(bench->answer.reaction_us, >, 0);
		bench_until_rig(bench, "vision.on=0");
	}
	g_assert_cmpuint(bench->vision_lost, ==, 0);
}

/* A ring opens in eight directions, and the pad has a key for each. */
static void
test_ring(void)
{
	static const struct {
		const char *key, *word;
		McDirection direction;
	} keys[] = {
	    {"key upright", "vision.direction=UPRIGHT", MC_DIRECTION_UP_RIGHT},
	    {"key upleft", "vision.direction=UPLEFT", MC_DIRECTION_UP_LEFT},
	    {"key downleft", "vision.direction=DOWNLEFT", MC_DIRECTION_DOWN_LEFT},
	    {"key downright", "vision.direction=DOWNRIGHT", MC_DIRECTION_DOWN_RIGHT},
	    {"key left", "vision.direction=LEFT", MC_DIRECTION_LEFT},
	};
	g_autoptr(Bench) bench = bench_new(&plugged);

	bench_until_ready(bench, MC_DEVICE_VISION_TESTER);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		bench_show_optotype(bench, MC_OPTOTYPE_LANDOLT_C, keys[i].direction);
		bench_until(bench, &bench->shown, i + 1);
		bench_until_rig(bench, keys[i].word);
		bench_do(bench, keys[i].key);
		bench_until(bench, &bench->answered, i + 1);
		g_assert_cmpint(bench->answer.direction, ==, keys[i].direction);
	}
	/* While an E is on the oblique keys are dead. */
	bench_show(bench, MC_DIRECTION_LEFT);
	bench_until(bench, &bench->shown, G_N_ELEMENTS(keys) + 1);
	bench_do(bench, "key upleft");
	bench_until_rig(bench, "vision.on=1");
	bench_do(bench, "key left");
	bench_until(bench, &bench->answered, G_N_ELEMENTS(keys) + 1);
	g_assert_cmpint(bench->answer.direction, ==, MC_DIRECTION_LEFT);
	g_assert_cmpuint(bench->vision_lost, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/vision/start", test_start);
	g_test_add_func("/vision/answers", test_answers);
	g_test_add_func("/vision/ring", test_ring);
	return g_test_run();
}
