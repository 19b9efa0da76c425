#include "app/gateway/store/cases.h"

#include "app/gateway/store/inner.h"

#define PARTS_MAX 16

gboolean
mc_store_each_part(
    McStore *self, const char *case_id, McStoreEachPart each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT part, kiosk, seq, digest, reference, received_us, envelope FROM case_part"
	    " JOIN record ON record.id = case_part.record WHERE case_id = ?1"
	    " ORDER BY part, record LIMIT " G_STRINGIFY(PARTS_MAX);
	McStoreRows rows =
	    mc_store_find_rows(self, "reading cases", sql, MC_VALUES(MC_TEXT(case_id)), error);

	while (mc_store_next_row(&rows)) {
		g_autoptr(GBytes) envelope = mc_store_bytes_of(rows.row, 6);
		McStorePart part = {.part = sqlite3_column_int(rows.row, 0),
		    .kiosk = mc_store_text_of(rows.row, 1),
		    .seq = (guint64)sqlite3_column_int64(rows.row, 2),
		    .digest = mc_store_text_of(rows.row, 3),
		    .reference = mc_store_text_of(rows.row, 4),
		    .received_wall_us = sqlite3_column_int64(rows.row, 5),
		    .envelope = envelope};

		each(&part, data);
	}
	return mc_store_end_rows(&rows);
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
	const McStoreValue value = MC_TEXT(name);
	McStoreRows rows = mc_store_find_rows(
	    self, "reading cases", name != NULL ? one : all, &value, name != NULL ? 1 : 0, error);

	while (mc_store_next_row(&rows)) {
		g_autoptr(GBytes) whole = mc_store_bytes_of(rows.row, 6);
		McStoreCase found = {.case_id = mc_store_text_of(rows.row, 0),
		    .state = mc_store_text_of(rows.row, 1),
		    .missing = mc_store_text_of(rows.row, 2),
		    .outcomes = mc_store_text_of(rows.row, 3),
		    .lapses_yyyymmdd = sqlite3_column_int(rows.row, 4),
		    .settled_wall_us = sqlite3_column_int64(rows.row, 5),
		    .statement = whole};

		each(&found, data);
	}
	return mc_store_end_rows(&rows);
}
