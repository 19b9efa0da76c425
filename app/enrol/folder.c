#include "app/enrol/folder.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/spool/durable.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail(GError **error, const char *name)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "%s: %s", name, g_strerror(errno));
	return FALSE;
}

/* The services are other users than who sets the machine up. */
static gboolean
give_to_owner(int folder, const char *name)
{
	struct stat owner;

	if (geteuid() != 0)
		return TRUE;
	return fstat(folder, &owner) == 0 &&
	       fchownat(folder, name, owner.st_uid, owner.st_gid, AT_SYMLINK_NOFOLLOW) == 0;
}

static int
open_folder(const char *path)
{
	g_autofree char *parent = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	int above = -1;

	if (g_mkdir(path, 0700) == 0) {
		above = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (above < 0 || !give_to_owner(above, name) || fsync(above) != 0) {
			if (above >= 0)
				close(above);
			return -1;
		}
		close(above);
	}
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

gboolean
mc_enrol_put(const char *state, const char *name, GBytes *bytes, GError **error)
{
	g_autofree char *path = g_build_filename(state, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);
	g_autofree char *base = g_path_get_basename(path);
	McDurableReaders readers =
	    g_str_has_prefix(name, "trust/") ? MC_DURABLE_EVERYBODY : MC_DURABLE_OWNER;
	int folder = open_folder(parent);
	gboolean good = FALSE;

	if (folder < 0)
		return fail(error, name);
	good = mc_durable_put(&mc_durable_system_calls, folder, base, bytes, readers, error) &&
	       (give_to_owner(folder, base) || fail(error, name));
	close(folder);
	return good;
}

GBytes *
mc_enrol_get(const char *state, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(state, name, NULL);
	GBytes *bytes = mc_file_bytes(path, NULL);

	if (bytes == NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s cannot be read", name);
	return bytes;
}

gboolean
mc_enrol_has(const char *state, const char *name)
{
	g_autofree char *path = g_build_filename(state, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

gboolean
mc_enrol_rename(const char *state, const char *from, const char *to, GError **error)
{
	g_autofree char *old = g_build_filename(state, from, NULL);
	g_autofree char *new = g_build_filename(state, to, NULL);
	g_autofree char *parent = g_path_get_dirname(new);
	int folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean good = folder >= 0 && g_rename(old, new) == 0 && fsync(folder) == 0;

	if (!good)
		fail(error, from);
	if (folder >= 0)
		close(folder);
	return good;
}

gboolean
mc_enrol_move(const char *state, const char *from, const char *to, GError **error)
{
	g_autoptr(GBytes) bytes = NULL;
	g_autofree char *path = g_build_filename(state, from, NULL);

	/* Moved before: a restart comes here again. */
	if (!mc_enrol_has(state, from) && mc_enrol_has(state, to))
		return TRUE;
	bytes = mc_enrol_get(state, from, error);
	if (bytes == NULL || !mc_enrol_put(state, to, bytes, error))
		return FALSE;
	return g_unlink(path) == 0 || fail(error, from);
}
