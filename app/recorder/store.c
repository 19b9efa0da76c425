#include "app/recorder/store.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include "app/json/shape.h"
#include "app/record/parcel.h"
#include "app/recorder/values.h"
#include <stdlib.h>
#include <string.h>

#define PENDING_MAX 10000000
#define OUTBOX_AGAIN_MS 2000

void
mc_store_read_boot(McStore *self)
{
	g_autofree char *id = NULL;
	g_autofree char *digest = NULL;

	if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
		id = g_strdup("");
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, id, -1);
	g_strlcpy(self->boot, digest, sizeof self->boot);
}

gboolean
mc_store_init(McStore *self, GError **error)
{
	g_autofree char *id = mc_journal_get_value(self->journal, MC_VALUE_JOURNAL_ID, error);

	if (id == NULL || strlen(id) != 32) {
		if (error != NULL && *error == NULL)
			g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
			    "journal: it has no identity; make it with --provision");
		return FALSE;
	}
	g_strlcpy(self->journal_id, id, sizeof self->journal_id);
	mc_store_read_boot(self);
	self->scope = "start";
	self->is_writable = TRUE;
	return TRUE;
}

gboolean
mc_store_read(GBytes *envelope, McContentHead *head, json_t **body)
{
	g_autoptr(GBytes) content = envelope == NULL ? NULL : mc_seal_peek(envelope, NULL);

	return content != NULL && mc_content_read(content, head, body, NULL);
}

static gboolean
read_doubt(McStore *self, guint64 seq, McCivilDoubt *doubt)
{
	gint64 entry = 0;
	g_autofree char *text = mc_journal_get_value(self->journal, MC_VALUE_DOUBT, NULL);
	json_auto_t *json = text == NULL ? NULL : json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	McFields fields;

	mc_fields_begin(&fields, json, MC_VALUE_DOUBT);
	doubt->is_doubted = mc_fields_bool(&fields, "doubted");
	doubt->has_guess = mc_fields_has(&fields, "drift_us");
	if (doubt->has_guess)
		doubt->guess_drift_us = mc_fields_int64(&fields, "drift_us", G_MININT64, G_MAXINT64);
	doubt->last_us = mc_fields_int64(&fields, "last_us", 0, G_MAXINT64);
	doubt->is_disputed = mc_fields_has(&fields, "disputed") && mc_fields_bool(&fields, "disputed");
	if (mc_fields_has(&fields, "entry"))
		entry = mc_fields_int64(&fields, "entry", 1, MC_JSON_INTEGER_MAX);
	if (mc_fields_has(&fields, "sure_us"))
		doubt->sure_us = mc_fields_int64(&fields, "sure_us", 1, G_MAXINT64);
	/* Of another entry's bound it says nothing. */
	if ((guint64)entry != seq)
		doubt->sure_us = 0;
	return mc_fields_end(&fields, NULL);
}

gboolean
mc_store_keep_doubt(McStore *self, const McContentHead *entry, GError **error)
{
	McCivilDoubt doubt = mc_civil_doubt(mc_store_civil(self));
	json_auto_t *json = json_pack("{s:b, s:b, s:I, s:I}", "doubted", doubt.is_doubted, "disputed",
	    doubt.is_disputed, "entry", (json_int_t)entry->seq, "last_us", (json_int_t)doubt.last_us);
	char *text = NULL;
	gboolean is_kept = FALSE;

	if (entry->clock.quality != MC_CLOCK_BOUNDED && doubt.sure_us == 0) {
		json_decref(g_steal_pointer(&json));
		return TRUE;
	}
	if (doubt.sure_us != 0)
		json_object_set_new(json, "sure_us", json_integer(doubt.sure_us));

	if (doubt.has_guess)
		json_object_set_new(json, "drift_us", json_integer(doubt.guess_drift_us));
	text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	is_kept = mc_journal_set_value(self->journal, MC_VALUE_DOUBT, text, error);
	free(text);
	return is_kept;
}

static void
begin_civil(McStore *self)
{
	McJournalEntry newest = {0};
	McContentHead head;
	json_auto_t *body = NULL;
	McCivilDoubt doubt = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 seq = 0;
	gint64 from_us = 0;
	gint64 to_us = 0;

	mc_signer_validity(self->signer, &from_us, &to_us);
	mc_civil_init(&self->civil, self->clock, from_us, to_us == G_MAXINT64 ? 0 : to_us);
	mc_journal_head(self->journal, &seq, digest);
	if (seq > 0 && mc_journal_get(self->journal, seq, TRUE, &newest, NULL) &&
	    mc_store_read(newest.envelope, &head, &body))
		mc_civil_go_on(&self->civil, &head, strcmp(head.boot, self->boot) == 0,
		    read_doubt(self, seq, &doubt) ? &doubt : NULL);
	mc_journal_entry_clear(&newest);
}

McCivil *
mc_store_civil(McStore *self)
{
	if (self->civil.clock == NULL)
		begin_civil(self);
	return &self->civil;
}

void
mc_store_civil_certificate(McStore *self)
{
	gint64 from_us = 0;
	gint64 to_us = 0;

	mc_signer_validity(self->signer, &from_us, &to_us);
	mc_civil_certificate(mc_store_civil(self), from_us, to_us == G_MAXINT64 ? 0 : to_us);
}

McMoment
mc_store_now(McStore *self)
{
	return mc_civil_now(mc_store_civil(self));
}

gint64
mc_store_now_us(McStore *self)
{
	return mc_store_now(self).at_wall_us;
}

void
mc_store_clear(McStore *self)
{
	mc_ballast_clear(&self->ballast);
	mc_kill_point_clear(&self->kill);
	if (self->outbox_timer != 0)
		mc_clock_cancel(self->clock, &self->outbox_timer);
	g_clear_pointer(&self->spool, mc_spool_close);
	g_clear_pointer(&self->journal, mc_journal_close);
	g_clear_pointer(&self->signer, mc_signer_free);
}

gboolean
mc_store_give_room(McStore *self, const GError *problem)
{
	return g_error_matches(problem, MC_ERROR, MC_ERROR_STORAGE) && mc_ballast_drop(&self->ballast);
}

static gboolean
fill_one(McStore *self, guint64 seq, GError **error)
{
	McJournalEntry entry = {0};
	McParcel parcel = {0};
	g_autoptr(GBytes) bytes = NULL;
	gboolean is_done = FALSE;

	if (!mc_journal_get(self->journal, seq, TRUE, &entry, error))
		return FALSE;
	parcel = (McParcel){.envelope = entry.envelope, .personal = entry.personal};
	bytes = mc_parcel_write(&parcel);
	is_done = mc_spool_put(self->spool, MC_SPOOL_OUTBOX, seq, bytes, error);
	mc_journal_entry_clear(&entry);
	return is_done;
}

/* After a start: the folder may lack anything. Both lists ascend. */
static gboolean
fill_missing(McStore *self, GError **error)
{
	g_autoptr(GArray) pending = mc_journal_pending(self->journal, PENDING_MAX, error);
	g_autoptr(GArray) there =
	    pending == NULL ? NULL : mc_spool_list(self->spool, MC_SPOOL_OUTBOX, error);
	guint at = 0;

	if (there == NULL)
		return FALSE;
	for (guint i = 0; i < pending->len; i++) {
		guint64 seq = g_array_index(pending, guint64, i);

		while (at < there->len && g_array_index(there, guint64, at) < seq)
			at++;
		if (at < there->len && g_array_index(there, guint64, at) == seq)
			continue;
		if (!fill_one(self, seq, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
fill_new(McStore *self, guint64 head, GError **error)
{
	for (; self->outbox_next <= head; self->outbox_next++)
		if (!fill_one(self, self->outbox_next, error))
			return FALSE;
	return TRUE;
}

static void
fill_again(gpointer data)
{
	McStore *self = data;

	self->outbox_timer = 0;
	mc_store_fill_outbox(self);
}

/* The day's last record waits for no next one. */
static void
try_again(McStore *self, const GError *error)
{
	if (self->outbox_timer != 0)
		return;
	g_warning("outbox: not filled, tried again by itself: %s", error->message);
	self->outbox_timer = mc_clock_after_ms(self->clock, OUTBOX_AGAIN_MS, fill_again, self);
}

void
mc_store_fill_outbox(McStore *self)
{
	g_autoptr(GError) error = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 head = 0;

	mc_journal_head(self->journal, &head, digest);
	if (self->outbox_next > head)
		return;
	if (self->outbox_next != 0)
		fill_new(self, head, &error);
	else if (fill_missing(self, &error))
		self->outbox_next = head + 1;
	if (error != NULL)
		try_again(self, error);
	mc_kill_point_pass(&self->kill, self->scope, "after-spool");
}
