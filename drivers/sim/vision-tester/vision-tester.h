#ifndef MC_DRIVERS_SIM_VISION_TESTER_VISION_TESTER_H
#define MC_DRIVERS_SIM_VISION_TESTER_VISION_TESTER_H

/* The vision tester of docs/instrument-protocol.md: inner display, a shutter for each eye, chin and
 * forehead sensor, lamp, response pad. USB 1209:4D56. Lock held throughout. */

#include "drivers/sim/senses/senses.h"
#include "drivers/sim/usbtmc/instrument.h"

typedef struct McSimVisionTester McSimVisionTester;

/* Who looks into it. */
typedef struct McSimVisionListener {
	void (*shown)(const McSimSight *sight, gpointer data);
	void (*dark)(gpointer data); /* after shown() */
} McSimVisionListener;

McSimVisionTester *mc_sim_vision_tester_new(McSimWorld *world);
void mc_sim_vision_tester_free(McSimVisionTester *tester);

McSimInstrument *mc_sim_vision_tester_instrument(McSimVisionTester *tester);
void mc_sim_vision_tester_set_listener(
    McSimVisionTester *tester, const McSimVisionListener *listener, gpointer data);

/* A key of the pad. Without an optotype it does nothing. */
void mc_sim_vision_tester_press(McSimVisionTester *tester, McSimKey key);
void mc_sim_vision_tester_set_head(McSimVisionTester *tester, gboolean in_place);

/* Of the background, as it is, the lamp's age included. */
double mc_sim_vision_tester_luminance_cd_m2(const McSimVisionTester *tester);

#endif
