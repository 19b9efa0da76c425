#include "app/tools/tools.h"

#include "app/base/error.h"
#include "app/record/personal.h"
#include "app/tools/record-file.h"
#include <stdio.h>
#include <string.h>

/* Who has the authority's key may read it; the bytes go nowhere but to standard output. */
static gboolean
print_clear(GBytes *clear, GError **error)
{
	McPersonal personal;
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(clear, &size);

	if (!mc_personal_read(clear, &personal, error))
		return FALSE;
	mc_personal_clear(&personal);
	fwrite(data, 1, size, stdout);
	putchar('\n');
	return TRUE;
}

static int
open_personal(const char *key, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) sealed = mc_record_file_personal(path, &error);
	g_autoptr(GBytes) clear = sealed != NULL ? mc_open_sealed(key, sealed, &error) : NULL;
	gboolean good = clear != NULL && print_clear(clear, &error);
	gsize size = 0;
	gconstpointer data = clear != NULL ? g_bytes_get_data(clear, &size) : NULL;

	if (data != NULL)
		explicit_bzero((gpointer)data, size);
	if (good)
		return MC_TOOL_GOOD;
	g_printerr("medcheck: %s: %s\n", path, error->message);
	return g_error_matches(error, MC_ERROR, MC_ERROR_UNTRUSTED) ? MC_TOOL_NOT_AS_STATED
	                                                            : MC_TOOL_WRONG_USE;
}

int
mc_tool_open(int argc, char **argv)
{
	g_autofree char *key = NULL;
	const McToolOption options[] = {
	    {"key", "FILE", "PEM file with the authority's private key", &key}};
	g_auto(GStrv) files = mc_tool_arguments(argc, argv, "FILE",
	    "Prints the personal part of a parcel (.parcel), or a sealed part alone (.p7m), in clear.\n"
	    "For the authority: nobody else has the key.",
	    options, G_N_ELEMENTS(options));

	if (files == NULL)
		return MC_TOOL_WRONG_USE;
	if (files[0] == NULL || files[1] != NULL || key == NULL) {
		g_printerr("medcheck: open needs one FILE and --key FILE\n");
		return MC_TOOL_WRONG_USE;
	}
	return open_personal(key, files[0]);
}
