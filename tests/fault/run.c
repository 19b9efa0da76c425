#include "run.h"

#include <gio/gio.h>

int
mc_run_program(const char *program, const char *said, const char *const *arguments, char **out)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	g_autofree char *path = g_build_filename(MC_BINARY_DIR, "bin", program, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = NULL;

	g_ptr_array_add(all, path);
	for (guint i = 0; arguments[i] != NULL; i++)
		g_ptr_array_add(all, (gpointer)arguments[i]);
	g_ptr_array_add(all, NULL);
	process = g_subprocess_newv((const char *const *)all->pdata,
	    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
	        G_SUBPROCESS_FLAGS_STDERR_MERGE,
	    &error);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, said, NULL, out, NULL, &error);
	g_assert_no_error(error);
	return g_subprocess_get_exit_status(process);
}
