#include "app/base/share.h"

char *
mc_share_of_this_program(void)
{
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = program == NULL ? g_strdup("/usr/bin") : g_path_get_dirname(program);
	g_autofree char *above = g_path_get_dirname(folder);
	g_autofree char *installed = g_build_filename(above, "share", "medcheck", NULL);

	if (g_file_test(installed, G_FILE_TEST_IS_DIR))
		return g_steal_pointer(&installed);
	return g_steal_pointer(&above);
}
