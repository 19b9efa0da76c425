#ifndef MC_APP_JOURNAL_SQL_H
#define MC_APP_JOURNAL_SQL_H

/* Inside the room: SQLite with this product's errors. Statements are prepared once and kept. */

#include "app/journal/journal.h"
#include <sqlite3.h>

typedef enum McSql {
	MC_SQL_BEGIN,
	MC_SQL_COMMIT,
	MC_SQL_ROLLBACK,
	MC_SQL_HEAD,
	MC_SQL_APPEND,
	MC_SQL_APPEND_BLOBS,
	MC_SQL_APPEND_OUTBOX,
	MC_SQL_COUNT_UP,
	MC_SQL_COUNT_DOWN,
	MC_SQL_COUNT,
	MC_SQL_GET,
	MC_SQL_GET_BLOBS,
	MC_SQL_LIST,
	MC_SQL_LIST_TYPE,
	MC_SQL_COUNT_TYPE,
	MC_SQL_PENDING,
	MC_SQL_SENT,
	MC_SQL_ACCEPTED,
	MC_SQL_ACCEPTED_OUTBOX,
	MC_SQL_ACCEPTED_RECEIPT,
	MC_SQL_STEP_APPEND,
	MC_SQL_STEPS,
	MC_SQL_STEPS_CLEAR,
	MC_SQL_VALUE_SET,
	MC_SQL_VALUE_REMOVE,
	MC_SQL_VALUE_GET,
	MC_SQL_VALUES_COUNT,
	MC_SQL_VALUES_CLEAR,
} McSql;
#define MC_SQLS 28

struct McJournal {
	sqlite3 *db;
	sqlite3_stmt *statements[MC_SQLS];
	guint64 head_seq;
	char head_digest[MC_DIGEST_HEX_SIZE];
	gboolean in_transaction;
};

/* MC_ERROR_STORAGE "what: SQLite's words". Returns FALSE. */
gboolean mc_sql_fail(McJournal *journal, const char *what, GError **error);

gboolean mc_sql_prepare(McJournal *journal, GError **error);
void mc_sql_finalize(McJournal *journal);
/* The statement, reset and without bindings; bind before use. */
sqlite3_stmt *mc_sql(McJournal *journal, McSql which);
/* Runs a statement that gives no rows. */
gboolean mc_sql_run(McJournal *journal, McSql which, const char *what, GError **error);
void mc_sql_bind_bytes(sqlite3_stmt *statement, int at, GBytes *bytes);
GBytes *mc_sql_bytes(sqlite3_stmt *statement, int column);
void mc_sql_text(sqlite3_stmt *statement, int column, char *out, gsize size);

/* Reads the head anew: at the start and after a rollback. */
gboolean mc_journal_load_head(McJournal *journal, GError **error);

#endif
