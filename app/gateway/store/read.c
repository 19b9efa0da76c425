#include "app/gateway/store/inner.h"

#include <string.h>

/* A new journal may begin where the kiosk has none under way. */
static gboolean
look_at_journal(McStore *self, const McStoreRecord *record, gboolean *welcome, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(
	    self, MC_STATEMENT_JOURNALS, MC_TEXT(record->kiosk), MC_TEXT(record->journal));
	gboolean found = FALSE;
	gboolean good = mc_store_find(self, statement, "looking for the journal", &found, error);

	*welcome =
	    !found || *mc_store_text_of(statement, 0) == '\0' || sqlite3_column_int(statement, 1) != 0;
	sqlite3_reset(statement);
	return good;
}

/* Of two neighbours the second is sealed with the key that the first one leads to. */
static gboolean
key_fits(const McStoreRecord *record, guint64 seq, sqlite3_stmt *neighbour)
{
	if (seq < record->seq)
		return strcmp(mc_store_text_of(neighbour, 4), record->certificate) == 0;
	return strcmp(record->next_certificate, mc_store_text_of(neighbour, 3)) == 0;
}

static McStorePlace
place_beside(const McStoreRecord *record, McStorePlace place, sqlite3_stmt *neighbour)
{
	guint64 seq = (guint64)sqlite3_column_int64(neighbour, 0);
	const char *digest = mc_store_text_of(neighbour, 1);

	if (place == MC_STORE_PLACE_FORK || place == MC_STORE_PLACE_SAME)
		return place;
	if (seq == record->seq)
		return strcmp(digest, record->digest) == 0 ? MC_STORE_PLACE_SAME : MC_STORE_PLACE_FORK;
	if (strcmp(seq < record->seq ? digest : mc_store_text_of(neighbour, 2),
	        seq < record->seq ? record->prev : record->digest) != 0)
		return MC_STORE_PLACE_FORK;
	if (place == MC_STORE_PLACE_OTHER_KEY || !key_fits(record, seq, neighbour))
		return MC_STORE_PLACE_OTHER_KEY;
	return seq < record->seq ? MC_STORE_PLACE_FREE : place;
}

gboolean
mc_store_look(McStore *self, const McStoreRecord *record, McStorePlace *place, GError **error)
{
	sqlite3_stmt *statement = NULL;
	gboolean welcome = FALSE;
	int code = SQLITE_ROW;

	if (!look_at_journal(self, record, &welcome, error))
		return FALSE;
	*place = MC_STORE_PLACE_OTHER_JOURNAL;
	if (!welcome)
		return TRUE;
	*place = record->seq > 1 ? MC_STORE_PLACE_GAP : MC_STORE_PLACE_FREE;
	statement = mc_store_bind(self, MC_STATEMENT_NEIGHBOURS, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER((gint64)record->seq));
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		*place = place_beside(record, *place, statement);
	if (code != SQLITE_DONE)
		mc_store_fail(self, "looking at the chain", error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE;
}

void
mc_store_receipt_clear(McStoreReceipt *receipt)
{
	g_clear_pointer(&receipt->under.leaves, g_bytes_unref);
	g_clear_pointer(&receipt->under.seal, g_bytes_unref);
}

gboolean
mc_store_receipt(
    McStore *self, const McStoreRecord *record, McStoreReceipt *receipt, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_RECEIPT, MC_TEXT(record->kiosk),
	    MC_TEXT(record->journal), MC_NUMBER((gint64)record->seq));
	gboolean good = sqlite3_step(statement) == SQLITE_ROW;

	memset(receipt, 0, sizeof *receipt);
	if (good) {
		receipt->id = sqlite3_column_int64(statement, 0);
		g_strlcpy(receipt->reference, mc_store_text_of(statement, 1), sizeof receipt->reference);
		receipt->received_wall_us = sqlite3_column_int64(statement, 2);
		receipt->under.first = sqlite3_column_int64(statement, 3);
		receipt->under.leaves = mc_store_bytes_of(statement, 4);
		receipt->under.seal = mc_store_bytes_of(statement, 5);
	} else {
		mc_store_fail(self, "looking for a receipt", error);
	}
	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_visit_received(McStore *self, const char *kiosk, guint64 seq, const char *digest_begins,
    gint64 *received_wall_us, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_VISIT_RECEIVED, MC_TEXT(kiosk),
	    MC_NUMBER((gint64)seq), MC_TEXT(digest_begins));
	gboolean found = FALSE;
	gboolean good = mc_store_find(self, statement, "looking for a visit", &found, error);

	*received_wall_us = found ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_links(
    McStore *self, const McStoreRange *range, McStoreLink each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self,
	    range->type == MC_STORE_VISITS ? MC_STATEMENT_VISITS : MC_STATEMENT_OPENINGS,
	    MC_TEXT(range->kiosk), MC_TEXT(range->journal), MC_NUMBER((gint64)range->first),
	    MC_NUMBER((gint64)range->last));
	int code = SQLITE_ROW;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		g_autoptr(GBytes) envelope = mc_store_bytes_of(statement, 1);

		each((guint64)sqlite3_column_int64(statement, 0), envelope, data);
	}
	if (code != SQLITE_DONE)
		mc_store_fail(self, "reading a part of the chain", error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE;
}

gboolean
mc_store_has_link(McStore *self, const char *kiosk, const char *journal, guint64 seq, gboolean *has,
    GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(
	    self, MC_STATEMENT_LINK, MC_TEXT(kiosk), MC_TEXT(journal), MC_NUMBER((gint64)seq));
	gboolean good = mc_store_find(self, statement, "looking for a link", has, error);

	sqlite3_reset(statement);
	return good;
}

gboolean
mc_store_head(McStore *self, const char *kiosk, McStoreHead *head, GError **error)
{
	sqlite3_stmt *statement = mc_store_bind(self, MC_STATEMENT_HEAD, MC_TEXT(kiosk));
	gboolean found = FALSE;
	gboolean good = mc_store_find(self, statement, "looking for a head", &found, error);

	memset(head, 0, sizeof *head);
	if (found) {
		g_strlcpy(head->journal, mc_store_text_of(statement, 0), sizeof head->journal);
		g_strlcpy(head->digest, mc_store_text_of(statement, 1), sizeof head->digest);
		head->seq = (guint64)sqlite3_column_int64(statement, 2);
		head->records = (guint64)sqlite3_column_int64(statement, 3);
		head->open_gaps = (guint64)sqlite3_column_int64(statement, 4);
		head->seen_wall_us = sqlite3_column_int64(statement, 5);
	}
	sqlite3_reset(statement);
	return good;
}

static void
give(sqlite3_stmt *statement, McStoreEach each, gpointer data)
{
	McStoreRecord record = {
	    .kiosk = mc_store_text_of(statement, 0),
	    .journal = mc_store_text_of(statement, 1),
	    .seq = (guint64)sqlite3_column_int64(statement, 2),
	    .digest = mc_store_text_of(statement, 4),
	    .prev = mc_store_text_of(statement, 5),
	    .type = mc_store_text_of(statement, 6),
	    .reference = mc_store_text_of(statement, 7),
	    .outcomes = mc_store_text_of(statement, 8),
	    .at_wall_us = sqlite3_column_int64(statement, 9),
	    .received_wall_us = sqlite3_column_int64(statement, 10),
	    .case_id = mc_store_text_of(statement, 11),
	    .part = sqlite3_column_int(statement, 12),
	    .attempts = mc_store_text_of(statement, 13),
	};

	each(&record, sqlite3_column_int(statement, 3) != 0, data);
}

gboolean
mc_store_each(McStore *self, McStoreEach each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT kiosk, journal, seq, gap, digest, prev, type, reference, outcomes, at_us,"
	    " received_us, case_id, part, (SELECT group_concat(text, ' ') FROM attempt_mark"
	    " WHERE attempt_mark.record = record.id) FROM record LEFT JOIN case_part ON "
	    "case_part.record = "
	    "record.id"
	    " ORDER BY kiosk, id";
	McStoreRows rows = mc_store_find_rows(self, "listing", sql, NULL, 0, error);

	while (mc_store_next_row(&rows))
		give(rows.row, each, data);
	return mc_store_end_rows(&rows);
}

static gboolean
give_parcel(sqlite3_stmt *statement, McStoreParcel each, gpointer data, GError **error)
{
	g_autoptr(GBytes) envelope = mc_store_bytes_of(statement, 1);
	g_autoptr(GBytes) personal = mc_store_bytes_of(statement, 2);

	return each((guint64)sqlite3_column_int64(statement, 0), envelope, personal, data, error);
}

gboolean
mc_store_each_parcel(McStore *self, const char *kiosk, guint64 after_seq, McStoreParcel each,
    gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT seq, envelope, personal FROM record WHERE kiosk = ?1 AND seq > ?2 AND journal ="
	    " (SELECT journal FROM kiosk WHERE id = ?1) ORDER BY seq";
	McStoreRows rows = mc_store_find_rows(
	    self, "giving back", sql, MC_VALUES(MC_TEXT(kiosk), MC_NUMBER((gint64)after_seq)), error);

	while (mc_store_next_row(&rows))
		rows.good = give_parcel(rows.row, each, data, error);
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_each_refusal(McStore *self, McStoreEachRefusal each, gpointer data, GError **error)
{
	static const char sql[] =
	    "SELECT at_us, kiosk, path, digest, codes, text FROM refusal ORDER BY id";
	McStoreRows rows = mc_store_find_rows(self, "listing refusals", sql, NULL, 0, error);

	while (mc_store_next_row(&rows)) {
		McStoreRefusal refusal = {.at_wall_us = sqlite3_column_int64(rows.row, 0),
		    .kiosk = mc_store_text_of(rows.row, 1),
		    .path = mc_store_text_of(rows.row, 2),
		    .digest = mc_store_text_of(rows.row, 3),
		    .codes = mc_store_text_of(rows.row, 4),
		    .text = mc_store_text_of(rows.row, 5)};

		each(&refusal, data);
	}
	return mc_store_end_rows(&rows);
}
