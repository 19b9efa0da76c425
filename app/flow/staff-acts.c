#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

static void
refuse(McSession *self, McErrorCode code)
{
	self->view.staff_error = mc_error_code_name(code);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_action_done(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	self->desk.busy = FALSE;
	mc_session_staff_error(self, error);
	mc_session_staff_reload(self);
}

/* ---- clerk ---- */

static void
set_paused(McSession *self, gboolean paused)
{
	McRecorderRequest request = {.op = MC_RECORDER_SET_PAUSED, .flag = paused};

	mc_session_staff_ask(self, &request, on_action_done);
}

static void
help_done(McSession *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_HELP_DONE};

	mc_session_staff_ask(self, &request, on_action_done);
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
		mc_session_staff_ask(self, &request, on_visit_ended);
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
	mc_session_staff_error(self, error);
}

/* K4: whatever became of the first one; the paper says that it is a copy. */
static void
print_slip(McSession *self, gint64 seq)
{
	if (seq <= 0 || !mc_session_slip_print(self, (guint64)seq, TRUE))
		refuse(self, MC_ERROR_BUSY);
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
	mc_session_staff_ask(self, &request, on_adopted);
}

static void
on_result_chained(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McDeviceHandle *handle = data;

	mc_session_staff_error(handle->session, error);
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
	mc_session_staff_error(self, error);
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
on_refilled(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error == NULL)
		memcpy(self->view.hello.stock, reply->hello.stock, sizeof self->view.hello.stock);
	on_action_done(reply, error, data);
}

/* O3 */
static void
refill(McSession *self, gint64 consumable)
{
	McRecorderRequest request = {.op = MC_RECORDER_REFILL};

	if (consumable < 0 || consumable >= MC_CONSUMABLES)
		return;
	request.consumable = (McConsumable)consumable;
	mc_session_staff_ask(self, &request, on_refilled);
}

static void
on_bundle_made(const char *folder, guint64 bytes, const GError *error, gpointer data)
{
	McSession *self = data;

	self->view.support = error == NULL ? MC_SUPPORT_MADE : MC_SUPPORT_FAILED;
	g_strlcpy(self->view.support_folder, folder, sizeof self->view.support_folder);
	self->view.support_bytes = bytes;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* T8 */
static void
make_bundle(McSession *self)
{
	McSupportPort *support = self->ports.support;

	if (support == NULL || self->view.support == MC_SUPPORT_MAKING)
		return;
	self->view.support = MC_SUPPORT_MAKING;
	support->make(support->self, on_bundle_made, self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* T13: the page has asked whether it is meant. */
static void
set_clock(McSession *self, gint64 wall_us)
{
	McRecorderRequest request = {.op = MC_RECORDER_CLOCK, .flag = TRUE, .wall_us = wall_us};

	if (self->desk.page == MC_PAGE_TECHNICIAN_CLOCK && wall_us > 0)
		mc_session_staff_ask(self, &request, on_action_done);
}

static void
go_to(McSession *self, gint64 page)
{
	if (page >= MC_PAGE_TECHNICIAN && page <= MC_PAGE_TECHNICIAN_PEOPLE)
		mc_session_staff_show(self, (McPage)page);
}

static void
go_back(McSession *self)
{
	if (self->desk.role == MC_STAFF_NONE)
		mc_session_staff_leave(self);
	else if (self->desk.page > MC_PAGE_TECHNICIAN)
		mc_session_staff_show(self, MC_PAGE_TECHNICIAN);
}

/* ---- acts ---- */

static void
act_as_clerk(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_HELP_DONE)
		help_done(self);
	else if (act->kind == MC_ACT_END_VISIT)
		end_visit(self, act->number);
	else if (act->kind == MC_ACT_PRINT_SLIP)
		print_slip(self, act->number);
	else if (act->kind == MC_ACT_IDENTITY_BY_CLERK)
		identify_by_clerk(self, act->identity);
	else if (act->kind == MC_ACT_CASE_CODE)
		mc_session_give_code(self, act->text, TRUE);
}

static void
act_as_technician(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_FIRST_PIN)
		mc_session_staff_first_pin(self, act);
	else if (act->kind == MC_ACT_ADOPT)
		adopt(self, act->number);
	else if (act->kind == MC_ACT_SELF_TEST)
		self_test(self, act->number);
	else if (act->kind == MC_ACT_SET_CLOCK)
		set_clock(self, act->number);
	else if (act->kind == MC_ACT_TRY_OUT)
		mc_session_try_out(self, act->number, act->flag);
	else if (act->kind == MC_ACT_REFILL)
		refill(self, act->number);
	else if (act->kind == MC_ACT_SUPPORT_BUNDLE)
		make_bundle(self);
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
			mc_session_staff_sign_in(self, act);
		else if (act->kind == MC_ACT_FIRST_PIN)
			mc_session_staff_first_pin(self, act);
		return;
	}
	if (act->kind == MC_ACT_SIGN_OUT)
		mc_session_staff_leave(self);
	else if (act->kind == MC_ACT_PAUSE)
		set_paused(self, act->number != 0);
	else if (self->desk.role == MC_STAFF_CLERK)
		act_as_clerk(self, act);
	else
		act_as_technician(self, act);
}
