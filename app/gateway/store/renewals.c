#include "app/gateway/store/renewals.h"

#include "app/gateway/store/inner.h"

static gboolean
give(sqlite3_stmt *statement, McStoreEachRenewal each, gpointer data, GError **error)
{
	g_autoptr(GBytes) response =
	    g_bytes_new(sqlite3_column_blob(statement, 5), (gsize)sqlite3_column_bytes(statement, 5));
	const McStoreRenewal renewal = {.number = sqlite3_column_int64(statement, 0),
	    .first = sqlite3_column_int64(statement, 1),
	    .last = sqlite3_column_int64(statement, 2),
	    .stamped_wall_us = sqlite3_column_int64(statement, 3),
	    .root = (const char *)sqlite3_column_text(statement, 4),
	    .response = response};

	return each(&renewal, data, error);
}

gboolean
mc_store_each_renewal(McStore *self, McStoreEachRenewal each, gpointer data, GError **error)
{
	McStoreRows rows = mc_store_find_rows(self, "listing renewals",
	    "SELECT number, first, last, at_us, root, response FROM renewal ORDER BY number", NULL, 0,
	    error);

	while (mc_store_next_row(&rows))
		rows.good = give(rows.row, each, data, error);
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_add_renewal(McStore *self, const McStoreRenewal *renewal, GError **error)
{
	gboolean good =
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_BEGIN), "beginning", error) &&
	    mc_store_run(self,
	        mc_store_bind(self, MC_STATEMENT_RENEWAL, MC_NUMBER(renewal->number),
	            MC_NUMBER(renewal->first), MC_NUMBER(renewal->last),
	            MC_NUMBER(renewal->stamped_wall_us), MC_TEXT(renewal->root),
	            MC_BYTES(renewal->response)),
	        "keeping a renewal", error) &&
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_COMMIT), "committing", error);

	if (!good && sqlite3_get_autocommit(self->db) == 0)
		(void)mc_store_run(
		    self, mc_store_plain(self, MC_STATEMENT_ROLL_BACK), "rolling back", NULL);
	return good;
}
