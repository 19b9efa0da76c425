/* The end of a day: chained once, with its visits; the journal copied where recorder.json says. */

#include "app/base/error.h"
#include "app/journal/journal.h"
#include "app/record/time.h"
#include "app/recorder/provision.h"
#include "tests/desk/desk.h"
#include <glib/gstdio.h>
#include <string.h>

#define HOUR_MS (60u * 60 * 1000)

/* At noon, whatever the hour of the day: the tests count midnights. The certificates of the
 * provisioning are valid from the present moment on, so it is the noon that comes. */
static gint64
coming_noon_us(void)
{
	gint64 later_us = g_get_real_time() + G_TIME_SPAN_MINUTE + 12 * G_TIME_SPAN_HOUR;

	return mc_time_midnight_in_shanghai(later_us) + 12 * G_TIME_SPAN_HOUR;
}

static void
set_up(McDesk **desk, gconstpointer kit)
{
	g_autoptr(GError) error = NULL;

	*desk = mc_desk_new_bare(kit, mc_clock_new_manual(coming_noon_us()));
	mc_desk_start(*desk, &error);
	g_assert_no_error(error);
}

static json_t *
last_of(McDesk *desk, const char *event)
{
	g_autoptr(GPtrArray) contents = mc_desk_contents(desk);

	for (guint i = contents->len; i > 0; i--) {
		json_t *body = g_ptr_array_index(contents, i - 1);

		if (g_strcmp0(json_string_value(json_object_get(body, "event")), event) == 0)
			return json_incref(body);
	}
	return NULL;
}

static void
pass_hours(McDesk *desk, guint hours)
{
	for (guint i = 0; i < hours; i++)
		mc_clock_advance_ms(desk->clock, HOUR_MS);
}

static void
test_close(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	json_auto_t *close = NULL;

	mc_desk_visit(desk, 0);
	mc_desk_visit(desk, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 0);
	pass_hours(desk, 25);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 1);
	close = last_of(desk, "daily-close");
	g_assert_cmpint(json_integer_value(json_object_get(close, "visits")), ==, 2);
	pass_hours(desk, 24);
	json_decref(close);
	close = last_of(desk, "daily-close");
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 2);
	g_assert_cmpint(json_integer_value(json_object_get(close, "visits")), ==, 0);
	/* Nothing is closed twice over a restart, and nothing by a clock that went back. */
	mc_desk_restart(desk);
	mc_clock_move_wall_us(desk->clock, -400 * G_TIME_SPAN_DAY);
	pass_hours(desk, 2);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 2);
	mc_desk_verify_chain(desk);
}

/* Somebody is being examined at midnight. */
static void
test_waits(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	gint32 today = mc_time_day_in_shanghai(mc_clock_wall_us(desk->clock));

	mc_desk_configure(desk, json_pack("{s:i}", "resume_minutes", 24 * 60));
	mc_desk_restart(desk);
	mc_desk_arrive(desk, 0);
	while (mc_time_day_in_shanghai(mc_clock_wall_us(desk->clock)) == today)
		mc_clock_advance_ms(desk->clock, HOUR_MS / 2);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 0);
	mc_desk_finish(desk);
	pass_hours(desk, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "daily-close"), ==, 1);
}

static char *
backup_path(McDesk *desk)
{
	g_autofree char *folder = g_build_filename(desk->folder, "copies", NULL);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	mc_desk_configure(desk, json_pack("{s:s}", "backup_folder", folder));
	mc_desk_restart(desk);
	return g_steal_pointer(&folder);
}

static char *
only_file(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = g_dir_read_name(dir);

	g_assert_nonnull(name);
	g_assert_null(g_dir_read_name(dir));
	return g_build_filename(folder, name, NULL);
}

static void
test_backup(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autofree char *folder = backup_path(desk);
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(McJournal) copy = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	json_auto_t *made = NULL;
	guint64 head = 0;

	mc_desk_visit(desk, 0);
	pass_hours(desk, 25);
	path = only_file(folder);
	copy = mc_journal_open(path, FALSE, &error);
	g_assert_no_error(error);
	mc_journal_head(copy, &head, digest);
	made = last_of(desk, "backup-made");
	g_assert_cmpint(json_integer_value(json_object_get(made, "record")), ==, (gint64)head);
	g_assert_cmpuint(mc_journal_count(copy, "visit", 0, &error), ==, 1);
}

/* Everything below the folder, as a dead disk takes it. */
static void
lose(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *entry = NULL;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL)
		lose(path, entry);
	g_remove(path);
}

/* T9: a new disk and the nightly copy, while nothing comes back from the gateway: the chain goes on
 * from the copy's head, and says so. fault-new-disk does it with a gateway. */
static void
test_restored(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autofree char *folder = backup_path(desk);
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	json_auto_t *restored = NULL;
	McRestoreFrom from = {0};
	guint added = 7;

	mc_desk_visit(desk, 0);
	pass_hours(desk, 25);
	from.copy = path = only_file(folder);
	mc_desk_stop(desk);
	lose(desk->folder, "recorder/journal.db");
	lose(desk->folder, "recorder/journal.db-wal");
	lose(desk->folder, "recorder/journal.db-shm");
	lose(desk->folder, "spool");
	g_assert_true(mc_restore(desk->folder, &from, desk->clock, &added, &error));
	g_assert_cmpuint(added, ==, 0);
	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	restored = last_of(desk, "journal-restored");
	g_assert_cmpint(json_integer_value(json_object_get(restored, "added")), ==, 0);
	mc_desk_visit(desk, 1);
	mc_desk_verify_chain(desk);
	g_assert_cmpuint(mc_desk_count(desk, "visit", NULL), ==, 2);
}

static void
test_backup_refused(McDesk **world, gconstpointer kit)
{
	McDesk *desk = *world;
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = NULL;

	g_assert_false(mc_recorder_backup(desk->recorder, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	g_clear_error(&error);
	folder = backup_path(desk);
	mc_desk_arrive(desk, 0);
	g_assert_false(mc_recorder_backup(desk->recorder, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_REFUSED);
	g_clear_error(&error);
	mc_desk_ask(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_assert_false(mc_recorder_backup(desk->recorder, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_STORAGE);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "backup-failed"), ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add("/recorder/day/" name, McDesk *, kit, set_up, func, mc_desk_fixture_free)
	ADD("close", test_close);
	ADD("waits", test_waits);
	ADD("backup", test_backup);
	ADD("backup-refused", test_backup_refused);
	ADD("T9-restored", test_restored);
#undef ADD
	return g_test_run();
}
