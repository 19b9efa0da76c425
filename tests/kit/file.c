#include "tests/kit/file.h"

#include "app/base/file.h"
#include <gio/gio.h>

GBytes *
mc_test_file(const char *path)
{
	g_autoptr(GError) error = NULL;
	GBytes *bytes = mc_file_bytes(path, &error);

	g_assert_no_error(error);
	return bytes;
}

char *
mc_test_text(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) ? text : g_strdup("");
}

static void
write_out(const char *to, GByteArray *bytes)
{
	g_autoptr(GError) error = NULL;

	g_file_set_contents(to, (const char *)bytes->data, (gssize)bytes->len, &error);
	g_assert_no_error(error);
}

static void
add(GByteArray *bytes, const char *path)
{
	g_autoptr(GBytes) whole = mc_test_file(path);

	g_byte_array_append(bytes, g_bytes_get_data(whole, NULL), (guint)g_bytes_get_size(whole));
}

void
mc_test_copy(const char *from, const char *to)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	add(bytes, from);
	write_out(to, bytes);
}

void
mc_test_append(const char *from, const char *to)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (g_file_test(to, G_FILE_TEST_EXISTS))
		add(bytes, to);
	add(bytes, from);
	write_out(to, bytes);
}
