#ifndef MC_DRIVERS_SIM_STATURE_STATURE_H
#define MC_DRIVERS_SIM_STATURE_STATURE_H

/* The height and weight unit of docs/instrument-protocol.md: a platform with a scale, and a plate
 * that comes down on the head. USB 1209:4D53. Lock held throughout. */

#include "drivers/sim/senses/senses.h"
#include "drivers/sim/usbtmc/instrument.h"

typedef struct McSimStature McSimStature;

/* called(data): "please step on", as its display says; done(data): the plate is up again. */
typedef struct McSimStatureListener {
	void (*called)(gpointer data);
	void (*done)(gpointer data);
} McSimStatureListener;

McSimStature *mc_sim_stature_new(McSimWorld *world);
void mc_sim_stature_free(McSimStature *stature);

McSimInstrument *mc_sim_stature_instrument(McSimStature *stature);
void mc_sim_stature_set_listener(
    McSimStature *stature, const McSimStatureListener *listener, gpointer data);

/* Somebody steps on, or off with NULL. Copied. */
void mc_sim_stature_stand(McSimStature *stature, const McSimBody *body);

#endif
