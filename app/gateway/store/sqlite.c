#include "app/gateway/store/inner.h"

#include "app/base/error.h"

gboolean
mc_store_fail(McStore *self, const char *doing, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "store: %s: %s (see to the disk)", doing,
	    sqlite3_errmsg(self->db));
	return FALSE;
}

const char *
mc_store_text_of(sqlite3_stmt *statement, int column)
{
	const unsigned char *value = sqlite3_column_text(statement, column);

	return value != NULL ? (const char *)value : "";
}

GBytes *
mc_store_bytes_of(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return NULL;
	return g_bytes_new(
	    sqlite3_column_blob(statement, column), (gsize)sqlite3_column_bytes(statement, column));
}

static void
bind_bytes(sqlite3_stmt *statement, int place, GBytes *bytes)
{
	gsize size = 0;
	gconstpointer data = NULL;

	if (bytes == NULL) {
		sqlite3_bind_null(statement, place);
		return;
	}
	data = g_bytes_get_data(bytes, &size);
	sqlite3_bind_blob64(statement, place, data != NULL ? data : "", size, SQLITE_STATIC);
}

void
mc_store_bind_value(sqlite3_stmt *statement, int place, const McStoreValue *value)
{
	switch (value->kind) {
	case MC_STORE_TEXT: sqlite3_bind_text(statement, place, value->text, -1, SQLITE_STATIC); return;
	case MC_STORE_NUMBER: sqlite3_bind_int64(statement, place, value->number); return;
	case MC_STORE_BYTES: bind_bytes(statement, place, value->bytes); return;
	}
}

sqlite3_stmt *
mc_store_bind_values(McStore *self, McStatement which, const McStoreValue *values, gsize count)
{
	sqlite3_stmt *statement = mc_store_plain(self, which);

	for (gsize i = 0; i < count; i++)
		mc_store_bind_value(statement, (int)i + 1, &values[i]);
	return statement;
}

sqlite3_stmt *
mc_store_plain(McStore *self, McStatement which)
{
	sqlite3_reset(self->statement[which]);
	return self->statement[which];
}

gboolean
mc_store_run(McStore *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
	int code = sqlite3_step(statement);
	gboolean good = code == SQLITE_DONE || code == SQLITE_ROW;

	if (!good)
		mc_store_fail(self, doing, error);
	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_find(
    McStore *self, sqlite3_stmt *statement, const char *doing, gboolean *found, GError **error)
{
	int code = sqlite3_step(statement);

	*found = code == SQLITE_ROW;
	return *found || code == SQLITE_DONE || mc_store_fail(self, doing, error);
}

McStoreRows
mc_store_find_rows(McStore *self, const char *doing, const char *sql, const McStoreValue *values,
    gsize count, GError **error)
{
	McStoreRows rows = {.store = self, .doing = doing, .error = error};

	rows.good = sqlite3_prepare_v2(self->db, sql, -1, &rows.row, NULL) == SQLITE_OK ||
	            mc_store_fail(self, doing, error);
	for (gsize i = 0; rows.good && i < count; i++)
		mc_store_bind_value(rows.row, (int)i + 1, &values[i]);
	return rows;
}

gboolean
mc_store_next_row(McStoreRows *rows)
{
	int code = rows->good ? sqlite3_step(rows->row) : SQLITE_DONE;

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		rows->good = mc_store_fail(rows->store, rows->doing, rows->error);
	return code == SQLITE_ROW;
}

gboolean
mc_store_end_rows(McStoreRows *rows)
{
	sqlite3_finalize(rows->row);
	return rows->good;
}

#define LOG_PATIENCE_MS 5000
#define LOG_AGAIN_MS 20

int
mc_sqlite_use_log(sqlite3 *db)
{
	int code = SQLITE_BUSY;

	for (int waited_ms = 0; waited_ms < LOG_PATIENCE_MS; waited_ms += LOG_AGAIN_MS) {
		code = sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if ((code & 0xff) != SQLITE_BUSY)
			return code;
		sqlite3_sleep(LOG_AGAIN_MS);
	}
	return code;
}
