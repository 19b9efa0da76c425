#include "app/gateway/store/attempts.h"

#include "app/base/error.h"
#include "app/gateway/store/inner.h"
#include <string.h>

/* Of one person and exam, more than anybody reads. */
#define ROWS_MAX "512"

static const char *
text(sqlite3_stmt *statement, int column)
{
	const unsigned char *value = sqlite3_column_text(statement, column);

	return value != NULL ? (const char *)value : "";
}

static sqlite3_stmt *
prepare(McStore *self, const char *sql, const McStoreValue *values, gsize count, GError **error)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL) != SQLITE_OK) {
		mc_store_fail(self, "counting attempts", error);
		return NULL;
	}
	for (gsize i = 0; i < count; i++)
		mc_store_bind_value(statement, (int)i + 1, &values[i]);
	return statement;
}

static gboolean
finish(McStore *self, sqlite3_stmt *statement, int code, GError **error)
{
	if (code != SQLITE_DONE)
		mc_store_fail(self, "counting attempts", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

static gboolean
execute(McStore *self, const char *sql, const McStoreValue *values, gsize count, GError **error)
{
	sqlite3_stmt *statement = prepare(self, sql, values, count, error);

	return statement != NULL && finish(self, statement, sqlite3_step(statement), error);
}

/* ---- what is to be counted ---- */

gboolean
mc_store_uncounted(
    McStore *self, guint most, McStoreEachToCount each, gpointer data, GError **error)
{
	sqlite3_stmt *statement = prepare(self,
	    "SELECT id, kiosk, type, min(at_us, received_us), envelope FROM record"
	    " WHERE id > ifnull((SELECT last FROM attempt_progress), 0)"
	    " AND type IN ('exam-opened', 'audit', 'visit') ORDER BY id LIMIT ?1",
	    MC_VALUES(MC_NUMBER(most)), error);
	int code = SQLITE_ROW;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		g_autoptr(GBytes) envelope = g_bytes_new(
		    sqlite3_column_blob(statement, 4), (gsize)sqlite3_column_bytes(statement, 4));
		McStoreLinkToCount link = {.place = sqlite3_column_int64(statement, 0),
		    .kiosk = text(statement, 1),
		    .type = text(statement, 2),
		    .at_wall_us = sqlite3_column_int64(statement, 3),
		    .envelope = envelope};

		each(&link, data);
	}
	return finish(self, statement, code, error);
}

gboolean
mc_store_counted(McStore *self, gint64 *place, GError **error)
{
	sqlite3_stmt *statement = prepare(self, "SELECT last FROM attempt_progress", NULL, 0, error);
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;

	*place = 0;
	if (statement == NULL)
		return FALSE;
	if (code == SQLITE_ROW) {
		*place = sqlite3_column_int64(statement, 0);
		code = sqlite3_step(statement);
	}
	return finish(self, statement, code, error);
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
	sqlite3_stmt *statement = prepare(self, "SELECT 1 FROM attempt_progress WHERE secret <> ?1",
	    MC_VALUES(MC_TEXT(check)), error);
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;

	if (code == SQLITE_ROW)
		g_set_error(error, MC_ERROR, MC_ERROR_REFUSED,
		    "attempts were counted under another pseudonym.secret: put it back, or --rebuild");
	else if (statement != NULL && code != SQLITE_DONE)
		mc_store_fail(self, "counting attempts", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
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
	sqlite3_stmt *statement =
	    of == NULL ? prepare(self, ATTEMPTS IN_ORDER, NULL, 0, error)
	               : prepare(self,
	                     ATTEMPTS " AND a.person = ?1 AND a.exam = ?2" IN_ORDER " LIMIT " ROWS_MAX,
	                     MC_VALUES(MC_TEXT(of->person), MC_TEXT(of->exam)), error);
	int code = SQLITE_ROW;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		McStoreAttempt attempt = {.person = text(statement, 0),
		    .exam = text(statement, 1),
		    .visit = text(statement, 2),
		    .kiosk = text(statement, 3),
		    .outcome = text(statement, 4),
		    .reference = text(statement, 5),
		    .digest = text(statement, 6),
		    .record = sqlite3_column_int64(statement, 7),
		    .at_wall_us = sqlite3_column_int64(statement, 8)};

		each(&attempt, data);
	}
	return finish(self, statement, code, error);
}

gboolean
mc_store_each_opened(McStore *self, const char *kiosk, const char *visit, McStoreEachOpened each,
    gpointer data, GError **error)
{
	sqlite3_stmt *statement =
	    prepare(self, "SELECT DISTINCT person, exam FROM attempt WHERE kiosk = ?1 AND visit = ?2",
	        MC_VALUES(MC_TEXT(kiosk), MC_TEXT(visit)), error);
	int code = SQLITE_ROW;

	if (statement == NULL)
		return FALSE;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		each(text(statement, 0), text(statement, 1), data);
	return finish(self, statement, code, error);
}

gboolean
mc_store_count_unknown(McStore *self, gint64 *count, GError **error)
{
	sqlite3_stmt *statement =
	    prepare(self, "SELECT count(*) FROM attempt WHERE person = ''", NULL, 0, error);
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;

	if (statement == NULL)
		return FALSE;
	if (code == SQLITE_ROW) {
		*count = sqlite3_column_int64(statement, 0);
		code = sqlite3_step(statement);
	}
	return finish(self, statement, code, error);
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
