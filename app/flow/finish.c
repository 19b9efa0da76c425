#include "app/base/secret.h"
#include "app/flow/session-private.h"

#include <string.h>

/* ---- phone and signature ---- */

/* A copy of our own, so that the last one to let go wipes it. */
void
mc_session_set_signature(McSession *self, GBytes *bytes)
{
	gsize size = 0;
	const guint8 *from = bytes == NULL ? NULL : g_bytes_get_data(bytes, &size);

	g_clear_pointer(&self->signature, g_bytes_unref);
	self->view.has_signature = size > 0;
	if (size > 0)
		self->signature = mc_secret_new(from, size);
}

void
mc_session_set_phone(McSession *self, const char *digits)
{
	gsize length = digits == NULL ? 0 : strspn(digits, "0123456789");

	if (digits == NULL || digits[length] != '\0' || length >= sizeof self->view.phone)
		return;
	explicit_bzero(self->view.phone, sizeof self->view.phone);
	memcpy(self->view.phone, digits, length);
}

/* ---- judge ---- */

static void
on_judged(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL) {
		mc_session_fault(self, error);
		return;
	}
	self->judged = TRUE;
	self->view.verdicts = MIN(reply->verdicts, MC_CLASSES);
	memcpy(self->view.verdict, reply->verdict, sizeof self->view.verdict);
	mc_session_exam_lines(self);
	mc_session_refresh(self, MC_CHANGE_VIEW);
}

void
mc_session_judge(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_JUDGE);

	mc_session_exam_lines(self);
	mc_calls_ask(&self->calls, &request, on_judged, self);
}

/* ---- seal ---- */

static void
on_sealed(const McRecorderReply *reply, const GError *error, gpointer data)
{
	McSession *self = data;

	if (error != NULL) {
		mc_session_fault(self, error);
		return;
	}
	self->view.record = reply->record;
	self->view.of_case = reply->of_case;
	if (reply->verdicts > 0) {
		self->view.verdicts = MIN(reply->verdicts, MC_CLASSES);
		memcpy(self->view.verdict, reply->verdict, sizeof self->view.verdict);
	}
	/* sealed to the authority: the kiosk has no further use for it */
	mc_session_wipe_person(self);
	mc_session_event(self, MC_EVENT_SEALED);
}

void
mc_session_seal(McSession *self)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_VISIT_FINISH);

	memcpy(request.phone, self->view.phone, sizeof request.phone);
	request.signature_strokes = self->signature;
	mc_calls_ask(&self->calls, &request, on_sealed, self);
	explicit_bzero(&request, sizeof request);
}
