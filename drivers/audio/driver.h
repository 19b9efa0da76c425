#ifndef MC_DRIVERS_AUDIO_DRIVER_H
#define MC_DRIVERS_AUDIO_DRIVER_H

/* A class-compliant sound card with calibrated headphones in the place of an audiometer: the same
 * port, the same place on the device board. It has no sensors of its own: keys and the room's noise
 * are handed in by whoever has the button and the sound level meter. */

#include "app/ports/hearing.h"
#include "drivers/audio/level.h"
#include "drivers/device/device.h"

typedef struct McAudio McAudio;

/* Ends with zeros; the udev rules come from it. Every sound card is in it, but only one that an
 * enrolment names is opened: another may be the kiosk's own voice. */
extern const McUsbId mc_audio_usb_ids[];

/* bus: NULL on a machine without USB. */
McAudio *mc_audio_new(McClock *clock, McBus *bus);
void mc_audio_free(McAudio *audio);

/* In the place of mc_device_set_enrolments(): the laboratory's records stand in the list. */
void mc_audio_set_enrolments(McAudio *audio, const McEnrolment *enrolments, guint count);

McHearingPort *mc_audio_port(McAudio *audio);
McDevice *mc_audio_device(McAudio *audio);
/* Nothing plays. For the end of the program. */
gboolean mc_audio_is_mute(const McAudio *audio);

/* A key of the patient's button went down at g_get_monotonic_time() at_us. */
void mc_audio_key(McAudio *audio, McEar key, gint64 at_us);
/* What a sound level meter measured in the last moment. A presentation in which nobody measured
 * counts as one in a room that is too loud for every exam: nobody knows. */
void mc_audio_set_room(McAudio *audio, const McHearingConditions *room);
#define MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL 1400

#endif
