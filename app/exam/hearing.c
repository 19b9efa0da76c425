/* Does each ear hear? Screening at one level; an ear that does not pass it gets thresholds, the
 * first such ear one of them twice.
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

int32_t
mc_hearing_frequency(const McHearingState *state)
{
	return state->frequency == MC_TONE_REPEAT ? state->reference : state->frequency;
}

static void
fill_in(McExam *exam, bool silent)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	McHearingState *state = &exam->as.hearing;
	const McToneTrack *track = &state->track[state->ear][state->frequency];
	McToneStimulus *tone = &exam->current.as.tone;
	int32_t f = mc_hearing_frequency(state);

	tone->ear = state->ear;
	tone->by_loudspeaker = plan->transducer == MC_TRANSDUCER_LOUDSPEAKER;
	tone->frequency_hz = plan->frequency_hz[f];
	tone->level_deci_db_hl = track->level_deci_db_hl;
	tone->masking_deci_db = plan->masking_deci_db[f];
	tone->silent = silent;
	tone->gap_ms = mc_random_between(&exam->random, plan->gap_min_ms, plan->gap_max_ms);
	tone->duration_ms = plan->duration_ms;
	tone->window_ms = plan->window_ms;
	mc_exam_present(exam);
}

/* ---- what is believed ---- */

/* Of each ear by itself: with two of them an unsteady listener misses twice as many. */
static bool
are_checks_heard(const McExam *exam)
{
	const McHearingState *state = &exam->as.hearing;
	int32_t limit = exam->plan.as.hearing.checks_missed_max;

	return state->checks_missed[MC_EAR_LEFT] <= limit &&
	       state->checks_missed[MC_EAR_RIGHT] <= limit;
}

static bool
is_believable(McExam *exam)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McQuality *quality = mc_exam_quality(exam);
	int32_t alarms = plan->false_alarms_max +
	                 (quality->catch_trials + plan->false_alarms_ahead) / plan->false_alarms_per;
	int32_t strays =
	    plan->stray_presses_max * (1 + (quality->answers - 1) / plan->stray_presses_per);

	return quality->false_alarms <= alarms && quality->stray_presses <= strays &&
	       are_checks_heard(exam);
}

static bool
is_far_beyond(const McHearingPlan *plan, int32_t presses, int32_t believed, int32_t presentations)
{
	return presses > plan->hopeless_times * believed + plan->hopeless_above +
	                     presentations * plan->hopeless_permille / 1000;
}

/* So far off that it need not be awaited: nobody is kept pressing at silence for minutes. */
static bool
is_hopeless(McExam *exam)
{
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McQuality *quality = mc_exam_quality(exam);

	return is_far_beyond(
	           plan, quality->false_alarms, plan->false_alarms_max, quality->catch_trials) ||
	       is_far_beyond(plan, quality->stray_presses, plan->stray_presses_max, quality->answers) ||
	       !are_checks_heard(exam);
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

/* One threshold of the first ear that gets any is measured twice. */
static bool
is_repeated(const McHearingState *state, McEar ear)
{
	return state->reference >= 0 && ear == state->repeat_ear;
}

static McOutcome
judge_ear(const McExam *exam, McEar ear, uint32_t *reasons)
{
	const McHearingState *state = &exam->as.hearing;
	McOutcome outcome = mc_threshold_judge(state->track[ear], &exam->plan.as.hearing, reasons);

	if (outcome == MC_OUTCOME_FAIL || !is_repeated(state, ear))
		return outcome;
	if (state->never_agrees) {
		*reasons = MC_REASON_UNRELIABLE;
		return MC_OUTCOME_NOT_DETERMINED;
	}
	if (*reasons != MC_REASON_UNRELIABLE && !state->track[ear][MC_TONE_REPEAT].done) {
		*reasons = MC_REASON_NONE;
		return MC_OUTCOME_NOT_DETERMINED;
	}
	return outcome;
}

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
		       judge_ear(exam, ear, &reasons) == MC_OUTCOME_NOT_DETERMINED &&
		       reasons == MC_REASON_NONE;
	for (int32_t f = 0; f < plan->frequencies; f++)
		if (!state->track[ear][f].done)
			return true;
	return false;
}

static McEar
other_ear(McEar ear)
{
	return ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
}

static bool
choose_ear(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;

	state->ear = ear_is_busy(exam, state->first) ? state->first : other_ear(state->first);
	return ear_is_busy(exam, state->ear);
}

/* Any frequency that is not done. */
static int32_t
choose_screening(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	int32_t open[MC_TONE_FREQUENCIES_MAX] = {0};
	int32_t count = 0;

	for (int32_t f = 0; f < exam->plan.as.hearing.frequencies; f++)
		if (!state->track[state->ear][f].done)
			open[count++] = f;
	return open[mc_random_below(&exam->random, (uint32_t)count)];
}

/* As ISO 8253-1 orders them: the reference, upwards from there, then downwards, then the reference
 * once more. */
static int32_t
choose_threshold(const McExam *exam)
{
	const McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	const McToneTrack *tracks = state->track[state->ear];
	int32_t from = state->reference >= 0 ? plan->frequency_hz[state->reference] : 0;
	int32_t above = -1, below = -1;

	for (int32_t f = 0; f < plan->frequencies; f++) {
		int32_t hz = plan->frequency_hz[f];

		if (tracks[f].done)
			continue;
		if (hz >= from && (above < 0 || hz < plan->frequency_hz[above]))
			above = f;
		if (hz < from && (below < 0 || hz > plan->frequency_hz[below]))
			below = f;
	}
	return above >= 0 ? above : below >= 0 ? below : MC_TONE_REPEAT;
}

/* A threshold that is begun is finished first. */
static void
choose_track(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	int32_t next;

	if (state->stage == MC_HEARING_SCREENING) {
		state->frequency = choose_screening(exam);
		return;
	}
	next = choose_threshold(exam);
	if (next == state->frequency && state->ear == state->measured_ear)
		return;
	mc_threshold_start(state, plan, mc_exam_quality(exam), state->ear, next);
	if (!state->familiar)
		mc_threshold_familiarise(&state->track[state->ear][next], plan);
	state->familiar = true;
	state->frequency = next;
	state->measured_ear = state->ear;
}

static void
present_next(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;

	choose_track(exam);
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
	for (int ear = 0; ear < MC_SIDES; ear++) {
		exam->result.part[ear].thresholds = 0;
		exam->result.part[ear].mean_deci_db_hl = MC_THRESHOLD_OPEN;
		for (int32_t f = 0; f < MC_TONE_TRACKS; f++)
			state->track[ear][f].level_deci_db_hl = plan->level_deci_db_hl;
	}
	choose_ear(exam);
	present_next(exam);
}

static void
learn_screening(McToneTrack *track, const McHearingPlan *plan, bool heard)
{
	int32_t missed;

	track->screen_trials++;
	track->screen_answers += heard;
	missed = track->screen_trials - track->screen_answers;
	track->heard = track->screen_answers >= plan->needed;
	track->done = track->heard || missed > plan->of_at_most - plan->needed;
}

static int32_t
find_reference(const McHearingPlan *plan)
{
	for (int32_t f = 0; f < plan->frequencies; f++)
		if (plan->frequency_hz[f] == plan->repeat_hz)
			return f;
	return -1;
}

/* What is known of the ear's thresholds, into the result. */
static void
tell_thresholds(McExam *exam, McEar ear)
{
	const McHearingState *state = &exam->as.hearing;
	McPartResult *part = &exam->result.part[ear];
	int32_t sum = 0;
	bool all = true;

	part->thresholds = exam->plan.as.hearing.frequencies;
	for (int32_t f = 0; f < part->thresholds; f++) {
		const McToneTrack *track = &state->track[ear][f];
		bool is_known = track->done && track->heard;

		part->threshold_deci_db_hl[f] = is_known ? track->threshold_deci_db_hl
		                                : mc_threshold_is_unheard(track, &exam->plan.as.hearing)
		                                    ? MC_THRESHOLD_UNHEARD
		                                    : MC_THRESHOLD_OPEN;
		sum += is_known ? track->threshold_deci_db_hl : 0;
		all &= is_known;
	}
	part->mean_deci_db_hl = all ? sum / part->thresholds : MC_THRESHOLD_OPEN;
}

/* The two measurements of the reference: their mean, when they agree; else the ear is measured
 * again, once. */
static void
compare(McExam *exam, McToneTrack *tracks)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	McToneTrack *one = &tracks[state->reference];
	const McToneTrack *two = &tracks[MC_TONE_REPEAT];
	int32_t apart = two->threshold_deci_db_hl - one->threshold_deci_db_hl;
	bool agrees = two->heard && (apart < 0 ? -apart : apart) <
	                                plan->repeat_apart_deci_db + MC_THRESHOLD_STEP_DECI_DB / 2;

	mc_quality_repeat(mc_exam_quality(exam), !agrees);
	if (agrees) {
		one->threshold_deci_db_hl += apart / 2;
	} else if (state->measured_again) {
		state->never_agrees = true;
	} else {
		state->measured_again = true;
		for (int32_t i = 0; i < MC_TONE_TRACKS; i++)
			tracks[i].done = false;
		state->frequency = -1;
	}
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
			state->track[ear][f].done = false;
	}
	state->stage = MC_HEARING_THRESHOLD;
	state->frequency = -1;
	state->reference = find_reference(plan);
	state->repeat_ear = ear_is_busy(exam, state->first) ? state->first : other_ear(state->first);
	state->familiar = !plan->familiarise;
}

/* A threshold more of this ear is there. */
static void
end_threshold(McExam *exam)
{
	McHearingState *state = &exam->as.hearing;
	const McHearingPlan *plan = &exam->plan.as.hearing;
	McToneTrack *tracks = state->track[state->ear];
	int32_t checks, missed;

	mc_threshold_checks(&tracks[state->frequency], plan, &checks, &missed);
	for (int32_t i = 0; tracks[state->frequency].heard && i < checks; i++) {
		mc_quality_easy(mc_exam_quality(exam), i < missed);
		state->checks_missed[state->ear] += i < missed;
	}
	if (state->frequency == MC_TONE_REPEAT)
		compare(exam, tracks);
	tell_thresholds(exam, state->ear);
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
			outcome = judge_ear(exam, (McEar)ear, &reasons);
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
	const McPressTimes times = {plan->earliest_ms, tone->duration_ms, tone->window_ms};
	McPressReading press = mc_press_read(&answer->as.press, &times);
	McQuality *quality = mc_exam_quality(exam);

	mc_quality_answer(
	    quality, press.strays, mc_quality_is_impossible(&exam->plan.quality, press.first_us));
	if (tone->silent) {
		mc_quality_catch(quality, press.answered);
	} else {
		exam->result.part[state->ear].trials++;
		if (state->stage == MC_HEARING_SCREENING)
			learn_screening(track, plan, press.answered);
		else
			mc_threshold_learn(state, plan, press.answered);
		if (state->stage == MC_HEARING_THRESHOLD && track->done)
			end_threshold(exam);
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
    .believes_misses = are_checks_heard,
};
