#include "app/gateway/store/evidence.h"

#include "app/gateway/store/inner.h"

static void
tell(sqlite3_stmt *statement, McStoreEachEvidence each, gpointer data)
{
	const McStoreEvidence evidence = {.id = sqlite3_column_int64(statement, 0),
	    .kiosk = mc_store_text_of(statement, 1),
	    .digest = mc_store_text_of(statement, 2),
	    .kept_until_yyyymmdd = sqlite3_column_int(statement, 3),
	    .state = mc_store_text_of(statement, 4),
	    .seq = (guint64)sqlite3_column_int64(statement, 5),
	    .reference = mc_store_text_of(statement, 6),
	    .received_wall_us = sqlite3_column_int64(statement, 7)};

	each(&evidence, data);
}

gboolean
mc_store_each_evidence(McStore *self, McStoreEachEvidence each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT evidence.id, evidence.kiosk, evidence.digest, kept_until, state, ifnull(seq, 0),"
	    " ifnull(reference, ''), ifnull(received_us, 0) FROM evidence"
	    " LEFT JOIN record ON record.id = evidence.record"
	    " ORDER BY evidence.kiosk, evidence.record, evidence.id";
	McStoreRows rows = mc_store_find_rows(self, "reading evidence", sql, NULL, 0, error);

	while (mc_store_next_row(&rows))
		tell(rows.row, each, data);
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_same_picture(McStore *self, const char *picture, char reference[48], GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_SAME_PICTURE, MC_TEXT(picture));
	gboolean found = FALSE;
	gboolean good = mc_store_find(self, statement, "looking for a picture", &found, error);

	g_strlcpy(reference, found ? mc_store_text_of(statement, 0) : "", 48);
	sqlite3_reset(statement);
	return good;
}
