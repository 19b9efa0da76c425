#include "app/tools/trip.h"

#include "app/base/error.h"
#include <gio/gio.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean
mc_trip_prepare(McTrip *self, const char *state, GError **error)
{
	g_autofree char *folder = g_build_filename(state, "courier", NULL);
	struct stat owner;

	if (stat(folder, &owner) == 0) {
		self->user = owner.st_uid;
		self->group = owner.st_gid;
		return TRUE;
	}
	g_set_error(
	    error, MC_ERROR, MC_ERROR_BAD_INPUT, "the folder courier is missing in the provisioning");
	return FALSE;
}

/* Between fork and exec. */
static void
become_courier(gpointer data)
{
	const McTrip *self = data;

	if (geteuid() == 0 && (setgid(self->group) != 0 || setuid(self->user) != 0))
		_exit(MC_TRIP_UNREACHABLE);
}

static char *
courier_program(void)
{
	g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = own != NULL ? g_path_get_dirname(own) : g_strdup("/usr/bin");

	return g_build_filename(folder, "medcheck-courier", NULL);
}

static void
add(GPtrArray *list, const char *first, const char *second)
{
	g_ptr_array_add(list, (gpointer)first);
	g_ptr_array_add(list, (gpointer)second);
}

int
mc_trip(const McTrip *self, const char *const *arguments, GBytes *input, GBytes **output,
    GError **error)
{
	g_autofree char *program = courier_program();
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
	    G_SUBPROCESS_FLAGS_STDOUT_PIPE | (input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0u));
	g_autoptr(GSubprocess) process = NULL;

	add(list, program, "carry");
	add(list, "--gateway", self->gateway);
	if (self->proxy != NULL)
		add(list, "--proxy", self->proxy);
	for (; *arguments != NULL; arguments++)
		g_ptr_array_add(list, (gpointer)*arguments);
	g_ptr_array_add(list, NULL);
	g_subprocess_launcher_set_child_setup(launcher, become_courier, (gpointer)self, NULL);
	process = g_subprocess_launcher_spawnv(launcher, (const char *const *)list->pdata, error);
	if (process == NULL || !g_subprocess_communicate(process, input, NULL, output, NULL, error))
		return -1;
	return g_subprocess_get_if_exited(process) ? g_subprocess_get_exit_status(process)
	                                           : MC_TRIP_UNREACHABLE;
}
