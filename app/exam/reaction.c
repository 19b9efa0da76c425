/* For people of 70 and over: a practice of what the authority's own test of memory, judgement and
 * reaction asks. It says how fast and how steady somebody was, corrected for the instrument's
 * latency, and never how fit: the figures of such tests tell too little about a driver. */
#include "app/exam/fixed.h"
#include "app/exam/kind.h"

#include <string.h>

/* 2^16 / ln 2: milliseconds over the mean, to the binary logarithm's 2^-16. */
#define E_TO_TWO_Q16 94548

#define KEY_BLOCK 4
#define KEY_BLOCKS 2

/* Exponential, so that having waited long tells nothing about how soon it comes; cut off. */
static int32_t
draw_foreperiod_ms(McExam *exam)
{
	const McReactionPlan *plan = &exam->plan.as.reaction;
	int64_t range_ms = plan->foreperiod_max_ms - plan->foreperiod_min_ms;
	int64_t lowest = mc_fixed_exp2(-(range_ms * E_TO_TWO_Q16 / plan->foreperiod_mean_ms));
	int64_t draw = MC_FIXED_ONE_Q30 -
	               (int64_t)mc_random_below(&exam->random, (uint32_t)(MC_FIXED_ONE_Q30 - lowest));
	int64_t wait_ms = -(int64_t)mc_fixed_log2(draw) * plan->foreperiod_mean_ms / E_TO_TWO_Q16;

	return plan->foreperiod_min_ms + (int32_t)(wait_ms < range_ms ? wait_ms : range_ms);
}

static void
draw_digits(McExam *exam, McReactionStimulus *reaction)
{
	reaction->digits = exam->plan.as.reaction.digits;
	for (int32_t i = 0; i < reaction->digits; i++)
		reaction->digit[i] = mc_random_between(&exam->random, 0, 9);
}

static void
draw_places(McExam *exam, McReactionStimulus *reaction)
{
	int32_t dark = mc_random_between(&exam->random, 0, exam->plan.as.reaction.places_lit - 1);

	for (int32_t lit = 0; lit < exam->plan.as.reaction.places_lit;) {
		int32_t place = mc_random_between(&exam->random, 0, MC_PLACES - 1);

		if (reaction->places >> place & 1)
			continue;
		reaction->places |= 1 << place;
		if (lit++ == dark)
			reaction->dark = place;
	}
}

static void
present(McExam *exam, McReactionKey key)
{
	const McReactionPlan *plan = &exam->plan.as.reaction;
	McReactionStimulus *reaction = &exam->current.as.reaction;

	memset(reaction, 0, sizeof *reaction);
	reaction->task = exam->as.reaction.task;
	reaction->foreperiod_ms = draw_foreperiod_ms(exam);
	reaction->window_ms = plan->entry_ms;
	switch (reaction->task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE:
		reaction->key = key;
		reaction->window_ms = plan->miss_ms;
		break;
	case MC_REACTION_MEMORY: draw_digits(exam, reaction); break;
	case MC_REACTION_JUDGEMENT: draw_places(exam, reaction); break;
	}
	mc_exam_present(exam);
}

static void
begin_task(McExam *exam, McReactionTask task)
{
	static const int32_t block[MC_POOL_KINDS] = {KEY_BLOCK / 2, KEY_BLOCK / 2, 0, 0};
	McReactionState *state = &exam->as.reaction;

	memset(state, 0, sizeof *state);
	state->task = task;
	mc_pool_init(&state->keys, block, KEY_BLOCKS);
}

/* Whoever compares the figures has to know whether the instrument's own delay is in them. */
static void
finish(McExam *exam, uint32_t reasons)
{
	if (exam->plan.as.reaction.latency_us == MC_LATENCY_UNKNOWN)
		reasons |= MC_REASON_LATENCY_UNKNOWN;
	mc_exam_finish(exam, MC_REASON_UNSCORED | reasons);
}

/* The next presentation of this task, or of the next that the plan asks for. */
static void
present_next(McExam *exam)
{
	McReactionState *state = &exam->as.reaction;
	int task = (int)state->task;

	while (task < MC_REACTION_TASKS && state->done >= exam->plan.as.reaction.trials[task]) {
		task++;
		if (task < MC_REACTION_TASKS)
			begin_task(exam, (McReactionTask)task);
	}
	if (task >= MC_REACTION_TASKS)
		finish(exam, MC_REASON_NONE);
	else if (state->task == MC_REACTION_CHOICE)
		present(exam, (McReactionKey)mc_pool_draw(&state->keys, &exam->random));
	else
		present(exam, MC_REACTION_KEY_LEFT);
}

static void
start(McExam *exam)
{
	memset(&exam->result.figures.reaction, 0, sizeof exam->result.figures.reaction);
	begin_task(exam, MC_REACTION_SIMPLE);
	present_next(exam);
}

static bool
accepts(const McAnswer *answer)
{
	const McReactionAnswer *reaction = &answer->as.reaction;
	unsigned char none;

	memcpy(&none, &reaction->none, 1);
	if (none > 1)
		return false;
	if (reaction->digits < 0 || reaction->digits > MC_DIGITS_MAX || reaction->place < 0 ||
	    reaction->place >= MC_PLACES)
		return false;
	for (int32_t i = 0; i < reaction->digits; i++)
		if (reaction->digit[i] < 0 || reaction->digit[i] > 9)
			return false;
	return reaction->reaction_us >= -60000000 && reaction->reaction_us <= 60000000 &&
	       (reaction->key == MC_REACTION_KEY_LEFT || reaction->key == MC_REACTION_KEY_RIGHT);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	return accepts(answer) ? MC_ANSWER_GOOD : MC_ANSWER_IMPOSSIBLE;
}

/* ---- figures ---- */

static void
keep_sorted(McReactionState *state, int32_t time_us)
{
	int32_t at = state->times++;

	for (; at > 0 && state->time_us[at - 1] > time_us; at--)
		state->time_us[at] = state->time_us[at - 1];
	state->time_us[at] = time_us;
}

/* Between the two values that a quarter, a half, three quarters of the way falls between. */
static int32_t
quartile(const McReactionState *state, int32_t quarters)
{
	int32_t place = (state->times - 1) * quarters;
	int32_t low = state->time_us[place / 4];
	int32_t high = place % 4 != 0 ? state->time_us[place / 4 + 1] : low;

	return low + (high - low) * (place % 4) / 4;
}

static void
score_time(McExam *exam, const McReactionAnswer *answer, McReactionTimes *times)
{
	McReactionState *state = &exam->as.reaction;
	const McReactionPlan *plan = &exam->plan.as.reaction;
	int32_t latency_us = plan->latency_us == MC_LATENCY_UNKNOWN ? 0 : plan->latency_us;
	int64_t time_us = answer->reaction_us - latency_us;

	if (answer->none || time_us > (int64_t)plan->miss_ms * 1000) {
		times->misses++;
	} else if (time_us < (int64_t)plan->anticipation_ms * 1000) {
		times->anticipations++;
		mc_exam_quality(exam)->impossible_times++;
	} else if (state->task == MC_REACTION_CHOICE && answer->key != exam->current.as.reaction.key) {
		times->wrong++;
		mc_quality_choice(mc_exam_quality(exam), (int32_t)answer->key, true);
	} else {
		keep_sorted(state, (int32_t)time_us);
		times->counted = state->times;
		times->lower_quartile_us = quartile(state, 1);
		times->median_us = quartile(state, 2);
		times->upper_quartile_us = quartile(state, 3);
	}
}

static bool
is_recalled(const McReactionStimulus *shown, const McReactionAnswer *answer)
{
	return !answer->none && answer->digits == shown->digits &&
	       memcmp(answer->digit, shown->digit, sizeof shown->digit[0] * (size_t)shown->digits) == 0;
}

/* Someone who presses before the signal does not react to it: explained once more, then said. */
static bool
is_guessing(const McExam *exam, const McReactionTimes *times)
{
	return times->anticipations > exam->plan.as.reaction.anticipations_max;
}

static void
go_on(McExam *exam)
{
	const McReactionFigures *figures = &exam->result.figures.reaction;

	if (!is_guessing(exam, &figures->simple) && !is_guessing(exam, &figures->choice))
		present_next(exam);
	else if (exam->result.attempts < exam->plan.attempts_max)
		exam->step = MC_STEP_RE_INSTRUCT;
	else
		finish(exam, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McReactionFigures *figures = &exam->result.figures.reaction;
	const McReactionStimulus *shown = &exam->current.as.reaction;
	const McReactionAnswer *given = &answer->as.reaction;

	mc_quality_answer(mc_exam_quality(exam), 0, false);
	exam->as.reaction.done++;
	exam->result.part[0].trials++;
	switch (shown->task) {
	case MC_REACTION_SIMPLE: score_time(exam, given, &figures->simple); break;
	case MC_REACTION_CHOICE: score_time(exam, given, &figures->choice); break;
	case MC_REACTION_MEMORY:
		figures->memory_trials++;
		figures->memory_right += is_recalled(shown, given);
		break;
	case MC_REACTION_JUDGEMENT:
		figures->judgement_trials++;
		figures->judgement_right += !given->none && given->place == shown->dark;
		break;
	}
	go_on(exam);
}

/* The same key after a fresh wait; fresh digits and places, since these were seen. */
static void
repeat(McExam *exam)
{
	present(exam, exam->current.as.reaction.key);
}

static void
acknowledge(McExam *exam)
{
	exam->result.attempts++;
	start(exam);
}

const McExamOps mc_reaction_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = repeat,
    .acknowledge = acknowledge,
};
