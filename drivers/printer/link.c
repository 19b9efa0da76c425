#include "drivers/printer/link.h"

#include "app/base/error.h"
#include "drivers/bus/unasked.h"

#define REQUEST_TIMEOUT_MS 1000
#define DEVICE_ID_BYTES_MAX 1023
/* A band prints in 0.3 s; a buffer that stays full for so long belongs to a printer that hangs. */
#define SEND_TIMEOUT_MS 5000

struct McPrinterLink {
	McTransport *transport;
	McPrinterLinkEvents events;
	gpointer data;
	McEscposReader reader;
	McUnasked unasked;
	gboolean broken, listening;
	guint alive; /* callbacks under way that look at self afterwards */
	gboolean freed; /* in one of them */
};

static void
break_with(McPrinterLink *self, GError *error)
{
	g_autoptr(GError) owned = error;

	if (self->broken)
		return;
	self->broken = TRUE;
	self->events.broken(owned, self->data); /* usually frees self */
}

static void
break_with_transfer(McPrinterLink *self, McTransferStatus status, guint8 endpoint, const char *what)
{
	if (self->broken)
		return;
	if (status == MC_TRANSFER_STALLED && endpoint != 0)
		self->transport->clear_halt(self->transport->self, endpoint);
	break_with(self, mc_transfer_error(status, what));
}

/* ---- in ---- */

/* TRUE: it is the answer that somebody waits for. */
static gboolean
tell(McPrinterLink *self, guint8 byte)
{
	McPrinterState state;
	guint8 value = 0;

	switch (mc_escpos_take(&self->reader, byte, &value, &state)) {
	case MC_ESCPOS_MORE: return FALSE;
	case MC_ESCPOS_STATUS: return self->events.status(value, self->data);
	case MC_ESCPOS_AUTOMATIC: self->events.automatic(&state, self->data); return FALSE;
	case MC_ESCPOS_TURN: return self->events.turn(self->data);
	}
	return FALSE;
}

/* Each byte of it counts unless it is an answer, and so does a transfer without any. */
static void
take(McPrinterLink *self, const guint8 *bytes, gsize length)
{
	gboolean without_end = length == 0 && mc_unasked_is_without_end(&self->unasked);

	for (gsize i = 0; i < length && !self->broken && !without_end; i++)
		without_end = !tell(self, bytes[i]) && mc_unasked_is_without_end(&self->unasked);
	if (without_end && !self->broken)
		break_with(
		    self, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "status of the printer: without end"));
}

static void read_on(McPrinterLink *self);

static void
on_bytes(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McPrinterLink *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE) {
		break_with_transfer(
		    self, status, self->transport->endpoints.bulk_in[0], "status of the printer");
		return;
	}
	self->alive++;
	take(self, bytes, length);
	self->alive--;
	if (self->freed)
		g_free(self);
	else if (!self->broken)
		read_on(self);
}

static void
read_on(McPrinterLink *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	self->transport->receive(
	    self->transport->self, endpoints->bulk_in[0], endpoints->bulk_in_packet, 0, on_bytes, self);
}

void
mc_printer_link_listen(McPrinterLink *self)
{
	if (self->broken || self->listening)
		return;
	self->listening = TRUE;
	read_on(self);
}

/* ---- out ---- */

static void
on_gone(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McPrinterLink *self = data;

	if (status != MC_TRANSFER_DONE)
		break_with_transfer(
		    self, status, self->transport->endpoints.bulk_out[0], "bytes to the printer");
}

static void
on_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McPrinterLink *self = data;

	if (status == MC_TRANSFER_DONE && !self->broken)
		self->events.sent(self->data);
	else
		on_gone(status, bytes, length, data);
}

void
mc_printer_link_send(McPrinterLink *self, GByteArray *bytes, gboolean tell_sent)
{
	g_autoptr(GByteArray) owned = bytes;

	self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[0],
	    owned->data, owned->len, SEND_TIMEOUT_MS, tell_sent ? on_sent : on_gone, self);
}

static void
on_reset(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McPrinterLink *self = data;

	if (self->broken)
		return;
	if (status == MC_TRANSFER_DONE || status == MC_TRANSFER_STALLED)
		self->events.sent(self->data);
	else
		break_with_transfer(self, status, 0, "reset of the printer");
}

void
mc_printer_link_reset(McPrinterLink *self)
{
	McControlSetup setup = {0x21, 2, 0, self->transport->endpoints.interface_number};

	self->transport->control(
	    self->transport->self, &setup, NULL, 0, REQUEST_TIMEOUT_MS, on_reset, self);
}

static void
on_device_id(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McPrinterLink *self = data;

	if (self->broken)
		return;
	if (status == MC_TRANSFER_DONE)
		self->events.device_id(bytes, length, self->data);
	else
		break_with_transfer(self, status, 0, "device id of the printer");
}

void
mc_printer_link_ask_id(McPrinterLink *self)
{
	/* printer class 1.1, 4.2.1: the configuration's index, then interface and setting */
	McControlSetup setup = {
	    0xA1, 0, 0, (guint16)(self->transport->endpoints.interface_number << 8)};

	self->transport->control(self->transport->self, &setup, NULL, DEVICE_ID_BYTES_MAX,
	    REQUEST_TIMEOUT_MS, on_device_id, self);
}

McPrinterLink *
mc_printer_link_new(McTransport *transport, const McPrinterLinkEvents *events, gpointer data)
{
	McPrinterLink *self = g_new0(McPrinterLink, 1);

	self->transport = transport;
	self->events = *events;
	self->data = data;
	return self;
}

void
mc_printer_link_free(McPrinterLink *self)
{
	if (self == NULL)
		return;
	self->freed = self->broken = TRUE;
	if (self->alive == 0)
		g_free(self);
}
