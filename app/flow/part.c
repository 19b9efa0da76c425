/* A check that goes on with the code of an earlier part (C18): the code says business and classes,
 * and only what is missing is asked for. */

#include "app/flow/session-private.h"

#include <string.h>

gboolean
mc_session_is_part(const McSession *self)
{
	return self->view.of_case.part > 1;
}

gboolean
mc_session_wants_code(const McSession *self)
{
	return !mc_session_is_part(self) || self->view.of_case.is_code_wanted;
}

gboolean
mc_session_is_asked_for(const McSession *self, McExamKind kind)
{
	return !mc_session_is_part(self) || (self->view.of_case.missing & 1u << kind) != 0;
}

/* ---- the code ---- */

static void
take_code(McSession *self, const McRecorderReply *reply)
{
	McView *view = &self->view;

	view->of_case = reply->of_case;
	if (self->is_resumed) {
		mc_session_event(self, MC_EVENT_RESUMED);
		return;
	}
	g_strlcpy(view->business, reply->choices.business, sizeof view->business);
	view->classes_chosen = reply->choices.classes;
	view->wears_hearing_aid = reply->choices.wears_hearing_aid;
	view->hearing_aid_answered = TRUE;
	view->glasses_answered = view->aids_answered = FALSE;
	if (self->state != MC_STATE_CASE)
		mc_session_event(self, MC_EVENT_CASE);
}

static void
on_code(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL) {
		mc_session_fault(self, error);
		return;
	}
	self->view.case_trouble = reply->case_trouble;
	if (reply->case_trouble == MC_CASE_TROUBLE_NONE)
		take_code(self, reply);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

void
mc_session_give_code(McSession *self, const char *code, gboolean by_clerk)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_CASE_CONTINUE);

	if (code == NULL || !self->view.may_give_code || mc_calls_busy(&self->calls))
		return;
	/* what is too long for a code is cut, and so is none */
	g_strlcpy(request.case_code, code, sizeof request.case_code);
	request.identity_source = by_clerk ? 1 : 0;
	mc_calls_ask(&self->calls, &request, on_code, self);
	explicit_bzero(&request, sizeof request);
}

/* ---- forward ---- */

static void
on_chosen(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL)
		mc_session_fault(self, error);
	else
		mc_session_event(self, MC_EVENT_CHOSEN);
}

/* Glasses are asked about only where there is something to see. */
void
mc_session_part_next(McSession *self)
{
	if (mc_session_wants_code(self))
		return;
	if (mc_session_is_asked_for(self, MC_EXAM_ACUITY)) {
		mc_session_event(self, MC_EVENT_NEXT);
		return;
	}
	self->view.has_glasses = FALSE;
	self->view.glasses_answered = self->view.aids_answered = TRUE;
	mc_session_send_choices(self, on_chosen);
}
