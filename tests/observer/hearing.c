/* Does the hearing exam measure right? Simulated ears (logistic, 2.5 dB; 2 % misses and 2 % false
 * presses; interaural attenuation 50 ± 6 dB) against the bars. */
#include "app/observe/bars.h"
#include "app/observe/person.h"

#include <glib.h>

#define FULL 8000

typedef struct Tally {
	int runs;
	int pass, fail, open, unreliable, flagged;
	int ear_pass[MC_SIDES], ear_fail[MC_SIDES];
	gint64 presented;
} Tally;

static const McEars usual = {.threshold_db_hl = {10, 10},
    .spread_db = 2.5,
    .lapse = 0.02,
    .false_press = 0.02,
    .interaural_db = 50};

static Tally
measure_with(const McExamPlan *plan, const McEars *ears, const char *who, guint64 seed)
{
	Tally tally = {.runs = mc_bars_runs(FULL)};
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, seed);
	for (int i = 0; i < tally.runs; i++) {
		McPerson person = {.ears = *ears};
		const McExamResult *result;

		person.ears.interaural_db += 6.0 * mc_dice_normal(&dice);
		result = mc_person_take(&person, &dice, &exam, plan);
		tally.pass += result->outcome == MC_OUTCOME_PASS;
		tally.fail += result->outcome == MC_OUTCOME_FAIL;
		tally.open += result->outcome == MC_OUTCOME_NOT_DETERMINED;
		tally.unreliable += (result->reasons & MC_REASON_UNRELIABLE) != 0;
		tally.flagged += result->attempts > 1;
		tally.presented += result->presented;
		for (int ear = 0; ear < MC_SIDES; ear++) {
			tally.ear_pass[ear] += result->part[ear].outcome == MC_OUTCOME_PASS;
			tally.ear_fail[ear] += result->part[ear].outcome == MC_OUTCOME_FAIL;
		}
	}
	g_test_message("%s: PASS %.4f FAIL %.4f NOT DETERMINED %.4f (unreliable %.4f, re-instructed "
	               "%.4f), presentations %.1f",
	    who, (double)tally.pass / tally.runs, (double)tally.fail / tally.runs,
	    (double)tally.open / tally.runs, (double)tally.unreliable / tally.runs,
	    (double)tally.flagged / tally.runs, (double)tally.presented / tally.runs);
	return tally;
}

static Tally
measure(const McEars *ears, const char *who, guint64 seed)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	return measure_with(&plan, ears, who, seed);
}

static McEars
with_thresholds(double left_db, double right_db)
{
	McEars ears = usual;

	ears.threshold_db_hl[MC_EAR_LEFT] = left_db;
	ears.threshold_db_hl[MC_EAR_RIGHT] = right_db;
	return ears;
}

#define ASSERT_AT_MOST(tally, count, share)                                                        \
	g_assert_true(mc_bars_at_most((tally).count, (tally).runs, FULL, share))
#define ASSERT_AT_LEAST(tally, count, share)                                                       \
	g_assert_true(mc_bars_at_least((tally).count, (tally).runs, FULL, share))

static void
test_thresholds(void)
{
	McEars ears = with_thresholds(10, 10);
	Tally tally = measure(&ears, "T 10", 1);

	ASSERT_AT_LEAST(tally, pass, 0.985);
	ASSERT_AT_MOST(tally, fail, 0.0005);
	/* Six frequencies, two tones each, a third of silences. */
	g_assert_cmpfloat((double)tally.presented / tally.runs, <=, 20.5);

	ears = with_thresholds(30, 30);
	tally = measure(&ears, "T 30", 2);
	ASSERT_AT_LEAST(tally, pass, 0.96);
	ASSERT_AT_MOST(tally, fail, 0.0005);
	ears.spread_db = 4;
	tally = measure(&ears, "T 30, spread 4 dB", 3);
	ASSERT_AT_LEAST(tally, pass, 0.96);

	/* At the limit of the mean itself: a doctor's case, seldom a machine's. */
	ears = with_thresholds(38, 38);
	tally = measure(&ears, "T 38", 4);
	ASSERT_AT_MOST(tally, fail, 0.002);

	ears = with_thresholds(45, 45);
	tally = measure(&ears, "T 45", 5);
	ASSERT_AT_MOST(tally, pass, 0.001);
	ears = with_thresholds(60, 60);
	tally = measure(&ears, "T 60", 6);
	ASSERT_AT_MOST(tally, pass, 0.001);
	ASSERT_AT_LEAST(tally, fail, 0.99);
}

static void
test_random_pressers(void)
{
	static const double per_s[] = {0.05, 0.1, 0.2, 0.4, 0.7, 1.0, 3.0};

	for (gsize i = 0; i < G_N_ELEMENTS(per_s); i++) {
		g_autofree char *who = g_strdup_printf("deaf, presses %.2f/s", per_s[i]);
		McEars ears = with_thresholds(MC_DEAF_DB_HL, MC_DEAF_DB_HL);
		Tally tally;

		ears.false_press = 0;
		ears.presses_per_s = per_s[i];
		tally = measure(&ears, who, 20 + i);
		ASSERT_AT_MOST(tally, pass, 0.001);
	}
}

static void
test_one_dead_ear(void)
{
	static const double good_db[] = {-5, 10, 25};

	for (int dead = 0; dead < MC_SIDES; dead++) {
		for (gsize i = 0; i < G_N_ELEMENTS(good_db); i++) {
			g_autofree char *who = g_strdup_printf("ear %d dead, other %.0f dB", dead, good_db[i]);
			McEars ears = with_thresholds(MC_DEAF_DB_HL, MC_DEAF_DB_HL);
			Tally tally;

			ears.threshold_db_hl[1 - dead] = good_db[i];
			tally = measure(&ears, who, 40 + i);
			ASSERT_AT_MOST(tally, pass, 0.002);
			ASSERT_AT_MOST(tally, ear_pass[dead], 0.002);
			ASSERT_AT_LEAST(tally, ear_fail[dead], 0.98);
			ASSERT_AT_LEAST(tally, ear_pass[1 - dead], 0.98);
		}
	}
}

static void
test_one_dead_ear_and_pressing(void)
{
	McEars ears = with_thresholds(MC_DEAF_DB_HL, 10);
	Tally tally;

	ears.presses_per_s = 0.2;
	tally = measure(&ears, "left ear dead, presses 0.2/s", 50);
	ASSERT_AT_MOST(tally, pass, 0.002);
}

/* What the masking is for, and that the simulation would show its absence. */
static void
test_without_masking_a_dead_ear_can_hear(void)
{
	McEars ears = with_thresholds(MC_DEAF_DB_HL, -10);
	McExamPlan plan;
	Tally tally;

	ears.interaural_db = 40;
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	tally = measure_with(&plan, &ears, "left ear dead, thin head, masked", 60);
	ASSERT_AT_MOST(tally, ear_pass[MC_EAR_LEFT], 0.005);
	for (int i = 0; i < plan.as.hearing.frequencies; i++)
		plan.as.hearing.masking_deci_db[i] = MC_NO_MASKING;
	tally = measure_with(&plan, &ears, "left ear dead, thin head, not masked", 60);
	ASSERT_AT_LEAST(tally, ear_pass[MC_EAR_LEFT], 0.5);
}

/* In threshold runs (24 silent presentations and more). */
static void
test_false_pressers_are_flagged(void)
{
	McEars ears = with_thresholds(60, 60);
	Tally tally;

	ears.false_press = 0.02;
	tally = measure(&ears, "T 60, false presses 2 %", 70);
	ASSERT_AT_MOST(tally, flagged, 0.02);
	ears.false_press = 0.25;
	tally = measure(&ears, "T 60, false presses 25 %", 71);
	ASSERT_AT_LEAST(tally, flagged, 0.95);
	ASSERT_AT_LEAST(tally, unreliable, 0.95);
	ASSERT_AT_MOST(tally, pass, 0.001);
	/* Someone who hears well and is a little hasty is not lost. */
	ears = with_thresholds(10, 10);
	ears.false_press = 0.1;
	tally = measure(&ears, "T 10, false presses 10 %", 72);
	ASSERT_AT_LEAST(tally, pass, 0.95);
	ASSERT_AT_MOST(tally, fail, 0.0005);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hearing/thresholds", test_thresholds);
	g_test_add_func("/hearing/random-pressers", test_random_pressers);
	g_test_add_func("/hearing/one-dead-ear", test_one_dead_ear);
	g_test_add_func("/hearing/one-dead-ear-pressing", test_one_dead_ear_and_pressing);
	g_test_add_func("/hearing/masking", test_without_masking_a_dead_ear_can_hear);
	g_test_add_func("/hearing/false-pressers", test_false_pressers_are_flagged);
	return g_test_run();
}
