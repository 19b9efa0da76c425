/* B2: two programs of the gateway start at once, and one store's file is being made by the other
 * when this one opens it: it waits, and does not end with "database is locked". */

#include "app/gateway/store/admissions.h"
#include "app/gateway/store/store.h"
#include <glib/gstdio.h>
#include <sqlite3.h>

/* Whoever waits, waits here: then the other one is done. */
static sqlite3_vfs vfs;
static sqlite3 *other;
static guint waits;

static int
other_is_done(sqlite3_vfs *self, int us)
{
	waits++;
	if (other != NULL)
		g_assert_cmpint(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
	g_clear_pointer(&other, sqlite3_close);
	return us;
}

/* A file that is not yet a write-ahead log's, and that somebody is making. */
static void
somebody_makes(const char *path)
{
	g_assert_cmpint(sqlite3_open(path, &other), ==, SQLITE_OK);
	g_assert_cmpint(
	    sqlite3_exec(other,
	        "PRAGMA secure_delete = ON; CREATE TABLE stranger(one); DROP TABLE stranger;"
	        "BEGIN IMMEDIATE",
	        NULL, NULL, NULL),
	    ==, SQLITE_OK);
	waits = 0;
}

typedef struct Opened {
	gboolean (*open)(const char *path, GError **error);
} Opened;

static gboolean
open_admissions(const char *path, GError **error)
{
	McAdmissions *admissions = mc_admissions_open(path, error);

	mc_admissions_close(admissions);
	return admissions != NULL;
}

static gboolean
open_store(const char *path, GError **error)
{
	McStore *store = mc_store_open(path, error);

	mc_store_close(store);
	return store != NULL;
}

static void
test_waits(gconstpointer data)
{
	g_autofree char *folder = g_dir_make_tmp("medcheck-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "made-at-once.db", NULL);
	g_autoptr(GError) error = NULL;

	somebody_makes(path);
	((const Opened *)data)->open(path, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(waits, >=, 1);
	g_assert_null(other);
	g_remove(path);
	g_rmdir(folder);
}

int
main(int argc, char **argv)
{
	static const Opened admissions = {open_admissions}, records = {open_store};

	g_test_init(&argc, &argv, NULL);
	vfs = *sqlite3_vfs_find(NULL);
	vfs.zName = "waits-here";
	vfs.xSleep = other_is_done;
	g_assert_cmpint(sqlite3_vfs_register(&vfs, 1), ==, SQLITE_OK);
	g_test_add_data_func("/store-start/B2/admissions", &admissions, test_waits);
	g_test_add_data_func("/store-start/B2/records", &records, test_waits);
	return g_test_run();
}
