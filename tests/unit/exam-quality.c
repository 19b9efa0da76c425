/* How far answers are believed: indicators, index, concerns. C13, C14. */
#include "app/exam/quality.h"

#include <glib.h>

static McQuality
judged(McQuality quality)
{
	mc_quality_judge(&quality, &mc_quality_plan_default);
	return quality;
}

static void
test_nothing_speaks_against_it(void)
{
	McQuality quality = judged((McQuality){0});

	g_assert_cmpint(quality.index_permille, ==, 1000);
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_NONE);
	quality =
	    judged((McQuality){.answers = 40, .catch_trials = 14, .easy_trials = 4, .repeats = 1});
	g_assert_cmpint(quality.index_permille, ==, 1000);
}

/* Held against floating point: 1 / (1 + (.25/.02)^slips (.75/.98)^(rest)). */
static void
test_index(void)
{
	static const struct {
		gint32 occasions, slips, permille;
	} rows[] = {{1, 1, 74}, {8, 1, 341}, {24, 1, 973}, {24, 2, 697}, {24, 6, 0}, {9, 2, 39}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McQuality quality =
		    judged((McQuality){.catch_trials = rows[i].occasions, .false_alarms = rows[i].slips});

		g_assert_cmpint(ABS(quality.index_permille - rows[i].permille), <=, 1);
	}
}

static void
test_the_worst_indicator_counts(void)
{
	McQuality quality = judged((McQuality){.answers = 40,
	    .catch_trials = 20,
	    .false_alarms = 1,
	    .easy_trials = 4,
	    .easy_wrong = 3,
	    .stray_presses = 1});

	g_assert_cmpint(quality.index_permille, <, 5);
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_EASY_MISSED);
}

static void
test_one_slip_is_no_habit(void)
{
	McQuality quality = judged((McQuality){.answers = 1, .stray_presses = 1});

	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_NONE);
	quality = judged((McQuality){.answers = 8, .stray_presses = 2, .impossible_times = 2});
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_STRAY_ANSWERS | MC_CONCERN_IMPOSSIBLE_TIMES);
	/* But a measurement that did not repeat is. */
	quality = judged((McQuality){.repeats = 1, .repeats_apart = 1});
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_REPEATS_APART);
}

static void
test_one_sided(void)
{
	McQuality quality = {0};

	for (int i = 0; i < 7; i++)
		mc_quality_choice(&quality, 3, TRUE);
	mc_quality_choice(&quality, 1, FALSE);
	g_assert_cmphex(judged(quality).concerns, ==, MC_CONCERN_NONE);
	mc_quality_choice(&quality, 2, TRUE);
	g_assert_cmphex(judged(quality).concerns, ==, MC_CONCERN_ONE_SIDED);
	mc_quality_choice(&quality, 9, TRUE);
	g_assert_cmphex(judged(quality).concerns, ==, MC_CONCERN_NONE);
}

static void
test_counting(void)
{
	McQuality quality = {0};

	mc_quality_answer(&quality, 2, TRUE);
	mc_quality_answer(&quality, 0, FALSE);
	mc_quality_catch(&quality, TRUE);
	mc_quality_easy(&quality, FALSE);
	mc_quality_repeat(&quality, TRUE);
	g_assert_cmpint(quality.answers, ==, 2);
	g_assert_cmpint(quality.stray_presses, ==, 2);
	g_assert_cmpint(quality.impossible_times, ==, 1);
	g_assert_cmpint(quality.catch_trials, ==, 1);
	g_assert_cmpint(quality.false_alarms, ==, 1);
	g_assert_cmpint(quality.easy_trials, ==, 1);
	g_assert_cmpint(quality.easy_wrong, ==, 0);
	g_assert_cmpint(quality.repeats_apart, ==, 1);
}

/* None of sixteen by guessing, two of thirty-two: about one in a hundred (Gräf). */
static void
test_below_chance(void)
{
	static const struct {
		gint32 alternatives, choices, right;
		gboolean below;
	} rows[] = {{4, 16, 0, TRUE}, {4, 15, 0, FALSE}, {4, 16, 1, FALSE}, {4, 32, 2, TRUE},
	    {4, 32, 4, FALSE}, {4, 80, 20, FALSE}, {8, 32, 0, FALSE}, {8, 34, 0, TRUE},
	    {0, 99, 0, FALSE}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McQuality quality = judged((McQuality){.alternatives = rows[i].alternatives,
		    .choices = rows[i].choices,
		    .choices_right = rows[i].right});

		g_assert_cmpint((quality.concerns & MC_CONCERN_BELOW_CHANCE) != 0, ==, rows[i].below);
	}
}

/* C14: a median below 250 ms, of at least eight times: pressed without looking. */
static void
test_hasty(void)
{
	static const struct {
		gint32 fast, slow;
		gboolean hasty;
	} rows[] = {{4, 4, FALSE}, {5, 4, TRUE}, {7, 0, FALSE}, {8, 0, TRUE}, {20, 21, FALSE}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McQuality quality = {0};

		for (gint32 n = 0; n < rows[i].fast; n++)
			mc_quality_time(&quality, &mc_quality_plan_default, 249999);
		for (gint32 n = 0; n < rows[i].slow; n++)
			mc_quality_time(&quality, &mc_quality_plan_default, 250000);
		mc_quality_judge(&quality, &mc_quality_plan_default);
		g_assert_cmphex(quality.concerns, ==, rows[i].hasty ? MC_CONCERN_HASTY : MC_CONCERN_NONE);
		g_assert_cmpint(quality.index_permille, ==, 1000);
	}
}

/* C14: nobody answers faster than the plan's 150 ms; no press at all is no fast one. */
static void
test_impossible_times(void)
{
	g_assert_true(mc_quality_is_impossible(&mc_quality_plan_default, 149999));
	g_assert_false(mc_quality_is_impossible(&mc_quality_plan_default, 150000));
	g_assert_false(mc_quality_is_impossible(&mc_quality_plan_default, INT64_MAX));
}

/* C14: each of these figures is the plan's; with it the same counts are judged otherwise. */
static void
test_figures_are_data(void)
{
	McQuality quality = {.answers = 24,
	    .catch_trials = 24,
	    .false_alarms = 3,
	    .wrong_choices = {8, 2},
	    .alternatives = 4,
	    .choices = 16,
	    .timed = 8,
	    .hasty = 5};
	const guint32 all = MC_CONCERN_ONE_SIDED | MC_CONCERN_BELOW_CHANCE | MC_CONCERN_HASTY;
	McQualityPlan plan = mc_quality_plan_default;
	gint32 index;

	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, all);
	index = quality.index_permille;
	plan.slip_against_q16 *= 2;
	mc_quality_judge(&quality, &plan);
	g_assert_cmpint(quality.index_permille, <, index);
	g_assert_cmphex(quality.concerns, ==, all | MC_CONCERN_FALSE_ALARMS);
	plan.slips_min = 4;
	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, all);
	plan.slips_min = 3;
	plan.concern_permille = 1;
	plan.no_slip_for_q16 *= 2;
	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, all);
	plan.one_sided_from = 11;
	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, all & ~(guint32)MC_CONCERN_ONE_SIDED);
	plan.one_sided_from = 10;
	plan.one_sided_permille = 801;
	plan.hasty_from = 9;
	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_BELOW_CHANCE);
	plan.below_chance_permille = 10; /* P = .01002 */
	mc_quality_judge(&quality, &plan);
	g_assert_cmphex(quality.concerns, ==, MC_CONCERN_NONE);
	plan.hasty_ms = 300;
	plan.impossible_ms = 200;
	mc_quality_time(&quality, &plan, 299999);
	g_assert_cmpint(quality.hasty, ==, 6);
	g_assert_true(mc_quality_is_impossible(&plan, 199999));
}

static void
test_any_counts(void)
{
	McQuality quality = judged((McQuality){.answers = G_MININT32,
	    .stray_presses = G_MAXINT32,
	    .catch_trials = -5,
	    .false_alarms = G_MAXINT32,
	    .wrong_choices = {G_MAXINT32, G_MAXINT32, G_MININT32},
	    .alternatives = G_MAXINT32,
	    .choices = G_MAXINT32,
	    .choices_right = G_MININT32,
	    .timed = G_MAXINT32,
	    .hasty = G_MAXINT32});

	g_assert_true(quality.index_permille >= 0 && quality.index_permille <= 1000);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quality/nothing-against", test_nothing_speaks_against_it);
	g_test_add_func("/quality/index", test_index);
	g_test_add_func("/quality/worst-counts", test_the_worst_indicator_counts);
	g_test_add_func("/quality/one-slip", test_one_slip_is_no_habit);
	g_test_add_func("/quality/one-sided", test_one_sided);
	g_test_add_func("/quality/counting", test_counting);
	g_test_add_func("/quality/below-chance", test_below_chance);
	g_test_add_func("/quality/hasty-C14", test_hasty);
	g_test_add_func("/quality/impossible-times-C14", test_impossible_times);
	g_test_add_func("/quality/figures-are-data-C14", test_figures_are_data);
	g_test_add_func("/quality/any-counts", test_any_counts);
	return g_test_run();
}
