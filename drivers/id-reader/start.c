#include "drivers/id-reader/start.h"

#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/device/describe.h"

#define REPLY_TIMEOUT_MS 1000
#define TRIES 3 /* of a request whose reply has a wrong checksum */

struct McReaderStart {
	McReaderLink *link;
	McDeviceInfo *info;
	McReaderStarted done;
	gpointer data;
	McSequence *sequence;
	guint tries;
	McDescribe *describe;
};

enum { ROW_DRAIN, ROW_DESCRIBE, ROW_STATUS, ROW_SAM_ID };

/* ---- strings ---- */

static void
on_described(const GError *error, gpointer data)
{
	McReaderStart *self = data;

	if (error != NULL)
		mc_sequence_fail(self->sequence, g_error_copy(error));
	else
		mc_sequence_next(self->sequence);
}

static void
row_describe(McSequence *sequence, gpointer data)
{
	mc_describe_run(((McReaderStart *)data)->describe);
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
    [ROW_DESCRIBE] = {"describe", row_describe, FALSE},
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

	self->link = link;
	self->info = info;
	self->done = done;
	self->data = data;
	self->describe = mc_describe_new(transport, info, on_described, self);
	self->sequence = mc_sequence_new(&table, on_done, self);
	return self;
}

void
mc_reader_start_free(McReaderStart *self)
{
	if (self == NULL)
		return;
	mc_sequence_free(self->sequence);
	mc_describe_free(self->describe);
	g_free(self);
}

void
mc_reader_start_run(McReaderStart *self)
{
	mc_sequence_start(self->sequence);
}
