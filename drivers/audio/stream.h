#ifndef MC_DRIVERS_AUDIO_STREAM_H
#define MC_DRIVERS_AUDIO_STREAM_H

/* One presentation at a time out of an isochronous endpoint. Between presentations the interface
 * stands in its silent setting, which takes no bandwidth and wakes nobody. Four tenths of a second
 * are under way at a time: a host that hangs falls silent by itself that soon. */

#include "drivers/audio/tone.h"
#include "drivers/audio/uac.h"
#include "drivers/bus/transport.h"

typedef struct McAudioStream McAudioStream;

typedef struct McAudioStreamListener {
	/* All of it was played. onset_us: when the tone began at the ear, g_get_monotonic_time(). */
	void (*over)(gint64 onset_us, gpointer data);
	/* It was not, or not without a gap: MC_ERROR_DEVICE_GONE, _TIMEOUT (this machine was too slow),
	 * _PROTOCOL. Silent now. */
	void (*failed)(const GError *error, gpointer data);
} McAudioStreamListener;

/* The transport stays the caller's; it has claimed the sink's interfaces. */
McAudioStream *mc_audio_stream_new(McTransport *transport, const McUacSink *sink,
    const McAudioStreamListener *listener, gpointer data);
/* Together with the transport's close() and before it. */
void mc_audio_stream_free(McAudioStream *stream);

/* Exactly one of over() and failed() follows, from the main loop, unless mute() or another play()
 * comes first. rate_hz of the order is the sink's. */
void mc_audio_stream_play(McAudioStream *stream, const McToneOrder *order);
/* Silence, at once. Harmless at any time. */
void mc_audio_stream_mute(McAudioStream *stream);
gboolean mc_audio_stream_is_playing(const McAudioStream *stream);

#endif
