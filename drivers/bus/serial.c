#include "drivers/bus/serial.h"

#include "app/base/error.h"

#include <string.h>

#define REQUEST_TIMEOUT_MS 500
#define SEND_TIMEOUT_MS 1000
#define PACKETS_A_READ 4

struct McSerial {
	McTransport *transport;
	McSerialListener listener;
	gpointer data;
	McSerialChip chip;
	McSerialRequest requests[MC_SERIAL_REQUESTS_MAX];
	guint count, next;
	gboolean broken, wanted;
	guint64 reading; /* transfer; 0 = none */
};

static void
break_with(McSerial *self, GError *error)
{
	g_autoptr(GError) owned = error;

	if (self->broken)
		return;
	self->broken = TRUE;
	self->listener.broken(owned, self->data); /* usually frees self */
}

/* ---- opening ---- */

static void ask_next(McSerial *self);

static void
on_request(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McSerial *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE)
		break_with(self, mc_transfer_error(status, "setting the serial line"));
	else
		ask_next(self);
}

static void
ask_next(McSerial *self)
{
	const McSerialRequest *request = &self->requests[self->next];
	McControlSetup setup;
	gboolean answers;

	if (self->next == self->count) {
		self->listener.opened(self->data);
		return;
	}
	self->next++;
	answers = (request->request_type & 0x80) != 0;
	setup =
	    (McControlSetup){request->request_type, request->request, request->value, request->index};
	self->transport->control(self->transport->self, &setup, answers ? NULL : request->data,
	    request->length, REQUEST_TIMEOUT_MS, on_request, self);
}

void
mc_serial_open(McSerial *self, guint baud)
{
	const McEndpoints *endpoints = &self->transport->endpoints;
	gint interface = endpoints->management_interface >= 0 ? endpoints->management_interface
	                                                      : endpoints->interface_number;

	self->next = 0;
	self->count = mc_serial_opening(self->chip, baud, (guint8)interface, self->requests);
	g_assert(self->count > 0);
	ask_next(self);
}

/* ---- bytes ---- */

static void read_on(McSerial *self);

static void
take_bytes(McSerial *self, const guint8 *bytes, gsize length)
{
	guint packet = self->transport->endpoints.bulk_in_packet;
	g_autofree guint8 *line = g_memdup2(bytes, length);
	guint faults = 0;
	gsize kept = mc_serial_strip(self->chip, packet, line, length, &faults);

	read_on(self); /* first: the listener may stop it, or free self */
	if (kept > 0 || faults != 0)
		self->listener.received(line, kept, faults, self->data);
}

static void
on_bytes(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McSerial *self = data;

	self->reading = 0;
	if (self->broken)
		return;
	if (status == MC_TRANSFER_CANCELLED) {
		if (self->wanted) /* and wanted again in the meantime */
			read_on(self);
		return;
	}
	if (status == MC_TRANSFER_STALLED)
		self->transport->clear_halt(self->transport->self, self->transport->endpoints.bulk_in[0]);
	if (status != MC_TRANSFER_DONE)
		break_with(self, mc_transfer_error(status, "serial line"));
	else if (self->wanted)
		take_bytes(self, bytes, length);
}

static void
read_on(McSerial *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	self->reading = self->transport->receive(self->transport->self, endpoints->bulk_in[0],
	    (gsize)endpoints->bulk_in_packet * PACKETS_A_READ, 0, on_bytes, self);
}

void
mc_serial_listen(McSerial *self, gboolean on)
{
	if (self->broken || self->wanted == on)
		return;
	self->wanted = on;
	if (on && self->reading == 0)
		read_on(self);
	else if (!on && self->reading != 0)
		self->transport->cancel(self->transport->self, self->reading);
}

static void
on_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McSerial *self = data;

	if (status == MC_TRANSFER_STALLED)
		self->transport->clear_halt(self->transport->self, self->transport->endpoints.bulk_out[0]);
	if (status != MC_TRANSFER_DONE)
		break_with(self, mc_transfer_error(status, "serial line"));
}

void
mc_serial_send(McSerial *self, const guint8 *bytes, gsize length)
{
	if (!self->broken)
		self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[0], bytes,
		    length, SEND_TIMEOUT_MS, on_sent, self);
}

/* ---- life ---- */

McSerial *
mc_serial_new(McTransport *transport, const McSerialListener *listener, gpointer data)
{
	const McEndpoints *endpoints = &transport->endpoints;
	McSerial *self = g_new0(McSerial, 1);

	self->transport = transport;
	self->listener = *listener;
	self->data = data;
	self->chip =
	    mc_serial_chip_of(endpoints->vendor_id, endpoints->product_id, endpoints->interface_class);
	return self;
}

void
mc_serial_free(McSerial *self)
{
	g_free(self);
}

McSerialChip
mc_serial_chip(const McSerial *self)
{
	return self->chip;
}
