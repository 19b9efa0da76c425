#ifndef MC_DRIVERS_AUDIO_UAC_H
#define MC_DRIVERS_AUDIO_UAC_H

/* The descriptors and requests of USB Audio Class 1.0 that a player needs (usb.org: "Audio Devices"
 * 1.0, "Audio Data Formats" 1.0; clauses are given where they matter). Pure functions: any bytes
 * give a sink or a reason. */

#include <glib.h>

#define MC_UAC_CHANNELS 2
#define MC_UAC_UNITS_MAX 4
#define MC_UAC_CONFIGURATION_MAX 4096 /* bytes of a configuration that are looked at */

#define MC_UAC_CLASS_AUDIO 0x01
#define MC_UAC_SUBCLASS_CONTROL 0x01
#define MC_UAC_SUBCLASS_STREAMING 0x02

/* A feature unit (4.3.2.5) that the sound goes through. */
typedef struct McUacFeature {
	guint8 id;
	guint16 controls[MC_UAC_CHANNELS + 1]; /* of the master channel, of left, of right */
} McUacFeature;

typedef struct McUacSink {
	guint8 control_interface; /* to which the requests go */
	guint8 streaming_interface, setting; /* the setting that plays; 0 is silence */
	guint8 endpoint;
	guint16 packet; /* bytes a frame, at most */
	guint8 interval; /* 1: a packet each millisecond, at full speed */
	guint8 bits, sample_bytes;
	guint32 rate_hz;
	gboolean sets_rate; /* the endpoint wants to be told the rate */
	guint8 delay_frames; /* milliseconds from the wire to the ear */
	guint feature_count;
	McUacFeature feature[MC_UAC_UNITS_MAX];
} McUacSink;

typedef enum McUacProblem {
	MC_UAC_OK,
	MC_UAC_BROKEN, /* not descriptors: a length that leads nowhere */
	MC_UAC_NO_SINK, /* nothing that plays two channels of PCM at 48 000 or 44 100 Hz */
	MC_UAC_MIXED, /* something between the wire and the ear that alters the level */
} McUacProblem;
const char *mc_uac_problem_text(McUacProblem problem);

/* A whole configuration descriptor, as the device gives it. The finest and then the fastest that
 * fits is chosen. */
McUacProblem mc_uac_find_sink(const guint8 *bytes, gsize length, McUacSink *sink);

/* wTotalLength of the first nine bytes; 0: they are no configuration. */
guint mc_uac_total_length(const guint8 *bytes, gsize length);

/* ---- requests (5.2): what alters a level is switched off, the volume is set ---- */

typedef enum McUacControl { /* table A-11; bit number + 1 of a feature unit's controls */
	MC_UAC_MUTE = 1,
	MC_UAC_VOLUME = 2,
	MC_UAC_BASS = 3,
	MC_UAC_MID = 4,
	MC_UAC_TREBLE = 5,
	MC_UAC_EQUALIZER = 6,
	MC_UAC_AUTOMATIC_GAIN = 7,
	MC_UAC_DELAY = 8,
	MC_UAC_BASS_BOOST = 9,
	MC_UAC_LOUDNESS = 10,
} McUacControl;

typedef struct McUacRequest {
	guint8 request_type, request;
	guint16 value, index, length;
	guint8 data[3]; /* of SET_CUR; what GET_CUR must give */
} McUacRequest;
#define MC_UAC_SET_CUR 0x01
#define MC_UAC_GET_CUR 0x81

/* The requests that make the sink ready, numbered from 0: the rate, then for every control of every
 * feature unit a SET_CUR and the GET_CUR that proves it. volume_db_256 goes to the first feature
 * unit's volume controls, 0 dB to every other. FALSE: there is no such number. */
gboolean mc_uac_request(
    const McUacSink *sink, gint16 volume_db_256, guint number, McUacRequest *request);
/* Whether an answer is what the request asks for. */
gboolean mc_uac_is_answered(const McUacRequest *request, const guint8 *bytes, gsize length);

#endif
