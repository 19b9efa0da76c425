#include "app/flow/exam-drive.h"

#include "app/base/error.h"
#include "app/flow/delays.h"

#include <string.h>

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

/* What the person has to do changes with it. */
static gint32
part_of(const McStimulus *stimulus)
{
	if (stimulus->kind == MC_EXAM_STATURE)
		return stimulus->as.stature.reading;
	if (stimulus->kind == MC_EXAM_REACTION)
		return (gint32)stimulus->as.reaction.task;
	return stimulus->kind == MC_EXAM_COLOUR && stimulus->as.colour.show == MC_COLOUR_SIGNAL ? 1 : 0;
}

static void
explain(McExamDrive *self, const McStimulus *next, McExamPhase phase)
{
	self->explains = TRUE;
	self->next = *next;
	self->part = part_of(next);
	mc_presenter_announce(self->presenter, next);
	self->events->phase(phase, self->data);
}

static void
present(McExamDrive *self, const McRecorderReply *reply)
{
	gboolean late = reply->discarded && reply->discard == MC_DISCARD_NO_ANSWER;

	self->trial = reply->stimulus.trial;
	if (self->went_unanswered || late) {
		self->went_unanswered = FALSE;
		explain(self, &reply->stimulus, MC_PHASE_RE_INSTRUCT);
		return;
	}
	if (part_of(&reply->stimulus) > self->part) {
		explain(self, &reply->stimulus, MC_PHASE_NEXT_PART);
		return;
	}
	/* a height that is explained once more begins with its first reading */
	self->part = part_of(&reply->stimulus);
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
	self->device = *device;
	self->step = MC_STEP_PRESENT;
	self->trial = -1;
	self->stop_owed = FALSE;
	self->unanswered = 0;
	self->went_unanswered = FALSE;
	self->explains = FALSE;
	self->part = 0;
	memset(self->height_mm, 0, sizeof self->height_mm);
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

/* Goes before the answer over the same line. A recorder that does not take it says so in the
 * record: it names no picture of this trial, and a doctor has to see the movement. */
void
mc_exam_drive_pictured(McExamDrive *self, const McCameraStill *still)
{
	const McRecorderRequest request = {.op = MC_RECORDER_EVIDENCE,
	    .exam = self->kind,
	    .correction = self->correction,
	    .trial = self->trial,
	    .device = self->device,
	    .picture = still->jpeg};

	mc_calls_tell_before(self->calls, &request);
}

void
mc_exam_drive_answered(McExamDrive *self, const McAnswer *answer)
{
	McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER, .answer = *answer};

	self->unanswered = 0;
	request.vision = self->presenter->vision;
	request.hearing = self->presenter->hearing;
	request.person_present = self->presenter->person_present;
	if (answer->kind == MC_EXAM_STATURE)
		self->height_mm[self->presenter->stimulus.as.stature.reading % MC_STATURE_READINGS] =
		    answer->as.stature.height_mm;
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
