#include "app/observe/age.h"

#include <math.h>

double
mc_refraction_accommodation_d(double age_years)
{
	double amplitude = 18.5 - 0.3 * age_years;

	/* Depth of focus stays with everybody. */
	return amplitude > 0.25 ? amplitude : 0.25;
}

double
mc_refraction_blur_d(const McRefraction *refraction, double vergence_d)
{
	double error = refraction->glasses ? 0.0 : refraction->error_d;
	double needed = error - vergence_d;
	double able = mc_refraction_accommodation_d(refraction->age_years);

	if (needed < 0.0)
		return -needed; /* nobody relaxes beyond the far point */
	return needed > able ? needed - able : 0.0;
}

double
mc_refraction_loss_log_mar(double blur_d)
{
	double ratio = blur_d / 0.35;

	return 0.5 * log10(1.0 + ratio * ratio);
}

/* A line is lost by 75, half a line by 60: corrected eyes of a healthy population. */
static double
sharpness_log_mar(double age_years)
{
	return age_years <= 50.0 ? -0.13 : -0.13 + 0.0045 * (age_years - 50.0);
}

/* Of steadiness and attention: 0 to 50 years, 1 at 80. */
static double
wear(double age_years)
{
	return age_years > 50.0 ? (age_years - 50.0) / 30.0 : 0.0;
}

void
mc_eyes_of_age(McEyes *eyes, McDice *dice, const McRefraction *refraction, double vergence_d)
{
	double old = wear(refraction->age_years);
	double loss = mc_refraction_loss_log_mar(mc_refraction_blur_d(refraction, vergence_d));

	for (int eye = 0; eye < MC_SIDES; eye++)
		eyes->threshold_milli[eye] = 1000.0 * (sharpness_log_mar(refraction->age_years) + loss +
		                                          0.08 * mc_dice_normal(dice));
	eyes->slope = 14.0 - 5.0 * old;
	eyes->lapse = 0.02 + 0.02 * old;
}

void
mc_ears_of_age(McEars *ears, McDice *dice, double age_years)
{
	double years = age_years > 18.0 ? age_years - 18.0 : 0.0;
	double median_db = 0.0048 * years * years;
	double both_db = median_db + (6.1 + 0.4 * median_db) * mc_dice_normal(dice);

	for (int ear = 0; ear < MC_SIDES; ear++)
		ears->threshold_db_hl[ear] = both_db + 3.0 * mc_dice_normal(dice);
	ears->steep_db_per_octave = 0.00175 * years * years;
	ears->spread_db = 2.5 + 1.5 * wear(age_years);
	ears->lapse = 0.02 + 0.02 * wear(age_years);
}
