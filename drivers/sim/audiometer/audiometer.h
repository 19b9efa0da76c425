#ifndef MC_DRIVERS_SIM_AUDIOMETER_AUDIOMETER_H
#define MC_DRIVERS_SIM_AUDIOMETER_AUDIOMETER_H

/* The audiometer of docs/instrument-protocol.md: two channels, patient's handset with two keys,
 * room microphone. USB 1209:4D41. Lock held throughout. */

#include "drivers/sim/senses/senses.h"
#include "drivers/sim/usbtmc/instrument.h"

typedef struct McSimAudiometer McSimAudiometer;

/* Who wears the headphones. */
typedef struct McSimAudiometerListener {
	void (*started)(const McSimSound *sound, gpointer data);
	void (*ended)(gpointer data); /* after started(): over, muted or unplugged */
} McSimAudiometerListener;

McSimAudiometer *mc_sim_audiometer_new(McSimWorld *world);
void mc_sim_audiometer_free(McSimAudiometer *audiometer);

McSimInstrument *mc_sim_audiometer_instrument(McSimAudiometer *audiometer);
void mc_sim_audiometer_set_listener(
    McSimAudiometer *audiometer, const McSimAudiometerListener *listener, gpointer data);

/* A key of the handset, at any time: down and up again, unless somebody leans on it; it stays down
 * until it is let go. */
void mc_sim_audiometer_press(McSimAudiometer *audiometer, McSimSide key);
void mc_sim_audiometer_lean(McSimAudiometer *audiometer, McSimSide key);
void mc_sim_audiometer_let_go(McSimAudiometer *audiometer);
void mc_sim_audiometer_set_headphones(McSimAudiometer *audiometer, gboolean on);

/* What a meter measures: at the coupler of one earpiece, or in the room. Tenths of dB SPL in the
 * octaves from 125 to 8 000 Hz. The output error is how far the instrument is off. */
#define MC_SIM_AUDIOMETER_OCTAVES 7
void mc_sim_audiometer_at_ear(
    McSimAudiometer *audiometer, McSimSide ear, gint octave_deci_db[MC_SIM_AUDIOMETER_OCTAVES]);
void mc_sim_audiometer_in_room(
    McSimAudiometer *audiometer, gint octave_deci_db[MC_SIM_AUDIOMETER_OCTAVES]);

#endif
