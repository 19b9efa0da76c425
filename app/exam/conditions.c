#include "app/exam/conditions.h"
#include "app/exam/transducer.h"

/* What the person has to do with comes first: somebody who is not there is not told of the noise.
 */
static bool
eye_is_in_place(const McAcuityPlan *plan, const McTrialConditions *conditions, McDiscard *why)
{
	*why = MC_DISCARD_POSITION;
	if (conditions->head_in_place != 1)
		return false;
	*why = MC_DISCARD_DISTANCE;
	if (!mc_distance_holds(plan->distance_apart_permille, conditions->distance_permille))
		return false;
	*why = MC_DISCARD_OCCLUSION;
	if (conditions->occlusion_ok != 1)
		return false;
	*why = MC_DISCARD_LUMINANCE;
	return conditions->luminance_cd_m2 >= plan->luminance_min_cd_m2 &&
	       conditions->luminance_cd_m2 <= plan->luminance_max_cd_m2;
}

/* By the headphones and by the level of this very tone (C11). */
static bool
is_quiet(const McNoisePlan *noise, McTransducer transducer, int32_t frequency_hz,
    int32_t level_deci_db_hl, const McTrialConditions *conditions)
{
	return mc_noise_holds(mc_noise_limit(noise, transducer, frequency_hz, level_deci_db_hl),
	    conditions->noise_deci_db_spl[mc_transducer_octave(frequency_hz)]);
}

static bool
is_by_loudspeaker(const McStimulus *stimulus)
{
	return stimulus->kind == MC_EXAM_SIDE ? stimulus->as.side.by_loudspeaker
	                                      : stimulus->as.tone.by_loudspeaker;
}

bool
mc_conditions_hold(const McExamPlan *plan, const McStimulus *stimulus,
    const McTrialConditions *conditions, McDiscard *why)
{
	const McToneStimulus *tone = &stimulus->as.tone;
	const McSideStimulus *side = &stimulus->as.side;

	switch (stimulus->kind) {
	case MC_EXAM_ACUITY: return eye_is_in_place(&plan->as.acuity, conditions, why);
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: break;
	case MC_EXAM_STATURE:
	case MC_EXAM_COLOUR: *why = MC_DISCARD_ABSENT; return conditions->person_present == 1;
	/* Whose hands are at work touches no glass, nor does who misses a signal. Not to know it takes
	 * nothing away, since nobody is found fit by a movement or a practice; who is known to be gone
	 * did neither. */
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: *why = MC_DISCARD_ABSENT; return conditions->person_present != 0;
	}
	*why = MC_DISCARD_POSITION;
	/* nobody hears a loudspeaker through headphones */
	if (conditions->headphones_on != (is_by_loudspeaker(stimulus) ? 0 : 1))
		return false;
	*why = MC_DISCARD_NOISE;
	if (stimulus->kind == MC_EXAM_SIDE)
		return is_quiet(&plan->as.side.noise, plan->as.side.transducer, side->frequency_hz,
		    side->level_deci_db_hl, conditions);
	return is_quiet(&plan->as.hearing.noise, plan->as.hearing.transducer, tone->frequency_hz,
	    tone->level_deci_db_hl, conditions);
}
