#include "app/gateway/store/admissions-inner.h"

#include "app/base/error.h"
#include <sys/stat.h>

#define VERSION 2

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS admission(code TEXT PRIMARY KEY, kiosk TEXT NOT NULL,"
    " replaces INTEGER NOT NULL, made_us INTEGER NOT NULL, until_us INTEGER NOT NULL,"
    " state INTEGER NOT NULL, wrong INTEGER NOT NULL, fingerprint TEXT NOT NULL,"
    " protection TEXT NOT NULL, request_digest TEXT NOT NULL, keys BLOB, request BLOB, answer BLOB)"
    " STRICT;"
    "CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL,"
    " event TEXT NOT NULL, kiosk TEXT NOT NULL, what TEXT NOT NULL, peer TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS note_by_event ON note(event, at_us);"
    "CREATE TABLE IF NOT EXISTS certificate(serial TEXT PRIMARY KEY, kiosk TEXT NOT NULL,"
    " used_for TEXT NOT NULL, until_us INTEGER NOT NULL, revoked_us INTEGER NOT NULL,"
    " key TEXT NOT NULL, pem BLOB) STRICT;"
    "CREATE INDEX IF NOT EXISTS note_by_kiosk ON note(kiosk, at_us);"
    "CREATE UNIQUE INDEX IF NOT EXISTS certificate_by_key ON certificate(key) WHERE key <> '';"
    "PRAGMA user_version = " G_STRINGIFY(VERSION) ";";

/* Of certificates that were given out before, the keys are not known. */
static const char from_version_1[] =
    "BEGIN IMMEDIATE;"
    "ALTER TABLE certificate ADD COLUMN key TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE certificate ADD COLUMN pem BLOB;"
    "PRAGMA user_version = 2; COMMIT;";

#define COLUMNS                                                                                    \
	"code, kiosk, replaces, made_us, until_us, state, wrong, fingerprint, protection,"             \
	" request_digest, keys, request, answer"

const char *
mc_admission_state_name(McAdmissionState state)
{
	switch (state) {
	case MC_ADMISSION_OPEN: return "open";
	case MC_ADMISSION_PENDING: return "pending";
	case MC_ADMISSION_APPROVED: return "approved";
	case MC_ADMISSION_REFUSED: return "refused";
	}
	return "?";
}

gboolean
mc_admissions_fail(McAdmissions *self, const char *doing, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "admissions: %s: %s (see to the disk)", doing,
	    sqlite3_errmsg(self->db));
	return FALSE;
}

static gboolean
execute(McAdmissions *self, const char *sql, const char *doing, GError **error)
{
	return sqlite3_exec(self->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       mc_admissions_fail(self, doing, error);
}

/* 0 is a new file. */
static gboolean
update_version(McAdmissions *self, GError **error)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(self->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	if (version == 0 || version == VERSION)
		return TRUE;
	if (version == 1)
		return execute(self, from_version_1, "bringing it to version 2", error);
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE,
	    "admissions: version %d is not this program's (%d)", version, VERSION);
	return FALSE;
}

McAdmissions *
mc_admissions_open(const char *path, GError **error)
{
	g_autoptr(McAdmissions) self = g_new0(McAdmissions, 1);
	/* Keys of open codes lie in it. */
	mode_t before = umask(0077);
	int code = sqlite3_open_v2(
	    path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	gboolean good = FALSE;

	if (code != SQLITE_OK) {
		mc_admissions_fail(self, "opening", error);
	} else {
		sqlite3_busy_timeout(self->db, 5000);
		good = (mc_sqlite_use_log(self->db) == SQLITE_OK ||
		           mc_admissions_fail(self, "setting it up", error)) &&
		       execute(self,
		           "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
		           "PRAGMA trusted_schema = OFF;",
		           "setting it up", error) &&
		       update_version(self, error) && execute(self, schema, "making the tables", error);
	}
	umask(before);
	return good ? g_steal_pointer(&self) : NULL;
}

void
mc_admissions_close(McAdmissions *self)
{
	if (self == NULL)
		return;
	sqlite3_close(self->db);
	g_free(self);
}

sqlite3_stmt *
mc_admissions_prepare(
    McAdmissions *self, GError **error, const char *sql, const McStoreValue *values, gsize count)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
		mc_admissions_fail(self, "preparing a statement", error);
		return NULL;
	}
	for (gsize i = 0; i < count; i++)
		mc_store_bind_value(statement, (int)i + 1, &values[i]);
	return statement;
}

gboolean
mc_admissions_run(McAdmissions *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
	gboolean good = FALSE;

	if (statement == NULL)
		return FALSE;
	good = sqlite3_step(statement) == SQLITE_DONE || mc_admissions_fail(self, doing, error);
	sqlite3_finalize(statement);
	return good;
}

gboolean
mc_admissions_take_count(McAdmissions *self, sqlite3_stmt *statement, guint *count, GError **error)
{
	gboolean good = statement != NULL && sqlite3_step(statement) == SQLITE_ROW;

	if (good)
		*count = (guint)sqlite3_column_int64(statement, 0);
	else if (statement != NULL)
		mc_admissions_fail(self, "counting", error);
	sqlite3_finalize(statement);
	return good;
}

void
mc_admissions_text(sqlite3_stmt *statement, int column, char *out, gsize size)
{
	g_strlcpy(out, (const char *)sqlite3_column_text(statement, column), size);
}

gboolean
mc_admissions_begin(McAdmissions *self, GError **error)
{
	return execute(self, "BEGIN IMMEDIATE", "beginning", error);
}

gboolean
mc_admissions_end(McAdmissions *self, gboolean keep, GError **error)
{
	gboolean good = keep && execute(self, "COMMIT", "committing", error);

	if (!good && sqlite3_get_autocommit(self->db) == 0)
		(void)execute(self, "ROLLBACK", "rolling back", NULL);
	return good;
}

/* ---- codes ---- */

void
mc_admission_clear(McAdmission *admission)
{
	g_clear_pointer(&admission->keys, g_bytes_unref);
	g_clear_pointer(&admission->request, g_bytes_unref);
	g_clear_pointer(&admission->answer, g_bytes_unref);
}

gboolean
mc_admissions_add(McAdmissions *self, const McAdmission *it, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "INSERT INTO admission(" COLUMNS
	    ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, '', '', '', ?7, NULL, NULL)",
	    MC_TEXT(it->code), MC_TEXT(it->kiosk), MC_NUMBER(it->replaces), MC_NUMBER(it->made_us),
	    MC_NUMBER(it->until_us), MC_NUMBER(it->state), MC_BYTES(it->keys));

	return mc_admissions_run(self, statement, "adding a code", error);
}

gboolean
mc_admissions_change(McAdmissions *self, const McAdmission *it, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "UPDATE admission SET state = ?2, wrong = ?3, fingerprint = ?4, protection = ?5,"
	    " request_digest = ?6, keys = ?7, request = ?8, answer = ?9 WHERE code = ?1",
	    MC_TEXT(it->code), MC_NUMBER(it->state), MC_NUMBER(it->wrong), MC_TEXT(it->fingerprint),
	    MC_TEXT(it->protection), MC_TEXT(it->request_digest), MC_BYTES(it->keys),
	    MC_BYTES(it->request), MC_BYTES(it->answer));

	return mc_admissions_run(self, statement, "changing a code", error);
}

static GBytes *
take_bytes(sqlite3_stmt *statement, int column)
{
	gconstpointer data = sqlite3_column_blob(statement, column);

	return data != NULL ? g_bytes_new(data, (gsize)sqlite3_column_bytes(statement, column)) : NULL;
}

static void
take_row(sqlite3_stmt *statement, McAdmission *it)
{
	*it = (McAdmission){
	    .replaces = sqlite3_column_int(statement, 2) != 0,
	    .made_us = sqlite3_column_int64(statement, 3),
	    .until_us = sqlite3_column_int64(statement, 4),
	    .state = (McAdmissionState)sqlite3_column_int(statement, 5),
	    .wrong = (guint)sqlite3_column_int(statement, 6),
	    .keys = take_bytes(statement, 10),
	    .request = take_bytes(statement, 11),
	    .answer = take_bytes(statement, 12),
	};
	mc_admissions_text(statement, 0, it->code, sizeof it->code);
	mc_admissions_text(statement, 1, it->kiosk, sizeof it->kiosk);
	mc_admissions_text(statement, 7, it->fingerprint, sizeof it->fingerprint);
	mc_admissions_text(statement, 8, it->protection, sizeof it->protection);
	mc_admissions_text(statement, 9, it->request_digest, sizeof it->request_digest);
}

/* Frees the statement. */
static gboolean
take_one(
    McAdmissions *self, sqlite3_stmt *statement, McAdmission *it, gboolean *found, GError **error)
{
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;
	gboolean good = code == SQLITE_ROW || code == SQLITE_DONE;

	*it = (McAdmission){0};
	*found = code == SQLITE_ROW;
	if (*found)
		take_row(statement, it);
	if (!good && statement != NULL)
		mc_admissions_fail(self, "looking for a code", error);
	sqlite3_finalize(statement);
	return good;
}

gboolean
mc_admissions_find(
    McAdmissions *self, const char *code, McAdmission *it, gboolean *found, GError **error)
{
	return take_one(self,
	    mc_admissions_sql(
	        self, error, "SELECT " COLUMNS " FROM admission WHERE code = ?1", MC_TEXT(code)),
	    it, found, error);
}

gboolean
mc_admissions_find_pending(
    McAdmissions *self, const char *kiosk, McAdmission *it, gboolean *found, GError **error)
{
	return take_one(self,
	    mc_admissions_sql(self, error,
	        "SELECT " COLUMNS " FROM admission WHERE kiosk = ?1 AND state = ?2"
	        " ORDER BY made_us DESC LIMIT 1",
	        MC_TEXT(kiosk), MC_NUMBER(MC_ADMISSION_PENDING)),
	    it, found, error);
}

gboolean
mc_admissions_each(McAdmissions *self, McAdmissionFunc each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT " COLUMNS " FROM admission WHERE made_us > ?1 ORDER BY made_us", MC_NUMBER(-1));
	int code = SQLITE_DONE;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		McAdmission it;

		take_row(statement, &it);
		each(&it, data);
		mc_admission_clear(&it);
	}
	if (code != SQLITE_DONE)
		mc_admissions_fail(self, "reading the codes", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

/* ---- the log ---- */

gboolean
mc_admissions_note(McAdmissions *self, const McAdmissionNote *note, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "INSERT INTO note(at_us, event, kiosk, what, peer) VALUES(?1, ?2, ?3, ?4, ?5)",
	    MC_NUMBER(note->at_us), MC_TEXT(note->event), MC_TEXT(note->kiosk), MC_TEXT(note->what),
	    MC_TEXT(note->peer));

	return mc_admissions_run(self, statement, "writing the log", error);
}

gboolean
mc_admissions_each_note(McAdmissions *self, McAdmissionNoteFunc each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT at_us, event, kiosk, what, peer FROM note WHERE id > ?1 ORDER BY id", MC_NUMBER(0));
	int code = SQLITE_DONE;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		const McAdmissionNote note = {
		    .at_us = sqlite3_column_int64(statement, 0),
		    .event = (const char *)sqlite3_column_text(statement, 1),
		    .kiosk = (const char *)sqlite3_column_text(statement, 2),
		    .what = (const char *)sqlite3_column_text(statement, 3),
		    .peer = (const char *)sqlite3_column_text(statement, 4),
		};

		each(&note, data);
	}
	if (code != SQLITE_DONE)
		mc_admissions_fail(self, "reading the log", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

gboolean
mc_admissions_find_note(McAdmissions *self, const char *kiosk, const char *event, const char *like,
    char **what, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT what FROM note WHERE kiosk = ?1 AND event = ?2 AND id > (SELECT"
	    " ifnull(max(id), 0) FROM note WHERE kiosk = ?1 AND event = 'certified')"
	    " ORDER BY what = ?3 DESC, id DESC LIMIT 1",
	    MC_TEXT(kiosk), MC_TEXT(event), MC_TEXT(like));
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;

	*what = NULL;
	if (code == SQLITE_ROW)
		*what = g_strdup((const char *)sqlite3_column_text(statement, 0));
	else if (code != SQLITE_DONE && statement != NULL)
		mc_admissions_fail(self, "looking into the log", error);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
mc_admissions_renewals(
    McAdmissions *self, const char *kiosk, gint64 since_us, guint *count, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT count(*) FROM note WHERE kiosk = ?1 AND at_us >= ?2 AND event IN"
	    " ('renewed', 'renewed-again', 'bad-renewal')",
	    MC_TEXT(kiosk), MC_NUMBER(since_us));

	return mc_admissions_take_count(self, statement, count, error);
}

gboolean
mc_admissions_count(McAdmissions *self, const char *event, const char *peer, gint64 since_us,
    guint *count, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT count(*) FROM note WHERE event = ?1 AND at_us >= ?2 AND (?3 = '*' OR peer = ?3)",
	    MC_TEXT(event), MC_NUMBER(since_us), MC_TEXT(peer != NULL ? peer : "*"));

	return mc_admissions_take_count(self, statement, count, error);
}
