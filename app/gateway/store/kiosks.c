#include "app/gateway/store/kiosks.h"

#include "app/gateway/store/inner.h"

static void
tell(sqlite3_stmt *statement, McStoreEachKiosk each, gpointer data)
{
	g_autoptr(GBytes) stock = mc_store_bytes_of(statement, 4);
	const McStoreKiosk kiosk = {.id = (const char *)sqlite3_column_text(statement, 0),
	    .records = (guint64)sqlite3_column_int64(statement, 1),
	    .open_gaps = (guint64)sqlite3_column_int64(statement, 2),
	    .seen_wall_us = sqlite3_column_int64(statement, 3),
	    .stock = stock,
	    .stock_wall_us = sqlite3_column_int64(statement, 5)};

	each(&kiosk, data);
}

gboolean
mc_store_each_kiosk(McStore *self, McStoreEachKiosk each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT id, records, ifnull(open_gaps, 0), seen_us, stock, stock_us FROM kiosk"
	    " LEFT JOIN chain ON chain.kiosk = id AND chain.journal = kiosk.journal ORDER BY id";
	McStoreRows rows = mc_store_find_rows(self, "listing kiosks", sql, NULL, 0, error);

	while (mc_store_next_row(&rows))
		tell(rows.row, each, data);
	return mc_store_end_rows(&rows);
}
