#include "app/gateway/store/cases.h"

#include "app/gateway/store/inner.h"

#define PARTS_MAX 16

static const char *
text(sqlite3_stmt *statement, int column)
{
	const unsigned char *value = sqlite3_column_text(statement, column);

	return value != NULL ? (const char *)value : "";
}

static GBytes *
bytes(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return NULL;
	return g_bytes_new(
	    sqlite3_column_blob(statement, column), (gsize)sqlite3_column_bytes(statement, column));
}

static sqlite3_stmt *
prepare(McStore *self, const char *sql, const char *parameter, GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
		mc_store_fail(self, "reading cases", error);
		return NULL;
	}
	if (parameter != NULL)
		sqlite3_bind_text(statement, 1, parameter, -1, SQLITE_STATIC);
	return statement;
}

static gboolean
finish(McStore *self, sqlite3_stmt *statement, int code, GError **error)
{
	if (code != SQLITE_DONE)
		mc_store_fail(self, "reading cases", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

gboolean
mc_store_each_part(
    McStore *self, const char *case_id, McStoreEachPart each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT part, kiosk, seq, digest, reference, received_us, envelope FROM case_part"
	    " JOIN record ON record.id = case_part.record WHERE case_id = ?1"
	    " ORDER BY part, record LIMIT " G_STRINGIFY(PARTS_MAX);
	sqlite3_stmt *statement = prepare(self, sql, case_id, error);
	int code = SQLITE_ROW;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		g_autoptr(GBytes) envelope = bytes(statement, 6);
		McStorePart part = {.part = sqlite3_column_int(statement, 0),
		    .kiosk = text(statement, 1),
		    .seq = (guint64)sqlite3_column_int64(statement, 2),
		    .digest = text(statement, 3),
		    .reference = text(statement, 4),
		    .received_wall_us = sqlite3_column_int64(statement, 5),
		    .envelope = envelope};

		each(&part, data);
	}
	return finish(self, statement, code, error);
}

#define COLUMNS "SELECT case_id, state, missing, outcomes, lapses, settled_us, statement FROM joint"

gboolean
mc_store_each_case(
    McStore *self, const char *name, McStoreEachCase each, gpointer data, GError **error)
{
	static const char all[] = COLUMNS " ORDER BY settled_us, case_id";
	static const char one[] =
	    COLUMNS " WHERE case_id = ?1 OR case_id IN (SELECT case_part.case_id FROM case_part"
	            " JOIN record ON record.id = case_part.record WHERE reference = ?1)";
	sqlite3_stmt *statement = prepare(self, name != NULL ? one : all, name, error);
	int code = SQLITE_ROW;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		g_autoptr(GBytes) whole = bytes(statement, 6);
		McStoreCase found = {.case_id = text(statement, 0),
		    .state = text(statement, 1),
		    .missing = text(statement, 2),
		    .outcomes = text(statement, 3),
		    .lapses_yyyymmdd = sqlite3_column_int(statement, 4),
		    .settled_wall_us = sqlite3_column_int64(statement, 5),
		    .statement = whole};

		each(&found, data);
	}
	return finish(self, statement, code, error);
}
