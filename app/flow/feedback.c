/* Complaint and praise on the last page (M8): asked, chained by the recorder, and the number told.
 */

#include "app/flow/session-private.h"
#include <string.h>

void
mc_session_feedback_forget(McSession *self)
{
	self->ports.recorder->forget(self->ports.recorder->self, &self->feedback);
	self->feedback = (McFeedback){.session = self};
	explicit_bzero(self->view.feedback_reference, sizeof self->view.feedback_reference);
}

static void
on_noted(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McFeedback *)data)->session;

	if (error != NULL)
		g_message("feedback: not noted: %s", error->message);
	else
		g_strlcpy(self->view.feedback_reference, reply->record.reference,
		    sizeof self->view.feedback_reference);
	self->feedback.busy = FALSE;
	self->feedback.done = TRUE;
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
}

static void
send(McSession *self, gboolean is_praise)
{
	McRecorderRequest request = {
	    .op = MC_RECORDER_FEEDBACK, .seq = self->view.record.seq, .flag = is_praise};

	if (self->feedback.busy || self->feedback.done)
		return;
	self->feedback.busy = TRUE;
	self->ports.recorder->request(self->ports.recorder->self, &request, on_noted, &self->feedback);
}

static gboolean
ask(McSession *self)
{
	if (self->state != MC_STATE_END)
		return FALSE;
	mc_session_feedback_forget(self);
	self->feedback.open = TRUE;
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
	return TRUE;
}

gboolean
mc_session_feedback_act(McSession *self, const McAct *act)
{
	if (!self->feedback.open)
		return act->kind == MC_ACT_COMPLAIN && ask(self);
	if (act->kind == MC_ACT_FEEDBACK) {
		send(self, act->number != 0);
		return TRUE;
	}
	if (act->kind != MC_ACT_NO && act->kind != MC_ACT_BACK && act->kind != MC_ACT_NEXT)
		return FALSE;
	mc_session_feedback_forget(self);
	mc_session_refresh(self, MC_CHANGE_OVERLAY);
	return TRUE;
}
