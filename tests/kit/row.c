#include "tests/kit/row.h"

#include "tests/kit/file.h"
#include <stdio.h>

/* Each program has a file of its own: several run at once. */
static void
append(const char *folder, const char *line)
{
	g_autofree char *program = g_path_get_basename(g_get_prgname());
	g_autofree char *path = g_strdup_printf("%s/%s.rows", folder, program);
	FILE *file = fopen(path, "a");

	g_assert_nonnull(file);
	g_assert_cmpint(fprintf(file, "%s\n", line), >, 0);
	g_assert_cmpint(fclose(file), ==, 0);
}

void
mc_row(const McRow *row)
{
	const char *folder = g_getenv("MC_ROWS");
	g_autofree char *line = g_strdup_printf("bad-input|%s|%s|%s|%s|%u|%u", row->what, row->reader,
	    row->refused, row->audit, row->before, row->after);

	g_test_message("%s", line);
	if (folder != NULL)
		append(folder, line);
}

void
mc_row_keep(const char *name, GBytes *bytes)
{
	const char *folder = g_getenv("MC_ROWS");
	g_autofree char *path = folder != NULL ? g_build_filename(folder, name, NULL) : NULL;

	if (path != NULL)
		g_assert_true(g_file_set_contents(
		    path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
}

void
mc_row_keep_file(const char *name, const char *path)
{
	g_autoptr(GBytes) bytes = mc_test_file(path);

	mc_row_keep(name, bytes);
}
