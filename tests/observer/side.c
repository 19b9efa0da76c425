/* Does the side test tell who hears from where? Simulated people as in hearing.c. */
#include "app/observe/bars.h"
#include "app/observe/person.h"

#include <glib.h>

#define FULL 8000

typedef struct Tally {
	int runs;
	int pass, fail, open;
	gint64 presented, sounded;
} Tally;

static const McEars usual = {.threshold_db_hl = {10, 10},
    .spread_db = 2.5,
    .lapse = 0.02,
    .false_press = 0.02,
    .interaural_db = 50};

static Tally
measure(const McEars *ears, const char *who, guint64 seed)
{
	Tally tally = {.runs = mc_bars_runs(FULL)};
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, seed);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	for (int i = 0; i < tally.runs; i++) {
		McPerson person = {.ears = *ears};
		const McExamResult *result;

		person.ears.interaural_db += 6.0 * mc_dice_normal(&dice);
		result = mc_person_take(&person, &dice, &exam, &plan);
		tally.pass += result->outcome == MC_OUTCOME_PASS;
		tally.fail += result->outcome == MC_OUTCOME_FAIL;
		tally.open += result->outcome == MC_OUTCOME_NOT_DETERMINED;
		tally.presented += result->presented;
		tally.sounded += result->part[0].trials;
	}
	g_test_message("%s: PASS %.4f FAIL %.4f NOT DETERMINED %.4f, sounded %.2f of %.2f", who,
	    (double)tally.pass / tally.runs, (double)tally.fail / tally.runs,
	    (double)tally.open / tally.runs, (double)tally.sounded / tally.runs,
	    (double)tally.presented / tally.runs);
	return tally;
}

#define ASSERT_AT_MOST(tally, count, share)                                                        \
	g_assert_true(mc_bars_at_most((tally).count, (tally).runs, FULL, share))
#define ASSERT_AT_LEAST(tally, count, share)                                                       \
	g_assert_true(mc_bars_at_least((tally).count, (tally).runs, FULL, share))

static void
test_hearing_people(void)
{
	static const double threshold_db[] = {-5, 10, 30};
	McEars ears = usual;
	Tally tally;

	for (gsize i = 0; i < G_N_ELEMENTS(threshold_db); i++) {
		g_autofree char *who = g_strdup_printf("T %.0f", threshold_db[i]);

		ears.threshold_db_hl[0] = ears.threshold_db_hl[1] = threshold_db[i];
		tally = measure(&ears, who, 1 + i);
		ASSERT_AT_LEAST(tally, pass, 0.995);
		ASSERT_AT_MOST(tally, fail, 0.0013);
		g_assert_cmpfloat((double)tally.sounded / tally.runs, <=, 7.0);
		g_assert_cmpfloat((double)tally.presented / tally.runs, <=, 10.2);
	}
	ears = usual;
	ears.false_press = 0.1;
	tally = measure(&ears, "T 10, false presses 10 %", 9);
	ASSERT_AT_LEAST(tally, pass, 0.99);
	ASSERT_AT_MOST(tally, fail, 0.005);
}

static void
test_one_dead_ear(void)
{
	for (int dead = 0; dead < MC_SIDES; dead++) {
		McEars ears = usual;
		Tally tally;

		ears.threshold_db_hl[dead] = MC_DEAF_DB_HL;
		tally = measure(&ears, "one ear dead", 20 + (guint64)dead);
		ASSERT_AT_MOST(tally, pass, 0.001);
		ASSERT_AT_LEAST(tally, fail, 0.995);
	}
}

/* "I heard nothing, so it was the other side", after every patience that could pay. */
static void
test_not_heard_means_the_other_side(void)
{
	static const double patience_s[] = {1, 2, 3, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10, 14};

	for (gsize i = 0; i < G_N_ELEMENTS(patience_s); i++) {
		g_autofree char *who =
		    g_strdup_printf("left ear dead, presses left after %.1f s", patience_s[i]);
		McEars ears = usual;
		Tally tally;

		ears.threshold_db_hl[MC_EAR_LEFT] = MC_DEAF_DB_HL;
		ears.other = MC_EAR_LEFT;
		ears.quiet_before_other_s = patience_s[i];
		tally = measure(&ears, who, 30 + i);
		ASSERT_AT_MOST(tally, pass, 0.005);
	}
}

static void
test_random_pressers(void)
{
	static const double per_s[] = {0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 3.0};

	for (gsize i = 0; i < G_N_ELEMENTS(per_s); i++) {
		for (int either = 0; either < 2; either++) {
			g_autofree char *who = g_strdup_printf(
			    "deaf, presses %s %.2f/s", either ? "either key" : "one key", per_s[i]);
			McEars ears = usual;
			Tally tally;

			ears.threshold_db_hl[0] = ears.threshold_db_hl[1] = MC_DEAF_DB_HL;
			ears.false_press = 0;
			ears.presses_per_s = per_s[i];
			ears.presses_either_key = either != 0;
			tally = measure(&ears, who, 60 + i);
			ASSERT_AT_MOST(tally, pass, 0.001);
		}
	}
}

/* Hears all, but not from where: presses either key. */
static void
test_without_direction(void)
{
	McEars ears = usual;
	McExamPlan plan;
	McDice dice;
	McExam exam;
	int pass = 0, fail = 0, runs = mc_bars_runs(FULL);

	mc_dice_init(&dice, 90);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	for (int i = 0; i < runs; i++) {
		McStimulus stimulus;
		McSeed seed;

		mc_dice_exam_seed(&dice, &seed);
		mc_exam_init(&exam, &plan, &seed);
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
			McAnswer answer = {.kind = MC_EXAM_SIDE, .trial = stimulus.trial};

			mc_ears_answer_side(&ears, &dice, &stimulus.as.side, &answer.as.press);
			for (int32_t k = 0; k < answer.as.press.count; k++)
				answer.as.press.press[k].key =
				    mc_dice_chance(&dice, 0.5) ? MC_EAR_LEFT : MC_EAR_RIGHT;
			mc_exam_answer(&exam, &answer);
		}
		mc_exam_stop(&exam, MC_REASON_STOPPED);
		pass += mc_exam_result(&exam)->outcome == MC_OUTCOME_PASS;
		fail += mc_exam_result(&exam)->outcome == MC_OUTCOME_FAIL;
	}
	g_test_message(
	    "hears, but not from where: PASS %.4f FAIL %.4f", (double)pass / runs, (double)fail / runs);
	g_assert_true(mc_bars_at_most(pass, runs, FULL, 0.015));
	g_assert_true(mc_bars_at_least(fail, runs, FULL, 0.95));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/side/hearing-people", test_hearing_people);
	g_test_add_func("/side/one-dead-ear", test_one_dead_ear);
	g_test_add_func("/side/other-side", test_not_heard_means_the_other_side);
	g_test_add_func("/side/random-pressers", test_random_pressers);
	g_test_add_func("/side/without-direction", test_without_direction);
	return g_test_run();
}
