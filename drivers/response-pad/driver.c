#include "drivers/response-pad/driver.h"

#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/bus/hid.h"
#include "drivers/device/describe.h"
#include "drivers/response-pad/wire.h"

struct McResponsePad {
	McClock *clock;
	McDeviceOps ops;
	McDevice *device;
	McResponsePadPort port;
	McResponsePadListener listener;
	gpointer listener_data;
	McTransport *transport; /* NULL = not open */
	McDescribe *describe;
	McHid *hid;
	McSequence *start;
	gboolean ready;
	McPadKeys down;
};

const McUsbId mc_response_pad_usb_ids[] = {
    {0x1209, 0x4D50, 0x03, 0x01}, /* keypad, boot protocol */
    {0x1209, 0x4D47, 0x03, 0x00}, /* gamepad */
    {0x0079, 0x0011, 0x03, 0x00}, /* gamepads as sold under many names */
    {0x0810, 0xE501, 0x03, 0x00},
    {0},
};

/* ---- start: rows ---- */

static void
on_described(const GError *error, gpointer data)
{
	McResponsePad *self = data;

	if (error != NULL) {
		mc_sequence_fail(self->start, g_error_copy(error));
		return;
	}
	mc_describe_by_port(self->transport, mc_device_info(self->device));
	mc_sequence_next(self->start);
}

static void
row_describe(McSequence *start, gpointer data)
{
	mc_describe_run(((McResponsePad *)data)->describe);
}

static void
row_open(McSequence *start, gpointer data)
{
	mc_hid_open(((McResponsePad *)data)->hid);
}

static const McSequenceRow start_rows[] = {
    {"describe", row_describe, FALSE},
    {"open", row_open, FALSE},
};
static const McSequenceTable start_table = {
    "start", start_rows, G_N_ELEMENTS(start_rows), G_N_ELEMENTS(start_rows)};

static void
on_started(const GError *error, gpointer data)
{
	McResponsePad *self = data;

	if (error != NULL)
		mc_device_failed(self->device, error);
	else if (!mc_hid_is_keyboard(self->hid) && !mc_pad_is_gamepad(mc_hid_map(self->hid)))
		mc_device_is_wrong(self->device);
	else
		mc_device_identified(self->device);
}

/* ---- reports ---- */

static void
on_opened(gpointer data)
{
	McResponsePad *self = data;

	if (mc_sequence_is_running(self->start))
		mc_sequence_next(self->start);
	else
		mc_device_self_tested(self->device, TRUE);
}

/* The keys that went down since the last report. */
static void
on_report(const guint8 *bytes, gsize length, gpointer data)
{
	McResponsePad *self = data;
	gint64 at_us = mc_clock_now_us(self->clock);
	McPadKeys now = mc_hid_is_keyboard(self->hid)
	                    ? mc_pad_keys_of_keyboard(bytes, length)
	                    : mc_pad_keys_of_gamepad(mc_hid_map(self->hid), bytes, length);
	McPadKeys pressed = now & ~self->down;

	self->down = now;
	if (pressed != 0)
		mc_device_worked(self->device);
	for (guint key = 0; key < MC_PAD_KEYS; key++)
		if ((pressed >> key & 1) != 0 && self->listener.pressed != NULL)
			self->listener.pressed((McPadKey)key, at_us, self->listener_data);
}

static void
on_broken(const GError *error, gpointer data)
{
	mc_device_failed(((McResponsePad *)data)->device, error);
}

static const McHidListener hid_listener = {
    .opened = on_opened, .report = on_report, .broken = on_broken};

/* ---- device ---- */

static void
device_begin(gpointer data, McTransport *transport)
{
	McResponsePad *self = data;

	self->transport = transport;
	self->hid = mc_hid_new(transport, &hid_listener, self);
	self->describe = mc_describe_new(transport, mc_device_info(self->device), on_described, self);
	self->start = mc_sequence_new(&start_table, on_started, self);
	mc_sequence_start(self->start);
}

/* Not before: what a stranger types is nobody's business. */
static void
device_ready(gpointer data)
{
	McResponsePad *self = data;

	self->ready = TRUE;
	self->down = 0;
	mc_hid_listen(self->hid);
}

static void
forget_conversation(McResponsePad *self)
{
	self->ready = FALSE;
	self->transport = NULL;
	g_clear_pointer(&self->start, mc_sequence_free);
	g_clear_pointer(&self->describe, mc_describe_free);
	g_clear_pointer(&self->hid, mc_hid_free);
}

static void
device_end(gpointer data, const GError *error)
{
	McResponsePad *self = data;
	gboolean tell = self->ready && self->listener.lost != NULL;

	forget_conversation(self);
	if (tell)
		self->listener.lost(error, self->listener_data);
}

/* It has no test of its own: whether it still answers what it was asked at the start. */
static gboolean
device_self_test(gpointer data)
{
	mc_hid_open(((McResponsePad *)data)->hid);
	return TRUE;
}

static const McDeviceOps device_ops = {
    .kind = MC_DEVICE_RESPONSE_PAD,
    .begin = device_begin,
    .ready = device_ready,
    .end = device_end,
    .self_test = device_self_test,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(((McResponsePad *)data)->device);
}

static void
port_set_listener(gpointer data, const McResponsePadListener *listener, gpointer user_data)
{
	McResponsePad *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

McResponsePad *
mc_response_pad_new(McClock *clock, McBus *bus, const McUsbId *ids)
{
	McResponsePad *self = g_new0(McResponsePad, 1);

	self->clock = clock;
	self->ops = device_ops;
	self->ops.ids = ids;
	self->port = (McResponsePadPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	};
	self->device = mc_device_new(&self->ops, self, clock, bus);
	return self;
}

void
mc_response_pad_free(McResponsePad *self)
{
	if (self == NULL)
		return;
	forget_conversation(self);
	mc_device_free(self->device);
	g_free(self);
}

McResponsePadPort *
mc_response_pad_port(McResponsePad *self)
{
	return &self->port;
}

McDevice *
mc_response_pad_device(McResponsePad *self)
{
	return self->device;
}
