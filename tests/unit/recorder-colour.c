/* The colour exam on the screen of a kiosk: held where the screen was measured, flagged where it
 * never was, locked where that was too long ago. */

#include "app/record/time.h"
#include "tests/desk/desk.h"
#include <jansson.h>

static gint32
today_plus(const McDesk *desk, int days)
{
	return mc_time_day_in_shanghai(mc_clock_wall_us(desk->clock) + days * 24 * G_TIME_SPAN_HOUR);
}

/* A measured screen, with these days before and after today. */
static void
give_screen(McDesk *desk, int measured_days_ago, int days_left)
{
	McPanel panel = mc_panel_srgb;

	panel.measured = true;
	mc_desk_configure(
	    desk, json_pack("{s{ss si si so}}", "screen", "calibration", "SCR-1", "calibrated_yyyymmdd",
	              today_plus(desk, -measured_days_ago), "expires_yyyymmdd",
	              today_plus(desk, days_left), "panel", mc_panel_to_json(&panel)));
	mc_desk_restart(desk);
}

static const McExamRun *
colour_of(const McVisit *visit)
{
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->plan.kind == MC_EXAM_COLOUR)
			return visit->exam[i];
	g_assert_not_reached();
}

/* Where the screen was measured: offered, held, on the record with the measurement's name and days,
 * and it replays. No instrument is asked for. */
static void
test_colour(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McExamRun *run = NULL;

	give_screen(desk, 30, 300);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(desk->reply->hello.colour_offered);
	g_assert_true(desk->reply->hello.colour_calibrated);
	g_assert_true(desk->reply->hello.colour.as.colour.panel.measured);
	mc_desk_arrive(desk, 0);
	g_assert_cmpint(
	    mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED)->outcome, ==, MC_OUTCOME_PASS);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	run = colour_of(visit);
	g_assert_cmpstr(run->device_serial, ==, "SCR-1");
	g_assert_cmpstr(run->plan.as.colour.calibration, ==, "SCR-1");
	g_assert_cmpint(run->plan.as.colour.calibrated_yyyymmdd, ==, today_plus(desk, -30));
	g_assert_cmpint(run->plan.as.colour.calibration_expires_yyyymmdd, ==, today_plus(desk, 300));
	g_assert_cmpuint(visit->devices, ==, 0);
}

/* T5: after the last day of its measurement the exam is locked; nobody fails by it. */
static void
test_colour_is_locked(McDesk **world, gconstpointer data)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McExamResult *result = NULL;

	give_screen(desk, 400, -1);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(desk->reply->hello.colour_offered);
	g_assert_false(desk->reply->hello.colour_calibrated);
	mc_desk_arrive(desk, 0);
	result = mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_true(result->reasons & MC_REASON_UNCALIBRATED);
	g_assert_cmpint(result->presented, ==, 0);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpint(
	    visit->verdict[0].requirement[MC_REQUIREMENT_COLOUR].basis, ==, MC_BASIS_ELSEWHERE);
	g_assert_cmpint(
	    colour_of(visit)->plan.as.colour.calibration_expires_yyyymmdd, ==, today_plus(desk, -1));
}

/* A screen that nobody measured is taken for sRGB, and exam, record and verdict say so: the plates
 * that were read are for a doctor to confirm (C14). */
static void
test_never_measured(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	g_autoptr(McVisit) visit = NULL;
	const McRequirementVerdict *line = NULL;
	const McExamRun *run = NULL;

	mc_desk_configure(desk, json_pack("{sb}", "unmeasured_screen", 1));
	mc_desk_restart(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(desk->reply->hello.colour_offered);
	g_assert_true(desk->reply->hello.colour_calibrated);
	g_assert_false(desk->reply->hello.colour.as.colour.panel.measured);
	mc_desk_arrive(desk, 0);
	g_assert_cmpint(
	    mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED)->outcome, ==, MC_OUTCOME_PASS);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	run = colour_of(visit);
	g_assert_cmpstr(run->device_serial, ==, "");
	g_assert_false(run->plan.as.colour.panel.measured);
	g_assert_cmphex(run->result.reasons, ==, MC_REASON_PANEL_ASSUMED);
	line = &visit->verdict[0].requirement[MC_REQUIREMENT_COLOUR];
	g_assert_cmpint(line->outcome, ==, MC_OUTCOME_REFER);
	g_assert_cmphex(line->reasons, ==, MC_REASON_PANEL_ASSUMED);
}

/* Nor does a site have to want that: the bench's recorder.json says that it does not. */
static void
test_never_measured_nor_wanted(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_false(desk->reply->hello.colour_offered);
	mc_desk_arrive(desk, 0);
	g_assert_true(
	    mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED)->reasons & MC_REASON_NO_DEVICE);
}

/* A plate that nobody looked at is no answer of anybody: lost, counted, shown again. */
static void
test_nobody_there(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	const McExamResult *result = NULL;
	gint32 trial = 0;

	give_screen(desk, 30, 300);
	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED);
	trial = desk->reply->stimulus.trial;
	desk->person_present = FALSE;
	mc_desk_answer(desk);
	g_assert_true(desk->reply->discarded);
	g_assert_cmpint(desk->reply->discard, ==, MC_DISCARD_ABSENT);
	g_assert_cmpint(desk->reply->stimulus.trial, ==, trial + 1);
	desk->person_present = TRUE;
	result = mc_desk_examine(desk, MC_EXAM_COLOUR, MC_CORRECTION_NAKED);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->lost[MC_DISCARD_ABSENT], ==, 1);
	g_assert_cmpint(result->discarded, ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
#define ADD(name, func)                                                                            \
	g_test_add(                                                                                    \
	    "/recorder/colour/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("held", test_colour);
	ADD("nobody-there", test_nobody_there);
	ADD("locked", test_colour_is_locked);
	ADD("never-measured", test_never_measured);
	ADD("never-measured-nor-wanted", test_never_measured_nor_wanted);
#undef ADD
	return g_test_run();
}
