/* A plan that would measure nothing, or something else than it says, is refused by the member that
 * is to blame (B8, C10). */

#include "app/exam/exam.h"

#include <glib.h>

static void
assert_refused(const McExamPlan *plan, const char *field)
{
	const McSeed seed = {{1}};
	McExam exam;

	g_assert_cmpstr(mc_exam_plan_problem(plan).field, ==, field);
	g_assert_nonnull(mc_exam_plan_problem(plan).reason);
	g_assert_false(mc_exam_init(&exam, plan, &seed));
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
}

static McExamPlan
usual(McExamKind kind)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	g_assert_null(mc_exam_plan_problem(&plan).field);
	return plan;
}

#define REFUSED(change, named)                                                                     \
	do {                                                                                           \
		McExamPlan exam_ = good;                                                                   \
		MEMBER *plan = &exam_.PART;                                                                \
		change;                                                                                    \
		assert_refused(&exam_, named);                                                             \
	} while (0)
#define TAKEN(change)                                                                              \
	do {                                                                                           \
		McExamPlan exam_ = good;                                                                   \
		MEMBER *plan = &exam_.PART;                                                                \
		change;                                                                                    \
		g_assert_cmpstr(mc_exam_plan_problem(&exam_).field, ==, NULL);                             \
	} while (0)

#define MEMBER McHearingPlan
#define PART as.hearing
/* An ear that hears each tone of the screening passes: so it may not be above the limit, and no
 * limit above what is played at all. */
static void
test_hearing_limits(void)
{
	const McExamPlan good = usual(MC_EXAM_HEARING);

	REFUSED(plan->mean_pass_deci_db_hl = 300, "level_deci_db_hl");
	REFUSED(
	    (plan->mean_pass_deci_db_hl = -200, plan->mean_fail_deci_db_hl = -200), "level_deci_db_hl");
	REFUSED(plan->mean_fail_deci_db_hl = 701, "mean_fail_deci_db_hl");
	TAKEN(plan->mean_fail_deci_db_hl = 700);
	TAKEN((plan->mean_pass_deci_db_hl = 400, plan->mean_fail_deci_db_hl = 400));
}

static void
test_hearing_frequencies(void)
{
	const McExamPlan good = usual(MC_EXAM_HEARING);

	REFUSED(plan->frequency_hz[1] = 500, "frequency_hz");
	REFUSED(plan->frequency_hz[0] = plan->frequency_hz[2] = 1000, "frequency_hz");
	/* No reference level says what 0 dB HL is there. */
	REFUSED(plan->frequency_hz[0] = 1234, "frequency_hz");
	TAKEN(plan->frequency_hz[0] = 750);
	REFUSED((plan->frequency_hz[0] = 750, plan->transducer = MC_TRANSDUCER_DD65V2), "frequency_hz");
	REFUSED(plan->repeat_hz = 3000, "repeat_hz");
	REFUSED(plan->frequency_hz[1] = 1500, "repeat_hz"); /* 1 000 is to be repeated */
	TAKEN(plan->repeat_hz = 0);
	TAKEN(plan->repeat_hz = 2000);
}

/* Under headphones each tone is masked, so that what crosses the head is not heard: up to 70 dB HL
 * less 40 dB. */
static void
test_hearing_is_masked(void)
{
	McExamPlan good = usual(MC_EXAM_HEARING);

	REFUSED(plan->masking_deci_db[0] = plan->masking_deci_db[1] = plan->masking_deci_db[2] =
	            MC_NO_MASKING,
	    "masking_deci_db");
	REFUSED(plan->masking_deci_db[2] = MC_NO_MASKING, "masking_deci_db");
	REFUSED(plan->masking_deci_db[0] = -200, "masking_deci_db");
	REFUSED(plan->masking_deci_db[0] = 299, "masking_deci_db");
	TAKEN(plan->masking_deci_db[0] = 300);
	REFUSED(
	    (plan->threshold_max_deci_db_hl = 450, plan->masking_deci_db[0] = 49), "masking_deci_db");
	mc_exam_plan_play_by(&good, MC_TRANSDUCER_LOUDSPEAKER);
	TAKEN((void)plan);
}

/* Never regular. */
static void
test_hearing_gaps(void)
{
	const McExamPlan good = usual(MC_EXAM_HEARING);

	REFUSED((plan->gap_min_ms = 0, plan->gap_max_ms = 0), "gap_max_ms");
	REFUSED((plan->gap_min_ms = 3000, plan->gap_max_ms = 3000), "gap_max_ms");
	REFUSED(plan->gap_max_ms = 2499, "gap_max_ms");
	TAKEN(plan->gap_max_ms = 2500);
	REFUSED(plan->gap_min_ms = 499, "gap_min_ms");
	TAKEN(plan->gap_min_ms = 500);
}
#undef MEMBER
#undef PART

#define MEMBER McSidePlan
#define PART as.side
static void
test_side(void)
{
	McExamPlan good = usual(MC_EXAM_SIDE);

	/* Somebody perfect would be borderline each time. */
	REFUSED((plan->silent_trials_min = 100, plan->maximum_trials = 7), "silent_trials_min");
	REFUSED(plan->silent_trials_min = 8, "silent_trials_min");
	TAKEN(plan->silent_trials_min = 7);
	REFUSED((plan->silent_trials_min = 0, plan->silent_permille = 0), "silent_trials_min");
	REFUSED(plan->silent_trials_min = 0, "silent_trials_min");
	/* Guessed rightly once in two times. */
	REFUSED((plan->minimum_trials = 1, plan->pass_permille = 501), "minimum_trials");
	REFUSED(plan->minimum_trials = 5, "minimum_trials");
	TAKEN(plan->minimum_trials = 6);
	REFUSED(plan->pass_permille = 899, "pass_permille");
	TAKEN(plan->pass_permille = 900);
	REFUSED(plan->fail_permille = 101, "fail_permille");
	REFUSED(plan->frequency_hz = 512, "frequency_hz");
	REFUSED((plan->gap_min_ms = 2000, plan->gap_max_ms = 2000), "gap_max_ms");
	mc_exam_plan_play_by(&good, MC_TRANSDUCER_LOUDSPEAKER);
	TAKEN((void)plan);
}
#undef MEMBER
#undef PART

#define MEMBER McColourPlan
#define PART as.colour
/* A digit is guessed once in ten times: 3 of 4, .0037. */
static void
test_colour(void)
{
	const McExamPlan good = usual(MC_EXAM_COLOUR);

	REFUSED((plan->axis_plates = 1, plan->pass_of_axis = 1, plan->fail_of_axis = 0), "axis_plates");
	REFUSED((plan->axis_plates = 2, plan->pass_of_axis = 2), "axis_plates");
	REFUSED((plan->pass_of_axis = 2, plan->fail_of_axis = 1), "pass_of_axis");
	REFUSED(plan->axis_plates = 6, "pass_of_axis");
	TAKEN((plan->axis_plates = 3, plan->pass_of_all = 5));
	TAKEN((plan->axis_plates = 5, plan->pass_of_all = 6));
	REFUSED((plan->extra_plates = 8, plan->pass_of_all = 6), "pass_of_all");
}
#undef MEMBER
#undef PART

#define MEMBER McAcuityPlan
#define PART as.acuity
/* A pack may ask for more distance, never for less: only the collimation record of an instrument
 * says that its picture stands farther. */
static void
test_acuity_distance(void)
{
	const McExamPlan good = usual(MC_EXAM_ACUITY);

	REFUSED(plan->vergence_centi_dioptre = 500, "vergence_centi_dioptre");
	REFUSED(plan->vergence_centi_dioptre = 1, "vergence_centi_dioptre");
	REFUSED(plan->vergence_centi_dioptre = INT32_MAX, "vergence_centi_dioptre");
	REFUSED(plan->vergence_centi_dioptre = -1001, "vergence_centi_dioptre");
	TAKEN(plan->vergence_centi_dioptre = 0);
	TAKEN(plan->vergence_centi_dioptre = -100); /* the exam then ends with its reason */
	REFUSED(plan->nearest_centi_dioptre = -1000, "nearest_centi_dioptre");
	REFUSED(plan->nearest_centi_dioptre = INT32_MIN, "nearest_centi_dioptre");
	REFUSED(plan->nearest_centi_dioptre = 100, "nearest_centi_dioptre");
	REFUSED(plan->nearest_centi_dioptre = -35, "nearest_centi_dioptre");
	TAKEN(plan->nearest_centi_dioptre = -20);
}

/* What a display cannot draw is not presented, and a limit that needs it not examined. */
static void
test_acuity_display(void)
{
	static const struct {
		gint32 floor, ceiling;
		gint32 cuts, first; /* of 5.0 and 4.9; none: not opened */
	} rows[] = {{-300, 1000, 2, 0}, {-100, 900, 2, 0}, {0, 400, 2, 0}, {1, 1000, 1, 100},
	    {0, 399, 1, 0}, {100, 400, 1, 100}, {101, 1000, 0, 0}, {-300, 299, 0, 0}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McExamPlan plan = usual(MC_EXAM_ACUITY), before;

		plan.as.acuity.cuts = 2;
		plan.as.acuity.cut_milli_log_mar[1] = 100;
		before = plan;
		g_assert_cmpint(mc_acuity_plan_show(&plan.as.acuity, rows[i].floor, rows[i].ceiling), ==,
		    rows[i].cuts > 0);
		g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, NULL);
		if (rows[i].cuts == 0) {
			g_assert_cmpmem(&plan, sizeof plan, &before, sizeof before);
			continue;
		}
		g_assert_cmpint(plan.as.acuity.cuts, ==, rows[i].cuts);
		g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[0], ==, rows[i].first);
		g_assert_cmpint(plan.as.acuity.smallest_milli_log_mar, ==, rows[i].floor);
		g_assert_cmpint(plan.as.acuity.largest_milli_log_mar, ==, rows[i].ceiling);
	}
}

/* A display that ends beyond the plan's own ends changes nothing. */
static void
test_acuity_larger_display(void)
{
	McExamPlan plan = usual(MC_EXAM_ACUITY), before = plan;

	g_assert_true(mc_acuity_plan_show(&plan.as.acuity, -500, 2000));
	g_assert_cmpmem(&plan, sizeof plan, &before, sizeof before);
}

/* One answer that is right by chance proves nothing. */
static void
test_acuity_stop(void)
{
	const McExamPlan good = usual(MC_EXAM_ACUITY);

	REFUSED((plan->pass_permille = 501, plan->fail_permille = 499, plan->minimum_trials = 1,
	            plan->maximum_trials = 1, plan->continuation_trials = 1),
	    "minimum_trials");
	REFUSED(plan->minimum_trials = 5, "minimum_trials");
	TAKEN(plan->minimum_trials = 6);
	REFUSED(plan->pass_permille = 799, "pass_permille");
	TAKEN(plan->pass_permille = 800);
	REFUSED(plan->fail_permille = 201, "fail_permille");
	TAKEN(plan->fail_permille = 200);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/exam-plan/hearing-limits", test_hearing_limits);
	g_test_add_func("/exam-plan/hearing-frequencies", test_hearing_frequencies);
	g_test_add_func("/exam-plan/hearing-masked", test_hearing_is_masked);
	g_test_add_func("/exam-plan/hearing-gaps", test_hearing_gaps);
	g_test_add_func("/exam-plan/side", test_side);
	g_test_add_func("/exam-plan/colour", test_colour);
	g_test_add_func("/exam-plan/distance-C10", test_acuity_distance);
	g_test_add_func("/exam-plan/display", test_acuity_display);
	g_test_add_func("/exam-plan/larger-display", test_acuity_larger_display);
	g_test_add_func("/exam-plan/stop", test_acuity_stop);
	return g_test_run();
}
