#include "app/journal/journal.h"

#include "app/journal/sql.h"
#include <string.h>

gboolean
mc_journal_step_append(McJournal *journal, const char *json, GError **error)
{
	sqlite3_bind_text(mc_sql(journal, MC_SQL_STEP_APPEND), 1, json, -1, SQLITE_TRANSIENT);
	return mc_sql_run(journal, MC_SQL_STEP_APPEND, "cannot append a step", error);
}

GPtrArray *
mc_journal_steps(McJournal *journal, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_STEPS);
	g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(g_free);
	int code = SQLITE_OK;

	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		g_ptr_array_add(steps, g_strdup((const char *)sqlite3_column_text(statement, 0)));
	if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot read the steps", error);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? g_steal_pointer(&steps) : NULL;
}

gboolean
mc_journal_steps_clear(McJournal *journal, GError **error)
{
	mc_sql(journal, MC_SQL_STEPS_CLEAR);
	return mc_sql_run(journal, MC_SQL_STEPS_CLEAR, "cannot clear the steps", error);
}

gboolean
mc_journal_set_value(McJournal *journal, const char *key, const char *value, GError **error)
{
	McSql which = value != NULL ? MC_SQL_VALUE_SET : MC_SQL_VALUE_REMOVE;
	sqlite3_stmt *statement = mc_sql(journal, which);

	sqlite3_bind_text(statement, 1, key, -1, SQLITE_TRANSIENT);
	if (value != NULL)
		sqlite3_bind_text(statement, 2, value, -1, SQLITE_TRANSIENT);
	return mc_sql_run(journal, which, "cannot keep a value", error);
}

char *
mc_journal_get_value(McJournal *journal, const char *key, GError **error)
{
	sqlite3_stmt *statement = mc_sql(journal, MC_SQL_VALUE_GET);
	char *value = NULL;
	int code = SQLITE_OK;

	sqlite3_bind_text(statement, 1, key, -1, SQLITE_TRANSIENT);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		value = g_strdup((const char *)sqlite3_column_text(statement, 0));
	else if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot read a value", error);
	sqlite3_reset(statement);
	return value;
}

/* From it to what would come after all that begin with it. */
static sqlite3_stmt *
values_of(McJournal *journal, McSql which, const char *beginning)
{
	g_autofree char *end = g_strdup(beginning);
	sqlite3_stmt *statement = mc_sql(journal, which);

	end[strlen(end) - 1]++;
	sqlite3_bind_text(statement, 1, beginning, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(statement, 2, end, -1, SQLITE_TRANSIENT);
	return statement;
}

guint
mc_journal_count_values(McJournal *journal, const char *beginning, GError **error)
{
	sqlite3_stmt *statement = values_of(journal, MC_SQL_VALUES_COUNT, beginning);
	guint count = 0;

	if (sqlite3_step(statement) == SQLITE_ROW)
		count = (guint)sqlite3_column_int64(statement, 0);
	else
		mc_sql_fail(journal, "cannot count values", error);
	sqlite3_reset(statement);
	return count;
}

gboolean
mc_journal_clear_values(McJournal *journal, const char *beginning, GError **error)
{
	values_of(journal, MC_SQL_VALUES_CLEAR, beginning);
	return mc_sql_run(journal, MC_SQL_VALUES_CLEAR, "cannot clear values", error);
}
