#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

gint32
mc_session_today(const McSession *self)
{
	return self->view.hello.today_yyyymmdd;
}

void
mc_session_ready(McSession *self)
{
	const McHello *hello = self->greeted ? &self->view.hello : NULL;

	self->ready = mc_readiness_judge(self->view.devices, hello, mc_session_today(self));
	self->view.service = self->ready.service;
	memcpy(self->view.exam_possible, self->ready.exam_possible, sizeof self->view.exam_possible);
	self->view.classes_offered = self->view.hello.classes;
}

void
mc_session_set_enrolments(McSession *self, const McHello *hello)
{
	McDevicesPort *port = self->ports.devices;

	port->set_enrolments(
	    port->self, hello->enrolment, MIN(hello->enrolments, G_N_ELEMENTS(hello->enrolment)));
}

/* ---- the recorder hears of the devices ---- */

static void
on_event_taken(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McDeviceHandle *handle = data;

	/* told again after the next hello */
	if (error != NULL)
		handle->reported = MC_DEVICE_STARTING;
}

static void
report_device(McDeviceHandle *handle)
{
	McSession *self = handle->session;
	const McDeviceInfo *info = &self->view.devices[handle->kind];
	McRecorderRequest request = {.op = MC_RECORDER_DEVICE_EVENT, .device = *info};

	if (!self->greeted || info->state == MC_DEVICE_STARTING)
		return;
	if (info->state == handle->reported &&
	    (info->cause == handle->reported_cause || info->state == MC_DEVICE_READY))
		return; /* paper that was used up is no event of the chain */
	handle->reported = info->state;
	handle->reported_cause = info->cause;
	self->ports.recorder->request(self->ports.recorder->self, &request, on_event_taken, handle);
}

static void
on_device(McDeviceKind kind, const McDeviceInfo *info, gpointer data)
{
	McSession *self = data;

	self->view.devices[kind] = *info;
	report_device(&self->device[kind]);
	mc_session_ready(self);
	mc_session_event(
	    self, info->state == MC_DEVICE_READY ? MC_EVENT_DEVICE_BACK : MC_EVENT_DEVICE_LOST);
}

/* ---- hello and goodbye ---- */

static void
take_hello(McSession *self, const McHello *hello)
{
	self->view.hello = *hello;
	mc_presenter_set_limits(&self->presenter, hello);
	mc_session_ready(self);
	mc_session_staff_reload(self);
	mc_session_status_again(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_record_state(const McRecordState *state, gpointer data)
{
	McSession *self = data;

	if (self->state == MC_STATE_END && state->seq == self->view.record.seq) {
		self->view.record.state = state->state;
		self->view.record.was_sent = state->was_sent;
		self->view.record.accepted_wall_us = state->accepted_wall_us;
		mc_session_refresh(self, MC_CHANGE_VIEW);
	}
}

static void
on_state_again(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = (gpointer)((char *)data - offsetof(McSession, view.record));

	if (error == NULL)
		on_record_state(&reply->record, self);
}

/* What became of the record while nobody listened, for whoever still stands at the last page. */
static void
ask_state_again(McSession *self)
{
	McRecorderPort *recorder = self->ports.recorder;
	const McRecorderRequest request = {
	    .op = MC_RECORDER_RECORD_STATE, .seq = self->view.record.seq};

	if (self->state == MC_STATE_END)
		recorder->request(recorder->self, &request, on_state_again, &self->view.record);
}

static void
on_hello(const McHello *hello, gpointer data)
{
	McSession *self = data;

	self->greeted = TRUE;
	mc_session_set_enrolments(self, hello);
	take_hello(self, hello);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		report_device(&self->device[i]);
	mc_session_slip_settle(self);
	ask_state_again(self);
}

static void
on_changed(const McHello *hello, gpointer data)
{
	take_hello(data, hello);
}

static void
on_connected(gboolean is_connected, gpointer data)
{
	McSession *self = data;

	self->view.recorder_connected = is_connected;
	self->greeted = FALSE;
	/* nobody is signed in over a new connection; until it comes the board may still be read */
	if (is_connected)
		mc_session_staff_forgotten(self);
	mc_calls_connected(&self->calls, is_connected);
	mc_session_ready(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
on_away(gboolean is_away, gpointer data)
{
	mc_session_refresh(data, MC_CHANGE_OVERLAY);
}

static void
on_failed(const GError *error, gpointer data)
{
	mc_session_fault(data, error);
}

static const McCallsEvents calls_events = {
    .hello = on_hello,
    .away = on_away,
    .failed = on_failed,
};
static const McRecorderListener recorder_listener = {
    .connected = on_connected,
    .record_state = on_record_state,
    .changed = on_changed,
};

void
mc_session_house_init(McSession *self)
{
	McDevicesPort *devices = self->ports.devices;
	McRecorderPort *recorder = self->ports.recorder;

	mc_calls_init(&self->calls, recorder, self->ports.clock, &calls_events, self);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		/* what is not there at the start was not lost */
		self->device[i] = (McDeviceHandle){.session = self,
		    .kind = (McDeviceKind)i,
		    .reported = MC_DEVICE_ABSENT,
		    .reported_cause = MC_CAUSE_UNPLUGGED};
		self->view.devices[i] = *devices->info(devices->self, (McDeviceKind)i);
	}
	devices->set_listener(devices->self, on_device, self);
	recorder->set_listener(recorder->self, &recorder_listener, self);
	mc_session_ready(self);
}

void
mc_session_house_clear(McSession *self)
{
	self->ports.recorder->forget(self->ports.recorder->self, &self->view.record);
}
