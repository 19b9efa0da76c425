/* The acuity exam step by step: sizes, order of the eyes, stop rule, lines. C14 (continuation). */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

/* What a scripted person says to a stimulus: right or wrong. */
typedef gboolean (*Script)(const McExam *exam, const McStimulus *stimulus);

static gboolean
sees_all(const McExam *exam, const McStimulus *stimulus)
{
	return TRUE;
}

static gboolean
sees_nothing(const McExam *exam, const McStimulus *stimulus)
{
	return FALSE;
}

/* A step at 5.15: sees 5.1 and larger, nothing smaller. */
static gboolean
sees_down_to_minus_100(const McExam *exam, const McStimulus *stimulus)
{
	return stimulus->as.optotype.size_milli_log_mar >= -100;
}

static gboolean
left_eye_sees(const McExam *exam, const McStimulus *stimulus)
{
	return stimulus->as.optotype.eye == MC_EYE_LEFT;
}

/* Keeps the examiner in doubt, but misses nothing easy. */
static gboolean
on_the_edge(const McExam *exam, const McStimulus *stimulus)
{
	return stimulus->as.optotype.easy ||
	       exam->result.part[stimulus->as.optotype.eye].cut[0].pass_permille < 500;
}

static void
answer(McExam *exam, const McStimulus *stimulus, gboolean right)
{
	McAnswer given;

	memset(&given, 0, sizeof given);
	given.kind = MC_EXAM_ACUITY;
	given.trial = stimulus->trial;
	given.as.optotype.direction = stimulus->as.optotype.direction;
	if (!right)
		given.as.optotype.direction =
		    (stimulus->as.optotype.direction + 1) % MC_DIRECTIONS_STRAIGHT;
	given.as.optotype.reaction_us = 700000;
	g_assert_true(mc_exam_answer(exam, &given));
}

static void
begin(McExam *exam, guint8 seed_byte, gint32 cut_milli, gboolean interleaved)
{
	McSeed seed = {{seed_byte}};
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cut_milli_log_mar[0] = cut_milli;
	plan.as.acuity.interleaved = interleaved;
	g_assert_true(mc_exam_init(exam, &plan, &seed));
}

static const McExamResult *
run(McExam *exam, Script script)
{
	McStimulus stimulus;
	McStep step;

	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT)
			answer(exam, &stimulus, script(exam, &stimulus));
		else
			g_assert_true(mc_exam_acknowledge(exam));
	}
	return mc_exam_result(exam);
}

static void
test_sharp_eyes_pass_at_the_minimum(void)
{
	McExam exam;
	const McExamResult *result;

	begin(&exam, 1, 0, TRUE);
	result = run(&exam, sees_all);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->presented, ==, 16);
	for (int eye = 0; eye < MC_SIDES; eye++) {
		const McPartResult *part = &result->part[eye];

		g_assert_cmpint(part->outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmpint(part->trials, ==, 8);
		g_assert_cmpint(part->cuts, ==, 1);
		g_assert_cmpint(part->cut[0].outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmpint(part->cut[0].pass_permille, >=, 900);
		g_assert_cmpint(part->line_deci, >=, 50);
		g_assert_cmpint(part->line_bound, ==, MC_BOUND_AT_LEAST);
	}
}

static void
test_blind_eyes_fail(void)
{
	McExam exam;
	const McExamResult *result;

	begin(&exam, 2, 0, TRUE);
	result = run(&exam, sees_nothing);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_FAIL);
	for (int eye = 0; eye < MC_SIDES; eye++) {
		g_assert_cmpint(result->part[eye].trials, ==, 8);
		/* Not even the largest that was shown was met. */
		g_assert_cmpint(result->part[eye].line_deci, ==, 44);
		g_assert_cmpint(result->part[eye].line_bound, ==, MC_BOUND_AT_MOST);
		g_assert_cmpint(result->part[eye].cut[0].pass_permille, <=, 30);
	}
}

static void
test_cannot_see_counts_as_wrong(void)
{
	McStimulus stimulus;
	McExam said, wrong;

	begin(&said, 3, 0, TRUE);
	begin(&wrong, 3, 0, TRUE);
	while (mc_exam_next(&said, &stimulus) == MC_STEP_PRESENT) {
		McAnswer given = {.kind = MC_EXAM_ACUITY,
		    .trial = stimulus.trial,
		    /* The direction is without meaning, be it the right one or none at all. */
		    .as.optotype = {.cannot_see = true, .direction = stimulus.as.optotype.direction}};

		if (stimulus.trial % 2)
			given.as.optotype.direction = (McDirection)99;
		g_assert_true(mc_exam_answer(&said, &given));
		mc_exam_next(&wrong, &stimulus);
		answer(&wrong, &stimulus, FALSE);
	}
	g_assert_cmpint(mc_exam_result(&said)->outcome, ==, MC_OUTCOME_FAIL);
	/* But for which directions were named, and how soon. */
	memset(wrong.result.quality[0].wrong_choices, 0, sizeof wrong.result.quality[0].wrong_choices);
	wrong.result.quality[0].alternatives = wrong.result.quality[0].choices = 0;
	wrong.result.quality[0].timed = 0;
	wrong.result.quality[0].concerns = MC_CONCERN_NONE;
	g_assert_cmpmem(
	    mc_exam_result(&said), sizeof(McExamResult), mc_exam_result(&wrong), sizeof(McExamResult));
}

static void
test_sizes(gconstpointer data)
{
	static const gint32 warm_up[] = {600, 400, 200};
	gint32 cut = GPOINTER_TO_INT(data);
	gint32 trials[MC_SIDES] = {0};
	McStimulus stimulus;
	McStep step;
	McExam exam;

	begin(&exam, 4, cut, TRUE);
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		const McOptotypeStimulus *shown = &stimulus.as.optotype;
		gint32 above = shown->size_milli_log_mar - cut;

		if (step == MC_STEP_LONGER) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		trials[shown->eye]++;
		g_assert_cmpint(above % 50, ==, 0);
		g_assert_cmpint(shown->easy, ==,
		    trials[shown->eye] == 9 || trials[shown->eye] == 17 || trials[shown->eye] == 25 ||
		        trials[shown->eye] == 33);
		if (trials[shown->eye] <= 3)
			g_assert_cmpint(above, ==, warm_up[trials[shown->eye] - 1]);
		else if (shown->easy)
			g_assert_true(above >= 300 && above <= 600);
		else
			g_assert_true(above >= -300 && above <= 300);
		answer(&exam, &stimulus, on_the_edge(&exam, &stimulus));
	}
	g_assert_cmpint(mc_exam_result(&exam)->quality[0].easy_trials, ==, 8);
}

static void
test_a_little_longer(gconstpointer data)
{
	gboolean interleaved = GPOINTER_TO_INT(data);
	McStimulus stimulus;
	gint32 longer = 0;
	McStep step;
	McExam exam;

	begin(&exam, 5, 0, interleaved);
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT) {
			answer(&exam, &stimulus, on_the_edge(&exam, &stimulus));
			continue;
		}
		g_assert_cmpint(step, ==, MC_STEP_LONGER);
		g_assert_cmpint(exam.result.presented, ==, interleaved ? 48 : 24);
		g_assert_false(mc_exam_discard(&exam, exam.current.trial, MC_DISCARD_NOISE));
		g_assert_null(mc_exam_result(&exam));
		longer++;
		g_assert_true(mc_exam_acknowledge(&exam));
		g_assert_false(mc_exam_acknowledge(&exam));
	}
	g_assert_cmpint(longer, ==, 1);
	for (int eye = 0; eye < MC_SIDES; eye++) {
		const McPartResult *part = &mc_exam_result(&exam)->part[eye];

		g_assert_cmpint(part->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmphex(part->reasons, ==, MC_REASON_BORDERLINE | MC_REASON_CONTINUED);
		g_assert_cmpint(part->trials, ==, 40);
		g_assert_true(part->line_deci == 49 || part->line_deci == 50);
	}
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
}

static void
test_stop_while_it_is_told(void)
{
	McStimulus stimulus;
	McExam exam;

	begin(&exam, 6, 0, TRUE);
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT)
		answer(&exam, &stimulus, on_the_edge(&exam, &stimulus));
	mc_exam_stop(&exam, MC_REASON_STOPPED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_STOPPED);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
}

static void
test_order_of_the_eyes(void)
{
	McStimulus stimulus;
	gboolean left_began = FALSE;
	gint32 changes = 0;
	McEye last = MC_EYE_LEFT;
	McExam exam;

	/* Behind shutters the citizen cannot foresee which eye is next. */
	begin(&exam, 7, 0, TRUE);
	for (int i = 0; i < 14; i++) {
		g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
		changes += i > 0 && stimulus.as.optotype.eye != last;
		last = stimulus.as.optotype.eye;
		answer(&exam, &stimulus, TRUE);
	}
	g_assert_cmpint(changes, >=, 3);

	/* With an occluder the right eye is finished before the left one begins. */
	begin(&exam, 7, 0, FALSE);
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		if (stimulus.as.optotype.eye == MC_EYE_LEFT)
			left_began = TRUE;
		else
			g_assert_false(left_began);
		answer(&exam, &stimulus, TRUE);
	}
	g_assert_true(left_began);
}

static void
test_one_eye_only(void)
{
	McSeed seed = {{9}};
	McExamPlan plan;
	McExam exam;
	const McExamResult *result;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.eyes[MC_EYE_LEFT] = false;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	result = run(&exam, sees_all);
	g_assert_false(result->part[MC_EYE_LEFT].examined);
	g_assert_true(result->part[MC_EYE_RIGHT].examined);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->presented, ==, 8);
}

static void
test_eyes_are_judged_each_for_itself(void)
{
	McExam exam;
	const McExamResult *result;

	begin(&exam, 10, 0, TRUE);
	result = run(&exam, left_eye_sees);
	g_assert_cmpint(result->part[MC_EYE_LEFT].outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->part[MC_EYE_RIGHT].outcome, ==, MC_OUTCOME_FAIL);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_FAIL);
}

static void
test_lines(void)
{
	McExam exam;
	const McExamResult *result;

	/* Whoever sees down to 5.1 passes 4.9 and 5.0; the line is the best that was shown and met. */
	for (guint8 seed = 0; seed < 50; seed++) {
		for (gint32 cut = 0; cut <= 100; cut += 100) {
			begin(&exam, seed, cut, TRUE);
			result = run(&exam, sees_down_to_minus_100);
			for (int eye = 0; eye < MC_SIDES; eye++) {
				const McPartResult *part = &result->part[eye];

				g_assert_cmpint(part->outcome, ==, MC_OUTCOME_PASS);
				g_assert_cmpint(part->line_deci, >=, 50 - cut / 100);
				g_assert_cmpint(part->line_deci, <=, 52);
			}
		}
	}
}

static void
test_one_impossible_time_is_only_counted(void)
{
	McStimulus stimulus;
	McExam exam;

	begin(&exam, 11, 0, TRUE);
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		McAnswer given = {.kind = MC_EXAM_ACUITY,
		    .trial = stimulus.trial,
		    .as.optotype = {.direction = stimulus.as.optotype.direction,
		        .reaction_us = stimulus.trial < 1 ? 149999 : 150000}};

		g_assert_true(mc_exam_answer(&exam, &given));
	}
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(mc_exam_result(&exam)->quality[0].impossible_times, ==, 1);
}

/* Two limits in one run: whoever sees 4.9 and no more fails one and passes the other. */
static gboolean
sees_down_to_4_9(const McExam *exam, const McStimulus *stimulus)
{
	return stimulus->as.optotype.size_milli_log_mar >= 100;
}

static void
test_two_limits(void)
{
	int decided = 0;
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cuts = 2;
	plan.as.acuity.cut_milli_log_mar[1] = 100;
	for (guint8 byte = 0; byte < 20; byte++) {
		McSeed seed = {{byte}};
		const McExamResult *result;
		McExam exam;

		g_assert_true(mc_exam_init(&exam, &plan, &seed));
		result = run(&exam, sees_down_to_4_9);
		for (int eye = 0; eye < MC_SIDES; eye++) {
			const McPartResult *part = &result->part[eye];

			g_assert_cmpint(part->cuts, ==, 2);
			g_assert_cmpint(part->outcome, ==, part->cut[0].outcome);
			g_assert_cmpint(part->cut[0].outcome, !=, MC_OUTCOME_PASS);
			g_assert_cmpint(part->cut[1].outcome, !=, MC_OUTCOME_FAIL);
			decided +=
			    part->cut[0].outcome == MC_OUTCOME_FAIL && part->cut[1].outcome == MC_OUTCOME_PASS;
		}
	}
	g_assert_cmpint(decided, >=, 10);
}

/* Presses up, whatever is shown. */
static void
press_up(McExam *exam)
{
	McStimulus stimulus;

	while (mc_exam_next(exam, &stimulus) == MC_STEP_PRESENT) {
		McAnswer given = {.kind = MC_EXAM_ACUITY,
		    .trial = stimulus.trial,
		    .as.optotype = {.direction = MC_DIRECTION_UP, .reaction_us = 700000}};

		g_assert_true(mc_exam_answer(exam, &given));
	}
}

static void
test_one_re_instruction_then_no_verdict(void)
{
	McStimulus stimulus;
	const McExamResult *result;
	McExam exam;

	begin(&exam, 12, 0, TRUE);
	press_up(&exam);
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_RE_INSTRUCT);
	g_assert_true(mc_exam_acknowledge(&exam));
	/* Afresh: the answers of the first attempt are not carried over. */
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
	g_assert_cmpint(stimulus.attempt, ==, 2);
	g_assert_cmpint(stimulus.as.optotype.size_milli_log_mar, ==, 600);
	press_up(&exam);
	result = mc_exam_result(&exam);
	g_assert_nonnull(result);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons & MC_REASON_UNRELIABLE, !=, 0);
	g_assert_cmphex(result->quality[0].concerns & MC_CONCERN_ONE_SIDED, !=, 0);

	/* Who has understood in the second attempt is judged by it. */
	begin(&exam, 12, 0, TRUE);
	press_up(&exam);
	g_assert_true(mc_exam_acknowledge(&exam));
	result = run(&exam, sees_all);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->part[MC_EYE_LEFT].reasons, ==, MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->part[MC_EYE_LEFT].trials, ==, 8);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/acuity/sharp", test_sharp_eyes_pass_at_the_minimum);
	g_test_add_func("/acuity/blind", test_blind_eyes_fail);
	g_test_add_func("/acuity/cannot-see", test_cannot_see_counts_as_wrong);
	g_test_add_data_func("/acuity/sizes/5.0", GINT_TO_POINTER(0), test_sizes);
	g_test_add_data_func("/acuity/sizes/4.9", GINT_TO_POINTER(100), test_sizes);
	g_test_add_data_func("/acuity/longer/shutters", GINT_TO_POINTER(TRUE), test_a_little_longer);
	g_test_add_data_func("/acuity/longer/occluder", GINT_TO_POINTER(FALSE), test_a_little_longer);
	g_test_add_func("/acuity/stop-while-told", test_stop_while_it_is_told);
	g_test_add_func("/acuity/order-of-eyes", test_order_of_the_eyes);
	g_test_add_func("/acuity/one-eye", test_one_eye_only);
	g_test_add_func("/acuity/each-eye", test_eyes_are_judged_each_for_itself);
	g_test_add_func("/acuity/lines", test_lines);
	g_test_add_func("/acuity/two-limits", test_two_limits);
	g_test_add_func("/acuity/re-instruction", test_one_re_instruction_then_no_verdict);
	g_test_add_func("/acuity/impossible-times", test_one_impossible_time_is_only_counted);
	return g_test_run();
}
