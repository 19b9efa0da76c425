#include "drivers/bus/hid.h"

#include "app/base/error.h"

#define REQUEST_TIMEOUT_MS 500
#define DESCRIPTOR_BYTES_MAX 1024
#define REPORT_DESCRIPTOR 0x2200
#define SUBCLASS_BOOT 1
#define PROTOCOL_KEYBOARD 1

enum { GET_DESCRIPTOR = 0x06, SET_IDLE = 0x0A, SET_PROTOCOL = 0x0B };
#define STANDARD_IN_INTERFACE 0x81
#define CLASS_OUT_INTERFACE 0x21

struct McHid {
	McTransport *transport;
	McHidListener listener;
	gpointer data;
	McHidMap map;
	gboolean broken, listening;
};

static void
break_with(McHid *self, GError *error)
{
	g_autoptr(GError) owned = error;

	if (self->broken)
		return;
	self->broken = TRUE;
	self->listener.broken(owned, self->data); /* usually frees self */
}

/* ---- opening ---- */

/* Only a wish: many devices refuse it and speak of changes alone all the same. */
static void
on_idle_set(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McHid *self = data;

	if (self->broken)
		return;
	if (status == MC_TRANSFER_DONE || status == MC_TRANSFER_STALLED)
		self->listener.opened(self->data);
	else
		break_with(self, mc_transfer_error(status, "quiet of a HID device"));
}

static void
set_idle(McHid *self)
{
	McControlSetup setup = {
	    CLASS_OUT_INTERFACE, SET_IDLE, 0, self->transport->endpoints.interface_number};

	self->transport->control(
	    self->transport->self, &setup, NULL, 0, REQUEST_TIMEOUT_MS, on_idle_set, self);
}

static void
on_protocol_set(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McHid *self = data;

	if (self->broken)
		return;
	if (status == MC_TRANSFER_DONE)
		set_idle(self);
	else
		break_with(self, mc_transfer_error(status, "boot protocol of a keyboard"));
}

static void
on_descriptor(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McHid *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE)
		break_with(self, mc_transfer_error(status, "report descriptor"));
	else if (!mc_hid_parse_descriptor(bytes, length, &self->map))
		break_with(self, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL,
		                     "report descriptor: not what HID 1.11 says, or too long"));
	else
		set_idle(self);
}

void
mc_hid_open(McHid *self)
{
	guint8 interface = self->transport->endpoints.interface_number;
	McControlSetup protocol = {CLASS_OUT_INTERFACE, SET_PROTOCOL, 0, interface};
	McControlSetup descriptor = {
	    STANDARD_IN_INTERFACE, GET_DESCRIPTOR, REPORT_DESCRIPTOR, interface};

	if (mc_hid_is_keyboard(self))
		self->transport->control(
		    self->transport->self, &protocol, NULL, 0, REQUEST_TIMEOUT_MS, on_protocol_set, self);
	else
		self->transport->control(self->transport->self, &descriptor, NULL, DESCRIPTOR_BYTES_MAX,
		    REQUEST_TIMEOUT_MS, on_descriptor, self);
}

/* ---- reports ---- */

static void read_on(McHid *self);

static void
on_report(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McHid *self = data;
	guint8 report[MC_HID_REPORT_MAX];
	gsize kept = MIN(length, sizeof report);

	if (self->broken)
		return;
	if (status == MC_TRANSFER_STALLED)
		self->transport->clear_halt(self->transport->self, self->transport->endpoints.interrupt_in);
	if (status != MC_TRANSFER_DONE) {
		break_with(self, mc_transfer_error(status, "report"));
		return;
	}
	for (gsize i = 0; i < kept; i++)
		report[i] = bytes[i];
	read_on(self); /* first: the listener may free self */
	self->listener.report(report, kept, self->data);
}

static void
read_on(McHid *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	self->transport->receive(self->transport->self, endpoints->interrupt_in,
	    MAX(endpoints->interrupt_packet, MC_HID_BOOT_REPORT), 0, on_report, self);
}

void
mc_hid_listen(McHid *self)
{
	if (self->broken || self->listening)
		return;
	self->listening = TRUE;
	read_on(self);
}

McHid *
mc_hid_new(McTransport *transport, const McHidListener *listener, gpointer data)
{
	McHid *self = g_new0(McHid, 1);

	self->transport = transport;
	self->listener = *listener;
	self->data = data;
	return self;
}

void
mc_hid_free(McHid *self)
{
	g_free(self);
}

gboolean
mc_hid_is_keyboard(const McHid *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	return endpoints->interface_subclass == SUBCLASS_BOOT &&
	       endpoints->interface_protocol == PROTOCOL_KEYBOARD;
}

const McHidMap *
mc_hid_map(const McHid *self)
{
	return &self->map;
}
