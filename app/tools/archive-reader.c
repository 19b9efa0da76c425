#include "app/tools/archive-reader.h"

#include <gio/gio.h>

/* Made of reader.gresource.xml. */
extern GResource *mc_reader_get_resource(void);
extern void mc_reader_register_resource(void);

static const char *const names[MC_ARCHIVE_READER_FILES] = {
    "seal.py", "envelope.py", "curves.py", "der.py"};

GBytes *
mc_archive_reader_file(guint number, const char **name)
{
	g_autofree char *path = g_strconcat("/cn/medcheck/reader/", names[number], NULL);
	GBytes *file = NULL;

	mc_reader_register_resource();
	file =
	    g_resource_lookup_data(mc_reader_get_resource(), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	*name = names[number];
	g_assert(file != NULL);
	return file;
}
