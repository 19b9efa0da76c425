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
	MC_STATEMENT_ADD_RECORD,
	MC_STATEMENT_CLOSE_GAP,
	MC_STATEMENT_CHAIN,
	MC_STATEMENT_KIOSK,
	MC_STATEMENT_SEEN,
	MC_STATEMENT_HEAD,
	MC_STATEMENT_RETIRE,
} McStatement;
#define MC_STATEMENTS 13

struct McStore {
	sqlite3 *db;
	sqlite3_stmt *statement[MC_STATEMENTS];
	gboolean in_group;
	GError *spoiled; /* the group's first failed write */
};

/* Fills in MC_ERROR_STORAGE from the database's last error. Returns FALSE. */
gboolean mc_store_fail(McStore *store, const char *doing, GError **error);

/* Reset and with its parameters bound, ready to step: one letter each, s text, i gint64, b GBytes
 * or NULL. What is bound must live until the statement has been stepped. */
sqlite3_stmt *mc_store_bind(McStore *store, McStatement which, const char *kinds, ...);
/* Steps a statement that gives no row. */
gboolean mc_store_run(McStore *store, sqlite3_stmt *statement, const char *doing, GError **error);

#endif
