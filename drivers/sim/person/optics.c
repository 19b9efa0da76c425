#include "drivers/sim/person/optics.h"

#include <math.h>

#define DEPTH_OF_FOCUS_D 0.25
#define BLUR_UNIT_D 0.35

static double
blur_d(double error_d, double age_years, double vergence_d)
{
	double demand = error_d - vergence_d;
	double amplitude = fmax(18.5 - 0.3 * age_years, DEPTH_OF_FOCUS_D);

	/* No lens is flatter than at rest. */
	return demand < 0 ? -demand : fmax(demand - amplitude, 0);
}

double
mc_sim_optics_loss_log_mar(double error_d, double age_years, double vergence_d)
{
	double units = blur_d(error_d, age_years, vergence_d) / BLUR_UNIT_D;

	return log10(1 + units * units) / 2;
}
