/* B2, rule "not durable is not done": every step of a put may fail, and then nothing is shown. */

#include "app/base/error.h"
#include "app/spool/spool-internal.h"
#include "tests/kit/provision.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Fixture {
	char *folder;
	McSpool *spool;
	GBytes *bytes;
} Fixture;

/* The k-th call of each test fails; 0: none does. The calls below have no other way to learn it. */
static guint calls_until_failure;
static guint calls_made;

static gboolean
fails(void)
{
	calls_made++;
	if (calls_until_failure == 0 || --calls_until_failure > 0)
		return FALSE;
	errno = EIO;
	return TRUE;
}

static ssize_t
failing_write(int file, const void *data, size_t size)
{
	/* Short writes are no failure. */
	return fails() ? -1 : write(file, data, MIN(size, 4));
}

static int
failing_fsync(int file)
{
	return fails() ? -1 : fsync(file);
}

static int
failing_rename_at(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails() ? -1 : renameat(from_folder, from, to_folder, to);
}

static const McDurableCalls failing_calls = {failing_write, failing_fsync, failing_rename_at};

static void
set_up(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	calls_until_failure = 0;
	fixture->folder = mc_test_folder_new();
	fixture->spool = mc_spool_open_with(&failing_calls, fixture->folder, &error);
	g_assert_no_error(error);
	fixture->bytes = g_bytes_new_static("ten bytes!", 10);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_spool_close(fixture->spool);
	g_bytes_unref(fixture->bytes);
	mc_test_folder_remove(fixture->folder);
}

static guint
files_in(const Fixture *fixture, const char *box)
{
	g_autofree char *path = g_build_filename(fixture->folder, box, NULL);
	g_autoptr(GDir) listing = g_dir_open(path, 0, NULL);
	guint count = 0;

	while (g_dir_read_name(listing) != NULL)
		count++;
	return count;
}

static void
test_put_get_remove(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GArray) list = NULL;

	for (guint64 seq = 12; seq > 0; seq--)
		g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, seq, fixture->bytes, &error));
	again = mc_spool_get(fixture->spool, MC_SPOOL_OUTBOX, 7, &error);
	g_assert_true(g_bytes_equal(again, fixture->bytes));
	g_assert_true(mc_spool_remove(fixture->spool, MC_SPOOL_OUTBOX, 7, &error));
	g_assert_true(mc_spool_remove(fixture->spool, MC_SPOOL_OUTBOX, 7, &error));
	g_assert_null(mc_spool_get(fixture->spool, MC_SPOOL_OUTBOX, 7, &error));
	g_assert_null(mc_spool_get(fixture->spool, MC_SPOOL_RECEIPTS, 8, &error));
	g_assert_no_error(error);
	list = mc_spool_list(fixture->spool, MC_SPOOL_OUTBOX, &error);
	g_assert_cmpuint(list->len, ==, 11);
	g_assert_cmpuint(g_array_index(list, guint64, 0), ==, 1);
	g_assert_cmpuint(g_array_index(list, guint64, 10), ==, 12);
}

static void
test_every_call_may_fail(Fixture *fixture, gconstpointer data)
{
	guint calls = 0;

	calls_made = 0;
	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_PARKED, 1, fixture->bytes, NULL));
	calls = calls_made;
	/* Three short writes, the file, the rename, the folder. */
	g_assert_cmpuint(calls, ==, 6);
	for (guint k = 1; k <= calls; k++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) list = NULL;

		calls_until_failure = k;
		g_assert_false(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 5, fixture->bytes, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
		g_assert_cmpuint(calls_until_failure, ==, 0);
		list = mc_spool_list(fixture->spool, MC_SPOOL_OUTBOX, NULL);
		g_assert_cmpuint(list->len, ==, 0);
		g_assert_cmpuint(files_in(fixture, "outbox"), ==, 0);
	}
	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 5, fixture->bytes, NULL));
}

/* B6: on a disk that takes nothing it opens, so that what lies there can be read; nothing is put
 * until the boxes themselves are durable. */
static void
test_opens_on_a_full_disk(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) found = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, fixture->bytes, NULL));
	mc_spool_close(fixture->spool);
	calls_until_failure = 1;
	fixture->spool = mc_spool_open_with(&failing_calls, fixture->folder, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(calls_until_failure, ==, 0);
	found = mc_spool_get(fixture->spool, MC_SPOOL_OUTBOX, 1, NULL);
	g_assert_true(g_bytes_equal(found, fixture->bytes));
	calls_until_failure = 1;
	g_assert_false(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 2, fixture->bytes, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_assert_cmpuint(files_in(fixture, "outbox"), ==, 1);
	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 2, fixture->bytes, NULL));
}

static void
test_remove_may_fail(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 5, fixture->bytes, NULL));
	calls_until_failure = 1;
	g_assert_false(mc_spool_remove(fixture->spool, MC_SPOOL_OUTBOX, 5, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
}

static void
write_file(const Fixture *fixture, const char *name, gsize size)
{
	g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
	g_autofree char *text = g_malloc0(size);

	g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
}

static void
test_foreign_and_half_written(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GArray) list = NULL;

	write_file(fixture, "outbox/.new-00000000000000000003", 4);
	write_file(fixture, "outbox/note.txt", 4);
	write_file(fixture, "outbox/7", 4);
	write_file(fixture, "outbox/0000000000000000000x", 4);
	write_file(fixture, "outbox/99999999999999999999", 4);
	mc_spool_close(fixture->spool);
	fixture->spool = mc_spool_open(fixture->folder, NULL);
	list = mc_spool_list(fixture->spool, MC_SPOOL_OUTBOX, NULL);
	g_assert_cmpuint(list->len, ==, 0);
	g_assert_cmpuint(files_in(fixture, "outbox"), ==, 4);
}

static void
test_too_large(Fixture *fixture, gconstpointer data)
{
	gsize size = 4 * 1024 * 1024 + 1;
	g_autoptr(GBytes) large = g_bytes_new_take(g_malloc0(size), size);
	g_autoptr(GError) error = NULL;

	g_assert_false(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, large, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_clear_error(&error);
	write_file(fixture, "outbox/00000000000000000001", size);
	g_assert_null(mc_spool_get(fixture->spool, MC_SPOOL_OUTBOX, 1, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

/* A courier that was broken into must not make the recorder read or wait for something else. */
static void
test_no_files_at_all(Fixture *fixture, gconstpointer data)
{
	g_autofree char *link =
	    g_build_filename(fixture->folder, "receipts/00000000000000000001", NULL);
	g_autofree char *folder =
	    g_build_filename(fixture->folder, "receipts/00000000000000000002", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_cmpint(symlink("/etc/hostname", link), ==, 0);
	g_assert_null(mc_spool_get(fixture->spool, MC_SPOOL_RECEIPTS, 1, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_clear_error(&error);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	g_assert_null(mc_spool_get(fixture->spool, MC_SPOOL_RECEIPTS, 2, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

typedef struct Watch {
	guint calls;
	McSpoolBox box;
} Watch;

static void
on_news(McSpoolBox box, gpointer data)
{
	Watch *watch = data;

	watch->calls++;
	watch->box = box;
}

static void
test_watch(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McSpool) other = mc_spool_open(fixture->folder, NULL);
	Watch watch = {0};

	mc_spool_watch(fixture->spool, MC_SPOOL_RECEIPTS, on_news, &watch);
	g_assert_true(mc_spool_put(other, MC_SPOOL_RECEIPTS, 3, fixture->bytes, NULL));
	while (watch.calls == 0)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpint(watch.box, ==, MC_SPOOL_RECEIPTS);
	/* When it is told, it is whole. */
	g_bytes_unref(mc_spool_get(fixture->spool, MC_SPOOL_RECEIPTS, 3, NULL));
	mc_spool_watch(fixture->spool, MC_SPOOL_RECEIPTS, NULL, NULL);
}

static mode_t
mode_of(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	struct stat about = {0};

	g_assert_cmpint(stat(path, &about), ==, 0);
	return about.st_mode & 0777;
}

/* S6: a box that a group shares gives it what is put there; a box of one user's does not; and what
 * is for its owner alone stays so in an open folder, too. */
static void
test_group(Fixture *fixture, gconstpointer data)
{
	static const char name[] = "outbox/00000000000000000001";
	g_autofree char *box = g_build_filename(fixture->folder, "outbox", NULL);
	mode_t before = umask(0077);
	int folder = open(box, O_RDONLY | O_DIRECTORY);

	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, fixture->bytes, NULL));
	g_assert_cmpuint(mode_of(fixture->folder, name), ==, 0600);
	g_assert_cmpint(chmod(box, 0770), ==, 0);
	g_assert_true(mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, 1, fixture->bytes, NULL));
	g_assert_cmpuint(mode_of(fixture->folder, name), ==, 0640);
	g_assert_true(mc_durable_put(
	    &mc_durable_system_calls, folder, "key", fixture->bytes, MC_DURABLE_OWNER, NULL));
	g_assert_cmpuint(mode_of(box, "key"), ==, 0600);
	g_assert_cmpint(unlinkat(folder, "key", 0), ==, 0);
	close(folder);
	umask(before);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function) g_test_add("/spool/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("put-get-remove", test_put_get_remove);
	ADD("B2/every-call-may-fail", test_every_call_may_fail);
	ADD("B6/opens-on-a-full-disk", test_opens_on_a_full_disk);
	ADD("B2/remove-may-fail", test_remove_may_fail);
	ADD("foreign-and-half-written", test_foreign_and_half_written);
	ADD("too-large", test_too_large);
	ADD("no-files-at-all", test_no_files_at_all);
	ADD("watch", test_watch);
	ADD("S6/group", test_group);
	return g_test_run();
}
