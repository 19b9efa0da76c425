#include "app/observe/eyes.h"

#include <math.h>

static double
chance_of_seeing(const McEyes *eyes, McOptotype optotype, double threshold_milli, double size_milli)
{
	double above = eyes->slope * (size_milli - threshold_milli) / 1000.0;
	double guess = 1.0 / mc_optotype_directions(optotype);
	double right = optotype == MC_OPTOTYPE_LANDOLT_C ? 0.6 : 0.5;

	/* Half of the raw answers right at the threshold means one third of an E's seen. */
	return (1.0 - eyes->lapse) / (1.0 + (1.0 - right) / (right - guess) * exp(-above));
}

static McEye
worse_eye(const McEyes *eyes)
{
	return eyes->threshold_milli[0] > eyes->threshold_milli[1] ? MC_EYE_LEFT : MC_EYE_RIGHT;
}

McPeek
mc_eyes_peek(const McEyes *eyes, McDice *dice, const McAcuityPlan *plan, const McStimulus *stimulus)
{
	if (plan->interleaved || eyes->gaze != MC_GAZE_PEEKS ||
	    stimulus->as.optotype.eye != worse_eye(eyes) || !mc_dice_chance(dice, eyes->peeks))
		return MC_PEEK_NONE;
	return mc_dice_chance(dice, eyes->noticed) ? MC_PEEK_NOTICED : MC_PEEK_UNNOTICED;
}

void
mc_eyes_answer(const McEyes *eyes, McDice *dice, const McStimulus *stimulus, McAnswer *answer)
{
	const McOptotypeStimulus *optotype = &stimulus->as.optotype;
	McOptotypeAnswer *given = &answer->as.optotype;
	double threshold = eyes->threshold_milli[optotype->eye] +
	                   eyes->fatigue_milli * stimulus->trial +
	                   (stimulus->trial >= eyes->turns_at ? eyes->turns_milli : 0.0) +
	                   eyes->drift_milli * sin(stimulus->trial * acos(-1.0) / 20.0);
	double reaction_ms = eyes->reaction_ms > 0.0 ? eyes->reaction_ms : 1200.0;
	bool dark = false;

	given->cannot_see = eyes->gaze == MC_GAZE_GIVES_UP;
	given->reaction_us = (int64_t)(reaction_ms * (750.0 + mc_dice_uniform(dice) * 500.0));
	given->direction = MC_DIRECTION_UP;
	if (eyes->gaze == MC_GAZE_CONSTANT || eyes->gaze == MC_GAZE_GIVES_UP)
		return;
	if (eyes->gaze == MC_GAZE_PEEKS)
		dark = mc_dice_chance(dice, eyes->peeks) && optotype->eye == worse_eye(eyes);
	given->direction =
	    (McDirection)(mc_dice_uniform(dice) * mc_optotype_directions(optotype->optotype));
	if (eyes->gaze != MC_GAZE_GUESSES && !dark &&
	    mc_dice_chance(dice,
	        chance_of_seeing(eyes, optotype->optotype, threshold, optotype->size_milli_log_mar)))
		given->direction = optotype->direction;
	/* Whoever lies must have seen: any other direction but the true one. */
	if (eyes->gaze == MC_GAZE_WILFUL && given->direction == optotype->direction)
		given->direction =
		    (McDirection)((optotype->direction + 1 +
		                      (int)(mc_dice_uniform(dice) *
		                            (mc_optotype_directions(optotype->optotype) - 1))) %
		                  mc_optotype_directions(optotype->optotype));
}
