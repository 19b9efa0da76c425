#include "app/journal/sql.h"

#include "app/base/error.h"

static const char *const texts[MC_SQLS] = {
    [MC_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [MC_SQL_COMMIT] = "COMMIT",
    [MC_SQL_ROLLBACK] = "ROLLBACK",
    [MC_SQL_HEAD] = "SELECT seq, digest FROM entry ORDER BY seq DESC LIMIT 1",
    [MC_SQL_APPEND] = "INSERT INTO entry (seq, type, label, at_wall_us, digest, reference, summary,"
                      " sent, accepted_wall_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0)",
    [MC_SQL_APPEND_BLOBS] = "INSERT INTO blob (seq, envelope, personal) VALUES (?1, ?2, ?3)",
    [MC_SQL_APPEND_OUTBOX] = "INSERT INTO outbox (seq) VALUES (?1)",
    [MC_SQL_COUNT_UP] = "UPDATE counter SET pending = pending + 1",
    [MC_SQL_COUNT_DOWN] = "UPDATE counter SET pending = pending - 1",
    [MC_SQL_COUNT] = "SELECT pending FROM counter",
    [MC_SQL_GET] = "SELECT seq, type, label, at_wall_us, digest, reference, summary, sent,"
                   " accepted_wall_us FROM entry WHERE seq = ?1",
    [MC_SQL_GET_BLOBS] = "SELECT envelope, personal, (SELECT receipt FROM receipt r WHERE r.seq ="
                         " b.seq) FROM blob b WHERE seq = ?1",
    [MC_SQL_LIST] = "SELECT seq, type, label, at_wall_us, digest, reference, summary, sent,"
                    " accepted_wall_us FROM entry WHERE at_wall_us >= ?1"
                    " ORDER BY seq DESC LIMIT ?2",
    [MC_SQL_LIST_TYPE] = "SELECT seq, type, label, at_wall_us, digest, reference, summary, sent,"
                         " accepted_wall_us FROM entry WHERE type = ?3 AND at_wall_us >= ?1"
                         " ORDER BY seq DESC LIMIT ?2",
    [MC_SQL_COUNT_TYPE] = "SELECT count(*) FROM entry WHERE type = ?1 AND seq > ?2",
    [MC_SQL_PENDING] = "SELECT seq FROM outbox ORDER BY seq LIMIT ?1",
    [MC_SQL_SENT] = "UPDATE entry SET sent = 1 WHERE seq = ?1",
    [MC_SQL_ACCEPTED] =
        "UPDATE entry SET accepted_wall_us = ?2 WHERE seq = ?1 AND accepted_wall_us = 0",
    [MC_SQL_ACCEPTED_OUTBOX] = "DELETE FROM outbox WHERE seq = ?1",
    [MC_SQL_ACCEPTED_RECEIPT] = "INSERT INTO receipt (seq, receipt) VALUES (?1, ?2)",
    [MC_SQL_STEP_APPEND] = "INSERT INTO step (json) VALUES (?1)",
    [MC_SQL_STEPS] = "SELECT json FROM step ORDER BY id",
    [MC_SQL_STEPS_CLEAR] = "DELETE FROM step",
    [MC_SQL_VALUE_SET] = "INSERT INTO value (key, value) VALUES (?1, ?2)"
                         " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [MC_SQL_VALUE_REMOVE] = "DELETE FROM value WHERE key = ?1",
    [MC_SQL_VALUE_GET] = "SELECT value FROM value WHERE key = ?1",
    [MC_SQL_VALUES_COUNT] = "SELECT count(*) FROM value WHERE key >= ?1 AND key < ?2",
    [MC_SQL_VALUES_CLEAR] = "DELETE FROM value WHERE key >= ?1 AND key < ?2",
};

gboolean
mc_sql_fail(McJournal *journal, const char *what, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: %s: %s", what,
	    journal->db != NULL ? sqlite3_errmsg(journal->db) : "not open");
	return FALSE;
}

gboolean
mc_sql_prepare(McJournal *journal, GError **error)
{
	for (guint i = 0; i < MC_SQLS; i++)
		if (sqlite3_prepare_v3(journal->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
		        &journal->statements[i], NULL) != SQLITE_OK)
			return mc_sql_fail(journal, "not this program's journal", error);
	return TRUE;
}

void
mc_sql_finalize(McJournal *journal)
{
	for (guint i = 0; i < MC_SQLS; i++)
		g_clear_pointer(&journal->statements[i], sqlite3_finalize);
}

sqlite3_stmt *
mc_sql(McJournal *journal, McSql which)
{
	sqlite3_stmt *statement = journal->statements[which];

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return statement;
}

gboolean
mc_sql_run(McJournal *journal, McSql which, const char *what, GError **error)
{
	sqlite3_stmt *statement = journal->statements[which];
	int code = sqlite3_step(statement);

	/* Told before the reset, which would overwrite it. */
	if (code != SQLITE_DONE)
		mc_sql_fail(journal, what, error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE;
}

void
mc_sql_bind_bytes(sqlite3_stmt *statement, int at, GBytes *bytes)
{
	gsize size = 0;
	gconstpointer data = bytes != NULL ? g_bytes_get_data(bytes, &size) : NULL;

	if (bytes != NULL)
		sqlite3_bind_blob64(statement, at, data, size, SQLITE_TRANSIENT);
}

GBytes *
mc_sql_bytes(sqlite3_stmt *statement, int column)
{
	gconstpointer data = sqlite3_column_blob(statement, column);

	if (data == NULL)
		return NULL;
	return g_bytes_new(data, (gsize)sqlite3_column_bytes(statement, column));
}

void
mc_sql_text(sqlite3_stmt *statement, int column, char *out, gsize size)
{
	const guchar *text = sqlite3_column_text(statement, column);

	g_strlcpy(out, text != NULL ? (const char *)text : "", size);
}
