#include "drivers/audio/uac.h"

#include <string.h>

enum { CONFIGURATION = 2, INTERFACE = 4, ENDPOINT = 5, CS_INTERFACE = 0x24, CS_ENDPOINT = 0x25 };
/* of an audio control interface, table A-5 */
enum { INPUT_TERMINAL = 2, OUTPUT_TERMINAL = 3, FEATURE_UNIT = 6 };
/* of an audio streaming interface, table A-6 */
enum { GENERAL = 1, FORMAT_TYPE = 2 };
enum { FORMAT_PCM = 1, FORMAT_TYPE_I = 1, TERMINAL_STREAMING = 0x0101 };
enum { ISOCHRONOUS = 1, SAMPLING_FREQUENCY = 1, ENDPOINT_GENERAL = 1 };

#define ENTITIES_MAX 32
#define STEPS_MAX 16 /* from the ear back to the wire; more is a ring */

/* A terminal or unit of the control interface: where its sound comes from. */
typedef struct Entity {
	guint8 id, kind, source;
	gboolean streaming; /* a terminal at the wire */
	McUacFeature feature;
} Entity;

typedef struct Scan {
	guint8 class, subclass, interface, setting; /* of the interface whose part is read */
	gboolean has_control;
	guint8 control_interface;
	guint entities;
	Entity entity[ENTITIES_MAX];
	/* the streaming setting under way, and the best so far with its terminal */
	McUacSink now, best;
	guint8 now_terminal, best_terminal;
	gboolean now_fits;
} Scan;

static guint16
get_16(const guint8 *bytes)
{
	return (guint16)(bytes[0] | bytes[1] << 8);
}

const char *
mc_uac_problem_text(McUacProblem problem)
{
	switch (problem) {
	case MC_UAC_OK: return "as it should be";
	case MC_UAC_BROKEN: return "the descriptors are broken";
	case MC_UAC_NO_SINK: return "nothing in it plays two channels of PCM at 48000 or 44100 Hz";
	case MC_UAC_MIXED: return "something in it alters the level between the wire and the ear";
	}
	g_return_val_if_reached("");
}

/* ---- the control interface ---- */

/* bUnitID, bSourceID, bControlSize, then bmaControls of master, left, right … (table 4-7). */
static void
take_feature(const guint8 *at, guint8 length, McUacFeature *feature)
{
	guint size = length > 5 ? at[5] : 0;

	feature->id = at[3];
	for (guint i = 0; i < G_N_ELEMENTS(feature->controls) && size > 0; i++) {
		guint place = 6 + i * size;

		if (place + size > length)
			return;
		feature->controls[i] = size == 1 ? at[place] : get_16(at + place);
	}
}

static void
take_entity(Scan *scan, const guint8 *at, guint8 length)
{
	Entity *entity = &scan->entity[scan->entities];

	if (length < 8 || at[2] < INPUT_TERMINAL || scan->entities == ENTITIES_MAX)
		return;
	*entity = (Entity){.id = at[3], .kind = at[2]};
	if (entity->kind == INPUT_TERMINAL || entity->kind == OUTPUT_TERMINAL)
		entity->streaming = get_16(at + 4) == TERMINAL_STREAMING;
	if (entity->kind == OUTPUT_TERMINAL)
		entity->source = at[7];
	if (entity->kind == FEATURE_UNIT) {
		entity->source = at[4];
		take_feature(at, length, &entity->feature);
	}
	scan->entities++;
}

static const Entity *
find_entity(const Scan *scan, guint8 id)
{
	for (guint i = 0; i < scan->entities; i++)
		if (scan->entity[i].id == id)
			return &scan->entity[i];
	return NULL;
}

/* From an ear back to the wire, through feature units alone. */
static gboolean
follow(const Scan *scan, const Entity *ear, guint8 terminal, McUacSink *sink)
{
	const Entity *at = ear;

	sink->feature_count = 0;
	for (guint step = 0; step < STEPS_MAX; step++) {
		at = find_entity(scan, at->source);
		if (at == NULL)
			return FALSE;
		if (at->kind == INPUT_TERMINAL)
			return at->id == terminal;
		if (at->kind != FEATURE_UNIT || sink->feature_count == MC_UAC_UNITS_MAX)
			return FALSE;
		sink->feature[sink->feature_count++] = at->feature;
	}
	return FALSE;
}

/* ---- a streaming interface's settings ---- */

/* bNrChannels, bSubframeSize, bBitResolution, bSamFreqType, then the rates (Formats, table 2-1);
 * 0 rates: a range of any. */
static void
take_format(McUacSink *now, const guint8 *at, guint8 length)
{
	guint32 first = 0, last = 0;

	now->rate_hz = 0;
	if (length < 8 || at[3] != FORMAT_TYPE_I || at[4] != MC_UAC_CHANNELS)
		return;
	now->sample_bytes = at[5];
	now->bits = at[6];
	for (guint i = 0; 8 + 3 * i + 3 <= length && i < (at[7] == 0 ? 2u : at[7]); i++) {
		guint32 rate = get_16(at + 8 + 3 * i) | (guint32)at[10 + 3 * i] << 16;

		first = i == 0 ? rate : first;
		last = rate;
		if (at[7] != 0 && (rate == 48000 || (rate == 44100 && now->rate_hz == 0)))
			now->rate_hz = rate;
	}
	if (at[7] == 0 && first <= 48000 && last >= 48000)
		now->rate_hz = 48000;
}

static void
take_streaming(Scan *scan, const guint8 *at, guint8 length)
{
	if (at[2] == GENERAL && length >= 7) {
		scan->now_terminal = at[3];
		scan->now.delay_frames = at[4];
		scan->now_fits = get_16(at + 5) == FORMAT_PCM;
	} else if (at[2] == FORMAT_TYPE) {
		take_format(&scan->now, at, length);
	}
}

static void
take_endpoint(Scan *scan, const guint8 *at, guint8 length)
{
	if (length < 7 || (at[2] & 0x80) != 0 || (at[3] & 3) != ISOCHRONOUS)
		return;
	scan->now.endpoint = at[2];
	scan->now.packet = get_16(at + 4) & 0x07ff;
	scan->now.interval = at[6];
}

/* The setting is read to its end: is it the best so far? */
static void
end_setting(Scan *scan)
{
	McUacSink *now = &scan->now;
	gboolean fits =
	    scan->now_fits && now->endpoint != 0 && now->interval == 1 && now->rate_hz != 0 &&
	    (now->bits == 16 || now->bits == 24) && now->sample_bytes >= now->bits / 8 &&
	    now->sample_bytes <= 4 &&
	    (guint)now->packet >= (now->rate_hz + 999) / 1000 * MC_UAC_CHANNELS * now->sample_bytes;

	if (fits && (now->bits > scan->best.bits ||
	                (now->bits == scan->best.bits && now->rate_hz > scan->best.rate_hz))) {
		scan->best = *now;
		scan->best_terminal = scan->now_terminal;
	}
	scan->now_fits = FALSE;
}

static void
take_interface(Scan *scan, const guint8 *at, guint8 length)
{
	end_setting(scan);
	scan->class = 0;
	if (length < 9)
		return;
	scan->class = at[5];
	scan->subclass = at[6];
	scan->now = (McUacSink){.streaming_interface = at[2], .setting = at[3]};
	if (scan->class != MC_UAC_CLASS_AUDIO || scan->subclass != MC_UAC_SUBCLASS_CONTROL)
		return;
	scan->has_control = TRUE;
	scan->control_interface = at[2];
}

static void
take(Scan *scan, const guint8 *at, guint8 length)
{
	gboolean is_audio = scan->class == MC_UAC_CLASS_AUDIO && length >= 3;
	gboolean is_streaming = is_audio && scan->subclass == MC_UAC_SUBCLASS_STREAMING;

	if (at[1] == INTERFACE)
		take_interface(scan, at, length);
	else if (at[1] == CS_INTERFACE && is_streaming)
		take_streaming(scan, at, length);
	else if (at[1] == CS_INTERFACE && is_audio && scan->subclass == MC_UAC_SUBCLASS_CONTROL)
		take_entity(scan, at, length);
	else if (at[1] == ENDPOINT && is_streaming)
		take_endpoint(scan, at, length);
	else if (at[1] == CS_ENDPOINT && is_streaming && length >= 4 && at[2] == ENDPOINT_GENERAL)
		scan->now.sets_rate = (at[3] & SAMPLING_FREQUENCY) != 0;
}

guint
mc_uac_total_length(const guint8 *bytes, gsize length)
{
	return length >= 9 && bytes[0] == 9 && bytes[1] == CONFIGURATION ? get_16(bytes + 2) : 0;
}

static McUacProblem
choose(Scan *scan, McUacSink *sink)
{
	if (scan->best.bits == 0 || !scan->has_control)
		return MC_UAC_NO_SINK;
	*sink = scan->best;
	sink->control_interface = scan->control_interface;
	for (guint i = 0; i < scan->entities; i++) {
		const Entity *entity = &scan->entity[i];

		if (entity->kind == OUTPUT_TERMINAL && !entity->streaming &&
		    follow(scan, entity, scan->best_terminal, sink))
			return MC_UAC_OK;
	}
	return MC_UAC_MIXED;
}

McUacProblem
mc_uac_find_sink(const guint8 *bytes, gsize length, McUacSink *sink)
{
	gsize total = MIN(mc_uac_total_length(bytes, length), MC_UAC_CONFIGURATION_MAX);
	Scan scan = {.class = 0};

	*sink = (McUacSink){.control_interface = 0};
	if (total < 9 || total > length)
		return MC_UAC_BROKEN;
	for (gsize at = 0; at < total; at += bytes[at]) {
		if (total - at < 2 || bytes[at] < 2 || bytes[at] > total - at)
			return MC_UAC_BROKEN;
		take(&scan, bytes + at, bytes[at]);
	}
	end_setting(&scan);
	return choose(&scan, sink);
}

/* ---- requests ---- */

/* Bass, middle and treble in steps; the equalizer and a delay have no "off" of a known length, so
 * nothing is said to them: the unit is calibrated as it is. */
static guint16
data_bytes(McUacControl control)
{
	switch (control) {
	case MC_UAC_MUTE:
	case MC_UAC_BASS:
	case MC_UAC_MID:
	case MC_UAC_TREBLE:
	case MC_UAC_AUTOMATIC_GAIN:
	case MC_UAC_BASS_BOOST:
	case MC_UAC_LOUDNESS: return 1;
	case MC_UAC_VOLUME: return 2;
	case MC_UAC_EQUALIZER:
	case MC_UAC_DELAY: return 0;
	}
	return 0;
}

static void
fill_rate(const McUacSink *sink, McUacRequest *request)
{
	*request = (McUacRequest){
	    .request_type = 0x22,
	    .request = MC_UAC_SET_CUR,
	    .value = SAMPLING_FREQUENCY << 8,
	    .index = sink->endpoint,
	    .length = 3,
	    .data = {(guint8)sink->rate_hz, (guint8)(sink->rate_hz >> 8),
	        (guint8)(sink->rate_hz >> 16)},
	};
}

static void
fill_control(const McUacSink *sink, guint unit, guint channel, McUacControl control, gint16 volume,
    gboolean proves, McUacRequest *request)
{
	gint16 value = control == MC_UAC_VOLUME && unit == 0 ? volume : 0;

	*request = (McUacRequest){
	    .request_type = proves ? 0xa1 : 0x21,
	    .request = proves ? MC_UAC_GET_CUR : MC_UAC_SET_CUR,
	    .value = (guint16)(control << 8 | channel),
	    .index = (guint16)(sink->feature[unit].id << 8 | sink->control_interface),
	    .length = data_bytes(control),
	    .data = {(guint8)value, (guint8)((guint16)value >> 8)},
	};
}

/* A volume is given to a unit's channels or, if they have none, to its master: both would add. A
 * master beside channels stays at 0 dB. */
static gint16
volume_of(const McUacFeature *feature, guint channel, gint16 volume)
{
	guint16 bit = 1u << (MC_UAC_VOLUME - 1);
	gboolean channels_have = (feature->controls[1] & bit) != 0;

	return channel == 0 && channels_have ? 0 : volume;
}

gboolean
mc_uac_request(const McUacSink *sink, gint16 volume, guint number, McUacRequest *request)
{
	guint at = number; /* what is still to be counted off */

	if (sink->sets_rate && at-- == 0) {
		fill_rate(sink, request);
		return TRUE;
	}
	for (guint unit = 0; unit < sink->feature_count; unit++) {
		const McUacFeature *feature = &sink->feature[unit];

		for (guint i = 0; i < G_N_ELEMENTS(feature->controls) * MC_UAC_LOUDNESS; i++) {
			guint channel = i / MC_UAC_LOUDNESS;
			McUacControl control = (McUacControl)(i % MC_UAC_LOUDNESS + MC_UAC_MUTE);
			gboolean there = (feature->controls[channel] >> (control - 1) & 1) != 0;

			if (!there || data_bytes(control) == 0)
				continue;
			if (at < 2) {
				fill_control(sink, unit, channel, control, volume_of(feature, channel, volume),
				    at == 1, request);
				return TRUE;
			}
			at -= 2;
		}
	}
	return FALSE;
}

gboolean
mc_uac_is_answered(const McUacRequest *request, const guint8 *bytes, gsize length)
{
	return request->request == MC_UAC_SET_CUR
	           ? length == request->length
	           : length == request->length && memcmp(bytes, request->data, length) == 0;
}
