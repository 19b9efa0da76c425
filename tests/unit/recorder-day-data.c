/* B14, C8: the counter's list says whose checks they were, masked, while the outlet keeps the day;
 * nothing of it can be read on the disk, and nothing at all once the day's key is destroyed, not
 * from a copy of the journal either. */

#include "app/base/error.h"
#include "app/journal/journal.h"
#include "app/record/time.h"
#include "tests/desk/desk.h"
#include "tests/kit/file.h"
#include <glib/gstdio.h>
#include <string.h>

#define HOUR_MS (60u * 60 * 1000)
#define KEYS "recorder/day-keys"

typedef struct World {
	McDesk *desk;
	gint32 day_yyyymmdd; /* of the visits */
} World;

/* At noon: the tests count midnights. */
static void
set_up_ahead(World *world, gconstpointer kit, guint days)
{
	gint64 later_us = g_get_real_time() + 12 * G_TIME_SPAN_HOUR + 2 * G_TIME_SPAN_MINUTE;
	gint64 noon_us = mc_time_midnight_in_shanghai(later_us) + 12 * G_TIME_SPAN_HOUR;
	g_autoptr(GError) error = NULL;

	world->desk = mc_desk_new_bare(kit, mc_clock_new_manual(noon_us + days * G_TIME_SPAN_DAY));
	/* the staff came earlier, by another clock */
	mc_clock_set_synchronised(world->desk->clock, days == 0);
	world->day_yyyymmdd = mc_time_day_in_shanghai(mc_clock_wall_us(world->desk->clock));
	mc_desk_start(world->desk, &error);
	g_assert_no_error(error);
}

static void
set_up(World *world, gconstpointer kit)
{
	set_up_ahead(world, kit, 0);
}

static void
set_up_20_days_ahead(World *world, gconstpointer kit)
{
	set_up_ahead(world, kit, 20);
}

static void
tear_down(World *world, gconstpointer kit)
{
	mc_desk_free(world->desk);
}

static void
configure(McDesk *desk, guint days)
{
	mc_desk_configure(desk, json_pack("{s:i}", "counter_days", (int)days));
	mc_desk_restart(desk);
}

static void
pass_hours(McDesk *desk, guint hours)
{
	for (guint i = 0; i < hours; i++)
		mc_clock_advance_ms(desk->clock, HOUR_MS);
}

static void
look(McDesk *desk)
{
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_TODAY});
}

/* So many visits, newest first, which was of this person. */
static void
assert_listed(McDesk *desk, guint visits, guint newest, gboolean are_named)
{
	look(desk);
	g_assert_cmpuint(desk->reply->lines, ==, visits);
	for (guint i = 0; i < visits; i++) {
		const McIdentity *person = mc_desk_person(newest - i);
		g_autofree char *name = mc_identity_masked_name(person);
		g_autofree char *number = mc_identity_masked_number(person);

		g_assert_cmpstr(desk->reply->line[i].name, ==, are_named ? name : "");
		g_assert_cmpstr(desk->reply->line[i].number, ==, are_named ? number : "");
	}
	mc_desk_sign_out(desk);
}

/* Neither as they were said nor masked. */
static void
assert_nothing_on_disk(McDesk *desk)
{
	for (guint i = 0; i < MC_DESK_PERSONS; i++) {
		const McIdentity *person = mc_desk_person(i);
		g_autofree char *name = mc_identity_masked_name(person);
		g_autofree char *number = mc_identity_masked_number(person);
		/* four bytes alone may stand anywhere */
		g_autofree char *member = g_strdup_printf("\"%s\"", name);
		const char *const canaries[] = {person->name, person->number, member, number};

		for (guint n = 0; n < G_N_ELEMENTS(canaries); n++)
			g_assert_false(mc_desk_is_on_disk(desk, ".", canaries[n]));
	}
}

static guint
keys(McDesk *desk)
{
	g_autofree char *path = g_build_filename(desk->folder, KEYS, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	guint count = 0;

	while (dir != NULL && g_dir_read_name(dir) != NULL)
		count++;
	return count;
}

static char *
recorder_path(McDesk *desk, const char *name)
{
	return g_build_filename(desk->folder, "recorder", name, NULL);
}

static void
assert_kept(const char *journal, const World *world, guint count)
{
	g_autofree char *values = g_strdup_printf("person-%d-", world->day_yyyymmdd);
	g_autoptr(GError) error = NULL;
	g_autoptr(McJournal) left = mc_journal_open(journal, FALSE, &error);

	g_assert_no_error(error);
	g_assert_cmpuint(mc_journal_count_values(left, values, &error), ==, count);
	g_assert_no_error(error);
}

/* Readable till the day is over, over restarts, too; then its key is destroyed, which is chained
 * once, and no copy of the journal of before says a name any more. */
static void
test_shredded(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autofree char *journal = recorder_path(desk, "journal.db");
	g_autofree char *taken = recorder_path(desk, "copy.db");

	mc_desk_visit(desk, 0);
	mc_desk_visit(desk, 1);
	assert_listed(desk, 2, 1, TRUE);
	mc_desk_restart(desk);
	assert_listed(desk, 2, 1, TRUE);
	assert_nothing_on_disk(desk);
	g_assert_cmpuint(keys(desk), ==, 1);
	mc_desk_stop(desk);
	mc_test_copy(journal, taken);
	mc_desk_start(desk, NULL);
	assert_listed(desk, 2, 1, TRUE);
	pass_hours(desk, 13);
	g_assert_cmpuint(keys(desk), ==, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "day-data-shredded"), ==, 1);
	assert_nothing_on_disk(desk);
	mc_desk_verify_chain(desk);
	mc_desk_stop(desk);
	assert_kept(journal, world, 0);
	assert_kept(taken, world, 2);
	/* the list reaches back to them, in the journal of before */
	mc_test_copy(taken, journal);
	configure(desk, 2);
	assert_listed(desk, 2, 1, FALSE);
}

/* How long is the site's own affair; the list reaches back as far. */
static void
test_kept_days(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;

	configure(desk, 2);
	mc_desk_visit(desk, 0);
	pass_hours(desk, 24);
	mc_desk_visit(desk, 1);
	g_assert_cmpuint(keys(desk), ==, 2);
	assert_listed(desk, 2, 1, TRUE);
	pass_hours(desk, 24);
	g_assert_cmpuint(keys(desk), ==, 1);
	assert_listed(desk, 1, 1, TRUE);
	/* shortened: what is over that goes at the start */
	configure(desk, 0);
	g_assert_cmpuint(keys(desk), ==, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "day-data-shredded"), ==, 2);
	mc_desk_visit(desk, 2);
	g_assert_cmpuint(keys(desk), ==, 0);
	assert_nothing_on_disk(desk);
}

/* Boots are told apart by the monotonic clock here, which begins anew. */
static void
boot_with_dead_clock(McDesk *desk)
{
	mc_desk_stop(desk);
	mc_clock_free(desk->clock);
	desk->clock = mc_clock_new_manual(0);
	mc_desk_restart(desk);
}

/* A clock that ran ahead was believed. While nobody knows what day it is, that may be today; once a
 * reference puts time right it is over as if it were past, and what is of today stays. Tomorrow may
 * be today by another clock. */
static void
test_put_right(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autofree char *folder = g_build_filename(desk->folder, KEYS, NULL);
	g_autofree char *ahead = g_strdup_printf("%s/%d", folder, world->day_yyyymmdd);
	g_autofree char *tomorrow = NULL;
	g_autofree char *journal = recorder_path(desk, "journal.db");
	gint64 today_us = mc_clock_wall_us(desk->clock) - 20 * G_TIME_SPAN_DAY;

	pass_hours(desk, 1);
	mc_desk_visit(desk, 0);
	assert_listed(desk, 1, 0, TRUE);
	boot_with_dead_clock(desk);
	g_assert_cmpuint(keys(desk), ==, 1);
	assert_listed(desk, 1, 0, TRUE);
	tomorrow =
	    g_strdup_printf("%s/%d", folder, mc_time_day_in_shanghai(today_us + G_TIME_SPAN_DAY));
	mc_test_copy(ahead, tomorrow);
	mc_clock_move_wall_us(desk->clock, today_us);
	mc_clock_set_synchronised(desk->clock, TRUE);
	mc_desk_visit(desk, 1);
	g_assert_cmpuint(keys(desk), ==, 3);
	pass_hours(desk, 1);
	g_assert_cmpuint(keys(desk), ==, 2);
	g_assert_false(g_file_test(ahead, G_FILE_TEST_EXISTS));
	g_assert_true(g_file_test(tomorrow, G_FILE_TEST_EXISTS));
	g_assert_cmpuint(mc_desk_count(desk, "audit", "day-data-shredded"), ==, 1);
	look(desk);
	g_assert_cmpuint(desk->reply->lines, ==, 2);
	g_assert_cmpstr(desk->reply->line[0].name, !=, "");
	g_assert_cmpstr(desk->reply->line[1].name, ==, "");
	mc_desk_sign_out(desk);
	mc_desk_verify_chain(desk);
	mc_desk_stop(desk);
	assert_kept(journal, world, 0);
}

/* The power went while a key was destroyed, or while one was made: the next start does the rest. */
static void
test_half_shredded(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autofree char *path = g_strdup_printf("%s/" KEYS "/%d", desk->folder, world->day_yyyymmdd);
	g_autofree char *half = g_strconcat(path, ".A1B2C3", NULL);
	g_autoptr(GError) error = NULL;

	mc_desk_visit(desk, 0);
	mc_test_copy(path, half);
	mc_desk_stop(desk);
	g_assert_true(g_file_set_contents(path, "", 0, NULL));
	mc_clock_advance_ms(desk->clock, 13 * HOUR_MS);
	mc_desk_start(desk, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(keys(desk), ==, 0);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "day-data-shredded"), ==, 1);
}

/* A key that cannot be made, or that is no key, costs the list a name and the visit nothing. */
static void
test_no_key(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autofree char *path = g_strdup_printf("%s/" KEYS, desk->folder);

	g_assert_true(g_file_set_contents(path, "no folder", -1, NULL));
	mc_desk_visit(desk, 0);
	assert_listed(desk, 1, 0, FALSE);
	mc_desk_verify_chain(desk);
}

/* Whoever is not signed in as a clerk is told nothing. */
static void
test_clerk_alone(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	const McRecorderRequest today = {.op = MC_RECORDER_TODAY};

	mc_desk_visit(desk, 0);
	mc_desk_refused(desk, &today, MC_ERROR_REFUSED);
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_OUTBOX});
	for (guint i = 0; i < desk->reply->lines; i++)
		g_assert_cmpstr(desk->reply->line[i].name, ==, "");
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
#define ADD_AT(name, func, set_up)                                                                 \
	g_test_add("/recorder/day-data/" name, World, kit, set_up, func, tear_down)
#define ADD(name, func) ADD_AT(name, func, set_up)
	ADD("B14/shredded", test_shredded);
	ADD("B14/kept-days", test_kept_days);
	ADD_AT("B14/put-right", test_put_right, set_up_20_days_ahead);
	ADD("half-shredded", test_half_shredded);
	ADD("no-key", test_no_key);
	ADD("K5/clerk-alone", test_clerk_alone);
#undef ADD
#undef ADD_AT
	return g_test_run();
}
