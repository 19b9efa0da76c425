/* The end of a day: chained, and the journal copied. */

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/record/time.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"

#define LOOK_AGAIN_MS (30u * 60 * 1000)
#define GENERATIONS 7

typedef struct McClosed {
	gint32 day_yyyymmdd;
	guint64 seq;
} McClosed;

/* FALSE without error: no day was closed yet. */
static gboolean
read_closed(McRecorder *self, McClosed *closed, GError **error)
{
	g_autofree char *text = mc_journal_get_value(self->store.journal, MC_VALUE_CLOSED, error);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, 0, NULL);
	McFields fields;

	*closed = (McClosed){0};
	if (json == NULL)
		return FALSE;
	mc_fields_begin(&fields, json, MC_VALUE_CLOSED);
	closed->day_yyyymmdd = mc_fields_int32(&fields, "day", 19700101, 99991231);
	closed->seq = (guint64)mc_fields_int64(&fields, "seq", 0, G_MAXINT64);
	return mc_fields_end(&fields, error);
}

static void
batch_closed(McBatch *batch, gint32 day_yyyymmdd, guint64 seq)
{
	json_auto_t *json = json_pack("{si sI}", "day", day_yyyymmdd, "seq", (json_int_t)seq);
	char *text = json_dumps(json, JSON_COMPACT);

	mc_batch_value(batch, MC_VALUE_CLOSED, text);
	free(text);
}

/* What was chained since the close before, up to the head. */
static gboolean
close_day(McRecorder *self, const McClosed *closed, gint32 today_yyyymmdd, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	GError *problem = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	McAuditFacts facts = {.day = (guint)closed->day_yyyymmdd};

	mc_journal_head(self->store.journal, &facts.record, digest);
	facts.visits = mc_journal_count(self->store.journal, "visit", closed->seq, &problem);
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	facts.tpm_counter = mc_batch_counter(batch);
	mc_batch_audit(batch, MC_AUDIT_DAILY_CLOSE, &facts);
	batch_closed(batch, today_yyyymmdd, facts.record);
	if (!mc_batch_commit(batch, error))
		return FALSE;
	mc_store_tell_counter(&self->store);
	return TRUE;
}

static gboolean
begin_counting(McRecorder *self, gint32 today_yyyymmdd, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	batch_closed(batch, today_yyyymmdd, 0);
	return mc_batch_commit(batch, error);
}

static gboolean
chain_backup(McRecorder *self, gboolean is_made, guint64 head, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_audit(batch, is_made ? MC_AUDIT_BACKUP_MADE : MC_AUDIT_BACKUP_FAILED,
	    &(McAuditFacts){.record = head});
	return mc_batch_commit(batch, error);
}

/* The weekday's copy is written over a week later. */
gboolean
mc_recorder_backup(McRecorder *self, GError **error)
{
	gint64 days = mc_store_now_us(&self->store) / (24 * G_TIME_SPAN_HOUR);
	g_autofree char *path =
	    g_strdup_printf("%s/journal-%d.db", self->config.backup_folder, (int)(days % GENERATIONS));
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 head = 0;
	GError *problem = NULL;

	if (self->config.backup_folder[0] == '\0')
		return mc_recorder_refuse(
		    error, MC_ERROR_REFUSED, "backup: recorder.json names no backup_folder");
	if (self->current != NULL)
		return mc_recorder_refuse(error, MC_ERROR_REFUSED, "backup: a visit is running");
	mc_journal_head(self->store.journal, &head, digest);
	if (!mc_journal_backup(self->store.journal, path, &problem)) {
		chain_backup(self, FALSE, 0, NULL);
		g_propagate_error(error, problem);
		return FALSE;
	}
	return chain_backup(self, TRUE, head, error);
}

static void
end_day(McRecorder *self, const McClosed *closed, gint32 today_yyyymmdd)
{
	g_autoptr(GError) error = NULL;

	if (!close_day(self, closed, today_yyyymmdd, &error)) {
		g_warning("day: not closed, tried again later: %s", error->message);
		return;
	}
	if (self->config.backup_folder[0] != '\0' && !mc_recorder_backup(self, &error))
		g_warning("day: no copy of the journal was made: %s", error->message);
}

static void
on_day(gpointer data)
{
	McRecorder *self = data;

	self->day_timer = 0;
	self->store.scope = "day";
	mc_recorder_watch_day(self);
}

/* Where no clock is believed, a pack's word ends no day. */
static gint64
sure_us(McRecorder *self)
{
	McMoment now = mc_store_now(&self->store);

	return now.quality != MC_CLOCK_BOUNDED ? now.at_wall_us
	                                       : mc_civil_sure_us(mc_store_civil(&self->store));
}

/* A day that ends while somebody is there waits for him. A clock that went back closes nothing. */
void
mc_recorder_watch_day(McRecorder *self)
{
	gint32 today_yyyymmdd = mc_recorder_today_yyyymmdd(self);
	gint64 now_us = sure_us(self);
	gint32 sure_yyyymmdd = mc_time_day_in_shanghai(now_us);
	g_autoptr(GError) error = NULL;
	McClosed closed;

	if (self->told_day != 0 && self->told_day != today_yyyymmdd)
		mc_recorder_changed(self);
	self->told_day = today_yyyymmdd;
	if (!read_closed(self, &closed, &error)) {
		if (error != NULL || !begin_counting(self, sure_yyyymmdd, &error))
			g_warning("day: %s", error->message);
	} else if (sure_yyyymmdd > closed.day_yyyymmdd && self->current == NULL) {
		end_day(self, &closed, sure_yyyymmdd);
	}
	mc_day_data_shred(self, now_us);
	mc_clock_cancel(self->clock, &self->day_timer);
	self->day_timer = mc_clock_after_ms(self->clock, LOOK_AGAIN_MS, on_day, self);
}
