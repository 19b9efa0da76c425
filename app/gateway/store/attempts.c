#include "app/gateway/store/attempts.h"

#include "app/base/error.h"
#include "app/gateway/store/inner.h"
#include <string.h>

/* Of one person and exam, more than anybody reads. */
#define ROWS_MAX "512"

static McStoreRows
find(McStore *self, const char *sql, const McStoreValue *values, gsize count, GError **error)
{
	return mc_store_find_rows(self, "counting attempts", sql, values, count, error);
}

static gboolean
execute(McStore *self, const char *sql, const McStoreValue *values, gsize count, GError **error)
{
	McStoreRows rows = find(self, sql, values, count, error);

	mc_store_next_row(&rows);
	return mc_store_end_rows(&rows);
}

/* The one row's number; another value stays when there is none. */
static gboolean
look_up(McStore *self, const char *sql, gint64 *number, GError **error)
{
	McStoreRows rows = find(self, sql, NULL, 0, error);

	if (mc_store_next_row(&rows))
		*number = sqlite3_column_int64(rows.row, 0);
	return mc_store_end_rows(&rows);
}

/* ---- what is to be counted ---- */

gboolean
mc_store_uncounted(
    McStore *self, guint most, McStoreEachToCount each, gpointer data, GError **error)
{
	McStoreRows rows = find(self,
	    "SELECT id, kiosk, type, min(at_us, received_us), envelope FROM record"
	    " WHERE id > ifnull((SELECT last FROM attempt_progress), 0)"
	    " AND type IN ('exam-opened', 'audit', 'visit') ORDER BY id LIMIT ?1",
	    MC_VALUES(MC_NUMBER(most)), error);

	while (mc_store_next_row(&rows)) {
		g_autoptr(GBytes) envelope =
		    g_bytes_new(sqlite3_column_blob(rows.row, 4), (gsize)sqlite3_column_bytes(rows.row, 4));
		McStoreLinkToCount link = {.place = sqlite3_column_int64(rows.row, 0),
		    .kiosk = mc_store_text_of(rows.row, 1),
		    .type = mc_store_text_of(rows.row, 2),
		    .at_wall_us = sqlite3_column_int64(rows.row, 3),
		    .envelope = envelope};

		each(&link, data);
	}
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_counted(McStore *self, gint64 *place, GError **error)
{
	*place = 0;
	return look_up(self, "SELECT last FROM attempt_progress", place, error);
}

/* ---- what was found ---- */

gboolean
mc_store_begin_counting(McStore *self, GError **error)
{
	self->in_group =
	    mc_store_run(self, mc_store_plain(self, MC_STATEMENT_BEGIN), "beginning", error);
	return self->in_group;
}

void
mc_store_stop_counting(McStore *self)
{
	if (sqlite3_get_autocommit(self->db) == 0)
		(void)mc_store_run(
		    self, mc_store_plain(self, MC_STATEMENT_ROLL_BACK), "rolling back", NULL);
	self->in_group = FALSE;
	g_clear_error(&self->spoiled);
}

gboolean
mc_store_counting_secret(McStore *self, const char *check, GError **error)
{
	McStoreRows rows = find(self, "SELECT 1 FROM attempt_progress WHERE secret <> ?1",
	    MC_VALUES(MC_TEXT(check)), error);

	if (mc_store_next_row(&rows)) {
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
		    "attempts were counted under another pseudonym.secret: put it back, or --rebuild");
		rows.good = FALSE;
	}
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_forget_attempts(McStore *self, GError **error)
{
	return execute(self, "DELETE FROM attempt", NULL, 0, error) &&
	       execute(self, "DELETE FROM attempt_end", NULL, 0, error) &&
	       execute(self, "DELETE FROM attempt_mark", NULL, 0, error) &&
	       execute(self, "DELETE FROM attempt_progress", NULL, 0, error);
}

gboolean
mc_store_forget_old_attempts(McStore *self, gint64 before_wall_us, GError **error)
{
	return execute(self,
	           "DELETE FROM attempt_mark WHERE record IN (SELECT record FROM attempt"
	           " WHERE at_us < ?1 UNION SELECT record FROM attempt_end WHERE at_us < ?1)",
	           MC_VALUES(MC_NUMBER(before_wall_us)), error) &&
	       execute(self, "DELETE FROM attempt WHERE at_us < ?1",
	           MC_VALUES(MC_NUMBER(before_wall_us)), error) &&
	       execute(self, "DELETE FROM attempt_end WHERE at_us < ?1",
	           MC_VALUES(MC_NUMBER(before_wall_us)), error);
}

gboolean
mc_store_add_opened(McStore *self, const McStoreOpened *opened, GError **error)
{
	return execute(self,
	           "INSERT INTO attempt(record, kiosk, visit, exam, at_us, person) VALUES(?1, ?2, ?3,"
	           " ?4, ?5, iif(?6 <> '', ?6, ifnull((SELECT max(person) FROM attempt"
	           " WHERE kiosk = ?2 AND visit = ?3), '')))",
	           MC_VALUES(MC_NUMBER(opened->place), MC_TEXT(opened->kiosk), MC_TEXT(opened->visit),
	               MC_TEXT(opened->exam), MC_NUMBER(opened->at_wall_us), MC_TEXT(opened->person)),
	           error) &&
	       execute(self,
	           "UPDATE attempt SET person = ?3 WHERE kiosk = ?1 AND visit = ?2 AND person = ''",
	           MC_VALUES(MC_TEXT(opened->kiosk), MC_TEXT(opened->visit), MC_TEXT(opened->person)),
	           error);
}

/* Of two runs of one exam, without and with glasses, both outcomes. */
gboolean
mc_store_add_ended(McStore *self, const McStoreEnded *ended, GError **error)
{
	return execute(self,
	    "INSERT INTO attempt_end(kiosk, visit, exam, outcome, case_id, record, at_us)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	    " ON CONFLICT DO UPDATE SET outcome = outcome || '+' || excluded.outcome",
	    MC_VALUES(MC_TEXT(ended->kiosk), MC_TEXT(ended->visit), MC_TEXT(ended->exam),
	        MC_TEXT(ended->outcome), MC_TEXT(ended->case_id), MC_NUMBER(ended->place),
	        MC_NUMBER(ended->at_wall_us)),
	    error);
}

gboolean
mc_store_counted_to(McStore *self, gint64 place, const char *check, GError **error)
{
	return execute(self,
	    "INSERT INTO attempt_progress(one, last, secret) VALUES(1, ?1, ?2)"
	    " ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
	    MC_VALUES(MC_NUMBER(place), MC_TEXT(check)), error);
}

/* ---- what has been found ---- */

/* Parts of a case are one visit while the case is in order: who takes what was missing at two
 * kiosks has two. */
#define ATTEMPTS                                                                                   \
	"SELECT a.person, a.exam,"                                                                     \
	" iif(joint.state IN ('good', 'incomplete', 'gap'), 'case ' || e.case_id,"                     \
	" a.kiosk || ' ' || a.visit), a.kiosk, coalesce(e.outcome, x.outcome, 'no-end'),"              \
	" record.reference, record.digest, record.id, a.at_us FROM attempt AS a"                       \
	" LEFT JOIN attempt_end AS e ON e.kiosk = a.kiosk AND e.visit = a.visit AND e.exam = a.exam"   \
	" LEFT JOIN attempt_end AS x ON x.kiosk = a.kiosk AND x.visit = a.visit AND x.exam = ''"       \
	" LEFT JOIN joint ON joint.case_id = e.case_id"                                                \
	" JOIN record ON record.id = ifnull(e.record, a.record)"                                       \
	" WHERE a.person <> ''"                                                                        \
	" AND (e.outcome IS NULL OR trim(replace(e.outcome, 'not-begun', ''), '+') <> '')"
#define IN_ORDER " ORDER BY a.person, a.exam, a.at_us, a.record"

gboolean
mc_store_each_attempt(McStore *self, const McStoreAttemptsOf *of, McStoreEachAttempt each,
    gpointer data, GError **error)
{
	McStoreRows rows =
	    of == NULL
	        ? find(self, ATTEMPTS IN_ORDER, NULL, 0, error)
	        : find(self, ATTEMPTS " AND a.person = ?1 AND a.exam = ?2" IN_ORDER " LIMIT " ROWS_MAX,
	              MC_VALUES(MC_TEXT(of->person), MC_TEXT(of->exam)), error);

	while (mc_store_next_row(&rows)) {
		McStoreAttempt attempt = {.person = mc_store_text_of(rows.row, 0),
		    .exam = mc_store_text_of(rows.row, 1),
		    .visit = mc_store_text_of(rows.row, 2),
		    .kiosk = mc_store_text_of(rows.row, 3),
		    .outcome = mc_store_text_of(rows.row, 4),
		    .reference = mc_store_text_of(rows.row, 5),
		    .digest = mc_store_text_of(rows.row, 6),
		    .record = sqlite3_column_int64(rows.row, 7),
		    .at_wall_us = sqlite3_column_int64(rows.row, 8)};

		each(&attempt, data);
	}
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_each_opened(McStore *self, const char *kiosk, const char *visit, McStoreEachOpened each,
    gpointer data, GError **error)
{
	McStoreRows rows =
	    find(self, "SELECT DISTINCT person, exam FROM attempt WHERE kiosk = ?1 AND visit = ?2",
	        MC_VALUES(MC_TEXT(kiosk), MC_TEXT(visit)), error);

	while (mc_store_next_row(&rows))
		each(mc_store_text_of(rows.row, 0), mc_store_text_of(rows.row, 1), data);
	return mc_store_end_rows(&rows);
}

gboolean
mc_store_count_unknown(McStore *self, gint64 *count, GError **error)
{
	return look_up(self, "SELECT count(*) FROM attempt WHERE person = ''", count, error);
}

gboolean
mc_store_mark_attempt(
    McStore *self, gint64 record, const char *exam, const char *mark, GError **error)
{
	return execute(self,
	    "INSERT INTO attempt_mark(record, exam, text) VALUES(?1, ?2, ?3)"
	    " ON CONFLICT DO UPDATE SET text = excluded.text",
	    MC_VALUES(MC_NUMBER(record), MC_TEXT(exam), MC_TEXT(mark)), error);
}

gboolean
mc_store_clear_marks(McStore *self, const McStoreAttemptsOf *of, GError **error)
{
	return execute(self,
	    "DELETE FROM attempt_mark WHERE exam = ?2 AND record IN (SELECT a.record FROM attempt AS a"
	    " WHERE a.person = ?1 AND a.exam = ?2 UNION SELECT e.record FROM attempt AS a"
	    " JOIN attempt_end AS e USING (kiosk, visit, exam) WHERE a.person = ?1 AND a.exam = ?2)",
	    MC_VALUES(MC_TEXT(of->person), MC_TEXT(of->exam)), error);
}

gboolean
mc_store_note_over(
    McStore *self, const char *visit, const char *exam, gboolean *is_first, GError **error)
{
	gboolean good =
	    execute(self, "INSERT INTO attempt_over(visit, exam) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
	        MC_VALUES(MC_TEXT(visit), MC_TEXT(exam)), error);

	*is_first = good && sqlite3_changes64(self->db) == 1;
	return good;
}
