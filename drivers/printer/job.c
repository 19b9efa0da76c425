/* One slip, from the first look at the printer to the cut. */

#include "drivers/printer/private.h"

#include "app/base/error.h"

#define LOOK_AGAIN_MS 500 /* while somebody is at the printer, or a band takes long */
#define LONGEST_LOOKS 20 /* without trouble, for one band and the cut */

enum { ROW_LOOK, ROW_PAUSE, ROW_BAND, ROW_WAIT, ROW_CLEAN };

static void
row_look(McSequence *printing, gpointer data)
{
	mc_printer_ask_state(data);
}

static void
look_again(gpointer data)
{
	McPrinter *self = data;

	self->timer = 0;
	mc_sequence_go_to(self->printing, ROW_LOOK);
}

static void
row_pause(McSequence *printing, gpointer data)
{
	mc_printer_set_timer(data, LOOK_AGAIN_MS, look_again);
}

static void
hold(McPrinter *self)
{
	if (!self->held && self->listener.held != NULL)
		self->listener.held(&self->state, self->listener_data);
	self->held = TRUE;
}

/* A slip in two pieces is none: what was begun before the trouble is thrown away. */
void
mc_printer_job_looked(McPrinter *self)
{
	if (self->done && !self->state.cutter_stuck) {
		self->looked_at = TRUE;
		mc_sequence_go_to(self->printing, ROW_WAIT);
	} else if (mc_printer_state_is_trouble(&self->state)) {
		self->row = 0;
		self->begun = self->done = FALSE;
		hold(self);
		mc_sequence_go_to(self->printing, ROW_PAUSE);
	} else if (!self->begun) {
		self->held = FALSE;
		mc_sequence_go_to(self->printing, ROW_BAND);
	} else if (++self->looks == LONGEST_LOOKS) {
		mc_sequence_fail(self->printing,
		    g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "the printer does not come to an end"));
	} else {
		mc_sequence_go_to(self->printing, ROW_WAIT);
	}
}

/* One band at a time: a printer that stops then still takes the questions why. */
static void
row_band(McSequence *printing, gpointer data)
{
	McPrinter *self = data;
	const guint8 *dots = g_bytes_get_data(self->dots, NULL);
	GByteArray *bytes = g_byte_array_new();

	if (!self->begun) { /* what waits in the printer is old */
		mc_escpos_clear(bytes);
		mc_escpos_begin(bytes);
	}
	self->begun = TRUE;
	self->turned = FALSE;
	self->looks = 0;
	self->row += mc_escpos_band(
	    bytes, dots + (gsize)self->row * self->row_bytes, self->rows - self->row, self->row_bytes);
	if (self->row == self->rows)
		mc_escpos_cut(bytes);
	mc_escpos_ask_in_turn(bytes);
	mc_printer_link_send(self->link, bytes, TRUE);
}

static void
leave_wait(McPrinter *self)
{
	mc_clock_cancel(self->clock, &self->timer);
	/* a slip that hangs in the cutter was carried out, too: the last look tells */
	if (self->looked_at)
		mc_sequence_next(self->printing);
	else
		mc_sequence_go_to(self->printing, self->done ? ROW_LOOK : ROW_BAND);
}

/* Until the printer has carried out the band. */
static void
row_wait(McSequence *printing, gpointer data)
{
	McPrinter *self = data;

	if (self->turned)
		leave_wait(self);
	else
		mc_printer_set_timer(self, LOOK_AGAIN_MS, look_again);
}

gboolean
mc_printer_job_turn(gpointer data)
{
	McPrinter *self = data;

	if (!mc_sequence_is_running(self->printing) || !self->begun || self->turned)
		return FALSE;
	self->turned = TRUE;
	self->done = self->row == self->rows;
	if (mc_sequence_row(self->printing) == ROW_WAIT)
		leave_wait(self);
	return TRUE;
}

/* What is left of a slip that is not to be finished is cut off. */
static void
row_clean(McSequence *printing, gpointer data)
{
	McPrinter *self = data;
	GByteArray *bytes;

	mc_clock_cancel(self->clock, &self->timer);
	if (self->done || !self->begun) {
		mc_sequence_next(printing);
		return;
	}
	bytes = g_byte_array_new();
	mc_escpos_clear(bytes);
	mc_escpos_begin(bytes);
	mc_escpos_cut(bytes);
	mc_printer_link_send(self->link, bytes, TRUE);
}

static const McSequenceRow printing_rows[] = {
    [ROW_LOOK] = {"look", row_look, FALSE},
    [ROW_PAUSE] = {"pause", row_pause, TRUE},
    [ROW_BAND] = {"band", row_band, FALSE},
    [ROW_WAIT] = {"wait", row_wait, TRUE},
    [ROW_CLEAN] = {"clean", row_clean, FALSE},
};
const McSequenceTable mc_printer_job_table = {
    "printing", printing_rows, G_N_ELEMENTS(printing_rows), ROW_CLEAN};

void
mc_printer_job_trouble(McPrinter *self)
{
	if (mc_sequence_row(self->printing) != ROW_WAIT)
		return;
	mc_clock_cancel(self->clock, &self->timer);
	mc_sequence_go_to(self->printing, ROW_LOOK);
}

void
mc_printer_job_begin(McPrinter *self, GBytes *dots)
{
	self->dots = g_bytes_ref(dots);
	self->row_bytes = self->width_dots / 8;
	self->rows = (guint)(g_bytes_get_size(dots) / self->row_bytes);
	self->row = 0;
	self->begun = self->held = self->done = self->looked_at = FALSE;
	mc_sequence_start(self->printing);
}
