/* A new disk: the journal from a copy, and after it what the gateway had been given since. */

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/record/parcel.h"
#include "app/recorder/provision.h"
#include "app/recorder/rollover.h"
#include "app/recorder/store.h"
#include "app/recorder/values.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct Restore {
	McStore store;
	McVerifier *kiosks;
	guint added;
} Restore;

static gboolean
refuse(const char *name, const char *problem, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s: %s", name, problem);
	return FALSE;
}

/* ---- what was given back ---- */

static void
fill_entry(
    const McParcel *parcel, const McContentHead *head, const json_t *body, McJournalEntry *entry)
{
	const char *event = json_string_value(json_object_get(body, "event"));

	*entry = (McJournalEntry){.seq = head->seq,
	    .at_wall_us = head->at_wall_us,
	    .envelope = parcel->envelope,
	    .personal = parcel->personal};
	g_strlcpy(entry->type, head->type, sizeof entry->type);
	if (strcmp(head->type, "audit") == 0)
		g_strlcpy(entry->label, event != NULL ? event : "", sizeof entry->label);
	if (strcmp(head->type, "visit") == 0)
		mc_reference_write(head->kiosk, head->seq, entry->reference);
	mc_digest_hex(parcel->envelope, entry->digest);
}

/* The key may have changed since the copy was made. */
static gboolean
follow_key(Restore *self, const McContentHead *head, const json_t *body, GError **error)
{
	char next[MC_DIGEST_HEX_SIZE] = "";

	mc_seal_next_certificate(head, body, next);
	return *next == '\0' || mc_journal_set_value(self->store.journal, MC_VALUE_SIGNER, next, error);
}

static gboolean
append(Restore *self, const McParcel *parcel, const char *name, GError **error)
{
	McContentHead head;
	McContentHead last = {0};
	McJournalEntry entry;
	McSealedBy by;
	json_auto_t *body = NULL;
	g_autoptr(GBytes) peeked = mc_seal_peek(parcel->envelope, error);
	g_autoptr(GBytes) content = NULL;

	if (peeked == NULL || !mc_content_read(peeked, &head, &body, error))
		return FALSE;
	/* As of the moment that it states: the certificate may have run out since. */
	content = mc_seal_verify(self->kiosks, parcel->envelope, head.at_wall_us, &by, error);
	if (content == NULL || !mc_seal_is_of_then(&by, &head, error))
		return FALSE;
	mc_journal_head(self->store.journal, &last.seq, last.prev);
	if (strcmp(head.kiosk, self->store.kiosk) != 0 ||
	    strcmp(head.journal, self->store.journal_id) != 0)
		return refuse(name, "of another kiosk or journal than the copy", error);
	if (head.seq != last.seq + 1)
		return refuse(name, "a gap: records before it are missing", error);
	if (strcmp(head.prev, last.prev) != 0)
		return refuse(name, "it does not follow what the copy holds (a fork)", error);
	fill_entry(parcel, &head, body, &entry);
	self->added++;
	return mc_journal_append(self->store.journal, &entry, error) &&
	       follow_key(self, &head, body, error);
}

/* What the copy has already is passed over. */
static gboolean
take_file(Restore *self, const char *folder, guint64 seq, GError **error)
{
	g_autofree char *name = g_strdup_printf("%" G_GUINT64_FORMAT ".parcel", seq);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GBytes) bytes = NULL;
	McParcel parcel = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	guint64 head = 0;
	gboolean is_done = FALSE;

	mc_journal_head(self->store.journal, &head, digest);
	if (seq <= head)
		return TRUE;
	bytes = mc_file_bytes(path, error);
	if (bytes == NULL)
		return FALSE;
	is_done = mc_parcel_read(bytes, &parcel, error) && append(self, &parcel, name, error);
	mc_parcel_clear(&parcel);
	return is_done;
}

static int
by_number(gconstpointer a, gconstpointer b)
{
	guint64 x = *(const guint64 *)a;
	guint64 y = *(const guint64 *)b;

	return x < y ? -1 : x > y;
}

static GArray *
numbers_in(const char *folder, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint64));
	const char *name = NULL;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *end = NULL;
		guint64 seq = g_ascii_strtoull(name, &end, 10);

		if (seq > 0 && strcmp(end, ".parcel") == 0)
			g_array_append_val(numbers, seq);
	}
	g_array_sort(numbers, by_number);
	return numbers;
}

static gboolean
take_given_back(Restore *self, const char *folder, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GArray) numbers = numbers_in(folder, &problem);
	gboolean is_done = problem == NULL && mc_journal_begin(self->store.journal, error);

	if (problem != NULL)
		g_propagate_error(error, g_steal_pointer(&problem));
	for (guint i = 0; is_done && i < numbers->len; i++)
		is_done = take_file(self, folder, g_array_index(numbers, guint64, i), error);
	if (is_done)
		return mc_journal_commit(self->store.journal, error);
	mc_journal_rollback(self->store.journal);
	return FALSE;
}

/* ---- the copy ---- */

static gboolean
copy_journal(const char *copy, const char *journal, GError **error)
{
	g_autoptr(McJournal) source = NULL;

	if (g_file_test(journal, G_FILE_TEST_EXISTS)) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
		    "recorder/journal.db stands already: a journal is restored where there is none");
		return FALSE;
	}
	source = mc_journal_open(copy, FALSE, error);
	return source != NULL && mc_journal_check(source, error) &&
	       mc_journal_backup(source, journal, error);
}

/* What lies there belongs to the journal that was here. Numbers are all that it goes by: a parcel
 * would be sent, a note or receipt believed, for the record that now has its number. */
static gboolean
check_spool(Restore *self, const char *state_path, GError **error)
{
	static const McSpoolBox boxes[] = {
	    MC_SPOOL_OUTBOX, MC_SPOOL_SENT, MC_SPOOL_RECEIPTS, MC_SPOOL_PARKED};
	g_autofree char *path = g_build_filename(state_path, "spool", NULL);

	self->store.spool = mc_spool_open(path, error);
	for (guint i = 0; self->store.spool != NULL && i < G_N_ELEMENTS(boxes); i++) {
		g_autoptr(GArray) list = mc_spool_list(self->store.spool, boxes[i], error);

		if (list == NULL)
			return FALSE;
		if (list->len == 0)
			continue;
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
		    "spool: outbox, sent, receipts or parked holds files of the journal that was here: "
		    "move them away, and keep them with it");
		return FALSE;
	}
	return self->store.spool != NULL;
}

/* Before anything is added to the chain: what another key seals on it nobody would believe. */
static gboolean
check_key(Restore *self, GError **error)
{
	gboolean is_known = FALSE;

	if (!mc_rollover_is_known(&self->store, &is_known, error))
		return FALSE;
	if (is_known)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
	    "recorder/signing.crt: not the certificate that the copy's chain leads to; put the key and "
	    "certificate that sealed it back (and, if they were renewed since the copy, add "
	    "--given-back), or, if they are gone with the disk, hand the copy in at the gateway "
	    "(medcheck-gateway --hand-in COPY) and begin a new journal here (--provision)");
	return FALSE;
}

static gboolean
chain_restored(Restore *self, GError **error)
{
	g_autoptr(McBatch) batch = mc_batch_new(&self->store);
	McAuditFacts facts = {.added = self->added};
	char digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(self->store.journal, &facts.record, digest);
	mc_batch_audit(batch, MC_AUDIT_JOURNAL_RESTORED, &facts);
	/* This entry says that the chain goes on from before: the TPM need not find it out. */
	mc_batch_value(batch, MC_VALUE_TPM_COUNTER, NULL);
	mc_batch_value(batch, MC_VALUE_ROLLED_BACK, NULL);
	mc_batch_value(batch, MC_VALUE_BEHIND, NULL);
	return mc_batch_commit(batch, error);
}

static gboolean
restore(Restore *self, const char *state_path, const McRestoreFrom *from, GError **error)
{
	g_autofree char *folder = g_build_filename(state_path, "recorder", NULL);
	g_autofree char *journal = g_build_filename(folder, "journal.db", NULL);
	McRecorderConfig config;
	char digest[MC_DIGEST_HEX_SIZE];

	if (!mc_provision_config(folder, &config, digest, error))
		return FALSE;
	g_strlcpy(self->store.kiosk, config.kiosk, sizeof self->store.kiosk);
	self->store.signer = mc_provision_signer_of(folder, &config, error);
	if (self->store.signer == NULL || !check_spool(self, state_path, error) ||
	    !copy_journal(from->copy, journal, error))
		return FALSE;
	self->store.journal = mc_journal_open(journal, FALSE, error);
	if (self->store.journal == NULL || !mc_store_init(&self->store, error) ||
	    !mc_rollover_may_wait(&self->store, &config, digest, error))
		return FALSE;
	if (from->given_back != NULL) {
		self->kiosks = mc_verifier_new_from_file(from->roots, error);
		if (self->kiosks == NULL || !take_given_back(self, from->given_back, error))
			return FALSE;
	}
	return check_key(self, error) && chain_restored(self, error);
}

gboolean
mc_restore(
    const char *state_path, const McRestoreFrom *from, McClock *clock, guint *added, GError **error)
{
	g_autofree char *journal = g_build_filename(state_path, "recorder", "journal.db", NULL);
	Restore self = {.store = {.clock = clock, .scope = "restore"}};
	gboolean is_done = restore(&self, state_path, from, error);

	*added = self.added;
	g_clear_pointer(&self.kiosks, mc_verifier_free);
	/* Half a journal would stand in the way of the next try. */
	if (!is_done && self.store.journal != NULL) {
		g_clear_pointer(&self.store.journal, mc_journal_close);
		g_unlink(journal);
	}
	mc_store_clear(&self.store);
	return is_done;
}
