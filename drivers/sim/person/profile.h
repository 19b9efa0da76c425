#ifndef MC_DRIVERS_SIM_PERSON_PROFILE_H
#define MC_DRIVERS_SIM_PERSON_PROFILE_H

/* Who the people are, as numbers. Private to this room. */

#include "drivers/sim/senses/senses.h"

#define MC_SIM_EAR_POINTS 6 /* 250, 500, 1 000, 2 000, 4 000, 8 000 Hz */

typedef struct McSimProfile {
	const char *name;
	/* logMAR at which half of the answers to an E are right, where the picture is sharp */
	double naked_acuity[MC_SIM_SIDES], corrected_acuity[MC_SIM_SIDES];
	double error_d; /* without glasses, of both eyes: how far off sharp is; see optics.h */
	double age_years;
	double acuity_slope; /* per logMAR */
	double lapse; /* blind answers, and tones slept through */
	double cannot_share; /* of the wrong guesses, given as "cannot see" */
	double threshold_db_hl[MC_SIM_SIDES][MC_SIM_EAR_POINTS];
	double aid_gain_db[MC_SIM_SIDES]; /* of sounds in the room; 0 = no aid */
	double ear_spread_db; /* of the logistic; 2.5 = 10 % a dB */
	double false_press; /* in a silent window */
	double stray_press; /* in the gap before it */
	McSimCones cones;
	McSimBody body;
	gboolean guesses; /* answers without looking or listening */
	double guessed_presses_per_s;
	guint leaves_at_sight; /* walks away at this optotype; 0 = stays */
	double slower_us; /* to react than at forty */
} McSimProfile;

/* NULL when there is none. */
const McSimProfile *mc_sim_profile_find(const char *name);

#endif
