#include "app/flow/session-private.h"

#include "app/base/error.h"

#include <string.h>

/* The business types of the platform interface, one letter each; none takes the choice back. */
static gboolean
is_business(const char *code)
{
	return code != NULL && (code[0] == '\0' || (g_ascii_isupper(code[0]) && code[1] == '\0'));
}

static void
choose_aid(McSession *self, const McAct *act)
{
	McView *view = &self->view;

	if (self->state != MC_STATE_AIDS)
		return;
	if (act->kind == MC_ACT_GLASSES) {
		view->has_glasses = act->number != 0;
		view->glasses_answered = TRUE;
	} else if (!mc_session_is_part(self)) { /* what the first part says of it stands */
		view->wears_hearing_aid = act->number != 0;
		view->hearing_aid_answered = TRUE;
	}
	view->aids_answered = view->glasses_answered && view->hearing_aid_answered;
}

static void
declare(McSession *self, const McAct *act)
{
	if (self->state != MC_STATE_DECLARATION)
		return;
	self->view.declared = (guint32)act->number & 0x3ff;
	self->view.declaration_none = self->view.declared == 0 && act->flag;
}

gboolean
mc_session_choose(McSession *self, const McAct *act)
{
	McView *view = &self->view;

	if (act->kind == MC_ACT_BUSINESS) {
		if (self->state == MC_STATE_BUSINESS && is_business(act->text))
			g_strlcpy(view->business, act->text, sizeof view->business);
	} else if (act->kind == MC_ACT_CLASSES) {
		if (self->state == MC_STATE_BUSINESS)
			view->classes_chosen = (guint32)act->number & view->classes_offered;
	} else if (act->kind == MC_ACT_CASE) {
		if (self->state == MC_STATE_BUSINESS)
			mc_session_event(self, MC_EVENT_CASE);
	} else if (act->kind == MC_ACT_CASE_CODE) {
		if (self->state == MC_STATE_STATUS)
			mc_session_status_give(self, act->text);
		else
			mc_session_give_code(self, act->text, FALSE);
	} else if (act->kind == MC_ACT_GLASSES || act->kind == MC_ACT_HEARING_AID) {
		choose_aid(self, act);
	} else if (act->kind == MC_ACT_DECLARE) {
		declare(self, act);
	} else {
		return FALSE;
	}
	mc_session_refresh(self, MC_CHANGE_VIEW);
	return TRUE;
}

/* ---- forward ---- */

static void
on_begun(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	/* paused, or staff came in, since the welcome page */
	if (g_error_matches(error, MC_ERROR, MC_ERROR_REFUSED)) {
		mc_session_abort(self, MC_ABORT_REFUSED);
	} else if (error != NULL) {
		mc_session_fault(self, error);
	} else {
		mc_calls_begun(&self->calls);
		mc_session_event(self, MC_EVENT_NEXT);
	}
}

static void
on_granted(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL)
		mc_session_fault(self, error);
	else
		mc_session_event(self, MC_EVENT_NEXT);
}

static void
begin(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_BEGIN);

	/* back to this page and on again: it is the same visit */
	if (self->calls.known != MC_KNOWN_NOTHING)
		mc_session_event(self, MC_EVENT_NEXT);
	else
		mc_calls_ask(&self->calls, &request, on_begun, self);
}

void
mc_session_send_choices(McSession *self, McRecorderReplyFunc done)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_CHOOSE);

	if (!self->view.aids_answered)
		return;
	memcpy(request.business, self->view.business, sizeof request.business);
	request.classes = self->view.classes_chosen;
	request.has_glasses = self->view.has_glasses;
	request.wears_hearing_aid = self->view.wears_hearing_aid;
	mc_calls_ask(&self->calls, &request, done, self);
}

static void
send_declaration(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_DECLARE);

	if (self->view.declared == 0 && !self->view.declaration_none)
		return;
	request.declared = self->view.declared;
	mc_calls_ask(&self->calls, &request, on_granted, self);
}

void
mc_session_forward(McSession *self)
{
	if (mc_calls_busy(&self->calls) && self->state < MC_STATE_VISION_PRACTICE)
		return;
	switch (self->state) {
	case MC_STATE_PRIVACY: begin(self); break;
	case MC_STATE_CARD: mc_session_card_next(self); break;
	case MC_STATE_CONFIRM: mc_session_confirmed(self); break;
	case MC_STATE_BUSINESS:
		if (self->view.business[0] != '\0' && self->view.classes_chosen != 0)
			mc_session_event(self, MC_EVENT_NEXT);
		break;
	case MC_STATE_CASE: mc_session_part_next(self); break;
	case MC_STATE_AIDS: mc_session_send_choices(self, on_granted); break;
	case MC_STATE_DECLARATION: send_declaration(self); break;
	case MC_STATE_VISION_PRACTICE:
	case MC_STATE_VISION:
	case MC_STATE_VISION_GLASSES:
	case MC_STATE_HEARING_PRACTICE:
	case MC_STATE_HEARING:
	case MC_STATE_SIDE_PRACTICE:
	case MC_STATE_SIDE:
	case MC_STATE_COLOUR_PRACTICE:
	case MC_STATE_COLOUR:
	case MC_STATE_STATURE:
	case MC_STATE_LIMBS:
	case MC_STATE_REACTION: mc_session_exams_next(self); break;
	case MC_STATE_SUMMARY:
		if (self->judged)
			mc_session_event(self, MC_EVENT_NEXT);
		break;
	case MC_STATE_SIGNATURE:
		if (self->view.has_signature)
			mc_session_event(self, MC_EVENT_NEXT);
		break;
	case MC_STATE_LANGUAGE:
	case MC_STATE_GLASSES_ON:
	case MC_STATE_WELCOME:
	case MC_STATE_SEALING:
	case MC_STATE_END:
	case MC_STATE_ABORTED:
	case MC_STATE_STATUS:
	case MC_STATE_FAULT: mc_session_move(self, MC_EVENT_NEXT); break;
	}
}
