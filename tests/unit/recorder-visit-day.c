/* T13, B7, C18: the clock is put right while somebody is being examined. The record has no false
 * date, every reader takes it, and what turns out to have been measured past a calibration's end
 * does not count: it is left open, for another kiosk. */

#include "app/record/time.h"
#include "tests/desk/desk.h"
#include "tests/kit/sample.h"
#include <jansson.h>
#include <string.h>

#define DAY_US ((gint64)G_TIME_SPAN_DAY)
#define TEN_MINUTES_MS (10u * 60 * 1000)
#define TEN_MINUTES_US (10 * (gint64)G_TIME_SPAN_MINUTE)

/* A machine's clock at this moment, 0 = dead; noon, so that no minute of the test ends the day. */
typedef struct World {
	McDesk *desk;
	gint64 noon_us; /* of tomorrow, which is true */
	McRulePack pack;
} World;

static gint32
day_of(gint64 wall_us)
{
	return mc_time_day_in_shanghai(wall_us);
}

static void
set_up(World *world, gconstpointer kit)
{
	char digest[MC_DIGEST_HEX_SIZE];

	mc_sample_pack(&world->pack, digest);
	world->noon_us = mc_time_midnight_in_shanghai(g_get_real_time() + DAY_US) + DAY_US / 2;
	world->desk = mc_desk_new_bare(kit, mc_clock_new_manual(0));
}

static void
tear_down(World *world, gconstpointer kit)
{
	mc_desk_free(world->desk);
}

static void
start(World *world, gint64 machine_wall_us)
{
	g_autoptr(GError) error = NULL;

	mc_clock_move_wall_us(world->desk->clock, machine_wall_us);
	mc_desk_start(world->desk, &error);
	g_assert_no_error(error);
}

/* The instrument's calibration counts up to this day, and recorder.json says so, too. */
static void
calibrate_until(World *world, McDeviceKind kind, gint32 expires_yyyymmdd)
{
	g_autofree char *path =
	    g_build_filename(world->desk->folder, "recorder", "recorder.json", NULL);
	json_auto_t *json = json_load_file(path, 0, NULL);
	gsize i = 0;
	json_t *one = NULL;

	world->desk->device[kind].calibration_expires_yyyymmdd = expires_yyyymmdd;
	json_array_foreach(json_object_get(json, "enrolments"), i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "kind")), mc_device_kind_name(kind)) == 0)
			json_object_set_new(
			    json_object_get(one, "adopted"), "expires", json_integer(expires_yyyymmdd));
	}
	g_assert_cmpint(json_dump_file(json, path, 0), ==, 0);
}

static void
measure_screen_until(World *world, gint32 expires_yyyymmdd)
{
	McPanel panel = mc_panel_srgb;

	panel.measured = true;
	mc_desk_configure(world->desk,
	    json_pack("{s{ss si si so}}", "screen", "calibration", "SCR-1", "calibrated_yyyymmdd",
	        20250101, "expires_yyyymmdd", expires_yyyymmdd, "panel", mc_panel_to_json(&panel)));
}

/* The machine says what is true from now on, and a reference confirms it. */
static void
put_right(World *world, gint64 true_us)
{
	McClock *clock = world->desk->clock;

	mc_clock_move_wall_us(clock, true_us - mc_clock_wall_us(clock));
	mc_clock_set_synchronised(clock, TRUE);
}

/* As every reader takes it. */
static McVisit *
finish(World *world)
{
	McContentHead head;
	json_auto_t *body = NULL;
	McVisit *visit = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_finish(world->desk);
	body = mc_desk_newest(world->desk, &head);
	visit = mc_visit_from_json(body, &error);
	g_assert_no_error(error);
	mc_visit_verify(visit, &world->pack, &error);
	g_assert_no_error(error);
	mc_desk_verify_chain(world->desk);
	return visit;
}

static void
assert_began(const McVisit *visit, gint64 began_us)
{
	g_assert_cmpint(ABS(visit->began_wall_us - began_us), <=, G_TIME_SPAN_MINUTE);
	g_assert_cmpint(visit->ended_wall_us, >=, visit->began_wall_us);
	g_assert_cmpint(mc_date_to_yyyymmdd(visit->visit_date), ==, day_of(began_us));
}

static void
assert_void(const McVisit *visit, McExamKind kind, gboolean is_void)
{
	const McExamRun *run = NULL;

	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->plan.kind == kind)
			run = visit->exam[i];
	g_assert_nonnull(run);
	g_assert_cmpint(run->result.presented, >, 0);
	g_assert_cmpint(mc_exam_is_void(&run->result), ==, is_void);
	if (visit->of_case.case_id[0] != '\0')
		g_assert_cmpint((visit->of_case.missing >> kind & 1) != 0, ==, is_void);
}

static void
assert_required(const McVisit *visit, McRequirement which, McOutcome outcome, guint32 reasons)
{
	const McRequirementVerdict *found = &visit->verdict[0].requirement[which];

	g_assert_cmpint(found->requirement, ==, which);
	g_assert_cmpint(found->outcome, ==, outcome);
	g_assert_cmphex(found->reasons, ==, reasons);
}

/* Dead at the beginning, forwards: the date is that of the beginning, as long ago as it was. Of
 * audiometer and screen the calibration had ended by then, though not by the first day that the
 * certificate allowed; the tester's had not. */
static void
test_forwards(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	gint32 first = day_of(g_get_real_time());
	g_autoptr(McVisit) visit = NULL;

	desk->right_permille = 1000;
	calibrate_until(world, MC_DEVICE_AUDIOMETER, first);
	measure_screen_until(world, first);
	start(world, 0);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED);
	g_assert_cmpint(desk->reply->result.outcome, ==, MC_OUTCOME_PASS);
	mc_clock_advance_ms(desk->clock, TEN_MINUTES_MS);
	put_right(world, world->noon_us);
	visit = finish(world);
	assert_began(visit, world->noon_us - TEN_MINUTES_US);
	g_assert_cmpint(visit->of_case.part, ==, 1);
	assert_void(visit, MC_EXAM_ACUITY, FALSE);
	assert_void(visit, MC_EXAM_HEARING, TRUE);
	assert_void(visit, MC_EXAM_SIDE, TRUE);
	assert_void(visit, MC_EXAM_COLOUR, TRUE);
	assert_required(visit, MC_REQUIREMENT_VISION_LEFT, MC_OUTCOME_PASS, 0);
	assert_required(
	    visit, MC_REQUIREMENT_HEARING_LEFT, MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNCALIBRATED);
	assert_required(
	    visit, MC_REQUIREMENT_COLOUR, MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNCALIBRATED);
	g_assert_cmpint(visit->verdict[0].outcome_here, !=, MC_OUTCOME_PASS);
}

/* JUDGE and FINISH, and a FINISH whose reply was lost, are all of one mind. */
static void
test_asked_twice(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autoptr(McVisit) visit = NULL;

	calibrate_until(world, MC_DEVICE_VISION_TESTER, day_of(g_get_real_time()));
	start(world, 0);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_JUDGE, .language = "en"});
	g_assert_cmpint(desk->reply->verdict[0].requirement[MC_REQUIREMENT_VISION_LEFT].reasons, !=,
	    MC_REASON_UNCALIBRATED);
	put_right(world, world->noon_us);
	for (guint i = 0; i < 2; i++) {
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_JUDGE, .language = "en"});
		g_assert_cmpint(desk->reply->verdict[0].requirement[MC_REQUIREMENT_VISION_LEFT].reasons, ==,
		    MC_REASON_UNCALIBRATED);
	}
	visit = finish(world);
	assert_void(visit, MC_EXAM_ACUITY, TRUE);
	assert_void(visit, MC_EXAM_HEARING, FALSE);
}

/* A machine's clock that was believed, and days ahead: backwards. */
static void
test_backwards(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autoptr(McVisit) visit = NULL;

	start(world, world->noon_us + 10 * DAY_US);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_clock_advance_ms(desk->clock, TEN_MINUTES_MS);
	put_right(world, world->noon_us);
	visit = finish(world);
	assert_began(visit, world->noon_us - TEN_MINUTES_US);
	assert_void(visit, MC_EXAM_HEARING, FALSE);
}

/* Begun before midnight and put right after it; and the calibration's last day was the first of the
 * two: it counts. */
static void
test_midnight(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	gint64 midnight_us = world->noon_us + DAY_US / 2;
	g_autoptr(McVisit) visit = NULL;

	calibrate_until(world, MC_DEVICE_AUDIOMETER, day_of(world->noon_us));
	start(world, 0);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_clock_advance_ms(desk->clock, TEN_MINUTES_MS);
	put_right(world, midnight_us + TEN_MINUTES_US / 2);
	visit = finish(world);
	assert_began(visit, midnight_us - TEN_MINUTES_US / 2);
	g_assert_cmpint(day_of(visit->ended_wall_us), >, day_of(visit->began_wall_us));
	assert_void(visit, MC_EXAM_HEARING, FALSE);
}

/* The recorder was started again in between: how long it has lasted is not known to the minute. */
static void
test_restart(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	g_autoptr(McVisit) visit = NULL;

	calibrate_until(world, MC_DEVICE_AUDIOMETER, day_of(g_get_real_time()));
	start(world, 0);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	mc_clock_advance_ms(desk->clock, TEN_MINUTES_MS / 10);
	mc_desk_restart(desk);
	g_assert_true(mc_desk_identify(desk, 0));
	put_right(world, world->noon_us);
	visit = finish(world);
	assert_began(visit, world->noon_us - TEN_MINUTES_US / 10);
	assert_void(visit, MC_EXAM_HEARING, TRUE);
}

/* The rules that were chosen had ended by then: they are what was measured by, and the record says
 * no day on which they had not been in force. */
static void
test_rules_ended(World *world, gconstpointer kit)
{
	McDesk *desk = world->desk;
	gint64 first_us = g_get_real_time();
	g_autofree char *path =
	    g_build_filename(desk->folder, "recorder", "rules", "rules-cn-172.json", NULL);
	g_autofree char *last = NULL;
	json_auto_t *rules = json_load_file(path, 0, NULL);
	g_autoptr(McVisit) visit = NULL;

	mc_date_from_yyyymmdd(day_of(first_us), &world->pack.valid_to);
	last = g_strdup_printf("%04d-%02d-%02d", world->pack.valid_to.year, world->pack.valid_to.month,
	    world->pack.valid_to.day);
	g_assert_cmpint(json_object_set_new(rules, "valid_to", json_string(last)), ==, 0);
	g_assert_cmpint(json_dump_file(rules, path, 0), ==, 0);
	start(world, 0);
	mc_desk_arrive(desk, 0);
	mc_desk_examine_all(desk);
	put_right(world, world->noon_us);
	visit = finish(world);
	g_assert_cmpint(visit->visit_date.year, ==, 0);
	g_assert_cmpint(mc_date_to_yyyymmdd(visit->earliest_date), ==, day_of(first_us));
	g_assert_cmpint(mc_date_to_yyyymmdd(visit->latest_date), ==, day_of(world->noon_us));
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ROW(name, test) g_test_add("/recorder/visit-day/" name, World, kit, set_up, test, tear_down)
	ROW("T13/forwards", test_forwards);
	ROW("T13/asked-twice", test_asked_twice);
	ROW("T13/backwards", test_backwards);
	ROW("T13/midnight", test_midnight);
	ROW("T13/restart", test_restart);
	ROW("B7/rules-ended", test_rules_ended);
	return g_test_run();
}
