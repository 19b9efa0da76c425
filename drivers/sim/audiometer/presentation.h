#ifndef MC_DRIVERS_SIM_AUDIOMETER_PRESENTATION_H
#define MC_DRIVERS_SIM_AUDIOMETER_PRESENTATION_H

/* One presentation as the audiometer keeps it: the sound, the presses, the loudest room noise
 * around the onset. Pure. Times in microseconds of the instrument. */

#include "drivers/sim/senses/senses.h"
#include "drivers/sim/usbtmc/scpi.h"

#define MC_SIM_NOISE_BANDS 4
#define MC_SIM_PRESSES 16

typedef struct McSimPresentation {
	gint32 id;
	McSimSound sound;
	gint64 onset_us;
	guint presses;
	struct {
		gint64 at_us; /* relative to the onset */
		McSimSide key;
	} press[MC_SIM_PRESSES];
	gint noise_deci_db[MC_SIM_NOISE_BANDS];
} McSimPresentation;

/* The arguments of SOURce:PRESentation; 0 or the SCPI error. */
gint mc_sim_presentation_parse(
    McSimPresentation *presentation, const McSimScpi *scpi, gint ceiling_deci_db);

void mc_sim_presentation_press(McSimPresentation *presentation, gint64 now_us, McSimSide key);

/* The room had this noise from one moment to another. */
void mc_sim_presentation_noise(
    McSimPresentation *presentation, const gint noise_deci_db[], gint64 from_us, gint64 until_us);

/* The answer to SENSe:PRESentation?. */
void mc_sim_presentation_print(const McSimPresentation *presentation, GString *reply);

#endif
