#include "drivers/printer/driver.h"

#include "app/base/error.h"
#include "drivers/printer/private.h"

#include <gio/gio.h>
#include <string.h>

#define ANSWER_MS 1000 /* to DLE EOT, however busy the printer is */

const McUsbId mc_printer_usb_ids[] = {
    {0, 0, 0x07, 0x01}, /* whatever is a printer; its serial number must be enrolled */
    {0},
};

void
mc_printer_set_timer(McPrinter *self, guint ms, void (*func)(gpointer data))
{
	mc_clock_cancel(self->clock, &self->timer);
	self->timer = mc_clock_after_ms(self->clock, ms * mc_clock_rate(self->clock), func, self);
}

static void
send(McPrinter *self, void (*encode)(GByteArray *to))
{
	GByteArray *bytes = g_byte_array_new();

	encode(bytes);
	mc_printer_link_send(self->link, bytes, TRUE);
}

/* ---- state ---- */

/* To the board and to whoever prints. */
static void
tell_state(McPrinter *self)
{
	mc_device_wants(self->device, mc_printer_cause(&self->state));
	if (self->listener.state != NULL)
		self->listener.state(&self->state, self->listener_data);
}

static void
take_state(McPrinter *self, const McPrinterState *state)
{
	gboolean is_same = self->state_known && memcmp(state, &self->state, sizeof *state) == 0;

	self->state = *state;
	self->state_known = TRUE;
	if (!is_same && self->ready)
		tell_state(self);
}

static void
on_no_answer(gpointer data)
{
	McPrinter *self = data;
	g_autoptr(GError) error =
	    g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "the printer does not tell its status");

	self->timer = 0;
	mc_device_failed(self->device, error);
}

static void
ask(McPrinter *self, McEscposQuery query)
{
	GByteArray *bytes = g_byte_array_new();

	self->asked = query;
	self->awaits_status = TRUE;
	mc_escpos_ask(bytes, query);
	mc_printer_link_send(self->link, bytes, FALSE);
	mc_printer_set_timer(self, ANSWER_MS, on_no_answer);
}

/* All four, one after another; the row that asked goes on at the end. */
void
mc_printer_ask_state(McPrinter *self)
{
	self->asked_state = (McPrinterState){0};
	ask(self, MC_ESCPOS_PRINTER);
}

static void on_state_asked(McPrinter *self);

static gboolean
on_status(guint8 value, gpointer data)
{
	McPrinter *self = data;

	if (!self->awaits_status)
		return FALSE;
	self->awaits_status = FALSE;
	mc_clock_cancel(self->clock, &self->timer);
	mc_escpos_apply(self->asked, value, &self->asked_state);
	if (self->asked < MC_ESCPOS_PAPER) {
		ask(self, (McEscposQuery)(self->asked + 1));
	} else {
		take_state(self, &self->asked_state);
		on_state_asked(self);
	}
	return TRUE;
}

/* ---- start: rows ---- */

static void
row_describe(McSequence *start, gpointer data)
{
	mc_describe_run(((McPrinter *)data)->describe);
}

static void
on_described(const GError *error, gpointer data)
{
	McPrinter *self = data;

	if (error != NULL)
		mc_sequence_fail(self->start, g_error_copy(error));
	else
		mc_sequence_next(self->start);
}

static void
row_device_id(McSequence *start, gpointer data)
{
	mc_printer_link_ask_id(((McPrinter *)data)->link);
}

/* Whatever is plugged in may say that it is a printer: one that the kiosk does not trust is asked
 * nothing else, and not listened to. */
static void
on_device_id(const guint8 *bytes, gsize length, gpointer data)
{
	McPrinter *self = data;
	McDeviceInfo *info = mc_device_info(self->device);

	if (!mc_sequence_is_running(self->start)) { /* the self-test of such a one */
		mc_device_self_tested(self->device, TRUE);
		return;
	}
	if (!self->width_is_told)
		self->width_dots = mc_printer_width_of_device_id(bytes, length);
	if (!mc_printer_take_device_id(bytes, length, info)) {
		mc_sequence_fail(self->start, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL,
		                                  "the printer's device id does not speak of ESC/POS"));
		return;
	}
	mc_describe_by_port(self->transport, info);
	if (mc_device_is_trusted(self->device))
		mc_sequence_next(self->start);
	else
		mc_sequence_end(self->start);
}

static void
row_reset(McSequence *start, gpointer data)
{
	McPrinter *self = data;

	mc_printer_link_listen(self->link);
	mc_printer_link_reset(self->link);
}

/* Nothing of an earlier host is printed any more. */
static void
row_clear(McSequence *start, gpointer data)
{
	send(data, mc_escpos_clear);
}

static void
row_begin(McSequence *start, gpointer data)
{
	send(data, mc_escpos_begin);
}

static void
row_state(McSequence *start, gpointer data)
{
	mc_printer_ask_state(data);
}

enum { START_DESCRIBE, START_ID, START_RESET, START_CLEAR, START_BEGIN, START_STATE };
static const McSequenceRow start_rows[] = {
    [START_DESCRIBE] = {"describe", row_describe, FALSE},
    [START_ID] = {"device-id", row_device_id, FALSE},
    [START_RESET] = {"reset", row_reset, FALSE},
    [START_CLEAR] = {"clear", row_clear, FALSE},
    [START_BEGIN] = {"begin", row_begin, FALSE},
    [START_STATE] = {"state", row_state, FALSE},
};
static const McSequenceTable start_table = {
    "start", start_rows, G_N_ELEMENTS(start_rows), G_N_ELEMENTS(start_rows)};

static void
on_started(const GError *error, gpointer data)
{
	McPrinter *self = data;

	if (error != NULL)
		mc_device_failed(self->device, error);
	else
		mc_device_identified(self->device);
}

/* ---- what link and slip tell ---- */

static void
on_printing_over(const GError *error, gpointer data)
{
	McPrinter *self = data;
	gboolean was_wanted = self->dots != NULL;

	g_clear_pointer(&self->dots, g_bytes_unref);
	if (!was_wanted)
		return; /* cancelled */
	if (error == NULL)
		mc_device_worked(self->device);
	if (error != NULL && self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
	else if (error == NULL && self->listener.printed != NULL)
		self->listener.printed(self->listener_data);
}

static void
on_sent(gpointer data)
{
	McPrinter *self = data;

	if (mc_sequence_is_running(self->start))
		mc_sequence_next(self->start);
	else if (mc_sequence_is_running(self->printing))
		mc_sequence_next(self->printing);
}

static void
on_state_asked(McPrinter *self)
{
	if (mc_sequence_is_running(self->start))
		mc_sequence_next(self->start);
	else if (!mc_sequence_is_running(self->printing))
		mc_device_self_tested(self->device, !self->state.other_error);
	else
		mc_printer_job_looked(self);
}

static void
on_automatic(const McPrinterState *state, gpointer data)
{
	McPrinter *self = data;

	take_state(self, state);
	/* look at once: the questions are what decides */
	if (mc_printer_state_is_trouble(state))
		mc_printer_job_trouble(self);
}

static void
on_broken(const GError *error, gpointer data)
{
	mc_device_failed(((McPrinter *)data)->device, error);
}

static const McPrinterLinkEvents link_events = {
    .sent = on_sent,
    .status = on_status,
    .automatic = on_automatic,
    .turn = mc_printer_job_turn,
    .device_id = on_device_id,
    .broken = on_broken,
};

/* ---- device ---- */

static void
device_begin(gpointer data, McTransport *transport)
{
	McPrinter *self = data;

	self->transport = transport;
	self->state_known = self->awaits_status = FALSE;
	self->link = mc_printer_link_new(transport, &link_events, self);
	self->describe = mc_describe_new(transport, mc_device_info(self->device), on_described, self);
	self->start = mc_sequence_new(&start_table, on_started, self);
	self->printing = mc_sequence_new(&mc_printer_job_table, on_printing_over, self);
	mc_sequence_start(self->start);
}

static void
device_ready(gpointer data)
{
	McPrinter *self = data;

	self->ready = TRUE;
	tell_state(self);
}

static void
forget_conversation(McPrinter *self)
{
	mc_clock_cancel(self->clock, &self->timer);
	self->ready = FALSE;
	g_clear_pointer(&self->start, mc_sequence_free);
	g_clear_pointer(&self->printing, mc_sequence_free);
	g_clear_pointer(&self->describe, mc_describe_free);
	g_clear_pointer(&self->link, mc_printer_link_free);
}

static void
device_end(gpointer data, const GError *error)
{
	McPrinter *self = data;
	gboolean tell = self->dots != NULL && self->listener.lost != NULL;

	forget_conversation(self);
	g_clear_pointer(&self->dots, g_bytes_unref);
	if (tell)
		self->listener.lost(error, self->listener_data);
}

static gboolean
device_self_test(gpointer data)
{
	McPrinter *self = data;

	if (mc_sequence_is_running(self->printing))
		return FALSE;
	if (self->ready)
		mc_printer_ask_state(self);
	else
		mc_printer_link_ask_id(self->link);
	return TRUE;
}

static const McDeviceOps device_ops = {
    .kind = MC_DEVICE_PRINTER,
    .ids = mc_printer_usb_ids,
    .begin = device_begin,
    .ready = device_ready,
    .end = device_end,
    .self_test = device_self_test,
};

/* ---- port ---- */

static gboolean
port_is_ready(gpointer data)
{
	return mc_device_is_ready(((McPrinter *)data)->device);
}

static void
port_set_listener(gpointer data, const McPrinterListener *listener, gpointer user_data)
{
	McPrinter *self = data;

	self->listener = *listener;
	self->listener_data = user_data;
}

static gboolean
on_refusal(gpointer data)
{
	McPrinter *self = data;
	g_autoptr(GError) error = g_steal_pointer(&self->refusal);

	self->refusal_source = 0;
	if (self->listener.lost != NULL)
		self->listener.lost(error, self->listener_data);
	return G_SOURCE_REMOVE;
}

static void
refuse(McPrinter *self, GError *error)
{
	g_clear_error(&self->refusal);
	self->refusal = error;
	if (self->refusal_source == 0)
		self->refusal_source = g_idle_add(on_refusal, self);
}

static guint
port_width_dots(gpointer data)
{
	return ((McPrinter *)data)->width_dots;
}

static void
port_print(gpointer data, GBytes *dots)
{
	McPrinter *self = data;
	gsize size = g_bytes_get_size(dots);
	gsize row_bytes = self->width_dots / 8;
	gsize rows = size / row_bytes;

	if (!port_is_ready(self)) {
		refuse(self, mc_device_why_not(self->device));
		return;
	}
	if (mc_sequence_is_running(self->printing)) {
		refuse(self, g_error_new(MC_ERROR, MC_ERROR_REFUSED, "a slip is being printed"));
		return;
	}
	if (rows == 0 || rows > MC_PRINTER_HEIGHT_DOTS_MAX || rows * row_bytes != size) {
		refuse(self, g_error_new(MC_ERROR, MC_ERROR_REFUSED, "not the picture of a slip"));
		return;
	}
	mc_printer_job_begin(self, dots);
}

static void
port_cancel(gpointer data)
{
	McPrinter *self = data;

	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	self->refusal_source = 0;
	g_clear_error(&self->refusal);
	if (self->dots == NULL)
		return;
	g_clear_pointer(&self->dots, g_bytes_unref); /* first: it may be over at once */
	if (!self->done)
		mc_sequence_stop(
		    self->printing, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
}

McPrinter *
mc_printer_new(McClock *clock, McBus *bus)
{
	McPrinter *self = g_new0(McPrinter, 1);

	self->clock = clock;
	self->width_dots = MC_PRINTER_WIDTH_DOTS;
	self->port = (McPrinterPort){
	    .self = self,
	    .is_ready = port_is_ready,
	    .set_listener = port_set_listener,
	    .width_dots = port_width_dots,
	    .print = port_print,
	    .cancel = port_cancel,
	};
	self->device = mc_device_new(&device_ops, self, clock, bus);
	return self;
}

void
mc_printer_free(McPrinter *self)
{
	if (self == NULL)
		return;
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	g_clear_error(&self->refusal);
	forget_conversation(self);
	g_clear_pointer(&self->dots, g_bytes_unref);
	mc_device_free(self->device);
	g_free(self);
}

void
mc_printer_set_width_dots(McPrinter *self, guint dots)
{
	self->width_is_told = dots > 0;
	self->width_dots =
	    dots > 0 ? MIN(dots, MC_PRINTER_WIDTH_DOTS_MAX) / 8 * 8 : MC_PRINTER_WIDTH_DOTS;
}

McPrinterPort *
mc_printer_port(McPrinter *self)
{
	return &self->port;
}

McDevice *
mc_printer_device(McPrinter *self)
{
	return self->device;
}
