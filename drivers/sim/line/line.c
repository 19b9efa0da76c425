#include "drivers/sim/line/line.h"
#include "drivers/sim/line/descriptors.h"

#include <errno.h>
#include <string.h>

#define PACKET 64
#define FTDI_STATUS_BYTES 2
#define FTDI_LATENCY_DEFAULT_MS 16
#define FIFO_BYTES 4096

struct McSimLine {
	McSimWorld *world;
	McSimLineChip chip;
	McSimModel model;
	McSimDevice *device;
	guint baud, host_baud;
	gboolean dtr;
	GByteArray *fifo; /* on its way to the host */
	guint latency_ms; /* FTDI */
	gboolean status_due;
	guint8 errors; /* that it reports with every packet of bytes */
	guint64 latency_timer;
};

static guint
setup_value(const guint8 setup[8])
{
	return setup[2] | (guint)setup[3] << 8;
}

static guint
setup_index(const guint8 setup[8])
{
	return setup[4] | (guint)setup[5] << 8;
}

/* ---- CDC-ACM ---- */

static int
control_cdc(McSimLine *self, const guint8 setup[8], guint8 *data, guint length)
{
	if (setup[0] != 0x21 || setup_index(setup) != MC_SIM_LINE_CDC_MANAGEMENT)
		return -EPIPE;
	if (setup[1] == 0x22) { /* SET_CONTROL_LINE_STATE */
		self->dtr = (setup_value(setup) & 1) != 0;
		return 0;
	}
	if (setup[1] != 0x20 || length != 7) /* SET_LINE_CODING */
		return -EPIPE;
	self->host_baud = data[0] | (guint)data[1] << 8 | (guint)data[2] << 16 | (guint)data[3] << 24;
	return data[4] == 0 && data[5] == 0 && data[6] == 8 ? 7 : -EPIPE;
}

/* ---- FTDI ---- */

static void
set_ftdi_baud(McSimLine *self, guint value, guint index)
{
	static const guint8 eighths_of_code[8] = {0, 4, 2, 1, 3, 5, 6, 7};
	guint code = value >> 14 | (index & 1) << 2;
	guint eighths = (value & 0x3fff) * 8 + eighths_of_code[code];

	if (value == 0)
		self->host_baud = 3000000;
	else if (value == 1)
		self->host_baud = 2000000;
	else
		self->host_baud = 24000000 / eighths;
}

static int
control_ftdi(McSimLine *self, const guint8 setup[8])
{
	guint value = setup_value(setup);

	if (setup[0] != 0x40)
		return -EPIPE;
	switch (setup[1]) {
	case 0: /* reset, purge */ g_byte_array_set_size(self->fifo, 0); return 0;
	case 1: /* modem control: the high byte says which lines are meant */
		if ((value & 0x0100) != 0)
			self->dtr = (value & 1) != 0;
		return 0;
	case 2: return 0; /* flow control */
	case 3: set_ftdi_baud(self, value, setup_index(setup)); return 0;
	case 4: return (value & 0xff) == 8 ? 0 : -EPIPE;
	case 9: self->latency_ms = MAX(value & 0xff, 1); return 0;
	default: return -EPIPE;
	}
}

/* ---- CH340 ---- */

static void
set_ch340_baud(McSimLine *self, guint divisors)
{
	guint prescaler = divisors & 3, fast = divisors >> 2 & 1;
	guint divisor = 0x100 - (divisors >> 8);

	self->host_baud = (48000000 >> (12 - 3 * prescaler - fast)) / divisor;
}

static int
control_ch340(McSimLine *self, const guint8 setup[8], guint8 *data, guint length)
{
	guint value = setup_value(setup);

	if (setup[0] == 0xc0 && setup[1] == 0x5f && length >= 2) { /* version */
		data[0] = 0x31;
		data[1] = 0x00;
		return 2;
	}
	if (setup[0] != 0x40)
		return -EPIPE;
	switch (setup[1]) {
	case 0xa1: g_byte_array_set_size(self->fifo, 0); return 0;
	case 0xa4: self->dtr = (value & 0x20) == 0; return 0;
	case 0x9a:
		if (value == 0x1312)
			set_ch340_baud(self, setup_index(setup));
		return value == 0x1312 || (value == 0x2518 && setup_index(setup) == 0xc3) ? 0 : -EPIPE;
	default: return -EPIPE;
	}
}

/* ---- bytes ---- */

static int
model_control(gpointer data, const guint8 setup[8], guint8 *bytes, guint length)
{
	McSimLine *self = data;

	switch (self->chip) {
	case MC_SIM_LINE_CDC: return control_cdc(self, setup, bytes, length);
	case MC_SIM_LINE_FTDI: return control_ftdi(self, setup);
	case MC_SIM_LINE_CH340: return control_ch340(self, setup, bytes, length);
	}
	return -EPIPE;
}

/* The devices behind our plugs do not listen. */
static int
model_out(gpointer data, guint8 endpoint, const guint8 *bytes, guint length)
{
	return (int)length;
}

static guint
take(McSimLine *self, guint8 *to, guint size)
{
	guint count = MIN(size, self->fifo->len);

	if (count > 0) {
		memcpy(to, self->fifo->data, count);
		g_byte_array_remove_range(self->fifo, 0, count);
	}
	return count;
}

static void
on_latency_over(gpointer data)
{
	McSimLine *self = data;

	self->latency_timer = 0;
	self->status_due = TRUE;
	mc_sim_device_kick(self->device);
}

/* Every packet begins with the state of the modem and of the line. Without bytes one comes all the
 * same, when the latency timer has run out. */
static int
read_ftdi(McSimLine *self, guint8 *data, guint size)
{
	guint at = 0;

	if (self->fifo->len == 0 && !self->status_due) {
		if (self->latency_timer == 0)
			self->latency_timer =
			    mc_sim_world_after_wall_ms(self->world, self->latency_ms, on_latency_over, self);
		return -EAGAIN;
	}
	self->status_due = FALSE;
	do {
		guint room = MIN(size - at, PACKET), count;

		if (room <= FTDI_STATUS_BYTES)
			break;
		data[at] = 0x01;
		data[at + 1] = 0x60;
		count = take(self, data + at + FTDI_STATUS_BYTES, room - FTDI_STATUS_BYTES);
		if (count > 0)
			data[at + 1] |= self->errors;
		at += FTDI_STATUS_BYTES + count;
	} while (at % PACKET == 0 && self->fifo->len > 0);
	return (int)at;
}

static int
model_in(gpointer data, guint8 endpoint, guint8 *bytes, guint size)
{
	McSimLine *self = data;
	guint count;

	if (endpoint != self->model.configuration[self->model.configuration_bytes - 5])
		return -EAGAIN; /* notifications: nothing to say */
	if (self->chip == MC_SIM_LINE_FTDI)
		return read_ftdi(self, bytes, size);
	count = take(self, bytes, size);
	return count > 0 ? (int)count : -EAGAIN;
}

static void
model_reset(gpointer data)
{
	McSimLine *self = data;

	mc_sim_world_cancel(self->world, &self->latency_timer);
	g_byte_array_set_size(self->fifo, 0);
	self->latency_ms = FTDI_LATENCY_DEFAULT_MS;
	self->status_due = FALSE;
	self->host_baud = 0;
	self->dtr = FALSE;
}

/* ---- for the device behind it ---- */

void
mc_sim_line_say(McSimLine *self, const char *text)
{
	gsize length = strlen(text);
	/* 3 % is what eight bits and their frame can bear */
	gboolean same_speed = ABS((gint)self->host_baud - (gint)self->baud) * 33 <= (gint)self->baud;

	if (!self->dtr || !mc_sim_device_is_plugged(self->device) ||
	    self->fifo->len + length > FIFO_BYTES)
		return;
	g_byte_array_append(self->fifo, (const guint8 *)text, (guint)length);
	if (!same_speed)
		mc_sim_fault_scramble(self->fifo->data + self->fifo->len - length, length, self->host_baud);
	mc_sim_device_kick(self->device);
}

void
mc_sim_line_set_errors(McSimLine *self, guint8 errors)
{
	self->errors = errors & 0x1e;
}

guint
mc_sim_line_host_baud(const McSimLine *self)
{
	return self->host_baud;
}

gboolean
mc_sim_line_is_open(const McSimLine *self)
{
	return self->dtr;
}

const char *
mc_sim_line_chip_name(McSimLineChip chip)
{
	static const char *const names[MC_SIM_LINE_CHIPS] = {"cdc", "ftdi", "ch340"};

	return names[chip];
}

McSimDevice *
mc_sim_line_device(McSimLine *self)
{
	return self->device;
}

McSimLine *
mc_sim_line_new(McSimWorld *world, McSimLineChip chip, guint baud)
{
	McSimLine *self = g_new0(McSimLine, 1);

	self->world = world;
	self->chip = chip;
	self->baud = baud;
	self->fifo = g_byte_array_new();
	self->model = (McSimModel){
	    .device_descriptor = mc_sim_line_device_descriptors[chip],
	    .speed = MC_SIM_SPEED_FULL,
	    .maker = "Medcheck Simulation",
	    .product = "Serial line",
	    .serial = chip == MC_SIM_LINE_CH340 ? NULL : "SC-000061", /* a CH340 has none */
	    .reset = model_reset,
	    .control = model_control,
	    .out = model_out,
	    .in = model_in,
	};
	self->model.configuration = mc_sim_line_configuration(chip, &self->model.configuration_bytes);
	self->device = mc_sim_device_new(world, &self->model, self);
	return self;
}

void
mc_sim_line_free(McSimLine *self)
{
	if (self == NULL)
		return;
	mc_sim_world_cancel(self->world, &self->latency_timer);
	mc_sim_device_free(self->device);
	g_byte_array_unref(self->fifo);
	g_free(self);
}
