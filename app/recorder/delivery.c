/* What comes back through the spool: marks that a record left, receipts, refusals. */

#include "app/base/error.h"
#include "app/record/receipt.h"
#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define ONLINE_MINUTES 3 /* three beats of the courier */
#define AGAIN_MS 2000
#define PARKED_MAX 100000
#define REFUSED_A_DAY 20

gboolean
mc_recorder_is_online(McRecorder *self)
{
	return self->heard_us != 0 && mc_clock_now_us(self->clock) - self->heard_us <
	                                  (gint64)ONLINE_MINUTES * 60 * G_USEC_PER_SEC;
}

static void
on_silence(gpointer data)
{
	McRecorder *self = data;

	self->silence_timer = 0;
	self->heard_us = 0;
	mc_recorder_changed(self);
}

/* A courier that says nothing any more is as good as one that reaches nobody. */
static void
hear(McRecorder *self, gboolean reached)
{
	mc_clock_cancel(self->clock, &self->silence_timer);
	self->heard_us = reached ? MAX(mc_clock_now_us(self->clock), 1) : 0;
	if (reached)
		self->silence_timer =
		    mc_clock_after_ms(self->clock, ONLINE_MINUTES * 60 * 1000, on_silence, self);
}

static void
tell(McRecorder *self, guint64 seq)
{
	McRecordState record = {0};

	hear(self, TRUE);
	if (self->listener.record_state != NULL && mc_recorder_fill_record(self, seq, &record, NULL) &&
	    record.reference[0] != '\0')
		self->listener.record_state(&record, self->listener_data);
	mc_recorder_changed(self);
}

/* ---- receipts ---- */

static const char *
receipt_problem(McRecorder *self, const McReceipt *receipt, const McJournalEntry *entry)
{
	if (strcmp(receipt->kiosk, self->config.kiosk) != 0)
		return "it is for another kiosk";
	if (strcmp(receipt->journal, self->store.journal_id) != 0)
		return "it is for another journal";
	if (receipt->seq != entry->seq || strcmp(receipt->digest, entry->digest) != 0)
		return "it is for another record";
	return NULL;
}

gint64
mc_recorder_moment(McRecorder *self, gint64 stated_wall_us)
{
	McMoment now = mc_store_now(&self->store);

	if (now.quality == MC_CLOCK_BOUNDED &&
	    mc_civil_may_be(mc_store_civil(&self->store), stated_wall_us))
		return stated_wall_us;
	return now.at_wall_us;
}

/* Sealed by the gateway, and for exactly this record. */
static gboolean
receipt_is_good(McRecorder *self, GBytes *receipt, const McJournalEntry *entry, McReceipt *stated,
    GError **error)
{
	g_auto(McReceiptProof) proof = {0};
	const char *problem = NULL;

	mc_recorder_refresh_lists(self);
	if (!mc_receipt_proof_read(receipt, &proof, error))
		return FALSE;
	*stated = proof.stated;
	if (!mc_receipt_proof_holds(
	        &proof, self->gateway, mc_recorder_moment(self, stated->received_wall_us), error))
		return FALSE;
	problem = receipt_problem(self, stated, entry);
	return problem == NULL || mc_recorder_refuse(error, MC_ERROR_UNTRUSTED, problem);
}

/* A receipt also says how late it is; more, when its record was made in this boot. */
static void
learn_time(McRecorder *self, const McReceipt *receipt)
{
	McCivil *civil = mc_store_civil(&self->store);
	McJournalEntry entry = {0};
	McContentHead head;
	json_auto_t *body = NULL;

	if (mc_civil_wants_receipt(civil, receipt->received_wall_us) &&
	    mc_journal_get(self->store.journal, receipt->seq, TRUE, &entry, NULL) &&
	    mc_store_read(entry.envelope, &head, &body) && strcmp(head.boot, self->store.boot) == 0)
		mc_civil_receipt(civil, receipt->received_wall_us, head.mono_us);
	else
		mc_civil_not_before(civil, receipt->received_wall_us);
	mc_journal_entry_clear(&entry);
}

static gboolean
try_accept(McRecorder *self, guint64 seq, GBytes *receipt, GError **error)
{
	gint64 now_us = mc_store_now_us(&self->store);
	gboolean is_good = mc_journal_begin(self->store.journal, error);

	if (!is_good)
		return FALSE;
	is_good = mc_journal_set_accepted(self->store.journal, seq, receipt, now_us, error);
	mc_kill_point_pass(&self->store.kill, "receipt", "before-commit");
	is_good = is_good && mc_journal_commit(self->store.journal, error);
	if (!is_good)
		mc_journal_rollback(self->store.journal);
	mc_kill_point_pass(&self->store.kill, "receipt", "after-commit");
	return is_good;
}

static gboolean
accept_record(McRecorder *self, guint64 seq, GBytes *receipt, GError **error)
{
	GError *problem = NULL;

	if (try_accept(self, seq, receipt, &problem))
		return TRUE;
	if (mc_store_give_room(&self->store, problem)) {
		g_error_free(problem);
		return try_accept(self, seq, receipt, error);
	}
	g_propagate_error(error, problem);
	return FALSE;
}

static gboolean
chain_refusal(McRecorder *self, guint64 seq, GError **error)
{
	g_autoptr(McBatch) batch = NULL;

	if (!mc_quota_take(&self->refused_receipts, self->clock, REFUSED_A_DAY, G_TIME_SPAN_DAY))
		return TRUE;
	batch = mc_batch_new(&self->store);
	mc_batch_audit(batch, MC_AUDIT_RECEIPT_REFUSED, &(McAuditFacts){.record = seq});
	return mc_batch_commit(batch, error);
}

/* The parcel lies in the outbox again if the courier took a bad receipt for a good one. */
static gboolean
refuse_receipt(McRecorder *self, guint64 seq, GError **error)
{
	if (!chain_refusal(self, seq, error))
		return FALSE;
	self->store.outbox_next = 0;
	return TRUE;
}

static gboolean
clear_boxes(McRecorder *self, guint64 seq, GError **error)
{
	static const McSpoolBox boxes[] = {
	    MC_SPOOL_OUTBOX, MC_SPOOL_SENT, MC_SPOOL_PARKED, MC_SPOOL_RECEIPTS};

	/* The receipt goes last: until then everything can be done again. */
	for (guint i = 0; i < G_N_ELEMENTS(boxes); i++)
		if (!mc_spool_remove(self->store.spool, boxes[i], seq, error))
			return FALSE;
	return TRUE;
}

static gboolean
take_known_receipt(McRecorder *self, const McJournalEntry *entry, GBytes *receipt, GError **error)
{
	g_autoptr(GError) problem = NULL;
	McReceipt stated = {0};
	gint64 seq = (gint64)entry->seq;

	if (entry->accepted_wall_us != 0)
		return clear_boxes(self, entry->seq, error);
	if (!receipt_is_good(self, receipt, entry, &stated, &problem)) {
		g_warning("receipt of record %" G_GUINT64_FORMAT ": %s", entry->seq, problem->message);
		return refuse_receipt(self, entry->seq, error) &&
		       mc_spool_remove(self->store.spool, MC_SPOOL_RECEIPTS, entry->seq, error);
	}
	learn_time(self, &stated);
	if (!accept_record(self, entry->seq, receipt, error) || !clear_boxes(self, entry->seq, error))
		return FALSE;
	mc_recorder_tell_time(self);
	g_hash_table_remove(self->parked, &seq);
	tell(self, entry->seq);
	return TRUE;
}

static gboolean
take_receipt(McRecorder *self, guint64 seq, GError **error)
{
	McJournalEntry entry = {0};
	GError *problem = NULL;
	gboolean is_done = FALSE;
	g_autoptr(GBytes) receipt = mc_spool_get(self->store.spool, MC_SPOOL_RECEIPTS, seq, &problem);

	if (receipt == NULL && problem == NULL)
		return TRUE;
	if (receipt != NULL && mc_journal_get(self->store.journal, seq, FALSE, &entry, &problem)) {
		is_done = take_known_receipt(self, &entry, receipt, error);
		mc_journal_entry_clear(&entry);
		return is_done;
	}
	if (problem != NULL && g_error_matches(problem, MC_ERROR, MC_ERROR_STORAGE)) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	/* Too large, or for a record that was never made. */
	g_clear_error(&problem);
	return refuse_receipt(self, seq, error) &&
	       mc_spool_remove(self->store.spool, MC_SPOOL_RECEIPTS, seq, error);
}

/* ---- sent and parked ---- */

static gboolean
take_sent(McRecorder *self, guint64 seq, GError **error)
{
	McJournalEntry entry = {0};
	gboolean is_news = FALSE;
	GError *problem = NULL;

	if (mc_journal_get(self->store.journal, seq, FALSE, &entry, &problem)) {
		is_news = !entry.sent && entry.accepted_wall_us == 0;
		mc_journal_entry_clear(&entry);
	}
	if (problem == NULL && is_news && mc_journal_begin(self->store.journal, &problem)) {
		if (!mc_journal_set_sent(self->store.journal, seq, &problem) ||
		    !mc_journal_commit(self->store.journal, &problem))
			mc_journal_rollback(self->store.journal);
	}
	if (problem != NULL) {
		g_propagate_error(error, problem);
		return FALSE;
	}
	if (is_news)
		tell(self, seq);
	return TRUE;
}

/* The gateway's first code when it is a word; its text is for the technician's log. */
static void
parked_reason(GBytes *note, char *reason, gsize size)
{
	gsize length = 0;
	const char *text = g_bytes_get_data(note, &length);
	json_auto_t *json = length == 0 ? NULL : json_loadb(text, length, 0, NULL);
	const char *code = json_string_value(json_array_get(json_object_get(json, "codes"), 0));

	g_strlcpy(reason, "refused", size);
	if (code != NULL && strlen(code) <= 32 && *code != '\0' &&
	    strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(code))
		g_strlcpy(reason, code, size);
}

static char *
parked_text(McRecorder *self)
{
	GHashTableIter iter;
	gpointer key = NULL;
	json_auto_t *json = json_array();

	g_hash_table_iter_init(&iter, self->parked);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		json_array_append_new(json, json_integer(*(const gint64 *)key));
	return json_dumps(json, JSON_COMPACT);
}

/* A parked note about parking is not chained once more: a gateway that refuses everything would
 * make the chain grow for ever. */
static gboolean
take_parked(McRecorder *self, guint64 seq, GError **error)
{
	gint64 key = (gint64)seq;
	McJournalEntry entry = {0};
	char reason[33];
	gboolean is_fork = FALSE;
	g_autofree char *text = NULL;
	g_autoptr(McBatch) batch = NULL;
	g_autoptr(GBytes) note = NULL;

	if (g_hash_table_contains(self->parked, &key) || g_hash_table_size(self->parked) >= PARKED_MAX)
		return TRUE;
	note = mc_spool_get(self->store.spool, MC_SPOOL_PARKED, seq, error);
	if (note == NULL || !mc_journal_get(self->store.journal, seq, FALSE, &entry, error))
		return error == NULL || *error == NULL;
	parked_reason(note, reason, sizeof reason);
	g_hash_table_add(self->parked, g_memdup2(&key, sizeof key));
	text = parked_text(self);
	batch = mc_batch_new(&self->store);
	mc_batch_value(batch, MC_VALUE_PARKED, text);
	/* The gateway has another record in that place. */
	is_fork = strcmp(reason, "fork") == 0;
	if (is_fork)
		mc_batch_value(batch, MC_VALUE_ROLLED_BACK, "1");
	if (strcmp(entry.label, mc_audit_event_name(MC_AUDIT_RECORD_PARKED)) != 0)
		mc_batch_audit(
		    batch, MC_AUDIT_RECORD_PARKED, &(McAuditFacts){.record = seq, .reason = reason});
	mc_journal_entry_clear(&entry);
	if (!mc_batch_commit(batch, error)) {
		g_hash_table_remove(self->parked, &key);
		return FALSE;
	}
	self->rolled_back = self->rolled_back || is_fork;
	tell(self, seq);
	return TRUE;
}

/* ---- the watch ---- */

typedef gboolean (*McTake)(McRecorder *self, guint64 seq, GError **error);

static void look_again(gpointer data);

static void
look_into(McRecorder *self, McSpoolBox box)
{
	static const McTake takes[] = {[MC_SPOOL_RECEIPTS] = take_receipt,
	    [MC_SPOOL_PARKED] = take_parked,
	    [MC_SPOOL_SENT] = take_sent};
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(self->store.spool, box, &error);

	self->store.scope = "delivery";
	for (guint i = 0; list != NULL && i < list->len; i++)
		if (!takes[box](self, g_array_index(list, guint64, i), &error))
			break;
	if (error == NULL || self->spool_timer != 0)
		return;
	g_warning("delivery: %s (tried again by itself)", error->message);
	self->spool_timer = mc_clock_after_ms(self->clock, AGAIN_MS, look_again, self);
}

static const McSpoolBox watched[] = {MC_SPOOL_SENT, MC_SPOOL_RECEIPTS, MC_SPOOL_PARKED};

/* What could not be taken is told by no one a second time. */
static void
look_again(gpointer data)
{
	McRecorder *self = data;

	self->spool_timer = 0;
	for (guint i = 0; i < G_N_ELEMENTS(watched); i++)
		look_into(self, watched[i]);
}

static void
on_box(McSpoolBox box, gpointer data)
{
	McRecorder *self = data;

	look_into(self, box);
	mc_store_fill_outbox(&self->store);
}

/* Of one file: between two of them the courier is just writing. What lay there at the start says
 * nothing about now. */
static void
on_beat(McSpoolBox box, gpointer data)
{
	McRecorder *self = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(self->store.spool, box, &error);
	gboolean was_online = mc_recorder_is_online(self);
	g_autoptr(GBytes) head = NULL;

	if (error != NULL)
		g_warning("delivery: %s", error->message);
	if (list == NULL || list->len != 1)
		return;
	hear(self, g_array_index(list, guint64, 0) == MC_BEAT_REACHED);
	head = mc_spool_get(self->store.spool, box, g_array_index(list, guint64, 0), NULL);
	if (head != NULL)
		mc_recorder_hear_head(self, head);
	if (mc_recorder_is_online(self) != was_online)
		mc_recorder_changed(self);
	/* A disk fills while nobody asks anything, too. */
	mc_recorder_watch_storage(self);
}

void
mc_recorder_watch_spool(McRecorder *self)
{
	for (guint i = 0; i < G_N_ELEMENTS(watched); i++) {
		mc_spool_watch(self->store.spool, watched[i], on_box, self);
		look_into(self, watched[i]);
	}
	mc_spool_watch(self->store.spool, MC_SPOOL_BEAT, on_beat, self);
}
