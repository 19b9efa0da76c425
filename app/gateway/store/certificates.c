#include "app/gateway/store/admissions-inner.h"

gboolean
mc_admissions_certified(
    McAdmissions *self, const McAdmissionCertificate *it, GBytes *pem, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "INSERT INTO certificate(serial, kiosk, used_for, until_us, revoked_us, key, pem)"
	    " VALUES(?1, ?2, ?3, ?4, 0, ?5, ?6)",
	    MC_TEXT(it->serial), MC_TEXT(it->kiosk), MC_TEXT(it->use), MC_NUMBER(it->until_us),
	    MC_TEXT(it->key), MC_BYTES(pem));

	return mc_admissions_run(self, statement, "noting a certificate", error);
}

gboolean
mc_admissions_revoke(
    McAdmissions *self, const char *kiosk, gint64 now_us, guint *count, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "UPDATE certificate SET revoked_us = ?2 WHERE kiosk = ?1 AND revoked_us = 0",
	    MC_TEXT(kiosk), MC_NUMBER(now_us));

	if (!mc_admissions_run(self, statement, "taking back certificates", error))
		return FALSE;
	*count = (guint)sqlite3_changes(self->db);
	return TRUE;
}

gboolean
mc_admissions_holds(
    McAdmissions *self, const char *kiosk, gint64 now_us, guint *count, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT count(*) FROM certificate WHERE kiosk = ?1 AND until_us > ?2 AND revoked_us = 0",
	    MC_TEXT(kiosk), MC_NUMBER(now_us));

	return mc_admissions_take_count(self, statement, count, error);
}

static void
take_row(sqlite3_stmt *statement, McAdmissionCertificate *row)
{
	*row = (McAdmissionCertificate){.until_us = sqlite3_column_int64(statement, 3),
	    .revoked_us = sqlite3_column_int64(statement, 4)};
	mc_admissions_text(statement, 0, row->serial, sizeof row->serial);
	mc_admissions_text(statement, 1, row->kiosk, sizeof row->kiosk);
	mc_admissions_text(statement, 2, row->use, sizeof row->use);
	mc_admissions_text(statement, 5, row->key, sizeof row->key);
}

gboolean
mc_admissions_find_key(McAdmissions *self, const char *key, McAdmissionCertificate *it,
    GBytes **pem, gboolean *found, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT serial, kiosk, used_for, until_us, revoked_us, key, pem FROM certificate"
	    " WHERE key = ?1 AND key <> ''",
	    MC_TEXT(key));
	int code = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;
	gboolean good = code == SQLITE_ROW || code == SQLITE_DONE;

	*found = code == SQLITE_ROW;
	*pem = NULL;
	if (*found) {
		take_row(statement, it);
		*pem = g_bytes_new(
		    sqlite3_column_blob(statement, 6), (gsize)sqlite3_column_bytes(statement, 6));
	}
	if (!good && statement != NULL)
		mc_admissions_fail(self, "looking for a key", error);
	sqlite3_finalize(statement);
	return good;
}

GArray *
mc_admissions_revoked(McAdmissions *self, const char *use, GError **error)
{
	sqlite3_stmt *statement = mc_admissions_sql(self, error,
	    "SELECT serial, kiosk, used_for, until_us, revoked_us, key FROM certificate"
	    " WHERE used_for = ?1 AND revoked_us <> 0 ORDER BY revoked_us, serial",
	    MC_TEXT(use));
	g_autoptr(GArray) list = g_array_new(FALSE, TRUE, sizeof(McAdmissionCertificate));
	int code = SQLITE_DONE;

	if (statement == NULL)
		return NULL;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		McAdmissionCertificate row;

		take_row(statement, &row);
		g_array_append_val(list, row);
	}
	if (code != SQLITE_DONE)
		mc_admissions_fail(self, "reading the certificates", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? g_steal_pointer(&list) : NULL;
}
