#ifndef MC_APP_GATEWAY_STORE_INNER_H
#define MC_APP_GATEWAY_STORE_INNER_H

#include "app/gateway/store/store.h"
#include <sqlite3.h>

typedef enum McStatement {
	MC_STATEMENT_BEGIN,
	MC_STATEMENT_COMMIT,
	MC_STATEMENT_ROLL_BACK,
	MC_STATEMENT_JOURNALS,
	MC_STATEMENT_NEIGHBOURS,
	MC_STATEMENT_RECEIPT,
	MC_STATEMENT_OPENINGS,
	MC_STATEMENT_VISITS,
	MC_STATEMENT_LINK,
	MC_STATEMENT_ADD_RECORD,
	MC_STATEMENT_ADD_RECEIPTS,
	MC_STATEMENT_CLOSE_GAP,
	MC_STATEMENT_CHAIN,
	MC_STATEMENT_KIOSK,
	MC_STATEMENT_SEEN,
	MC_STATEMENT_STOCK,
	MC_STATEMENT_HEAD,
	MC_STATEMENT_RETIRE,
	MC_STATEMENT_REFUSE,
	MC_STATEMENT_FORGET_REFUSALS,
	MC_STATEMENT_STAMP,
	MC_STATEMENT_RENEWAL,
	MC_STATEMENT_ADD_PART,
	MC_STATEMENT_SETTLE,
	MC_STATEMENT_NAME_EVIDENCE,
	MC_STATEMENT_CLAIM_EVIDENCE,
	MC_STATEMENT_NOTE_EVIDENCE,
	MC_STATEMENT_FOREIGN_EVIDENCE,
	MC_STATEMENT_VISIT_RECEIVED,
	MC_STATEMENT_SAME_PICTURE,
	MC_STATEMENT_TREE_SIZE,
	MC_STATEMENT_TREE_ROW,
	MC_STATEMENT_LOGGED,
	MC_STATEMENT_ADD_TREE_ROW,
	MC_STATEMENT_ADD_TREE_HEAD,
	MC_STATEMENT_WITNESS_TREE_HEAD,
} McStatement;
#define MC_STATEMENTS 36

struct McStore {
	sqlite3 *db;
	sqlite3_stmt *statement[MC_STATEMENTS];
	gboolean in_group;
	GError *spoiled; /* the group's first failed write */
};

/* Fills in MC_ERROR_STORAGE from the database's last error. Returns FALSE. */
gboolean mc_store_fail(McStore *store, const char *doing, GError **error);

/* A column's text; "": there is none. Until the next step. */
const char *mc_store_text_of(sqlite3_stmt *statement, int column);
/* A column's bytes; NULL: there are none. */
GBytes *mc_store_bytes_of(sqlite3_stmt *statement, int column);

/* A statement's parameter. What it points to must live until the statement has been stepped. */
typedef struct McStoreValue {
	enum { MC_STORE_TEXT, MC_STORE_NUMBER, MC_STORE_BYTES } kind;
	const char *text;
	gint64 number;
	GBytes *bytes; /* or NULL */
} McStoreValue;
#define MC_TEXT(value) ((McStoreValue){.kind = MC_STORE_TEXT, .text = (value)})
#define MC_NUMBER(value) ((McStoreValue){.kind = MC_STORE_NUMBER, .number = (value)})
#define MC_BYTES(value) ((McStoreValue){.kind = MC_STORE_BYTES, .bytes = (value)})

void mc_store_bind_value(sqlite3_stmt *statement, int place, const McStoreValue *value);
#define MC_VALUES(...)                                                                             \
	(const McStoreValue[]){__VA_ARGS__},                                                           \
	    sizeof((const McStoreValue[]){__VA_ARGS__}) / sizeof(McStoreValue)
/* Reset and bound, ready to step. */
#define mc_store_bind(store, which, ...)                                                           \
	mc_store_bind_values((store), (which), MC_VALUES(__VA_ARGS__))
sqlite3_stmt *mc_store_bind_values(
    McStore *store, McStatement which, const McStoreValue *values, gsize count);
/* The same for a statement without parameters. */
sqlite3_stmt *mc_store_plain(McStore *store, McStatement which);
/* Steps a statement that gives no row. */
gboolean mc_store_run(McStore *store, sqlite3_stmt *statement, const char *doing, GError **error);
/* Steps one that gives a row or none. Whoever has taken what is in it resets the statement. */
gboolean mc_store_find(
    McStore *store, sqlite3_stmt *statement, const char *doing, gboolean *found, GError **error);

/* The rows of a statement that is asked for too seldom to be kept. */
typedef struct McStoreRows {
	McStore *store;
	const char *doing;
	GError **error;
	sqlite3_stmt *row; /* as mc_store_next_row() found it */
	gboolean good; /* FALSE, by whoever takes a row, too: no other comes */
} McStoreRows;

McStoreRows mc_store_find_rows(McStore *store, const char *doing, const char *sql,
    const McStoreValue *values, gsize count, GError **error);
gboolean mc_store_next_row(McStoreRows *rows);
/* Frees them. Returns whether all were read, and taken. */
gboolean mc_store_end_rows(McStoreRows *rows);

/* Two programs may make a file at once, or one make it while another looks at it: SQLite then does
 * not wait by itself before it turns to the write-ahead log. SQLITE_OK, or why it could not. */
int mc_sqlite_use_log(sqlite3 *db);

#endif
