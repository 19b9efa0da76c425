#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/bus/serial.h"
#include "drivers/device/describe.h"
#include "drivers/stature/driver.h"
#include "drivers/stature/unit.h"
#include "drivers/stature/wire.h"

#include <gio/gio.h>

#define BAUD 9600
/* A line may be spoilt; a unit of another kind never sends a good one. */
#define NONSENSE_MAX 5
/* It speaks while somebody stands on it, and who is asked to step on takes his time: as long as a
 * unit with commands waits for somebody, and that three times. */
#define SILENCE_MS 30000
#define SILENCES_MAX 3
#define TEST_MS 10000

/* What it is listened to for. */
typedef enum McStaturePurpose {
	PURPOSE_NONE,
	PURPOSE_START, /* after a fault: whether it speaks again */
	PURPOSE_MEASURE,
	PURPOSE_TEST,
} McStaturePurpose;

struct McStatureSerial {
	const McStatureEvents *events;
	gpointer data;
	McClock *clock;
	McDevice *device;
	McTransport *transport;
	McDescribe *describe;
	McSequence *start;
	McSerial *serial; /* NULL = not open */
	gboolean ready;
	/* It said nothing, or nothing that makes sense, while it was listened to. Its line opens all
	 * the same: it is used again when it has been heard. */
	gboolean doubted;
	McStaturePurpose purpose;
	guint64 limit; /* timer, while there is a purpose */
	McStatureLines lines;
	guint nonsense, silences;
	gsize heard; /* bytes since the timer began */
};

const McUsbId mc_stature_line_usb_ids[] = {
    {0x1209, 0x4D54, 0x0A, 0x00}, /* CDC-ACM */
    {0x0403, 0x6001, 0xFF, 0xFF}, /* FT232R */
    {0x0403, 0x6015, 0xFF, 0xFF}, /* FT-X */
    {0x1A86, 0x7523, 0xFF, 0x01}, /* CH340 */
    {0x1A86, 0x5523, 0xFF, 0x01}, /* CH341 */
    {0},
};

static void listen_for(McStatureSerial *self, McStaturePurpose purpose, guint limit_ms);

/* ---- start: rows ---- */

static void
row_describe(McSequence *start, gpointer data)
{
	mc_describe_run(((McStatureSerial *)data)->describe);
}

static void
on_described(const GError *error, gpointer data)
{
	McStatureSerial *self = data;

	if (error != NULL) {
		mc_sequence_fail(self->start, g_error_copy(error));
		return;
	}
	mc_describe_by_port(self->transport, mc_device_info(self->device));
	mc_sequence_next(self->start);
}

static void
row_open(McSequence *start, gpointer data)
{
	mc_serial_open(((McStatureSerial *)data)->serial, BAUD);
}

static void
on_opened(gpointer data)
{
	McStatureSerial *self = data;

	if (mc_sequence_is_running(self->start))
		mc_sequence_next(self->start);
	else
		listen_for(self, PURPOSE_TEST, TEST_MS);
}

static void
row_hear(McSequence *start, gpointer data)
{
	McStatureSerial *self = data;

	if (self->doubted)
		listen_for(self, PURPOSE_START, TEST_MS);
	else
		mc_sequence_next(start);
}

static const McSequenceRow start_rows[] = {
    {"describe", row_describe, FALSE},
    {"open", row_open, FALSE},
    {"hear", row_hear, FALSE},
};
static const McSequenceTable start_table = {
    "start", start_rows, G_N_ELEMENTS(start_rows), G_N_ELEMENTS(start_rows)};

static void
on_started(const GError *error, gpointer data)
{
	McStatureSerial *self = data;
	McDeviceInfo *info = mc_device_info(self->device);

	if (error != NULL) {
		mc_device_failed(self->device, error);
		return;
	}
	g_strlcpy(info->transducer, mc_serial_chip_name(mc_serial_chip(self->serial)),
	    sizeof info->transducer);
	mc_device_keeps_no_record(self->device);
	mc_device_identified(self->device);
}

/* ---- lines ---- */

static void
stop_listening(McStatureSerial *self)
{
	self->purpose = PURPOSE_NONE;
	mc_clock_cancel(self->clock, &self->limit);
	if (self->serial != NULL)
		mc_serial_listen(self->serial, FALSE);
}

/* Ends the conversation. */
static void
fail(McStatureSerial *self, McErrorCode code, const char *message)
{
	g_autoptr(GError) error = g_error_new_literal(MC_ERROR, (gint)code, message);

	if (self->purpose == PURPOSE_START)
		mc_sequence_fail(self->start, g_steal_pointer(&error));
	else
		mc_device_failed(self->device, error);
}

static void
on_nonsense(McStatureSerial *self)
{
	if (++self->nonsense >= NONSENSE_MAX)
		fail(self, MC_ERROR_PROTOCOL, "the unit sends no line that is a measurement");
}

static void
on_silence(McStatureSerial *self)
{
	if (self->purpose == PURPOSE_MEASURE && ++self->silences < SILENCES_MAX) {
		self->events->hint(MC_STATURE_STEP_ON, self->data);
		return;
	}
	fail(self, MC_ERROR_TIMEOUT, "the unit says nothing");
}

static void
on_limit(gpointer data)
{
	McStatureSerial *self = data;
	gboolean spoke = self->heard > 0;

	self->heard = 0;
	self->limit = mc_clock_after_ms(self->clock, SILENCE_MS, on_limit, self);
	if (spoke)
		on_nonsense(self);
	else
		on_silence(self);
}

static void
listen_for(McStatureSerial *self, McStaturePurpose purpose, guint limit_ms)
{
	mc_clock_cancel(self->clock, &self->limit);
	self->purpose = purpose;
	self->limit = mc_clock_after_ms(self->clock, limit_ms, on_limit, self);
	self->nonsense = self->silences = 0;
	self->heard = 0;
	self->lines = (McStatureLines){.in_step = FALSE};
	mc_serial_listen(self->serial, TRUE);
}

static void
take_reading(McStatureSerial *self, const McStatureReading *reading)
{
	McStaturePurpose purpose = self->purpose;

	stop_listening(self);
	self->doubted = FALSE;
	switch (purpose) {
	case PURPOSE_NONE: return;
	case PURPOSE_START: mc_sequence_next(self->start); return;
	case PURPOSE_MEASURE:
		mc_device_worked(self->device);
		self->events->measured(reading, self->data);
		return;
	case PURPOSE_TEST: mc_device_self_tested(self->device, TRUE); return;
	}
}

/* The chip says that these bytes, or some before them, came wrongly over the line. */
static void
on_line_error(McStatureSerial *self)
{
	self->transport->faults++;
	self->lines = (McStatureLines){.in_step = FALSE};
	on_nonsense(self);
}

static void
on_received(const guint8 *bytes, gsize length, guint faults, gpointer data)
{
	McStatureSerial *self = data;
	McStatureReading reading;

	if (self->purpose == PURPOSE_NONE)
		return;
	self->heard += length;
	if (faults != 0) {
		on_line_error(self);
		return;
	}
	for (gsize i = 0; i < length && self->purpose != PURPOSE_NONE; i++) {
		switch (mc_stature_take_byte(&self->lines, bytes[i], &reading)) {
		case MC_STATURE_LINE_MORE: break;
		case MC_STATURE_LINE_NONSENSE: on_nonsense(self); break;
		case MC_STATURE_LINE_READING: take_reading(self, &reading); return;
		}
	}
}

static void
on_broken(const GError *error, gpointer data)
{
	mc_device_failed(((McStatureSerial *)data)->device, error);
}

static const McSerialListener serial_listener = {
    .opened = on_opened, .received = on_received, .broken = on_broken};

void
mc_stature_serial_measure(McStatureSerial *self)
{
	listen_for(self, PURPOSE_MEASURE, SILENCE_MS);
}

void
mc_stature_serial_stop(McStatureSerial *self)
{
	if (self->purpose == PURPOSE_MEASURE)
		stop_listening(self);
}

/* ---- device ---- */

static void
device_begin(gpointer data, McTransport *transport)
{
	McStatureSerial *self = data;
	McDeviceInfo *info = mc_device_info(self->device);

	self->transport = transport;
	self->serial = mc_serial_new(transport, &serial_listener, self);
	self->describe = mc_describe_new(transport, info, on_described, self);
	self->start = mc_sequence_new(&start_table, on_started, self);
	mc_sequence_start(self->start);
}

static void
device_ready(gpointer data)
{
	((McStatureSerial *)data)->ready = TRUE;
}

static void
forget_conversation(McStatureSerial *self)
{
	self->ready = FALSE;
	self->purpose = PURPOSE_NONE;
	mc_clock_cancel(self->clock, &self->limit);
	g_clear_pointer(&self->start, mc_sequence_free);
	g_clear_pointer(&self->describe, mc_describe_free);
	g_clear_pointer(&self->serial, mc_serial_free);
}

static void
device_end(gpointer data, const GError *error)
{
	McStatureSerial *self = data;
	gboolean tell = self->purpose == PURPOSE_MEASURE;

	if (error->code == MC_ERROR_DEVICE_GONE)
		self->doubted = FALSE; /* what is plugged in next is another unit, or begins anew */
	else if (self->purpose == PURPOSE_MEASURE || self->purpose == PURPOSE_TEST)
		self->doubted = error->code == MC_ERROR_TIMEOUT || error->code == MC_ERROR_PROTOCOL;
	forget_conversation(self);
	if (tell)
		self->events->lost(error, self->data);
}

/* Such a unit understands no command: whether its plug still takes the line's settings, and whether
 * it speaks while somebody stands on it, is all that can be tested. */
static gboolean
device_self_test(gpointer data)
{
	McStatureSerial *self = data;

	if (self->purpose != PURPOSE_NONE)
		return FALSE;
	mc_serial_open(self->serial, BAUD);
	return TRUE;
}

static const McDeviceOps device_ops = {
    .kind = MC_DEVICE_STATURE,
    .ids = mc_stature_line_usb_ids,
    .begin = device_begin,
    .ready = device_ready,
    .end = device_end,
    .self_test = device_self_test,
};

McStatureSerial *
mc_stature_serial_new(const McStatureEvents *events, gpointer data, McClock *clock, McBus *bus)
{
	McStatureSerial *self = g_new0(McStatureSerial, 1);

	self->events = events;
	self->data = data;
	self->clock = clock;
	self->device = mc_device_new(&device_ops, self, clock, bus);
	return self;
}

void
mc_stature_serial_free(McStatureSerial *self)
{
	forget_conversation(self);
	mc_device_free(self->device);
	g_free(self);
}

McDevice *
mc_stature_serial_device(McStatureSerial *self)
{
	return self->device;
}
