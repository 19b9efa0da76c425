#include "bundle.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

char *
bundle_flights_of(const char *state)
{
	char *flights = g_build_filename(state, "kiosk", "flights", NULL);

	g_assert_cmpint(g_mkdir_with_parents(flights, 0700), ==, 0);
	return flights;
}

char *
bundle_record(const char *state, const char *record)
{
	g_autofree char *out = g_build_filename(state, "bundle", NULL);
	g_autofree char *name = g_path_get_basename(record);
	const char *const words[] = {
	    MC_MEDCHECK, "support-bundle", "--state", state, "--out", out, NULL};
	g_auto(GStrv) environment = g_environ_unsetenv(g_get_environ(), "LD_PRELOAD");
	g_autoptr(GError) error = NULL;
	int status = -1;

	g_spawn_sync(NULL, (char **)words, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
	    NULL, &status, &error);
	g_assert_no_error(error);
	g_assert_true(g_spawn_check_wait_status(status, NULL));
	g_assert_cmpint(g_remove(record), ==, 0);
	return g_build_filename(out, "flights", name, NULL);
}
