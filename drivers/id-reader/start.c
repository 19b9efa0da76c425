#include "drivers/id-reader/start.h"

#include "app/base/error.h"
#include "app/base/sequence.h"

#define REPLY_TIMEOUT_MS 1000
#define STRING_TIMEOUT_MS 500
#define TRIES 3 /* of a request whose reply has a wrong checksum */

struct McReaderStart {
	McTransport *transport;
	McReaderLink *link;
	McDeviceInfo *info;
	McReaderStarted done;
	gpointer data;
	McSequence *sequence;
	guint tries;
	char *string; /* where the string that is being read goes */
	gsize string_size;
};

enum { ROW_DRAIN, ROW_MAKER, ROW_PRODUCT, ROW_SERIAL, ROW_STATUS, ROW_SAM_ID };

/* ---- strings ---- */

/* A string descriptor is its length, 3, and UTF-16LE; what is not printable ASCII is left out. */
static void
take_string(McReaderStart *self, const guint8 *bytes, gsize length)
{
	gsize out = 0;

	for (gsize i = 2; i + 1 < length && out + 1 < self->string_size; i += 2)
		if (bytes[i + 1] == 0 && g_ascii_isprint((char)bytes[i]))
			self->string[out++] = (char)bytes[i];
	self->string[out] = '\0';
}

static void
on_string(McTransferStatus status, const guint8 *bytes, gsize length, gpointer data)
{
	McReaderStart *self = data;

	/* readers without good strings are sold: no name is not a fault */
	if (status == MC_TRANSFER_DONE && length >= 2 && bytes[1] == 3)
		take_string(self, bytes, MIN(length, bytes[0]));
	if (status == MC_TRANSFER_GONE)
		mc_sequence_fail(self->sequence, mc_transfer_error(status, "string"));
	else
		mc_sequence_next(self->sequence);
}

static void
ask_string(McReaderStart *self, guint8 index, char *to, gsize size)
{
	McControlSetup setup = {0x80, 6 /* GET_DESCRIPTOR */, (guint16)(0x0300 | index), 0x0409};

	self->string = to;
	self->string_size = size;
	if (index == 0)
		mc_sequence_next(self->sequence);
	else
		self->transport->control(
		    self->transport->self, &setup, NULL, 255, STRING_TIMEOUT_MS, on_string, self);
}

static void
row_maker(McSequence *sequence, gpointer data)
{
	McReaderStart *self = data;

	ask_string(
	    self, self->transport->endpoints.maker_string, self->info->maker, sizeof self->info->maker);
}

static void
row_product(McSequence *sequence, gpointer data)
{
	McReaderStart *self = data;

	ask_string(self, self->transport->endpoints.product_string, self->info->model,
	    sizeof self->info->model);
}

static void
row_serial(McSequence *sequence, gpointer data)
{
	McReaderStart *self = data;
	guint release = self->transport->endpoints.device_release; /* BCD */

	g_snprintf(
	    self->info->firmware, sizeof self->info->firmware, "%x.%x", release >> 8, release & 0xff);
	ask_string(self, self->transport->endpoints.serial_string, self->info->serial,
	    sizeof self->info->serial);
}

/* ---- frames ---- */

static void
on_drained(gpointer data)
{
	mc_sequence_next(((McReaderStart *)data)->sequence);
}

static void
row_drain(McSequence *sequence, gpointer data)
{
	mc_reader_link_drain(((McReaderStart *)data)->link, on_drained, data);
}

/* TRUE when the reply may be looked at. */
static gboolean
take_reply(McReaderStart *self, const McReaderReply *reply, const char *what)
{
	if (reply == NULL && ++self->tries < TRIES) {
		mc_sequence_go_to(self->sequence, (guint)mc_sequence_row(self->sequence));
		return FALSE;
	}
	self->tries = 0;
	if (reply != NULL && reply->status[2] == MC_READER_OK)
		return TRUE;
	mc_sequence_fail(self->sequence,
	    reply == NULL
	        ? g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "%s: wrong checksum from the reader", what)
	        : g_error_new(
	              MC_ERROR, MC_ERROR_PROTOCOL, "%s: the reader says %02x", what, reply->status[2]));
	return FALSE;
}

static void
on_status(const McReaderReply *reply, gpointer data)
{
	McReaderStart *self = data;

	if (take_reply(self, reply, "status"))
		mc_sequence_next(self->sequence);
}

static void
row_status(McSequence *sequence, gpointer data)
{
	mc_reader_link_ask(
	    ((McReaderStart *)data)->link, MC_READER_STATUS, REPLY_TIMEOUT_MS, on_status, data);
}

static void
on_sam_id(const McReaderReply *reply, gpointer data)
{
	McReaderStart *self = data;

	if (!take_reply(self, reply, "SAM number"))
		return;
	if (mc_reader_parse_sam_id(reply->data, reply->length, self->info->serial))
		mc_sequence_next(self->sequence);
	else
		mc_sequence_fail(
		    self->sequence, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL, "SAM number: not 16 bytes"));
}

static void
row_sam_id(McSequence *sequence, gpointer data)
{
	McReaderStart *self = data;

	if (self->info->serial[0] != '\0')
		mc_sequence_next(sequence);
	else
		mc_reader_link_ask(self->link, MC_READER_SAM_ID, REPLY_TIMEOUT_MS, on_sam_id, self);
}

static const McSequenceRow rows[] = {
    [ROW_DRAIN] = {"drain", row_drain, FALSE},
    [ROW_MAKER] = {"maker", row_maker, FALSE},
    [ROW_PRODUCT] = {"product", row_product, FALSE},
    [ROW_SERIAL] = {"serial", row_serial, FALSE},
    [ROW_STATUS] = {"status", row_status, FALSE},
    [ROW_SAM_ID] = {"sam-id", row_sam_id, FALSE},
};
static const McSequenceTable table = {"start", rows, G_N_ELEMENTS(rows), G_N_ELEMENTS(rows)};

static void
on_done(const GError *error, gpointer data)
{
	McReaderStart *self = data;

	self->done(error, self->data);
}

McReaderStart *
mc_reader_start_new(McTransport *transport, McReaderLink *link, McDeviceInfo *info,
    McReaderStarted done, gpointer data)
{
	McReaderStart *self = g_new0(McReaderStart, 1);

	self->transport = transport;
	self->link = link;
	self->info = info;
	self->done = done;
	self->data = data;
	self->sequence = mc_sequence_new(&table, on_done, self);
	return self;
}

void
mc_reader_start_free(McReaderStart *self)
{
	if (self == NULL)
		return;
	mc_sequence_free(self->sequence);
	g_free(self);
}

void
mc_reader_start_run(McReaderStart *self)
{
	mc_sequence_start(self->sequence);
}
