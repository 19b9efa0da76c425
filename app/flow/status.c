/* What became of an earlier check (C16): the code of its slip, and what the recorder knows of it.
 * The recorder says at first what it knows, and that something has changed when it knows more. */

#include "app/flow/session-private.h"
#include <string.h>

void
mc_session_status_forget(McSession *self)
{
	self->ports.recorder->forget(self->ports.recorder->self, &self->question);
	explicit_bzero(&self->question, sizeof self->question);
	explicit_bzero(&self->view.status, sizeof self->view.status);
	self->question.session = self;
}

static void
on_status(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = ((McStatusQuestion *)data)->session;

	if (error == NULL) {
		self->view.status = reply->status;
	} else {
		g_message("status: not told: %s", error->message);
		self->view.status = (McSlipStatus){.outcome = MC_STATUS_UNREACHED, .is_unreached = TRUE};
	}
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

static void
send(McSession *self, gboolean is_new)
{
	McRecorderRequest request = {.op = MC_RECORDER_STATUS, .flag = is_new};

	g_strlcpy(request.case_code, self->question.code, sizeof request.case_code);
	self->ports.recorder->request(self->ports.recorder->self, &request, on_status, &self->question);
}

void
mc_session_status_give(McSession *self, const char *code)
{
	mc_session_status_forget(self);
	/* what is too long for a code is cut, and so is none */
	g_strlcpy(self->question.code, code != NULL ? code : "", sizeof self->question.code);
	send(self, TRUE);
}

void
mc_session_status_again(McSession *self)
{
	if (self->state == MC_STATE_STATUS && self->view.status.is_asking)
		send(self, FALSE);
}
