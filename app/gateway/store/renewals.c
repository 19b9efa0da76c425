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
	sqlite3_stmt *statement = NULL;
	gboolean good = sqlite3_prepare_v2(self->db,
	                    "SELECT number, first, last, at_us, root, response FROM renewal"
	                    " ORDER BY number",
	                    -1, &statement, NULL) == SQLITE_OK;
	int code = SQLITE_ROW;

	if (!good)
		return mc_store_fail(self, "reading renewals", error);
	while (good && (code = sqlite3_step(statement)) == SQLITE_ROW)
		good = give(statement, each, data, error);
	if (good && code != SQLITE_DONE)
		good = mc_store_fail(self, "listing renewals", error);
	sqlite3_finalize(statement);
	return good;
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
