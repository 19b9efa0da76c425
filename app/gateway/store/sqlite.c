#include "app/gateway/store/inner.h"

#include "app/base/error.h"
#include <stdarg.h>

gboolean
mc_store_fail(McStore *self, const char *doing, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "store: %s: %s (see to the disk)", doing,
	    sqlite3_errmsg(self->db));
	return FALSE;
}

static void
bind_bytes(sqlite3_stmt *statement, int place, GBytes *bytes)
{
	gsize size = 0;
	gconstpointer data = NULL;

	if (bytes == NULL) {
		sqlite3_bind_null(statement, place);
		return;
	}
	data = g_bytes_get_data(bytes, &size);
	sqlite3_bind_blob64(statement, place, data != NULL ? data : "", size, SQLITE_STATIC);
}

sqlite3_stmt *
mc_store_bind(McStore *self, McStatement which, const char *kinds, ...)
{
	sqlite3_stmt *statement = self->statement[which];
	va_list values;

	sqlite3_reset(statement);
	va_start(values, kinds);
	for (int i = 0; kinds[i] != '\0'; i++) {
		if (kinds[i] == 's')
			sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_STATIC);
		else if (kinds[i] == 'i')
			sqlite3_bind_int64(statement, i + 1, va_arg(values, gint64));
		else
			bind_bytes(statement, i + 1, va_arg(values, GBytes *));
	}
	va_end(values);
	return statement;
}

gboolean
mc_store_run(McStore *self, sqlite3_stmt *statement, const char *doing, GError **error)
{
	int code = sqlite3_step(statement);
	gboolean good = code == SQLITE_DONE || code == SQLITE_ROW;

	if (!good)
		mc_store_fail(self, doing, error);
	sqlite3_reset(statement);
	return good;
}
