/* What no scenario of data/observers can say of the acuity exam: that what is printed agrees with
 * what is decided, and that nobody can foresee the next direction. C14. */
#include "app/observe/bars.h"
#include "app/observe/foresight.h"
#include "app/observe/person.h"

#include <glib.h>

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
	g_test_add_func("/acuity/wilful", test_wilfully_wrong);
	g_test_add_data_func("/acuity/foreseen/E", GINT_TO_POINTER(MC_OPTOTYPE_TUMBLING_E),
	    test_next_direction_cannot_be_foreseen);
	g_test_add_data_func("/acuity/foreseen/ring", GINT_TO_POINTER(MC_OPTOTYPE_LANDOLT_C),
	    test_next_direction_cannot_be_foreseen);
	return g_test_run();
}
