#ifndef MC_DRIVERS_AUDIO_START_H
#define MC_DRIVERS_AUDIO_START_H

/* The first conversation with a sound card: who it is, what it can play, silence, and everything
 * that could alter a level set to what it was calibrated with, and read back. */

#include "app/ports/devices.h"
#include "drivers/audio/uac.h"
#include "drivers/bus/transport.h"

typedef struct McAudioStart McAudioStart;

/* error NULL: info and sink are filled in. MC_ERROR_VERSION: this device will never do, whatever is
 * tried again. */
typedef void (*McAudioStarted)(const GError *error, const McUacSink *sink, gpointer data);

/* Which unit it is stands in info now: the volume at which that one was calibrated, as
 * mc_uac_request() takes it. FALSE: nobody has measured it, and its levels stay as they are. */
typedef gboolean (*McAudioVolume)(gpointer data, gint16 *volume_db_256);

McAudioStart *mc_audio_start_new(McTransport *transport, McDeviceInfo *info, McAudioVolume volume,
    McAudioStarted done, gpointer data);
/* Together with the transport's close() and before it. */
void mc_audio_start_free(McAudioStart *start);
/* done comes from the main loop. */
void mc_audio_start_run(McAudioStart *start);

#endif
