#include "drivers/id-reader/driver.h"

#include "app/base/error.h"
#include "app/base/sequence.h"
#include "drivers/id-reader/card-text.h"
#include "drivers/id-reader/link.h"
#include "drivers/id-reader/start.h"

#include <gio/gio.h>
#include <string.h>

#define FIND_EVERY_MS 500
#define FIND_TIMEOUT_MS 1000
#define READ_TIMEOUT_MS 5000
#define REST_FINDS 3
#define TRIES 3 /* of a request whose reply has a wrong checksum */

struct McIdReader {
	McClock *clock;
	McDevice *device;
	McIdReaderPort port;
	McIdReaderListener listener;
	gpointer listener_data;
	McReaderLink *link; /* NULL = not open */
	McReaderStart *start;
	McSequence *reading;
	gboolean ready;
	gboolean wanted; /* between start() and stop() or card() */
	guint rest; /* finds for which a card that could not be read is left alone, if it stays */
	guint tries;
	guint64 pause;
	guint refusal_source; /* start() without a reader: lost() follows from the loop */
	McIdentity identity; /* between the reading and the end of card() */
};

const McUsbId mc_id_reader_usb_ids[] = {
    {0x0400, 0xC35A, 0, 0},
    {0},
};

enum { ROW_FIND, ROW_PAUSE, ROW_SELECT, ROW_STILL_THERE, ROW_READ, ROW_ADDRESS };

/* ---- reading: rows ---- */

static void
fail_card(McIdReader *self, McErrorCode code, const char *why)
{
	g_autoptr(GError) error = g_error_new(MC_ERROR, (gint)code, "card: %s", why);

	self->rest = REST_FINDS;
	if (self->wanted && self->listener.failed != NULL)
		self->listener.failed(error, self->listener_data);
	mc_sequence_go_to(self->reading, ROW_PAUSE);
}

/* A wrong checksum is asked again from the same row, then told. */
static void
ask_again(McIdReader *self)
{
	guint row = (guint)mc_sequence_row(self->reading);

	if (++self->tries < TRIES) {
		mc_sequence_go_to(self->reading, row);
		return;
	}
	self->tries = 0;
	fail_card(self, MC_ERROR_PROTOCOL, "wrong checksum from the reader");
}

static void
on_found(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;

	if (reply == NULL) {
		ask_again(self);
		return;
	}
	self->tries = 0;
	if (reply->status[2] != MC_READER_FOUND)
		self->rest = 0;
	if (reply->status[2] == MC_READER_FOUND && self->rest == 0) {
		mc_sequence_go_to(self->reading, ROW_SELECT);
		return;
	}
	if (self->rest > 0)
		self->rest--;
	mc_sequence_go_to(self->reading, ROW_PAUSE);
}

static void
row_find(McSequence *reading, gpointer data)
{
	mc_reader_link_ask(((McIdReader *)data)->link, MC_READER_FIND, FIND_TIMEOUT_MS, on_found, data);
}

static void
on_pause_over(gpointer data)
{
	McIdReader *self = data;

	self->pause = 0;
	mc_sequence_go_to(self->reading, ROW_FIND);
}

static void
row_pause(McSequence *reading, gpointer data)
{
	McIdReader *self = data;

	self->pause = mc_clock_after_ms(self->clock, FIND_EVERY_MS, on_pause_over, self);
}

static void
on_selected(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;

	if (reply == NULL) {
		ask_again(self);
		return;
	}
	self->tries = 0;
	if (reply->status[2] != MC_READER_OK) {
		mc_sequence_go_to(self->reading, ROW_PAUSE); /* put down crookedly, or lifted again */
		return;
	}
	if (self->wanted && self->listener.reading != NULL)
		self->listener.reading(self->listener_data);
	mc_sequence_go_to(self->reading, ROW_READ);
}

static void
row_select(McSequence *reading, gpointer data)
{
	mc_reader_link_ask(
	    ((McIdReader *)data)->link, MC_READER_SELECT, FIND_TIMEOUT_MS, on_selected, data);
}

static const char *
why_not_read(guint8 status)
{
	switch (status) {
	case MC_READER_AUTH_CARD:
	case MC_READER_AUTH_READER: return "card and reader do not accept each other";
	case MC_READER_INFORMATION: return "its content fails the reader's check";
	case MC_READER_WRONG_KIND: return "not a kind of card that the reader knows";
	default: return "it lies there and cannot be read";
	}
}

/* A card that went and one that cannot be read may answer so. */
static gboolean
says_nothing(guint8 status)
{
	return status == MC_READER_READ_FAILED || status == MC_READER_NOT_FOUND ||
	       status == MC_READER_NOT_SELECTED;
}

/* NULL when the identity is filled in, else why not. */
static const char *
take_card(McIdReader *self, const McReaderReply *reply)
{
	McReaderBase base;
	McCardProblem problem;

	if (!mc_reader_parse_base(reply->data, reply->length, &base))
		return "its content has a wrong length";
	problem = mc_card_parse_text(base.text, base.text_bytes, &self->identity);
	if (problem != MC_CARD_FINE)
		return mc_card_problem_text(problem);
	memcpy(self->identity.photo, base.photo, base.photo_bytes);
	self->identity.photo_bytes = (guint)base.photo_bytes;
	return NULL;
}

static void
on_read(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;
	const char *problem;

	if (reply == NULL) {
		ask_again(self);
		return;
	}
	self->tries = 0;
	problem =
	    reply->status[2] == MC_READER_OK ? take_card(self, reply) : why_not_read(reply->status[2]);
	if (problem == NULL)
		mc_sequence_next(self->reading);
	else if (says_nothing(reply->status[2]))
		mc_sequence_go_to(self->reading, ROW_STILL_THERE);
	else
		fail_card(self, MC_ERROR_CARD, problem);
}

static void
row_read(McSequence *reading, gpointer data)
{
	mc_reader_link_ask(
	    ((McIdReader *)data)->link, MC_READER_READ_BASE, READ_TIMEOUT_MS, on_read, data);
}

/* Whether a card lies there now tells the two apart. */
static void
on_looked(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;

	if (reply == NULL) {
		ask_again(self);
		return;
	}
	self->tries = 0;
	if (reply->status[2] == MC_READER_FOUND)
		fail_card(self, MC_ERROR_CARD, why_not_read(MC_READER_READ_FAILED));
	else
		fail_card(self, MC_ERROR_CARD_LIFTED, "lifted before it was read");
}

static void
row_still_there(McSequence *reading, gpointer data)
{
	mc_reader_link_ask(
	    ((McIdReader *)data)->link, MC_READER_FIND, FIND_TIMEOUT_MS, on_looked, data);
}

/* The last row. Most cards have none (91), and a card that is lifted now has been read: only a
 * wrong checksum is asked again. */
static void
on_address(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;

	if (reply == NULL && ++self->tries < TRIES) {
		mc_sequence_go_to(self->reading, ROW_ADDRESS);
		return;
	}
	self->tries = 0;
	if (reply != NULL && reply->status[2] == MC_READER_OK)
		mc_card_take_address(reply->data, reply->length, &self->identity);
	mc_sequence_next(self->reading);
}

static void
row_address(McSequence *reading, gpointer data)
{
	mc_reader_link_ask(
	    ((McIdReader *)data)->link, MC_READER_READ_ADDRESS, READ_TIMEOUT_MS, on_address, data);
}

static const McSequenceRow rows[] = {
    [ROW_FIND] = {"find", row_find, FALSE},
    [ROW_PAUSE] = {"pause", row_pause, TRUE},
    [ROW_SELECT] = {"select", row_select, FALSE},
    [ROW_STILL_THERE] = {"still there", row_still_there, FALSE},
    [ROW_READ] = {"read", row_read, FALSE},
    [ROW_ADDRESS] = {"address", row_address, FALSE},
};
static const McSequenceTable table = {"reading", rows, G_N_ELEMENTS(rows), G_N_ELEMENTS(rows)};

static void
begin_reading(McIdReader *self)
{
	self->rest = 0;
	self->tries = 0;
	mc_sequence_start(self->reading);
}

/* The only error is the stop: everything else is told and goes on, or breaks the link. */
static void
on_reading_over(const GError *error, gpointer data)
{
	McIdReader *self = data;
	gboolean was_wanted = self->wanted;

	mc_clock_cancel(self->clock, &self->pause);
	if (error != NULL) {
		mc_identity_wipe(&self->identity);
		if (was_wanted) /* started again in the meantime */
			begin_reading(self);
		return;
	}
	self->wanted = FALSE;
	mc_device_worked(self->device);
	if (was_wanted && self->listener.card != NULL)
		self->listener.card(&self->identity, self->listener_data);
	mc_identity_wipe(&self->identity);
}

/* ---- device ---- */

static void
on_broken(const GError *error, gpointer data)
{
	mc_device_failed(((McIdReader *)data)->device, error);
}

static void
on_started(const GError *error, gpointer data)
{
	McIdReader *self = data;

	if (error != NULL)
		mc_device_failed(self->device, error);
	else
		mc_device_identified(self->device);
}

static void
device_begin(gpointer data, McTransport *transport)
{
	McIdReader *self = data;

	self->link = mc_reader_link_new(transport, on_broken, self);
	self->start =
	    mc_reader_start_new(transport, self->link, mc_device_info(self->device), on_started, self);
	mc_reader_start_run(self->start);
}

static void
device_ready(gpointer data)
{
	McIdReader *self = data;

	self->ready = TRUE;
	self->reading = mc_sequence_new(&table, on_reading_over, self);
	if (self->wanted)
		begin_reading(self);
}

static void
forget_conversation(McIdReader *self)
{
	mc_clock_cancel(self->clock, &self->pause);
	mc_identity_wipe(&self->identity);
	self->ready = FALSE;
	g_clear_pointer(&self->reading, mc_sequence_free);
	g_clear_pointer(&self->start, mc_reader_start_free);
	g_clear_pointer(&self->link, mc_reader_link_free);
}

static void
device_end(gpointer data, const GError *error)
{
	McIdReader *self = data;
	gboolean tell = self->ready && self->wanted && self->listener.lost != NULL;

	forget_conversation(self);
	if (tell)
		self->listener.lost(error, self->listener_data);
}

static void
on_self_test(const McReaderReply *reply, gpointer data)
{
	McIdReader *self = data;

	mc_device_self_tested(self->device, reply != NULL && reply->status[2] == MC_READER_OK);
}

static gboolean
device_self_test(gpointer data)
{
	McIdReader *self = data;

	if (self->ready && mc_sequence_is_running(self->reading))
		return FALSE;
	mc_reader_link_ask(self->link, MC_READER_STATUS, FIND_TIMEOUT_MS, on_self_test, self);
	return TRUE;
}

static const McDeviceOps device_ops = {
    .kind = MC_DEVICE_ID_READER,
    .ids = mc_id_reader_usb_ids,
    .begin = device_begin,
    .ready = device_ready,
    .end = device_end,
    .self_test = device_self_test,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(((McIdReader *)data)->device);
}

static void
port_set_listener(gpointer data, const McIdReaderListener *listener, gpointer user_data)
{
	McIdReader *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static gboolean
on_refusal(gpointer data)
{
	McIdReader *self = data;
	g_autoptr(GError) error = mc_device_why_not(self->device);

	self->refusal_source = 0;
	if (self->wanted && !port_is_ready(self) && self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
	return G_SOURCE_REMOVE;
}

static void
port_start(gpointer data)
{
	McIdReader *self = data;

	self->wanted = TRUE;
	if (!port_is_ready(self)) {
		if (self->refusal_source == 0)
			self->refusal_source = g_idle_add(on_refusal, self);
	} else if (!mc_sequence_is_running(self->reading)) {
		begin_reading(self);
	}
}

static void
port_stop(gpointer data)
{
	McIdReader *self = data;

	self->wanted = FALSE;
	if (self->reading != NULL)
		mc_sequence_stop(self->reading, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

McIdReader *
mc_id_reader_new(McClock *clock, McBus *bus)
{
	McIdReader *self = g_new0(McIdReader, 1);

	self->clock = clock;
	self->port = (McIdReaderPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .start = port_start,
	    .stop = port_stop,
	};
	self->device = mc_device_new(&device_ops, self, clock, bus);
	return self;
}

void
mc_id_reader_free(McIdReader *self)
{
	if (self == NULL)
		return;
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	forget_conversation(self);
	mc_device_free(self->device);
	g_free(self);
}

McIdReaderPort *
mc_id_reader_port(McIdReader *self)
{
	return &self->port;
}

McDevice *
mc_id_reader_device(McIdReader *self)
{
	return self->device;
}
