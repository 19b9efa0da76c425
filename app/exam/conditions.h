#ifndef MC_APP_EXAM_CONDITIONS_H
#define MC_APP_EXAM_CONDITIONS_H

/* What has to hold while a presentation lasts, or it is lost: the person is there, the eyes are at
 * their distance, the other eye sees nothing, the headphones are on (by loudspeaker: off), the room
 * is quiet. An input of each trial like its answer, and kept beside it, so that whoever runs the
 * exam again judges it again. */

#include "app/exam/plan.h"

/* Octaves at 500, 1 000, 2 000, 4 000 Hz. */
#define MC_CONDITION_BANDS 4

/* While one presentation lasted; what was not measured is -1. */
typedef struct McTrialConditions {
	/* 0, 1; of exams whose instrument feels no head and no headphones */
	int32_t person_present;
	int32_t head_in_place, occlusion_ok; /* 0, 1 */
	/* Of the optical distance that the instrument is calibrated for: 1 000 = exactly there. -1: the
	 * instrument holds the head where it belongs. */
	int32_t distance_permille;
	int32_t luminance_cd_m2;
	int32_t headphones_on; /* 0, 1 */
	int32_t noise_deci_db_spl[MC_CONDITION_BANDS];
} McTrialConditions;

/* False: the presentation is not scored but discarded, and *why says what did not hold. */
bool mc_conditions_hold(const McExamPlan *plan, const McStimulus *stimulus,
    const McTrialConditions *conditions, McDiscard *why);

/* Within the plan's distance, or not measured. */
static inline bool
mc_distance_holds(int32_t apart_permille, int32_t distance_permille)
{
	return distance_permille < 0 || (distance_permille >= 1000 - apart_permille &&
	                                    distance_permille <= 1000 + apart_permille);
}

/* Measured, and not louder than this. A room that nothing listened to is not known to be quiet. */
static inline bool
mc_noise_holds(int32_t limit_deci_db_spl, int32_t noise_deci_db_spl)
{
	return noise_deci_db_spl >= 0 && noise_deci_db_spl <= limit_deci_db_spl;
}

#endif
