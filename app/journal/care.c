/* The journal's health: the file's soundness, and copies of it. */

#include "app/base/error.h"
#include "app/journal/sql.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

gboolean
mc_journal_check(McJournal *journal, GError **error)
{
	sqlite3_stmt *statement = NULL;
	const char *found = NULL;
	gboolean is_sound = FALSE;

	if (sqlite3_prepare_v2(journal->db, "PRAGMA integrity_check(1)", -1, &statement, NULL) !=
	        SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW) {
		sqlite3_finalize(statement);
		return mc_sql_fail(journal, "cannot be checked", error);
	}
	found = (const char *)sqlite3_column_text(statement, 0);
	is_sound = g_strcmp0(found, "ok") == 0;
	if (!is_sound)
		g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: not sound: %s", found);
	sqlite3_finalize(statement);
	return is_sound;
}

static gboolean
fail(const char *doing, const char *path, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "journal: cannot %s %s: %s", doing, path,
	    g_strerror(errno));
	return FALSE;
}

static gboolean
flush(const char *path, int flags, GError **error)
{
	int file = open(path, flags | O_CLOEXEC);
	gboolean good = file >= 0 && fsync(file) == 0;

	if (!good)
		fail("flush", path, error);
	if (file >= 0)
		close(file);
	return good;
}

/* SQLite's own copy of a consistent state, without a write-ahead log. */
static gboolean
copy_to(McJournal *journal, const char *path, GError **error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(journal->db, "VACUUM INTO ?1", -1, &statement, NULL);

	if (code == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, path, -1, SQLITE_TRANSIENT);
		code = sqlite3_step(statement);
	}
	if (code != SQLITE_DONE)
		mc_sql_fail(journal, "cannot copy", error);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE;
}

gboolean
mc_journal_backup(McJournal *journal, const char *path, GError **error)
{
	g_autofree char *fresh = g_strconcat(path, ".new", NULL);
	g_autofree char *folder = g_path_get_dirname(path);

	/* What a killed one left half written. */
	if (g_unlink(fresh) != 0 && errno != ENOENT)
		return fail("remove", fresh, error);
	if (!copy_to(journal, fresh, error) || !flush(fresh, O_RDONLY, error))
		return FALSE;
	if (g_rename(fresh, path) != 0)
		return fail("rename", fresh, error);
	return flush(folder, O_RDONLY | O_DIRECTORY, error);
}
