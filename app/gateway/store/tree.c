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
	gboolean good = mc_store_find(self, statement, "reading the log", found, error);

	*row = (McStoreTreeRow){0};
	if (*found)
		take_row(statement, row);
	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_each_tree_row(McStore *self, McStoreEachTreeRow each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "reading the log",
	    "SELECT size, added, first, digests, nodes FROM tree ORDER BY size", NULL, 0, error);

	while (mc_store_next_row(&rows)) {
		g_auto(McStoreTreeRow) row = {0};

		take_row(rows.row, &row);
		rows.good = each(&row, data, error);
	}
	return mc_store_end_rows(&rows);
}

/* ---- records ---- */

gboolean
mc_store_each_logged(McStore *self, McStoreEachLogged each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "reading the log",
	    "SELECT record.id, record.kiosk, digest, seq, record.journal = kiosk.journal"
	    " FROM record JOIN kiosk ON kiosk.id = record.kiosk ORDER BY record.id",
	    NULL, 0, error);

	while (mc_store_next_row(&rows)) {
		const McStoreLogged record = {.id = sqlite3_column_int64(rows.row, 0),
		    .kiosk = text(rows.row, 1),
		    .digest = text(rows.row, 2),
		    .seq = (guint64)sqlite3_column_int64(rows.row, 3),
		    .is_current = sqlite3_column_int(rows.row, 4) != 0};

		rows.good = each(&record, data, error);
	}
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_logged(McStore *self, gint64 id, McStoreEachLogged take, gpointer data, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_LOGGED, MC_NUMBER(id));
	gboolean found = FALSE;
	gboolean good = mc_store_find(self, statement, "reading the log", &found, error);

	if (found) {
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
	McStoreRows rows =
	    mc_store_find_rows(self, "reading the log", sql, MC_VALUES(MC_TEXT(digest)), NULL);
	char *name = NULL;

	if (mc_store_next_row(&rows))
		name = g_strdup_printf("record %" G_GINT64_FORMAT " of %s",
		    (gint64)sqlite3_column_int64(rows.row, 0), text(rows.row, 1));
	mc_store_end_rows(&rows);
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
	McStoreRows rows = mc_store_find_rows(self, "reading the log",
	    "SELECT number, size, head, witnessed FROM tree_head ORDER BY number", NULL, 0, error);

	while (mc_store_next_row(&rows)) {
		g_autoptr(GBytes) sealed = mc_store_bytes_of(rows.row, 2);
		g_autoptr(GBytes) witnessed = mc_store_bytes_of(rows.row, 3);
		const McStoreTreeHead head = {sqlite3_column_int64(rows.row, 0),
		    (guint64)sqlite3_column_int64(rows.row, 1), sealed, witnessed};

		rows.good = each(&head, data, error);
	}
	return mc_store_end_rows(&rows);
}
