#ifndef MC_DRIVERS_REGISTRY_HEARING_PLACE_H
#define MC_DRIVERS_REGISTRY_HEARING_PLACE_H

/* What hearing is measured with: an audiometer, or a sound card with headphones that an enrolment
 * names. A sound card has neither a button nor an ear for the room: while it plays, the response
 * pad's left and right keys are the patient's, and the sound level meter stands in the room.
 *
 * Who plays is who stands on the board; an audiometer goes before. */

#include "drivers/audio/driver.h"
#include "drivers/hearing/driver.h"
#include "drivers/references/driver.h"
#include "drivers/response-pad/driver.h"

typedef struct McHearingPlace McHearingPlace;

/* pad and meter outlive it. */
McHearingPlace *mc_hearing_place_new(
    McClock *clock, McBus *bus, McResponsePad *pad, McReference *sound_meter);
void mc_hearing_place_free(McHearingPlace *place);

#define MC_HEARING_DEVICES 2
McDevice *mc_hearing_place_device(McHearingPlace *place, guint index);
/* Those of the sound card; the audiometer's go to its device as everybody's. */
McAudio *mc_hearing_place_audio(McHearingPlace *place);

McHearingPort *mc_hearing_place_port(McHearingPlace *place);
/* The pad for everybody else. */
McResponsePadPort *mc_hearing_place_pad(McHearingPlace *place);
gboolean mc_hearing_place_is_mute(const McHearingPlace *place);

/* Which of two devices of a kind the board shows: the one of more use. */
gboolean mc_device_is_of_more_use(McDevice *a, McDevice *b);

#endif
