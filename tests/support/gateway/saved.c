#include "tests/support/gateway/world.h"

#include <sqlite3.h>
#include <string.h>

/* A kiosk's last word is no part of what was saved, nor that it was heard at all. */
static const char kiosks[] =
    "SELECT id, journal, records, stock FROM kiosk WHERE records > 0 OR stock IS NOT NULL";

static void
add_value(GString *text, sqlite3_stmt *row, int column)
{
	gsize size = (gsize)sqlite3_column_bytes(row, column);

	if (sqlite3_column_type(row, column) == SQLITE_BLOB) {
		g_autofree char *digest =
		    g_compute_checksum_for_data(G_CHECKSUM_SHA256, sqlite3_column_blob(row, column), size);

		g_string_append_printf(text, " %s", digest);
	} else {
		const unsigned char *value = sqlite3_column_text(row, column);

		g_string_append_printf(text, " %s", value != NULL ? (const char *)value : "-");
	}
}

static void
add_rows(GString *text, sqlite3 *store, const char *table)
{
	g_autofree char *all = g_strdup_printf("SELECT * FROM %s", table);
	sqlite3_stmt *rows = NULL;
	const char *query = strcmp(table, "kiosk") == 0 ? kiosks : all;

	g_assert_cmpint(sqlite3_prepare_v2(store, query, -1, &rows, NULL), ==, SQLITE_OK);
	while (sqlite3_step(rows) == SQLITE_ROW) {
		g_string_append(text, table);
		for (int i = 0; i < sqlite3_column_count(rows); i++)
			add_value(text, rows, i);
		g_string_append_c(text, '\n');
	}
	g_assert_cmpint(sqlite3_finalize(rows), ==, SQLITE_OK);
}

static void
add_tables(GString *text, const char *path)
{
	sqlite3 *store = NULL;
	sqlite3_stmt *tables = NULL;

	g_assert_cmpint(sqlite3_open_v2(path, &store, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_prepare_v2(store,
	                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN"
	                    " ('refusal', 'sqlite_sequence') ORDER BY name",
	                    -1, &tables, NULL),
	    ==, SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW)
		add_rows(text, store, (const char *)sqlite3_column_text(tables, 0));
	g_assert_cmpint(sqlite3_finalize(tables), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_close(store), ==, SQLITE_OK);
}

static void
add_file(GString *text, const char *path)
{
	g_autofree char *bytes = NULL;
	g_autofree char *digest = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
	digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guint8 *)bytes, size);
	g_string_append_printf(text, "file %s %s\n", path, digest);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_files(GString *text, const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	const char *name = NULL;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir)) != NULL)
		if (!g_str_has_prefix(name, "store.db"))
			g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
	g_ptr_array_sort(paths, compare_names);
	for (guint i = 0; i < paths->len; i++) {
		if (g_file_test(paths->pdata[i], G_FILE_TEST_IS_DIR))
			add_files(text, paths->pdata[i]);
		else
			add_file(text, paths->pdata[i]);
	}
}

char *
mc_world_saved(const McWorld *world)
{
	g_autofree char *folder = mc_world_path(world, "gateway");
	g_autofree char *store = mc_world_path(world, "gateway/store.db");
	GString *text = g_string_new(NULL);

	add_tables(text, store);
	add_files(text, folder);
	return g_string_free(text, FALSE);
}
