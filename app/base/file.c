#include "app/base/file.h"

#include "app/base/error.h"
#include <glib/gstdio.h>

#define FILE_BYTES_MAX (16 * 1024 * 1024)

GBytes *
mc_file_bytes(const char *path, GError **error)
{
	GStatBuf state = {0};
	char *bytes = NULL;
	gsize size = 0;

	if (g_stat(path, &state) == 0 && state.st_size > FILE_BYTES_MAX) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "%s: %" G_GINT64_FORMAT " bytes, more than 16 MiB: not a file of this product", path,
		    (gint64)state.st_size);
		return NULL;
	}
	return g_file_get_contents(path, &bytes, &size, error) ? g_bytes_new_take(bytes, size) : NULL;
}
