#include "app/flow/delays.h"
#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

McRecorderRequest
mc_session_request(const McSession *self, McRecorderOp op)
{
	McRecorderRequest request = {.op = op};

	g_strlcpy(request.language, self->view.language, sizeof request.language);
	return request;
}

/* ---- wipe ---- */

void
mc_session_wipe_person(McSession *self)
{
	mc_session_photo_forget(self);
	mc_identity_wipe(&self->view.identity);
	mc_identity_wipe(&self->desk.identity);
	explicit_bzero(self->view.phone, sizeof self->view.phone);
	mc_session_set_signature(self, NULL);
	self->view.identity_shown_in_full = FALSE;
	mc_calls_end(&self->calls);
}

static void
wipe_choices(McSession *self)
{
	McView *view = &self->view;

	explicit_bzero(view->business, sizeof view->business);
	view->classes_chosen = 0;
	view->has_glasses = FALSE;
	view->wears_hearing_aid = FALSE;
	view->glasses_answered = FALSE;
	view->hearing_aid_answered = FALSE;
	view->aids_answered = FALSE;
	view->declared = 0;
	view->declaration_none = FALSE;
	explicit_bzero(view->exam_line, sizeof view->exam_line);
	view->exam_lines = 0;
	explicit_bzero(view->verdict, sizeof view->verdict);
	view->verdicts = 0;
	explicit_bzero(&view->record, sizeof view->record);
	explicit_bzero(&view->of_case, sizeof view->of_case);
	view->case_trouble = MC_CASE_TROUBLE_NONE;
	self->is_resumed = FALSE;
	explicit_bzero(&view->exam, sizeof view->exam);
	explicit_bzero(self->slot, sizeof self->slot);
	explicit_bzero(&self->presenter.stimulus, sizeof self->presenter.stimulus);
	explicit_bzero(&self->presenter.reaction.stimulus, sizeof self->presenter.reaction.stimulus);
	explicit_bzero(&self->presenter.reaction.entry, sizeof self->presenter.reaction.entry);
	explicit_bzero(&self->practice.practice, sizeof self->practice.practice);
	explicit_bzero(&self->practice.stimulus, sizeof self->practice.stimulus);
}

/* C8: the next person finds the kiosk as the first one did. */
void
mc_session_wipe(McSession *self)
{
	mc_session_wipe_person(self);
	mc_session_card_forget(self);
	mc_session_feedback_forget(self);
	mc_session_status_forget(self);
	mc_session_slip_leave(self, FALSE);
	wipe_choices(self);
	self->judged = FALSE;
	self->assisted = FALSE;
	self->stop_asked = FALSE;
	self->help_open = FALSE;
	self->phase = MC_PHASE_PREPARE;
	self->view.language = self->first_language;
	self->view.text_size = MC_TEXT_NORMAL;
	mc_session_hold(self);
	mc_session_refresh(self, MC_CHANGE_WIPE);
}

/* ---- events and effects ---- */

static void
suspend(McSession *self)
{
	/* what is on becomes an interrupted presentation: that is still told */
	mc_session_hold(self);
	mc_calls_hold(&self->calls, TRUE);
	if (self->card_wanted)
		self->ports.id_reader->stop(self->ports.id_reader->self);
}

static void
resume(McSession *self)
{
	mc_calls_hold(&self->calls, FALSE);
	mc_session_hold(self);
	if (self->state == MC_STATE_CARD && self->card_wanted)
		mc_session_card_find(self);
}

static void
end_visit(McSession *self, guint effects)
{
	if (effects & MC_EFFECT_HALT) {
		mc_session_exams_halt(self);
		mc_session_card_stop(self);
	}
	if (effects & MC_EFFECT_TELL_ABORT)
		mc_calls_abort(
		    &self->calls, self->state == MC_STATE_FAULT ? MC_ABORT_FAULT : self->abort_reason);
	if (effects & MC_EFFECT_WIPE)
		mc_session_wipe(self);
}

static void
carry_out(McSession *self, guint effects)
{
	end_visit(self, effects);
	if (effects & MC_EFFECT_FORGET_PERSON)
		mc_session_card_forget(self);
	if (effects & MC_EFFECT_FIND_CARD)
		mc_session_card_find(self);
	if (effects & MC_EFFECT_PRACTISE)
		mc_session_practise(self);
	if (effects & MC_EFFECT_EXAMINE)
		mc_session_examine(self);
	if (effects & MC_EFFECT_JUDGE)
		mc_session_judge(self);
	if (effects & MC_EFFECT_SEAL)
		mc_session_seal(self);
	if (effects & MC_EFFECT_SLIP)
		mc_session_slip_begin(self);
	if (effects & MC_EFFECT_WARN)
		mc_idle_warn(&self->idle, mc_delay_ms(MC_DELAY_REACT));
	if (effects & MC_EFFECT_SUSPEND)
		suspend(self);
	if (effects & MC_EFFECT_RESUME)
		resume(self);
	if (effects & MC_EFFECT_DEVICES) {
		mc_session_exams_check(self);
		mc_session_card_check(self);
	}
}

static void
handle(McSession *self, McVisitEvent event)
{
	McVisitMove move = mc_visit_move(self->state, event);

	if (!move.listed) {
		g_message("visit: %s in state %s is not foreseen", mc_visit_event_name(event),
		    mc_visit_state_name(self->state));
		self->fault = mc_error_code_name(MC_ERROR_INTERNAL);
	}
	if (move.next != self->state)
		mc_idle_clear(&self->idle);
	self->state = move.next;
	/* an answer of the recorder may move the page behind the question, not take it away */
	if (self->stop_asked && !mc_visit_is_running(self->state)) {
		self->stop_asked = FALSE;
		mc_session_hold(self);
	}
	carry_out(self, move.effects);
}

/* Effects may raise the next event (an exam that cannot be done is skipped): it waits its turn. */
void
mc_session_event(McSession *self, McVisitEvent event)
{
	g_queue_push_tail(self->events, GINT_TO_POINTER(event));
	if (self->handling)
		return;
	self->handling = TRUE;
	while (!g_queue_is_empty(self->events))
		handle(self, (McVisitEvent)GPOINTER_TO_INT(g_queue_pop_head(self->events)));
	self->handling = FALSE;
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

void
mc_session_move(McSession *self, McVisitEvent event)
{
	if (mc_visit_listens(self->state, event))
		mc_session_event(self, event);
}

void
mc_session_abort(McSession *self, McAbortReason reason)
{
	self->abort_reason = reason;
	mc_session_event(self, MC_EVENT_ABORT);
}

void
mc_session_fault(McSession *self, const GError *error)
{
	McErrorCode code = error->domain == MC_ERROR ? (McErrorCode)error->code : MC_ERROR_INTERNAL;

	g_message(
	    "visit: cannot go on in state %s: %s", mc_visit_state_name(self->state), error->message);
	self->fault = mc_error_code_name(code);
	mc_session_event(self, MC_EVENT_FAULT);
}
