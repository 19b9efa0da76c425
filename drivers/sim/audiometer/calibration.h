#ifndef MC_DRIVERS_SIM_AUDIOMETER_CALIBRATION_H
#define MC_DRIVERS_SIM_AUDIOMETER_CALIBRATION_H

/* What a laboratory wrote into the audiometer, and what its transducers really need: a level at the
 * ear is right where the two are the same. Tenths of dB. */

#include "drivers/sim/senses/senses.h"

#define MC_SIM_CERTIFIED 11 /* frequencies of a certificate */

typedef struct McSimCalibration {
	gboolean in_memory; /* FALSE: it was never calibrated */
	gint headphones[MC_SIM_CERTIFIED][MC_SIM_SIDES]; /* as stored, and as added */
	gint loudspeakers[MC_SIM_CERTIFIED][MC_SIM_SIDES];
	char *said; /* instead of the headphones' list; NULL: the truth */
} McSimCalibration;

void mc_sim_calibration_init(McSimCalibration *calibration);
void mc_sim_calibration_clear(McSimCalibration *calibration);

/* "11,125,12,9,250,…", "0" without any. */
void mc_sim_calibration_print(
    const McSimCalibration *calibration, gboolean of_loudspeakers, GString *reply);
/* Whether it may play this frequency. */
gboolean mc_sim_calibration_covers(const McSimCalibration *calibration, gint frequency_hz);
/* How much too loud a sound is on this side. */
gint mc_sim_calibration_error(const McSimCalibration *calibration, gboolean of_loudspeakers,
    McSimSide side, gint frequency_hz);

/* "corrections": "own", "none", or a text that is said in their place; "correction-1000":
 * "left,right", in the headphones. FALSE: no such setting, or with an error. */
gboolean mc_sim_calibration_set(
    McSimCalibration *calibration, const char *key, const char *value, GError **error);

#endif
