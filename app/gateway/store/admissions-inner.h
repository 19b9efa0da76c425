#ifndef MC_APP_GATEWAY_STORE_ADMISSIONS_INNER_H
#define MC_APP_GATEWAY_STORE_ADMISSIONS_INNER_H

#include "app/gateway/store/admissions.h"
#include "app/gateway/store/inner.h"

struct McAdmissions {
	sqlite3 *db;
};

gboolean mc_admissions_fail(McAdmissions *admissions, const char *doing, GError **error);
/* Prepared and bound; NULL with an error. Few requests a day: none is kept. */
#define mc_admissions_sql(admissions, error, sql, ...)                                             \
	mc_admissions_prepare((admissions), (error), (sql), (const McStoreValue[]){__VA_ARGS__},       \
	    sizeof((const McStoreValue[]){__VA_ARGS__}) / sizeof(McStoreValue))
sqlite3_stmt *mc_admissions_prepare(McAdmissions *admissions, GError **error, const char *sql,
    const McStoreValue *values, gsize count);
/* Steps a statement that gives no row, and frees it. */
gboolean mc_admissions_run(
    McAdmissions *admissions, sqlite3_stmt *statement, const char *doing, GError **error);
/* The number in its one row; frees it. */
gboolean mc_admissions_take_count(
    McAdmissions *admissions, sqlite3_stmt *statement, guint *count, GError **error);
void mc_admissions_text(sqlite3_stmt *statement, int column, char *out, gsize size);

#endif
