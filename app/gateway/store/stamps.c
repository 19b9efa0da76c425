#include "app/gateway/store/stamps.h"

#include "app/gateway/store/inner.h"

#define LEAF                                                                                       \
	"SELECT record.id, record.kiosk, digest, seq, record.journal = kiosk.journal"                  \
	" FROM record JOIN kiosk ON kiosk.id = record.kiosk"

static const char *
text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

static sqlite3_stmt *
prepare(McStore *self, const char *sql, gint64 one, gint64 other, GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
		mc_store_fail(self, "reading stamps", error);
		return NULL;
	}
	sqlite3_bind_int64(statement, 1, one);
	if (sqlite3_bind_parameter_count(statement) > 1)
		sqlite3_bind_int64(statement, 2, other);
	return statement;
}

static gboolean
each_leaf(
    McStore *self, sqlite3_stmt *statement, McStoreEachLeaf each, gpointer data, GError **error)
{
	int code = SQLITE_ROW;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		McStoreLeaf leaf = {.place = sqlite3_column_int64(statement, 0),
		    .kiosk = text(statement, 1),
		    .digest = text(statement, 2),
		    .seq = (guint64)sqlite3_column_int64(statement, 3),
		    .is_current = sqlite3_column_int(statement, 4) != 0};

		each(&leaf, data);
	}
	if (code != SQLITE_DONE)
		mc_store_fail(self, "reading what is to be stamped", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

gboolean
mc_store_unstamped(McStore *self, guint most, McStoreEachLeaf each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = prepare(self,
	    LEAF " WHERE record.id > ifnull((SELECT max(last) FROM stamp), 0)"
	         " ORDER BY record.id LIMIT ?1",
	    most, 0, error);

	return statement != NULL && each_leaf(self, statement, each, data, error);
}

gboolean
mc_store_stamped(
    McStore *self, const McStoreStamp *stamp, McStoreEachLeaf each, gpointer data, GError **error)
{
	sqlite3_stmt *statement =
	    prepare(self, LEAF " WHERE record.id BETWEEN ?1 AND ?2 ORDER BY record.id", stamp->first,
	        stamp->last, error);

	return statement != NULL && each_leaf(self, statement, each, data, error);
}

gboolean
mc_store_add_stamp(McStore *self, const McStoreStamp *stamp, GError **error)
{
	gboolean good =
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_BEGIN), "beginning", error) &&
	    mc_store_run(self,
	        mc_store_bind(self, MC_STATEMENT_STAMP, MC_NUMBER(stamp->first), MC_NUMBER(stamp->last),
	            MC_NUMBER(stamp->stamped_wall_us), MC_TEXT(stamp->root), MC_BYTES(stamp->response)),
	        "keeping a stamp", error) &&
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_COMMIT), "committing", error);

	if (!good && sqlite3_get_autocommit(self->db) == 0)
		(void)mc_store_run(
		    self, mc_store_plain(self, MC_STATEMENT_ROLL_BACK), "rolling back", NULL);
	return good;
}

static gboolean
give(sqlite3_stmt *statement, McStoreEachStamp each, gpointer data, GError **error)
{
	g_autoptr(GBytes) response = NULL;
	McStoreStamp stamp = {.first = sqlite3_column_int64(statement, 0),
	    .last = sqlite3_column_int64(statement, 1),
	    .stamped_wall_us = sqlite3_column_int64(statement, 2),
	    .root = text(statement, 3)};

	if (sqlite3_column_type(statement, 4) != SQLITE_NULL)
		response = g_bytes_new(
		    sqlite3_column_blob(statement, 4), (gsize)sqlite3_column_bytes(statement, 4));
	stamp.response = response;
	return each(&stamp, data, error);
}

gboolean
mc_store_each_stamp(
    McStore *self, gboolean with_response, McStoreEachStamp each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = prepare(self,
	    "SELECT first, last, at_us, root, iif(?1, response, NULL) FROM stamp ORDER BY last",
	    with_response, 0, error);
	gboolean good = statement != NULL;
	int code = SQLITE_ROW;

	while (good && (code = sqlite3_step(statement)) == SQLITE_ROW)
		good = give(statement, each, data, error);
	if (good && code != SQLITE_DONE)
		good = mc_store_fail(self, "listing stamps", error);
	sqlite3_finalize(statement);
	return good;
}
