/* What staff does at the glass. Each action is a chained audit entry. */

#include "app/base/error.h"
#include "app/link/words.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define DEVICE_EVENTS_AN_HOUR 120
#define HELP_MAX 9 /* further presses change nothing for the clerk who is already called */

/* One audit entry and nothing else. */
static gboolean
chain(McRecorder *self, McAuditEvent event, const McAuditFacts *facts, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_audit(batch, event, facts);
	return mc_batch_commit(batch, error);
}

static void
session_begin(McRecorder *self, const McStaffPerson *person)
{
	self->staff.role = person->role;
	g_strlcpy(self->staff.name, person->name, sizeof self->staff.name);
	self->staff.active_us = mc_clock_now_us(self->clock);
	self->staff.has_expired = FALSE;
	mc_recorder_watch_staff(self);
	mc_recorder_changed(self);
}

/* Signed out even when that cannot be stored: the safer side. */
gboolean
mc_recorder_session_end(McRecorder *self, GError **error)
{
	char name[MC_STAFF_NAME_SIZE];

	if (self->staff.role == MC_STAFF_NONE)
		return TRUE;
	g_strlcpy(name, self->staff.name, sizeof name);
	self->staff.role = MC_STAFF_NONE;
	self->staff.name[0] = '\0';
	mc_clock_cancel(self->clock, &self->staff_timer);
	mc_recorder_changed(self);
	return chain(self, MC_AUDIT_STAFF_SIGN_OUT, &(McAuditFacts){.staff = name}, error);
}

static void
on_staff_timer(gpointer data)
{
	McRecorder *self = data;
	g_autoptr(GError) error = NULL;
	gint64 idle_us = mc_clock_now_us(self->clock) - self->staff.active_us;

	self->staff_timer = 0;
	if (idle_us < (gint64)self->config.staff_minutes * 60 * G_USEC_PER_SEC) {
		mc_recorder_watch_staff(self);
		return;
	}
	self->staff.has_expired = TRUE;
	if (!mc_recorder_session_end(self, &error))
		g_warning("staff: the end of a session could not be chained: %s", error->message);
}

void
mc_recorder_watch_staff(McRecorder *self)
{
	gint64 until_us =
	    self->staff.active_us + (gint64)self->config.staff_minutes * 60 * G_USEC_PER_SEC;
	gint64 left_ms = (until_us - mc_clock_now_us(self->clock)) / 1000;

	mc_clock_cancel(self->clock, &self->staff_timer);
	if (self->staff.role != MC_STAFF_NONE)
		self->staff_timer = mc_clock_after_ms(
		    self->clock, (guint)CLAMP(left_ms, 0, G_MAXINT) + 1, on_staff_timer, self);
}

gboolean
mc_recorder_staff_sign_in(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(GError) refused = NULL;
	const McStaffPerson *person = mc_staff_check_pin(&self->staff, &self->store,
	    request->staff_name, request->pin, &reply->wait_seconds, &refused);
	McAuditFacts facts = {.wait_seconds = reply->wait_seconds};

	if (person == NULL) {
		facts.staff =
		    mc_staff_knows(&self->staff, request->staff_name) ? request->staff_name : NULL;
		chain(self, MC_AUDIT_STAFF_SIGN_IN_REFUSED, &facts, NULL);
		g_propagate_error(error, g_steal_pointer(&refused));
		return FALSE;
	}
	if (!mc_recorder_session_end(self, error))
		return FALSE;
	facts.staff = person->name;
	facts.role = mc_staff_role_name(person->role);
	if (!chain(self, MC_AUDIT_STAFF_SIGN_IN, &facts, error))
		return FALSE;
	session_begin(self, person);
	reply->role = person->role;
	return TRUE;
}

/* The very first person comes by the code of the provisioning and must be a technician; everybody
 * later by a technician who is signed in. */
static gboolean
may_add(McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	if (mc_staff_is_full(&self->staff, request->staff_name))
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "staff: no room for one more person");
	if (self->staff.role == MC_STAFF_TECHNICIAN)
		return TRUE;
	if (!self->staff.has_code || request->role != MC_STAFF_TECHNICIAN)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED,
		    "staff: the one-time code makes the first technician, who adds everybody else");
	return mc_staff_check_code(
	    &self->staff, &self->store, request->code, &reply->wait_seconds, error);
}

gboolean
mc_recorder_staff_first_pin(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	McStaffPerson person = {0};
	g_autoptr(McBatch) batch = NULL;
	gboolean is_first = self->staff.role == MC_STAFF_NONE;

	/* Looked at first: a mistyped PIN must not cost a try of the code. */
	if (!mc_staff_make(&person, request->staff_name, request->role, request->pin, error) ||
	    !may_add(self, request, reply, error))
		return FALSE;
	batch = mc_batch_new(&self->store);
	mc_staff_batch_put(&self->staff, &person, batch);
	mc_batch_audit(batch, MC_AUDIT_STAFF_FIRST_PIN,
	    &(McAuditFacts){.staff = person.name, .role = mc_staff_role_name(person.role)});
	if (is_first)
		mc_batch_audit(batch, MC_AUDIT_STAFF_SIGN_IN,
		    &(McAuditFacts){.staff = person.name, .role = mc_staff_role_name(person.role)});
	if (!mc_batch_commit(batch, error))
		return FALSE;
	mc_staff_put(&self->staff, &person);
	if (is_first)
		session_begin(self, &person);
	reply->role = self->staff.role;
	return TRUE;
}

gboolean
mc_recorder_staff_sign_out(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	return mc_recorder_session_end(self, error);
}

gboolean
mc_recorder_set_paused(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	gboolean is_paused = request->flag != FALSE;

	if (is_paused == self->is_paused)
		return TRUE;
	mc_batch_value(batch, MC_VALUE_PAUSED, is_paused ? "1" : NULL);
	mc_batch_audit(batch, is_paused ? MC_AUDIT_PAUSED : MC_AUDIT_OPENED,
	    &(McAuditFacts){.staff = self->staff.name});
	if (!mc_batch_commit(batch, error))
		return FALSE;
	self->is_paused = is_paused;
	mc_recorder_changed(self);
	return TRUE;
}

static gboolean
set_help(McRecorder *self, McBatch *batch, guint requests, GError **error)
{
	g_autofree char *text = g_strdup_printf("%u", requests);

	mc_batch_value(batch, MC_VALUE_HELP, requests == 0 ? NULL : text);
	if (!mc_batch_commit(batch, error))
		return FALSE;
	self->help_requests = requests;
	mc_recorder_changed(self);
	return TRUE;
}

gboolean
mc_recorder_help(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	if (self->help_requests >= HELP_MAX)
		return TRUE;
	mc_batch_audit(batch, MC_AUDIT_HELP_ASKED, &(McAuditFacts){0});
	return set_help(self, batch, self->help_requests + 1, error);
}

gboolean
mc_recorder_help_done(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	if (self->help_requests == 0)
		return TRUE;
	mc_batch_audit(batch, MC_AUDIT_HELP_DONE, &(McAuditFacts){.staff = self->staff.name});
	return set_help(self, batch, self->help_requests - 1, error);
}

gboolean
mc_recorder_self_test(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	static const McAuditEvent events[MC_TEST_LEVELS] = {
	    [MC_TEST_SILENT] = MC_AUDIT_SELF_TEST,
	    [MC_TEST_ACTIVE] = MC_AUDIT_ACTIVE_TEST,
	    [MC_TEST_INTERACTIVE] = MC_AUDIT_INTERACTIVE_TEST,
	};

	return chain(self, events[request->level],
	    &(McAuditFacts){.staff = self->staff.name,
	        .device = mc_device_kind_name(request->device.kind),
	        .serial = request->device.serial,
	        .passed = request->flag},
	    error);
}

gboolean
mc_recorder_device_event(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	const McDeviceInfo *device = &request->device;
	McAuditFacts facts = {.device = mc_device_kind_name(device->kind),
	    .serial = device->serial,
	    .cause = mc_device_cause_name(device->cause)};

	/* A loose plug must not fill the chain. */
	if (!mc_quota_take(&self->device_events, self->clock, DEVICE_EVENTS_AN_HOUR, G_TIME_SPAN_HOUR))
		return TRUE;
	switch (device->state) {
	case MC_DEVICE_ABSENT:
	case MC_DEVICE_FAULTY: return chain(self, MC_AUDIT_DEVICE_LOST, &facts, error);
	case MC_DEVICE_LOCKED: return chain(self, MC_AUDIT_DEVICE_REFUSED, &facts, error);
	case MC_DEVICE_READY: return chain(self, MC_AUDIT_DEVICE_BACK, &facts, error);
	case MC_DEVICE_STARTING: return TRUE;
	}
	return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "device: unknown state");
}
