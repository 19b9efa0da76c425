#include "app/gateway/store/tree.h"

#include "app/gateway/store/inner.h"

static const char *
text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

/* ---- rows ---- */

void
mc_store_tree_row_clear(McStoreTreeRow *row)
{
	g_clear_pointer(&row->digests, g_bytes_unref);
	g_clear_pointer(&row->nodes, g_bytes_unref);
}

static void
take_row(sqlite3_stmt *statement, McStoreTreeRow *row)
{
	row->size = (guint64)sqlite3_column_int64(statement, 0);
	row->added = (guint64)sqlite3_column_int64(statement, 1);
	row->first = sqlite3_column_int64(statement, 2);
	row->digests = mc_store_bytes_of(statement, 3);
	row->nodes = mc_store_bytes_of(statement, 4);
}

gboolean
mc_store_tree_size(McStore *self, guint64 *size, GError **error)
{
	sqlite3_stmt *statement = mc_store_plain(self, MC_STATEMENT_TREE_SIZE);
	gboolean good = sqlite3_step(statement) == SQLITE_ROW;

	if (good)
		*size = (guint64)sqlite3_column_int64(statement, 0);
	else
		mc_store_fail(self, "looking for the log's size", error);
	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_tree_row(McStore *self, guint64 size, McStoreTreeRow *row, gboolean *found, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_TREE_ROW, MC_NUMBER((gint64)size));
	int code = sqlite3_step(statement);
	gboolean good = code == SQLITE_ROW || code == SQLITE_DONE;

	*row = (McStoreTreeRow){0};
	*found = code == SQLITE_ROW;
	if (*found)
		take_row(statement, row);
	else if (!good)
		mc_store_fail(self, "reading the log", error);
	sqlite3_reset(statement);
	return good;
}

/* What is asked for seldom is prepared for once. */
static sqlite3_stmt *
prepare(McStore *self, const char *sql, GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	mc_store_fail(self, "reading the log", error);
	return NULL;
}

/* Of a list: TRUE while a row is there and the one before was good. */
static gboolean
next(McStore *self, sqlite3_stmt *statement, gboolean *good, GError **error)
{
	int code = *good ? sqlite3_step(statement) : SQLITE_DONE;

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		*good = mc_store_fail(self, "reading the log", error);
	return code == SQLITE_ROW;
}

gboolean
mc_store_each_tree_row(McStore *self, McStoreEachTreeRow each, gpointer data, GError **error)
{
	sqlite3_stmt *statement =
	    prepare(self, "SELECT size, added, first, digests, nodes FROM tree ORDER BY size", error);
	gboolean good = statement != NULL;

	while (next(self, statement, &good, error)) {
		g_auto(McStoreTreeRow) row = {0};

		take_row(statement, &row);
		good = each(&row, data, error);
	}
	sqlite3_finalize(statement);
	return good;
}

/* ---- records ---- */

gboolean
mc_store_each_logged(McStore *self, McStoreEachLogged each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = prepare(self,
	    "SELECT record.id, record.kiosk, digest, seq, record.journal = kiosk.journal"
	    " FROM record JOIN kiosk ON kiosk.id = record.kiosk ORDER BY record.id",
	    error);
	gboolean good = statement != NULL;

	while (next(self, statement, &good, error)) {
		const McStoreLogged record = {.id = sqlite3_column_int64(statement, 0),
		    .kiosk = text(statement, 1),
		    .digest = text(statement, 2),
		    .seq = (guint64)sqlite3_column_int64(statement, 3),
		    .is_current = sqlite3_column_int(statement, 4) != 0};

		good = each(&record, data, error);
	}
	sqlite3_finalize(statement);
	return good;
}

gboolean
mc_store_logged(McStore *self, gint64 id, McStoreEachLogged take, gpointer data, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_LOGGED, MC_NUMBER(id));
	gboolean good = TRUE;

	if (next(self, statement, &good, error)) {
		g_autoptr(GBytes) envelope = mc_store_bytes_of(statement, 3);
		const McStoreLogged record = {.id = id,
		    .kiosk = text(statement, 0),
		    .digest = text(statement, 1),
		    .seq = (guint64)sqlite3_column_int64(statement, 2),
		    .envelope = envelope};

		good = take(&record, data, error);
	} else {
		good = good && take(NULL, data, error);
	}
	sqlite3_reset(statement);
	return good;
}

/* sql: kiosk and number of the record with ?1. */
static char *
name_record(McStore *self, const char *sql, const char *digest)
{
	sqlite3_stmt *statement = prepare(self, sql, NULL);
	char *name = NULL;

	if (statement == NULL)
		return NULL;
	sqlite3_bind_text(statement, 1, digest, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW)
		name = g_strdup_printf("record %" G_GINT64_FORMAT " of %s",
		    (gint64)sqlite3_column_int64(statement, 0), text(statement, 1));
	sqlite3_finalize(statement);
	return name;
}

char *
mc_store_find_digest(McStore *self, const char *digest)
{
	return name_record(self, "SELECT seq, kiosk FROM record WHERE digest = ?1", digest);
}

char *
mc_store_find_follower(McStore *self, const char *digest)
{
	return name_record(self, "SELECT seq - 1, kiosk FROM record WHERE prev = ?1", digest);
}

/* ---- heads ---- */

gboolean
mc_store_each_tree_head(McStore *self, McStoreEachTreeHead each, gpointer data, GError **error)
{
	sqlite3_stmt *statement =
	    prepare(self, "SELECT number, size, head, witnessed FROM tree_head ORDER BY number", error);
	gboolean good = statement != NULL;

	while (next(self, statement, &good, error)) {
		g_autoptr(GBytes) sealed = mc_store_bytes_of(statement, 2);
		g_autoptr(GBytes) witnessed = mc_store_bytes_of(statement, 3);
		const McStoreTreeHead head = {sqlite3_column_int64(statement, 0),
		    (guint64)sqlite3_column_int64(statement, 1), sealed, witnessed};

		good = each(&head, data, error);
	}
	sqlite3_finalize(statement);
	return good;
}
