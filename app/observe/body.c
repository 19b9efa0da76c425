#include "app/observe/body.h"

#include <math.h>
#include <string.h>

#define SHOES_MM 30.0

void
mc_body_answer_stature(
    const McBody *body, McDice *dice, const McStatureStimulus *asked, McStatureAnswer *answer)
{
	double mm = body->height_mm + body->spread_mm * mc_dice_normal(dice);

	(void)asked; /* each reading is taken anew */
	if (mc_dice_chance(dice, body->shoes))
		mm += mc_dice_chance(dice, 0.5) ? SHOES_MM : -SHOES_MM;
	answer->height_mm = (int32_t)lround(mm < 1.0 ? 1.0 : mm);
}

void
mc_body_answer_limbs(
    const McBody *body, McDice *dice, const McLimbsStimulus *asked, McLimbsAnswer *answer)
{
	bool done = mc_dice_chance(dice, body->movement_done);

	answer->seen = done ? MC_MOVEMENT_DONE : MC_MOVEMENT_NOT_DONE;
	if (mc_dice_chance(dice, body->movement_hidden))
		answer->seen = MC_MOVEMENT_COULD_NOT_SEE;
	answer->held_ms = answer->seen == MC_MOVEMENT_DONE ? asked->hold_ms : 0;
}

static void
enter_digits(
    const McBody *body, McDice *dice, const McReactionStimulus *shown, McReactionAnswer *answer)
{
	answer->digits = shown->digits;
	for (int32_t i = 0; i < shown->digits; i++)
		answer->digit[i] = mc_dice_chance(dice, body->recalls)
		                       ? shown->digit[i]
		                       : (int32_t)(mc_dice_uniform(dice) * 10.0);
}

static double
press_ms(const McBody *body, McDice *dice, const McReactionStimulus *shown)
{
	double median = body->reaction_ms;

	if (mc_dice_chance(dice, body->anticipates))
		return -shown->foreperiod_ms / 2.0 + mc_dice_uniform(dice) * shown->foreperiod_ms / 2.0;
	if (shown->task == MC_REACTION_CHOICE)
		median += body->choice_extra_ms;
	return median * exp(body->reaction_spread * mc_dice_normal(dice));
}

void
mc_body_answer_reaction(
    const McBody *body, McDice *dice, const McReactionStimulus *shown, McReactionAnswer *answer)
{
	McReactionKey other =
	    shown->key == MC_REACTION_KEY_LEFT ? MC_REACTION_KEY_RIGHT : MC_REACTION_KEY_LEFT;

	memset(answer, 0, sizeof *answer);
	answer->none = mc_dice_chance(dice, body->misses);
	answer->key = mc_dice_chance(dice, body->wrong_key) ? other : shown->key;
	answer->reaction_us = (int64_t)(1000.0 * (press_ms(body, dice, shown) + body->latency_ms));
	if (shown->task == MC_REACTION_MEMORY)
		enter_digits(body, dice, shown, answer);
	if (shown->task == MC_REACTION_JUDGEMENT)
		answer->place = mc_dice_chance(dice, body->recalls)
		                    ? shown->dark
		                    : (int32_t)(mc_dice_uniform(dice) * MC_PLACES);
}
