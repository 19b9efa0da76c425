#ifndef MC_DRIVERS_SIM_USBTMC_COMMON_H
#define MC_DRIVERS_SIM_USBTMC_COMMON_H

/* The commands that every instrument has, and the instrument as they see it. Private to this room.
 */

#include "drivers/sim/usbtmc/instrument.h"
#include "drivers/sim/usbtmc/usbtmc.h"

struct McSimInstrument {
	McSimWorld *world;
	const McSimInstrumentOps *ops;
	gpointer owner;
	guint8 device_descriptor[18];
	McSimModel model;
	McSimDevice *device;
	McSimTmc *tmc;
	McSimStatus status;
	guint64 silence_timer, self_test_timer;
	gboolean unguarded; /* a silent host leaves it as it is */
	char *model_name, *serial, *firmware, *transducer, *transducer_serial, *laboratory,
	    *certificate;
	gint calibrated, calibration_expires; /* YYYYMMDD, 0 = never */
	gint self_test_result;
	gint power; /* sum of the supplies that are missing, as SYST:POW? says it */
	GString *heard; /* headers, each once, with a blank after each */
};

/* Their owner is the McSimInstrument. */
const McSimCommand *mc_sim_common_commands(guint *count);

/* Looks at all that the status byte is made of and requests service as enabled. */
void mc_sim_instrument_status_changed(McSimInstrument *instrument);

#endif
