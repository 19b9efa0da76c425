#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

gboolean
mc_session_exam_of(McVisitState state, McExamKind *kind, McCorrection *correction)
{
	*correction = MC_CORRECTION_NAKED;
	*kind = MC_EXAM_ACUITY;
	if (state == MC_STATE_VISION_PRACTICE || state == MC_STATE_VISION)
		return TRUE;
	if (state == MC_STATE_VISION_GLASSES || state == MC_STATE_GLASSES_ON) {
		*correction = MC_CORRECTION_GLASSES;
		return TRUE;
	}
	*kind = MC_EXAM_HEARING;
	if (state == MC_STATE_HEARING_PRACTICE || state == MC_STATE_HEARING)
		return TRUE;
	*kind = MC_EXAM_SIDE;
	return state == MC_STATE_SIDE_PRACTICE || state == MC_STATE_SIDE;
}

static McSlotId
slot_of(McExamKind kind, McCorrection correction)
{
	switch (kind) {
	case MC_EXAM_ACUITY:
		return correction == MC_CORRECTION_GLASSES ? MC_SLOT_GLASSES : MC_SLOT_NAKED;
	case MC_EXAM_HEARING: return MC_SLOT_HEARING;
	case MC_EXAM_SIDE:
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION:
	case MC_EXAM_COLOUR: break; /* the last four have no page */
	}
	return MC_SLOT_SIDE;
}

static McSlot *
current(McSession *self, McExamKind *kind, McCorrection *correction)
{
	mc_session_exam_of(self->state, kind, correction);
	return &self->slot[slot_of(*kind, *correction)];
}

static void
set_phase(McSession *self, McExamPhase phase)
{
	self->phase = phase;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* ---- the end of an exam ---- */

/* Nothing was measured, and only because nothing here can measure. */
static gboolean
nothing_to_measure_with(const McSession *self)
{
	const guint32 ours = MC_REASON_NO_DEVICE | MC_REASON_DEVICE_LOST | MC_REASON_UNCALIBRATED;

	for (guint i = 0; i < MC_SLOTS; i++)
		if (self->slot[i].done || (self->slot[i].reasons & ~ours) != 0)
			return FALSE;
	return TRUE;
}

static void
leave(McSession *self, McVisitEvent event)
{
	gboolean last = self->state == MC_STATE_SIDE || self->state == MC_STATE_SIDE_PRACTICE;

	self->open_when_ready = FALSE;
	if (last && event != MC_EVENT_EXAM_READY && nothing_to_measure_with(self))
		mc_session_abort(self, MC_ABORT_DEVICE);
	else
		mc_session_event(self, event);
}

static void
on_not_done_stated(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL && !g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
		mc_session_fault(self, error);
	else
		leave(self, MC_EVENT_EXAM_SKIPPED);
}

/* The record says too that it was not done here, and why. */
static void
skip(McSession *self, McReason reason)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_EXAM_STOP);

	current(self, &request.exam, &request.correction)->reasons |= (guint32)reason;
	request.stop = reason;
	self->open_when_ready = FALSE;
	mc_presenter_end(&self->presenter);
	mc_calls_ask(&self->calls, &request, on_not_done_stated, self);
}

/* Without glasses the naked eyes decide. A run with glasses may stand open only from before a power
 * cut: it is ended, or no other exam could begin. */
void
mc_session_no_glasses(McSession *self)
{
	if (mc_calls_busy(&self->calls))
		return;
	if (self->slot[MC_SLOT_NAKED].resumed)
		skip(self, MC_REASON_STOPPED);
	else
		mc_session_event(self, MC_EVENT_EXAM_SKIPPED);
}

static gboolean
glasses_may_help(const McSession *self, const McExamResult *naked)
{
	return self->view.has_glasses && naked->outcome != MC_OUTCOME_PASS &&
	       (naked->reasons & (MC_REASON_DEVICE_LOST | MC_REASON_STOPPED)) == 0 &&
	       self->ready.exam_possible[MC_EXAM_ACUITY];
}

static void
on_done(const McExamResult *result, gpointer data)
{
	McSession *self = data;
	McExamKind kind;
	McCorrection correction;
	McSlot *slot = current(self, &kind, &correction);

	*slot = (McSlot){.done = TRUE, .result = *result};
	if (self->state == MC_STATE_VISION && glasses_may_help(self, result))
		leave(self, MC_EVENT_GLASSES_NEEDED);
	else
		leave(self, MC_EVENT_EXAM_DONE);
}

static void
on_refused(gpointer data)
{
	leave(data, MC_EVENT_EXAM_SKIPPED);
}

static void
on_exam_failed(const GError *error, gpointer data)
{
	mc_session_fault(data, error);
}

static void
on_phase(McExamPhase phase, gpointer data)
{
	set_phase(data, phase);
}

/* ---- practice ---- */

static void
on_practice_ended(McPracticeEnd end, gpointer data)
{
	McSession *self = data;

	switch (end) {
	case MC_PRACTICE_END_READY: leave(self, MC_EVENT_EXAM_READY); break;
	case MC_PRACTICE_END_NOT_UNDERSTOOD: skip(self, MC_REASON_NOT_UNDERSTOOD); break;
	case MC_PRACTICE_END_NO_DEVICE: skip(self, MC_REASON_DEVICE_LOST); break;
	}
}

static gboolean
vision_passed(const McRecorderReply *reply)
{
	for (guint i = 0; i < reply->verdicts; i++) {
		const McClassVerdict *verdict = &reply->verdict[i];

		for (gint32 j = 0; j < verdict->requirements; j++) {
			McRequirement what = verdict->requirement[j].requirement;

			if ((what == MC_REQUIREMENT_VISION_LEFT || what == MC_REQUIREMENT_VISION_RIGHT) &&
			    verdict->requirement[j].outcome != MC_OUTCOME_PASS)
				return FALSE;
		}
	}
	return TRUE;
}

static void
on_resumed_judged(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL && !g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED))
		mc_session_fault(self, error);
	else if (error == NULL && !vision_passed(reply) && self->ready.exam_possible[MC_EXAM_ACUITY])
		leave(self, MC_EVENT_GLASSES_NEEDED);
	else
		leave(self, MC_EVENT_EXAM_SKIPPED);
}

/* Finished before a power cut. Whether glasses are still to be tried only the recorder knows. */
static void
resumed(McSession *self, McExamKind kind)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_JUDGE);

	if (kind == MC_EXAM_ACUITY && self->view.has_glasses)
		mc_calls_ask(&self->calls, &request, on_resumed_judged, self);
	else
		leave(self, MC_EVENT_EXAM_SKIPPED);
}

static const McDeviceInfo *
instrument(const McSession *self, McExamKind kind)
{
	return self->ports.devices->info(self->ports.devices->self, mc_readiness_device_of(kind));
}

/* Why it is not examined here; headphones over a hearing aid would measure nothing. */
static McReason
why_not(const McSession *self, McExamKind kind)
{
	if (!self->ready.exam_possible[kind])
		return self->ready.reason[kind];
	if (kind == MC_EXAM_ACUITY || !self->view.wears_hearing_aid)
		return MC_REASON_NONE;
	return instrument(self, kind)->loudspeaker[0] ? MC_REASON_NONE : MC_REASON_NO_LOUDSPEAKER;
}

void
mc_session_practise(McSession *self)
{
	McExamKind kind;
	McCorrection correction;
	McSlot *slot = current(self, &kind, &correction);

	self->phase = MC_PHASE_PREPARE;
	mc_presenter_set_loudspeaker(&self->presenter, self->view.wears_hearing_aid);
	mc_session_ready(self);
	if (slot->resumed)
		resumed(self, kind);
	else if (why_not(self, kind) != MC_REASON_NONE)
		skip(self, why_not(self, kind));
}

/* ---- exam ---- */

static void
open_exam(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	current(self, &kind, &correction);
	self->open_when_ready = FALSE;
	self->phase = MC_PHASE_WAIT;
	g_strlcpy(self->exam_serial, instrument(self, kind)->serial, sizeof self->exam_serial);
	mc_exam_drive_begin(&self->drive, kind, correction, instrument(self, kind));
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* An instrument that is away just now is waited for before the exam is opened. */
static void
start_exam(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	current(self, &kind, &correction);
	self->open_when_ready = TRUE;
	mc_presenter_begin(&self->presenter, kind);
	if (!self->presenter.away)
		open_exam(self);
}

void
mc_session_examine(McSession *self)
{
	self->phase = MC_PHASE_PREPARE;
	mc_presenter_set_loudspeaker(&self->presenter, self->view.wears_hearing_aid);
	/* "put your glasses on" was its own page with its own button */
	if (self->state == MC_STATE_VISION_GLASSES)
		start_exam(self);
}

static gboolean
is_practice(McVisitState state)
{
	return state == MC_STATE_VISION_PRACTICE || state == MC_STATE_HEARING_PRACTICE ||
	       state == MC_STATE_SIDE_PRACTICE;
}

void
mc_session_exams_next(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	if (self->presenter.held || mc_calls_busy(&self->calls))
		return;
	current(self, &kind, &correction);
	if (self->phase == MC_PHASE_PREPARE && is_practice(self->state)) {
		if (!self->practice.running)
			mc_practice_run_begin(&self->practice, kind, self->view.hello.optotype);
	} else if (self->phase == MC_PHASE_PREPARE) {
		if (!self->drive.running && !self->open_when_ready)
			start_exam(self);
	} else if (self->phase == MC_PHASE_RE_INSTRUCT || self->phase == MC_PHASE_LONGER) {
		mc_practice_run_continue(&self->practice);
		mc_exam_drive_acknowledge(&self->drive);
	}
}

void
mc_session_exams_halt(McSession *self)
{
	self->open_when_ready = FALSE;
	mc_practice_run_end(&self->practice);
	mc_exam_drive_end(&self->drive);
	mc_presenter_end(&self->presenter);
}

void
mc_session_exams_check(McSession *self)
{
	const McDeviceInfo *info = NULL;

	mc_presenter_check(&self->presenter);
	/* looked up now: the check may have opened an exam that waited */
	info = instrument(self, self->drive.kind);
	/* another instrument than the one that the record names cannot go on with its exam */
	if (self->drive.running && info->state == MC_DEVICE_READY &&
	    strcmp(info->serial, self->exam_serial) != 0)
		mc_exam_drive_stop(&self->drive, MC_REASON_DEVICE_LOST);
}

void
mc_session_exam_key(McSession *self, const McAct *act)
{
	McOptotypeAnswer answer = {.cannot_see = act->kind == MC_ACT_ANSWER_CANNOT};

	if (!self->ports.demonstration ||
	    (guint64)act->number >= (guint64)mc_optotype_directions(self->view.hello.optotype))
		return;
	answer.direction = (McDirection)act->number;
	mc_presenter_key(&self->presenter, &answer);
}

/* ---- what the presenter says ---- */

static void
on_answered(const McAnswer *answer, gpointer data)
{
	McSession *self = data;

	if (self->practice.running)
		mc_practice_run_answered(&self->practice, answer);
	else if (self->drive.running)
		mc_exam_drive_answered(&self->drive, answer);
}

static void
on_spoilt(McDiscard why, gpointer data)
{
	McSession *self = data;

	if (self->practice.running)
		mc_practice_run_spoilt(&self->practice);
	else if (self->drive.running)
		mc_exam_drive_spoilt(&self->drive, why);
}

static void
on_away(gboolean is_away, gpointer data)
{
	McSession *self = data;

	if (!is_away && self->open_when_ready && !self->drive.running)
		open_exam(self);
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

static void
on_gave_up(gpointer data)
{
	McSession *self = data;

	if (self->practice.running)
		mc_practice_run_gave_up(&self->practice);
	else if (self->drive.running)
		mc_exam_drive_stop(&self->drive, MC_REASON_DEVICE_LOST);
	else if (self->open_when_ready)
		skip(self, MC_REASON_DEVICE_LOST);
}

static void
on_active(gpointer data)
{
	mc_session_touch(data);
}

static const McPresenterEvents presenter_events = {
    .phase = on_phase,
    .answered = on_answered,
    .spoilt = on_spoilt,
    .away = on_away,
    .gave_up = on_gave_up,
    .active = on_active,
};
static const McExamDriveEvents drive_events = {
    .phase = on_phase,
    .done = on_done,
    .refused = on_refused,
    .failed = on_exam_failed,
};
static const McPracticeRunEvents practice_events = {
    .phase = on_phase,
    .ended = on_practice_ended,
};

void
mc_session_exams_init(McSession *self)
{
	mc_presenter_init(&self->presenter, self->ports.clock, self->ports.vision, self->ports.hearing,
	    &presenter_events, self);
	mc_exam_drive_init(&self->drive, &self->calls, &self->presenter, &drive_events, self);
	mc_practice_run_init(
	    &self->practice, self->ports.clock, &self->presenter, &practice_events, self);
}

/* ---- the lines of the summary ---- */

static gboolean
requirement_is_of(McRequirement what, McExamKind kind, guint *part)
{
	*part = what == MC_REQUIREMENT_VISION_RIGHT || what == MC_REQUIREMENT_HEARING_RIGHT ? 1 : 0;
	if (kind == MC_EXAM_ACUITY)
		return what == MC_REQUIREMENT_VISION_LEFT || what == MC_REQUIREMENT_VISION_RIGHT;
	if (kind == MC_EXAM_HEARING)
		return what == MC_REQUIREMENT_HEARING_LEFT || what == MC_REQUIREMENT_HEARING_RIGHT;
	return what == MC_REQUIREMENT_HEARING_SIDE;
}

/* An exam of before the power cut: the verdict tells its outcome side by side, nothing more. */
static void
fill_resumed(const McSession *self, McExamKind kind, McExamResult *result)
{
	const McClassVerdict *verdict = &self->view.verdict[0];
	gboolean fails = FALSE, passes = TRUE;
	guint part;

	*result = (McExamResult){.kind = kind, .attempts = 1};
	for (gint32 i = 0; self->view.verdicts > 0 && i < verdict->requirements; i++) {
		const McRequirementVerdict *required = &verdict->requirement[i];

		if (!requirement_is_of(required->requirement, kind, &part))
			continue;
		result->part[part].examined = true;
		result->part[part].outcome =
		    required->outcome == MC_OUTCOME_REFER ? MC_OUTCOME_NOT_DETERMINED : required->outcome;
		result->part[part].reasons = required->reasons;
		result->reasons |= required->reasons;
		fails = fails || required->outcome == MC_OUTCOME_FAIL;
		passes = passes && required->outcome == MC_OUTCOME_PASS;
	}
	if (fails)
		result->outcome = MC_OUTCOME_FAIL;
	else if (passes && self->view.verdicts > 0)
		result->outcome = MC_OUTCOME_PASS;
}

static void
add_line(McSession *self, McExamKind kind, McCorrection correction)
{
	const McSlot *slot = &self->slot[slot_of(kind, correction)];
	McExamLine *line = &self->view.exam_line[self->view.exam_lines++];

	*line = (McExamLine){.kind = kind, .correction = correction, .done = slot->done};
	line->result = slot->result;
	line->result.kind = kind;
	if (slot->resumed)
		fill_resumed(self, kind, &line->result);
	else if (!slot->done)
		line->result.reasons = slot->reasons;
}

void
mc_session_exam_lines(McSession *self)
{
	self->view.exam_lines = 0;
	add_line(self, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);
	if (self->slot[MC_SLOT_GLASSES].done || self->slot[MC_SLOT_GLASSES].reasons != 0)
		add_line(self, MC_EXAM_ACUITY, MC_CORRECTION_GLASSES);
	add_line(self, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	add_line(self, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
}
