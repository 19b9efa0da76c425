#include "disk.h"

#include <gio/gio.h>

static const char *const kiosks_own[] = {"recorder", "courier", "spool", "trust"};

static void
run(const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = g_subprocess_newv(arguments, G_SUBPROCESS_FLAGS_NONE, &error);

	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
}

void
mc_disk_copy_one(const char *path, const char *folder)
{
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	run((const char *const[]){"cp", "-a", path, folder, NULL});
}

void
mc_disk_copy(const char *from, const char *to)
{
	for (guint i = 0; i < G_N_ELEMENTS(kiosks_own); i++) {
		g_autofree char *path = g_build_filename(from, kiosks_own[i], NULL);

		mc_disk_copy_one(path, to);
	}
}

/* Not as a test's own folder, which is kept where the canary looks for it. */
void
mc_disk_remove(const char *folder)
{
	for (guint i = 0; i < G_N_ELEMENTS(kiosks_own); i++) {
		g_autofree char *path = g_build_filename(folder, kiosks_own[i], NULL);

		run((const char *const[]){"rm", "-rf", path, NULL});
	}
}
