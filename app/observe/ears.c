#include "app/observe/ears.h"

#include <math.h>

static void
press(McPressAnswer *answer, double at_ms, McEar key)
{
	if (answer->count >= MC_PRESSES_MAX)
		return;
	answer->press[answer->count].at_us = (int64_t)(at_ms * 1000.0);
	answer->press[answer->count].key = key;
	answer->count++;
}

/* The tone at one ear against what it needs there. */
static bool
reaches(const McEars *ears, McDice *dice, double level_db, double needed_db)
{
	return mc_dice_chance(dice, 1.0 / (1.0 + exp(-(level_db - needed_db) / ears->spread_db)));
}

/* … by its threshold or by what masks it, by somebody who is not always awake. */
static bool
is_heard_at(
    const McEars *ears, McDice *dice, double level_db, double threshold_db, double masking_db)
{
	double needed = threshold_db > masking_db ? threshold_db : masking_db;

	return mc_dice_chance(
	    dice, (1.0 - ears->lapse) / (1.0 + exp(-(level_db - needed) / ears->spread_db)));
}

/* What this ear needs today, at this presentation. */
static double
threshold_now(const McEars *ears, McEar ear)
{
	return ears->threshold_db_hl[ear] + ears->feigns_db + ears->fatigue_db * ears->presented +
	       ears->drift_db * sin(ears->presented * acos(-1.0) / 20.0);
}

/* Where is the tone heard: at its own ear, across the head, nowhere (-1)? */
static int
heard_by(const McEars *ears, McDice *dice, McEar ear, int32_t level_deci, int32_t masking_deci)
{
	McEar other = ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	double level = level_deci / 10.0;
	bool masked = masking_deci != MC_NO_MASKING && !ears->without_masker;
	double masking = masked ? masking_deci / 10.0 : -100.0;

	if (is_heard_at(ears, dice, level, threshold_now(ears, ear), masking - ears->interaural_db))
		return (int)ear;
	if (is_heard_at(ears, dice, level - ears->interaural_db, threshold_now(ears, other), masking))
		return (int)other;
	return -1;
}

/* In the room both ears hear it, the far one less. Which side is it taken for; -1: unheard. */
static int
side_in_room(const McEars *ears, McDice *dice, McEar side, int32_t level_deci)
{
	McEar far = side == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	double near_db = level_deci / 10.0, far_db = near_db - ears->shadow_db;
	bool by_near =
	    reaches(ears, dice, near_db, threshold_now(ears, side) - ears->aid_gain_db[side]);
	bool by_far = reaches(ears, dice, far_db, threshold_now(ears, far) - ears->aid_gain_db[far]);
	McEar one = by_near ? side : far, other = by_near ? far : side;

	/* both ears sleep at once */
	if ((!by_near && !by_far) || mc_dice_chance(dice, ears->lapse))
		return -1;
	if (by_near && by_far)
		return (int)side;
	if (ears->goes_by_loudness)
		return (int)((by_near ? near_db : far_db) > ears->used_to_db ? one : other);
	return (int)(ears->means_any_side && mc_dice_chance(dice, 0.5) ? other : one);
}

static McEar
any_key(const McEars *ears, McDice *dice)
{
	return ears->presses_either_key && mc_dice_chance(dice, 0.5) ? MC_EAR_RIGHT : MC_EAR_LEFT;
}

/* A Poisson stream over the whole presentation, gap included. */
static void
press_at_random(
    const McEars *ears, McDice *dice, int32_t gap_ms, int32_t end_ms, McPressAnswer *answer)
{
	double at_ms = -gap_ms;

	if (ears->presses_per_s <= 0.0)
		return;
	for (;;) {
		at_ms -= 1000.0 * log(1.0 - mc_dice_uniform(dice)) / ears->presses_per_s;
		if (at_ms >= end_ms)
			return;
		press(answer, at_ms, any_key(ears, dice));
	}
}

/* As a metronome, through presentations and gaps. */
static void
press_in_rhythm(McEars *ears, McDice *dice, int32_t gap_ms, int32_t end_ms, McPressAnswer *answer)
{
	double at_ms = -gap_ms - ears->since_press_ms;

	if (ears->rhythm_ms <= 0.0)
		return;
	while (at_ms + ears->rhythm_ms < end_ms) {
		at_ms += ears->rhythm_ms;
		press(answer, at_ms, any_key(ears, dice));
	}
	ears->since_press_ms = end_ms - at_ms;
}

static double
reaction_ms(McDice *dice)
{
	return 250.0 + 120.0 * -log(1.0 - mc_dice_uniform(dice));
}

/* These ears at this frequency. */
static McEars
ears_at(const McEars *ears, int32_t frequency_hz)
{
	McEars at = *ears;
	double higher_db = ears->steep_db_per_octave * log2(frequency_hz / 1000.0);

	at.threshold_db_hl[MC_EAR_LEFT] += higher_db;
	at.threshold_db_hl[MC_EAR_RIGHT] += higher_db;
	return at;
}

void
mc_ears_answer_tone(McEars *ears, McDice *dice, const McToneStimulus *tone, McPressAnswer *answer)
{
	const McEars at = ears_at(ears, tone->frequency_hz);
	int32_t end_ms = tone->duration_ms + tone->window_ms;
	int heard = -1;

	answer->count = 0;
	if (!tone->silent && tone->by_loudspeaker)
		heard = side_in_room(&at, dice, tone->ear, tone->level_deci_db_hl);
	else if (!tone->silent)
		heard = heard_by(&at, dice, tone->ear, tone->level_deci_db_hl, tone->masking_deci_db);
	if (heard >= 0)
		press(answer, reaction_ms(dice), any_key(ears, dice));
	else if (mc_dice_chance(dice, ears->false_press))
		press(answer, 300.0 + mc_dice_uniform(dice) * 2000.0, any_key(ears, dice));
	press_at_random(ears, dice, tone->gap_ms, end_ms, answer);
	press_in_rhythm(ears, dice, tone->gap_ms, end_ms, answer);
	ears->presented++;
}

/* Presses the other key whenever it has been quiet for so long; a tone that is heard is answered
 * and ends the quiet, as a press does. */
static void
press_after_quiet(McEars *ears, int32_t gap_ms, int32_t end_ms, double tone_ms, McEar heard,
    McPressAnswer *answer)
{
	double patience_ms = 1000.0 * ears->quiet_before_other_s;
	double now_ms = -gap_ms;

	for (;;) {
		double next_ms = now_ms + patience_ms - ears->quiet_ms;
		bool is_tone = tone_ms > now_ms && tone_ms < next_ms;

		next_ms = is_tone ? tone_ms : next_ms;
		if (next_ms >= end_ms) {
			ears->quiet_ms += end_ms - now_ms;
			return;
		}
		press(answer, next_ms, is_tone ? heard : ears->other);
		now_ms = next_ms;
		ears->quiet_ms = 0.0;
	}
}

void
mc_ears_answer_side(McEars *ears, McDice *dice, const McSideStimulus *side, McPressAnswer *answer)
{
	int32_t end_ms = side->duration_ms + side->window_ms;
	int heard = -1;

	answer->count = 0;
	if (!side->silent && side->by_loudspeaker)
		heard = side_in_room(ears, dice, side->side, side->level_deci_db_hl);
	else if (!side->silent)
		heard = heard_by(ears, dice, side->side, side->level_deci_db_hl, side->masking_deci_db);
	if (heard >= 0 && ears->wrong_key > 0.0 && mc_dice_chance(dice, ears->wrong_key))
		heard = heard == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	if (ears->quiet_before_other_s > 0.0)
		press_after_quiet(ears, side->gap_ms, end_ms, heard >= 0 ? reaction_ms(dice) : 1e9,
		    heard == MC_EAR_RIGHT ? MC_EAR_RIGHT : MC_EAR_LEFT, answer);
	else if (heard >= 0)
		press(answer, reaction_ms(dice), (McEar)heard);
	else if (mc_dice_chance(dice, ears->false_press))
		press(answer, 300.0 + mc_dice_uniform(dice) * 2000.0, any_key(ears, dice));
	press_at_random(ears, dice, side->gap_ms, end_ms, answer);
	press_in_rhythm(ears, dice, side->gap_ms, end_ms, answer);
	ears->presented++;
}
