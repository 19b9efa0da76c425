#include "drivers/audio/stream.h"

#include "app/base/error.h"

#define SLOTS 25 /* transfers under way: 0.4 s, which a busy machine may stand still */
#define SLOT_MS 16 /* packets of each, one a millisecond */
#define SLOT_US (SLOT_MS * 1000)

typedef struct Slot {
	McAudioStream *stream;
	guint64 id; /* 0 = free */
} Slot;

struct McAudioStream {
	McTransport *transport;
	McUacSink sink;
	const McAudioStreamListener *listener;
	gpointer data;
	McTone tone;
	Slot slot[SLOTS];
	guint under_way;
	gboolean playing; /* the slots carry this presentation; else they are on their way back */
	gboolean has_next; /* waits until they are */
	McToneOrder next;
	guint64 frame; /* next one to send */
	guint64 sent, came_back; /* slots */
	gint64 began_us; /* the earliest that the slots so far allow */
	GError *refusal; /* told from its source */
	guint refusal_source;
};

static void submit_slots(McAudioStream *self);

/* ---- the end of a presentation ---- */

static void
fall_silent(McAudioStream *self)
{
	McTransport *transport = self->transport;

	self->playing = FALSE;
	for (guint i = 0; i < SLOTS; i++)
		if (self->slot[i].id != 0)
			transport->cancel(transport->self, self->slot[i].id);
	/* also when the device is gone: then it says so elsewhere */
	(void)transport->choose_setting(transport->self, self->sink.streaming_interface, 0);
}

static void
fail(McAudioStream *self, GError *error)
{
	g_autoptr(GError) mine = error;

	fall_silent(self);
	self->listener->failed(mine, self->data);
}

static gboolean
on_refusal(gpointer data)
{
	McAudioStream *self = data;
	g_autoptr(GError) error = g_steal_pointer(&self->refusal);

	self->refusal_source = 0;
	self->listener->failed(error, self->data);
	return G_SOURCE_REMOVE;
}

static void
end(McAudioStream *self)
{
	gint64 onset_us = self->began_us + self->sink.delay_frames * 1000 +
	                  (gint64)(self->tone.onset * G_USEC_PER_SEC / self->sink.rate_hz);

	fall_silent(self);
	self->listener->over(onset_us, self->data);
}

/* ---- slots ---- */

/* Nothing comes back before it is played, so the earliest return tells when playing began. A slot
 * that is late by all the others had the device run dry. */
static gboolean
is_in_time(McAudioStream *self)
{
	gint64 now_us = g_get_monotonic_time();
	gint64 began_us = now_us - (gint64)self->came_back * SLOT_US;

	self->began_us = self->came_back == 1 ? began_us : MIN(self->began_us, began_us);
	return began_us - self->began_us < (SLOTS - 1) * SLOT_US;
}

static void
begin_next(McAudioStream *self)
{
	if (self->under_way > 0 || !self->has_next)
		return;
	self->has_next = FALSE;
	mc_audio_stream_play(self, &self->next);
}

static void
on_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	Slot *slot = data;
	McAudioStream *self = slot->stream;

	slot->id = 0;
	self->under_way--;
	if (!self->playing) {
		begin_next(self);
		return;
	}
	self->came_back++;
	if (status != MC_TRANSFER_DONE)
		fail(self, mc_transfer_error(status, "sound"));
	else if (!is_in_time(self))
		fail(self, g_error_new(MC_ERROR, MC_ERROR_TIMEOUT,
		               "sound: this machine was too slow, there was a gap"));
	else if (self->came_back == self->sent && self->frame >= self->tone.frames)
		end(self);
	else
		submit_slots(self);
}

/* The frames of one packet: 48 of 48 000 Hz; at 44 100 Hz 44, and each tenth time 45. */
static guint
packet_frames(const McAudioStream *self, guint64 packet)
{
	guint64 rate = self->sink.rate_hz;

	return (guint)((packet + 1) * rate / 1000 - packet * rate / 1000);
}

static void
fill_packet(McAudioStream *self, guint frames, guint8 *to)
{
	guint bytes = self->sink.sample_bytes;

	for (guint i = 0; i < frames; i++) {
		gdouble sample[MC_SIDES];

		/* after the end: zeros, with the same dither */
		(void)mc_tone_next(&self->tone, sample);
		for (guint side = 0; side < MC_SIDES; side++, to += bytes)
			mc_tone_encode(&self->tone, sample[side], self->sink.bits, bytes, to);
	}
}

static void
submit_slot(McAudioStream *self, Slot *slot)
{
	McTransport *transport = self->transport;
	g_autofree guint8 *bytes = g_malloc((gsize)SLOT_MS * self->sink.packet);
	guint16 lengths[SLOT_MS];
	gsize used = 0;

	for (guint i = 0; i < SLOT_MS; i++) {
		guint frames = packet_frames(self, self->sent * SLOT_MS + i);

		lengths[i] = (guint16)(frames * MC_SIDES * self->sink.sample_bytes);
		fill_packet(self, frames, bytes + used);
		used += lengths[i];
		self->frame += frames;
	}
	self->sent++;
	self->under_way++;
	slot->id = transport->stream(
	    transport->self, self->sink.endpoint, bytes, lengths, SLOT_MS, on_sent, slot);
}

static void
submit_slots(McAudioStream *self)
{
	for (guint i = 0; i < SLOTS && self->frame < self->tone.frames; i++)
		if (self->slot[i].id == 0)
			submit_slot(self, &self->slot[i]);
}

/* ---- the caller ---- */

void
mc_audio_stream_play(McAudioStream *self, const McToneOrder *order)
{
	McTransport *transport = self->transport;

	mc_audio_stream_mute(self);
	if (self->under_way > 0) {
		self->has_next = TRUE;
		self->next = *order;
		return;
	}
	if (!transport->choose_setting(
	        transport->self, self->sink.streaming_interface, self->sink.setting)) {
		self->refusal = g_error_new(
		    MC_ERROR, MC_ERROR_PROTOCOL, "sound: the device refuses its playing setting");
		self->refusal_source = g_idle_add(on_refusal, self);
		return;
	}
	mc_tone_start(&self->tone, order);
	self->frame = self->sent = self->came_back = 0;
	self->playing = TRUE;
	submit_slots(self);
}

void
mc_audio_stream_mute(McAudioStream *self)
{
	self->has_next = FALSE;
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	self->refusal_source = 0;
	g_clear_error(&self->refusal);
	if (self->playing)
		fall_silent(self);
}

gboolean
mc_audio_stream_is_playing(const McAudioStream *self)
{
	return self->playing || self->has_next;
}

McAudioStream *
mc_audio_stream_new(McTransport *transport, const McUacSink *sink,
    const McAudioStreamListener *listener, gpointer data)
{
	McAudioStream *self = g_new0(McAudioStream, 1);

	self->transport = transport;
	self->sink = *sink;
	self->listener = listener;
	self->data = data;
	for (guint i = 0; i < SLOTS; i++)
		self->slot[i].stream = self;
	return self;
}

void
mc_audio_stream_free(McAudioStream *self)
{
	if (self == NULL)
		return;
	mc_audio_stream_mute(self);
	g_free(self);
}
