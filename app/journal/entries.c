#include "app/journal/journal.h"

#include "app/base/error.h"
#include "app/journal/sql.h"
#include <string.h>

void
mc_journal_entry_clear(McJournalEntry *entry)
{
	g_clear_pointer(&entry->envelope, g_bytes_unref);
	g_clear_pointer(&entry->personal, g_bytes_unref);
	g_clear_pointer(&entry->receipt, g_bytes_unref);
	memset(entry, 0, sizeof *entry);
}

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "journal: %s", problem);
	return FALSE;
}

static gboolean
check(McJournal *journal, const McJournalEntry *entry, const char *digest, GError **error)
{
	if (sqlite3_get_autocommit(journal->db) != 0)
		return refuse(error, "an entry outside a transaction");
	if (entry->seq != journal->head_seq + 1)
		return refuse(error, "an entry that does not follow the head");
	if (strcmp(entry->digest, digest) != 0)
		return refuse(error, "an entry whose digest is not that of its envelope");
	return TRUE;
}

static void
bind_text(sqlite3_stmt *statement, int at, const char *text)
{
	sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

static gboolean
insert(McJournal *journal, const McJournalEntry *entry, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_APPEND);

	sqlite3_bind_int64(statement, 1, (gint64)entry->seq);
	bind_text(statement, 2, entry->type);
	bind_text(statement, 3, entry->label);
	sqlite3_bind_int64(statement, 4, entry->at_wall_us);
	bind_text(statement, 5, entry->digest);
	bind_text(statement, 6, entry->reference);
	bind_text(statement, 7, entry->summary);
	if (!mc_sql_run(journal, MC_SQL_APPEND, "cannot append", error))
		return FALSE;
	statement = mc_sql(journal, MC_SQL_APPEND_BLOBS);
	sqlite3_bind_int64(statement, 1, (gint64)entry->seq);
	mc_sql_bind_bytes(statement, 2, entry->envelope);
	mc_sql_bind_bytes(statement, 3, entry->personal);
	return mc_sql_run(journal, MC_SQL_APPEND_BLOBS, "cannot append", error);
}

gboolean
mc_journal_append(McJournal *journal, const McJournalEntry *entry, GError **error)
{
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(entry->envelope, digest);
	if (!check(journal, entry, digest, error) || !insert(journal, entry, error))
		return FALSE;
	sqlite3_bind_int64(mc_sql(journal, MC_SQL_APPEND_OUTBOX), 1, (gint64)entry->seq);
	if (!mc_sql_run(journal, MC_SQL_APPEND_OUTBOX, "cannot append to the outbox", error))
		return FALSE;
	if (!mc_sql_run(journal, MC_SQL_COUNT_UP, "cannot count", error))
		return FALSE;
	journal->head_seq = entry->seq;
	g_strlcpy(journal->head_digest, digest, sizeof journal->head_digest);
	return TRUE;
}

static void
take_row(sqlite3_stmt *row, McJournalEntry *entry)
{
	memset(entry, 0, sizeof *entry);
	entry->seq = (guint64)sqlite3_column_int64(row, 0);
	mc_sql_text(row, 1, entry->type, sizeof entry->type);
	mc_sql_text(row, 2, entry->label, sizeof entry->label);
	entry->at_wall_us = sqlite3_column_int64(row, 3);
	mc_sql_text(row, 4, entry->digest, sizeof entry->digest);
	mc_sql_text(row, 5, entry->reference, sizeof entry->reference);
	mc_sql_text(row, 6, entry->summary, sizeof entry->summary);
	entry->sent = sqlite3_column_int(row, 7) != 0;
	entry->accepted_wall_us = sqlite3_column_int64(row, 8);
}

static gboolean
get_blobs(McJournal *journal, McJournalEntry *entry, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_GET_BLOBS);

	sqlite3_bind_int64(statement, 1, (gint64)entry->seq);
	if (sqlite3_step(statement) != SQLITE_ROW) {
		mc_sql_fail(journal, "an envelope is missing", error);
		sqlite3_reset(statement);
		return FALSE;
	}
	entry->envelope = mc_sql_bytes(statement, 0);
	entry->personal = mc_sql_bytes(statement, 1);
	entry->receipt = mc_sql_bytes(statement, 2);
	sqlite3_reset(statement);
	return TRUE;
}

gboolean
mc_journal_get(
    McJournal *journal, guint64 seq, gboolean with_blobs, McJournalEntry *entry, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_GET);
	int code = SQLITE_OK;

	memset(entry, 0, sizeof *entry);
	sqlite3_bind_int64(statement, 1, (gint64)seq);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		take_row(statement, entry);
	else if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot read", error);
	sqlite3_reset(statement);
	return code == SQLITE_ROW && (!with_blobs || get_blobs(journal, entry, error));
}

static void
free_entry(gpointer data)
{
	mc_journal_entry_clear(data);
	g_free(data);
}

GPtrArray *
mc_journal_list(
    McJournal *journal, const char *type, gint64 since_wall_us, guint limit, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, type != NULL ? MC_SQL_LIST_TYPE : MC_SQL_LIST);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_entry);
	int code = SQLITE_OK;

	sqlite3_bind_int64(statement, 1, since_wall_us);
	sqlite3_bind_int64(statement, 2, limit);
	if (type != NULL)
		bind_text(statement, 3, type);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		McJournalEntry *entry = g_new0(McJournalEntry, 1);

		take_row(statement, entry);
		g_ptr_array_add(list, entry);
	}
	if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot list", error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? g_steal_pointer(&list) : NULL;
}

guint
mc_journal_count(McJournal *journal, const char *type, guint64 after_seq, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_COUNT_TYPE);
	guint count = 0;

	bind_text(statement, 1, type);
	sqlite3_bind_int64(statement, 2, (gint64)after_seq);
	if (sqlite3_step(statement) == SQLITE_ROW)
		count = (guint)sqlite3_column_int(statement, 0);
	else
		mc_sql_fail(journal, "cannot count", error);
	sqlite3_reset(statement);
	return count;
}

GArray *
mc_journal_pending(McJournal *journal, guint limit, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_PENDING);
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(guint64));
	int code = SQLITE_OK;

	sqlite3_bind_int64(statement, 1, limit);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		guint64 seq = (guint64)sqlite3_column_int64(statement, 0);

		g_array_append_val(list, seq);
	}
	if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot list the outbox", error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? g_steal_pointer(&list) : NULL;
}

guint64
mc_journal_pending_count(McJournal *journal)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_COUNT);
	guint64 count = 0;

	if (sqlite3_step(statement) == SQLITE_ROW)
		count = (guint64)sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return count;
}

gboolean
mc_journal_set_sent(McJournal *journal, guint64 seq, GError **error)
{
	sqlite3_bind_int64(mc_sql(journal, MC_SQL_SENT), 1, (gint64)seq);
	return mc_sql_run(journal, MC_SQL_SENT, "cannot mark as sent", error);
}

/* Four changes that must stand or fall together, also when the caller opened no transaction. */
static gboolean
accept(McJournal *journal, guint64 seq, GBytes *receipt, gint64 at_wall_us, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_ACCEPTED);

	sqlite3_bind_int64(statement, 1, (gint64)seq);
	sqlite3_bind_int64(statement, 2, at_wall_us);
	if (!mc_sql_run(journal, MC_SQL_ACCEPTED, "cannot mark as accepted", error))
		return FALSE;
	/* Accepted before, or unknown: a receipt that comes twice changes nothing. */
	if (sqlite3_changes(journal->db) == 0)
		return TRUE;
	sqlite3_bind_int64(mc_sql(journal, MC_SQL_ACCEPTED_OUTBOX), 1, (gint64)seq);
	statement = mc_sql(journal, MC_SQL_ACCEPTED_RECEIPT);
	sqlite3_bind_int64(statement, 1, (gint64)seq);
	mc_sql_bind_bytes(statement, 2, receipt);
	return mc_sql_run(journal, MC_SQL_ACCEPTED_OUTBOX, "cannot empty the outbox", error) &&
	       mc_sql_run(journal, MC_SQL_ACCEPTED_RECEIPT, "cannot keep the receipt", error) &&
	       mc_sql_run(journal, MC_SQL_COUNT_DOWN, "cannot count", error);
}

gboolean
mc_journal_set_accepted(
    McJournal *journal, guint64 seq, GBytes *receipt, gint64 at_wall_us, GError **error)
{
	if (journal->in_transaction)
		return accept(journal, seq, receipt, at_wall_us, error);
	if (!mc_journal_begin(journal, error))
		return FALSE;
	if (accept(journal, seq, receipt, at_wall_us, error))
		return mc_journal_commit(journal, error);
	mc_journal_rollback(journal);
	return FALSE;
}
