#ifndef MC_APP_JOURNAL_JOURNAL_H
#define MC_APP_JOURNAL_JOURNAL_H

/* The recorder's store: SQLite, WAL, synchronous=FULL, locking_mode=EXCLUSIVE, one owner process,
 * made and fsynced at provisioning. One transaction takes envelope, outbox entry, receipt-less
 * state and the steps of the running visit together; what returns TRUE is durable. Columns other
 * than the envelopes are caches that can be rebuilt from them. */

#include "app/record/content.h"
#include <glib.h>

typedef struct McJournal McJournal;

/* create: only at provisioning; fails when it exists (and without create when it does not).
 * MC_ERROR_STORAGE. */
McJournal *mc_journal_open(const char *path, gboolean create, GError **error);
void mc_journal_close(McJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McJournal, mc_journal_close)

/* Whether the file is sound for SQLite. It knows nothing of seals and chains: a changed byte inside
 * an envelope is sound. MC_ERROR_STORAGE with the first problem. */
gboolean mc_journal_check(McJournal *journal, GError **error);

/* A copy of the whole journal at this moment, durable when it returns: written beside, flushed and
 * renamed over an older file of the name. While the owner runs only the owner can make one. */
gboolean mc_journal_backup(McJournal *journal, const char *path, GError **error);

/* seq 0 and an all-zero digest when empty. */
void mc_journal_head(McJournal *journal, guint64 *seq, char digest[MC_DIGEST_HEX_SIZE]);

gboolean mc_journal_begin(McJournal *journal, GError **error);
gboolean mc_journal_commit(McJournal *journal, GError **error);
void mc_journal_rollback(McJournal *journal);

typedef struct McJournalEntry {
	guint64 seq;
	char type[24]; /* of the content */
	char label[48]; /* audit event or "", for lists */
	gint64 at_wall_us;
	char digest[MC_DIGEST_HEX_SIZE];
	GBytes *envelope;
	GBytes *personal; /* sealed personal part or NULL */
	char reference[48]; /* visits: reference number, else "" */
	char summary[96]; /* visits: outcome words for "today's visits", no personal data and no results
	                     (K5) */
	gboolean sent; /* given to the courier's box; accepted_wall_us != 0: receipt verified */
	gint64 accepted_wall_us;
	GBytes *receipt; /* gateway's envelope or NULL */
} McJournalEntry;
void mc_journal_entry_clear(McJournalEntry *entry);

/* Inside a transaction. seq must be head + 1. Puts it into the outbox table too. */
gboolean mc_journal_append(McJournal *journal, const McJournalEntry *entry, GError **error);
/* FALSE without error when there is no such entry. with_blobs: also envelope, personal, receipt. */
gboolean mc_journal_get(
    McJournal *journal, guint64 seq, gboolean with_blobs, McJournalEntry *entry, GError **error);
/* Newest first, of McJournalEntry without blobs (clear func set); type NULL = all. */
GPtrArray *mc_journal_list(
    McJournal *journal, const char *type, gint64 since_wall_us, guint limit, GError **error);
/* Entries of a type after a number. 0 with an error when that cannot be read. */
guint mc_journal_count(McJournal *journal, const char *type, guint64 after_seq, GError **error);
/* Not yet accepted, ascending, guint64. Answers from an index or counter, flat in the number of
 * records. */
GArray *mc_journal_pending(McJournal *journal, guint limit, GError **error);
guint64 mc_journal_pending_count(McJournal *journal);
gboolean mc_journal_set_sent(McJournal *journal, guint64 seq, GError **error);
gboolean mc_journal_set_accepted(
    McJournal *journal, guint64 seq, GBytes *receipt, gint64 at_wall_us, GError **error);

/* The running visit: an append-only list of small JSON steps, from which the recorder rebuilds it
 * after a power cut. Never personal data. Cleared in the transaction that appends its record or its
 * abort. */
gboolean mc_journal_step_append(McJournal *journal, const char *json, GError **error);
GPtrArray *mc_journal_steps(McJournal *journal, GError **error); /* of char*, in order */
gboolean mc_journal_steps_clear(McJournal *journal, GError **error);

/* Small durable settings: staff credentials, growing delay, pause, adopted devices. value NULL
 * removes. */
gboolean mc_journal_set_value(
    McJournal *journal, const char *key, const char *value, GError **error);
char *mc_journal_get_value(
    McJournal *journal, const char *key, GError **error); /* NULL when absent */
/* Of all whose keys begin with this, which is not empty. 0 with an error when that cannot be read.
 */
guint mc_journal_count_values(McJournal *journal, const char *beginning, GError **error);
gboolean mc_journal_clear_values(McJournal *journal, const char *beginning, GError **error);

#endif
