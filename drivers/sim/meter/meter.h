#ifndef MC_DRIVERS_SIM_METER_METER_H
#define MC_DRIVERS_SIM_METER_METER_H

/* The technician's references of docs/instrument-protocol.md: sound level meter (USB 1209:4D4C) and
 * luminance meter (1209:4D43). They measure what is there, whatever the instruments say of
 * themselves. Lock held throughout. */

#include "drivers/sim/usbtmc/instrument.h"

#define MC_SIM_OCTAVES 7 /* 125 to 8 000 Hz */

/* What is in front of a meter at this moment. */
typedef struct McSimScene {
	/* tenths of dB SPL by octave */
	void (*sound)(gpointer data, gint octave_deci_db[MC_SIM_OCTAVES]);
	double (*luminance_cd_m2)(gpointer data);
} McSimScene;

typedef enum McSimMeterKind { MC_SIM_METER_SOUND, MC_SIM_METER_LUMINANCE } McSimMeterKind;

typedef struct McSimMeter McSimMeter;

McSimMeter *mc_sim_meter_new(
    McSimWorld *world, McSimMeterKind kind, const McSimScene *scene, gpointer data);
void mc_sim_meter_free(McSimMeter *meter);
McSimInstrument *mc_sim_meter_instrument(McSimMeter *meter);

#endif
