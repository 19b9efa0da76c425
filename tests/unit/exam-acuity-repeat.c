/* C14: whoever sees much worse from some moment on than before contradicts himself: said beside the
 * outcome, and never the outcome's reason. */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

/* Sees this size and larger until a presentation, and that one after it. */
typedef struct Sight {
	gint32 smallest_milli, turns_at, smallest_then_milli;
} Sight;

static McExamResult
examine(const Sight *sight, guint8 seed_byte)
{
	McSeed seed = {.bytes = {seed_byte}};
	McExamPlan plan;
	McStimulus stimulus;
	McExam exam;
	McStep step;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.estimate_trials = 30; /* nobody is through before he turns */
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		gint32 smallest =
		    stimulus.trial < sight->turns_at ? sight->smallest_milli : sight->smallest_then_milli;
		McAnswer given;

		if (step != MC_STEP_PRESENT) {
			g_assert_true(mc_exam_acknowledge(&exam));
			continue;
		}
		memset(&given, 0, sizeof given);
		given.kind = MC_EXAM_ACUITY;
		given.trial = stimulus.trial;
		given.as.optotype.reaction_us = 900000;
		given.as.optotype.direction = stimulus.as.optotype.direction;
		given.as.optotype.cannot_see = stimulus.as.optotype.size_milli_log_mar < smallest;
		g_assert_true(mc_exam_answer(&exam, &given));
	}
	return *mc_exam_result(&exam);
}

static void
test_the_same_all_along(void)
{
	for (gint32 smallest = -300; smallest <= 500; smallest += 50) {
		const Sight sight = {smallest, 0, smallest};
		McExamResult result = examine(&sight, (guint8)(smallest / 50 + 7));

		g_assert_cmpint(result.quality[0].repeats, ==, 1);
		g_assert_cmpint(result.quality[0].repeats_apart, ==, 0);
		g_assert_cmphex(result.quality[0].concerns & MC_CONCERN_REPEATS_APART, ==, 0);
	}
}

static void
test_a_turn(void)
{
	for (guint8 seed = 1; seed < 20; seed++) {
		const Sight sight = {-50, 20, 500};
		McExamResult result = examine(&sight, seed);

		g_assert_cmpint(result.quality[0].repeats, ==, 1);
		g_assert_cmpint(result.quality[0].repeats_apart, ==, 1);
		g_assert_true(result.quality[0].concerns & MC_CONCERN_REPEATS_APART);
		g_assert_cmpint(result.quality[0].index_permille, <, 100);
		/* it neither took the verdict nor asked for a second attempt */
		g_assert_cmpint(result.attempts, ==, 1);
		g_assert_false(result.reasons & MC_REASON_UNRELIABLE);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/exam/acuity/repeat/same-C14", test_the_same_all_along);
	g_test_add_func("/exam/acuity/repeat/turn-C14", test_a_turn);
	return g_test_run();
}
