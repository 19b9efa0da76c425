/* The steps of the visits that lie in the journal: written, rewritten, ended. */

#include "app/base/error.h"
#include "app/link/words.h"
#include "app/recorder/state.h"
#include <string.h>

#define CORRECTION_US (60 * G_USEC_PER_SEC) /* a wall clock may be corrected by this much */

gboolean
mc_recorder_steps(McRecorder *self, McBatch *batch, json_t *taken, GError **error)
{
	json_auto_t *steps = taken;
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	gint64 now_us = mc_clock_now_us(self->clock);

	for (gsize i = 0; i < json_array_size(steps); i++) {
		char *text = json_dumps(json_array_get(steps, i), JSON_COMPACT);

		if (text == NULL)
			return mc_recorder_refuse(error, MC_ERROR_BAD_INPUT, "visit: a text is not UTF-8");
		g_ptr_array_add(texts, text);
		mc_batch_step(batch, text);
	}
	if (!mc_batch_commit(batch, error))
		return FALSE;
	for (guint i = 0; i < texts->len; i++)
		if (!mc_running_apply(self->current, g_ptr_array_index(texts, i), now_us, error))
			return FALSE;
	return TRUE;
}

gboolean
mc_recorder_step(McRecorder *self, McBatch *batch, json_t *step, GError **error)
{
	json_t *steps = json_array();

	json_array_append_new(steps, step);
	return mc_recorder_steps(self, batch, steps, error);
}

static void
batch_steps(McBatch *batch, const McRunning *running)
{
	for (guint i = 0; running != NULL && i < running->steps->len; i++)
		mc_batch_step(batch, g_ptr_array_index(running->steps, i));
}

void
mc_recorder_rewrite_steps(McBatch *batch, const McRunning *remains, const McRunning *current)
{
	mc_batch_clear_steps(batch);
	batch_steps(batch, remains);
	batch_steps(batch, current);
}

void
mc_recorder_batch_abort(
    McBatch *batch, const McRunning *running, McAbortReason reason, const char *by)
{
	McAuditFacts facts = {
	    .visit_id = running->visit->visit_id, .reason = mc_abort_reason_name(reason), .staff = by};

	mc_batch_audit(
	    batch, by == NULL ? MC_AUDIT_VISIT_ABORTED : MC_AUDIT_VISIT_ENDED_BY_CLERK, &facts);
	mc_stock_batch_visit(batch, running->visit);
}

static gint64
patience_us(const McRecorder *self)
{
	return (gint64)self->config.resume_minutes * 60 * G_USEC_PER_SEC;
}

/* By the monotonic clock: a corrected wall clock ends no visit. */
static gboolean
is_stale(McRecorder *self, const McRunning *running)
{
	return running != NULL &&
	       mc_clock_now_us(self->clock) - running->touched_us >= patience_us(self);
}

static void
on_expiry(gpointer data)
{
	McRecorder *self = data;

	self->expiry_timer = 0;
	mc_recorder_expire(self);
}

static void
watch_expiry(McRecorder *self)
{
	mc_clock_cancel(self->clock, &self->expiry_timer);
	if (self->current != NULL || self->remains != NULL)
		self->expiry_timer =
		    mc_clock_after_ms(self->clock, (guint)(patience_us(self) / 4000) + 1, on_expiry, self);
}

static void
end_stale(McRecorder *self, gboolean current_is_stale, gboolean remains_are_stale)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	g_autoptr(GError) error = NULL;

	if (remains_are_stale)
		mc_recorder_batch_abort(batch, self->remains, MC_ABORT_RESTART, NULL);
	if (current_is_stale)
		mc_recorder_batch_abort(batch, self->current, MC_ABORT_WALKED_AWAY, NULL);
	mc_recorder_rewrite_steps(
	    batch, remains_are_stale ? NULL : self->remains, current_is_stale ? NULL : self->current);
	if (!mc_batch_commit(batch, &error)) {
		g_warning("visit: what nobody resumed could not be ended: %s", error->message);
		return;
	}
	if (remains_are_stale)
		g_clear_pointer(&self->remains, mc_running_free);
	if (current_is_stale)
		g_clear_pointer(&self->current, mc_running_free);
	mc_recorder_settle_evidence(self);
	mc_recorder_changed(self);
}

void
mc_recorder_expire(McRecorder *self)
{
	gboolean current_is_stale = is_stale(self, self->current);
	gboolean remains_are_stale = is_stale(self, self->remains);

	if (current_is_stale || remains_are_stale)
		end_stale(self, current_is_stale, remains_are_stale);
	watch_expiry(self);
}

/* Over a restart only the wall clock knows how long it was; one that went back by more than it is
 * corrected by says nothing, and then the visit is over. */
static void
set_age(McRecorder *self, McRunning *running)
{
	gint64 age_us = 0;

	if (running == NULL)
		return;
	age_us = mc_store_now_us(&self->store) - running->touched_wall_us;
	if (age_us < -CORRECTION_US)
		age_us = patience_us(self);
	running->touched_us = mc_clock_now_us(self->clock) - CLAMP(age_us, 0, patience_us(self));
	running->began_us = running->touched_us;
	running->was_restarted = TRUE;
}

static gboolean
rebuild_one(McRecorder *self, const char *step, GError **error)
{
	gboolean begins = mc_running_step_is(step, "begin");

	if (begins && self->current == NULL)
		self->current = mc_running_new();
	else if (mc_running_step_is(step, "resume") && self->current == NULL)
		self->current = g_steal_pointer(&self->remains);
	else if (begins)
		return mc_recorder_refuse(error, MC_ERROR_STORAGE, "journal: two visits at once");
	if (self->current == NULL)
		return mc_recorder_refuse(error, MC_ERROR_STORAGE, "journal: a visit without a beginning");
	if (!mc_running_apply(self->current, step, mc_clock_now_us(self->clock), error))
		return FALSE;
	if (mc_running_step_is(step, "left") && self->remains == NULL)
		self->remains = g_steal_pointer(&self->current);
	return TRUE;
}

/* recorder.json was edited by hand and the recorder started again: what was measured under the old
 * one cannot be recorded as if it had been under the new one. */
static gboolean
is_of_other_configuration(const McRecorder *self, const McRunning *running)
{
	return running != NULL && running->configuration_sha256[0] != '\0' &&
	       strcmp(running->configuration_sha256, self->configuration_sha256) != 0;
}

static gboolean
rebuild(McRecorder *self, const GPtrArray *steps, GError **error)
{
	for (guint i = 0; i < steps->len; i++)
		if (!rebuild_one(self, g_ptr_array_index(steps, i), error))
			return FALSE;
	if (self->current != NULL && mc_recorder_pack_of(self, self->current) == NULL)
		return mc_recorder_refuse(
		    error, MC_ERROR_STORAGE, "journal: a visit under a rule pack that is gone");
	if (is_of_other_configuration(self, self->current) ||
	    is_of_other_configuration(self, self->remains))
		return mc_recorder_refuse(
		    error, MC_ERROR_STORAGE, "journal: a visit under another recorder.json");
	return TRUE;
}

/* What cannot be understood must not lock the kiosk: it is said, chained and dropped. */
static gboolean
drop_all(McRecorder *self, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	if (self->remains != NULL)
		mc_recorder_batch_abort(batch, self->remains, MC_ABORT_FAULT, NULL);
	if (self->current != NULL && self->current->visit->visit_id[0] != '\0')
		mc_recorder_batch_abort(batch, self->current, MC_ABORT_FAULT, NULL);
	mc_batch_clear_steps(batch);
	g_clear_pointer(&self->current, mc_running_free);
	g_clear_pointer(&self->remains, mc_running_free);
	return mc_batch_commit(batch, error);
}

gboolean
mc_recorder_rebuild(McRecorder *self, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GPtrArray) steps = mc_journal_steps(self->store.journal, error);

	if (steps == NULL)
		return FALSE;
	if (!rebuild(self, steps, &problem)) {
		g_warning("visit: cannot be continued: %s", problem->message);
		return drop_all(self, error);
	}
	set_age(self, self->current);
	set_age(self, self->remains);
	mc_recorder_expire(self);
	return TRUE;
}
