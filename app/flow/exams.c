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
	*kind = MC_EXAM_COLOUR;
	if (state == MC_STATE_COLOUR_PRACTICE || state == MC_STATE_COLOUR)
		return TRUE;
	*kind = MC_EXAM_STATURE;
	if (state == MC_STATE_STATURE)
		return TRUE;
	*kind = MC_EXAM_LIMBS;
	if (state == MC_STATE_LIMBS)
		return TRUE;
	*kind = MC_EXAM_REACTION;
	if (state == MC_STATE_REACTION)
		return TRUE;
	*kind = MC_EXAM_SIDE;
	return state == MC_STATE_SIDE_PRACTICE || state == MC_STATE_SIDE;
}

static void
set_phase(McSession *self, McExamPhase phase)
{
	self->phase = phase;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* ---- the end of an exam ---- */

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
	McSlot *slot = mc_session_exam_slot(self, &kind, &correction);

	*slot = (McSlot){.done = TRUE, .result = *result};
	if (self->state == MC_STATE_VISION && glasses_may_help(self, result))
		mc_session_exam_leave(self, MC_EVENT_GLASSES_NEEDED);
	else
		mc_session_exam_leave(self, MC_EVENT_EXAM_DONE);
}

static void
on_refused(gpointer data)
{
	mc_session_exam_leave(data, MC_EVENT_EXAM_SKIPPED);
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
	case MC_PRACTICE_END_READY: mc_session_exam_leave(self, MC_EVENT_EXAM_READY); break;
	case MC_PRACTICE_END_NOT_UNDERSTOOD:
		mc_session_exam_skip(self, MC_REASON_NOT_UNDERSTOOD);
		break;
	case MC_PRACTICE_END_NO_DEVICE: mc_session_exam_skip(self, MC_REASON_DEVICE_LOST); break;
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
		mc_session_exam_leave(self, MC_EVENT_GLASSES_NEEDED);
	else
		mc_session_exam_leave(self, MC_EVENT_EXAM_SKIPPED);
}

/* Finished before a power cut. Whether glasses are still to be tried only the recorder knows. */
static void
resumed(McSession *self, McExamKind kind)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_JUDGE);

	if (kind == MC_EXAM_ACUITY && self->view.has_glasses)
		mc_calls_ask(&self->calls, &request, on_resumed_judged, self);
	else
		mc_session_exam_leave(self, MC_EVENT_EXAM_SKIPPED);
}

static const McDeviceInfo *
instrument(const McSession *self, McExamKind kind)
{
	static const McDeviceInfo none = {0};
	McDeviceKind device;
	gboolean by_pad = kind == MC_EXAM_REACTION && self->presenter.by_pad;

	/* nothing watches who did not agree to it */
	if (kind == MC_EXAM_LIMBS && self->presenter.camera == NULL)
		return &none;
	return mc_readiness_device_of(kind, &device) || by_pad
	           ? self->ports.devices->info(self->ports.devices->self, device)
	           : &none;
}

/* Why it is not examined here; headphones over a hearing aid would measure nothing. */
static McReason
why_not(const McSession *self, McExamKind kind)
{
	if (!self->ready.exam_possible[kind])
		return self->ready.reason[kind];
	if ((kind != MC_EXAM_HEARING && kind != MC_EXAM_SIDE) || !self->view.wears_hearing_aid)
		return MC_REASON_NONE;
	return instrument(self, kind)->loudspeaker[0] ? MC_REASON_NONE : MC_REASON_NO_LOUDSPEAKER;
}

void
mc_session_practise(McSession *self)
{
	McExamKind kind;
	McCorrection correction;
	McSlot *slot = mc_session_exam_slot(self, &kind, &correction);

	self->phase = MC_PHASE_PREPARE;
	mc_presenter_set_loudspeaker(&self->presenter, self->view.wears_hearing_aid);
	mc_session_ready(self);
	if (!mc_session_offers(self, kind) ||
	    (!mc_readiness_measures(kind) && mc_session_nothing_to_measure_with(self)))
		mc_session_exam_leave(self, MC_EVENT_EXAM_SKIPPED);
	else if (slot->resumed)
		resumed(self, kind);
	else if (why_not(self, kind) != MC_REASON_NONE)
		mc_session_exam_skip(self, why_not(self, kind));
}

/* ---- exam ---- */

static void
open_exam(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	mc_session_exam_slot(self, &kind, &correction);
	self->open_when_ready = FALSE;
	self->phase = MC_PHASE_WAIT;
	g_strlcpy(self->exam_serial, instrument(self, kind)->serial, sizeof self->exam_serial);
	mc_exam_drive_begin(&self->drive, kind, correction, instrument(self, kind));
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

/* Times are taken on one instrument: the pad if it is there now, else the glass. */
static void
choose_keys(McSession *self)
{
	const McDeviceInfo *pad =
	    self->ports.devices->info(self->ports.devices->self, MC_DEVICE_RESPONSE_PAD);

	mc_presenter_set_pad(&self->presenter, pad->state == MC_DEVICE_READY);
}

/* An instrument that is away just now is waited for before the exam is opened. */
static void
start_exam(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	mc_session_exam_slot(self, &kind, &correction);
	self->open_when_ready = TRUE;
	choose_keys(self);
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

static void
begin_watched(McSession *self, gboolean watched)
{
	if (self->drive.running || self->open_when_ready)
		return;
	mc_presenter_set_camera(&self->presenter, watched ? self->ports.camera : NULL);
	start_exam(self);
}

void
mc_session_exam_unwatched(McSession *self)
{
	if (self->phase == MC_PHASE_PREPARE && self->view.exam.watched && !self->presenter.held &&
	    !mc_calls_busy(&self->calls))
		begin_watched(self, FALSE);
}

static gboolean
is_practice(McVisitState state)
{
	return mc_session_page_of(state) == MC_PAGE_PRACTICE;
}

void
mc_session_exams_next(McSession *self)
{
	McExamKind kind;
	McCorrection correction;

	if (self->presenter.held || mc_calls_busy(&self->calls))
		return;
	mc_session_exam_slot(self, &kind, &correction);
	if (self->phase == MC_PHASE_PREPARE && is_practice(self->state)) {
		if (!self->practice.running)
			mc_practice_run_begin(&self->practice, kind, self->view.hello.optotype);
	} else if (self->phase == MC_PHASE_PREPARE) {
		begin_watched(self, mc_readiness_takes_pictures(kind, &self->view.hello));
	} else if (self->phase == MC_PHASE_RE_INSTRUCT || self->phase == MC_PHASE_LONGER ||
	           self->phase == MC_PHASE_NEXT_PART) {
		mc_practice_run_continue(&self->practice);
		mc_exam_drive_acknowledge(&self->drive);
	} else if (self->drive.running) {
		mc_presenter_move_on(&self->presenter, FALSE);
	}
}

void
mc_session_exams_halt(McSession *self)
{
	self->open_when_ready = FALSE;
	mc_practice_run_end(&self->practice);
	mc_exam_drive_end(&self->drive);
	mc_presenter_end(&self->presenter);
	/* what was agreed to was for that exam */
	mc_presenter_set_camera(&self->presenter, NULL);
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

static void
exam_key(McSession *self, const McAct *act)
{
	McOptotypeAnswer answer = {.cannot_see = act->kind == MC_ACT_ANSWER_CANNOT};

	if (!self->ports.demonstration ||
	    (guint64)act->number >= (guint64)mc_optotype_directions(self->view.hello.optotype))
		return;
	answer.direction = (McDirection)act->number;
	mc_presenter_key(&self->presenter, &answer);
}

/* A figure that the page does not offer is a late touch. */
static void
answer_colour(McSession *self, const McAct *act)
{
	gboolean signal = self->presenter.stimulus.as.colour.show == MC_COLOUR_SIGNAL;
	McColourAnswer answer = {.cannot_see = act->kind == MC_ACT_ANSWER_CANNOT};

	if (!answer.cannot_see && (act->number < 0 || act->number >= (signal ? MC_SIGNALS : MC_DIGITS)))
		return;
	answer.figure = answer.cannot_see ? 0 : (gint32)act->number;
	mc_presenter_figure(&self->presenter, &answer);
}

static void
answer_reaction(McSession *self, const McAct *act)
{
	if (act->kind == MC_ACT_ANSWER_FIGURE)
		mc_presenter_react(&self->presenter, act->number);
	else if (act->kind == MC_ACT_ANSWER_ERASE)
		mc_presenter_react_erase(&self->presenter);
	else if (act->kind == MC_ACT_ANSWER_CANNOT)
		mc_presenter_react_give_up(&self->presenter);
}

void
mc_session_exam_answer(McSession *self, const McAct *act)
{
	if (self->presenter.kind == MC_EXAM_COLOUR)
		answer_colour(self, act);
	else if (self->presenter.kind == MC_EXAM_REACTION)
		answer_reaction(self, act);
	else if (self->presenter.kind == MC_EXAM_LIMBS && act->kind == MC_ACT_ANSWER_CANNOT)
		mc_presenter_move_on(&self->presenter, TRUE);
	else if (act->kind == MC_ACT_ANSWER_DIRECTION || act->kind == MC_ACT_ANSWER_CANNOT)
		exam_key(self, act);
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
on_pictured(const McCameraStill *still, gpointer data)
{
	McSession *self = data;

	if (self->drive.running)
		mc_exam_drive_pictured(&self->drive, still);
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
		mc_session_exam_skip(self, MC_REASON_DEVICE_LOST);
}

static void
on_active(gpointer data)
{
	mc_session_touch(data);
}

static const McPresenterEvents presenter_events = {
    .phase = on_phase,
    .answered = on_answered,
    .pictured = on_pictured,
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
	mc_presenter_init(&self->presenter, &self->ports, &presenter_events, self);
	mc_exam_drive_init(&self->drive, &self->calls, &self->presenter, &drive_events, self);
	mc_practice_run_init(
	    &self->practice, self->ports.clock, &self->presenter, &practice_events, self);
}
