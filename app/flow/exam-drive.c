#include "app/flow/exam-drive.h"

#include "app/base/error.h"
#include "app/flow/delays.h"

void
mc_exam_drive_init(McExamDrive *self, McCalls *calls, McPresenter *presenter,
    const McExamDriveEvents *events, gpointer data)
{
	*self = (McExamDrive){.calls = calls, .presenter = presenter, .events = events, .data = data};
}

static void on_step(const McRecorderReply *reply, const GError *error, gpointer data);

static void
ask(McExamDrive *self, McRecorderRequest *request)
{
	request->exam = self->kind;
	request->correction = self->correction;
	request->trial = self->trial;
	mc_calls_ask(self->calls, request, on_step, self);
}

static void
ask_stop(McExamDrive *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_STOP, .stop = self->stop};

	self->stop_owed = FALSE;
	ask(self, &request);
}

static void
present(McExamDrive *self, const McRecorderReply *reply)
{
	gboolean late = reply->discarded && reply->discard == MC_DISCARD_NO_ANSWER;

	self->trial = reply->stimulus.trial;
	if (self->went_unanswered || late) {
		self->went_unanswered = FALSE;
		self->explains = TRUE;
		self->next = reply->stimulus;
		self->events->phase(MC_PHASE_RE_INSTRUCT, self->data);
		return;
	}
	if (reply->discarded)
		mc_presenter_pause(self->presenter, reply->discard);
	mc_presenter_present(self->presenter, &reply->stimulus);
}

static void
take_step(McExamDrive *self, const McRecorderReply *reply)
{
	self->step = reply->step;
	if (reply->step == MC_STEP_DONE) {
		McExamResult result = reply->result;

		mc_exam_drive_end(self);
		self->events->done(&result, self->data);
		return;
	}
	if (self->stop_owed) {
		ask_stop(self);
		return;
	}
	switch (reply->step) {
	case MC_STEP_PRESENT: present(self, reply); break;
	case MC_STEP_RE_INSTRUCT: self->events->phase(MC_PHASE_RE_INSTRUCT, self->data); break;
	case MC_STEP_LONGER: self->events->phase(MC_PHASE_LONGER, self->data); break;
	case MC_STEP_DONE: break;
	}
}

static void
on_step(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McExamDrive *self = data;
	gboolean opening = self->trial < 0;

	if (!self->running)
		return;
	if (error == NULL) {
		take_step(self, reply);
		return;
	}
	mc_exam_drive_end(self);
	if (opening && g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
		self->events->refused(self->data);
	else
		self->events->failed(error, self->data);
}

void
mc_exam_drive_begin(
    McExamDrive *self, McExamKind kind, McCorrection correction, const McDeviceInfo *device)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_OPEN, .device = *device};

	self->running = TRUE;
	self->kind = kind;
	self->correction = correction;
	self->step = MC_STEP_PRESENT;
	self->trial = -1;
	self->stop_owed = FALSE;
	self->unanswered = 0;
	self->went_unanswered = FALSE;
	self->explains = FALSE;
	ask(self, &request);
	mc_presenter_begin(self->presenter, kind);
}

void
mc_exam_drive_acknowledge(McExamDrive *self)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ACKNOWLEDGE};

	if (!self->running || mc_calls_busy(self->calls))
		return;
	if (self->explains) {
		self->explains = FALSE;
		mc_presenter_present(self->presenter, &self->next);
		return;
	}
	if (self->step != MC_STEP_RE_INSTRUCT && self->step != MC_STEP_LONGER)
		return;
	ask(self, &request);
}

void
mc_exam_drive_stop(McExamDrive *self, McReason why)
{
	if (!self->running)
		return;
	self->stop = why;
	self->stop_owed = TRUE;
	mc_presenter_end(self->presenter);
	if (!mc_calls_busy(self->calls))
		ask_stop(self);
}

void
mc_exam_drive_end(McExamDrive *self)
{
	if (!self->running)
		return;
	self->running = FALSE;
	mc_presenter_end(self->presenter);
}

void
mc_exam_drive_answered(McExamDrive *self, const McAnswer *answer)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER, .answer = *answer};

	self->unanswered = 0;
	request.vision = self->presenter->vision;
	request.hearing = self->presenter->hearing;
	ask(self, &request);
}

void
mc_exam_drive_spoilt(McExamDrive *self, McDiscard why)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_DISCARD, .discard = why};

	self->went_unanswered = why == MC_DISCARD_NO_ANSWER;
	/* the last discard is told too: the exam ends after it */
	if (self->went_unanswered && ++self->unanswered >= MC_UNANSWERED_MAX) {
		self->stop = MC_REASON_TIME_OUT;
		self->stop_owed = TRUE;
	}
	request.vision = self->presenter->vision;
	request.hearing = self->presenter->hearing;
	ask(self, &request);
}
