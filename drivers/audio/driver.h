#ifndef MC_DRIVERS_AUDIO_DRIVER_H
#define MC_DRIVERS_AUDIO_DRIVER_H

/* A class-compliant sound card with calibrated headphones in the place of an audiometer: the same
 * port, the same place on the device board. It has no sensors of its own: keys and the room's noise
 * are handed in by whoever has the button and the sound level meter. */

#include "app/ports/hearing.h"
#include "drivers/audio/level.h"
#include "drivers/device/device.h"

typedef struct McAudio McAudio;

/* bus: NULL on a machine without USB. ids: rows of interface class 1, subclass 1 (audio control);
 * kept, not copied. unit: copied; NULL = there is no calibration record, and its exam is locked. */
McAudio *mc_audio_new(McClock *clock, McBus *bus, const McUsbId *ids, const McAudioUnit *unit);
void mc_audio_free(McAudio *audio);

McHearingPort *mc_audio_port(McAudio *audio);
McDevice *mc_audio_device(McAudio *audio);
/* Nothing plays. For the end of the program. */
gboolean mc_audio_is_mute(const McAudio *audio);

/* A key of the patient's button went down at g_get_monotonic_time() at_us. */
void mc_audio_key(McAudio *audio, McEar key, gint64 at_us);
/* What a sound level meter measures. Until it is called the room counts as too loud for every exam:
 * nobody knows. */
void mc_audio_set_room(McAudio *audio, const McHearingConditions *room);
#define MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL 1400

#endif
