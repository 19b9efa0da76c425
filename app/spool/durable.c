#include "app/spool/durable.h"

#include "app/base/error.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const McDurableCalls mc_durable_system_calls = {
    .write = write,
    .fsync = fsync,
    .rename_at = renameat,
};

static gboolean
fail(const char *doing, const char *name, GError **error)
{
	g_set_error(
	    error, MC_ERROR, MC_ERROR_STORAGE, "cannot %s %s: %s", doing, name, g_strerror(errno));
	return FALSE;
}

static gboolean
write_all(const McDurableCalls *calls, int file, GBytes *bytes)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	while (size > 0) {
		ssize_t written = calls->write(file, data, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return FALSE;
		data += written;
		size -= (gsize)written;
	}
	return TRUE;
}

static gboolean
open_to(McDurableReaders readers, int folder, int file)
{
	struct stat about = {0};

	if (readers == MC_DURABLE_OWNER)
		return TRUE;
	if (readers == MC_DURABLE_EVERYBODY)
		return fchmod(file, 0644) == 0;
	return fstat(folder, &about) == 0 &&
	       ((about.st_mode & S_IRGRP) == 0 || fchmod(file, 0640) == 0);
}

static gboolean
write_file(const McDurableCalls *calls, int folder, const char *name, GBytes *bytes,
    McDurableReaders readers, GError **error)
{
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	gboolean good = FALSE;

	if (file < 0)
		return fail("make", name, error);
	/* Tells mc_durable_sweep() of another process that somebody is still writing it. */
	flock(file, LOCK_EX);
	if (!open_to(readers, folder, file))
		fail("give to its readers", name, error);
	else if (!write_all(calls, file, bytes))
		fail("write", name, error);
	else if (calls->fsync(file) != 0)
		fail("flush", name, error);
	else
		good = TRUE;
	/* After a good fsync nothing of the file can still be lost by close(). */
	close(file);
	return good;
}

gboolean
mc_durable_put(const McDurableCalls *calls, int folder, const char *name, GBytes *bytes,
    McDurableReaders readers, GError **error)
{
	g_autofree char *temporary = g_strconcat(MC_DURABLE_TEMPORARY, name, NULL);

	if (!write_file(calls, folder, temporary, bytes, readers, error)) {
		unlinkat(folder, temporary, 0);
		return FALSE;
	}
	if (calls->rename_at(folder, temporary, folder, name) != 0) {
		fail("rename to", name, error);
		unlinkat(folder, temporary, 0);
		return FALSE;
	}
	if (calls->fsync(folder) == 0)
		return TRUE;
	/* Perhaps on the disk, perhaps not: what is not certain is not shown. */
	fail("flush the folder of", name, error);
	unlinkat(folder, name, 0);
	return FALSE;
}

gboolean
mc_durable_remove(const McDurableCalls *calls, int folder, const char *name, GError **error)
{
	if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
		return fail("remove", name, error);
	return calls->fsync(folder) == 0 || fail("flush the folder of", name, error);
}

static void
remove_if_abandoned(int folder, const char *name)
{
	int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (file < 0)
		return;
	if (flock(file, LOCK_EX | LOCK_NB) == 0)
		unlinkat(folder, name, 0);
	close(file);
}

gboolean
mc_durable_sweep(int folder, GError **error)
{
	int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = own >= 0 ? fdopendir(own) : NULL;
	const struct dirent *entry = NULL;

	if (listing == NULL) {
		fail("list", "the folder", error);
		if (own >= 0)
			close(own);
		return FALSE;
	}
	while ((entry = readdir(listing)) != NULL)
		if (strncmp(entry->d_name, MC_DURABLE_TEMPORARY, strlen(MC_DURABLE_TEMPORARY)) == 0)
			remove_if_abandoned(folder, entry->d_name);
	closedir(listing);
	return TRUE;
}
