#include "drivers/registry/hearing-place.h"

/* After the last sound: a room that was too loud is heard to become quiet again. */
#define LISTEN_ON_MS 30000

/* Of the sound level meter's octaves: 500 Hz. */
#define FIRST_OCTAVE 2

struct McHearingPlace {
	McClock *clock;
	McHearing *hearing;
	McAudio *audio;
	McHearingPort port;
	/* lent to the sound card */
	McResponsePadPort *pad;
	McResponsePadPort pad_port;
	McResponsePadListener pad_listener;
	gpointer pad_data;
	McReferencePort *meter;
	gboolean measuring;
	guint64 listen_on; /* timer: the room is listened to until then; 0 = nobody asks */
};

static guint
use_of(McDeviceState state)
{
	switch (state) {
	case MC_DEVICE_ABSENT: return 0;
	case MC_DEVICE_STARTING: return 1;
	case MC_DEVICE_FAULTY: return 2;
	case MC_DEVICE_LOCKED: return 3;
	case MC_DEVICE_READY: return 4;
	}
	g_return_val_if_reached(0);
}

gboolean
mc_device_is_of_more_use(McDevice *a, McDevice *b)
{
	return use_of(mc_device_shown(a)->state) > use_of(mc_device_shown(b)->state);
}

/* By the board, and not by who is ready at this moment: an instrument that is away for a moment is
 * not exchanged in the middle of an exam. */
static gboolean
is_by_sound_card(McHearingPlace *self)
{
	return mc_device_is_of_more_use(mc_audio_device(self->audio), mc_hearing_device(self->hearing));
}

static McHearingPort *
who_plays(McHearingPlace *self)
{
	return is_by_sound_card(self) ? mc_audio_port(self->audio) : mc_hearing_port(self->hearing);
}

/* ---- the pad ---- */

static void
on_key(McPadKey key, gint64 at_us, gpointer data)
{
	McHearingPlace *self = data;

	/* the sound card's times are the machine's, whatever rate a demonstration's clock has */
	if (is_by_sound_card(self) && (key == MC_PAD_LEFT || key == MC_PAD_RIGHT))
		mc_audio_key(
		    self->audio, key == MC_PAD_LEFT ? MC_EAR_LEFT : MC_EAR_RIGHT, g_get_monotonic_time());
	if (self->pad_listener.pressed != NULL)
		self->pad_listener.pressed(key, at_us, self->pad_data);
}

static void
on_pad_lost(const GError *error, gpointer data)
{
	McHearingPlace *self = data;

	if (self->pad_listener.lost != NULL)
		self->pad_listener.lost(error, self->pad_data);
}

static gboolean
pad_is_ready(gpointer data)
{
	McHearingPlace *self = data;

	return self->pad->is_ready(self->pad->self);
}

static void
pad_set_listener(gpointer data, const McResponsePadListener *listener, gpointer user_data)
{
	McHearingPlace *self = data;

	self->pad_listener = *listener;
	self->pad_data = user_data;
}

/* ---- the room ---- */

static void
measure(McHearingPlace *self)
{
	self->measuring = self->listen_on != 0 && self->meter->is_ready(self->meter->self);
	if (self->measuring)
		self->meter->measure(self->meter->self, MC_REFERENCE_SHORTEST_MS);
}

/* One frame of 125 ms after the other. What is beyond the meter's range is not known. */
static void
on_measured(const McReferenceReading *reading, gpointer data)
{
	McHearingPlace *self = data;
	McHearingConditions room = {.headphones_on = TRUE};

	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		room.noise_deci_db_spl[i] = reading->range == MC_REFERENCE_OVER
		                                ? MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL
		                                : reading->octave_deci_db[FIRST_OCTAVE + i];
	mc_audio_set_room(self->audio, &room);
	measure(self);
}

/* What was not heard may have been anything. */
static void
on_meter_lost(const GError *error, gpointer data)
{
	McHearingPlace *self = data;
	McHearingConditions room = {.headphones_on = TRUE};

	self->measuring = FALSE;
	for (guint i = 0; i < MC_NOISE_BANDS; i++)
		room.noise_deci_db_spl[i] = MC_AUDIO_ROOM_UNKNOWN_DECI_DB_SPL;
	mc_audio_set_room(self->audio, &room);
}

static void
on_listened(gpointer data)
{
	((McHearingPlace *)data)->listen_on = 0;
}

static void
listen_to_room(McHearingPlace *self)
{
	static const McReferenceListener listener = {.measured = on_measured, .lost = on_meter_lost};

	mc_clock_cancel(self->clock, &self->listen_on);
	self->listen_on = mc_clock_after_ms(self->clock, LISTEN_ON_MS, on_listened, self);
	if (self->measuring)
		return;
	self->meter->set_listener(self->meter->self, &listener, self);
	measure(self);
}

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	McHearingPort *port = who_plays(data);

	return port->is_ready(port->self);
}

static void
port_set_listener(gpointer data, const McHearingListener *listener, gpointer user_data)
{
	McHearingPlace *self = data;
	McHearingPort *audiometer = mc_hearing_port(self->hearing);
	McHearingPort *sound_card = mc_audio_port(self->audio);

	audiometer->set_listener(audiometer->self, listener, user_data);
	sound_card->set_listener(sound_card->self, listener, user_data);
}

static void
port_mute(gpointer data)
{
	McHearingPlace *self = data;
	McHearingPort *audiometer = mc_hearing_port(self->hearing);
	McHearingPort *sound_card = mc_audio_port(self->audio);

	audiometer->mute(audiometer->self);
	sound_card->mute(sound_card->self);
}

static void
port_play(gpointer data, const McStimulus *stimulus)
{
	McHearingPlace *self = data;
	McHearingPort *port = who_plays(self);

	port->play(port->self, stimulus);
	if (is_by_sound_card(self))
		listen_to_room(self);
}

McHearingPlace *
mc_hearing_place_new(McClock *clock, McBus *bus, McResponsePad *pad, McReference *sound_meter)
{
	static const McResponsePadListener listener = {.pressed = on_key, .lost = on_pad_lost};
	McHearingPlace *self = g_new0(McHearingPlace, 1);

	self->clock = clock;
	self->hearing = mc_hearing_new(clock, bus);
	self->audio = mc_audio_new(clock, bus);
	self->pad = mc_response_pad_port(pad);
	self->meter = mc_reference_port(sound_meter);
	self->pad->set_listener(self->pad->self, &listener, self);
	self->port = (McHearingPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .play = port_play,
	    .mute = port_mute,
	};
	self->pad_port = (McResponsePadPort){
	    .self = self, .is_ready = pad_is_ready, .set_listener = pad_set_listener};
	return self;
}

void
mc_hearing_place_free(McHearingPlace *self)
{
	mc_clock_cancel(self->clock, &self->listen_on);
	mc_hearing_free(self->hearing);
	mc_audio_free(self->audio);
	g_free(self);
}

McDevice *
mc_hearing_place_device(McHearingPlace *self, guint index)
{
	return index == 0 ? mc_hearing_device(self->hearing) : mc_audio_device(self->audio);
}

McAudio *
mc_hearing_place_audio(McHearingPlace *self)
{
	return self->audio;
}

McHearingPort *
mc_hearing_place_port(McHearingPlace *self)
{
	return &self->port;
}

McResponsePadPort *
mc_hearing_place_pad(McHearingPlace *self)
{
	return &self->pad_port;
}

gboolean
mc_hearing_place_is_mute(const McHearingPlace *self)
{
	return mc_hearing_is_mute(self->hearing) && mc_audio_is_mute(self->audio);
}
