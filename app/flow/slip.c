/* The paper of a record (K4, C15): the recorder counts it first, then it is drawn and printed; what
 * does not come out is given back to the count. A citizen's slip begins by itself when the record
 * is sealed, a clerk's copy at a touch. */

#include "app/base/error.h"
#include "app/flow/session-private.h"

/* Nothing of it for whoever comes after the one who asked for it. */
static void
show(McSession *self, McSlipStep step)
{
	self->slip.step = step;
	if (!self->slip.unattended)
		self->view.slip = step;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* ---- what did not come out ---- */

static void
on_taken_back(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSlipOwed *owed = data;

	if (g_error_matches(error, MC_ERROR, MC_ERROR_UNREACHABLE))
		return; /* told again after the next hello */
	if (error != NULL)
		g_message("slip: not taken back: %s", error->message);
	owed->seq = 0;
}

void
mc_session_slip_settle(McSession *self)
{
	McRecorderPort *port = self->ports.recorder;
	McRecorderRequest request = {.op = MC_RECORDER_SLIP, .seq = self->slip.owed.seq};

	if (request.seq == 0)
		return;
	port->forget(port->self, &self->slip.owed);
	port->request(port->self, &request, on_taken_back, &self->slip.owed);
}

/* Over without paper. */
static void
fail(McSession *self)
{
	McSlipRun *slip = &self->slip;

	if (slip->counted) {
		slip->owed.seq = slip->seq;
		mc_session_slip_settle(self);
	}
	slip->counted = FALSE;
	slip->seq = 0;
	show(self, MC_SLIP_FAILED);
}

static void
give_up(McSession *self)
{
	McPrinterPort *printer = self->ports.printer;

	printer->cancel(printer->self);
	fail(self);
}

/* ---- the printer speaks ---- */

static void
on_state(const McPrinterState *state, gpointer data)
{
	McSession *self = data;

	/* somebody has seen to it, and it goes on by itself */
	if (self->slip.step == MC_SLIP_HELD && !mc_printer_state_is_trouble(state))
		show(self, MC_SLIP_PRINTING);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_held(const McPrinterState *state, gpointer data)
{
	McSession *self = data;

	show(self, MC_SLIP_HELD);
	/* whoever opens the cover next must not find somebody else's slip */
	if (self->slip.unattended)
		give_up(self);
}

static void
on_printed(gpointer data)
{
	McSession *self = data;

	self->slip.counted = FALSE;
	self->slip.seq = 0;
	show(self, MC_SLIP_TAKE);
}

static void
on_lost(const GError *error, gpointer data)
{
	g_message("slip: not printed: %s", error->message);
	fail(data);
}

static const McPrinterListener printer_listener = {
    .state = on_state,
    .printed = on_printed,
    .held = on_held,
    .lost = on_lost,
};

/* ---- from the record to the paper ---- */

static void
print(McSession *self, const McRecorderReply *reply)
{
	McPrinterPort *printer = self->ports.printer;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) dots = NULL;

	dots =
	    self->ports.draw_slip(&self->view.hello, reply, printer->width_dots(printer->self), &error);
	if (dots == NULL) {
		g_message("slip: not drawn: %s", error->message);
		fail(self);
		return;
	}
	printer->print(printer->self, dots);
}

static void
on_counted(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McSlipRun *)data)->session;

	/* Without an answer it stays counted: better a first one that says that it is a copy than two
	 * first ones. */
	if (error != NULL) {
		g_message("slip: not counted: %s", error->message);
		fail(self);
		return;
	}
	self->slip.counted = TRUE;
	print(self, reply);
}

/* A kiosk that never had a printer is not missing one. */
static gboolean
has_printer(const McSession *self)
{
	const McDeviceInfo *info = &self->view.devices[MC_DEVICE_PRINTER];

	return info->state != MC_DEVICE_ABSENT || info->model[0] != '\0';
}

gboolean
mc_session_slip_print(McSession *self, guint64 seq, gboolean for_staff)
{
	McPrinterPort *printer = self->ports.printer;
	McRecorderRequest request = {.op = MC_RECORDER_SLIP, .seq = seq, .flag = TRUE};
	McSlipRun *slip = &self->slip;

	if (slip->seq != 0)
		return FALSE;
	slip->for_staff = for_staff;
	slip->unattended = FALSE;
	if (!printer->is_ready(printer->self)) {
		show(self, has_printer(self) ? MC_SLIP_FAILED : MC_SLIP_NONE);
		return TRUE;
	}
	slip->seq = seq;
	show(self, MC_SLIP_PRINTING);
	self->ports.recorder->request(self->ports.recorder->self, &request, on_counted, slip);
	return TRUE;
}

/* The slip of the person before may still be coming out: it is not torn off half. */
void
mc_session_slip_begin(McSession *self)
{
	if (mc_session_slip_print(self, self->view.record.seq, FALSE))
		return;
	self->view.slip = MC_SLIP_FAILED;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* What is coming out still comes out; what waits for a hand is for nobody. */
void
mc_session_slip_leave(McSession *self, gboolean for_staff)
{
	McSlipRun *slip = &self->slip;

	if (slip->for_staff != for_staff)
		return;
	slip->unattended = TRUE;
	self->view.slip = MC_SLIP_NONE;
	if (slip->step == MC_SLIP_HELD)
		give_up(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

void
mc_session_slip_listen(McSession *self)
{
	McPrinterPort *printer = self->ports.printer;

	printer->set_listener(printer->self, &printer_listener, self);
}

void
mc_session_slip_init(McSession *self)
{
	self->slip.session = self;
	mc_session_slip_listen(self);
}

void
mc_session_slip_clear(McSession *self)
{
	McPrinterPort *printer = self->ports.printer;
	McRecorderPort *recorder = self->ports.recorder;

	printer->set_listener(printer->self, &(McPrinterListener){0}, NULL);
	printer->cancel(printer->self);
	recorder->forget(recorder->self, &self->slip);
	recorder->forget(recorder->self, &self->slip.owed);
}
