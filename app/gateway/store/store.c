#include "app/gateway/store/inner.h"

#include "app/base/error.h"

/* The oldest version that is still taken up, and what each later one added: a new file is made by
 * the same way. Never change a line that was in service; add one. */
#define FIRST_VERSION 2
#define SCHEMA_VERSION (FIRST_VERSION + (int)G_N_ELEMENTS(additions))

/* The blobs stand last: a list of records then never reads their pages. A gap is a record whose
 * predecessor has not come yet. */
static const char first_schema[] =
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
    " envelope BLOB NOT NULL, personal BLOB, UNIQUE(kiosk, journal, seq)) STRICT;";

static const char *const additions[] = {
    /* 3 */
    "CREATE TABLE refusal(id INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL,"
    " kiosk TEXT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL, codes TEXT NOT NULL,"
    " text TEXT NOT NULL) STRICT;",
    /* 4. first, last: of record.id */
    "CREATE TABLE stamp(last INTEGER PRIMARY KEY, first INTEGER NOT NULL, at_us INTEGER NOT NULL,"
    " root TEXT NOT NULL, response BLOB NOT NULL) STRICT;",
    /* 5. first, last: of stamp.last, the stamps that no renewal covered before */
    "CREATE TABLE renewal(number INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, at_us INTEGER NOT NULL, root TEXT NOT NULL, response BLOB NOT NULL)"
    " STRICT;",
    /* 6. record: of record.id. state, missing, outcomes: what was found of all parts */
    "CREATE TABLE case_part(case_id TEXT NOT NULL, part INTEGER NOT NULL, record INTEGER NOT NULL,"
    " PRIMARY KEY(case_id, record)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE joint(case_id TEXT PRIMARY KEY, state TEXT NOT NULL, missing TEXT NOT NULL,"
    " outcomes TEXT NOT NULL, lapses INTEGER NOT NULL, settled_us INTEGER NOT NULL,"
    " statement BLOB) STRICT, WITHOUT ROWID;",
    /* 7. record: of record.id, 0 = none names it. kept_until: 20261124. state: as found last */
    "CREATE TABLE evidence(id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, digest TEXT NOT NULL,"
    " record INTEGER NOT NULL, kept_until INTEGER NOT NULL, state TEXT NOT NULL DEFAULT '',"
    " UNIQUE(kiosk, digest, record)) STRICT;",
    /* 8. attempts.h. record: of record.id. person: a pseudonym, '' = not known. last: of record.id
     */
    "CREATE TABLE attempt(record INTEGER PRIMARY KEY, kiosk TEXT NOT NULL, visit TEXT NOT NULL,"
    " exam TEXT NOT NULL, person TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT;"
    "CREATE INDEX attempt_person ON attempt(person, exam, at_us);"
    "CREATE INDEX attempt_visit ON attempt(kiosk, visit);"
    "CREATE TABLE attempt_end(kiosk TEXT NOT NULL, visit TEXT NOT NULL, exam TEXT NOT NULL,"
    " outcome TEXT NOT NULL, case_id TEXT NOT NULL, record INTEGER NOT NULL,"
    " at_us INTEGER NOT NULL, PRIMARY KEY(kiosk, visit, exam)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE attempt_mark(record INTEGER NOT NULL, exam TEXT NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY(record, exam)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE attempt_over(visit TEXT NOT NULL, exam TEXT NOT NULL, PRIMARY KEY(visit, exam))"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE attempt_progress(one INTEGER PRIMARY KEY CHECK(one = 1), last INTEGER NOT NULL,"
    " secret TEXT NOT NULL) STRICT;",
    /* 9. first, last: of record.id, the records under one seal. leaves: 32 bytes of each */
    "CREATE TABLE receipts(last INTEGER PRIMARY KEY, first INTEGER NOT NULL, leaves BLOB NOT NULL,"
    " seal BLOB NOT NULL) STRICT;"
    "ALTER TABLE record DROP COLUMN receipt;",
    /* 10. picture: digest of what the file holds, '' = unstated */
    "ALTER TABLE evidence ADD COLUMN picture TEXT NOT NULL DEFAULT '';"
    "CREATE INDEX evidence_picture ON evidence(picture) WHERE picture != '';",
    /* 11. tree.h. first: of record.id */
    "CREATE TABLE tree(size INTEGER PRIMARY KEY, added INTEGER NOT NULL, first INTEGER NOT NULL,"
    " digests BLOB NOT NULL, nodes BLOB NOT NULL) STRICT;"
    "CREATE TABLE tree_head(number INTEGER PRIMARY KEY, size INTEGER NOT NULL,"
    " head BLOB NOT NULL, witnessed BLOB) STRICT;",
    /* 12. stock: kiosks.h, NULL = it has told nothing */
    "ALTER TABLE kiosk ADD COLUMN stock BLOB;"
    "ALTER TABLE kiosk ADD COLUMN stock_us INTEGER NOT NULL DEFAULT 0;",
    /* 13 */
    "CREATE INDEX record_exams ON record(kiosk, journal, type, seq)"
    " WHERE type = 'visit' OR type = 'exam-opened';",
};

/* The type stands there in words: only so can the index of part of the records be used. */
#define LINKS(type)                                                                                \
	"SELECT seq, envelope FROM record WHERE kiosk = ?1 AND journal = ?2 AND type = '" type         \
	"' AND seq BETWEEN ?3 AND ?4"

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
        "SELECT id, reference, received_us, first, leaves, seal FROM record LEFT JOIN receipts"
        " ON last = (SELECT min(last) FROM receipts WHERE last >= id) AND first <= id"
        " WHERE kiosk = ?1 AND journal = ?2 AND seq = ?3",
    [MC_STATEMENT_OPENINGS] = LINKS("exam-opened"),
    [MC_STATEMENT_VISITS] = LINKS("visit"),
    [MC_STATEMENT_LINK] = "SELECT 1 FROM record WHERE kiosk = ?1 AND journal = ?2 AND seq = ?3",
    [MC_STATEMENT_ADD_RECORD] =
        "INSERT INTO record(kiosk, journal, seq, gap, digest, prev, type, reference, outcomes,"
        " at_us, received_us, envelope, personal, certificate, next_certificate)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    [MC_STATEMENT_ADD_RECEIPTS] =
        "INSERT INTO receipts(last, first, leaves, seal) VALUES(?1, ?2, ?3, ?4)",
    [MC_STATEMENT_CLOSE_GAP] =
        "UPDATE record SET gap = 0 WHERE kiosk = ?1 AND journal = ?2 AND seq = ?3 + 1 AND gap = 1",
    [MC_STATEMENT_CHAIN] =
        "INSERT INTO chain(kiosk, journal, head_seq, head_digest, open_gaps)"
        " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET"
        " head_digest = iif(excluded.head_seq > head_seq, excluded.head_digest, head_digest),"
        " head_seq = max(head_seq, excluded.head_seq), open_gaps = open_gaps + excluded.open_gaps",
    /* before the chain is written: what comes late of a chain that was retired is taken, and does
     * not make it the one under way again */
    [MC_STATEMENT_KIOSK] =
        "INSERT INTO kiosk(id, journal, records, seen_us) VALUES(?1, ?2, 1, ?3)"
        " ON CONFLICT DO UPDATE SET records = records + 1, seen_us = excluded.seen_us,"
        " journal = iif(journal = '' AND NOT EXISTS(SELECT 1 FROM chain"
        " WHERE chain.kiosk = excluded.id AND chain.journal = excluded.journal),"
        " excluded.journal, journal)",
    [MC_STATEMENT_SEEN] = "INSERT INTO kiosk(id, seen_us) VALUES(?1, ?2)"
                          " ON CONFLICT DO UPDATE SET seen_us = excluded.seen_us",
    [MC_STATEMENT_STOCK] =
        "INSERT INTO kiosk(id, seen_us, stock, stock_us) VALUES(?1, ?2, ?3, ?2)"
        " ON CONFLICT DO UPDATE SET seen_us = excluded.seen_us, stock = excluded.stock,"
        " stock_us = excluded.stock_us",
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
    [MC_STATEMENT_RENEWAL] = "INSERT INTO renewal(number, first, last, at_us, root, response)"
                             " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [MC_STATEMENT_ADD_PART] = "INSERT INTO case_part(case_id, part, record)"
                              " SELECT ?1, ?2, id FROM record"
                              " WHERE kiosk = ?3 AND journal = ?4 AND seq = ?5",
    [MC_STATEMENT_SETTLE] =
        "INSERT INTO joint(case_id, state, missing, outcomes, lapses, settled_us, statement)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET state = excluded.state,"
        " missing = excluded.missing, outcomes = excluded.outcomes, lapses = excluded.lapses,"
        " settled_us = excluded.settled_us, statement = ifnull(excluded.statement, statement)",
    [MC_STATEMENT_NAME_EVIDENCE] =
        "INSERT INTO evidence(kiosk, digest, kept_until, picture, record)"
        " SELECT ?1, ?2, ?3, ?6, id FROM record"
        " WHERE kiosk = ?1 AND journal = ?4 AND seq = ?5",
    /* it is foreign no more */
    [MC_STATEMENT_CLAIM_EVIDENCE] =
        "DELETE FROM evidence WHERE kiosk = ?1 AND digest = ?2 AND record = 0",
    [MC_STATEMENT_NOTE_EVIDENCE] = "UPDATE evidence SET state = ?2 WHERE id = ?1",
    [MC_STATEMENT_FOREIGN_EVIDENCE] = "INSERT INTO evidence(kiosk, digest, record, kept_until,"
                                      " state) VALUES(?1, ?2, 0, 0, ?3)",
    /* of any of its journals: the kiosk may have been provisioned anew since */
    [MC_STATEMENT_VISIT_RECEIVED] =
        "SELECT received_us FROM record WHERE kiosk = ?1 AND journal IN"
        " (SELECT journal FROM chain WHERE kiosk = ?1) AND seq = ?2 AND type = 'visit'"
        " AND substr(digest, 1, 32) = ?3",
    [MC_STATEMENT_SAME_PICTURE] = "SELECT reference FROM evidence JOIN record"
                                  " ON record.id = evidence.record WHERE picture = ?1"
                                  " AND picture != '' ORDER BY evidence.id LIMIT 1",
    [MC_STATEMENT_TREE_SIZE] = "SELECT ifnull(max(size), 0) FROM tree",
    [MC_STATEMENT_TREE_ROW] = "SELECT size, added, first, digests, nodes FROM tree"
                              " WHERE size >= ?1 ORDER BY size LIMIT 1",
    [MC_STATEMENT_LOGGED] = "SELECT kiosk, digest, seq, envelope FROM record WHERE id = ?1",
    [MC_STATEMENT_ADD_TREE_ROW] = "INSERT INTO tree(size, added, first, digests, nodes)"
                                  " VALUES(?1, ?2, ?3, ?4, ?5)",
    [MC_STATEMENT_ADD_TREE_HEAD] = "INSERT INTO tree_head(size, head) VALUES(?1, ?2)",
    [MC_STATEMENT_WITNESS_TREE_HEAD] =
        "UPDATE tree_head SET witnessed = ?2 WHERE number = ?1 AND witnessed IS NULL",
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

/* All of it or nothing: a half-made file is as it was before when it is opened again. */
static gboolean
bring_up(McStore *self, int version, GError **error)
{
	g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %d", SCHEMA_VERSION);
	int have = MAX(version, FIRST_VERSION);

	if (!execute(self, "BEGIN IMMEDIATE", "beginning", error) ||
	    (version == 0 && !execute(self, first_schema, "making the tables", error)))
		return FALSE;
	for (; have < SCHEMA_VERSION; have++)
		if (!execute(self, additions[have - FIRST_VERSION], "adding a table", error))
			return FALSE;
	return execute(self, mark, "marking the version", error) &&
	       execute(self, "COMMIT", "committing", error);
}

static gboolean
settle_schema(McStore *self, gboolean may_make, GError **error)
{
	int version = 0;

	if (!schema_version(self, &version, error))
		return FALSE;
	if (version == SCHEMA_VERSION)
		return TRUE;
	if (may_make && (version == 0 || (version >= FIRST_VERSION && version < SCHEMA_VERSION)))
		return bring_up(self, version, error);
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
	    "store: schema version %d, this program knows %d (%s)", version, SCHEMA_VERSION,
	    version >= FIRST_VERSION && version < SCHEMA_VERSION
	        ? "start the gateway once: it brings the store up"
	        : "install the program that fits");
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

static const char durable[] = "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;";

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
	if (pragmas == durable && mc_sqlite_use_log(self->db) != SQLITE_OK) {
		mc_store_fail(self, "setting it up", error);
		return NULL;
	}
	if (!execute(self, pragmas, "setting it up", error) ||
	    !settle_schema(self, (flags & SQLITE_OPEN_CREATE) != 0, error) || !prepare_all(self, error))
		return NULL;
	return g_steal_pointer(&self);
}

McStore *
mc_store_open(const char *path, GError **error)
{
	return open_file(
	    path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, durable, error);
}

McStore *
mc_store_open_beside(const char *path, GError **error)
{
	return open_file(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, durable, error);
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
