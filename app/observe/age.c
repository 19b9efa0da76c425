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

void
mc_eyes_of_age(McEyes *eyes, McDice *dice, const McRefraction *refraction, double vergence_d)
{
	double old = refraction->age_years > 50.0 ? (refraction->age_years - 50.0) / 30.0 : 0.0;
	double loss = mc_refraction_loss_log_mar(mc_refraction_blur_d(refraction, vergence_d));

	for (int eye = 0; eye < MC_SIDES; eye++)
		eyes->threshold_milli[eye] = 1000.0 * (sharpness_log_mar(refraction->age_years) + loss +
		                                          0.08 * mc_dice_normal(dice));
	eyes->slope = 14.0 - 5.0 * old;
	eyes->lapse = 0.02 + 0.02 * old;
}
