/* What every exam stands on: random draws, balanced pools, integer logarithms, reading of presses.
 */
#include "app/exam/fixed.h"
#include "app/exam/press.h"
#include "app/exam/random.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Computed by another implementation of what random.h states. */
static void
test_generator_is_what_it_says(void)
{
	static const guint64 of_zeros[] = {
	    0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c};
	static const guint64 of_ramp[] = {
	    0xf85f20ef57a366dd, 0xb49a5b1e7dcb12a0, 0x12110583c37f9afd, 0xa0c70d5dc88e3548};
	McSeed seed = {0};
	McRandom random;

	mc_random_init(&random, &seed);
	for (gsize i = 0; i < G_N_ELEMENTS(of_zeros); i++)
		g_assert_cmphex(mc_random_next(&random), ==, of_zeros[i]);
	for (gsize i = 0; i < sizeof seed.bytes; i++)
		seed.bytes[i] = (guint8)i;
	mc_random_init(&random, &seed);
	for (gsize i = 0; i < G_N_ELEMENTS(of_ramp); i++)
		g_assert_cmphex(mc_random_next(&random), ==, of_ramp[i]);
}

static void
test_draws_stay_in_bounds_and_are_even(void)
{
	McSeed seed = {{1}};
	McRandom random;
	int count[7] = {0};

	mc_random_init(&random, &seed);
	g_assert_cmpuint(mc_random_below(&random, 0), ==, 0);
	g_assert_cmpuint(mc_random_below(&random, 1), ==, 0);
	for (int i = 0; i < 70000; i++)
		count[mc_random_below(&random, 7)]++;
	/* 10 000 each, five standard deviations. */
	for (int i = 0; i < 7; i++)
		g_assert_cmpint(ABS(count[i] - 10000), <, 470);

	g_assert_cmpint(mc_random_between(&random, 5, 5), ==, 5);
	g_assert_cmpint(mc_random_between(&random, 5, 4), ==, 5);
	for (int i = 0; i < 1000; i++) {
		int32_t drawn = mc_random_between(&random, -50, 50);

		g_assert_true(drawn >= -50 && drawn <= 50);
		mc_random_between(&random, INT32_MIN, INT32_MAX);
	}
}

static void
test_pool_gives_back_whole_blocks(void)
{
	static const int32_t block[MC_POOL_KINDS] = {3, 0, 2, 1};
	McSeed seed = {{2}};
	McRandom random;
	McPool pool;
	int count[MC_POOL_KINDS] = {0};

	mc_random_init(&random, &seed);
	/* One block at a time: after each six draws the counts are exact. */
	mc_pool_init(&pool, block, 1);
	for (int i = 0; i < 60; i++)
		count[mc_pool_draw(&pool, &random)]++;
	for (int k = 0; k < MC_POOL_KINDS; k++)
		g_assert_cmpint(count[k], ==, 10 * block[k]);

	/* Several blocks: the counts may lead or lag by what is carried over, never by more. */
	mc_pool_init(&pool, block, 4);
	memset(count, 0, sizeof count);
	for (int i = 0; i < 6000; i++) {
		int kind = mc_pool_draw(&pool, &random);

		count[kind]++;
		g_assert_cmpint(pool.left[kind], >=, 0);
	}
	for (int k = 0; k < MC_POOL_KINDS; k++)
		g_assert_cmpint(ABS(count[k] - 1000 * block[k]), <=, 4 * block[k]);
}

static void
test_logarithms_agree_with_the_library(void)
{
	for (int64_t x = 1; x <= MC_FIXED_ONE_Q30; x += 1 + x / 37) {
		double exact = log2((double)x * 0x1p-30) * 65536.0;

		g_assert_cmpfloat(fabs(mc_fixed_log2(x) - exact), <=, 1.01);
	}
	g_assert_cmpint(mc_fixed_log2(MC_FIXED_ONE_Q30), ==, 0);
	g_assert_cmpint(mc_fixed_log2(MC_FIXED_ONE_Q30 / 2), ==, -65536);
	g_assert_cmpint(mc_fixed_log2(1), ==, -30 * 65536);
	g_assert_cmpint(mc_fixed_log2(0), ==, mc_fixed_log2(1));
	g_assert_cmpint(mc_fixed_log2(-5), ==, mc_fixed_log2(1));
}

static void
test_powers_agree_with_the_library(void)
{
	for (int64_t y = 0; y > -40 * 65536; y -= 977) {
		double exact = exp2((double)y / 65536.0) * 0x1p30;
		double error = fabs((double)mc_fixed_exp2(y) - exact);

		g_assert_cmpfloat(error, <=, 4.0 + exact * 1e-8);
	}
	g_assert_cmpint(mc_fixed_exp2(0), ==, MC_FIXED_ONE_Q30);
	g_assert_cmpint(mc_fixed_exp2(1), ==, MC_FIXED_ONE_Q30);
	g_assert_cmpint(mc_fixed_exp2(-65536), ==, MC_FIXED_ONE_Q30 / 2);
	g_assert_cmpint(mc_fixed_exp2(INT64_C(-4000000000)), ==, 0);
}

static const McPressTimes times = {.earliest_ms = 100, .duration_ms = 1500, .window_ms = 1500};

static McPressReading
read_one(int64_t at_us)
{
	McPressAnswer answer = {.count = 1, .press = {{.at_us = at_us, .key = MC_EAR_RIGHT}}};

	return mc_press_read(&answer, &times);
}

static void
test_window_of_an_answer(void)
{
	g_assert_false(read_one(-1).answered);
	g_assert_cmpint(read_one(-1).strays, ==, 1);
	g_assert_cmpint(read_one(-1).first_us, ==, INT64_MAX);
	g_assert_false(read_one(99999).answered);
	g_assert_cmpint(read_one(99999).strays, ==, 1);
	g_assert_cmpint(read_one(99999).first_us, ==, 99999);
	g_assert_true(read_one(100000).answered);
	g_assert_cmpint(read_one(100000).first_us, ==, 100000);
	g_assert_true(read_one(3000000).answered);
	g_assert_cmpint(read_one(3000000).strays, ==, 0);
	g_assert_false(read_one(3000001).answered);
	g_assert_cmpint(read_one(3000001).strays, ==, 1);
	g_assert_false(read_one(INT64_MIN).answered);
	g_assert_false(read_one(INT64_MAX).answered);
}

static void
test_first_press_counts_whatever_the_order(void)
{
	McPressAnswer answer = {.count = 4,
	    .press = {{900000, MC_EAR_LEFT}, {-200000, MC_EAR_LEFT}, {400000, MC_EAR_RIGHT},
	        {450000, MC_EAR_LEFT}}};
	McPressReading reading = mc_press_read(&answer, &times);

	g_assert_true(reading.answered);
	g_assert_cmpint(reading.key, ==, MC_EAR_RIGHT);
	g_assert_cmpint(reading.strays, ==, 1);
	g_assert_cmpint(reading.first_us, ==, 400000);

	answer.count = 0;
	g_assert_false(mc_press_read(&answer, &times).answered);
	g_assert_true(mc_press_is_valid(&answer));
	answer.count = -1;
	g_assert_false(mc_press_is_valid(&answer));
	answer.count = MC_PRESSES_MAX + 1;
	g_assert_false(mc_press_is_valid(&answer));
	answer.count = 1;
	answer.press[0].key = (McEar)7;
	g_assert_false(mc_press_is_valid(&answer));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/numbers/generator", test_generator_is_what_it_says);
	g_test_add_func("/numbers/draws", test_draws_stay_in_bounds_and_are_even);
	g_test_add_func("/numbers/pool", test_pool_gives_back_whole_blocks);
	g_test_add_func("/numbers/log2", test_logarithms_agree_with_the_library);
	g_test_add_func("/numbers/exp2", test_powers_agree_with_the_library);
	g_test_add_func("/numbers/window", test_window_of_an_answer);
	g_test_add_func("/numbers/first-press", test_first_press_counts_whatever_the_order);
	return g_test_run();
}
