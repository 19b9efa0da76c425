/* How an exam is left: done, stated as not done with its reason, or with nothing to measure at all.
 */

#include "app/flow/session-private.h"

#include "app/base/error.h"

/* Memory, judgement and reaction are practised by those whom the authority will test. */
gboolean
mc_session_offers(const McSession *self, McExamKind kind)
{
	const McHello *hello = &self->view.hello;

	return mc_readiness_is_run_here(kind, hello) && mc_session_is_asked_for(self, kind) &&
	       (kind != MC_EXAM_REACTION || mc_readiness_age_years(self->view.identity.birth_yyyymmdd,
	                                        mc_session_today(self)) >= hello->reaction_from_years);
}

McSlot *
mc_session_exam_slot(McSession *self, McExamKind *kind, McCorrection *correction)
{
	mc_session_exam_of(self->state, kind, correction);
	return &self->slot[mc_slot_of(*kind, *correction)];
}

gboolean
mc_session_nothing_to_measure_with(const McSession *self)
{
	const guint32 ours = MC_REASON_NO_DEVICE | MC_REASON_DEVICE_LOST | MC_REASON_UNCALIBRATED;

	for (guint i = 0; i < MC_SLOTS; i++)
		if (mc_readiness_measures((McExamKind)i) &&
		    (self->slot[i].done || (self->slot[i].reasons & ~ours) != 0))
			return FALSE;
	return TRUE;
}

void
mc_session_exam_leave(McSession *self, McVisitEvent event)
{
	gboolean last = mc_visit_move(self->state, MC_EVENT_EXAM_SKIPPED).next == MC_STATE_SUMMARY;

	self->open_when_ready = FALSE;
	if (last && event != MC_EVENT_EXAM_READY && mc_session_nothing_to_measure_with(self))
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
		mc_session_exam_leave(self, MC_EVENT_EXAM_SKIPPED);
}

/* The record says too that it was not done here, and why. */
void
mc_session_exam_skip(McSession *self, McReason reason)
{
	McRecorderRequest request = mc_session_request(self, MC_RECORDER_EXAM_STOP);

	mc_session_exam_slot(self, &request.exam, &request.correction)->reasons |= (guint32)reason;
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
	if (self->slot[MC_EXAM_ACUITY].resumed)
		mc_session_exam_skip(self, MC_REASON_STOPPED);
	else
		mc_session_event(self, MC_EVENT_EXAM_SKIPPED);
}

void
mc_session_leave_practice(McSession *self)
{
	if (self->drive.running)
		mc_exam_drive_stop(&self->drive, MC_REASON_STOPPED);
	else if (!mc_calls_busy(&self->calls))
		mc_session_exam_skip(self, MC_REASON_STOPPED);
}
