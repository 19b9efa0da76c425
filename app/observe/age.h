#ifndef MC_APP_OBSERVE_AGE_H
#define MC_APP_OBSERVE_AGE_H

/* How eyes and ears differ with age. Eyes: refraction against the instrument's optical distance,
 * what is left of accommodation, and the sharpness, steadiness and attention of an answer. */

#include "app/observe/ears.h"
#include "app/observe/eyes.h"

typedef struct McRefraction {
	double error_d; /* what full distance glasses would have: myopia negative */
	bool glasses; /* fully corrected for distance */
	double age_years;
	/* The picture stands elsewhere than the instrument says; 0 = it stands there. */
	double looks_at_d;
} McRefraction;

/* Dioptres of accommodation at an age: the mean of Hofstetter's formula, 18.5 - 0.3 x age. */
double mc_refraction_accommodation_d(double age_years);

/* Dioptres of defocus that remain when looking at a target of this vergence (5 m = -0.2). */
double mc_refraction_blur_d(const McRefraction *refraction, double vergence_d);

/* Log units of acuity that a defocus costs: about 0.5 for 1 D. */
double mc_refraction_loss_log_mar(double blur_d);

/* Threshold (from the sharpness of a corrected eye of this age, and the blur), slope and lapses of
 * a person of this age; sharpness spreads over people by 0.08. */
void mc_eyes_of_age(McEyes *eyes, McDice *dice, const McRefraction *refraction, double vergence_d);

/* Thresholds, how steeply they rise with frequency, and the steadiness and attention of an answer.
 * As ISO 7029 has it for men: a median that rises with the square of the years since 18, and a
 * spread over people that rises with the median; both ears much alike. */
void mc_ears_of_age(McEars *ears, McDice *dice, double age_years);

#endif
