#include "tests/kit/row.h"

void
mc_row(const McRow *row)
{
	g_test_message("bad-input|%s|%s|%s|%s|%u|%u", row->what, row->reader, row->refused, row->audit,
	    row->before, row->after);
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
	g_autoptr(GBytes) bytes = NULL;
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	bytes = g_bytes_new_take(text, size);
	mc_row_keep(name, bytes);
}
