#include "app/journal/journal.h"

#include "app/base/error.h"
#include "app/journal/sql.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID 0x4d634a31 /* "McJ1" */
#define SCHEMA_VERSION 1

/* Before anything is read or written: EXCLUSIVE before the first access to the WAL keeps its index
 * in memory; a WAL with an index in a file becomes unreadable on a full disk. */
static const char settings[] = "PRAGMA locking_mode = EXCLUSIVE;"
                               "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA temp_store = MEMORY;";

/* entry's columns but for seq are caches of what the envelopes say. */
static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL,"
    " at_wall_us INTEGER NOT NULL, digest TEXT NOT NULL, reference TEXT NOT NULL,"
    " summary TEXT NOT NULL, sent INTEGER NOT NULL, accepted_wall_us INTEGER NOT NULL) STRICT;"
    "CREATE INDEX entry_by_type ON entry (type, seq);"
    "CREATE TABLE blob (seq INTEGER PRIMARY KEY, envelope BLOB NOT NULL, personal BLOB) STRICT;"
    "CREATE TABLE receipt (seq INTEGER PRIMARY KEY, receipt BLOB NOT NULL) STRICT;"
    "CREATE TABLE outbox (seq INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), pending INTEGER NOT NULL) STRICT;"
    "INSERT INTO counter VALUES (1, 0);"
    "CREATE TABLE step (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;"
    "CREATE TABLE value (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "PRAGMA application_id = " G_STRINGIFY(APPLICATION_ID) ";"
                                                           "PRAGMA user_version = " G_STRINGIFY(
                                                               SCHEMA_VERSION) ";"
                                                                               "COMMIT;";

static gboolean
fail_path(const char *doing, const char *path, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: cannot %s %s: %s", doing, path,
	    g_strerror(errno));
	return FALSE;
}

static gboolean
make_file(const char *path, GError **error)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file < 0)
		return fail_path("make", path, error);
	close(file);
	return TRUE;
}

static gboolean
flush_folder(const char *path, GError **error)
{
	g_autofree char *folder_path = g_path_get_dirname(path);
	int folder = open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean good = folder >= 0 && fsync(folder) == 0;

	if (!good)
		fail_path("flush the folder", folder_path, error);
	if (folder >= 0)
		close(folder);
	return good;
}

static gboolean
execute(McJournal *journal, const char *sql, const char *what, GError **error)
{
	return sqlite3_exec(journal->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       mc_sql_fail(journal, what, error);
}

static gint64
pragma(McJournal *journal, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	gint64 value = -1;

	if (sqlite3_prepare_v2(journal->db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static gboolean
check_schema(McJournal *journal, GError **error)
{
	if (pragma(journal, "PRAGMA application_id") != APPLICATION_ID) {
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
		    "journal: cannot be read, is held by another process, or is no journal");
		return FALSE;
	}
	if (pragma(journal, "PRAGMA user_version") == SCHEMA_VERSION)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: of another schema version");
	return FALSE;
}

static gboolean
open_database(McJournal *journal, const char *path, gboolean create, GError **error)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;

	if (sqlite3_open_v2(path, &journal->db, flags, NULL) != SQLITE_OK)
		return mc_sql_fail(journal, "cannot open", error);
	if (!execute(journal, settings, "cannot set up", error))
		return FALSE;
	if (create && !execute(journal, schema, "cannot make the tables", error))
		return FALSE;
	/* Takes the lock for good, so that a second owner fails now and not at its first record. */
	if (!execute(journal, "BEGIN IMMEDIATE; COMMIT", "cannot lock", error))
		return FALSE;
	return check_schema(journal, error) && mc_sql_prepare(journal, error) &&
	       mc_journal_load_head(journal, error);
}

McJournal *
mc_journal_open(const char *path, gboolean create, GError **error)
{
	g_autoptr(McJournal) journal = g_new0(McJournal, 1);

	if (create && !make_file(path, error))
		return NULL;
	if (!open_database(journal, path, create, error))
		return NULL;
	if (create && !flush_folder(path, error))
		return NULL;
	return g_steal_pointer(&journal);
}

void
mc_journal_close(McJournal *journal)
{
	if (journal == NULL)
		return;
	mc_sql_finalize(journal);
	sqlite3_close(journal->db);
	g_free(journal);
}

gboolean
mc_journal_load_head(McJournal *journal, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_HEAD);
	int code = sqlite3_step(statement);

	journal->head_seq = 0;
	memset(journal->head_digest, '0', MC_DIGEST_HEX_SIZE - 1);
	if (code == SQLITE_ROW) {
		journal->head_seq = (guint64)sqlite3_column_int64(statement, 0);
		mc_sql_text(statement, 1, journal->head_digest, sizeof journal->head_digest);
	}
	sqlite3_reset(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE ||
	       mc_sql_fail(journal, "cannot read the head", error);
}

void
mc_journal_head(McJournal *journal, guint64 *seq, char digest[MC_DIGEST_HEX_SIZE])
{
	*seq = journal->head_seq;
	g_strlcpy(digest, journal->head_digest, MC_DIGEST_HEX_SIZE);
}

gboolean
mc_journal_begin(McJournal *journal, GError **error)
{
	journal->in_transaction = mc_sql_run(journal, MC_SQL_BEGIN, "cannot begin", error);
	return journal->in_transaction;
}

gboolean
mc_journal_commit(McJournal *journal, GError **error)
{
	if (mc_sql_run(journal, MC_SQL_COMMIT, "cannot commit", error)) {
		journal->in_transaction = FALSE;
		return TRUE;
	}
	mc_journal_rollback(journal);
	return FALSE;
}

void
mc_journal_rollback(McJournal *journal)
{
	/* A full disk makes SQLite roll back by itself; then there is nothing left to do here. */
	if (sqlite3_get_autocommit(journal->db) == 0)
		mc_sql_run(journal, MC_SQL_ROLLBACK, "cannot roll back", NULL);
	journal->in_transaction = FALSE;
	mc_journal_load_head(journal, NULL);
}
