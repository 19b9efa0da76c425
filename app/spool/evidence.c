#include "app/spool/evidence.h"

#include "app/base/error.h"
#include "app/spool/durable.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REFUSED ".refused"
#define CHECK_BYTES (256u * 1024)

struct McEvidenceBox {
	int folder;
	char *path;
	GFileMonitor *monitor;
	void (*func)(gpointer data);
	gpointer data;
};

static gboolean
fail(const char *doing, const char *name, GError **error)
{
	g_set_error(error, MC_ERROR, MC_ERROR_STORAGE, "evidence: cannot %s %s: %s", doing, name,
	    g_strerror(errno));
	return FALSE;
}

gboolean
mc_evidence_is_digest(const char *text)
{
	return strlen(text) == MC_EVIDENCE_DIGEST_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == MC_EVIDENCE_DIGEST_SIZE - 1;
}

McEvidenceBox *
mc_evidence_open(const char *spool, GError **error)
{
	g_autoptr(McEvidenceBox) self = g_new0(McEvidenceBox, 1);

	self->folder = -1;
	self->path = g_build_filename(spool, "evidence", NULL);
	if (g_mkdir_with_parents(self->path, 0700) != 0) {
		fail("make the folder", self->path, error);
		return NULL;
	}
	self->folder = open(self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (self->folder < 0) {
		fail("open the folder", self->path, error);
		return NULL;
	}
	return mc_durable_sweep(self->folder, error) ? g_steal_pointer(&self) : NULL;
}

void
mc_evidence_close(McEvidenceBox *self)
{
	if (self == NULL)
		return;
	mc_evidence_watch(self, NULL, NULL);
	if (self->folder >= 0)
		close(self->folder);
	g_free(self->path);
	g_free(self);
}

gboolean
mc_evidence_put(
    McEvidenceBox *self, GBytes *bytes, char digest[MC_EVIDENCE_DIGEST_SIZE], GError **error)
{
	g_autofree char *text = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);

	g_strlcpy(digest, text, MC_EVIDENCE_DIGEST_SIZE);
	return mc_durable_put(
	    &mc_durable_system_calls, self->folder, digest, bytes, MC_DURABLE_GROUP, error);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
mc_evidence_list(McEvidenceBox *self, GError **error)
{
	int folder = openat(self->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = folder >= 0 ? fdopendir(folder) : NULL;
	const struct dirent *entry = NULL;
	GPtrArray *list = NULL;

	if (listing == NULL) {
		fail("list", self->path, error);
		if (folder >= 0)
			close(folder);
		return NULL;
	}
	list = g_ptr_array_new_with_free_func(g_free);
	while ((entry = readdir(listing)) != NULL)
		if (mc_evidence_is_digest(entry->d_name))
			g_ptr_array_add(list, g_strdup(entry->d_name));
	closedir(listing);
	g_ptr_array_sort(list, compare_names);
	return list;
}

/* -1 without error: it has gone. */
static int
open_file(McEvidenceBox *self, const char *digest, guint64 *total, GError **error)
{
	int file = openat(self->folder, digest, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat about = {0};

	if (file < 0) {
		if (errno != ENOENT)
			fail("open", digest, error);
		return -1;
	}
	if (fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
		*total = (guint64)about.st_size;
		return file;
	}
	fail("look at", digest, error);
	close(file);
	return -1;
}

static gssize
read_at(int file, guint64 offset, guint8 *bytes, gsize size)
{
	gsize have = 0;

	while (have < size) {
		gssize got = pread(file, bytes + have, size - have, (off_t)(offset + have));

		if (got < 0 && errno != EINTR)
			return -1;
		if (got == 0)
			break;
		have += got > 0 ? (gsize)got : 0;
	}
	return (gssize)have;
}

GBytes *
mc_evidence_read(McEvidenceBox *self, const char *digest, guint64 offset, gsize size,
    guint64 *total, GError **error)
{
	int file = open_file(self, digest, total, error);
	g_autofree guint8 *bytes = g_malloc(size + 1);
	gssize have = -1;

	if (file < 0)
		return NULL;
	have = read_at(file, offset, bytes, size);
	if (have < 0)
		fail("read", digest, error);
	close(file);
	return have < 0 ? NULL : g_bytes_new_take(g_steal_pointer(&bytes), (gsize)have);
}

gboolean
mc_evidence_check(McEvidenceBox *self, const char *digest, gboolean *fits, GError **error)
{
	guint64 total = 0;
	int file = open_file(self, digest, &total, error);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree guint8 *bytes = g_malloc(CHECK_BYTES);
	guint64 offset = 0;
	gssize have = 0;

	*fits = FALSE;
	if (file < 0)
		return error == NULL || *error == NULL;
	while ((have = read_at(file, offset, bytes, CHECK_BYTES)) > 0) {
		g_checksum_update(sum, bytes, have);
		offset += (guint64)have;
	}
	if (have < 0)
		fail("read", digest, error);
	close(file);
	*fits = have == 0 && strcmp(g_checksum_get_string(sum), digest) == 0;
	return have == 0;
}

gboolean
mc_evidence_remove(McEvidenceBox *self, const char *digest, GError **error)
{
	return mc_durable_remove(&mc_durable_system_calls, self->folder, digest, error);
}

gboolean
mc_evidence_refuse(McEvidenceBox *self, const char *digest, GError **error)
{
	g_autofree char *aside = g_strconcat(digest, REFUSED, NULL);

	if (renameat(self->folder, digest, self->folder, aside) != 0 || fsync(self->folder) != 0)
		return fail("put aside", digest, error);
	return TRUE;
}

static void
on_changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
	McEvidenceBox *self = data;
	GFile *arrived = event == G_FILE_MONITOR_EVENT_RENAMED ? other : file;
	g_autofree char *name = arrived != NULL ? g_file_get_basename(arrived) : NULL;

	if (event != G_FILE_MONITOR_EVENT_RENAMED && event != G_FILE_MONITOR_EVENT_MOVED_IN)
		return;
	if (name != NULL && mc_evidence_is_digest(name))
		self->func(self->data);
}

void
mc_evidence_watch(McEvidenceBox *self, void (*func)(gpointer data), gpointer data)
{
	g_autoptr(GFile) folder = g_file_new_for_path(self->path);

	if (self->monitor != NULL) {
		g_file_monitor_cancel(self->monitor);
		g_signal_handlers_disconnect_by_data(self->monitor, self);
		g_clear_object(&self->monitor);
	}
	if (func == NULL)
		return;
	self->func = func;
	self->data = data;
	self->monitor = g_file_monitor_directory(folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
	if (self->monitor != NULL)
		g_signal_connect(self->monitor, "changed", G_CALLBACK(on_changed), self);
}
