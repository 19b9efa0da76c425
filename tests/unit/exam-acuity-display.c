/* What a display cannot show is not presented, and not claimed: whatever line it ends at. C10. */
#include "app/exam/exam.h"
#include "app/exam/notation.h"

#include <glib.h>
#include <math.h>

static void
answer(McExam *exam, const McStimulus *stimulus, gboolean right)
{
	const McOptotypeStimulus *shown = &stimulus->as.optotype;
	McAnswer given = {.kind = MC_EXAM_ACUITY, .trial = stimulus->trial};

	given.as.optotype.direction = right ? shown->direction : (shown->direction + 1) % 4;
	given.as.optotype.cannot_see = !right;
	given.as.optotype.reaction_us = 900000;
	g_assert_true(mc_exam_answer(exam, &given));
}

static McExamResult
look(gboolean sees, gint32 cut, gint32 smallest, gint32 largest)
{
	McSeed seed = {{13}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cut_milli_log_mar[0] = cut;
	plan.as.acuity.estimate_trials = 30;
	g_assert_true(mc_acuity_plan_show(&plan.as.acuity, smallest, largest));
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		g_assert_cmpint(stimulus.as.optotype.size_milli_log_mar, >=, smallest);
		g_assert_cmpint(stimulus.as.optotype.size_milli_log_mar, <=, largest);
		answer(&exam, &stimulus, sees);
	}
	return *mc_exam_result(&exam);
}

/* Who sees it all is stated to see "at least" its end. */
static void
assert_at_least(const McPartResult *part, gint32 cut, gint32 floor)
{
	gint32 line = 100 * (50 - part->line_deci), stated;
	char text[MC_NOTATION_SIZE];

	g_assert_cmpint(part->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(part->trials, ==, 30);
	g_assert_cmpint(part->line_bound, ==, MC_BOUND_AT_LEAST);
	/* The finest whole line that it shows, unless that is far beyond the limit. */
	g_assert_cmpint(line, >=, floor);
	if (floor >= cut - 200)
		g_assert_cmpint(line, <, floor + 100);
	g_assert_cmpint(part->estimate_bound, ==, MC_BOUND_AT_LEAST);
	/* For a limit far away the thresholds that are reckoned with end before the display does. */
	if (cut <= 100)
		g_assert_cmpint(part->estimate_milli_log_mar, ==, floor);
	g_assert_cmpint(part->estimate_milli_log_mar, >=, floor);
	mc_notation_write(MC_NOTATION_FIVE_MARK, part->estimate_milli_log_mar, text);
	stated = (gint32)lround(1000.0 * (5.0 - g_ascii_strtod(text, NULL)));
	g_assert_cmpint(ABS(stated - part->estimate_milli_log_mar), <=, 5);
}

static void
test_floor(void)
{
	for (gint32 cut = 0; cut <= 300; cut += 100)
		for (gint32 floor = -300; floor <= cut; floor += 10) {
			McExamResult result = look(TRUE, cut, floor, 1000);

			for (int eye = 0; eye < MC_SIDES; eye++)
				assert_at_least(&result.part[eye], cut, floor);
		}
}

/* … and who sees nothing of it "at most" the other. */
static void
test_ceiling(void)
{
	for (gint32 cut = 0; cut <= 300; cut += 100)
		for (gint32 ceiling = cut + 300; ceiling <= 1000; ceiling += 50) {
			McExamResult result = look(FALSE, cut, -300, ceiling);

			for (int eye = 0; eye < MC_SIDES; eye++) {
				const McPartResult *part = &result.part[eye];

				g_assert_cmpint(part->outcome, ==, MC_OUTCOME_FAIL);
				g_assert_cmpint(part->line_bound, ==, MC_BOUND_AT_MOST);
				g_assert_cmpint(100 * (50 - part->line_deci), <=, ceiling);
				g_assert_cmpint(part->estimate_bound, ==, MC_BOUND_AT_MOST);
				g_assert_cmpint(part->estimate_milli_log_mar, <=, ceiling);
			}
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/acuity/display/floor-C10", test_floor);
	g_test_add_func("/acuity/display/ceiling-C10", test_ceiling);
	return g_test_run();
}
