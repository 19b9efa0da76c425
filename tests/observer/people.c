#include "tests/observer/people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
mc_dice_init(McDice *dice, uint64_t seed)
{
	dice->state = seed * UINT64_C(0xD1342543DE82EF95) + 1;
}

static uint64_t
roll(McDice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

double
mc_dice_uniform(McDice *dice)
{
	return (double)(roll(dice) >> 11) * 0x1p-53;
}

double
mc_dice_normal(McDice *dice)
{
	double u = 1.0 - mc_dice_uniform(dice);

	return sqrt(-2.0 * log(u)) * cos(2.0 * acos(-1.0) * mc_dice_uniform(dice));
}

bool
mc_dice_chance(McDice *dice, double p)
{
	return mc_dice_uniform(dice) < p;
}

void
mc_dice_exam_seed(McDice *dice, McSeed *seed)
{
	for (int i = 0; i < 4; i++) {
		uint64_t word = roll(dice);

		memcpy(seed->bytes + 8 * i, &word, 8);
	}
}

/* ---- eyes ---- */

static double
chance_of_seeing(const McEyes *eyes, double threshold_milli, double size_milli)
{
	double above = eyes->slope * (size_milli - threshold_milli) / 1000.0;

	/* Half of the raw answers right at the threshold means one third of them seen. */
	return (1.0 - eyes->lapse) / (1.0 + 2.0 * exp(-above));
}

void
mc_eyes_answer(const McEyes *eyes, McDice *dice, const McStimulus *stimulus, McAnswer *answer)
{
	const McOptotypeStimulus *optotype = &stimulus->as.optotype;
	McOptotypeAnswer *given = &answer->as.optotype;
	McEye worse = eyes->threshold_milli[0] > eyes->threshold_milli[1] ? MC_EYE_LEFT : MC_EYE_RIGHT;
	double threshold = eyes->threshold_milli[optotype->eye];
	bool dark = false;

	given->cannot_see = eyes->gaze == MC_GAZE_GIVES_UP;
	given->reaction_us = 900000 + (int64_t)(mc_dice_uniform(dice) * 600000.0);
	given->direction = MC_DIRECTION_UP;
	if (eyes->gaze == MC_GAZE_CONSTANT || eyes->gaze == MC_GAZE_GIVES_UP)
		return;
	if (eyes->gaze == MC_GAZE_PEEKS)
		dark = mc_dice_chance(dice, eyes->peeks) && optotype->eye == worse;
	given->direction = (McDirection)(mc_dice_uniform(dice) * MC_DIRECTIONS);
	if (eyes->gaze != MC_GAZE_GUESSES && !dark &&
	    mc_dice_chance(dice, chance_of_seeing(eyes, threshold, optotype->size_milli_log_mar)))
		given->direction = optotype->direction;
}

/* ---- ears ---- */

static void
press(McPressAnswer *answer, double at_ms, McEar key)
{
	if (answer->count >= MC_PRESSES_MAX)
		return;
	answer->press[answer->count].at_us = (int64_t)(at_ms * 1000.0);
	answer->press[answer->count].key = key;
	answer->count++;
}

/* The tone at one ear against its threshold and what masks it there. */
static bool
is_heard_at(
    const McEars *ears, McDice *dice, double level_db, double threshold_db, double masking_db)
{
	double needed = threshold_db > masking_db ? threshold_db : masking_db;

	return mc_dice_chance(
	    dice, (1.0 - ears->lapse) / (1.0 + exp(-(level_db - needed) / ears->spread_db)));
}

/* Where is the tone heard: at its own ear, across the head, nowhere (-1)? */
static int
heard_by(const McEars *ears, McDice *dice, McEar ear, int32_t level_deci, int32_t masking_deci)
{
	McEar other = ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;
	double level = level_deci / 10.0;
	double masking = masking_deci == MC_NO_MASKING ? -100.0 : masking_deci / 10.0;

	if (is_heard_at(ears, dice, level, ears->threshold_db_hl[ear], masking - ears->interaural_db))
		return (int)ear;
	if (is_heard_at(ears, dice, level - ears->interaural_db, ears->threshold_db_hl[other], masking))
		return (int)other;
	return -1;
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

static double
reaction_ms(McDice *dice)
{
	return 250.0 + 120.0 * -log(1.0 - mc_dice_uniform(dice));
}

void
mc_ears_answer_tone(
    const McEars *ears, McDice *dice, const McToneStimulus *tone, McPressAnswer *answer)
{
	int32_t end_ms = tone->duration_ms + tone->window_ms;
	int heard = -1;

	answer->count = 0;
	if (!tone->silent)
		heard = heard_by(ears, dice, tone->ear, tone->level_deci_db_hl, tone->masking_deci_db);
	if (heard >= 0)
		press(answer, reaction_ms(dice), any_key(ears, dice));
	else if (mc_dice_chance(dice, ears->false_press))
		press(answer, 300.0 + mc_dice_uniform(dice) * 2000.0, any_key(ears, dice));
	press_at_random(ears, dice, tone->gap_ms, end_ms, answer);
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
	if (!side->silent)
		heard = heard_by(ears, dice, side->side, side->level_deci_db_hl, side->masking_deci_db);
	if (ears->quiet_before_other_s > 0.0)
		press_after_quiet(ears, side->gap_ms, end_ms, heard >= 0 ? reaction_ms(dice) : 1e9,
		    heard == MC_EAR_RIGHT ? MC_EAR_RIGHT : MC_EAR_LEFT, answer);
	else if (heard >= 0)
		press(answer, reaction_ms(dice), (McEar)heard);
	else if (mc_dice_chance(dice, ears->false_press))
		press(answer, 300.0 + mc_dice_uniform(dice) * 2000.0, any_key(ears, dice));
	press_at_random(ears, dice, side->gap_ms, end_ms, answer);
}

const McExamResult *
mc_people_take(McExam *exam, const McExamPlan *plan, const McEyes *eyes, McEars *ears, McDice *dice)
{
	McStimulus stimulus;
	McAnswer answer;
	McSeed seed;
	McStep step;

	mc_dice_exam_seed(dice, &seed);
	mc_exam_init(exam, plan, &seed);
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(exam);
			continue;
		}
		answer.kind = stimulus.kind;
		answer.trial = stimulus.trial;
		switch (stimulus.kind) {
		case MC_EXAM_ACUITY: mc_eyes_answer(eyes, dice, &stimulus, &answer); break;
		case MC_EXAM_HEARING:
			mc_ears_answer_tone(ears, dice, &stimulus.as.tone, &answer.as.press);
			break;
		case MC_EXAM_SIDE:
			mc_ears_answer_side(ears, dice, &stimulus.as.side, &answer.as.press);
			break;
		}
		mc_exam_answer(exam, &answer);
	}
	return mc_exam_result(exam);
}

/* ---- bars ---- */

int
mc_people_runs(int planned)
{
	const char *permille = getenv("MC_OBSERVER_PERMILLE");
	int runs = permille ? planned * atoi(permille) / 1000 : planned;

	return runs < 50 ? 50 : runs > planned ? planned : runs;
}

static double
slack(int runs, int planned, double share)
{
	return runs >= planned ? 0.0 : 3.0 * sqrt(runs * share * (1.0 - share));
}

bool
mc_people_at_most(int events, int runs, int planned, double share)
{
	return events <= runs * share + slack(runs, planned, share);
}

bool
mc_people_at_least(int events, int runs, int planned, double share)
{
	return events >= runs * share - slack(runs, planned, share);
}
