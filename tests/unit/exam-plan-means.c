/* What a plan says of odds, gaps and thresholds is what an exam then does (C13, C14). */

#include "hearing-kit.h"

#include "app/observe/person.h"

/* Of so many eyes that stand at the limit itself, how many pass. */
static guint
pass_at_the_limit(gint32 prior_pass_permille)
{
	McPerson person = {.eyes = {.slope = 14, .lapse = 0.02}};
	McExamPlan plan;
	McExam exam;
	McDice dice;
	guint passed = 0;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.prior_pass_permille = prior_pass_permille;
	g_assert_null(mc_exam_plan_problem(&plan).field);
	mc_dice_init(&dice, 7);
	for (guint i = 0; i < 150; i++) {
		const McExamResult *result = mc_person_take(&person, &dice, &exam, &plan);

		for (guint eye = 0; eye < MC_SIDES; eye++)
			passed += result->part[eye].outcome == MC_OUTCOME_PASS;
	}
	return passed;
}

/* Even odds are the default because the evidence is to decide; other odds move those on the edge.
 */
static void
test_prior_odds(void)
{
	guint hopeful = pass_at_the_limit(800), even = pass_at_the_limit(500),
	      doubtful = pass_at_the_limit(200);

	g_test_message("of 300 eyes at the limit pass: %u, %u, %u", hopeful, even, doubtful);
	g_assert_cmpuint(hopeful, >, even + 20);
	g_assert_cmpuint(even, >, doubtful + 20);
}

/* Every tenth of the plan's range comes: nobody can press in time with it. */
static void
test_random_gaps(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	guint tenth[10] = {0};
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	for (guint8 seed = 0; seed < 20; seed++) {
		McStimulus stimulus;
		McExam exam;

		g_assert_true(mc_exam_init(&exam, &plan, &(McSeed){{seed}}));
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
			gint32 gap = stimulus.as.tone.gap_ms - 1500;

			g_assert_cmpint(gap, >=, 0);
			g_assert_cmpint(gap, <=, 2500);
			tenth[MIN(gap / 250, 9)]++;
			hearing_respond(&exam, &hearing_normal, &stimulus);
		}
	}
	for (guint i = 0; i < G_N_ELEMENTS(tenth); i++)
		g_assert_cmpuint(tenth[i], >=, 8);
}

/* Somebody hears from 50 dB on; the ear's mean by the Bayes procedure, in tenths of a decibel. */
static gint32
mean_with_offset(gint32 offset_deci_db)
{
	HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, 500, 500, 500);
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.procedure = MC_THRESHOLD_BAYES;
	plan.as.hearing.threshold_offset_deci_db = offset_deci_db;
	g_assert_null(mc_exam_plan_problem(&plan).field);
	return hearing_run_plan(&exam, &plan, &person, 3)->part[MC_EAR_LEFT].mean_deci_db_hl;
}

/* The offset from the 50 % point to what Hughson and Westlake find is the plan's. */
static void
test_threshold_offset(void)
{
	gint32 none = mean_with_offset(0);

	g_assert_cmpint(none, !=, MC_THRESHOLD_OPEN);
	/* A mean of rounded thresholds. */
	g_assert_cmpint(ABS(mean_with_offset(50) - none - 50), <=, 1);
	g_assert_cmpint(ABS(mean_with_offset(-50) - none + 50), <=, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plan-means/prior-odds-C14", test_prior_odds);
	g_test_add_data_func(
	    "/plan-means/random-gaps/hearing", GINT_TO_POINTER(MC_EXAM_HEARING), test_random_gaps);
	g_test_add_data_func(
	    "/plan-means/random-gaps/side", GINT_TO_POINTER(MC_EXAM_SIDE), test_random_gaps);
	g_test_add_func("/plan-means/threshold-offset", test_threshold_offset);
	return g_test_run();
}
