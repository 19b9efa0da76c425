#include "app/exam/practice.h"

#include "app/exam/plan.h"
#include "app/exam/press.h"

#include <string.h>

#define RIGHT_IN_A_ROW 3
#define PRESENTATIONS_MAX 12

/* Seen and heard by everybody who can be examined at all. */
#define SIZE_MILLI_LOG_MAR 1000
#define LEVEL_DECI_DB_HL 650
#define FREQUENCY_HZ 1000
#define GAP_MIN_MS 1000
#define GAP_MAX_MS 2500
#define EARLIEST_MS 100
#define DURATION_MS 1500
#define WINDOW_MS 2000
#define EXPOSURE_MS 8000

/* SplitMix32: what practice shows is neither recorded nor worth guarding. */
static uint32_t
draw(McPractice *practice, uint32_t bound)
{
	uint32_t z = practice->random_state += 0x9E3779B9u;

	z = (z ^ (z >> 16)) * 0x85EBCA6Bu;
	z = (z ^ (z >> 13)) * 0xC2B2AE35u;
	return (z ^ (z >> 16)) % bound;
}

/* The task is learnt on the ear that hears: after a miss the other one has its turn. */
static McEar
choose_ear(McPractice *practice)
{
	if (practice->missed[MC_EAR_LEFT] != practice->missed[MC_EAR_RIGHT])
		return practice->missed[MC_EAR_LEFT] < practice->missed[MC_EAR_RIGHT] ? MC_EAR_LEFT
		                                                                      : MC_EAR_RIGHT;
	return draw(practice, 2) == 0 ? MC_EAR_LEFT : MC_EAR_RIGHT;
}

/* Waiting in silence is part of the task, but the first thing to learn is the sound. */
static bool
choose_silence(McPractice *practice)
{
	return practice->right_in_a_row > 0 && draw(practice, 4) == 0;
}

static int32_t
choose_gap(McPractice *practice)
{
	return GAP_MIN_MS + (int32_t)draw(practice, GAP_MAX_MS - GAP_MIN_MS + 1);
}

static void
prepare(McPractice *practice)
{
	McStimulus *stimulus = &practice->current;

	stimulus->kind = practice->kind;
	stimulus->trial = practice->trial;
	stimulus->attempt = 1;
	switch (practice->kind) {
	case MC_EXAM_ACUITY:
		stimulus->as.optotype = (McOptotypeStimulus){
		    .eye = draw(practice, 2) == 0 ? MC_EYE_LEFT : MC_EYE_RIGHT,
		    .optotype = practice->optotype,
		    .direction =
		        (McDirection)draw(practice, (uint32_t)mc_optotype_directions(practice->optotype)),
		    .size_milli_log_mar = SIZE_MILLI_LOG_MAR,
		};
		return;
	case MC_EXAM_HEARING:
		stimulus->as.tone = (McToneStimulus){
		    .ear = choose_ear(practice),
		    .by_loudspeaker = practice->by_loudspeaker,
		    .frequency_hz = FREQUENCY_HZ,
		    .level_deci_db_hl = LEVEL_DECI_DB_HL,
		    .masking_deci_db = MC_NO_MASKING,
		    .silent = choose_silence(practice),
		    .gap_ms = choose_gap(practice),
		    .duration_ms = DURATION_MS,
		    .window_ms = WINDOW_MS,
		};
		return;
	case MC_EXAM_SIDE:
		stimulus->as.side = (McSideStimulus){
		    .side = choose_ear(practice),
		    .by_loudspeaker = practice->by_loudspeaker,
		    .frequency_hz = FREQUENCY_HZ,
		    .level_deci_db_hl = LEVEL_DECI_DB_HL,
		    .masking_deci_db = MC_NO_MASKING,
		    .silent = choose_silence(practice),
		    .gap_ms = choose_gap(practice),
		    .duration_ms = DURATION_MS,
		    .window_ms = WINDOW_MS,
		};
		return;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return; /* nothing to practise: passed from the start */
	case MC_EXAM_COLOUR:
		stimulus->as.colour = (McColourStimulus){
		    .show = MC_COLOUR_CONTROL,
		    .figure = (int32_t)draw(practice, MC_DIGITS),
		    .seed = (int32_t)draw(practice, INT32_MAX),
		    .exposure_ms = EXPOSURE_MS,
		};
		return;
	}
}

static bool
is_practised(McExamKind kind)
{
	return kind == MC_EXAM_ACUITY || kind == MC_EXAM_HEARING || kind == MC_EXAM_SIDE ||
	       kind == MC_EXAM_COLOUR;
}

void
mc_practice_init(McPractice *practice, McExamKind kind, McOptotype optotype, bool by_loudspeaker,
    uint32_t random_seed)
{
	memset(practice, 0, sizeof *practice);
	practice->kind = kind;
	practice->optotype = optotype;
	practice->by_loudspeaker = by_loudspeaker;
	practice->random_state = random_seed;
	practice->maximum = PRESENTATIONS_MAX;
	practice->state = is_practised(kind) ? MC_PRACTICE_RUNNING : MC_PRACTICE_PASSED;
	prepare(practice);
}

McPracticeState
mc_practice_next(McPractice *practice, McStimulus *stimulus)
{
	if (practice->state == MC_PRACTICE_RUNNING)
		*stimulus = practice->current;
	return practice->state;
}

static bool
is_right(McPractice *practice, const McAnswer *answer)
{
	static const McPressTimes times = {EARLIEST_MS, DURATION_MS, WINDOW_MS};
	const McStimulus *stimulus = &practice->current;
	McPressReading press;
	McEar ear;
	bool silent;

	if (practice->kind == MC_EXAM_ACUITY)
		return !answer->as.optotype.cannot_see &&
		       answer->as.optotype.direction == stimulus->as.optotype.direction;
	if (practice->kind == MC_EXAM_COLOUR)
		return !answer->as.colour.cannot_see &&
		       answer->as.colour.figure == stimulus->as.colour.figure;
	if (!mc_press_is_valid(&answer->as.press))
		return false;
	press = mc_press_read(&answer->as.press, &times);
	ear = practice->kind == MC_EXAM_SIDE ? stimulus->as.side.side : stimulus->as.tone.ear;
	silent = practice->kind == MC_EXAM_SIDE ? stimulus->as.side.silent : stimulus->as.tone.silent;
	if (silent)
		return !press.answered;
	if (press.answered && (practice->kind == MC_EXAM_HEARING || press.key == ear))
		return true;
	practice->missed[ear]++;
	return false;
}

bool
mc_practice_answer(McPractice *practice, const McAnswer *answer)
{
	if (practice->state != MC_PRACTICE_RUNNING || answer->kind != practice->kind ||
	    answer->trial != practice->current.trial)
		return false;
	practice->last_was_right = is_right(practice, answer);
	practice->right_in_a_row = practice->last_was_right ? practice->right_in_a_row + 1 : 0;
	practice->trial++;
	if (practice->right_in_a_row >= RIGHT_IN_A_ROW)
		practice->state = MC_PRACTICE_PASSED;
	else if (practice->trial >= practice->maximum)
		practice->state = MC_PRACTICE_NOT_UNDERSTOOD;
	else
		prepare(practice);
	return practice->last_was_right;
}
