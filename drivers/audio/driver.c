#include "drivers/audio/driver.h"

#include "app/base/error.h"
#include "drivers/audio/order.h"
#include "drivers/audio/start.h"
#include "drivers/audio/stream.h"

#include <string.h>

#define PROBE_MS 200

struct McAudio {
	McDevice *device;
	GArray *records; /* McEnrolment of sound cards */
	McAudioUnit unit; /* of the one that is open */
	McHearingPort port;
	McHearingListener listener;
	gpointer listener_data;
	/* while the device is open */
	McTransport *transport;
	McAudioStart *start;
	gboolean testing; /* start runs as a self-test */
	McUacSink sink;
	McAudioStream *stream; /* while ready, or probing */
	gboolean broke_off; /* the last stream did: silence has to come through first */
	gboolean probing; /* whether it does */
	/* the presentation */
	gboolean awaited; /* started, and neither finished nor lost nor muted yet */
	McPressAnswer presses; /* at_us on g_get_monotonic_time() */
	McHearingConditions room; /* the loudest since it was begun */
	gboolean room_is_known;
	guint64 seed; /* of the next one's noise */
	GError *refusal; /* told from its source */
	guint refusal_source;
};

const McUsbId mc_audio_usb_ids[] = {
    {0, 0, 0x01, 0x01}, /* any audio control interface */
    {0},
};

/* ---- the presentation ---- */

static void
tell_lost(McAudio *self, const GError *error)
{
	if (!self->awaited)
		return;
	self->awaited = FALSE;
	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
}

static void
on_over(gint64 onset_us, gpointer data)
{
	McAudio *self = data;
	McPressAnswer presses = self->presses;

	if (self->probing) {
		self->probing = self->broke_off = FALSE;
		mc_device_identified(self->device);
		return;
	}
	mc_device_worked(self->device);
	if (!self->awaited)
		return;
	self->awaited = FALSE;
	for (gint32 i = 0; i < presses.count; i++)
		presses.press[i].at_us -= onset_us;
	if (self->listener.finished != NULL)
		self->listener.finished(&presses, &self->room, self->listener_data);
}

static void
forget_room(McAudio *self)
{
	self->room = (McHearingConditions){.headphones_on = TRUE}; /* it cannot tell */
	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		self->room.noise_deci_db_spl[i] = MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL;
	self->room_is_known = FALSE;
}

/* A device that broke comes back by itself, as any other; a slow machine is not its fault. */
static void
on_stream_failed(const GError *error, gpointer data)
{
	McAudio *self = data;

	if (g_error_matches(error, MC_ERROR, MC_ERROR_TIMEOUT) && !self->probing) {
		tell_lost(self, error);
	} else if (g_error_matches(error, MC_ERROR, MC_ERROR_DEVICE_GONE)) {
		mc_device_failed(self->device, error);
	} else {
		self->broke_off = TRUE;
		mc_device_failed_by(self->device, MC_CAUSE_STREAM, error);
	}
}

static const McAudioStreamListener stream_listener = {
    .over = on_over,
    .failed = on_stream_failed,
};

static gboolean
on_refusal(gpointer data)
{
	McAudio *self = data;
	g_autoptr(GError) error = g_steal_pointer(&self->refusal);

	self->refusal_source = 0;
	tell_lost(self, error);
	return G_SOURCE_REMOVE;
}

static void
forget_refusal(McAudio *self)
{
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	self->refusal_source = 0;
	g_clear_error(&self->refusal);
}

static void
refuse(McAudio *self, GError *error)
{
	self->refusal = error;
	self->refusal_source = g_idle_add(on_refusal, self);
}

/* ---- device ---- */

/* NULL: nobody has measured this one. */
static const McEnrolment *
find_record(const GArray *records, const McDeviceInfo *info)
{
	for (guint i = 0; i < records->len; i++) {
		const McEnrolment *record = &g_array_index(records, McEnrolment, i);

		if (record->sound_card.vendor_id == info->vendor_id &&
		    record->sound_card.product_id == info->product_id &&
		    strcmp(record->serial, info->serial) == 0)
			return record;
	}
	return NULL;
}

/* Day and certificate come with the enrolment, as those of every device without a memory. A record
 * of another sound card calibrates nothing. */
static void
take_record(McAudio *self, McDeviceInfo *info)
{
	const McEnrolment *record = find_record(self->records, info);
	const McSoundCardRecord *card = record == NULL ? NULL : &record->sound_card;

	mc_device_keeps_no_record(self->device);
	if (card == NULL)
		return;
	g_strlcpy(info->transducer, card->transducer, sizeof info->transducer);
	g_strlcpy(info->transducer_serial, card->transducer_serial, sizeof info->transducer_serial);
	g_strlcpy(info->laboratory, card->laboratory, sizeof info->laboratory);
	info->corrections = card->corrections;
	self->unit = (McAudioUnit){
	    .ceiling_deci_db_hl = card->ceiling_deci_db_hl,
	    .full_scale_deci_db_spl = {card->full_scale_deci_db_spl[MC_EAR_LEFT],
	        card->full_scale_deci_db_spl[MC_EAR_RIGHT]},
	    .headphones = {mc_transducer_of_model(card->transducer), card->corrections},
	};
	memcpy(self->unit.masking_above_tone_deci_db,
	    card->has_masking ? card->masking_above_tone_deci_db : mc_masking_above_tone_deci_db,
	    sizeof self->unit.masking_above_tone_deci_db);
}

/* Its requests all work; that says nothing of the stream. */
static void
probe(McAudio *self)
{
	const McToneOrder silence = {
	    .rate_hz = self->sink.rate_hz, .frequency_hz = 1000, .duration_ms = PROBE_MS};

	self->probing = TRUE;
	self->stream = mc_audio_stream_new(self->transport, &self->sink, &stream_listener, self);
	mc_audio_stream_play(self->stream, &silence);
}

static void
on_started(const GError *error, const McUacSink *sink, gpointer data)
{
	McAudio *self = data;
	gboolean testing = self->testing;

	self->sink = *sink;
	self->testing = FALSE;
	if (error != NULL && error->code == MC_ERROR_VERSION && !testing) {
		mc_device_is_wrong(self->device);
	} else if (error != NULL && error->code == MC_ERROR_VERSION) {
		mc_device_self_tested(self->device, FALSE);
	} else if (error != NULL) {
		mc_device_failed(self->device, error);
	} else if (testing) {
		mc_device_self_tested(self->device, TRUE);
	} else {
		take_record(self, mc_device_info(self->device));
		if (self->broke_off)
			probe(self);
		else
			mc_device_identified(self->device);
	}
}

static gboolean
volume_of(gpointer data, gint16 *volume_db_256)
{
	McAudio *self = data;
	const McEnrolment *record = find_record(self->records, mc_device_info(self->device));

	if (record != NULL)
		*volume_db_256 = (gint16)record->sound_card.volume_db_256;
	return record != NULL;
}

static void
start(McAudio *self)
{
	mc_audio_start_free(self->start);
	self->start = mc_audio_start_new(
	    self->transport, mc_device_info(self->device), volume_of, on_started, self);
	mc_audio_start_run(self->start);
}

static void
device_begin(gpointer data, McTransport *transport)
{
	McAudio *self = data;

	self->transport = transport;
	start(self);
}

static void
device_ready(gpointer data)
{
	McAudio *self = data;

	if (self->stream == NULL)
		self->stream = mc_audio_stream_new(self->transport, &self->sink, &stream_listener, self);
}

static void
device_end(gpointer data, const GError *error)
{
	McAudio *self = data;

	g_clear_pointer(&self->start, mc_audio_start_free);
	g_clear_pointer(&self->stream, mc_audio_stream_free);
	self->transport = NULL;
	self->testing = self->probing = FALSE;
	tell_lost(self, error);
}

/* Everything that alters a level is set and read back once more. */
static gboolean
device_self_test(gpointer data)
{
	McAudio *self = data;

	if (self->stream == NULL || mc_audio_stream_is_playing(self->stream))
		return FALSE;
	self->testing = TRUE;
	start(self);
	return TRUE;
}

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(mc_audio_device(data));
}

static void
port_set_listener(gpointer data, const McHearingListener *listener, gpointer user_data)
{
	McAudio *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static void
port_play(gpointer data, const McStimulus *stimulus)
{
	McAudio *self = data;
	g_autoptr(GError) error = NULL;
	McToneOrder order;

	self->port.mute(self);
	self->awaited = TRUE;
	self->presses.count = 0;
	forget_room(self);
	if (!port_is_ready(self))
		refuse(self, mc_device_why_not(self->device));
	else if (self->testing)
		refuse(self, g_error_new(MC_ERROR, MC_ERROR_BUSY, "sound card: it is testing itself"));
	else if (!mc_audio_order_of_stimulus(
	             stimulus, &self->unit, self->sink.rate_hz, &self->seed, &order, &error))
		refuse(self, g_steal_pointer(&error));
	else
		mc_audio_stream_play(self->stream, &order);
}

static void
port_mute(gpointer data)
{
	McAudio *self = data;

	forget_refusal(self);
	self->awaited = FALSE;
	if (self->stream != NULL)
		mc_audio_stream_mute(self->stream);
}

void
mc_audio_key(McAudio *self, McEar key, gint64 at_us)
{
	if (self->listener.pressed != NULL)
		self->listener.pressed(key, self->listener_data);
	if (!self->awaited || self->presses.count == MC_PRESSES_MAX)
		return;
	self->presses.press[self->presses.count].at_us = at_us;
	self->presses.press[self->presses.count].key = key;
	self->presses.count++;
}

void
mc_audio_set_room(McAudio *self, const McHearingConditions *now)
{
	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		self->room.noise_deci_db_spl[i] =
		    self->room_is_known ? MAX(self->room.noise_deci_db_spl[i], now->noise_deci_db_spl[i])
		                        : now->noise_deci_db_spl[i];
	self->room_is_known = TRUE;
	if (self->listener.conditions != NULL)
		self->listener.conditions(now, self->listener_data);
}

static gboolean
device_wants(gpointer data, guint16 vendor_id, guint16 product_id)
{
	McAudio *self = data;

	for (guint i = 0; i < self->records->len; i++) {
		const McSoundCardRecord *card = &g_array_index(self->records, McEnrolment, i).sound_card;

		if (card->vendor_id == vendor_id && card->product_id == product_id)
			return TRUE;
	}
	return FALSE;
}

static const McDeviceOps device_ops = {
    .kind = MC_DEVICE_AUDIOMETER,
    .ids = mc_audio_usb_ids,
    .wants = device_wants,
    .begin = device_begin,
    .ready = device_ready,
    .end = device_end,
    .self_test = device_self_test,
};

McAudio *
mc_audio_new(McClock *clock, McBus *bus)
{
	McAudio *self = g_new0(McAudio, 1);

	self->records = g_array_new(FALSE, FALSE, sizeof(McEnrolment));
	forget_room(self);
	self->port = (McHearingPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .play = port_play,
	    .mute = port_mute,
	};
	self->device = mc_device_new(&device_ops, self, clock, bus);
	return self;
}

void
mc_audio_free(McAudio *self)
{
	if (self == NULL)
		return;
	port_mute(self);
	mc_audio_start_free(self->start);
	mc_audio_stream_free(self->stream);
	mc_device_free(self->device);
	g_array_unref(self->records);
	g_free(self);
}

static gboolean
is_same_record(const McEnrolment *a, const McEnrolment *b)
{
	return a == b || (a != NULL && b != NULL &&
	                     memcmp(&a->sound_card, &b->sound_card, sizeof a->sound_card) == 0);
}

void
mc_audio_set_enrolments(McAudio *self, const McEnrolment *enrolments, guint count)
{
	const McDeviceInfo *info = mc_device_info(self->device);
	g_autoptr(GArray) past = g_steal_pointer(&self->records);
	gboolean same;

	self->records = g_array_new(FALSE, FALSE, sizeof(McEnrolment));
	for (guint i = 0; i < count; i++)
		if (enrolments[i].kind == MC_DEVICE_AUDIOMETER && enrolments[i].has_sound_card)
			g_array_append_val(self->records, enrolments[i]);
	same = is_same_record(find_record(past, info), find_record(self->records, info));
	mc_device_set_enrolments(self->device, enrolments, count);
	if (!same)
		mc_device_start_again(self->device);
}

McHearingPort *
mc_audio_port(McAudio *self)
{
	return &self->port;
}

McDevice *
mc_audio_device(McAudio *self)
{
	return self->device;
}

gboolean
mc_audio_is_mute(const McAudio *self)
{
	return self->stream == NULL || !mc_audio_stream_is_playing(self->stream);
}
