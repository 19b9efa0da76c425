/* C18, B7: what was measured was so by an instrument whose passport stands in the record, that
 * measures this and was calibrated on that day, or the visit is refused by name. */

#include "app/record/visit-passports.h"
#include "tests/kit/sample.h"
#include <string.h>

static void
assert_good(const McSampled *sampled)
{
	json_auto_t *json = mc_visit_to_json(sampled->visit);
	g_autoptr(GError) error = NULL;
	g_autoptr(McVisit) again = mc_visit_from_json(json, &error);

	g_assert_no_error(error);
	mc_visit_verify(again, &sampled->pack, &error);
	g_assert_no_error(error);
}

/* Two of a kind measured: each exam names its own, and by that it is judged. A calibration counts
 * on its last day, and from its first day on; where the day is not known, on any that it may be. */
static void
test_passports(McSampled *sampled, gconstpointer data)
{
	McVisit *visit = sampled->visit;
	McDeviceInfo *other = &visit->device[visit->devices++];
	g_autoptr(GError) error = NULL;

	*other = visit->device[1];
	g_strlcpy(other->transducer_serial, "H-2", sizeof other->transducer_serial);
	other->calibrated_yyyymmdd = other->calibration_expires_yyyymmdd = 20261124;
	visit->exam[MC_EXAM_SIDE]->passport = visit->devices;
	assert_good(sampled);
	other->calibration_expires_yyyymmdd = 20261120;
	other->calibrated_yyyymmdd = 20260101;
	g_assert_false(mc_visit_verify(visit, &sampled->pack, &error));
	g_assert_nonnull(strstr(error->message, "exam 3 (side): measured by an instrument whose"));
	visit->visit_date = (McDate){0};
	visit->earliest_date = (McDate){2026, 11, 20};
	visit->latest_date = (McDate){2026, 11, 26};
	assert_good(sampled);
}

static const McRequirementVerdict *
colour_of(const McVisit *visit)
{
	return &visit->verdict[0].requirement[MC_REQUIREMENT_COLOUR];
}

static McColourPlan *
screen_of(McSampled *sampled)
{
	return &sampled->visit->exam[MC_EXAM_COLOUR]->plan.as.colour;
}

/* A screen is the instrument of colours: one that was measured says when, and who reads its plates
 * passes by them; of one that was not, a doctor does. It counts as any calibration does. */
static void
test_screen(McSampled *sampled, gconstpointer data)
{
	McVisit *visit = sampled->visit;

	g_assert_cmpint(colour_of(visit)->outcome, ==, MC_OUTCOME_REFER);
	assert_good(sampled);
	mc_sample_screen(visit, &sampled->pack);
	g_assert_cmpint(colour_of(visit)->outcome, ==, MC_OUTCOME_PASS);
	assert_good(sampled);
	screen_of(sampled)->calibrated_yyyymmdd = 20261124;
	screen_of(sampled)->calibration_expires_yyyymmdd = 20261124;
	assert_good(sampled);
	screen_of(sampled)->calibrated_yyyymmdd = 20260101;
	screen_of(sampled)->calibration_expires_yyyymmdd = 20261120;
	g_assert_nonnull(mc_visit_passport_problem(visit, visit->exam[MC_EXAM_COLOUR]));
	visit->visit_date = (McDate){0};
	visit->earliest_date = (McDate){2026, 11, 20};
	visit->latest_date = (McDate){2026, 11, 26};
	assert_good(sampled);
}

static void
end_as_uncalibrated(McExamRun *run)
{
	const McExamEvent *last = &g_array_index(run->events, McExamEvent, run->events->len - 1);
	McExamEvent event = {
	    .kind = MC_EXAM_EVENT_STOP, .at_us = last->at_us, .stop = MC_REASON_UNCALIBRATED};

	g_array_append_val(run->events, event);
}

/* As the recorder does it when the clock was put right later in the visit. */
static void
make_void(McExamRun *run)
{
	g_autofree McExam *exam = g_new0(McExam, 1);
	g_autoptr(GError) error = NULL;

	end_as_uncalibrated(run);
	mc_exam_run_replay(run, exam, &error);
	g_assert_no_error(error);
	run->result = *mc_exam_result(exam);
}

/* T13: what was measured past the calibration's end does not count, and then it may stand in the
 * record: nothing of it decides, and nobody may count it. */
static void
test_void(McSampled *sampled, gconstpointer data)
{
	McVisit *visit = sampled->visit;
	const McRequirementVerdict *eye = &visit->verdict[0].requirement[MC_REQUIREMENT_VISION_LEFT];
	const McRequirementVerdict *ear = &visit->verdict[0].requirement[MC_REQUIREMENT_HEARING_LEFT];

	for (guint i = 0; i < visit->exams; i++)
		if (mc_visit_passport(visit, visit->exam[i]) == NULL ||
		    mc_device_kind_is_calibrated(mc_visit_passport(visit, visit->exam[i])->kind))
			make_void(visit->exam[i]);
	for (guint i = 0; i < visit->devices; i++)
		visit->device[i].calibration_expires_yyyymmdd = 20261123;
	mc_visit_judge(visit, &sampled->pack);
	assert_good(sampled);
	g_assert_cmpint(eye->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(eye->reasons, ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpint(ear->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(ear->reasons, ==, MC_REASON_UNCALIBRATED);
}

/* Without it nothing that belongs to the instrument could be held against the exam. */
static void
leave_out_passport(McSampled *sampled)
{
	sampled->visit->exam[0]->passport = 0;
}

static void
leave_out_all_instruments(McSampled *sampled)
{
	for (guint i = 0; i < sampled->visit->exams; i++) {
		sampled->visit->exam[i]->passport = 0;
		sampled->visit->exam[i]->device_serial[0] = '\0';
	}
	sampled->visit->devices = 0;
}

static void
leave_out_pad(McSampled *sampled)
{
	sampled->visit->exam[MC_EXAM_REACTION]->passport = 0;
}

static void
name_other_serial(McSampled *sampled)
{
	sampled->visit->exam[1]->device_serial[0] = 'X';
}

static void
measure_height_by_sight(McSampled *sampled)
{
	g_strlcpy(sampled->visit->exam[MC_EXAM_STATURE]->device_serial, "VT-SIM-0001", 64);
	sampled->visit->exam[MC_EXAM_STATURE]->passport = 1;
}

static void
see_colours_by_instrument(McSampled *sampled)
{
	sampled->visit->exam[MC_EXAM_COLOUR]->passport = 4;
	g_strlcpy(sampled->visit->exam[MC_EXAM_COLOUR]->device_serial, "RP-SIM-0001", 64);
}

static void
outlive_calibration(McSampled *sampled)
{
	sampled->visit->device[0].calibration_expires_yyyymmdd = 20261123;
}

/* It says so, and counts all the same. */
static void
outlive_calibration_in_words(McSampled *sampled)
{
	outlive_calibration(sampled);
	end_as_uncalibrated(sampled->visit->exam[0]);
}

static void
make_void_twice(McSampled *sampled)
{
	make_void(sampled->visit->exam[0]);
	end_as_uncalibrated(sampled->visit->exam[0]);
}

static void
calibrate_afterwards(McSampled *sampled)
{
	sampled->visit->device[1].calibrated_yyyymmdd = 20261125;
}

static void
never_calibrate(McSampled *sampled)
{
	sampled->visit->device[2].calibrated_yyyymmdd = 0;
}

/* All comes out as it would on a measured screen, and nobody says when it was measured. */
static void
call_screen_measured(McSampled *sampled)
{
	mc_sample_screen(sampled->visit, &sampled->pack);
	screen_of(sampled)->calibrated_yyyymmdd = 0;
	screen_of(sampled)->calibration_expires_yyyymmdd = 0;
}

static void
leave_out_name_of_screen(McSampled *sampled)
{
	mc_sample_screen(sampled->visit, &sampled->pack);
	screen_of(sampled)->calibration[0] = '\0';
	sampled->visit->exam[MC_EXAM_COLOUR]->device_serial[0] = '\0';
}

static void
see_colours_on_other_screen(McSampled *sampled)
{
	mc_sample_screen(sampled->visit, &sampled->pack);
	g_strlcpy(sampled->visit->exam[MC_EXAM_COLOUR]->device_serial, "SCR-SIM-0002", 64);
}

static void
outlive_screen(McSampled *sampled)
{
	mc_sample_screen(sampled->visit, &sampled->pack);
	screen_of(sampled)->calibration_expires_yyyymmdd = 20261123;
}

static void
measure_screen_afterwards(McSampled *sampled)
{
	mc_sample_screen(sampled->visit, &sampled->pack);
	screen_of(sampled)->calibrated_yyyymmdd = 20261125;
}

static void
test_forgeries(McSampled *sampled, gconstpointer data)
{
	static const McForgery rows[] = {
	    {leave_out_passport,
	        "exam 1 (acuity): measured by an instrument that has no passport here"},
	    {leave_out_all_instruments,
	        "exam 1 (acuity): measured by an instrument that has no passport here"},
	    {leave_out_pad, "exam 6 (reaction): measured by an instrument that has no passport here"},
	    {name_other_serial, "exam 2 (hearing): its passport is that of another instrument"},
	    {measure_height_by_sight,
	        "exam 4 (stature): measured by an instrument of a kind that does not measure this"},
	    {see_colours_by_instrument,
	        "exam 7 (colour): measured by an instrument of a kind that does not measure this"},
	    {outlive_calibration,
	        "exam 1 (acuity): measured by an instrument whose calibration did not count"},
	    {outlive_calibration_in_words,
	        "exam 1 (acuity): measured by an instrument whose calibration did not count"},
	    {make_void_twice, "the exam was over before it was stopped"},
	    {calibrate_afterwards,
	        "exam 2 (hearing): measured by an instrument whose calibration did not count"},
	    {never_calibrate,
	        "exam 4 (stature): measured by an instrument whose calibration did not count"},
	    {call_screen_measured,
	        "exam 7 (colour): seen on a screen whose calibration did not count on that day"},
	    {leave_out_name_of_screen,
	        "exam 7 (colour): seen on a measured screen whose calibration has no name"},
	    {see_colours_on_other_screen,
	        "exam 7 (colour): seen on another screen than the one that its calibration names"},
	    {outlive_screen,
	        "exam 7 (colour): seen on a screen whose calibration did not count on that day"},
	    {measure_screen_afterwards,
	        "exam 7 (colour): seen on a screen whose calibration did not count on that day"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		mc_sampled_refuse(sampled, &rows[i]);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/visit/" path, McSampled, NULL, mc_sampled_set_up, function, mc_sampled_tear_down)
	ADD("C18/passports", test_passports);
	ADD("C18/screen", test_screen);
	ADD("T13/void", test_void);
	ADD("B7/passport-forgeries", test_forgeries);
	return g_test_run();
}
