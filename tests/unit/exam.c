/* The common face of the exams: what is refused, repeated, counted, ended. C13 (reasons, fixed
 * attempts), C17 (replay), T5 (refused plans). */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

static const McSeed seed = {{7, 1, 3}};

static void
begin(McExam *exam, McExamKind kind)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	g_assert_null(mc_exam_plan_problem(&plan).field);
	g_assert_true(mc_exam_init(exam, &plan, &seed));
}

/* Somebody who sees and hears everything. */
static McAnswer
right_answer(const McStimulus *stimulus)
{
	McAnswer answer;

	memset(&answer, 0, sizeof answer);
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
		answer.as.optotype.direction = stimulus->as.optotype.direction;
		answer.as.optotype.reaction_us = 800000;
		break;
	case MC_EXAM_HEARING: answer.as.press.count = !stimulus->as.tone.silent; break;
	case MC_EXAM_SIDE:
		answer.as.press.count = !stimulus->as.side.silent;
		answer.as.press.press[0].key = stimulus->as.side.side;
		break;
	case MC_EXAM_COLOUR:
		answer.as.colour.figure = stimulus->as.colour.figure;
		answer.as.colour.reaction_us = 1500000;
		return answer;
	case MC_EXAM_STATURE: answer.as.stature.height_mm = 1700; return answer;
	case MC_EXAM_LIMBS: answer.as.limbs.seen = MC_MOVEMENT_DONE; return answer;
	case MC_EXAM_REACTION: answer.as.reaction.reaction_us = 250000; return answer;
	}
	if (stimulus->kind != MC_EXAM_ACUITY)
		answer.as.press.press[0].at_us = 400000;
	return answer;
}

static void
answer_right(McExam *exam)
{
	McStimulus stimulus;
	McAnswer answer;

	g_assert_cmpint(mc_exam_next(exam, &stimulus), ==, MC_STEP_PRESENT);
	answer = right_answer(&stimulus);
	g_assert_true(mc_exam_answer(exam, &answer));
}

static void
assert_refused(McExam *exam, const McAnswer *answer, McAnswerProblem problem)
{
	McExam before;

	g_assert_cmpint(mc_exam_answer_problem(exam, answer), ==, problem);

	memcpy(&before, exam, sizeof before);
	g_assert_false(mc_exam_answer(exam, answer));
	g_assert_cmpmem(exam, sizeof *exam, &before, sizeof before);
}

static void
test_refused_answers_leave_no_trace(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McStimulus stimulus;
	McAnswer good, bad;
	McExam exam;

	begin(&exam, kind);
	answer_right(&exam);
	mc_exam_next(&exam, &stimulus);
	good = right_answer(&stimulus);

	bad = good;
	bad.kind = kind == MC_EXAM_ACUITY ? MC_EXAM_SIDE : MC_EXAM_ACUITY;
	assert_refused(&exam, &bad, MC_ANSWER_OTHER_KIND);
	bad = good;
	bad.trial--;
	assert_refused(&exam, &bad, MC_ANSWER_OTHER_TRIAL);
	bad.trial = good.trial + 1;
	assert_refused(&exam, &bad, MC_ANSWER_OTHER_TRIAL);
	bad = good;
	if (kind == MC_EXAM_ACUITY) {
		/* An E has no oblique directions. */
		bad.as.optotype.direction = MC_DIRECTION_UP_RIGHT;
		assert_refused(&exam, &bad, MC_ANSWER_NO_DIRECTION);
		bad = good;
		memset(&bad.as.optotype.cannot_see, 0x55, 1);
	} else {
		bad.as.press.count = MC_PRESSES_MAX + 1;
		assert_refused(&exam, &bad, MC_ANSWER_IMPOSSIBLE);
		bad.as.press.count = -1;
	}
	assert_refused(
	    &exam, &bad, kind == MC_EXAM_ACUITY ? MC_ANSWER_NO_DIRECTION : MC_ANSWER_IMPOSSIBLE);
	/* There is nothing to acknowledge, and no discard of another trial. */
	g_assert_false(mc_exam_acknowledge(&exam));
	g_assert_false(mc_exam_discard(&exam, stimulus.trial + 1, MC_DISCARD_NOISE));
	g_assert_null(mc_exam_result(&exam));
	g_assert_true(mc_exam_answer(&exam, &good));
	/* Nor is an answer taken twice. */
	assert_refused(&exam, &good, MC_ANSWER_OTHER_TRIAL);
	mc_exam_stop(&exam, MC_REASON_STOPPED);
	assert_refused(&exam, &good, MC_ANSWER_NOT_AWAITED);
}

static void
test_step_stays_until_it_is_answered(gconstpointer data)
{
	McStimulus first, again;
	McExam exam;

	begin(&exam, (McExamKind)GPOINTER_TO_INT(data));
	memset(&first, 0, sizeof first);
	memset(&again, 0, sizeof again);
	for (int i = 0; i < 5; i++) {
		g_assert_cmpint(mc_exam_next(&exam, &first), ==, MC_STEP_PRESENT);
		g_assert_cmpint(mc_exam_next(&exam, &again), ==, MC_STEP_PRESENT);
		g_assert_cmpmem(&first, sizeof first, &again, sizeof again);
		g_assert_cmpint(first.trial, ==, i);
		g_assert_cmpint(first.attempt, ==, 1);
		answer_right(&exam);
	}
}

static gboolean
is_equivalent(const McStimulus *a, const McStimulus *b)
{
	switch (a->kind) {
	case MC_EXAM_ACUITY:
		return a->as.optotype.eye == b->as.optotype.eye &&
		       a->as.optotype.size_milli_log_mar == b->as.optotype.size_milli_log_mar &&
		       a->as.optotype.easy == b->as.optotype.easy;
	case MC_EXAM_HEARING:
		return a->as.tone.ear == b->as.tone.ear &&
		       a->as.tone.frequency_hz == b->as.tone.frequency_hz &&
		       a->as.tone.level_deci_db_hl == b->as.tone.level_deci_db_hl &&
		       a->as.tone.silent == b->as.tone.silent;
	case MC_EXAM_SIDE:
		return a->as.side.silent == b->as.side.silent &&
		       (a->as.side.silent || a->as.side.side == b->as.side.side);
	case MC_EXAM_COLOUR: return a->as.colour.show == b->as.colour.show;
	case MC_EXAM_STATURE: return a->as.stature.reading == b->as.stature.reading;
	case MC_EXAM_LIMBS: return a->as.limbs.movement == b->as.limbs.movement;
	case MC_EXAM_REACTION:
		return a->as.reaction.task == b->as.reaction.task &&
		       a->as.reaction.key == b->as.reaction.key;
	}
	return FALSE;
}

/* T13, C11: a lost presentation neither helps nor harms. */
static void
test_discard_repeats_an_equivalent_presentation(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McStimulus lost, repeated;
	const McExamResult *result;
	int32_t discarded = 0;
	McExam exam;

	begin(&exam, kind);
	while (mc_exam_next(&exam, &lost) == MC_STEP_PRESENT) {
		if (discarded < 20) {
			g_assert_true(mc_exam_discard(&exam, lost.trial, MC_DISCARD_POSITION));
			g_assert_cmpint(mc_exam_next(&exam, &repeated), ==, MC_STEP_PRESENT);
			g_assert_cmpint(repeated.trial, ==, lost.trial + 1);
			g_assert_true(is_equivalent(&lost, &repeated));
			g_assert_false(mc_exam_discard(&exam, lost.trial, MC_DISCARD_POSITION));
			discarded++;
		}
		answer_right(&exam);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->discarded, ==, discarded);
	g_assert_cmpint(result->presented, ==,
	    discarded + result->part[0].trials + result->part[1].trials +
	        result->quality[0].catch_trials);
	g_assert_cmpint(result->reasons, ==, MC_REASON_NONE);
}

static void
test_too_many_discards_end_it(void)
{
	static const struct {
		McDiscard why;
		McReason reason;
	} rows[] = {
	    {MC_DISCARD_DEVICE_LOST, MC_REASON_DEVICE_LOST},
	    {MC_DISCARD_NOISE, MC_REASON_NOISE},
	    {MC_DISCARD_POSITION, MC_REASON_POSITION},
	    {MC_DISCARD_INTERRUPTED, MC_REASON_STOPPED},
	    {MC_DISCARD_NO_ANSWER, MC_REASON_TIME_OUT},
	    {MC_DISCARD_MOVING, MC_REASON_POSITION},
	    {MC_DISCARD_DISTANCE, MC_REASON_POSITION},
	    {MC_DISCARD_OCCLUSION, MC_REASON_POSITION},
	    {MC_DISCARD_ABSENT, MC_REASON_POSITION},
	    {MC_DISCARD_LUMINANCE, MC_REASON_LUMINANCE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McExam exam;

		/* Noise has a limit of its own there (C11). */
		begin(&exam, rows[i].why == MC_DISCARD_NOISE ? MC_EXAM_ACUITY : MC_EXAM_HEARING);
		for (int32_t trial = 0; trial <= 20; trial++)
			g_assert_true(mc_exam_discard(&exam, trial, rows[i].why));
		g_assert_false(mc_exam_discard(&exam, 21, rows[i].why));
		g_assert_nonnull(mc_exam_result(&exam));
		g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, rows[i].reason);
		g_assert_cmpint(mc_exam_result(&exam)->discarded, ==, 21);
		for (gint why = 0; why < MC_DISCARDS; why++)
			g_assert_cmpint(
			    mc_exam_result(&exam)->lost[why], ==, why == (gint)rows[i].why ? 21 : 0);
	}
}

/* C17: plan, seed and answers give the same exam again, byte by byte; another seed does not. */
static void
test_replay(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McSeed other = {{8}};
	McExamPlan plan;
	McExam a, b, c;
	int different = 0;

	mc_exam_plan_default(&plan, kind);
	mc_exam_init(&a, &plan, &seed);
	mc_exam_init(&b, &plan, &seed);
	mc_exam_init(&c, &plan, &other);
	for (int i = 0; !mc_exam_result(&a); i++) {
		McStimulus stimulus, foreign;
		McAnswer answer;

		mc_exam_next(&a, &stimulus);
		if (mc_exam_next(&c, &foreign) == MC_STEP_PRESENT) {
			different += !is_equivalent(&stimulus, &foreign);
			answer_right(&c);
		}
		answer = right_answer(&stimulus);
		g_assert_true(mc_exam_answer(&a, &answer));
		g_assert_true(mc_exam_answer(&b, &answer));
		g_assert_cmpmem(&a, sizeof a, &b, sizeof b);
	}
	g_assert_cmpint(different, >, 3);
}

static void
test_stop_keeps_what_is_decided(void)
{
	const McExamResult *result;
	McExam exam;

	/* The left eye sees all and is decided; the right one is stopped on the way. */
	begin(&exam, MC_EXAM_ACUITY);
	while (exam.result.part[MC_EYE_LEFT].outcome != MC_OUTCOME_PASS)
		answer_right(&exam);
	g_assert_cmpint(exam.result.part[MC_EYE_RIGHT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	mc_exam_stop(&exam, MC_REASON_TIME_OUT);
	result = mc_exam_result(&exam);
	g_assert_nonnull(result);
	g_assert_cmpint(result->part[MC_EYE_LEFT].outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->part[MC_EYE_LEFT].reasons, ==, MC_REASON_NONE);
	g_assert_cmpint(result->part[MC_EYE_RIGHT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[MC_EYE_RIGHT].reasons, ==, MC_REASON_TIME_OUT);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	/* A finished exam cannot be stopped for another reason. */
	mc_exam_stop(&exam, MC_REASON_NOISE);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_TIME_OUT);
}

static void
test_stop_at_once(gconstpointer data)
{
	McStimulus stimulus;
	McExam exam;

	begin(&exam, (McExamKind)GPOINTER_TO_INT(data));
	mc_exam_stop(&exam, MC_REASON_STOPPED);
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_DONE);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_STOPPED);
	g_assert_cmpint(mc_exam_result(&exam)->presented, ==, 0);
}

/* Refused, and the member that is to blame is named. */
static void
assert_problem(const McExamPlan *plan, const char *field)
{
	McStimulus stimulus;
	McExam exam;

	g_assert_cmpstr(mc_exam_plan_problem(plan).field, ==, field);
	g_assert_nonnull(mc_exam_plan_problem(plan).reason);
	g_assert_false(mc_exam_init(&exam, plan, &seed));
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_DONE);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_STOPPED);
}

#define ASSERT_PROBLEM(kind_, place, value, field)                                                 \
	G_STMT_START                                                                                   \
	{                                                                                              \
		McExamPlan plan_;                                                                          \
		mc_exam_plan_default(&plan_, kind_);                                                       \
		plan_.place = (value);                                                                     \
		assert_problem(&plan_, field);                                                             \
	}                                                                                              \
	G_STMT_END

static void
test_bad_acuity_plans_are_refused(void)
{
	ASSERT_PROBLEM(MC_EXAM_ACUITY, kind, (McExamKind)MC_EXAM_KINDS, "kind");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, attempts_max, 0, "attempts_max");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, attempts_max, 3, "attempts_max");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.optotype, (McOptotype)2, "optotype");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cut_milli_log_mar[0], 25, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cut_milli_log_mar[0], -350, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cut_milli_log_mar[1], 100, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cuts, 0, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cuts, 2, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.cuts, 5, "cut_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.smallest_milli_log_mar, 50, "smallest_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.largest_milli_log_mar, 299, "largest_milli_log_mar");
	ASSERT_PROBLEM(
	    MC_EXAM_ACUITY, as.acuity.largest_milli_log_mar, INT32_MAX, "largest_milli_log_mar");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.minimum_trials, 25, "minimum_trials");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.minimum_trials, 0, "minimum_trials");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.continuation_trials, 23, "continuation_trials");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.estimate_trials, 7, "estimate_trials");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.estimate_trials, 201, "estimate_trials");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.pass_permille, 500, "pass_permille");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.fail_permille, 0, "fail_permille");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.prior_pass_permille, 900, "prior_pass_permille");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.assumed_lapse_permille, 0, "assumed_lapse_permille");
	ASSERT_PROBLEM(
	    MC_EXAM_ACUITY, as.acuity.ring_criterion_permille, 125, "ring_criterion_permille");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.discards_max, -1, "discards_max");
}

static void
test_bad_hearing_plans_are_refused(void)
{
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.frequencies, 9, "frequencies");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.frequencies, 0, "frequencies");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.frequency_hz[2], 0, "frequency_hz");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.masking_deci_db[0], 1001, "masking_deci_db");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.needed, 4, "needed");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.gap_max_ms, 1000, "gap_max_ms");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.catch_permille, 1000, "catch_permille");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.threshold_max_deci_db_hl, 390, "level_deci_db_hl");
	ASSERT_PROBLEM(
	    MC_EXAM_HEARING, as.hearing.threshold_max_deci_db_hl, 720, "threshold_max_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.mean_fail_deci_db_hl, 399, "mean_pass_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.rove_deci_db, 510, "rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.maximum_trials, 5, "minimum_trials");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.silent_permille, 0, "silent_trials_min");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.unsided_permille, 0, "unsided_permille");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.field_unsided_permille, 0, "field_unsided_permille");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.field_rove_deci_db, 201, "field_rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.field_maximum_trials, 5, "field_maximum_trials");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.silent_permille, 900, "silent_permille");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.window_ms, 0, "window_ms");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.procedure, (McThresholdProcedure)4, "procedure");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.threshold_sd_deci_db, 0, "threshold_sd_deci_db");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.repeat_hz, -1, "repeat_hz");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.checks_missed_max, -1, "checks_missed_max");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.transducer, (McTransducer)8, "transducer");
	/* Contradictory: noise from a loudspeaker masks both ears. */
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.transducer, MC_TRANSDUCER_LOUDSPEAKER, "transducer");
	/* Louder than anybody may hear. */
	ASSERT_PROBLEM(
	    MC_EXAM_HEARING, as.hearing.threshold_max_deci_db_hl, 850, "threshold_max_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.masking_deci_db[1], 801, "masking_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.level_deci_db_hl, 760, "rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.noise_repeats_max, -1, "noise_repeats_max");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.noise.covered_deci_db_spl[3], -1, "noise");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.noise.attenuation_deci_db[2][0], 601, "noise");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.noise.open_deci_db_spl[0], 1001, "noise");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.noise.margin_deci_db, -1, "noise");
}

static void
test_contradictions_are_refused(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.eyes[0] = plan.as.acuity.eyes[1] = false;
	assert_problem(&plan, "eyes");
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cuts = 2;
	plan.as.acuity.cut_milli_log_mar[1] = MC_ACUITY_CUT_SPAN_MAX + 50;
	assert_problem(&plan, "cut_milli_log_mar");
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	memset(&plan.as.hearing.ears[1], 0x42, 1);
	assert_problem(&plan, "ears");
}

/* Acuity is certified for distance: at 1 m a short-sighted person would pass. */
static void
test_near_optics_are_refused(void)
{
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.vergence_centi_dioptre = -34;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	g_assert_null(mc_exam_result(&exam));
	plan.as.acuity.vergence_centi_dioptre = -35;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	g_assert_nonnull(mc_exam_result(&exam));
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_TOO_NEAR);
	g_assert_true(mc_exam_result(&exam)->part[MC_EYE_LEFT].examined);
}

static void
add_for_each_kind(const char *name, GTestDataFunc function)
{
	/* Those that a person who answers right passes; the body has a test of its own. */
	static const char *const kinds[] = {"acuity", "hearing", "side"};

	for (int kind = 0; kind < (int)G_N_ELEMENTS(kinds); kind++) {
		g_autofree char *path = g_strdup_printf("/exam/%s/%s", name, kinds[kind]);

		g_test_add_data_func(path, GINT_TO_POINTER(kind), function);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_for_each_kind("refused-answers", test_refused_answers_leave_no_trace);
	add_for_each_kind("step-stays", test_step_stays_until_it_is_answered);
	add_for_each_kind("discard", test_discard_repeats_an_equivalent_presentation);
	add_for_each_kind("replay", test_replay);
	add_for_each_kind("stop-at-once", test_stop_at_once);
	g_test_add_func("/exam/too-many-discards", test_too_many_discards_end_it);
	g_test_add_func("/exam/stop", test_stop_keeps_what_is_decided);
	g_test_add_func("/exam/bad-plans/acuity", test_bad_acuity_plans_are_refused);
	g_test_add_func("/exam/bad-plans/hearing", test_bad_hearing_plans_are_refused);
	g_test_add_func("/exam/bad-plans/contradictory", test_contradictions_are_refused);
	g_test_add_func("/exam/near-optics", test_near_optics_are_refused);
	return g_test_run();
}
