/* With each heartbeat the gateway says how far it has this kiosk's chain. Everything of the journal
 * is made here first: a record that the gateway has and the journal has not means that this is an
 * old copy of the disk, or that a copy of it goes on elsewhere. Nobody seals that answer, so it
 * closes no kiosk: it is chained, and people are called. */

#include "app/recorder/state.h"
#include "app/recorder/values.h"
#include <string.h>

#define ANSWER_SIZE_MAX 4096

typedef struct Head {
	const char *journal, *digest; /* borrowed of the JSON */
	guint64 seq;
} Head;

static gboolean
read_head(const json_t *json, Head *head)
{
	head->journal = json_string_value(json_object_get(json, "journal"));
	head->digest = json_string_value(json_object_get(json, "digest"));
	head->seq = (guint64)MAX(json_integer_value(json_object_get(json, "seq")), 0);
	return head->journal != NULL && head->digest != NULL && head->seq > 0;
}

/* Of an earlier journal of this kiosk it says nothing. */
static gboolean
is_missing_here(McRecorder *self, const Head *head, GError **error)
{
	McJournalEntry entry = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 own = 0;
	gboolean is_other = FALSE;

	if (strcmp(head->journal, self->store.journal_id) != 0)
		return FALSE;
	mc_journal_head(self->store.journal, &own, digest);
	if (head->seq > own)
		return TRUE;
	if (!mc_journal_get(self->store.journal, head->seq, FALSE, &entry, error))
		return FALSE;
	is_other = strcmp(entry.digest, head->digest) != 0;
	mc_journal_entry_clear(&entry);
	return is_other;
}

static gboolean
chain(McRecorder *self, guint64 seq, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);

	mc_batch_audit(batch, MC_AUDIT_JOURNAL_BEHIND_GATEWAY, &(McAuditFacts){.record = seq});
	mc_batch_value(batch, MC_VALUE_ROLLED_BACK, "1");
	mc_batch_value(batch, MC_VALUE_BEHIND, "1");
	return mc_batch_commit(batch, error);
}

void
mc_recorder_hear_head(McRecorder *self, GBytes *answer)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(answer, &size);
	json_auto_t *json = NULL;
	g_autoptr(GError) error = NULL;
	Head head;

	if (self->behind_told || size == 0 || size > ANSWER_SIZE_MAX)
		return;
	json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	if (!read_head(json, &head) || !is_missing_here(self, &head, &error)) {
		if (error != NULL)
			g_warning("head: not compared: %s", error->message);
		return;
	}
	self->store.scope = "delivery";
	self->behind_told = chain(self, head.seq, &error);
	self->rolled_back = self->rolled_back || self->behind_told;
	if (!self->behind_told)
		g_warning("head: not chained, tried again with the next heartbeat: %s", error->message);
	mc_recorder_changed(self);
}
