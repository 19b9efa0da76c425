#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include "app/base/error.h"
#include "app/base/secret.h"

#include <string.h>

void
mc_session_staff_error(McSession *self, const GError *error)
{
	McErrorCode code = MC_ERROR_INTERNAL;

	if (error != NULL && error->domain == MC_ERROR)
		code = (McErrorCode)error->code;
	self->view.staff_error = error == NULL ? "" : mc_error_code_name(code);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* One action at a time: a second press of a button is none. */
void
mc_session_staff_ask(McSession *self, McRecorderRequest *request, McRecorderReplyFunc done)
{
	if (!self->desk.busy) {
		self->desk.busy = TRUE;
		self->ports.recorder->request(self->ports.recorder->self, request, done, self);
	}
	explicit_bzero(request, sizeof *request);
}

/* ---- lists ---- */

/* They may say whose checks they were. */
static void
forget_lines(McSession *self)
{
	mc_secret_empty(self->lines);
}

static void
on_list(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McStaffHandle *)data)->session;

	if (error != NULL) {
		mc_session_staff_error(self, error);
		return;
	}
	forget_lines(self);
	if (reply->lines > 0)
		g_array_append_vals(self->lines, reply->line, reply->lines);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_clock(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McStaffHandle *)data)->session;

	if (error == NULL)
		self->view.clock = reply->clock;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

void
mc_session_staff_reload(McSession *self)
{
	McRecorderPort *port = self->ports.recorder;
	McRecorderRequest request = {.op = MC_RECORDER_TODAY};

	if (!self->desk.active || self->desk.role == MC_STAFF_NONE)
		return;
	if (self->desk.page == MC_PAGE_TECHNICIAN_OUTBOX)
		request.op = MC_RECORDER_OUTBOX;
	else if (self->desk.page == MC_PAGE_TECHNICIAN_EVENTS)
		request.op = MC_RECORDER_EVENTS;
	else if (self->desk.page == MC_PAGE_TECHNICIAN_CLOCK)
		request.op = MC_RECORDER_CLOCK;
	else if (self->desk.page != MC_PAGE_CLERK)
		return;
	/* the answer to an older page's list is forgotten */
	port->forget(port->self, &self->desk.lists);
	port->request(port->self, &request, request.op == MC_RECORDER_CLOCK ? on_clock : on_list,
	    &self->desk.lists);
}

/* ---- in and out ---- */

void
mc_session_staff_show(McSession *self, McPage page)
{
	self->desk.page = page;
	self->view.staff_error = "";
	forget_lines(self);
	mc_session_staff_reload(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
forget_person(McSession *self)
{
	McRecorderPort *port = self->ports.recorder;

	port->forget(port->self, self);
	port->forget(port->self, &self->desk.lists);
	mc_clock_cancel(self->ports.clock, &self->desk.wait);
	self->desk.busy = FALSE;
	self->desk.role = MC_STAFF_NONE;
	explicit_bzero(self->view.staff_name, sizeof self->view.staff_name);
	self->view.sign_in_refused = FALSE;
	self->view.sign_in_wait_seconds = 0;
	self->view.staff_error = "";
	forget_lines(self);
	self->view.clock = (McClockState){0};
}

static void
forget_sign_out(McSession *self)
{
	mc_clock_cancel(self->ports.clock, &self->desk.sign_out);
	self->ports.recorder->forget(self->ports.recorder->self, &self->desk.leaving);
}

void
mc_session_staff_clear(McSession *self)
{
	mc_session_try_out_stop(self);
	forget_person(self);
	forget_sign_out(self);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		self->ports.recorder->forget(self->ports.recorder->self, &self->device[i]);
}

void
mc_session_staff_enter(McSession *self)
{
	self->desk.active = TRUE;
	self->desk.lists.session = self->desk.leaving.session = self;
	forget_person(self);
	forget_sign_out(self);
	self->desk.page = MC_PAGE_STAFF_SIGN_IN;
	mc_idle_clear(&self->idle);
	mc_session_event(self, MC_EVENT_STAFF_IN);
}

/* A clerk who comes and lets the visit go on has helped: it is counted, and the time is longer. */
static void
count_help(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_ASSISTED);

	if (!mc_visit_is_running(self->state) || self->calls.known == MC_KNOWN_NOTHING)
		return;
	self->assisted = TRUE;
	mc_calls_tell(&self->calls, &request);
}

static void sign_out(gpointer data);

static void
on_signed_out(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McStaffHandle *)data)->session;

	/* a recorder that was away, or refuses, has nobody signed in */
	if (error == NULL || g_error_matches(error, MC_ERROR, MC_ERROR_UNREACHABLE) ||
	    g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED)) {
		self->desk.may_be_in = FALSE;
		return;
	}
	g_message("staff: not signed out, trying again: %s", error->message);
	self->desk.sign_out =
	    mc_clock_after_ms(self->ports.clock, mc_delay_ms(MC_DELAY_RECORDER_RETRY), sign_out, self);
}

/* Until it is taken: with somebody signed in the recorder begins no visit. */
static void
sign_out(gpointer data)
{
	McSession *self = data;
	McRecorderPort *port = self->ports.recorder;
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_OUT};

	self->desk.sign_out = 0;
	port->request(port->self, &request, on_signed_out, &self->desk.leaving);
}

void
mc_session_staff_leave(McSession *self)
{
	McStaffRole role = self->desk.role;
	/* left while the PIN was being looked at: the recorder may have taken it by now */
	self->desk.may_be_in = self->desk.may_be_in || role != MC_STAFF_NONE || self->desk.busy;
	mc_session_try_out_stop(self);
	forget_person(self);
	self->desk.active = FALSE;
	mc_session_slip_leave(self, TRUE);
	self->help_open = FALSE;
	mc_idle_clear(&self->idle);
	if (self->desk.may_be_in)
		sign_out(self);
	if (role == MC_STAFF_CLERK)
		count_help(self);
	mc_session_event(self, MC_EVENT_STAFF_OUT);
}

void
mc_session_staff_forgotten(McSession *self)
{
	if (!self->desk.active || self->desk.role == MC_STAFF_NONE)
		return;
	mc_session_try_out_stop(self);
	forget_person(self);
	mc_session_slip_leave(self, TRUE);
	mc_session_staff_show(self, MC_PAGE_STAFF_SIGN_IN);
}

static void
on_second(gpointer data)
{
	McSession *self = data;

	self->desk.wait = 0;
	if (--self->view.sign_in_wait_seconds > 0)
		self->desk.wait =
		    mc_clock_after_ms(self->ports.clock, mc_delay_ms(MC_DELAY_SECOND), on_second, self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
sign_in_refused(McSession *self, guint wait_seconds)
{
	self->view.sign_in_refused = TRUE;
	self->view.sign_in_wait_seconds = wait_seconds;
	mc_clock_cancel(self->ports.clock, &self->desk.wait);
	if (wait_seconds > 0)
		self->desk.wait =
		    mc_clock_after_ms(self->ports.clock, mc_delay_ms(MC_DELAY_SECOND), on_second, self);
}

static void
come_in(McSession *self, McStaffRole role)
{
	self->view.sign_in_refused = FALSE;
	self->desk.role = role;
	mc_idle_clear(&self->idle);
	mc_session_staff_show(self, role == MC_STAFF_TECHNICIAN ? MC_PAGE_TECHNICIAN : MC_PAGE_CLERK);
}

static void
on_signed_in(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	self->desk.busy = FALSE;
	if (error != NULL) {
		if (g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
			sign_in_refused(self, reply == NULL ? 0 : reply->wait_seconds);
		mc_session_staff_error(self, error);
		return;
	}
	come_in(self, reply->role);
}

static void
fill_credentials(McRecorderRequest *request, const McAct *act)
{
	g_strlcpy(request->staff_name, act->text == NULL ? "" : act->text, sizeof request->staff_name);
	g_strlcpy(request->pin, act->secret == NULL ? "" : act->secret, sizeof request->pin);
	g_strlcpy(request->code, act->code == NULL ? "" : act->code, sizeof request->code);
	request->role = (McStaffRole)act->number;
}

void
mc_session_staff_sign_in(McSession *self, const McAct *act)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_IN};

	if (self->desk.page != MC_PAGE_STAFF_SIGN_IN || self->view.sign_in_wait_seconds > 0)
		return;
	fill_credentials(&request, act);
	g_strlcpy(self->view.staff_name, request.staff_name, sizeof self->view.staff_name);
	mc_session_staff_ask(self, &request, on_signed_in);
}

static void
on_first_pin(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	self->desk.busy = FALSE;
	mc_session_staff_error(self, error);
	if (error != NULL) {
		if (g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED) && self->desk.role == MC_STAFF_NONE)
			sign_in_refused(self, reply == NULL ? 0 : reply->wait_seconds);
		mc_session_refresh(self, MC_CHANGE_VIEW);
		return;
	}
	/* The code made the first one, who is signed in by it; a technician added the others. */
	self->view.hello.staff_exists = TRUE;
	if (self->desk.role == MC_STAFF_NONE)
		come_in(self, reply->role);
	else
		mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* The first technician by one-time code on the sign-in page; later persons by a technician. */
void
mc_session_staff_first_pin(McSession *self, const McAct *act)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_FIRST_PIN};
	gboolean first = self->desk.page == MC_PAGE_STAFF_SIGN_IN && !self->view.hello.staff_exists;

	if ((!first && self->desk.page != MC_PAGE_TECHNICIAN_PEOPLE) ||
	    self->view.sign_in_wait_seconds > 0)
		return;
	fill_credentials(&request, act);
	if (first)
		g_strlcpy(self->view.staff_name, request.staff_name, sizeof self->view.staff_name);
	mc_session_staff_ask(self, &request, on_first_pin);
}
