/* Any plan and any answers: no crash, no loop, an end, and every invariant of a result. */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

static void
fill_with_noise(GRand *rand, void *bytes, gsize size)
{
	for (gsize i = 0; i < size; i++)
		((guint8 *)bytes)[i] = (guint8)g_rand_int(rand);
}

static void
shape_body_answer(GRand *rand, const McStimulus *stimulus, McAnswer *answer)
{
	McReactionAnswer *reaction = &answer->as.reaction;

	if (stimulus->kind == MC_EXAM_STATURE) {
		answer->as.stature.height_mm = g_rand_int_range(rand, 1690, 1720);
		return;
	}
	if (stimulus->kind == MC_EXAM_LIMBS) {
		answer->as.limbs.seen = (McMovementSeen)g_rand_int_range(rand, 0, 4);
		answer->as.limbs.held_ms = g_rand_int_range(rand, 0, 2000);
		return;
	}
	memset(reaction, 0, sizeof *reaction);
	reaction->none = g_rand_int_range(rand, 0, 10) == 0;
	reaction->reaction_us = g_rand_int_range(rand, 60000, 1700000);
	reaction->key = (McReactionKey)g_rand_int_range(rand, 0, 2);
	reaction->digits = g_rand_int_range(rand, 0, MC_DIGITS_MAX + 1);
	reaction->place = g_rand_int_range(rand, 0, MC_PLACES);
}

/* Most answers are sensible but arbitrary, some are noise. */
static McAnswer
any_answer(GRand *rand, const McStimulus *stimulus)
{
	McAnswer answer;

	fill_with_noise(rand, &answer, sizeof answer);
	if (g_rand_int_range(rand, 0, 20) == 0)
		return answer;
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	if (stimulus->kind == MC_EXAM_ACUITY) {
		answer.as.optotype.cannot_see = g_rand_int_range(rand, 0, 10) == 0;
		answer.as.optotype.direction = (McDirection)g_rand_int_range(rand, 0, MC_DIRECTIONS);
		if (g_rand_boolean(rand))
			answer.as.optotype.direction = stimulus->as.optotype.direction;
		return answer;
	}
	if (stimulus->kind == MC_EXAM_STATURE || stimulus->kind == MC_EXAM_LIMBS ||
	    stimulus->kind == MC_EXAM_REACTION) {
		shape_body_answer(rand, stimulus, &answer);
		return answer;
	}
	if (stimulus->kind == MC_EXAM_COLOUR) {
		answer.as.colour.cannot_see = g_rand_int_range(rand, 0, 10) == 0;
		answer.as.colour.figure = g_rand_boolean(rand) ? stimulus->as.colour.figure
		                                               : g_rand_int_range(rand, 0, MC_DIGITS);
		return answer;
	}
	answer.as.press.count = g_rand_int_range(rand, 0, 3);
	for (gint32 i = 0; i < answer.as.press.count; i++) {
		answer.as.press.press[i].at_us = g_rand_int_range(rand, -2000000, 6000000);
		answer.as.press.press[i].key = (McEar)g_rand_int_range(rand, 0, MC_SIDES);
	}
	return answer;
}

/* Who meets a limit meets the easier ones. */
static void
check_cuts(const McPartResult *part)
{
	g_assert_true(part->cuts >= 0 && part->cuts <= MC_ACUITY_CUTS_MAX);
	for (gint32 i = 0; i < part->cuts; i++) {
		g_assert_true(part->cut[i].pass_permille >= 0 && part->cut[i].pass_permille <= 1000);
		if (i == 0)
			continue;
		g_assert_cmpint(part->cut[i].cut_milli_log_mar, >, part->cut[i - 1].cut_milli_log_mar);
		g_assert_true(
		    part->cut[i - 1].outcome != MC_OUTCOME_PASS || part->cut[i].outcome == MC_OUTCOME_PASS);
		g_assert_true(
		    part->cut[i].outcome != MC_OUTCOME_FAIL || part->cut[i - 1].outcome == MC_OUTCOME_FAIL);
	}
}

static void
check_result(const McExamResult *result)
{
	gboolean any = FALSE, fail = FALSE, open = FALSE;

	g_assert_nonnull(result);
	g_assert_true(result->attempts == 1 || result->attempts == 2);
	g_assert_true(result->discarded >= 0 && result->discarded <= result->presented);
	for (int i = 0; i < MC_ATTEMPTS_MAX; i++) {
		const McQuality *quality = &result->quality[i];

		g_assert_true(quality->false_alarms <= quality->catch_trials);
		g_assert_true(quality->easy_wrong <= quality->easy_trials);
		g_assert_true(quality->repeats_apart <= quality->repeats);
		g_assert_true(quality->catch_trials <= quality->answers);
		g_assert_true(quality->index_permille >= 0 && quality->index_permille <= 1000);
	}
	for (int i = 0; i < MC_SIDES; i++) {
		const McPartResult *part = &result->part[i];

		g_assert_cmpint(part->outcome, !=, MC_OUTCOME_REFER);
		check_cuts(part);
		any |= part->examined;
		fail |= part->examined && part->outcome == MC_OUTCOME_FAIL;
		open |= part->examined && part->outcome == MC_OUTCOME_NOT_DETERMINED;
		/* Nobody is left without a verdict and without a reason. */
		if (part->examined && part->outcome == MC_OUTCOME_NOT_DETERMINED)
			g_assert_cmphex(part->reasons, !=, MC_REASON_NONE);
		for (gint32 cut = 0; cut < part->cuts; cut++)
			if (part->cut[cut].outcome == MC_OUTCOME_NOT_DETERMINED)
				g_assert_cmphex(part->reasons, !=, MC_REASON_NONE);
		g_assert_cmphex(part->reasons & ~result->reasons, ==, 0);
	}
	g_assert_cmpint(result->outcome, ==,
	    fail           ? MC_OUTCOME_FAIL
	    : open || !any ? MC_OUTCOME_NOT_DETERMINED
	                   : MC_OUTCOME_PASS);
}

static void
act(GRand *rand, McExam *exam, McStep step, const McStimulus *stimulus)
{
	McAnswer answer;

	if (step != MC_STEP_PRESENT) {
		mc_exam_acknowledge(exam);
		return;
	}
	switch (g_rand_int_range(rand, 0, 30)) {
	case 0: mc_exam_discard(exam, stimulus->trial, MC_DISCARD_NOISE); return;
	case 1: mc_exam_discard(exam, g_rand_int(rand) & 0xff, (McDiscard)g_rand_int(rand)); return;
	case 2: mc_exam_acknowledge(exam); return;
	default: answer = any_answer(rand, stimulus); mc_exam_answer(exam, &answer);
	}
}

static void
run_to_the_end(GRand *rand, const McExamPlan *plan)
{
	McStimulus stimulus;
	McSeed seed;
	McExam exam;
	McStep step;
	int acts = 0;
	gboolean good;

	fill_with_noise(rand, &seed, sizeof seed);
	good = mc_exam_init(&exam, plan, &seed);
	g_assert_cmpint(good, ==, mc_exam_plan_problem(plan).field == NULL);
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		g_assert_null(mc_exam_result(&exam));
		act(rand, &exam, step, &stimulus);
		/* The largest plan that is allowed takes 8 frequencies of 200 presentations for each ear
		 * and attempt, four of five silent, with every tenth act refused. */
		g_assert_cmpint(++acts, <, 60000);
	}
	check_result(mc_exam_result(&exam));
}

static void
test_noise_as_plan(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);

	for (int i = 0; i < 3000; i++) {
		McExamPlan plan;

		fill_with_noise(rand, &plan, sizeof plan);
		if (i % 2)
			plan.kind = (McExamKind)g_rand_int_range(rand, 0, MC_EXAM_KINDS);
		run_to_the_end(rand, &plan);
	}
}

/* Default plans with some of their numbers changed: many of these can be run. */
static void
test_shaken_plans(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(2);
	int good = 0;

	for (int i = 0; i < 1500; i++) {
		McExamPlan plan;
		gint32 *numbers = (gint32 *)&plan;

		mc_exam_plan_default(&plan, (McExamKind)(i % MC_EXAM_KINDS));
		for (int k = g_rand_int_range(rand, 0, 4); k > 0; k--) {
			gsize at = (gsize)g_rand_int_range(rand, 1, sizeof plan / sizeof *numbers);

			gint32 spread = CLAMP(numbers[at], 2, 10000) / 2 + 1;

			/* Flags share a word; noise in them is for the other test. */
			if (numbers[at] == 0 || (numbers[at] & ~0x01010101) != 0)
				numbers[at] = (gint32)((guint32)numbers[at] +
				                       (guint32)g_rand_int_range(rand, -spread, spread + 1));
		}
		good += mc_exam_plan_problem(&plan).field == NULL;
		run_to_the_end(rand, &plan);
	}
	g_assert_cmpint(good, >, 500);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/any-input/noise", test_noise_as_plan);
	g_test_add_func("/any-input/shaken", test_shaken_plans);
	return g_test_run();
}
