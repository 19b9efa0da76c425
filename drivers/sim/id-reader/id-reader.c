#include "drivers/sim/id-reader/id-reader.h"
#include "drivers/sim/id-reader/card.h"
#include "drivers/sim/id-reader/frame.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#define FIND_US 60000
#define SELECT_US 40000
#define READ_US 1000000
#define OTHER_US 10000

#define MAX_PACKET 64
#define FOREVER G_MAXUINT

enum { OUT_HEADER = 0x02, OUT_BODY = 0x06, IN_HEADER = 0x81, IN_BODY = 0x85 };

enum { /* command << 8 | parameter */
	RESET_SAM = 0x10ff,
	SAM_STATUS = 0x11ff,
	SAM_ID = 0x12ff,
	FIND_CARD = 0x2001,
	SELECT_CARD = 0x2002,
	READ_BASE = 0x3001,
	READ_ADDRESS = 0x3003,
	READ_BASE_AND_FINGERPRINT = 0x3010,
	SET_RF_BYTES = 0x61ff,
};

struct McSimIdReader {
	McSimWorld *world;
	gboolean split_pipes;
	void (*changed)(gpointer data);
	gpointer changed_data;
	McSimModel model;
	McSimDevice *device;
	GByteArray *received;
	GByteArray *replies; /* single layout: whole frames */
	GByteArray *bodies; /* split layout: what follows the headers */
	guint16 command; /* being worked on; 0 = none */
	guint64 timer;
	gboolean card_lies, card_selected, card_was_read;
	char *card_name;
	McSimCard card;
	guint64 lift_timer;
	guint broken_skip, broken_count;
	guint8 read_status;
	guint32 serial;
};

/* ---- replies ---- */

static void
reply(McSimIdReader *self, guint8 status, const guint8 *data, guint length)
{
	g_autoptr(GByteArray) frame = mc_sim_frame_reply(status, data, length);
	guint header = self->split_pipes ? MC_SIM_FRAME_HEADER_BYTES : frame->len;

	if (self->broken_skip > 0) {
		self->broken_skip--;
	} else if (self->broken_count > 0) {
		if (self->broken_count != FOREVER)
			self->broken_count--;
		frame->data[frame->len - 1] ^= 0x5a;
	}
	g_byte_array_append(self->replies, frame->data, header);
	g_byte_array_append(self->bodies, frame->data + header, frame->len - header);
	mc_sim_device_kick(self->device);
}

static void
write_le32(guint8 *bytes, guint32 value)
{
	for (guint i = 0; i < 4; i++)
		bytes[i] = (guint8)(value >> (8 * i));
}

static void
reply_sam_id(McSimIdReader *self)
{
	guint8 id[16] = {5, 0, 1, 0};

	write_le32(id + 4, 20260105);
	write_le32(id + 8, self->serial);
	write_le32(id + 12, 42);
	reply(self, MC_SIM_SAM_OK, id, sizeof id);
}

static void
reply_card(McSimIdReader *self, gboolean with_fingerprint)
{
	/* sizes of text, photo and, in the long form, fingerprint (none on these cards) */
	static const guint8 sizes[6] = {0x01, 0x00, 0x04, 0x00, 0x00, 0x00};
	guint8 data[sizeof sizes + MC_SIM_CARD_TEXT_BYTES + MC_SIM_CARD_PHOTO_BYTES];
	guint at = with_fingerprint ? 6 : 4;

	memcpy(data, sizes, at);
	memcpy(data + at, self->card.text, MC_SIM_CARD_TEXT_BYTES);
	at += MC_SIM_CARD_TEXT_BYTES;
	memcpy(data + at, self->card.photo, MC_SIM_CARD_PHOTO_BYTES);
	at += MC_SIM_CARD_PHOTO_BYTES;
	self->card_was_read = TRUE;
	reply(self, MC_SIM_SAM_OK, data, at);
}

/* ---- commands ---- */

static void
find_card(McSimIdReader *self)
{
	static const guint8 zeros[4] = {0};

	self->card_selected = FALSE;
	if (self->card_lies && !self->card_was_read)
		reply(self, MC_SIM_SAM_FOUND, zeros, sizeof zeros);
	else
		reply(self, MC_SIM_SAM_NOT_FOUND, NULL, 0);
}

static void
select_card(McSimIdReader *self)
{
	static const guint8 zeros[8] = {0};

	self->card_selected = self->card_lies && !self->card_was_read;
	if (self->card_selected)
		reply(self, MC_SIM_SAM_OK, zeros, sizeof zeros);
	else
		reply(self, MC_SIM_SAM_NOT_SELECTED, NULL, 0);
}

static void
read_card(McSimIdReader *self, guint16 command)
{
	if (!self->card_lies || !self->card_selected)
		reply(self, MC_SIM_SAM_READ_FAILED, NULL, 0);
	else if (self->read_status != MC_SIM_SAM_OK)
		reply(self, self->read_status, NULL, 0);
	else if (command == READ_ADDRESS && self->card.has_moved)
		reply(self, MC_SIM_SAM_OK, self->card.address, sizeof self->card.address);
	else if (command == READ_ADDRESS)
		reply(self, MC_SIM_SAM_NO_CONTENT, NULL, 0);
	else
		reply_card(self, command == READ_BASE_AND_FINGERPRINT);
}

static void
on_command_done(gpointer data)
{
	McSimIdReader *self = data;
	guint16 command = self->command;

	self->timer = 0;
	self->command = 0;
	switch (command) {
	case FIND_CARD: find_card(self); break;
	case SELECT_CARD: select_card(self); break;
	case READ_BASE:
	case READ_ADDRESS:
	case READ_BASE_AND_FINGERPRINT: read_card(self, command); break;
	case SAM_ID: reply_sam_id(self); break;
	case RESET_SAM:
		self->card_selected = FALSE;
		reply(self, MC_SIM_SAM_OK, NULL, 0);
		break;
	case SAM_STATUS:
	case SET_RF_BYTES: reply(self, MC_SIM_SAM_OK, NULL, 0); break;
	default: reply(self, MC_SIM_SAM_BAD_COMMAND, NULL, 0); break;
	}
}

static gint64
duration_us(guint16 command)
{
	switch (command) {
	case FIND_CARD: return FIND_US;
	case SELECT_CARD: return SELECT_US;
	case READ_BASE:
	case READ_BASE_AND_FINGERPRINT: return READ_US;
	default: return OTHER_US;
	}
}

static void
take_frame(McSimIdReader *self)
{
	guint16 command = 0;

	switch (mc_sim_frame_take(self->received, &command)) {
	case MC_SIM_FRAME_INCOMPLETE: return;
	case MC_SIM_FRAME_WRONG_CHECK: reply(self, MC_SIM_SAM_BAD_CHECK, NULL, 0); return;
	case MC_SIM_FRAME_WRONG_LENGTH: reply(self, MC_SIM_SAM_BAD_LENGTH, NULL, 0); return;
	case MC_SIM_FRAME_GOOD: break;
	}
	/* a request ends the one that is still being worked on */
	mc_sim_world_cancel(self->world, &self->timer);
	self->command = command;
	self->timer = mc_sim_world_after_us(self->world, duration_us(command), on_command_done, self);
}

/* ---- the bus ---- */

static int
model_out(gpointer self_pointer, guint8 endpoint, const guint8 *data, guint length)
{
	McSimIdReader *self = self_pointer;

	g_byte_array_append(self->received, data, length);
	take_frame(self);
	return (int)length;
}

static int
model_in(gpointer self_pointer, guint8 endpoint, guint8 *data, guint size)
{
	McSimIdReader *self = self_pointer;
	GByteArray *bytes = endpoint == IN_BODY ? self->bodies : self->replies;
	guint count = MIN(size, bytes->len);

	if (self->split_pipes && endpoint == IN_HEADER)
		count = MIN(count, MC_SIM_FRAME_HEADER_BYTES);
	if (count == 0)
		return -EAGAIN;
	memcpy(data, bytes->data, count);
	g_byte_array_remove_range(bytes, 0, count);
	return (int)count;
}

static void
model_reset(gpointer self_pointer)
{
	McSimIdReader *self = self_pointer;

	mc_sim_world_cancel(self->world, &self->timer);
	self->command = 0;
	self->card_selected = self->card_was_read = FALSE;
	g_byte_array_set_size(self->received, 0);
	g_byte_array_set_size(self->replies, 0);
	g_byte_array_set_size(self->bodies, 0);
}

static const guint8 device_descriptor[18] = {
    18, 1, 0x00, 0x02, 0xff, 0, 0, 64, /* vendor class */
    0x00, 0x04, 0x5a, 0xc3, 0x00, 0x01, 1, 2, 0, 1, /* 0400:c35a, no serial number */
};

static const guint8 single_configuration[] = {
    9, 2, 32, 0, 1, 1, 0, 0x80, 100, /* */
    9, 4, 0, 0, 2, 0xff, 0, 0, 0, /* */
    7, 5, OUT_HEADER, 2, MAX_PACKET, 0, 0, /* */
    7, 5, IN_HEADER, 2, MAX_PACKET, 0, 0, /* */
};

static const guint8 split_configuration[] = {
    9, 2, 46, 0, 1, 1, 0, 0x80, 100, /* */
    9, 4, 0, 0, 4, 0xff, 0, 0, 0, /* */
    7, 5, OUT_HEADER, 2, MAX_PACKET, 0, 0, /* */
    7, 5, IN_HEADER, 2, MAX_PACKET, 0, 0, /* */
    7, 5, OUT_BODY, 2, MAX_PACKET, 0, 0, /* */
    7, 5, IN_BODY, 2, MAX_PACKET, 0, 0, /* */
};

McSimIdReader *
mc_sim_id_reader_new(
    McSimWorld *world, gboolean split_pipes, void (*changed)(gpointer data), gpointer data)
{
	McSimIdReader *self = g_new0(McSimIdReader, 1);

	self->world = world;
	self->split_pipes = split_pipes;
	self->changed = changed;
	self->changed_data = data;
	self->received = g_byte_array_new();
	self->replies = g_byte_array_new();
	self->bodies = g_byte_array_new();
	self->read_status = MC_SIM_SAM_OK;
	self->serial = 4711;
	self->model = (McSimModel){
	    .device_descriptor = device_descriptor,
	    .configuration = split_pipes ? split_configuration : single_configuration,
	    .configuration_bytes =
	        split_pipes ? sizeof split_configuration : sizeof single_configuration,
	    .speed = MC_SIM_SPEED_FULL,
	    .maker = "Medcheck Simulation",
	    .product = "Identity card reader",
	    .reset = model_reset,
	    .out = model_out,
	    .in = model_in,
	};
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_id_reader_free(McSimIdReader *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->timer);
	mc_sim_world_cancel(self->world, &self->lift_timer);
	mc_sim_device_free(self->device);
	g_byte_array_unref(self->received);
	g_byte_array_unref(self->replies);
	g_byte_array_unref(self->bodies);
	g_free(self->card_name);
	g_free(self);
}

McSimDevice *
mc_sim_id_reader_device(McSimIdReader *self)
{
	return self->device;
}

/* ---- control panel ---- */

gboolean
mc_sim_id_reader_put(McSimIdReader *self, const char *name)
{
	if (self->card_lies || !mc_sim_card_make(&self->card, name))
		return FALSE;
	g_free(self->card_name);
	self->card_name = g_strdup(name);
	self->card_lies = TRUE;
	self->card_selected = self->card_was_read = FALSE;
	return TRUE;
}

static void
on_lift(gpointer data)
{
	McSimIdReader *self = data;
	gboolean reads = self->command == READ_BASE || self->command == READ_BASE_AND_FINGERPRINT;

	self->lift_timer = 0;
	self->card_lies = self->card_selected = self->card_was_read = FALSE;
	self->changed(self->changed_data);
	if (!reads)
		return;
	mc_sim_world_cancel(self->world, &self->timer);
	self->command = 0;
	reply(self, MC_SIM_SAM_READ_FAILED, NULL, 0);
}

void
mc_sim_id_reader_lift(McSimIdReader *self, guint after_ms)
{
	mc_sim_world_cancel(self->world, &self->lift_timer);
	if (after_ms == 0)
		on_lift(self);
	else
		self->lift_timer = mc_sim_world_after_wall_ms(self->world, after_ms, on_lift, self);
}

void
mc_sim_id_reader_break_checks(McSimIdReader *self, guint skip, guint count)
{
	self->broken_skip = skip;
	self->broken_count = count;
}

static gboolean
set_checksum(McSimIdReader *self, const char *value, GError **error)
{
	gboolean wrong = strcmp(value, "wrong") == 0;

	if (!wrong && strcmp(value, "right") != 0) {
		g_set_error_literal(
		    error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "checksum is right or wrong");
		return FALSE;
	}
	mc_sim_id_reader_break_checks(self, 0, wrong ? FOREVER : 0);
	return TRUE;
}

gboolean
mc_sim_id_reader_set(McSimIdReader *self, const char *key, const char *value, GError **error)
{
	guint64 wide;
	gboolean is_serial = strcmp(key, "serial") == 0;

	if (strcmp(key, "checksum") == 0)
		return set_checksum(self, value, error);
	if (!is_serial && strcmp(key, "read-status") != 0) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
		return FALSE;
	}
	if (!g_ascii_string_to_unsigned(
	        value, is_serial ? 10 : 16, 0, is_serial ? G_MAXUINT32 : 0xff, &wide, error))
		return FALSE;
	if (is_serial)
		self->serial = (guint32)wide;
	else
		self->read_status = (guint8)wide;
	return TRUE;
}

void
mc_sim_id_reader_describe(McSimIdReader *self, GString *line)
{
	g_string_append_printf(line, " reader.plugged=%d reader.card=%s",
	    mc_sim_device_is_plugged(self->device) ? 1 : 0, self->card_lies ? self->card_name : "none");
}
