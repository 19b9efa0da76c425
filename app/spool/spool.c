#include "app/spool/spool.h"

#include "app/base/error.h"
#include "app/spool/durable.h"
#include "app/spool/spool-internal.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_SIZE_MAX (4u * 1024 * 1024)
#define BOXES 11

static const char *const box_names[BOXES] = {
    [MC_SPOOL_OUTBOX] = "outbox",
    [MC_SPOOL_RECEIPTS] = "receipts",
    [MC_SPOOL_PARKED] = "parked",
    [MC_SPOOL_SENT] = "sent",
    [MC_SPOOL_INBOX] = "inbox",
    [MC_SPOOL_BEAT] = "beat",
    [MC_SPOOL_FETCHED] = "fetched",
    [MC_SPOOL_ASKED] = "asked",
    [MC_SPOOL_ANSWERS] = "answers",
    [MC_SPOOL_KNOWN] = "known",
    [MC_SPOOL_STOCK] = "stock",
};

typedef struct Box {
	McSpoolBox which;
	int folder;
	char *path;
	GFileMonitor *monitor;
	McSpoolFunc func;
	gpointer data;
} Box;

struct McSpool {
	const McDurableCalls *calls;
	char *path;
	gboolean is_flushed; /* the folder with the boxes */
	Box boxes[BOXES];
};

/* 20 digits hold every sequence number, so that names sort as numbers do. */
#define NAME_SIZE 21

static void
write_name(guint64 seq, char name[NAME_SIZE])
{
	g_snprintf(name, NAME_SIZE, "%020" G_GUINT64_FORMAT, seq);
}

static gboolean
read_name(const char *name, guint64 *seq)
{
	return strlen(name) == NAME_SIZE - 1 &&
	       g_ascii_string_to_unsigned(name, 10, 0, G_MAXUINT64, seq, NULL);
}

static gboolean
fail(const char *doing, const char *path, GError **error)
{
	g_set_error(
	    error, MC_ERROR, MC_ERROR_STORAGE, "cannot %s %s: %s", doing, path, g_strerror(errno));
	return FALSE;
}

/* readdir() on a descriptor of its own: the position of a shared one would be shared too. */
static DIR *
list_folder(const Box *box, GError **error)
{
	int folder = openat(box->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = folder >= 0 ? fdopendir(folder) : NULL;

	if (listing == NULL) {
		fail("list", box->path, error);
		if (folder >= 0)
			close(folder);
	}
	return listing;
}

static gboolean
open_box(McSpool *spool, McSpoolBox which, const char *path, GError **error)
{
	Box *box = &spool->boxes[which];

	box->path = g_build_filename(path, box_names[which], NULL);
	if (mkdir(box->path, 0700) != 0 && errno != EEXIST)
		return fail("make the folder", box->path, error);
	box->folder = open(box->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (box->folder < 0)
		return fail("open the folder", box->path, error);
	return TRUE;
}

static gboolean
flush_folder(const McSpool *spool, GError **error)
{
	int folder = open(spool->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean good = folder >= 0 && spool->calls->fsync(folder) == 0;

	if (!good)
		fail("flush the folder", spool->path, error);
	if (folder >= 0)
		close(folder);
	return good;
}

McSpool *
mc_spool_open_with(const McDurableCalls *calls, const char *path, GError **error)
{
	g_autoptr(McSpool) spool = g_new0(McSpool, 1);

	spool->calls = calls;
	for (guint i = 0; i < BOXES; i++) {
		spool->boxes[i].which = (McSpoolBox)i;
		spool->boxes[i].folder = -1;
	}
	if (g_mkdir_with_parents(path, 0700) != 0) {
		fail("make the folder", path, error);
		return NULL;
	}
	for (guint i = 0; i < BOXES; i++)
		if (!open_box(spool, (McSpoolBox)i, path, error) ||
		    !mc_durable_sweep(spool->boxes[i].folder, error))
			return NULL;
	spool->path = g_strdup(path);
	/* A full disk has to be no reason not to begin: what lies there can be taken away. */
	spool->is_flushed = flush_folder(spool, NULL);
	return g_steal_pointer(&spool);
}

McSpool *
mc_spool_open(const char *path, GError **error)
{
	return mc_spool_open_with(&mc_durable_system_calls, path, error);
}

static void
stop_watching(Box *box)
{
	if (box->monitor == NULL)
		return;
	g_file_monitor_cancel(box->monitor);
	g_signal_handlers_disconnect_by_data(box->monitor, box);
	g_clear_object(&box->monitor);
}

void
mc_spool_close(McSpool *spool)
{
	if (spool == NULL)
		return;
	for (guint i = 0; i < BOXES; i++) {
		stop_watching(&spool->boxes[i]);
		if (spool->boxes[i].folder >= 0)
			close(spool->boxes[i].folder);
		g_free(spool->boxes[i].path);
	}
	g_free(spool->path);
	g_free(spool);
}

gboolean
mc_spool_put(McSpool *spool, McSpoolBox box, guint64 seq, GBytes *bytes, GError **error)
{
	char name[NAME_SIZE];

	if (g_bytes_get_size(bytes) > FILE_SIZE_MAX) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "over 4 MiB: not for the spool");
		return FALSE;
	}
	/* In a box that may be gone after a power cut nothing is durable. */
	if (!spool->is_flushed && !flush_folder(spool, error))
		return FALSE;
	spool->is_flushed = TRUE;
	write_name(seq, name);
	return mc_durable_put(
	    spool->calls, spool->boxes[box].folder, name, bytes, MC_DURABLE_GROUP, error);
}

static GBytes *
read_file(int file, gsize size, const char *name, GError **error)
{
	g_autofree guint8 *data = g_malloc(size + 1);
	gsize have = 0;

	while (have < size) {
		ssize_t got = read(file, data + have, size - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			fail("read", name, error);
			return NULL;
		}
		if (got == 0)
			break;
		have += (gsize)got;
	}
	return g_bytes_new_take(g_steal_pointer(&data), have);
}

GBytes *
mc_spool_get(McSpool *spool, McSpoolBox box, guint64 seq, GError **error)
{
	char name[NAME_SIZE];
	struct stat state = {0};
	GBytes *bytes = NULL;
	int file = -1;

	write_name(seq, name);
	file = openat(spool->boxes[box].folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file < 0) {
		if (errno != ENOENT)
			fail("open", name, error);
		return NULL;
	}
	if (fstat(file, &state) != 0)
		fail("look at", name, error);
	else if (!S_ISREG(state.st_mode) || state.st_size > (off_t)FILE_SIZE_MAX)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s is no file of at most 4 MiB", name);
	else
		bytes = read_file(file, (gsize)state.st_size, name, error);
	close(file);
	return bytes;
}

gboolean
mc_spool_remove(McSpool *spool, McSpoolBox box, guint64 seq, GError **error)
{
	char name[NAME_SIZE];

	write_name(seq, name);
	return mc_durable_remove(spool->calls, spool->boxes[box].folder, name, error);
}

static int
compare_seq(gconstpointer a, gconstpointer b)
{
	guint64 first = *(const guint64 *)a;
	guint64 second = *(const guint64 *)b;

	return (first > second) - (first < second);
}

GArray *
mc_spool_list(McSpool *spool, McSpoolBox box, GError **error)
{
	DIR *listing = list_folder(&spool->boxes[box], error);
	GArray *list = NULL;
	const struct dirent *entry = NULL;
	guint64 seq = 0;

	if (listing == NULL)
		return NULL;
	list = g_array_new(FALSE, FALSE, sizeof(guint64));
	while ((entry = readdir(listing)) != NULL)
		if (read_name(entry->d_name, &seq))
			g_array_append_val(list, seq);
	closedir(listing);
	g_array_sort(list, compare_seq);
	return list;
}

static void
on_changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
	Box *box = data;
	GFile *arrived = event == G_FILE_MONITOR_EVENT_RENAMED ? other : file;
	g_autofree char *name = arrived != NULL ? g_file_get_basename(arrived) : NULL;
	guint64 seq = 0;

	if (event != G_FILE_MONITOR_EVENT_RENAMED && event != G_FILE_MONITOR_EVENT_MOVED_IN &&
	    event != G_FILE_MONITOR_EVENT_CREATED)
		return;
	if (name != NULL && read_name(name, &seq))
		box->func(box->which, box->data);
}

void
mc_spool_watch(McSpool *spool, McSpoolBox which, McSpoolFunc func, gpointer data)
{
	Box *box = &spool->boxes[which];
	g_autoptr(GFile) folder = g_file_new_for_path(box->path);

	stop_watching(box);
	if (func == NULL)
		return;
	box->func = func;
	box->data = data;
	box->monitor = g_file_monitor_directory(folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
	if (box->monitor == NULL)
		return;
	g_signal_connect(box->monitor, "changed", G_CALLBACK(on_changed), box);
}
