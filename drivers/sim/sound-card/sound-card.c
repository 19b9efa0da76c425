#include "drivers/sim/sound-card/sound-card.h"

#include <errno.h>
#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* USB Audio Class 1.0, tables */
enum { SET_CUR = 0x01, GET_CUR = 0x81 };
enum { MUTE = 1, VOLUME = 2, SAMPLING_FREQUENCY = 1 };

#define SPEAKERS 0x01 /* its one endpoint */
#define FEATURE_UNIT 2
#define CHANNELS 3 /* master, left, right */
#define STREAMING 1 /* its interface; setting 0 is silent */
#define EARS 2
#define FRAME_BYTES (EARS * 2)
#define PACKET_BYTES (48 * FRAME_BYTES) /* of a millisecond */

struct McSimSoundCard {
	McSimWorld *world;
	McSimModel model;
	McSimDevice *device;
	char *serial;
	gboolean stuck; /* takes no volume */
	gboolean mute;
	gint16 volume_db_256[CHANNELS];
	guint32 rate_hz;
	/* what streams */
	guint8 setting;
	gboolean playing; /* a transfer, which is taken when it has been played: by the timer */
	guint64 timer;
	gdouble loudest[EARS]; /* mean square of a transfer since the setting was chosen */
};

static const guint8 device_descriptor[18] = {
    18, 1, 0x10, 0x01, 0, 0, 0, 64, /* */
    0x09, 0x12, 0x48, 0x4d, 0x00, 0x01, 1, 2, 3, 1, /* */
};

static const guint8 configuration[] = {
    9, 2, 110, 0, 2, 1, 0, 0x80, 50, /* */
    9, 4, 0, 0, 0, 1, 1, 0, 0, /* audio control */
    9, 0x24, 1, 0x00, 0x01, 40, 0, 1, 1, /* its header; interface 1 streams */
    12, 0x24, 2, 1, 0x01, 0x01, 0, 2, 3, 0, 0, 0, /* the wire: two channels */
    10, 0x24, 6, FEATURE_UNIT, 1, 1, 0x01, 0x02, 0x02, 0, /* mute of all, volume of each */
    9, 0x24, 3, 3, 0x02, 0x03, 0, FEATURE_UNIT, 0, /* headphones */
    9, 4, 1, 0, 0, 1, 2, 0, 0, /* streaming, silent */
    9, 4, 1, 1, 1, 1, 2, 0, 0, /* streaming */
    7, 0x24, 1, 1, 1, 0x01, 0x00, /* 1 ms to the ear; PCM */
    11, 0x24, 2, 1, 2, 2, 16, 1, 0x80, 0xbb, 0x00, /* 16 bits, 48 000 Hz */
    9, 5, SPEAKERS, 0x09, 192, 0, 1, 0, 0, /* isochronous, adaptive, a packet each millisecond */
    7, 0x25, 1, 0x01, 0, 0, 0, /* takes its rate from the host */
};
G_STATIC_ASSERT(sizeof configuration == 110);

/* ---- the bus ---- */

static int
give(guint8 *data, guint length, const void *value, guint bytes)
{
	guint given = MIN(length, bytes);

	memcpy(data, value, given);
	return (int)given;
}

/* Its rate: three bytes, little-endian. */
static int
endpoint_request(McSimSoundCard *self, const guint8 setup[8], const guint8 *data, guint length)
{
	if (setup[1] != SET_CUR || setup[3] != SAMPLING_FREQUENCY || setup[4] != SPEAKERS ||
	    length != 3)
		return -EPIPE;
	self->rate_hz = (guint32)(data[0] | data[1] << 8 | data[2] << 16);
	return (int)length;
}

static int
mute_request(McSimSoundCard *self, guint8 request, guint8 *data, guint length)
{
	guint8 now = self->mute ? 1 : 0;

	if (request == GET_CUR)
		return give(data, length, &now, sizeof now);
	if (length != 1)
		return -EPIPE;
	self->mute = data[0] != 0;
	return 1;
}

static int
volume_request(McSimSoundCard *self, guint8 request, guint channel, guint8 *data, guint length)
{
	gint16 *volume = &self->volume_db_256[channel];
	guint8 now[2] = {(guint8)*volume, (guint8)((guint16)*volume >> 8)};

	if (request == GET_CUR)
		return give(data, length, now, sizeof now);
	if (length != 2)
		return -EPIPE;
	if (!self->stuck)
		*volume = (gint16)(data[0] | data[1] << 8);
	return 2;
}

static int
model_control(gpointer data, const guint8 setup[8], guint8 *bytes, guint length)
{
	McSimSoundCard *self = data;
	guint control = setup[3], channel = setup[2];

	if ((setup[0] & 0x1f) == 2)
		return endpoint_request(self, setup, bytes, length);
	if ((setup[1] != SET_CUR && setup[1] != GET_CUR) || setup[4] != 0 || setup[5] != FEATURE_UNIT)
		return -EPIPE;
	if (control == MUTE && channel == 0)
		return mute_request(self, setup[1], bytes, length);
	if (control == VOLUME && channel >= 1 && channel < CHANNELS)
		return volume_request(self, setup[1], channel, bytes, length);
	return -EPIPE;
}

/* ---- the sound ---- */

static void
on_played(gpointer data)
{
	McSimSoundCard *self = data;

	self->timer = 0;
	mc_sim_device_kick(self->device);
}

/* A millisecond a packet, whatever the world's rate. In a timer the moment for which that was set:
 * there is no gap after the transfer before. */
static void
begin_to_play(McSimSoundCard *self, guint packets)
{
	self->playing = TRUE;
	self->timer = mc_sim_world_after_us(
	    self->world, (gint64)packets * 1000 * mc_sim_world_rate(self->world), on_played, self);
}

static void
listen(McSimSoundCard *self, const guint8 *bytes, guint length)
{
	guint frames = length / FRAME_BYTES;
	gdouble sum[EARS] = {0};

	for (guint i = 0; i < frames * EARS; i++) {
		gdouble sample = (gint16)(bytes[2 * i] | bytes[2 * i + 1] << 8);

		sum[i % EARS] += sample * sample;
	}
	for (guint ear = 0; ear < EARS && frames > 0; ear++)
		self->loudest[ear] = MAX(self->loudest[ear], sum[ear] / frames);
}

static int
model_out(gpointer data, guint8 endpoint, const guint8 *bytes, guint length)
{
	McSimSoundCard *self = data;

	if (endpoint != SPEAKERS || self->setting == 0)
		return -EPIPE;
	if (!self->playing)
		begin_to_play(self, length / PACKET_BYTES);
	if (self->timer != 0)
		return -EAGAIN;
	self->playing = FALSE;
	listen(self, bytes, length);
	return (int)length;
}

/* What was under way is not played to its end. What was heard is remembered in silence. */
static void
model_choose_setting(gpointer data, guint8 interface_number, guint8 setting)
{
	McSimSoundCard *self = data;

	if (interface_number != STREAMING)
		return;
	mc_sim_world_cancel(self->world, &self->timer);
	self->setting = setting;
	self->playing = FALSE;
	for (guint ear = 0; ear < EARS && setting != 0; ear++)
		self->loudest[ear] = 0;
}

/* As from the shelf: not at the volume at which anybody calibrated it. */
static void
model_reset(gpointer data)
{
	McSimSoundCard *self = data;

	model_choose_setting(self, STREAMING, 0);
	self->mute = TRUE;
	self->rate_hz = 0;
	for (guint i = 0; i < CHANNELS; i++)
		self->volume_db_256[i] = -20 * 256;
}

McSimSoundCard *
mc_sim_sound_card_new(McSimWorld *world)
{
	McSimSoundCard *self = g_new0(McSimSoundCard, 1);

	self->world = world;
	self->serial = g_strdup("UA-000118");
	self->model = (McSimModel){
	    .device_descriptor = device_descriptor,
	    .configuration = configuration,
	    .configuration_bytes = sizeof configuration,
	    .speed = MC_SIM_SPEED_FULL,
	    .maker = "Medcheck Simulation",
	    .product = "UA-1",
	    .serial = self->serial,
	    .reset = model_reset,
	    .control = model_control,
	    .choose_setting = model_choose_setting,
	    .out = model_out,
	};
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_sound_card_free(McSimSoundCard *self)
{
	if (self == NULL)
		return;
	mc_sim_device_free(self->device);
	g_free(self->serial);
	g_free(self);
}

McSimDevice *
mc_sim_sound_card_device(McSimSoundCard *self)
{
	return self->device;
}

gboolean
mc_sim_sound_card_set(McSimSoundCard *self, const char *key, const char *value, GError **error)
{
	if (g_str_equal(key, "serial")) {
		g_free(self->serial);
		self->serial = g_strdup(value);
		self->model.serial = self->serial;
		return TRUE;
	}
	if (g_str_equal(key, "volume") && (g_str_equal(value, "free") || g_str_equal(value, "stuck"))) {
		self->stuck = g_str_equal(value, "stuck");
		return TRUE;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s=%s", key, value);
	return FALSE;
}

/* As a sine, in tenths of dB of the loudest that goes into its numbers. */
static void
describe_ear(const McSimSoundCard *self, guint ear, const char *name, GString *line)
{
	gdouble mean_square = 2 * self->loudest[ear] / (32768.0 * 32768.0);

	if (mean_square <= 0)
		g_string_append_printf(line, " sound-card.%s=silent", name);
	else
		g_string_append_printf(line, " sound-card.%s=%ld", name, lround(100 * log10(mean_square)));
}

void
mc_sim_sound_card_describe(const McSimSoundCard *self, GString *line)
{
	g_string_append_printf(line,
	    " sound-card.plugged=%d sound-card.mute=%d sound-card.left-db-256=%d "
	    "sound-card.right-db-256=%d sound-card.rate=%u sound-card.setting=%u",
	    mc_sim_device_is_plugged(self->device) ? 1 : 0, self->mute ? 1 : 0, self->volume_db_256[1],
	    self->volume_db_256[2], self->rate_hz, self->setting);
	describe_ear(self, 0, "left", line);
	describe_ear(self, 1, "right", line);
}
