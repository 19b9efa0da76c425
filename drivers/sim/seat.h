#ifndef MC_DRIVERS_SIM_SEAT_H
#define MC_DRIVERS_SIM_SEAT_H

/* The place in front of the instruments: joins a person to them. Somebody who sits down puts chin
 * and headphones where they belong; somebody who walks away does nothing any more. Without a person
 * of the bench's own, a visitor sits there and plays all by hand. Lock held throughout. */

#include "drivers/sim/audiometer/audiometer.h"
#include "drivers/sim/person/person.h"
#include "drivers/sim/vision-tester/vision-tester.h"

typedef struct McSimSeat McSimSeat;

/* Nobody sits there yet. changed(data) when somebody sees, hears or leaves. */
McSimSeat *mc_sim_seat_new(McSimWorld *world, McSimVisionTester *vision,
    McSimAudiometer *audiometer, void (*changed)(gpointer data), gpointer data);
/* Before the instruments. */
void mc_sim_seat_free(McSimSeat *seat);

/* NULL for a visitor. The person is there, without glasses. Takes it over. */
void mc_sim_seat_set_person(McSimSeat *seat, McSimPerson *person);
void mc_sim_seat_set_present(McSimSeat *seat, gboolean present);
void mc_sim_seat_set_glasses(McSimSeat *seat, gboolean on);
void mc_sim_seat_set_head(McSimSeat *seat, gboolean in);
void mc_sim_seat_set_headphones(McSimSeat *seat, gboolean on);

void mc_sim_seat_describe(McSimSeat *seat, GString *line);

#endif
