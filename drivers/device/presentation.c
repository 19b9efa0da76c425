#include "drivers/device/presentation.h"

#include "app/base/error.h"
#include "app/base/sequence.h"

#include <gio/gio.h>

/* Real time also in a demo that runs faster: a busy machine is no stuck instrument. */
#define LATE_MS 2000

struct McPresentation {
	const McPresentationOps *ops;
	gpointer driver;
	McScpiDevice *device;
	McClock *clock;
	McSequence *sequence;
	char line[MC_PRESENTATION_LINE];
	guint expected_ms;
	guint64 deadline;
	gboolean is_on, on_told;
	gboolean is_over; /* said since the answer was last asked for: also while one was on its way */
	gboolean awaited; /* started, and neither over nor lost nor stopped yet */
	gboolean has_next; /* asked for while the last one is still being ended */
	char next_line[MC_PRESENTATION_LINE];
	guint next_expected_ms;
	GError *refusal; /* told from its source */
	guint refusal_source;
};

enum { ROW_SAY, ROW_CHECK, ROW_WAIT_ON, ROW_WAIT_OVER, ROW_READ, ROW_STOP };

static void
tell_lost(McPresentation *self, const GError *error)
{
	if (!self->awaited)
		return;
	self->awaited = FALSE;
	self->ops->lost(self->driver, error);
}

/* ---- rows ---- */

static void
on_said(const char *answer, gpointer data)
{
	mc_sequence_next(((McPresentation *)data)->sequence);
}

static void
on_deadline(gpointer data)
{
	McPresentation *self = data;

	self->deadline = 0;
	mc_sequence_stop(self->sequence,
	    g_error_new(MC_ERROR, MC_ERROR_TIMEOUT, "presentation: the instrument reports nothing"));
}

static void
row_say(McSequence *sequence, gpointer data)
{
	McPresentation *self = data;

	self->is_on = FALSE;
	self->is_over = FALSE;
	self->on_told = FALSE;
	self->deadline = mc_clock_after_ms(
	    self->clock, self->expected_ms + LATE_MS * mc_clock_rate(self->clock), on_deadline, self);
	mc_scpi_device_keep_alive(self->device, TRUE);
	mc_scpi_device_say(self->device, self->line, on_said, self);
}

static void
on_checked(const char *answer, gpointer data)
{
	McPresentation *self = data;
	gint number = 0;
	char text[MC_SCPI_ERROR_TEXT];

	if (!mc_scpi_parse_error(answer, &number, text))
		mc_scpi_device_broken(self->device, "SYST:ERR?", "not what the protocol says");
	else if (number != 0)
		mc_sequence_fail(self->sequence, g_error_new(MC_ERROR, MC_ERROR_REFUSED,
		                                     "the instrument refuses: %d, %s", number, text));
	else
		mc_sequence_next(self->sequence);
}

static void
row_check(McSequence *sequence, gpointer data)
{
	mc_scpi_device_say(((McPresentation *)data)->device, "SYST:ERR?", on_checked, data);
}

static void
row_wait_on(McSequence *sequence, gpointer data)
{
	McPresentation *self = data;

	if (self->is_on || self->ops->on_bit == 0)
		mc_sequence_next(sequence);
}

static void
tell_on(McPresentation *self)
{
	mc_clock_cancel(self->clock, &self->deadline);
	if (self->on_told || !self->awaited)
		return;
	self->on_told = TRUE;
	self->ops->on(self->driver);
}

static void
row_wait_over(McSequence *sequence, gpointer data)
{
	McPresentation *self = data;

	if (self->ops->on_bit != 0)
		tell_on(self);
	/* on() may have stopped it */
	if (self->is_over && mc_sequence_row(sequence) == ROW_WAIT_OVER)
		mc_sequence_next(sequence);
}

static void
on_read(const char *answer, gpointer data)
{
	McPresentation *self = data;

	switch (self->ops->read(self->driver, answer)) {
	case MC_READING_DONE: mc_sequence_next(self->sequence); break;
	case MC_READING_STALE: mc_sequence_go_to(self->sequence, ROW_WAIT_OVER); break;
	case MC_READING_NONSENSE:
		mc_scpi_device_broken(self->device, self->ops->read_line, "not what the protocol says");
		break;
	}
}

static void
row_read(McSequence *sequence, gpointer data)
{
	McPresentation *self = data;

	self->is_over = FALSE;
	mc_scpi_device_say(self->device, self->ops->read_line, on_read, self);
}

static void
row_stop(McSequence *sequence, gpointer data)
{
	McPresentation *self = data;

	mc_clock_cancel(self->clock, &self->deadline);
	mc_scpi_device_keep_alive(self->device, FALSE);
	mc_scpi_device_say(self->device, self->ops->stop_line, on_said, self);
}

static const McSequenceRow rows[] = {
    [ROW_SAY] = {"say", row_say, FALSE},
    [ROW_CHECK] = {"check", row_check, FALSE},
    [ROW_WAIT_ON] = {"wait-on", row_wait_on, TRUE},
    [ROW_WAIT_OVER] = {"wait-over", row_wait_over, TRUE},
    [ROW_READ] = {"read", row_read, FALSE},
    [ROW_STOP] = {"stop", row_stop, FALSE},
};
static const McSequenceTable table = {"presentation", rows, G_N_ELEMENTS(rows), ROW_STOP};

static void
begin(McPresentation *self, const char *line, guint expected_ms)
{
	g_strlcpy(self->line, line, sizeof self->line);
	self->expected_ms = expected_ms;
	mc_sequence_start(self->sequence);
}

/* It said nothing in time, or gave up by itself; else it refused, or was told to stop. */
static gboolean
is_failure(const GError *error)
{
	return g_error_matches(error, MC_ERROR, MC_ERROR_TIMEOUT) ||
	       g_error_matches(error, MC_ERROR, MC_ERROR_PROTOCOL);
}

static void
on_ended(const GError *error, gpointer data)
{
	McPresentation *self = data;

	if (self->has_next) {
		self->has_next = FALSE;
		begin(self, self->next_line, self->next_expected_ms);
	} else if (self->refusal_source != 0) {
		return; /* what ended is not what was asked for last: that one is told of by itself */
	} else if (error != NULL) {
		tell_lost(self, error);
		if (is_failure(error))
			mc_device_failed(mc_scpi_device_base(self->device), error);
	} else if (self->awaited) {
		self->awaited = FALSE;
		mc_device_worked(mc_scpi_device_base(self->device));
		self->ops->over(self->driver);
	}
}

/* ---- from the device ---- */

/* The instrument's own complaint: -365 when it took the host for dead, for example. */
static void
on_complaint(const char *answer, gpointer data)
{
	McPresentation *self = data;
	gint number = 0;
	char text[MC_SCPI_ERROR_TEXT];

	if (!mc_scpi_parse_error(answer, &number, text))
		mc_scpi_device_broken(self->device, "SYST:ERR?", "not what the protocol says");
	else if (number != 0)
		mc_sequence_stop(self->sequence, g_error_new(MC_ERROR, MC_ERROR_PROTOCOL,
		                                     "the instrument gave up: %d, %s", number, text));
}

void
mc_presentation_service(McPresentation *self, guint8 status_byte)
{
	gint row = mc_sequence_row(self->sequence);

	if ((status_byte & MC_STATUS_ERROR) && row > ROW_CHECK && row < ROW_STOP)
		mc_scpi_device_ask(self->device, "SYST:ERR?", on_complaint, self);
	if (status_byte & self->ops->on_bit)
		self->is_on = TRUE;
	if (status_byte & self->ops->over_bit)
		self->is_over = TRUE;
	if (row == ROW_WAIT_ON && self->is_on)
		mc_sequence_next(self->sequence);
	if (self->is_over && mc_sequence_row(self->sequence) == ROW_WAIT_OVER)
		mc_sequence_next(self->sequence);
}

void
mc_presentation_device_lost(McPresentation *self, const GError *error)
{
	mc_clock_cancel(self->clock, &self->deadline);
	mc_sequence_free(self->sequence);
	self->sequence = mc_sequence_new(&table, on_ended, self);
	self->has_next = FALSE;
	tell_lost(self, error);
}

/* ---- from the port ---- */

static gboolean
on_refusal(gpointer data)
{
	McPresentation *self = data;
	g_autoptr(GError) error = g_steal_pointer(&self->refusal);

	self->refusal_source = 0;
	tell_lost(self, error);
	return G_SOURCE_REMOVE;
}

static void
forget(McPresentation *self)
{
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	self->refusal_source = 0;
	g_clear_error(&self->refusal);
	self->has_next = FALSE;
	self->awaited = FALSE;
	mc_sequence_stop(self->sequence, g_error_new(G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

void
mc_presentation_stop(McPresentation *self)
{
	forget(self);
	if (mc_scpi_device_is_open(self->device) && !mc_presentation_is_running(self))
		mc_scpi_device_say(self->device, self->ops->stop_line, NULL, NULL);
}

void
mc_presentation_refuse(McPresentation *self, GError *error)
{
	forget(self);
	self->awaited = TRUE;
	self->refusal = error;
	self->refusal_source = g_idle_add(on_refusal, self);
}

void
mc_presentation_start(McPresentation *self, const char *line, guint expected_ms)
{
	McDevice *device = mc_scpi_device_base(self->device);

	if (!mc_device_is_ready(device)) {
		mc_presentation_refuse(self, mc_device_why_not(device));
		return;
	}
	forget(self);
	self->awaited = TRUE;
	if (!mc_presentation_is_running(self)) {
		begin(self, line, expected_ms);
		return;
	}
	self->has_next = TRUE;
	g_strlcpy(self->next_line, line, sizeof self->next_line);
	self->next_expected_ms = expected_ms;
}

gboolean
mc_presentation_is_running(const McPresentation *self)
{
	return mc_sequence_is_running(self->sequence);
}

McPresentation *
mc_presentation_new(
    const McPresentationOps *ops, gpointer driver, McScpiDevice *device, McClock *clock)
{
	McPresentation *self = g_new0(McPresentation, 1);

	self->ops = ops;
	self->driver = driver;
	self->device = device;
	self->clock = clock;
	self->sequence = mc_sequence_new(&table, on_ended, self);
	return self;
}

void
mc_presentation_free(McPresentation *self)
{
	if (self == NULL)
		return;
	mc_clock_cancel(self->clock, &self->deadline);
	if (self->refusal_source != 0)
		g_source_remove(self->refusal_source);
	g_clear_error(&self->refusal);
	mc_sequence_free(self->sequence);
	g_free(self);
}
