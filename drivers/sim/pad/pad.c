#include "drivers/sim/pad/pad.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#define REPORT_BYTES_MAX 8
#define INTERRUPT_IN 0x81

struct McSimPad {
	McSimPadKind kind;
	McSimModel model;
	guint8 device_descriptor[18];
	McSimDevice *device;
	GByteArray *reports; /* one after another, each of report_bytes */
	guint report_bytes;
	gboolean boot; /* the protocol that the host chose */
	guint listened; /* reports that the host took */
	char *serial;
};

/* ---- descriptors ---- */

static const guint8 device_descriptors[MC_SIM_PAD_KINDS][18] = {
    [MC_SIM_PAD_KEYBOARD] = {18, 1, 0x10, 0x01, 0, 0, 0, 8, /* */
        0x09, 0x12, 0x50, 0x4d, 0x02, 0x01, 1, 2, 3, 1},
    [MC_SIM_PAD_GAMEPAD] = {18, 1, 0x10, 0x01, 0, 0, 0, 8, /* */
        0x09, 0x12, 0x47, 0x4d, 0x07, 0x01, 1, 2, 3, 1},
    [MC_SIM_PAD_ROGUE] = {18, 1, 0x10, 0x01, 0, 0, 0, 8, /* */
        0x6d, 0x04, 0x1c, 0xc3, 0x10, 0x64, 1, 2, 0, 1},
};

static const guint8 keyboard_report[] = {
    0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, /* a keyboard */
    0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, /* its modifiers */
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, /* a bit each */
    0x95, 0x01, 0x75, 0x08, 0x81, 0x01, /* reserved */
    0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x26, 0xff, 0x00, /* six keys */
    0x05, 0x07, 0x19, 0x00, 0x2a, 0xff, 0x00, 0x81, 0x00, 0xc0, /* as a list */
};
static const guint8 gamepad_report[] = {
    0x05, 0x01, 0x09, 0x05, 0xa1, 0x01, /* a gamepad */
    0x09, 0x30, 0x09, 0x31, 0x15, 0x00, 0x26, 0xff, 0x00, /* X, Y: 0 to 255 */
    0x75, 0x08, 0x95, 0x02, 0x81, 0x02, /* */
    0x09, 0x39, 0x15, 0x00, 0x25, 0x07, 0x35, 0x00, 0x46, 0x3b, 0x01, 0x65, 0x14, /* hat, degrees */
    0x75, 0x04, 0x95, 0x01, 0x81, 0x42, /* with a null state */
    0x65, 0x00, 0x75, 0x04, 0x95, 0x01, 0x81, 0x03, /* padding */
    0x05, 0x09, 0x19, 0x01, 0x29, 0x08, 0x15, 0x00, 0x25, 0x01, /* eight buttons */
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xc0, /* */
};

#define KEYBOARD_CONFIGURATION                                                                     \
	{                                                                                              \
		9, 2, 34, 0, 1, 1, 0, 0xa0, 50, /* */                                                      \
		    9, 4, 0, 0, 1, 3, 1, 1, 0, /* HID, boot, keyboard */                                   \
		    9, 0x21, 0x11, 0x01, 0, 1, 0x22, sizeof keyboard_report, 0, /* */                      \
		    7, 5, INTERRUPT_IN, 3, 8, 0, 10, /* every 10 ms */                                     \
	}

static const guint8 keyboard_configuration[] = KEYBOARD_CONFIGURATION;
static const guint8 gamepad_configuration[] = {
    9, 2, 34, 0, 1, 1, 0, 0x80, 50, /* */
    9, 4, 0, 0, 1, 3, 0, 0, 0, /* HID */
    9, 0x21, 0x11, 0x01, 0, 1, 0x22, sizeof gamepad_report, 0, /* */
    7, 5, INTERRUPT_IN, 3, 8, 0, 10, /* */
};

/* ---- the bus ---- */

static const guint8 *
report_descriptor(const McSimPad *self, guint *bytes)
{
	gboolean is_gamepad = self->kind == MC_SIM_PAD_GAMEPAD;

	*bytes = is_gamepad ? sizeof gamepad_report : sizeof keyboard_report;
	return is_gamepad ? gamepad_report : keyboard_report;
}

static int
model_control(gpointer data, const guint8 setup[8], guint8 *bytes, guint length)
{
	McSimPad *self = data;
	guint have;
	const guint8 *descriptor = report_descriptor(self, &have);

	if (setup[0] == 0x81 && setup[1] == 6 && setup[3] == 0x22) { /* GET_DESCRIPTOR report */
		have = MIN(have, length);
		memcpy(bytes, descriptor, have);
		return (int)have;
	}
	if (setup[0] != 0x21)
		return -EPIPE;
	if (setup[1] == 0x0a) /* SET_IDLE */
		return self->kind == MC_SIM_PAD_GAMEPAD ? -EPIPE : 0; /* many refuse it */
	if (setup[1] == 0x0b && self->kind != MC_SIM_PAD_GAMEPAD) { /* SET_PROTOCOL */
		self->boot = setup[2] == 0;
		return 0;
	}
	return -EPIPE;
}

static int
model_in(gpointer data, guint8 endpoint, guint8 *bytes, guint size)
{
	McSimPad *self = data;
	guint count = MIN(size, self->report_bytes);

	if (self->reports->len < self->report_bytes)
		return -EAGAIN;
	memcpy(bytes, self->reports->data, count);
	g_byte_array_remove_range(self->reports, 0, self->report_bytes);
	self->listened++;
	return (int)count;
}

static void
model_reset(gpointer data)
{
	McSimPad *self = data;

	self->boot = FALSE;
	g_byte_array_set_size(self->reports, 0);
}

McSimPad *
mc_sim_pad_new(McSimWorld *world, McSimPadKind kind)
{
	McSimPad *self = g_new0(McSimPad, 1);
	gboolean is_gamepad = kind == MC_SIM_PAD_GAMEPAD, is_rogue = kind == MC_SIM_PAD_ROGUE;

	self->kind = kind;
	self->reports = g_byte_array_new();
	self->report_bytes = is_gamepad ? 4 : 8;
	self->serial = g_strdup("RP-000077");
	memcpy(self->device_descriptor, device_descriptors[kind], sizeof self->device_descriptor);
	self->model = (McSimModel){
	    .device_descriptor = self->device_descriptor,
	    .configuration = is_gamepad ? gamepad_configuration : keyboard_configuration,
	    .configuration_bytes = 34,
	    .speed = MC_SIM_SPEED_FULL,
	    .maker = is_rogue ? "Somebody" : "Medcheck Simulation",
	    .product = is_rogue ? "Keyboard" : "RP-1",
	    .serial = is_rogue ? NULL : self->serial,
	    .reset = model_reset,
	    .control = model_control,
	    .in = model_in,
	};
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_pad_free(McSimPad *self)
{
	if (self == NULL)
		return;
	mc_sim_device_free(self->device);
	g_byte_array_unref(self->reports);
	g_free(self->serial);
	g_free(self);
}

McSimDevice *
mc_sim_pad_device(McSimPad *self)
{
	return self->device;
}

/* ---- the hand ---- */

static void
report_gamepad(McSimPad *self, McSimKey key)
{
	/* X, Y, hat (8 = released), buttons */
	guint8 down[4] = {128, 128, 8, 0};

	switch (key) {
	case MC_SIM_KEY_UP: down[2] = 0; break;
	case MC_SIM_KEY_UPRIGHT: down[2] = 1; break;
	case MC_SIM_KEY_RIGHT: down[2] = 2; break;
	case MC_SIM_KEY_DOWNRIGHT: down[2] = 3; break;
	case MC_SIM_KEY_DOWN: down[1] = 255; break; /* by the stick */
	case MC_SIM_KEY_DOWNLEFT: down[2] = 5; break;
	case MC_SIM_KEY_LEFT: down[0] = 0; break;
	case MC_SIM_KEY_UPLEFT: down[2] = 7; break;
	case MC_SIM_KEY_CANNOT: down[3] = 1; break;
	case MC_SIM_KEY_NONE: break;
	}
	g_byte_array_append(self->reports, down, sizeof down);
}

static void
report_keyboard(McSimPad *self, McSimKey key)
{
	static const guint8 usages[] = {[MC_SIM_KEY_NONE] = 0,
	    [MC_SIM_KEY_RIGHT] = 0x4f,
	    [MC_SIM_KEY_UP] = 0x52,
	    [MC_SIM_KEY_LEFT] = 0x50,
	    [MC_SIM_KEY_DOWN] = 0x51,
	    [MC_SIM_KEY_UPRIGHT] = 0x61,
	    [MC_SIM_KEY_UPLEFT] = 0x5f,
	    [MC_SIM_KEY_DOWNLEFT] = 0x59,
	    [MC_SIM_KEY_DOWNRIGHT] = 0x5b,
	    [MC_SIM_KEY_CANNOT] = 0x2c};
	guint8 down[8] = {0, 0, usages[key]};

	g_byte_array_append(self->reports, down, sizeof down);
}

/* MC_SIM_KEY_NONE: at rest. */
static void
report(McSimPad *self, McSimKey key)
{
	if (!mc_sim_device_is_plugged(self->device))
		return;
	if (self->kind == MC_SIM_PAD_GAMEPAD)
		report_gamepad(self, key);
	else
		report_keyboard(self, key);
	mc_sim_device_kick(self->device);
}

void
mc_sim_pad_press(McSimPad *self, McSimKey key)
{
	report(self, key);
	report(self, MC_SIM_KEY_NONE);
}

void
mc_sim_pad_lean(McSimPad *self, McSimKey key)
{
	for (int i = 0; i < 5; i++)
		report(self, key);
}

void
mc_sim_pad_let_go(McSimPad *self)
{
	report(self, MC_SIM_KEY_NONE);
}

/* Anybody can write these into a keyboard. */
static gboolean
set_ids(McSimPad *self, const char *value, GError **error)
{
	g_auto(GStrv) both = g_strsplit(value, ":", 2);
	guint64 vendor = 0, product = 0;

	if (!g_ascii_string_to_unsigned(both[0], 16, 0, G_MAXUINT16, &vendor, error) ||
	    !g_ascii_string_to_unsigned(
	        both[1] == NULL ? "" : both[1], 16, 0, G_MAXUINT16, &product, error))
		return FALSE;
	self->device_descriptor[8] = (guint8)vendor;
	self->device_descriptor[9] = (guint8)(vendor >> 8);
	self->device_descriptor[10] = (guint8)product;
	self->device_descriptor[11] = (guint8)(product >> 8);
	return TRUE;
}

gboolean
mc_sim_pad_set(McSimPad *self, const char *key, const char *value, GError **error)
{
	if (g_str_equal(key, "ids"))
		return set_ids(self, value, error);
	if (!g_str_equal(key, "serial")) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no setting %s", key);
		return FALSE;
	}
	g_free(self->serial);
	self->serial = g_strdup(value);
	self->model.serial = self->serial;
	self->device_descriptor[16] = 3;
	return TRUE;
}

void
mc_sim_pad_describe(McSimPad *self, const char *name, GString *line)
{
	g_string_append_printf(line, " %s.plugged=%d %s.listened=%u", name,
	    mc_sim_device_is_plugged(self->device) ? 1 : 0, name, self->listened);
}
