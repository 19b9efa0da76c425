#include "drivers/id-reader/link.h"

#include "app/base/error.h"

#include <string.h>

#define DRAIN_MS 50 /* a reader that was silent for so long has nothing left to say */
#define DRAIN_READS_MAX 64
#define EMPTY_READS_MAX 8 /* some send an empty packet after a full one */
#define SEND_TIMEOUT_MS 1000
#define REST_TIMEOUT_MS 500 /* a reader thinks before its reply, not in the middle of it */

struct McReaderLink {
	McTransport *transport;
	McReaderBroken broken;
	gpointer broken_data;
	McReaderDrained drained;
	gpointer drained_data;
	guint drain_pipe, reads;
	gboolean asking;
	McReaderReplied replied;
	gpointer replied_data;
	guint timeout_ms, empty_reads;
	guint8 request[MC_READER_REQUEST];
	guint8 bytes[MC_READER_FRAME_MAX]; /* of the reply so far */
	gsize length;
};

void
mc_reader_link_forget(McReaderLink *self)
{
	explicit_bzero(self->bytes, sizeof self->bytes);
	self->length = 0;
}

static void
break_link(McReaderLink *self, GError *error)
{
	g_autoptr(GError) owned = error;

	mc_reader_link_forget(self);
	self->broken(owned, self->broken_data);
}

static void
break_with_transfer(McReaderLink *self, McTransferStatus status, guint8 endpoint, const char *what)
{
	if (status == MC_TRANSFER_STALLED)
		self->transport->clear_halt(self->transport->self, endpoint);
	break_link(self, mc_transfer_error(status, what));
}

static gboolean
is_split(const McReaderLink *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	return endpoints->bulk_out_count > 1 && endpoints->bulk_in_count > 1;
}

/* ---- drain ---- */

static void drain_on(McReaderLink *self);

static void
on_old_bytes(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McReaderLink *self = data;
	guint8 endpoint = self->transport->endpoints.bulk_in[self->drain_pipe];

	if (status == MC_TRANSFER_TIMED_OUT)
		self->drain_pipe++;
	else if (status != MC_TRANSFER_DONE && status != MC_TRANSFER_OVERFLOWED) {
		break_with_transfer(self, status, endpoint, "draining the reader");
		return;
	}
	drain_on(self);
}

static void
drain_on(McReaderLink *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	if (self->drain_pipe >= (is_split(self) ? 2u : 1u) || self->reads++ == DRAIN_READS_MAX)
		self->drained(self->drained_data);
	else
		self->transport->receive(self->transport->self, endpoints->bulk_in[self->drain_pipe],
		    endpoints->bulk_in_packet, DRAIN_MS, on_old_bytes, self);
}

void
mc_reader_link_drain(McReaderLink *self, McReaderDrained done, gpointer data)
{
	self->drained = done;
	self->drained_data = data;
	self->drain_pipe = 0;
	self->reads = 0;
	drain_on(self);
}

/* ---- reply ---- */

static void receive_on(McReaderLink *self);

static void
end(McReaderLink *self, const McReaderReply *reply)
{
	McReaderReplied replied = self->replied;

	self->asking = FALSE;
	replied(reply, self->replied_data); /* may ask again, or free self */
}

static void
take_frame(McReaderLink *self)
{
	McReaderReply reply = {.data = NULL};

	switch (mc_reader_scan(self->bytes, self->length, &reply)) {
	case MC_READER_SCAN_MORE: receive_on(self); break;
	case MC_READER_SCAN_REPLY: end(self, &reply); break;
	case MC_READER_SCAN_CHECKSUM: end(self, NULL); break;
	case MC_READER_SCAN_NONSENSE:
		break_link(self, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "reply: not a frame"));
		break;
	}
}

/* Over split pipes the body has a pipe of its own. */
static guint8
reply_endpoint(const McReaderLink *self)
{
	gboolean has_header = self->length >= MC_READER_HEADER;

	return self->transport->endpoints.bulk_in[is_split(self) && has_header ? 1 : 0];
}

static void
on_bytes(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McReaderLink *self = data;
	/* a frame that fills its last packet may end in a timeout instead of an empty packet */
	gboolean is_usable =
	    status == MC_TRANSFER_DONE || (status == MC_TRANSFER_TIMED_OUT && length > 0);

	if (!is_usable) {
		break_with_transfer(self, status, reply_endpoint(self), "reply");
		return;
	}
	if (length > sizeof self->bytes - self->length) {
		break_link(self, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "reply: too long"));
		return;
	}
	if (length == 0 && ++self->empty_reads > EMPTY_READS_MAX) {
		break_link(
		    self, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "reply: nothing but empty packets"));
		return;
	}
	if (length > 0)
		memcpy(self->bytes + self->length, bytes, length);
	self->length += length;
	take_frame(self);
}

static void
receive_on(McReaderLink *self)
{
	gsize packet = self->transport->endpoints.bulk_in_packet;
	gsize missing = mc_reader_missing(self->bytes, self->length);
	gsize capacity = (missing + packet - 1) / packet * packet;
	gboolean has_begun = self->length > 0 || self->empty_reads > 0;
	guint timeout_ms = has_begun ? MIN(self->timeout_ms, REST_TIMEOUT_MS) : self->timeout_ms;

	self->transport->receive(
	    self->transport->self, reply_endpoint(self), capacity, timeout_ms, on_bytes, self);
}

/* ---- request ---- */

static void
on_body_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McReaderLink *self = data;

	if (status == MC_TRANSFER_DONE)
		receive_on(self);
	else
		break_with_transfer(
		    self, status, self->transport->endpoints.bulk_out[is_split(self) ? 1 : 0], "request");
}

static void
on_header_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McReaderLink *self = data;

	if (status == MC_TRANSFER_DONE)
		self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[1],
		    self->request + MC_READER_HEADER, MC_READER_REQUEST - MC_READER_HEADER, SEND_TIMEOUT_MS,
		    on_body_sent, self);
	else
		break_with_transfer(self, status, self->transport->endpoints.bulk_out[0], "request");
}

void
mc_reader_link_ask(McReaderLink *self, McReaderCommand command, guint timeout_ms,
    McReaderReplied done, gpointer data)
{
	gsize first = is_split(self) ? MC_READER_HEADER : MC_READER_REQUEST;

	g_assert(!self->asking);
	mc_reader_link_forget(self);
	self->asking = TRUE;
	self->replied = done;
	self->replied_data = data;
	self->timeout_ms = timeout_ms;
	self->empty_reads = 0;
	mc_reader_encode(command, self->request);
	self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[0],
	    self->request, first, SEND_TIMEOUT_MS, is_split(self) ? on_header_sent : on_body_sent,
	    self);
}

McReaderLink *
mc_reader_link_new(McTransport *transport, McReaderBroken broken, gpointer data)
{
	McReaderLink *self = g_new0(McReaderLink, 1);

	self->transport = transport;
	self->broken = broken;
	self->broken_data = data;
	return self;
}

void
mc_reader_link_free(McReaderLink *self)
{
	if (self == NULL)
		return;
	mc_reader_link_forget(self);
	g_free(self);
}
