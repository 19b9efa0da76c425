#include "app/recorder/recorder.h"

#include "app/base/error.h"
#include "app/base/secret.h"
#include "app/journal/journal.h"
#include "app/link/words.h"
#include "app/record/time.h"
#include "app/recorder/roles.h"
#include "app/recorder/state.h"
#include <string.h>

#define JUMP_US (60 * G_USEC_PER_SEC)

static const McRecorderHandler handlers[MC_RECORDER_OPS] = {
    [MC_RECORDER_HELLO] = mc_recorder_hello,
    [MC_RECORDER_VISIT_BEGIN] = mc_recorder_visit_begin,
    [MC_RECORDER_VISIT_IDENTIFY] = mc_recorder_visit_identify,
    [MC_RECORDER_CASE_CONTINUE] = mc_recorder_case_continue,
    [MC_RECORDER_VISIT_CHOOSE] = mc_recorder_visit_choose,
    [MC_RECORDER_VISIT_DECLARE] = mc_recorder_visit_declare,
    [MC_RECORDER_EXAM_OPEN] = mc_recorder_exam_open,
    [MC_RECORDER_EXAM_ANSWER] = mc_recorder_exam_answer,
    [MC_RECORDER_EXAM_DISCARD] = mc_recorder_exam_discard,
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = mc_recorder_exam_acknowledge,
    [MC_RECORDER_EXAM_STOP] = mc_recorder_exam_stop,
    [MC_RECORDER_EVIDENCE] = mc_recorder_evidence,
    [MC_RECORDER_VISIT_JUDGE] = mc_recorder_visit_judge,
    [MC_RECORDER_VISIT_FINISH] = mc_recorder_visit_finish,
    [MC_RECORDER_VISIT_ABORT] = mc_recorder_visit_abort,
    [MC_RECORDER_RECORD_STATE] = mc_recorder_record_state,
    [MC_RECORDER_FEEDBACK] = mc_recorder_feedback,
    [MC_RECORDER_SLIP] = mc_recorder_slip,
    [MC_RECORDER_STATUS] = mc_recorder_status,
    [MC_RECORDER_HELP] = mc_recorder_help,
    [MC_RECORDER_ASSISTED] = mc_recorder_assisted,
    [MC_RECORDER_STAFF_SIGN_IN] = mc_recorder_staff_sign_in,
    [MC_RECORDER_STAFF_FIRST_PIN] = mc_recorder_staff_first_pin,
    [MC_RECORDER_STAFF_SIGN_OUT] = mc_recorder_staff_sign_out,
    [MC_RECORDER_SET_PAUSED] = mc_recorder_set_paused,
    [MC_RECORDER_TODAY] = mc_recorder_today,
    [MC_RECORDER_HELP_DONE] = mc_recorder_help_done,
    [MC_RECORDER_END_VISIT] = mc_recorder_end_visit,
    [MC_RECORDER_ADOPT] = mc_recorder_adopt,
    [MC_RECORDER_SELF_TEST] = mc_recorder_self_test,
    [MC_RECORDER_OUTBOX] = mc_recorder_outbox,
    [MC_RECORDER_EVENTS] = mc_recorder_events,
    [MC_RECORDER_CLOCK] = mc_recorder_clock,
    [MC_RECORDER_REFILL] = mc_recorder_refill,
    [MC_RECORDER_DEVICE_EVENT] = mc_recorder_device_event,
};

/* ---- shared ---- */

gboolean
mc_recorder_refuse(GError **error, McErrorCode code, const char *problem)
{
	g_set_error_literal(error, MC_ERROR, (gint)code, problem);
	return FALSE;
}

McDays
mc_recorder_days_ago(McRecorder *self, gint64 ago_us)
{
	McMoment now = mc_store_now(&self->store);
	gint32 guess = mc_time_day_in_shanghai(now.at_wall_us - ago_us);

	if (now.quality != MC_CLOCK_BOUNDED)
		return (McDays){guess, guess, guess};
	return (McDays){mc_time_day_in_shanghai(now.not_before_wall_us - ago_us), guess,
	    now.not_after_wall_us == 0 ? MC_VALID_LONG_TERM
	                               : mc_time_day_in_shanghai(now.not_after_wall_us - ago_us)};
}

McDays
mc_recorder_days(McRecorder *self)
{
	return mc_recorder_days_ago(self, 0);
}

gint32
mc_recorder_today_yyyymmdd(McRecorder *self)
{
	return mc_recorder_days(self).first;
}

static const McLoadedPack *
newest_in_force(McRecorder *self, gint32 first_yyyymmdd, gint32 last_yyyymmdd)
{
	const McLoadedPack *best = NULL;
	McDate first = {0};
	McDate last = {0};

	mc_date_from_yyyymmdd(first_yyyymmdd, &first);
	mc_date_from_yyyymmdd(last_yyyymmdd, &last);
	for (guint i = 0; i < self->packs->len; i++) {
		const McLoadedPack *loaded = g_ptr_array_index(self->packs, i);

		if (mc_rules_in_force(&loaded->pack, first, last) &&
		    (best == NULL || loaded->pack.version > best->pack.version))
			best = loaded;
	}
	return best;
}

/* A dead clock closes no kiosk: then it is the pack of the best guess, or one that may be in force.
 */
const McLoadedPack *
mc_recorder_pack_today(McRecorder *self)
{
	McDays days = mc_recorder_days(self);
	const McLoadedPack *pack = newest_in_force(self, days.guess, days.guess);

	return pack != NULL ? pack : newest_in_force(self, days.first, days.last);
}

const McLoadedPack *
mc_recorder_pack_of(McRecorder *self, const McRunning *running)
{
	for (guint i = 0; i < self->packs->len; i++) {
		const McLoadedPack *loaded = g_ptr_array_index(self->packs, i);

		if (strcmp(loaded->digest, running->pack_digest) == 0)
			return loaded;
	}
	return NULL;
}

void
mc_recorder_changed(McRecorder *self)
{
	g_autofree McHello *hello = NULL;

	mc_stock_tell(self);
	if (self->listener.changed == NULL)
		return;
	hello = g_new0(McHello, 1);
	mc_recorder_fill_hello(self, hello);
	self->listener.changed(hello, self->listener_data);
}

gint64
mc_recorder_drift_us(McRecorder *self)
{
	return mc_clock_wall_us(self->clock) -
	       mc_clock_now_us(self->clock) / (gint64)mc_clock_rate(self->clock);
}

/* ---- requests ---- */

static void
notice_clock_jump(McRecorder *self)
{
	gint64 drift_us = mc_recorder_drift_us(self);
	gint64 jump_us = drift_us - self->drift_us;
	g_autoptr(McBatch) batch = NULL;

	if (ABS(jump_us) < JUMP_US)
		return;
	batch = mc_batch_new(&self->store);
	mc_batch_audit(batch, MC_AUDIT_CLOCK_JUMP, &(McAuditFacts){.jump_us = jump_us});
	if (mc_batch_commit(batch, NULL))
		self->drift_us = drift_us;
}

void
mc_recorder_tell_time(McRecorder *self)
{
	McCivilNews *news = &mc_store_civil(&self->store)->news;
	McAuditFacts facts = {0};
	g_autoptr(McBatch) batch = NULL;

	/* A reference may have come since. */
	mc_store_now(&self->store);
	if (news->reason == NULL)
		return;
	facts = (McAuditFacts){.reason = news->reason, .moved_us = news->by_us};
	batch = mc_batch_new(&self->store);
	mc_batch_audit(batch, MC_AUDIT_TIME_CONTRADICTED, &facts);
	if (mc_batch_commit(batch, NULL) && news->reason == facts.reason)
		*news = (McCivilNews){0};
}

static gboolean
is_of_other_visit(const McRecorder *self, const McRecorderRequest *request)
{
	if (request->visit_id[0] == '\0' || self->current == NULL)
		return FALSE;
	/* Finished ones may be asked for again. */
	return request->op != MC_RECORDER_VISIT_FINISH &&
	       strcmp(request->visit_id, self->current->visit->visit_id) != 0;
}

static gboolean
is_allowed(McRecorder *self, const McRecorderRequest *request, GError **error)
{
	const char *problem = mc_roles_problem(request->op, self->staff.role, self->current != NULL);

	if (problem != NULL && self->staff.has_expired && self->staff.role == MC_STAFF_NONE)
		problem = "the session has ended by itself; sign in again";
	if (problem == NULL && is_of_other_visit(self, request))
		problem = "it is for a visit that is not running";
	if (problem == NULL)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_REFUSED, "%s: %s", mc_recorder_op_name(request->op), problem);
	return FALSE;
}

/* What waits for the office is part of the greeting. */
static void
tell_growth(McRecorder *self)
{
	guint64 seq = 0;
	char digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(self->store.journal, &seq, digest);
	if (seq == self->told_seq)
		return;
	self->told_seq = seq;
	mc_recorder_changed(self);
}

/* Of the counter's list: they say whose checks they were. */
static void
forget_lines(McRecorder *self)
{
	mc_secret_empty(self->lines);
}

gboolean
mc_recorder_handle(
    McRecorder *self, const McRecorderRequest *request, McRecorderReply *reply, GError **error)
{
	gboolean is_done = FALSE;

	memset(reply, 0, sizeof *reply);
	reply->op = request->op;
	forget_lines(self);
	self->store.scope = mc_recorder_op_name(request->op);
	notice_clock_jump(self);
	mc_recorder_tell_time(self);
	if (!is_allowed(self, request, error))
		return FALSE;
	if (self->staff.role != MC_STAFF_NONE)
		self->staff.active_us = mc_clock_now_us(self->clock);
	is_done = handlers[request->op](self, request, reply, error);
	tell_growth(self);
	mc_recorder_expire(self);
	mc_recorder_watch_storage(self);
	return is_done;
}

void
mc_recorder_set_listener(McRecorder *self, const McRecorderListener *listener, gpointer data)
{
	self->listener = listener == NULL ? (McRecorderListener){0} : *listener;
	self->listener_data = data;
}

void
mc_recorder_glass_left(McRecorder *self)
{
	g_autoptr(GError) error = NULL;

	self->store.scope = "glass-left";
	if (!mc_recorder_session_end(self, &error))
		g_warning("staff: the end of a session could not be chained: %s", error->message);
}

void
mc_recorder_before_reply(McRecorder *self)
{
	mc_kill_point_pass(&self->store.kill, self->store.scope, "before-reply");
}

gint64
mc_recorder_glass_uid(const McRecorder *self)
{
	return self->config.glass_uid;
}
