#include "drivers/bus/usbtmc.h"

#include "app/base/error.h"
#include "drivers/bus/unasked.h"
#include "drivers/bus/usbtmc-wire.h"

#include <string.h>

#define CONTROL_TIMEOUT_MS 500
/* A device may take its time for the clear (4.2.1.7); each check is one more round trip of it. */
#define CLEAR_CHECKS_MAX 100

struct McUsbtmc {
	McTransport *transport;
	McUsbtmcListener listener;
	gpointer data;
	guint8 tag, status_tag;
	gboolean broken;
	gboolean awaits_status, status_requested; /* its value, its control transfer */
	gint64 status_asked_us; /* monotonic */
	McUnasked notices;
	/* the clear */
	McUsbtmcCleared cleared;
	gpointer cleared_data;
	guint checks;
	/* the exchange */
	gboolean busy, expects_answer;
	guint timeout_ms;
	McUsbtmcAnswered answered;
	gpointer answered_data;
	GByteArray *answer;
};

static void
break_with(McUsbtmc *self, GError *error)
{
	g_autoptr(GError) owned = error;

	if (self->broken)
		return;
	self->broken = TRUE;
	self->listener.broken(owned, self->data); /* usually frees self */
}

static void
break_with_transfer(McUsbtmc *self, McTransferStatus status, const char *what)
{
	break_with(self, mc_transfer_error(status, what));
}

static GError *
protocol_error(const char *what, const char *problem)
{
	return g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: %s", what, problem);
}

/* ---- interrupt-IN ---- */

static void listen_on(McUsbtmc *self);

static void
on_interrupt(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;
	guint8 tag = 0, status_byte = 0;
	McUsbtmcNotice notice;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE) {
		/* the clear of the next start is for the bulk endpoints alone */
		if (status == MC_TRANSFER_STALLED)
			self->transport->clear_halt(
			    self->transport->self, self->transport->endpoints.interrupt_in);
		break_with_transfer(self, status, "notification");
		return;
	}
	notice = mc_usbtmc_decode_notice(bytes, length, &tag, &status_byte);
	if (notice == MC_USBTMC_NOTICE_INVALID) {
		break_with(self, protocol_error("notification", "not two bytes of USB488"));
		return;
	}
	if (notice == MC_USBTMC_NOTICE_STATUS && self->awaits_status && tag == self->status_tag) {
		self->awaits_status = FALSE;
	} else if (mc_unasked_is_without_end(&self->notices)) {
		break_with(self, protocol_error("notification", "without end"));
		return;
	}
	listen_on(self);
	if (notice != MC_USBTMC_NOTICE_OTHER)
		self->listener.status(status_byte, self->data);
}

static void
listen_on(McUsbtmc *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;

	self->transport->receive(self->transport->self, endpoints->interrupt_in,
	    MAX(endpoints->interrupt_packet, 2), 0, on_interrupt, self);
}

/* ---- control ---- */

static void
class_request(
    McUsbtmc *self, McUsbtmcRequest request, guint16 value, guint16 length, McTransferDone done)
{
	McControlSetup setup = {
	    .request_type = MC_USBTMC_REQUEST_TYPE,
	    .request = (guint8)request,
	    .value = value,
	    .index = self->transport->endpoints.interface_number,
	};

	self->transport->control(
	    self->transport->self, &setup, NULL, length, CONTROL_TIMEOUT_MS, done, self);
}

static void
on_status_read(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;

	self->status_requested = FALSE;
	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE)
		break_with_transfer(self, status, "status byte");
	else if (length != 3 || bytes[1] != self->status_tag)
		break_with(self, protocol_error("status byte", "not the answer to this request"));
	else if (bytes[0] == MC_USBTMC_INTERRUPT_IN_BUSY)
		self->awaits_status = FALSE; /* a notification is on its way: that will do */
	else if (bytes[0] != MC_USBTMC_SUCCESS)
		break_with(self, protocol_error("status byte", "refused by the device"));
	else if (self->transport->endpoints.interrupt_in == 0) {
		self->awaits_status = FALSE;
		self->listener.status(bytes[2], self->data);
	}
	/* else it comes by interrupt-IN (USB488 4.3.1.2), and may have come already */
}

void
mc_usbtmc_read_status(McUsbtmc *self)
{
	if (self->broken)
		return;
	if (self->awaits_status || self->status_requested) {
		if (g_get_monotonic_time() - self->status_asked_us > CONTROL_TIMEOUT_MS * 1000)
			break_with(
			    self, g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "status byte: no answer in time"));
		return;
	}
	self->awaits_status = TRUE;
	self->status_asked_us = g_get_monotonic_time();
	self->status_tag = mc_usbtmc_next_status_tag(self->status_tag);
	self->status_requested = TRUE;
	class_request(self, MC_USBTMC_READ_STATUS_BYTE, self->status_tag, 3, on_status_read);
}

/* ---- clear ---- */

static void check_clear(McUsbtmc *self);

static void
end_clear(McUsbtmc *self)
{
	const McEndpoints *endpoints = &self->transport->endpoints;
	McUsbtmcCleared done = self->cleared;

	/* 4.2.1.7: the host clears the halt of bulk-OUT when the clear is over */
	if (!self->transport->clear_halt(self->transport->self, endpoints->bulk_out[0]) ||
	    !self->transport->clear_halt(self->transport->self, endpoints->bulk_in[0])) {
		break_with(self, protocol_error("clear", "an endpoint stays halted"));
		return;
	}
	self->cleared = NULL;
	done(self->cleared_data);
}

static void
on_drained(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;

	if (self->broken)
		return;
	if (status == MC_TRANSFER_GONE)
		break_with_transfer(self, status, "clear");
	else
		check_clear(self); /* whatever came is old */
}

static void
on_clear_checked(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE || length < 1) {
		break_with_transfer(self, status, "clear");
		return;
	}
	if (bytes[0] == MC_USBTMC_SUCCESS) {
		end_clear(self);
		return;
	}
	if (bytes[0] != MC_USBTMC_PENDING) {
		break_with(self, protocol_error("clear", "refused by the device"));
		return;
	}
	if (++self->checks == CLEAR_CHECKS_MAX)
		break_with(self, g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "clear: never over"));
	else if (length >= 2 && (bytes[1] & 1) != 0)
		self->transport->receive(self->transport->self, self->transport->endpoints.bulk_in[0],
		    self->transport->endpoints.bulk_in_packet, CONTROL_TIMEOUT_MS, on_drained, self);
	else
		check_clear(self);
}

static void
check_clear(McUsbtmc *self)
{
	class_request(self, MC_USBTMC_CHECK_CLEAR_STATUS, 0, 2, on_clear_checked);
}

static void
on_clear_begun(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE || length != 1)
		break_with_transfer(self, status, "clear");
	else if (bytes[0] != MC_USBTMC_SUCCESS)
		break_with(self, protocol_error("clear", "refused by the device"));
	else
		check_clear(self);
}

void
mc_usbtmc_clear(McUsbtmc *self, McUsbtmcCleared done, gpointer data)
{
	g_assert(!self->broken && !self->busy && self->cleared == NULL);
	self->cleared = done;
	self->cleared_data = data;
	self->checks = 0;
	class_request(self, MC_USBTMC_INITIATE_CLEAR, 0, 1, on_clear_begun);
}

/* ---- exchange ---- */

static void ask_for_answer(McUsbtmc *self);

static void
end_exchange(McUsbtmc *self)
{
	g_autoptr(GByteArray) answer = g_steal_pointer(&self->answer);
	char *text = NULL;

	self->busy = FALSE;
	if (self->expects_answer) {
		while (answer->len > 0 && strchr("\r\n", answer->data[answer->len - 1]) != NULL)
			g_byte_array_set_size(answer, answer->len - 1);
		if (memchr(answer->data, 0, answer->len) != NULL) {
			break_with(self, protocol_error("answer", "a zero byte in the text"));
			return;
		}
		g_byte_array_append(answer, (const guint8 *)"", 1);
		text = (char *)answer->data;
	}
	self->answered(text, self->answered_data);
}

static void
on_answer(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;
	McUsbtmcAnswer answer = {NULL, 0, FALSE};
	guint32 asked = MC_USBTMC_MESSAGE_MAX - self->answer->len;
	McUsbtmcProblem problem;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE) {
		break_with_transfer(self, status, "answer");
		return;
	}
	problem = mc_usbtmc_decode_answer(bytes, length, self->tag, asked, &answer);
	if (problem != MC_USBTMC_OK) {
		break_with(self, protocol_error("answer", mc_usbtmc_problem_text(problem)));
		return;
	}
	g_byte_array_append(self->answer, answer.payload, answer.length);
	if (answer.end_of_message)
		end_exchange(self);
	else if (answer.length == 0 || self->answer->len == MC_USBTMC_MESSAGE_MAX)
		break_with(self, protocol_error("answer", "it has no end"));
	else
		ask_for_answer(self);
}

static void
on_asked(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;
	const McEndpoints *endpoints = &self->transport->endpoints;
	gsize capacity = MC_USBTMC_HEADER + MC_USBTMC_MESSAGE_MAX + 3;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE) {
		break_with_transfer(self, status, "request for the answer");
		return;
	}
	capacity += endpoints->bulk_in_packet - capacity % endpoints->bulk_in_packet;
	self->transport->receive(
	    self->transport->self, endpoints->bulk_in[0], capacity, self->timeout_ms, on_answer, self);
}

static void
ask_for_answer(McUsbtmc *self)
{
	guint8 header[MC_USBTMC_HEADER];

	self->tag = mc_usbtmc_next_tag(self->tag);
	mc_usbtmc_encode_request(self->tag, MC_USBTMC_MESSAGE_MAX - self->answer->len, header);
	self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[0], header,
	    sizeof header, self->timeout_ms, on_asked, self);
}

static void
on_sent(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McUsbtmc *self = data;

	if (self->broken)
		return;
	if (status != MC_TRANSFER_DONE)
		break_with_transfer(self, status, "command");
	else if (self->expects_answer)
		ask_for_answer(self);
	else
		end_exchange(self);
}

void
mc_usbtmc_exchange(McUsbtmc *self, const char *line, gboolean expects_answer, guint timeout_ms,
    McUsbtmcAnswered done, gpointer data)
{
	g_autoptr(GByteArray) message = NULL;

	g_assert(!self->broken && !self->busy && self->cleared == NULL);
	self->busy = TRUE;
	self->expects_answer = expects_answer;
	self->timeout_ms = timeout_ms;
	self->answered = done;
	self->answered_data = data;
	self->answer = g_byte_array_new();
	self->tag = mc_usbtmc_next_tag(self->tag);
	message = mc_usbtmc_encode_message(self->tag, line);
	self->transport->send(self->transport->self, self->transport->endpoints.bulk_out[0],
	    message->data, message->len, timeout_ms, on_sent, self);
}

gboolean
mc_usbtmc_is_busy(const McUsbtmc *self)
{
	return self->busy || self->cleared != NULL;
}

McUsbtmc *
mc_usbtmc_new(McTransport *transport, const McUsbtmcListener *listener, gpointer data)
{
	McUsbtmc *self = g_new0(McUsbtmc, 1);

	self->transport = transport;
	self->listener = *listener;
	self->data = data;
	if (transport->endpoints.interrupt_in != 0)
		listen_on(self);
	return self;
}

void
mc_usbtmc_free(McUsbtmc *self)
{
	if (self == NULL)
		return;
	if (self->answer != NULL)
		g_byte_array_unref(self->answer);
	g_free(self);
}
