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

static gboolean
each_leaf(McStoreRows *rows, McStoreEachLeaf each, gpointer data)
{
	while (mc_store_next_row(rows)) {
		McStoreLeaf leaf = {.place = sqlite3_column_int64(rows->row, 0),
		    .kiosk = text(rows->row, 1),
		    .digest = text(rows->row, 2),
		    .seq = (guint64)sqlite3_column_int64(rows->row, 3),
		    .is_current = sqlite3_column_int(rows->row, 4) != 0};

		each(&leaf, data);
	}
	return mc_store_end_rows(rows);
}

gboolean
mc_store_unstamped(McStore *self, guint most, McStoreEachLeaf each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "reading what is to be stamped",
	    LEAF " WHERE record.id > ifnull((SELECT max(last) FROM stamp), 0)"
	         " ORDER BY record.id LIMIT ?1",
	    MC_VALUES(MC_NUMBER(most)), error);

	return each_leaf(&rows, each, data);
}

gboolean
mc_store_stamped(
    McStore *self, const McStoreStamp *stamp, McStoreEachLeaf each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "reading what is stamped",
	    LEAF " WHERE record.id BETWEEN ?1 AND ?2 ORDER BY record.id",
	    MC_VALUES(MC_NUMBER(stamp->first), MC_NUMBER(stamp->last)), error);

	return each_leaf(&rows, each, data);
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
	g_autoptr(GBytes) response = mc_store_bytes_of(statement, 4);
	McStoreStamp stamp = {.first = sqlite3_column_int64(statement, 0),
	    .last = sqlite3_column_int64(statement, 1),
	    .stamped_wall_us = sqlite3_column_int64(statement, 2),
	    .root = text(statement, 3),
	    .response = response};

	return each(&stamp, data, error);
}

gboolean
mc_store_each_stamp(
    McStore *self, gboolean with_response, McStoreEachStamp each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "listing stamps",
	    "SELECT first, last, at_us, root, iif(?1, response, NULL) FROM stamp ORDER BY last",
	    MC_VALUES(MC_NUMBER(with_response)), error);

	while (mc_store_next_row(&rows))
		rows.good = give(rows.row, each, data, error);
	return mc_store_end_rows(&rows);
}
