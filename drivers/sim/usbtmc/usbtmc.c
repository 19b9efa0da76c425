#include "drivers/sim/usbtmc/usbtmc.h"

#include <errno.h>
#include <string.h>

#define HEADER_BYTES 12
#define MESSAGE_BYTES_MAX 1024
#define NOTIFICATIONS_MAX 16

enum { /* MsgID */
	DEV_DEP_MSG_OUT = 1,
	REQUEST_DEV_DEP_MSG_IN = 2,
	DEV_DEP_MSG_IN = 2,
};

enum { /* bmTransferAttributes */
	END_OF_MESSAGE = 0x01,
};

struct McSimTmc {
	const McSimTmcOps *ops;
	gpointer self;
	gboolean busy;
	/* bulk-OUT: one transfer after another, in as many pieces as the host likes */
	guint8 header[HEADER_BYTES];
	guint header_bytes;
	guint payload_left, padding_left;
	gboolean end_of_message;
	gboolean overrun;
	GString *message;
	/* bulk-IN */
	gboolean requested;
	guint8 tag;
	guint32 requested_bytes;
	GString *answer; /* output queue */
	GByteArray *sending; /* what is left of the transfer that the host is reading */
	gboolean short_packet_due; /* a transfer that ends on a packet's end ends with an empty one */
	guint8 last_out_tag, last_in_tag;
	/* interrupt-IN */
	GQueue notifications; /* bNotify1 | bNotify2 << 8, never 0 */
};

McSimTmc *
mc_sim_tmc_new(const McSimTmcOps *ops, gpointer self)
{
	McSimTmc *tmc = g_new0(McSimTmc, 1);

	tmc->ops = ops;
	tmc->self = self;
	tmc->message = g_string_new(NULL);
	tmc->answer = g_string_new(NULL);
	tmc->sending = g_byte_array_new();
	g_queue_init(&tmc->notifications);
	return tmc;
}

void
mc_sim_tmc_free(McSimTmc *self)
{
	if (self == NULL)
		return;
	g_string_free(self->message, TRUE);
	g_string_free(self->answer, TRUE);
	g_byte_array_unref(self->sending);
	g_queue_clear(&self->notifications);
	g_free(self);
}

static void
abort_out(McSimTmc *self)
{
	self->header_bytes = self->payload_left = self->padding_left = 0;
	self->overrun = FALSE;
	g_string_truncate(self->message, 0);
}

static void
abort_in(McSimTmc *self)
{
	self->requested = FALSE;
	self->short_packet_due = FALSE;
	g_byte_array_set_size(self->sending, 0);
}

void
mc_sim_tmc_reset(McSimTmc *self)
{
	abort_out(self);
	abort_in(self);
	self->busy = FALSE;
	g_string_truncate(self->answer, 0);
	g_queue_clear(&self->notifications);
}

/* ---- answers ---- */

static guint32
read_le32(const guint8 *bytes)
{
	return (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 |
	       (guint32)bytes[3] << 24;
}

/* Makes the next transfer out of the output queue once the host has asked for it. */
static void
start_sending(McSimTmc *self)
{
	guint8 header[HEADER_BYTES] = {DEV_DEP_MSG_IN, self->tag, (guint8)~self->tag};
	guint32 count = (guint32)MIN(self->answer->len, self->requested_bytes);

	if (!self->requested || self->answer->len == 0)
		return;
	for (guint i = 0; i < 4; i++)
		header[4 + i] = (guint8)(count >> (8 * i));
	header[8] = count == self->answer->len ? END_OF_MESSAGE : 0;
	g_byte_array_append(self->sending, header, sizeof header);
	g_byte_array_append(self->sending, (const guint8 *)self->answer->str, count);
	g_string_erase(self->answer, 0, (gssize)count);
	self->requested = FALSE;
	self->short_packet_due = self->sending->len % MC_SIM_TMC_PACKET_BYTES == 0;
}

void
mc_sim_tmc_answer(McSimTmc *self, const char *line)
{
	self->busy = FALSE;
	g_string_append_printf(self->answer, "%s\n", line);
	start_sending(self);
	self->ops->kick(self->self);
}

gboolean
mc_sim_tmc_has_answer(const McSimTmc *self)
{
	return self->answer->len > 0 || self->sending->len > 0;
}

void
mc_sim_tmc_drop_answer(McSimTmc *self)
{
	g_string_truncate(self->answer, 0);
	abort_in(self);
}

void
mc_sim_tmc_set_busy(McSimTmc *self, gboolean busy)
{
	self->busy = busy;
}

static void
push_notification(McSimTmc *self, guint8 first, guint8 second)
{
	g_queue_push_tail(&self->notifications, GUINT_TO_POINTER((guint)first | (guint)second << 8));
	self->ops->kick(self->self);
}

void
mc_sim_tmc_notify(McSimTmc *self, guint8 status_byte)
{
	/* nobody listens: the byte can still be read by READ_STATUS_BYTE */
	if (g_queue_get_length(&self->notifications) < NOTIFICATIONS_MAX)
		push_notification(self, 0x81, status_byte);
}

/* ---- bulk-OUT ---- */

static void
end_message(McSimTmc *self)
{
	g_autofree char *line = g_strndup(self->message->str, self->message->len);

	g_string_truncate(self->message, 0);
	if (self->overrun)
		self->ops->overrun(self->self);
	else
		self->ops->message(self->self, g_strchomp(line));
	self->overrun = FALSE;
}

static int
begin_request(McSimTmc *self)
{
	abort_in(self);
	self->requested = TRUE;
	self->tag = self->header[1];
	self->requested_bytes = read_le32(self->header + 4);
	if (self->answer->len == 0 && !self->busy)
		self->ops->unterminated(self->self);
	start_sending(self);
	return 0;
}

/* A header that makes no sense halts bulk-OUT (USBTMC 3.2.2.2). */
static int
begin_transfer(McSimTmc *self)
{
	guint8 tag = self->header[1];

	self->header_bytes = 0;
	self->last_out_tag = tag;
	if (tag == 0 || (tag ^ self->header[2]) != 0xff)
		return -EPIPE;
	switch (self->header[0]) {
	case DEV_DEP_MSG_OUT:
		self->payload_left = read_le32(self->header + 4);
		self->padding_left = (4 - self->payload_left % 4) % 4;
		self->end_of_message = (self->header[8] & END_OF_MESSAGE) != 0;
		return self->payload_left > 0 ? 0 : -EPIPE;
	case REQUEST_DEV_DEP_MSG_IN: self->last_in_tag = tag; return begin_request(self);
	default: return -EPIPE;
	}
}

static guint
take_payload(McSimTmc *self, const guint8 *data, guint length)
{
	guint count = MIN(length, self->payload_left);

	if (self->message->len + count > MESSAGE_BYTES_MAX)
		self->overrun = TRUE;
	else
		g_string_append_len(self->message, (const char *)data, count);
	self->payload_left -= count;
	if (self->payload_left == 0 && self->end_of_message)
		end_message(self);
	return count;
}

int
mc_sim_tmc_out(McSimTmc *self, const guint8 *data, guint length)
{
	guint used = 0, count;

	self->ops->traffic(self->self);
	while (used < length) {
		if (self->payload_left > 0) {
			used += take_payload(self, data + used, length - used);
		} else if (self->padding_left > 0) {
			count = MIN(length - used, self->padding_left);
			self->padding_left -= count;
			used += count;
		} else {
			self->header[self->header_bytes++] = data[used++];
			if (self->header_bytes == HEADER_BYTES && begin_transfer(self) < 0) {
				abort_out(self);
				self->ops->halt_out(self->self);
				return -EPIPE;
			}
		}
	}
	/* alignment bytes that the host left out end with its short packet */
	if (length % MC_SIM_TMC_PACKET_BYTES != 0 && self->payload_left == 0)
		self->padding_left = 0;
	return (int)length;
}

/* ---- bulk-IN and interrupt-IN ---- */

static int
take_notification(McSimTmc *self, guint8 *data, guint size)
{
	guint both = GPOINTER_TO_UINT(g_queue_pop_head(&self->notifications));

	if (both == 0)
		return -EAGAIN;
	if (size < 2)
		return -EOVERFLOW;
	data[0] = (guint8)both;
	data[1] = (guint8)(both >> 8);
	return 2;
}

int
mc_sim_tmc_in(McSimTmc *self, guint8 endpoint, guint8 *data, guint size)
{
	guint count = MIN(size, self->sending->len);

	if (endpoint == MC_SIM_TMC_INTERRUPT_IN)
		return take_notification(self, data, size);
	if (count == 0) {
		if (!self->short_packet_due)
			return -EAGAIN;
		self->short_packet_due = FALSE;
		return 0;
	}
	memcpy(data, self->sending->data, count);
	g_byte_array_remove_range(self->sending, 0, count);
	if (self->sending->len == 0 && count < size)
		self->short_packet_due = FALSE; /* the short packet went with this one */
	if (!mc_sim_tmc_has_answer(self))
		self->ops->answer_taken(self->self);
	return (int)count;
}

/* ---- class requests ---- */

enum {
	INITIATE_ABORT_BULK_OUT = 1,
	CHECK_ABORT_BULK_OUT_STATUS = 2,
	INITIATE_ABORT_BULK_IN = 3,
	CHECK_ABORT_BULK_IN_STATUS = 4,
	INITIATE_CLEAR = 5,
	CHECK_CLEAR_STATUS = 6,
	GET_CAPABILITIES = 7,
	INDICATOR_PULSE = 64,
	READ_STATUS_BYTE = 128,
};

enum {
	STATUS_SUCCESS = 0x01,
	STATUS_INTERRUPT_IN_BUSY = 0x20,
	STATUS_TRANSFER_NOT_IN_PROGRESS = 0x81,
};

static int
reply(guint8 *data, guint length, const guint8 *bytes, guint count)
{
	guint given = MIN(length, count);

	if (given > 0)
		memcpy(data, bytes, given);
	return (int)given;
}

static int
get_capabilities(guint8 *data, guint length)
{
	static const guint8 capabilities[24] = {
	    STATUS_SUCCESS, 0, 0x00, 0x01, /* bcdUSBTMC 1.00 */
	    0x04, /* accepts INDICATOR_PULSE; talks and listens */
	    0x00, /* no TermChar */
	    [12] = 0x00, 0x01, /* bcdUSB488 1.00 */
	    0x04, /* 488.2 interface */
	    0x0c, /* SCPI, SR1 */
	};

	return reply(data, length, capabilities, sizeof capabilities);
}

/* With an interrupt endpoint the byte itself goes there, under the request's tag (USB488 4.3.1). */
static int
read_status_byte(McSimTmc *self, guint8 tag, guint8 *data, guint length)
{
	guint8 answer[3] = {STATUS_SUCCESS, tag, 0};

	if (g_queue_get_length(&self->notifications) >= NOTIFICATIONS_MAX)
		answer[0] = STATUS_INTERRUPT_IN_BUSY;
	else
		push_notification(self, (guint8)(0x80 | tag), self->ops->poll(self->self));
	return reply(data, length, answer, sizeof answer);
}

static int
initiate_abort_in(McSimTmc *self, guint8 tag, guint8 *data, guint length)
{
	gboolean sending = self->sending->len > 0 || self->requested;
	guint8 answer[2] = {STATUS_TRANSFER_NOT_IN_PROGRESS, self->last_in_tag};

	if (sending && tag == self->last_in_tag) {
		answer[0] = STATUS_SUCCESS;
		abort_in(self);
	}
	return reply(data, length, answer, sizeof answer);
}

static int
initiate_abort_out(McSimTmc *self, guint8 tag, guint8 *data, guint length)
{
	guint8 answer[2] = {STATUS_TRANSFER_NOT_IN_PROGRESS, self->last_out_tag};

	if (self->payload_left > 0 && tag == self->last_out_tag) {
		answer[0] = STATUS_SUCCESS;
		abort_out(self);
	}
	return reply(data, length, answer, sizeof answer);
}

static int
initiate_clear(McSimTmc *self, guint8 *data, guint length)
{
	static const guint8 success[1] = {STATUS_SUCCESS};

	abort_out(self);
	abort_in(self);
	self->busy = FALSE;
	g_string_truncate(self->answer, 0);
	self->ops->cleared(self->self);
	return reply(data, length, success, sizeof success);
}

int
mc_sim_tmc_control(McSimTmc *self, const guint8 setup[8], guint8 *data, guint length)
{
	static const guint8 done[8] = {STATUS_SUCCESS}; /* no bytes cleared, nothing left */

	if ((setup[0] & 0xe0) != 0xa0) /* class request, device to host */
		return -EPIPE;
	self->ops->traffic(self->self);
	switch (setup[1]) {
	case INITIATE_ABORT_BULK_OUT: return initiate_abort_out(self, setup[2], data, length);
	case CHECK_ABORT_BULK_OUT_STATUS:
	case CHECK_ABORT_BULK_IN_STATUS: return reply(data, length, done, 8);
	case INITIATE_ABORT_BULK_IN: return initiate_abort_in(self, setup[2], data, length);
	case INITIATE_CLEAR: return initiate_clear(self, data, length);
	case CHECK_CLEAR_STATUS: return reply(data, length, done, 2);
	case GET_CAPABILITIES: return get_capabilities(data, length);
	case INDICATOR_PULSE: return reply(data, length, done, 1);
	case READ_STATUS_BYTE: return read_status_byte(self, setup[2] & 0x7f, data, length);
	default: return -EPIPE;
	}
}
