#include "app/gateway/store/inner.h"

#include "app/base/error.h"

#define SCHEMA_VERSION 4
#define TEXT(number) #number
#define TEXT_OF(number) TEXT(number)

#define REFUSALS                                                                                   \
	"CREATE TABLE refusal(id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL,"           \
	" kiosk TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, codes TEXT NOT NULL,"         \
	" text TEXT NOT NULL) STRICT;"

/* first, last: of record.id. */
#define STAMPS                                                                                     \
	"CREATE TABLE stamp(last INTEGER PRIMARY KEY, first INTEGER NOT NULL, at_us INTEGER NOT NULL," \
	" root TEXT NOT NULL, response BLOB NOT NULL) STRICT;"                                         \
	"PRAGMA user_version = " TEXT_OF(SCHEMA_VERSION) ";"

/* The blobs stand last: a list of records then never reads their pages. A gap is a record whose
 * predecessor has not come yet. */
static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE kiosk(id TEXT PRIMARY KEY, journal TEXT NOT NULL DEFAULT '',"
    " records INTEGER NOT NULL DEFAULT 0, seen_us INTEGER NOT NULL DEFAULT 0)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE chain(kiosk TEXT NOT NULL, journal TEXT NOT NULL, head_seq INTEGER NOT NULL,"
    " head_digest TEXT NOT NULL, open_gaps INTEGER NOT NULL,"
    " PRIMARY KEY(kiosk, journal)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE record(id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, journal TEXT NOT NULL,"
    " seq INTEGER NOT NULL, gap INTEGER NOT NULL, digest TEXT NOT NULL, prev TEXT NOT NULL,"
    " type TEXT NOT NULL, reference TEXT NOT NULL, outcomes TEXT NOT NULL,"
    " certificate TEXT NOT NULL, next_certificate TEXT NOT NULL,"
    " at_us INTEGER NOT NULL, received_us INTEGER NOT NULL, receipt BLOB NOT NULL,"
    " envelope BLOB NOT NULL, personal BLOB, UNIQUE(kiosk, journal, seq)) STRICT;" REFUSALS STAMPS
    "COMMIT;";

/* Version 2 knew no refusals, version 3 no time stamps. */
static const char from_2[] = "BEGIN IMMEDIATE;" REFUSALS STAMPS "COMMIT;";
static const char from_3[] = "BEGIN IMMEDIATE;" STAMPS "COMMIT;";

static const char *const statements[MC_STATEMENTS] = {
    [MC_STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [MC_STATEMENT_COMMIT] = "COMMIT",
    [MC_STATEMENT_ROLL_BACK] = "ROLLBACK",
    [MC_STATEMENT_JOURNALS] =
        "SELECT journal, EXISTS(SELECT 1 FROM chain WHERE kiosk = id AND chain.journal = ?2)"
        " FROM kiosk WHERE id = ?1",
    [MC_STATEMENT_NEIGHBOURS] =
        "SELECT seq, digest, prev, certificate, next_certificate FROM record"
        " WHERE kiosk = ?1 AND journal = ?2 AND seq BETWEEN ?3 - 1 AND ?3 + 1",
    [MC_STATEMENT_RECEIPT] =
        "SELECT receipt FROM record WHERE kiosk = ?1 AND journal = ?2 AND seq = ?3",
    [MC_STATEMENT_LINKS] = "SELECT seq, iif(type = ?5, envelope, NULL) FROM record"
                           " WHERE kiosk = ?1 AND journal = ?2 AND seq BETWEEN ?3 AND ?4",
    [MC_STATEMENT_ADD_RECORD] =
        "INSERT INTO record(kiosk, journal, seq, gap, digest, prev, type, reference, outcomes,"
        " at_us, received_us, receipt, envelope, personal, certificate, next_certificate)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [MC_STATEMENT_CLOSE_GAP] =
        "UPDATE record SET gap = 0 WHERE kiosk = ?1 AND journal = ?2 AND seq = ?3 + 1 AND gap = 1",
    [MC_STATEMENT_CHAIN] =
        "INSERT INTO chain(kiosk, journal, head_seq, head_digest, open_gaps)"
        " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET"
        " head_digest = iif(excluded.head_seq > head_seq, excluded.head_digest, head_digest),"
        " head_seq = max(head_seq, excluded.head_seq), open_gaps = open_gaps + excluded.open_gaps",
    [MC_STATEMENT_KIOSK] =
        "INSERT INTO kiosk(id, journal, records, seen_us) VALUES(?1, ?2, 1, ?3)"
        " ON CONFLICT DO UPDATE SET records = records + 1, seen_us = excluded.seen_us,"
        " journal = iif(journal = '', excluded.journal, journal)",
    [MC_STATEMENT_SEEN] = "INSERT INTO kiosk(id, seen_us) VALUES(?1, ?2)"
                          " ON CONFLICT DO UPDATE SET seen_us = excluded.seen_us",
    [MC_STATEMENT_HEAD] = "SELECT kiosk.journal, ifnull(head_digest, ''), ifnull(head_seq, 0),"
                          " records, ifnull(open_gaps, 0), seen_us FROM kiosk"
                          " LEFT JOIN chain ON chain.kiosk = id AND chain.journal = kiosk.journal"
                          " WHERE id = ?1",
    [MC_STATEMENT_REFUSE] = "INSERT INTO refusal(at_us, kiosk, path, digest, codes, text)"
                            " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [MC_STATEMENT_FORGET_REFUSALS] =
        "DELETE FROM refusal WHERE id <= (SELECT max(id) FROM refusal) - ?1",
    [MC_STATEMENT_STAMP] = "INSERT INTO stamp(first, last, at_us, root, response)"
                           " VALUES(?1, ?2, ?3, ?4, ?5)",
    [MC_STATEMENT_RETIRE] = "UPDATE kiosk SET journal = '' WHERE id = ?1",
};

static gboolean
execute(McStore *self, const char *sql, const char *doing, GError **error)
{
	if (sqlite3_exec(self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	return mc_store_fail(self, doing, error);
}

static gboolean
schema_version(McStore *self, int *version, GError **error)
{
	sqlite3_stmt *statement = NULL;
	gboolean good = FALSE;

	if (sqlite3_prepare_v2(self->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW) {
		*version = sqlite3_column_int(statement, 0);
		good = TRUE;
	} else {
		mc_store_fail(self, "reading the schema's version", error);
	}
	sqlite3_finalize(statement);
	return good;
}

static gboolean
settle_schema(McStore *self, gboolean may_make, GError **error)
{
	int version = 0;

	if (!schema_version(self, &version, error))
		return FALSE;
	if (version == 0 && may_make)
		return execute(self, schema, "making the tables", error);
	if (version == 2 && may_make)
		return execute(self, from_2, "adding a table", error);
	if (version == 3 && may_make)
		return execute(self, from_3, "adding a table", error);
	if (version == SCHEMA_VERSION)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
	    "store: schema version %d, this program knows %d (install the program that fits)", version,
	    SCHEMA_VERSION);
	return FALSE;
}

static gboolean
prepare_all(McStore *self, GError **error)
{
	for (guint i = 0; i < MC_STATEMENTS; i++)
		if (sqlite3_prepare_v3(self->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
		        &self->statement[i], NULL) != SQLITE_OK)
			return mc_store_fail(self, "preparing a statement", error);
	return TRUE;
}

static McStore *
open_file(const char *path, int flags, const char *pragmas, GError **error)
{
	g_autoptr(McStore) self = g_new0(McStore, 1);

	if (sqlite3_open_v2(path, &self->db, flags, NULL) != SQLITE_OK) {
		mc_store_fail(self, "opening", error);
		return NULL;
	}
	sqlite3_extended_result_codes(self->db, 1);
	sqlite3_busy_timeout(self->db, 5000);
	if (!execute(self, pragmas, "setting it up", error) ||
	    !settle_schema(self, (flags & SQLITE_OPEN_CREATE) != 0, error) || !prepare_all(self, error))
		return NULL;
	return g_steal_pointer(&self);
}

#define DURABLE "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"

McStore *
mc_store_open(const char *path, GError **error)
{
	return open_file(
	    path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, DURABLE, error);
}

McStore *
mc_store_open_beside(const char *path, GError **error)
{
	return open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, DURABLE, error);
}

McStore *
mc_store_open_for_reading(const char *path, GError **error)
{
	/* Not read-only: after a crash the first reader has to recover the write-ahead log. */
	return open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
	    "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;", error);
}

void
mc_store_close(McStore *self)
{
	if (self == NULL)
		return;
	for (guint i = 0; i < MC_STATEMENTS; i++)
		sqlite3_finalize(self->statement[i]);
	sqlite3_close(self->db);
	g_clear_error(&self->spoiled);
	g_free(self);
}
