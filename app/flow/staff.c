#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

static void
show_error(McSession *self, const GError *error)
{
	McErrorCode code = MC_ERROR_INTERNAL;

	if (error != NULL && error->domain == MC_ERROR)
		code = (McErrorCode)error->code;
	self->view.staff_error = error == NULL ? "" : mc_error_code_name(code);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
refuse(McSession *self, McErrorCode code)
{
	self->view.staff_error = mc_error_code_name(code);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* One action at a time: a second press of a button is none. */
static void
ask(McSession *self, McRecorderRequest *request, McRecorderReplyFunc done)
{
	if (!self->desk.busy) {
		self->desk.busy = TRUE;
		self->ports.recorder->request(self->ports.recorder->self, request, done, self);
	}
	explicit_bzero(request, sizeof *request);
}

static void
on_action_done(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	(void)reply;
	self->desk.busy = FALSE;
	show_error(self, error);
	mc_session_staff_reload(self);
}

/* ---- lists ---- */

static void
on_list(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = *(McSession **)data;

	if (error != NULL) {
		show_error(self, error);
		return;
	}
	g_array_set_size(self->lines, 0);
	if (reply->lines > 0)
		g_array_append_vals(self->lines, reply->line, reply->lines);
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
	else if (self->desk.page != MC_PAGE_CLERK)
		return;
	/* the answer to an older page's list is forgotten */
	port->forget(port->self, &self->desk.session);
	port->request(port->self, &request, on_list, &self->desk.session);
}

/* ---- in and out ---- */

static void
show_page(McSession *self, McPage page)
{
	self->desk.page = page;
	self->view.staff_error = "";
	g_array_set_size(self->lines, 0);
	mc_session_staff_reload(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
forget_person(McSession *self)
{
	McRecorderPort *port = self->ports.recorder;

	port->forget(port->self, self);
	port->forget(port->self, &self->desk.session);
	mc_clock_cancel(self->ports.clock, &self->desk.wait);
	self->desk.busy = FALSE;
	self->desk.role = MC_STAFF_NONE;
	explicit_bzero(self->view.staff_name, sizeof self->view.staff_name);
	self->view.sign_in_refused = FALSE;
	self->view.sign_in_wait_seconds = 0;
	self->view.staff_error = "";
	g_array_set_size(self->lines, 0);
}

void
mc_session_staff_clear(McSession *self)
{
	forget_person(self);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		self->ports.recorder->forget(self->ports.recorder->self, &self->device[i]);
}

void
mc_session_staff_enter(McSession *self)
{
	self->desk.active = TRUE;
	self->desk.session = self;
	forget_person(self);
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

static void
leave(McSession *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_OUT};
	McStaffRole role = self->desk.role;

	forget_person(self);
	self->desk.active = FALSE;
	self->help_open = FALSE;
	mc_idle_clear(&self->idle);
	if (role != MC_STAFF_NONE)
		mc_calls_tell(&self->calls, &request);
	if (role == MC_STAFF_CLERK)
		count_help(self);
	mc_session_event(self, MC_EVENT_STAFF_OUT);
}

void
mc_session_staff_quiet(McSession *self)
{
	leave(self);
}

void
mc_session_staff_forgotten(McSession *self)
{
	if (!self->desk.active || self->desk.role == MC_STAFF_NONE)
		return;
	forget_person(self);
	show_page(self, MC_PAGE_STAFF_SIGN_IN);
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
on_signed_in(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	self->desk.busy = FALSE;
	if (error != NULL) {
		if (g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
			sign_in_refused(self, reply == NULL ? 0 : reply->wait_seconds);
		show_error(self, error);
		return;
	}
	self->view.sign_in_refused = FALSE;
	self->desk.role = reply->role;
	mc_idle_clear(&self->idle);
	show_page(self, reply->role == MC_STAFF_TECHNICIAN ? MC_PAGE_TECHNICIAN : MC_PAGE_CLERK);
}

static void
fill_credentials(McRecorderRequest *request, const McAct *act)
{
	g_strlcpy(request->staff_name, act->text == NULL ? "" : act->text, sizeof request->staff_name);
	g_strlcpy(request->pin, act->secret == NULL ? "" : act->secret, sizeof request->pin);
	g_strlcpy(request->code, act->code == NULL ? "" : act->code, sizeof request->code);
	request->role = (McStaffRole)act->number;
}

static void
sign_in(McSession *self, const McAct *act)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_IN};

	if (self->desk.page != MC_PAGE_STAFF_SIGN_IN || self->view.sign_in_wait_seconds > 0)
		return;
	fill_credentials(&request, act);
	g_strlcpy(self->view.staff_name, request.staff_name, sizeof self->view.staff_name);
	ask(self, &request, on_signed_in);
}

static void
on_first_pin(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	(void)reply;
	self->desk.busy = FALSE;
	show_error(self, error);
	if (error != NULL)
		return;
	/* the sign-in page asks for a PIN now, no more for the code */
	self->view.hello.staff_exists = TRUE;
	mc_session_refresh(self, MC_CHANGE_PAGE);
}

/* The first technician by one-time code on the sign-in page; later persons by a technician. */
static void
first_pin(McSession *self, const McAct *act)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_FIRST_PIN};
	gboolean first = self->desk.page == MC_PAGE_STAFF_SIGN_IN && !self->view.hello.staff_exists;

	if (!first && self->desk.page != MC_PAGE_TECHNICIAN_PEOPLE)
		return;
	fill_credentials(&request, act);
	ask(self, &request, on_first_pin);
}

/* ---- clerk ---- */

static void
set_paused(McSession *self, gboolean paused)
{
	McRecorderRequest request = {.op = MC_RECORDER_SET_PAUSED, .flag = paused};

	ask(self, &request, on_action_done);
}

static void
help_done(McSession *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_HELP_DONE};

	ask(self, &request, on_action_done);
}

static void
end_here(McSession *self)
{
	/* the recorder has ended it already */
	mc_calls_end(&self->calls);
	mc_session_event(self, MC_EVENT_ABORT);
}

static void
on_visit_ended(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	on_action_done(reply, error, data);
	if (error == NULL)
		end_here(self);
}

/* K5: with a reason, and without a look at the answers. */
static void
end_visit(McSession *self, gint64 reason)
{
	McRecorderRequest request = {.op = MC_RECORDER_END_VISIT};

	if (!self->view.visit_suspended || reason < 0 || reason > MC_ABORT_RESTART)
		return;
	request.abort = (McAbortReason)reason;
	self->abort_reason = request.abort;
	if (self->calls.known == MC_KNOWN_NOTHING)
		end_here(self);
	else
		ask(self, &request, on_visit_ended);
}

static void
on_clerk_identified(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;
	McIdentity identity = self->desk.identity;

	mc_identity_wipe(&self->desk.identity);
	if (error == NULL) {
		self->view.identity = identity;
		mc_session_take_identified(self, reply, &identity, 1);
	}
	mc_identity_wipe(&identity);
	show_error(self, error);
}

/* A person whose card or reader failed: compared by a clerk, and flagged as that. */
static void
identify_by_clerk(McSession *self, const McIdentity *identity)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_IDENTIFY);

	if (self->state != MC_STATE_CARD || identity == NULL || mc_calls_busy(&self->calls))
		return;
	if (identity->name[0] == '\0' || (identity->document == MC_DOCUMENT_RESIDENT &&
	                                     !mc_identity_number_is_valid(identity->number))) {
		refuse(self, MC_ERROR_BAD_INPUT);
		return;
	}
	self->desk.identity = *identity;
	request.identity = &self->desk.identity;
	request.identity_source = 1;
	mc_calls_ask(&self->calls, &request, on_clerk_identified, self);
}

/* ---- technician ---- */

static void
on_adopted(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error == NULL)
		mc_session_set_enrolments(self, &reply->hello);
	on_action_done(reply, error, data);
}

static gboolean
is_device(gint64 number)
{
	return number >= 0 && number < MC_DEVICE_KINDS;
}

static void
adopt(McSession *self, gint64 kind)
{
	McRecorderRequest request = {.op = MC_RECORDER_ADOPT};

	if (!is_device(kind))
		return;
	request.device = self->view.devices[kind];
	request.device.kind = (McDeviceKind)kind;
	if (request.device.serial[0] == '\0') {
		refuse(self, MC_ERROR_DEVICE_GONE);
		return;
	}
	ask(self, &request, on_adopted);
}

static void
on_result_chained(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McDeviceHandle *handle = data;

	(void)reply;
	show_error(handle->session, error);
}

static void
on_self_tested(const GError *error, gpointer data)
{
	McDeviceHandle *handle = data;
	McSession *self = handle->session;
	McDevicesPort *devices = self->ports.devices;
	McRecorderPort *recorder = self->ports.recorder;
	McRecorderRequest request = {.op = MC_RECORDER_SELF_TEST};

	self->view.self_test_running[handle->kind] = FALSE;
	self->view.devices[handle->kind] = *devices->info(devices->self, handle->kind);
	request.device = self->view.devices[handle->kind];
	request.device.kind = handle->kind;
	request.flag = error == NULL && request.device.last_self_test_passed;
	if (self->desk.role == MC_STAFF_TECHNICIAN)
		recorder->request(recorder->self, &request, on_result_chained, handle);
	show_error(self, error);
}

static void
self_test(McSession *self, gint64 kind)
{
	McDevicesPort *devices = self->ports.devices;

	if (!is_device(kind) || self->view.self_test_running[kind])
		return;
	self->view.self_test_running[kind] = TRUE;
	devices->self_test(devices->self, (McDeviceKind)kind, on_self_tested, &self->device[kind]);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
go_to(McSession *self, gint64 page)
{
	if (page >= MC_PAGE_TECHNICIAN && page <= MC_PAGE_TECHNICIAN_PEOPLE)
		show_page(self, (McPage)page);
}

static void
go_back(McSession *self)
{
	if (self->desk.role == MC_STAFF_NONE)
		leave(self);
	else if (self->desk.page > MC_PAGE_TECHNICIAN)
		show_page(self, MC_PAGE_TECHNICIAN);
}

/* ---- acts ---- */

static void
act_as_clerk(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_HELP_DONE)
		help_done(self);
	else if (act->kind == MC_ACT_END_VISIT)
		end_visit(self, act->number);
	else if (act->kind == MC_ACT_IDENTITY_BY_CLERK)
		identify_by_clerk(self, act->identity);
}

static void
act_as_technician(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_FIRST_PIN)
		first_pin(self, act);
	else if (act->kind == MC_ACT_ADOPT)
		adopt(self, act->number);
	else if (act->kind == MC_ACT_SELF_TEST)
		self_test(self, act->number);
	else if (act->kind == MC_ACT_STAFF_PAGE)
		go_to(self, act->number);
}

void
mc_session_staff_act(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_BACK) {
		go_back(self);
		return;
	}
	if (self->desk.role == MC_STAFF_NONE) {
		if (act->kind == MC_ACT_SIGN_IN)
			sign_in(self, act);
		else if (act->kind == MC_ACT_FIRST_PIN)
			first_pin(self, act);
		return;
	}
	if (act->kind == MC_ACT_SIGN_OUT)
		leave(self);
	else if (act->kind == MC_ACT_PAUSE)
		set_paused(self, act->number != 0);
	else if (self->desk.role == MC_STAFF_CLERK)
		act_as_clerk(self, act);
	else
		act_as_technician(self, act);
}
