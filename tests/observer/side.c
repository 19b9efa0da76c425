/* What no scenario of data/observers can say of the side test: someone who hears every sound, but
 * not from where. */
#include "app/observe/bars.h"
#include "app/observe/person.h"

#include <glib.h>

#define FULL 8000

static const McEars usual = {.threshold_db_hl = {10, 10},
    .spread_db = 2.5,
    .lapse = 0.02,
    .false_press = 0.02,
    .interaural_db = 50};

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
	g_test_add_func("/side/without-direction", test_without_direction);
	return g_test_run();
}
