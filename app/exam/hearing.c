/* Does each ear hear? Screening at one level; an ear that does not pass it gets thresholds.
 *
 * One ear after the other, the first one at random: the masker then stands on the same side for the
 * whole block, so that neither its coming nor its side tells that a tone is due. Within the block
 * the frequencies come in random order. */
#include "app/exam/kind.h"
#include "app/exam/press.h"
#include "app/exam/threshold.h"

#include <string.h>

/* Silent presentations are spread in blocks of twenty, two of them shuffled together. */
#define SILENCE_BLOCK 20
#define SILENCE_BLOCKS 2

/* One false alarm more is believed for every 16 silent presentations from the 12th on: someone who
 * presses by mistake in 2 % of the windows is then stopped in less than 2 %, someone who presses in
 * 25 % of them goes on in less than 5 % from 24 on. */
#define FALSE_ALARMS_FREE 4
#define FALSE_ALARMS_PER 16

/* The believed number of stray presses is for so many presentations: a screening. */
#define STRAYS_PER 24

static void
fill_in(McExam *exam, bool silent)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	McHearingState *state = &exam->as.hearing;
	const McToneTrack *track = &state->track[state->ear][state->frequency];
	McToneStimulus *tone = &exam->current.as.tone;

	tone->ear = state->ear;
	tone->frequency_hz = plan->frequency_hz[state->frequency];
	tone->level_deci_db_hl = track->level_deci_db_hl;
	tone->masking_deci_db = plan->masking_deci_db[state->frequency];
	tone->silent = silent;
	tone->gap_ms = mc_random_between(&exam->random, plan->gap_min_ms, plan->gap_max_ms);
	tone->duration_ms = plan->duration_ms;
	tone->window_ms = plan->window_ms;
	mc_exam_present(exam);
}

/* ---- what is believed ---- */

static bool
is_believable(McExam *exam)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McQuality *quality = mc_exam_quality(exam);
	int32_t alarms =
	    plan->false_alarms_max + (quality->catch_trials + FALSE_ALARMS_FREE) / FALSE_ALARMS_PER;
	int32_t strays = plan->stray_presses_max * (1 + (quality->answers - 1) / STRAYS_PER);

	return quality->false_alarms <= alarms && quality->stray_presses <= strays;
}

/* So far off that it need not be awaited: nobody is kept pressing at silence for minutes. */
static bool
is_hopeless(McExam *exam)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McQuality *quality = mc_exam_quality(exam);

	return quality->false_alarms > 2 * plan->false_alarms_max + 2 + quality->catch_trials / 4 ||
	       quality->stray_presses > 2 * plan->stray_presses_max + 2 + quality->answers / 4;
}

static uint32_t
attempt_flags(const McExam *exam)
{
	return exam->result.attempts > 1 ? MC_REASON_RE_INSTRUCTED : MC_REASON_NONE;
}

static void
give_up_attempt(McExam *exam)
{
	if (exam->result.attempts < exam->plan.attempts_max) {
		exam->step = MC_STEP_RE_INSTRUCT;
		return;
	}
	for (int ear = 0; ear < MC_SIDES; ear++)
		if (exam->result.part[ear].examined)
			mc_exam_decide(
			    exam, ear, MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNRELIABLE | attempt_flags(exam));
	mc_exam_finish(exam, MC_REASON_UNRELIABLE);
}

/* ---- order ---- */

static bool
ear_is_busy(const McExam *exam, McEar ear)
{
	const McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	uint32_t reasons;

	if (!mc_exam_part_is_open(exam, (int)ear))
		return false;
	if (state->stage == MC_HEARING_THRESHOLD)
		return !state->screened[ear] &&
		       mc_threshold_judge(state->track[ear], plan, &reasons) == MC_OUTCOME_NOT_DETERMINED &&
		       reasons == MC_REASON_NONE;
	for (int32_t f = 0; f < plan->frequencies; f++)
		if (!state->track[ear][f].done)
			return true;
	return false;
}

static bool
choose_ear(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	McEar other = state->first == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;

	state->ear = ear_is_busy(exam, state->first) ? state->first : other;
	return ear_is_busy(exam, state->ear);
}

/* Screening: any frequency that is not done. Thresholds: one after the other. */
static int32_t
choose_frequency(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	int32_t open[MC_TONE_FREQUENCIES_MAX] = {0};
	int32_t count = 0;

	for (int32_t f = 0; f < exam->plan.as.hearing.frequencies; f++)
		if (!state->track[state->ear][f].done)
			open[count++] = f;
	if (state->stage == MC_HEARING_THRESHOLD || count == 0)
		return open[0];
	return open[mc_random_below(&exam->random, (uint32_t)count)];
}

static void
present_next(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;

	state->frequency = choose_frequency(exam);
	fill_in(exam, mc_pool_draw(&state->silence, &exam->random) == 1);
}

/* ---- the two stages ---- */

static void
start(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	int32_t silent = (plan->catch_permille * SILENCE_BLOCK + 500) / 1000;
	int32_t block[MC_POOL_KINDS] = {SILENCE_BLOCK - silent, silent, 0, 0};

	memset(state, 0, sizeof *state);
	state->first = mc_random_below(&exam->random, 2) == 0 ? MC_EAR_LEFT : MC_EAR_RIGHT;
	mc_pool_init(&state->silence, block, SILENCE_BLOCKS);
	for (int ear = 0; ear < MC_SIDES; ear++)
		for (int32_t f = 0; f < plan->frequencies; f++)
			state->track[ear][f].level_deci_db_hl = plan->level_deci_db_hl;
	choose_ear(exam);
	present_next(exam);
}

static void
learn_screening(McToneTrack *track, const McHearingPlan *plan, bool heard)
{
	track->trials++;
	track->answers += heard;
	track->heard = track->answers >= plan->needed;
	track->done = track->heard || track->trials - track->answers > plan->of_at_most - plan->needed;
}

/* Every ear was screened, and believably: ears that heard all pass, the others get thresholds. */
static void
end_screening(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;

	for (int ear = 0; ear < MC_SIDES; ear++) {
		bool all = true;

		if (!mc_exam_part_is_open(exam, ear))
			continue;
		for (int32_t f = 0; f < plan->frequencies; f++)
			all &= state->track[ear][f].heard;
		state->screened[ear] = all;
		for (int32_t f = 0; f < plan->frequencies && !all; f++)
			mc_threshold_start(&state->track[ear][f], plan);
	}
	state->stage = MC_HEARING_THRESHOLD;
}

/* The whole attempt stands or falls by the gate at its end, so outcomes are set only here. */
static void
end_attempt(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;

	for (int ear = 0; ear < MC_SIDES; ear++) {
		uint32_t reasons = MC_REASON_NONE;
		McOutcome outcome = MC_OUTCOME_PASS;

		if (!mc_exam_part_is_open(exam, ear))
			continue;
		if (!state->screened[ear])
			outcome = mc_threshold_judge(state->track[ear], &exam->plan.as.hearing, &reasons);
		mc_exam_decide(exam, ear, outcome, reasons | attempt_flags(exam));
	}
	mc_exam_finish(exam, MC_REASON_NONE);
}

static void
advance(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;

	if (is_hopeless(exam)) {
		give_up_attempt(exam);
		return;
	}
	if (state->stage == MC_HEARING_SCREENING && !choose_ear(exam) && is_believable(exam))
		end_screening(exam);
	if (choose_ear(exam))
		present_next(exam);
	else if (is_believable(exam))
		end_attempt(exam);
	else
		give_up_attempt(exam);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	return mc_press_is_valid(&answer->as.press) ? MC_ANSWER_GOOD : MC_ANSWER_IMPOSSIBLE;
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McToneStimulus *tone = &exam->current.as.tone;
	McToneTrack *track = &state->track[state->ear][state->frequency];
	McPressReading press = mc_press_read(&answer->as.press, tone->duration_ms, tone->window_ms);
	McQuality *quality = mc_exam_quality(exam);

	mc_quality_answer(quality, press.strays, press.impossible);
	if (tone->silent) {
		mc_quality_catch(quality, press.answered);
	} else {
		exam->result.part[state->ear].trials++;
		if (state->stage == MC_HEARING_SCREENING)
			learn_screening(track, plan, press.answered);
		else
			mc_threshold_learn(track, plan, press.answered);
	}
	advance(exam);
}

/* The same tone, or silence, after a fresh gap. */
static void
repeat(McExam *exam)
{
	fill_in(exam, exam->current.as.tone.silent);
}

static void
acknowledge(McExam *exam)
{
	exam->result.attempts++;
	start(exam);
}

const McExamOps mc_hearing_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
