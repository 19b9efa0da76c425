#ifndef MC_DRIVERS_SIM_SEAT_H
#define MC_DRIVERS_SIM_SEAT_H

/* The place in front of the instruments: joins a person to them. Somebody who sits down puts chin
 * and headphones where they belong; somebody who walks away does nothing any more. Without a person
 * of the bench's own, a visitor sits there and plays all by hand. Lock held throughout. */

#include "drivers/sim/audiometer/audiometer.h"
#include "drivers/sim/pad/pad.h"
#include "drivers/sim/person/person.h"
#include "drivers/sim/scale/scale.h"
#include "drivers/sim/stature/stature.h"
#include "drivers/sim/vision-tester/vision-tester.h"

typedef struct McSimSeat McSimSeat;

/* What a person can be at. */
typedef struct McSimPlaces {
	McSimVisionTester *vision;
	McSimAudiometer *audiometer;
	McSimStature *stature;
	McSimScale *scale;
	McSimPad *pad;
} McSimPlaces;

/* Nobody sits there yet. changed(data) when somebody sees, hears or leaves. */
McSimSeat *mc_sim_seat_new(
    McSimWorld *world, const McSimPlaces *places, void (*changed)(gpointer data), gpointer data);
/* Before the instruments. */
void mc_sim_seat_free(McSimSeat *seat);

/* NULL for a visitor. The person is there, without glasses. Takes it over. */
void mc_sim_seat_set_person(McSimSeat *seat, McSimPerson *person);
void mc_sim_seat_set_present(McSimSeat *seat, gboolean present);
void mc_sim_seat_set_glasses(McSimSeat *seat, gboolean on);
void mc_sim_seat_set_head(McSimSeat *seat, gboolean in);
void mc_sim_seat_set_headphones(McSimSeat *seat, gboolean on);

/* What the person reads in the picture (mc_sim_person_gaze()); NULL: nobody looks. */
const char *mc_sim_seat_gaze(McSimSeat *seat, const McSimPicture *picture);
/* A lamp lights up on the glass: key is that of its side, choice: there are two. The person presses
 * it on the response pad after a while, unless it was missed. FALSE: nobody looks. */
gboolean mc_sim_seat_lamp(McSimSeat *seat, McSimKey key, gboolean choice);
/* Onto the platforms of both units, as this body or, with NULL, as the person's own. A person who
 * is there steps onto the stature unit by himself when it calls, and off afterwards. */
void mc_sim_seat_step_on(McSimSeat *seat, const McSimBody *body);
void mc_sim_seat_step_off(McSimSeat *seat);

void mc_sim_seat_describe(McSimSeat *seat, GString *line);

#endif
