#include "app/exam/exam.h"
#include "app/exam/kind.h"

#include <stddef.h>
#include <string.h>

static const McExamOps *const ops_of[MC_EXAM_KINDS] = {
    [MC_EXAM_ACUITY] = &mc_acuity_ops,
    [MC_EXAM_HEARING] = &mc_hearing_ops,
    [MC_EXAM_SIDE] = &mc_side_ops,
    [MC_EXAM_STATURE] = &mc_stature_ops,
    [MC_EXAM_LIMBS] = &mc_limbs_ops,
    [MC_EXAM_REACTION] = &mc_reaction_ops,
    [MC_EXAM_COLOUR] = &mc_colour_ops,
};

static void
mark_examined(McExam *exam)
{
	const McExamPlan *plan = &exam->plan;
	McPartResult *part = exam->result.part;

	for (int side = 0; side < MC_SIDES; side++) {
		part[side].mean_deci_db_hl = MC_THRESHOLD_OPEN;
		switch (plan->kind) {
		case MC_EXAM_ACUITY: part[side].examined = plan->as.acuity.eyes[side]; break;
		case MC_EXAM_HEARING: part[side].examined = plan->as.hearing.ears[side]; break;
		case MC_EXAM_SIDE:
		case MC_EXAM_STATURE:
		case MC_EXAM_LIMBS:
		case MC_EXAM_REACTION: part[side].examined = side == 0; break;
		case MC_EXAM_COLOUR: part[side].examined = true; break;
		}
	}
}

bool
mc_exam_init(McExam *exam, const McExamPlan *plan, const McSeed *seed)
{
	memset(exam, 0, sizeof *exam);
	exam->result.attempts = 1;
	for (int i = 0; i < MC_ATTEMPTS_MAX; i++)
		mc_quality_judge(&exam->result.quality[i], &mc_quality_plan_default);
	if (mc_exam_plan_problem(plan).field) {
		mc_exam_finish(exam, MC_REASON_STOPPED);
		return false;
	}
	exam->plan = *plan;
	exam->result.kind = plan->kind;
	exam->current.kind = plan->kind;
	mc_random_init(&exam->random, seed);
	mark_examined(exam);
	if (plan->kind == MC_EXAM_ACUITY &&
	    plan->as.acuity.vergence_centi_dioptre < plan->as.acuity.nearest_centi_dioptre) {
		mc_exam_finish(exam, MC_REASON_TOO_NEAR);
		return true;
	}
	ops_of[plan->kind]->start(exam);
	return true;
}

McStep
mc_exam_next(McExam *exam, McStimulus *stimulus)
{
	if (exam->step == MC_STEP_PRESENT)
		*stimulus = exam->current;
	return exam->step;
}

McAnswerProblem
mc_exam_answer_problem(const McExam *exam, const McAnswer *answer)
{
	if (exam->step != MC_STEP_PRESENT)
		return MC_ANSWER_NOT_AWAITED;
	if (answer->kind != exam->plan.kind)
		return MC_ANSWER_OTHER_KIND;
	if (answer->trial != exam->current.trial)
		return MC_ANSWER_OTHER_TRIAL;
	return ops_of[exam->plan.kind]->problem(exam, answer);
}

const char *
mc_answer_problem_text(McAnswerProblem problem)
{
	switch (problem) {
	case MC_ANSWER_GOOD: return "the answer is good";
	case MC_ANSWER_NOT_AWAITED: return "the answer is out of turn: none is awaited";
	case MC_ANSWER_OTHER_KIND: return "the answer is to another kind of exam";
	case MC_ANSWER_OTHER_TRIAL: return "the answer is out of turn: it is to another trial";
	case MC_ANSWER_NO_DIRECTION: return "the answer is no direction of this optotype";
	case MC_ANSWER_NO_FIGURE: return "the answer is no digit and no signal light";
	case MC_ANSWER_IMPOSSIBLE: return "the answer holds what no instrument reports";
	}
	return "the answer is refused";
}

/* Misses that are believed are no concern, however often somebody attentive who sees or hears
 * little has them: the index weighs them all the same. */
static void
judge_quality(McExam *exam, McQuality *quality)
{
	const McExamOps *ops = ops_of[exam->plan.kind];

	mc_quality_judge(quality, &exam->plan.quality);
	if (ops->believes_misses && ops->believes_misses(exam))
		quality->concerns &= ~(uint32_t)MC_CONCERN_EASY_MISSED;
}

bool
mc_exam_answer(McExam *exam, const McAnswer *answer)
{
	McQuality *quality;

	if (mc_exam_answer_problem(exam, answer) != MC_ANSWER_GOOD)
		return false;
	quality = mc_exam_quality(exam);
	exam->result.presented++;
	ops_of[exam->plan.kind]->score(exam, answer);
	judge_quality(exam, quality);
	return true;
}

static int32_t
discards_max(const McExamPlan *plan)
{
	switch (plan->kind) {
	case MC_EXAM_ACUITY: return plan->as.acuity.discards_max;
	case MC_EXAM_HEARING: return plan->as.hearing.discards_max;
	case MC_EXAM_SIDE: return plan->as.side.discards_max;
	case MC_EXAM_STATURE: return plan->as.stature.discards_max;
	case MC_EXAM_LIMBS: return plan->as.limbs.discards_max;
	case MC_EXAM_REACTION: return plan->as.reaction.discards_max;
	case MC_EXAM_COLOUR: return plan->as.colour.discards_max;
	}
	return 0;
}

static McReason
reason_of_discard(McDiscard why)
{
	switch (why) {
	case MC_DISCARD_DEVICE_LOST: return MC_REASON_DEVICE_LOST;
	case MC_DISCARD_NOISE: return MC_REASON_NOISE;
	case MC_DISCARD_POSITION:
	case MC_DISCARD_DISTANCE:
	case MC_DISCARD_OCCLUSION:
	case MC_DISCARD_ABSENT:
	case MC_DISCARD_MOVING: return MC_REASON_POSITION;
	case MC_DISCARD_INTERRUPTED: return MC_REASON_STOPPED;
	case MC_DISCARD_NO_ANSWER: return MC_REASON_TIME_OUT;
	case MC_DISCARD_LUMINANCE: return MC_REASON_LUMINANCE;
	}
	return MC_REASON_STOPPED;
}

/* Presentations of one frequency that noise may spoil, and those that it has spoilt. */
static bool
is_too_noisy(McExam *exam)
{
	McHearingState *hearing = &exam->as.hearing;

	switch (exam->plan.kind) {
	case MC_EXAM_ACUITY:
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR: return false;
	case MC_EXAM_HEARING:
		return ++hearing->noise_lost[mc_hearing_frequency(hearing)] >
		       exam->plan.as.hearing.noise_repeats_max;
	case MC_EXAM_SIDE: return ++exam->as.side.noise_lost > exam->plan.as.side.noise_repeats_max;
	}
	return false;
}

static bool
is_badly_lit(const McExam *exam)
{
	return exam->plan.kind == MC_EXAM_ACUITY &&
	       exam->result.lost[MC_DISCARD_LUMINANCE] > exam->plan.as.acuity.luminance_repeats_max;
}

bool
mc_exam_discard(McExam *exam, int32_t trial, McDiscard why)
{
	if (exam->step != MC_STEP_PRESENT || trial != exam->current.trial ||
	    (unsigned)why >= MC_DISCARDS)
		return false;
	exam->result.presented++;
	exam->result.discarded++;
	exam->result.lost[why]++;
	if (exam->result.discarded > discards_max(&exam->plan) ||
	    (why == MC_DISCARD_NOISE && is_too_noisy(exam)) || is_badly_lit(exam)) {
		mc_exam_finish(exam, reason_of_discard(why));
		return true;
	}
	ops_of[exam->plan.kind]->repeat(exam);
	return true;
}

bool
mc_exam_acknowledge(McExam *exam)
{
	if (exam->step != MC_STEP_RE_INSTRUCT && exam->step != MC_STEP_LONGER)
		return false;
	ops_of[exam->plan.kind]->acknowledge(exam);
	return true;
}

void
mc_exam_stop(McExam *exam, McReason why)
{
	if (exam->step != MC_STEP_DONE)
		mc_exam_finish(exam, why == MC_REASON_NONE ? MC_REASON_STOPPED : why);
}

static bool
decides_nothing(const McPartResult *part)
{
	for (int32_t i = 0; i < part->cuts; i++)
		if (part->cut[i].outcome != MC_OUTCOME_NOT_DETERMINED)
			return false;
	return part->outcome == MC_OUTCOME_NOT_DETERMINED && part->reasons == MC_REASON_UNCALIBRATED;
}

bool
mc_exam_is_void(const McExamResult *result)
{
	for (int i = 0; i < MC_SIDES; i++)
		if (result->part[i].examined && !decides_nothing(&result->part[i]))
			return false;
	return result->outcome == MC_OUTCOME_NOT_DETERMINED &&
	       result->reasons == MC_REASON_UNCALIBRATED;
}

bool
mc_exam_void(McExam *exam)
{
	McExamResult *result = &exam->result;

	if (exam->step != MC_STEP_DONE || result->presented == 0 || mc_exam_is_void(result))
		return false;
	for (int i = 0; i < MC_SIDES; i++) {
		McPartResult *part = &result->part[i];

		if (!part->examined)
			continue;
		part->outcome = MC_OUTCOME_NOT_DETERMINED;
		part->reasons = MC_REASON_UNCALIBRATED;
		for (int32_t j = 0; j < part->cuts; j++)
			part->cut[j].outcome = MC_OUTCOME_NOT_DETERMINED;
	}
	result->outcome = MC_OUTCOME_NOT_DETERMINED;
	result->reasons = MC_REASON_UNCALIBRATED;
	return true;
}

const McExamResult *
mc_exam_result(const McExam *exam)
{
	return exam->step == MC_STEP_DONE ? &exam->result : NULL;
}

/* ---- for the kinds ---- */

void
mc_exam_present(McExam *exam)
{
	exam->current.trial = exam->result.presented;
	exam->current.attempt = exam->result.attempts;
	exam->step = MC_STEP_PRESENT;
}

McQuality *
mc_exam_quality(McExam *exam)
{
	return &exam->result.quality[exam->result.attempts - 1];
}

void
mc_exam_decide(McExam *exam, int part, McOutcome outcome, uint32_t reasons)
{
	exam->result.part[part].outcome = outcome;
	exam->result.part[part].reasons |= reasons;
}

static bool
is_undecided(const McPartResult *part)
{
	for (int32_t i = 0; i < part->cuts; i++)
		if (part->cut[i].outcome == MC_OUTCOME_NOT_DETERMINED)
			return true;
	return part->cuts == 0 && part->outcome == MC_OUTCOME_NOT_DETERMINED;
}

bool
mc_exam_part_is_open(const McExam *exam, int part)
{
	const McPartResult *p = &exam->result.part[part];

	/* A part is only ever given up for a reason; CONTINUED and RE_INSTRUCTED are mere flags. */
	return p->examined && is_undecided(p) &&
	       (p->reasons & ~(uint32_t)(MC_REASON_CONTINUED | MC_REASON_RE_INSTRUCTED)) == 0;
}

static uint32_t
route_flag(const McExamPlan *plan)
{
	bool is_heard = plan->kind == MC_EXAM_HEARING || plan->kind == MC_EXAM_SIDE;
	McTransducer transducer =
	    plan->kind == MC_EXAM_SIDE ? plan->as.side.transducer : plan->as.hearing.transducer;

	return is_heard && transducer == MC_TRANSDUCER_LOUDSPEAKER ? MC_REASON_BY_LOUDSPEAKER
	                                                           : MC_REASON_NONE;
}

void
mc_exam_finish(McExam *exam, uint32_t reasons)
{
	McExamResult *result = &exam->result;
	bool any = false, failed = false, undecided = false;

	for (int i = 0; i < MC_SIDES; i++) {
		McPartResult *part = &result->part[i];

		if (!part->examined)
			continue;
		if (mc_exam_part_is_open(exam, i))
			part->reasons |= reasons;
		part->reasons |= route_flag(&exam->plan);
		any = true;
		failed |= part->outcome == MC_OUTCOME_FAIL;
		undecided |= part->outcome != MC_OUTCOME_PASS;
		result->reasons |= part->reasons;
	}
	if (!any)
		result->reasons |= reasons;
	result->outcome = failed              ? MC_OUTCOME_FAIL
	                  : undecided || !any ? MC_OUTCOME_NOT_DETERMINED
	                                      : MC_OUTCOME_PASS;
	exam->step = MC_STEP_DONE;
}
