/* What no scenario of data/observers can say of the acuity exam: that what is printed agrees with
 * what is decided, and that nobody can foresee the next direction. C14. */
#include "app/observe/bars.h"
#include "app/observe/foresight.h"
#include "app/observe/person.h"

#include <glib.h>
#include <math.h>

/* What is printed must not contradict what is decided. */
static void
check_part(const McPartResult *part)
{
	for (int i = 0; i < part->cuts; i++) {
		int line_deci = 50 - part->cut[i].cut_milli_log_mar / 100;

		if (part->cut[i].outcome == MC_OUTCOME_PASS)
			g_assert_cmpint(part->line_deci, >=, line_deci);
		if (part->cut[i].outcome == MC_OUTCOME_FAIL && part->line_bound != MC_BOUND_AT_MOST)
			g_assert_cmpint(part->line_deci, <, line_deci);
	}
}

static void
test_line_agrees_with_the_outcome(void)
{
	int people = mc_bars_runs(4000);
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 1);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cuts = 2;
	plan.as.acuity.cut_milli_log_mar[1] = 100;
	for (int i = 0; i < people; i++) {
		double threshold = -250 + i % 13 * 50;
		McPerson person = {
		    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02}};
		const McExamResult *result = mc_person_take(&person, &dice, &exam, &plan);

		for (int eye = 0; eye < MC_SIDES; eye++)
			check_part(&result->part[eye]);
	}
}

/* The acuity as a number: R1, thresholds even over -.2 … .8 logMAR. */
static void
test_estimate(gconstpointer data)
{
	McOptotype optotype = (McOptotype)GPOINTER_TO_INT(data);
	double spread_max = optotype == MC_OPTOTYPE_LANDOLT_C ? 50.0 : 60.0;
	double sum = 0.0, squares = 0.0, count = 0.0, held = 0.0, trials = 0.0, bias, spread;
	int people = mc_bars_runs(4000);
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 5);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.optotype = optotype;
	plan.as.acuity.estimate_trials = optotype == MC_OPTOTYPE_LANDOLT_C ? 28 : 30;
	for (int i = 0; i < people; i++) {
		double threshold = -200.0 + 1000.0 * mc_dice_uniform(&dice);
		McPerson person = {
		    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02}};
		const McExamResult *result = mc_person_take(&person, &dice, &exam, &plan);

		for (int eye = 0; eye < MC_SIDES; eye++) {
			const McPartResult *part = &result->part[eye];
			double error = part->estimate_milli_log_mar - threshold;

			g_assert_true(part->estimated);
			sum += error;
			squares += error * error;
			count++;
			trials += part->trials;
			held += threshold >= part->estimate_low_milli_log_mar &&
			        threshold <= part->estimate_high_milli_log_mar;
		}
	}
	bias = sum / count;
	spread = sqrt(squares / count - bias * bias);
	g_test_message("estimate: bias %.1f SD %.1f milli-logMAR, interval holds %.3f, trials %.1f",
	    bias, spread, held / count, trials / count);
	g_assert_cmpfloat(fabs(bias), <=, 20.0);
	g_assert_cmpfloat(spread, <=, spread_max + (people < 4000 ? 100.0 / sqrt(count) : 0.0));
	g_assert_cmpfloat(held / count, >=, 0.95 - (people < 4000 ? 0.02 : 0.0));
}

/* Sees, and says otherwise: failed by what it answered, with a flag for whoever reviews it; the
 * blind guesser, who looks the same to the limit, has none. */
static void
test_wilfully_wrong(void)
{
	int people = mc_bars_runs(4000), wilful = 0, blind = 0;
	McExamPlan plan;
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, 6);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	for (int i = 0; i < people; i++) {
		McPerson person = {.eyes = {.gaze = MC_GAZE_WILFUL,
		                       .threshold_milli = {-200, -200},
		                       .slope = 14,
		                       .lapse = 0.02}};
		const McExamResult *result = mc_person_take(&person, &dice, &exam, &plan);

		wilful += (result->quality[0].concerns & MC_CONCERN_BELOW_CHANCE) != 0;
		g_assert_cmpint(result->outcome, !=, MC_OUTCOME_PASS);
		person.eyes.gaze = MC_GAZE_GUESSES;
		result = mc_person_take(&person, &dice, &exam, &plan);
		blind += (result->quality[0].concerns & MC_CONCERN_BELOW_CHANCE) != 0;
	}
	g_test_message("wilfully wrong: flagged %d of %d; blind guessers %d", wilful, people, blind);
	g_assert_cmpint(wilful, >=, people * 99 / 100);
	g_assert_true(mc_bars_at_most(blind, people, 4000, 0.02));
}

static void
test_next_direction_cannot_be_foreseen(gconstpointer data)
{
	int people = mc_bars_runs(4000);
	McForesight sum;
	double chance, all;
	McExamPlan plan;
	McDice dice;

	mc_dice_init(&dice, 3);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.optotype = (McOptotype)GPOINTER_TO_INT(data);
	chance = 1.0 / mc_optotype_directions(plan.as.acuity.optotype);
	sum = mc_foresight(&plan, people, &dice);
	g_assert_false(sum.refused);
	all = (double)sum.all;
	g_test_message("next direction: foreseen %.4f, repeated %.4f of %.0f (chance %.3f)",
	    (double)sum.hits / all, (double)sum.repeats / all, all, chance);
	g_assert_cmpint(sum.all, >=, people * 65);
	g_assert_cmpfloat((double)sum.hits / all, <=, chance + 0.03);
	/* Neither avoided nor sought. */
	g_assert_cmpfloat((double)sum.repeats / all, >, chance - 0.02);
	g_assert_cmpfloat((double)sum.repeats / all, <, chance + 0.02);
	for (int d = 0; d < MC_DIRECTIONS; d++)
		g_assert_cmpfloat(
		    ABS((double)sum.shown[d] / all - (d * chance < 1.0 - 1e-9 ? chance : 0.0)), <, 0.01);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/acuity/line-agrees", test_line_agrees_with_the_outcome);
	g_test_add_data_func(
	    "/acuity/estimate/E", GINT_TO_POINTER(MC_OPTOTYPE_TUMBLING_E), test_estimate);
	g_test_add_data_func(
	    "/acuity/estimate/ring", GINT_TO_POINTER(MC_OPTOTYPE_LANDOLT_C), test_estimate);
	g_test_add_func("/acuity/wilful", test_wilfully_wrong);
	g_test_add_data_func("/acuity/foreseen/E", GINT_TO_POINTER(MC_OPTOTYPE_TUMBLING_E),
	    test_next_direction_cannot_be_foreseen);
	g_test_add_data_func("/acuity/foreseen/ring", GINT_TO_POINTER(MC_OPTOTYPE_LANDOLT_C),
	    test_next_direction_cannot_be_foreseen);
	return g_test_run();
}
