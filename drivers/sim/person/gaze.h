#ifndef MC_DRIVERS_SIM_PERSON_GAZE_H
#define MC_DRIVERS_SIM_PERSON_GAZE_H

/* Eyes on a screen: what somebody with these cones makes of its pixels. Nothing of how the product
 * draws its plates is used: digits have shapes of our own, and all that is known of a picture is
 * the picture. Private to this room.
 *
 * A dichromat sees as Viénot, Brettel and Mollon 1999 have it. The digit that stands out most
 * clearly from its ground, in brightness and in the two colours, is the one that is read; two
 * fifths of the pixels is attended to. */

#include "drivers/sim/senses/senses.h"

/* "0" … "9"; "red", "yellow", "green" of a light on black; "nothing" where nothing stands out. */
const char *mc_sim_gaze(McSimCones cones, const McSimPicture *picture, GRand *random);

/* Anything of the same kind, unseen. */
const char *mc_sim_gaze_guess(const McSimPicture *picture, GRand *random);

#endif
