/* The threshold procedures step by step, on people who hear exactly. C13. */
#include "hearing-kit.h"

static const McExamResult *
run_procedure(
    McExam *exam, McThresholdProcedure procedure, const HearingPerson *person, guint8 seed_byte)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.procedure = procedure;
	plan.as.hearing.threshold_trials_max = 100;
	return hearing_run_plan(exam, &plan, person, seed_byte);
}

/* A screening by itself fails nobody: the mean of the thresholds does, from a limit on. */
static void
test_mean_threshold_decides(void)
{
	static const struct {
		gint32 threshold[3];
		McOutcome outcome;
		guint32 reasons;
	} rows[] = {
	    {{400, 400, 400}, MC_OUTCOME_PASS, 0}, /* hears the screening level exactly */
	    {{200, 200, 550}, MC_OUTCOME_PASS, 0}, /* mean 31.7 */
	    {{300, 400, 500}, MC_OUTCOME_PASS, 0}, /* 40.0 */
	    {{350, 400, 500}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 41.7 */
	    {{450, 450, 450}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 45.0 */
	    {{450, 450, 500}, MC_OUTCOME_FAIL, 0}, /* 46.7 */
	    {{600, 600, 600}, MC_OUTCOME_FAIL, 0},
	    {{0, 0, 700}, MC_OUTCOME_PASS, 0}, /* heard at the top; the others count as 20 */
	    {{0, 400, 700}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 43.3 */
	    {{0, 0, 710}, MC_OUTCOME_FAIL, 0}, /* unheard at the top fails whatever the mean */
	};

	for (int procedure = 0; procedure < MC_THRESHOLD_BAYES; procedure++) {
		for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
			HearingPerson person = hearing_with_thresholds(
			    MC_EAR_LEFT, rows[i].threshold[0], rows[i].threshold[1], rows[i].threshold[2]);
			const McExamResult *result;
			McExam exam;

			g_test_message("procedure %d row %u", procedure, (guint)i);
			result = run_procedure(&exam, (McThresholdProcedure)procedure, &person, (guint8)i);
			g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, rows[i].outcome);
			g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==, rows[i].reasons);
			g_assert_cmpint(result->part[MC_EAR_RIGHT].outcome, ==, MC_OUTCOME_PASS);
			g_assert_cmpint(result->part[MC_EAR_RIGHT].thresholds, ==, 0);
		}
	}
}

/* The thresholds themselves stand in the result; those of the procedure that asks what tells most,
 * which presents every 2.5 dB, lie within a step of what is heard. */
static void
test_thresholds_are_told(void)
{
	HearingPerson person = hearing_with_thresholds(MC_EAR_RIGHT, 450, 300, 500);
	gint32 expected[] = {450, 300, 500};

	for (int procedure = 0; procedure < MC_THRESHOLD_PROCEDURES; procedure++) {
		McExam exam;
		const McExamResult *result =
		    run_procedure(&exam, (McThresholdProcedure)procedure, &person, 11);
		const McPartResult *part = &result->part[MC_EAR_RIGHT];
		gint32 off = procedure == MC_THRESHOLD_BAYES ? 50 : 0;

		g_assert_cmpint(part->thresholds, ==, 3);
		for (gsize f = 0; f < G_N_ELEMENTS(expected); f++)
			g_assert_cmpint(ABS(part->threshold_deci_db_hl[f] - expected[f]), <=, off);
		g_assert_cmpint(ABS(part->mean_deci_db_hl - 416), <=, off);
		g_assert_cmpint(part->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		/* 1 kHz agreed with itself; each threshold was checked from well above. */
		g_assert_cmpint(result->quality[0].repeats, ==, 1);
		g_assert_cmpint(result->quality[0].repeats_apart, ==, 0);
		g_assert_cmpint(result->quality[0].easy_trials, >=, 3);
		g_assert_cmpint(result->quality[0].easy_wrong, ==, 0);
	}
}

typedef struct Shown {
	gint32 level, hz;
	gboolean is_heard;
} Shown;

/* Sounded presentations after the screening, of a left ear alone. */
static guint
show(const McExamPlan *plan, const HearingPerson *person, guint screening, Shown *shown, guint size)
{
	McSeed seed = {{3}};
	McStimulus stimulus;
	McExam exam;
	guint sounded = 0;

	g_assert_true(mc_exam_init(&exam, plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McToneStimulus *tone = &stimulus.as.tone;
		gint32 threshold =
		    person->threshold_deci_db_hl[MC_EAR_LEFT][hearing_frequency_index(tone->frequency_hz)];

		if (!tone->silent && sounded++ >= screening) {
			g_assert_cmpuint(sounded - screening, <=, size);
			shown[sounded - screening - 1] = (Shown){
			    tone->level_deci_db_hl, tone->frequency_hz, tone->level_deci_db_hl >= threshold};
		}
		hearing_respond(&exam, person, &stimulus);
	}
	return sounded - screening;
}

static McExamPlan
left_ear_plan(McThresholdProcedure procedure)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.ears[MC_EAR_RIGHT] = false;
	plan.as.hearing.procedure = procedure;
	plan.as.hearing.threshold_trials_max = 100;
	return plan;
}

/* ISO 8253-1: 1 kHz first, with sounds that are surely heard; down 20 dB, up 10 dB, once more;
 * then 10 dB below, up 5 dB, down 10 dB; three answers at one level. Then 2 kHz, 500 Hz, 1 kHz. */
static void
test_iso_by_the_book(void)
{
	static const gint32 expected[] = {400, 500, 500, 400, 450, 350, 400, 450, 350, 400, 450};
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_ISO);
	HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, 450, 450, 450);
	Shown shown[100];
	guint count = show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	gint32 hz[4] = {0}, order = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_assert_cmpint(shown[i].hz, ==, 1000);
		g_assert_cmpint(shown[i].level, ==, expected[i]);
	}
	for (guint i = 0; i < count; i++)
		if (i == 0 || shown[i].hz != shown[i - 1].hz)
			hz[order++] = shown[i].hz;
	g_assert_cmpint(order, ==, 4);
	g_assert_cmpint(hz[1], ==, 2000);
	g_assert_cmpint(hz[2], ==, 500);
	g_assert_cmpint(hz[3], ==, 1000);
	/* Without the familiarisation the level goes up in 10 dB to the first answer. */
	plan.as.hearing.familiarise = false;
	show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	g_assert_cmpint(shown[0].level, ==, 400);
	g_assert_cmpint(shown[1].level, ==, 500);
	g_assert_cmpint(shown[2].level, ==, 400);
}

/* Two of three in the short form, two and half of the presentations for ASHA, three of five. */
static void
test_forms_differ_in_length(void)
{
	HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, 450, 450, 450);
	guint count[MC_THRESHOLD_PROCEDURES];
	Shown shown[100];

	for (int i = 0; i < MC_THRESHOLD_PROCEDURES; i++) {
		McExamPlan plan = left_ear_plan((McThresholdProcedure)i);

		count[i] = show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	}
	g_assert_cmpuint(count[MC_THRESHOLD_ASHA], ==, count[MC_THRESHOLD_ISO_SHORT]);
	g_assert_cmpuint(count[MC_THRESHOLD_ISO], ==, count[MC_THRESHOLD_ASHA] + 4 * 3);
	g_assert_cmpuint(count[MC_THRESHOLD_BAYES], <, count[MC_THRESHOLD_ASHA]);
}

/* 1 kHz, heard 15 dB worse the second time: the ear is measured once more. A second
 * disagreement is no verdict; agreement decides. */
static void
test_repeat_that_does_not_agree(gconstpointer data)
{
	gboolean settles = GPOINTER_TO_INT(data);
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_ASHA);
	McSeed seed = {{8}};
	McStimulus stimulus;
	McExam exam;
	const McExamResult *result;

	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McHearingState *state = &exam.as.hearing;
		gboolean is_worse = state->stage == MC_HEARING_THRESHOLD &&
		                    state->frequency == MC_TONE_REPEAT &&
		                    (!settles || !state->measured_again);
		HearingPerson person;

		person = hearing_with_thresholds(MC_EAR_LEFT, 450, is_worse ? 600 : 450, 350);
		hearing_respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->quality[0].repeats, ==, 2);
	g_assert_cmpint(result->quality[0].repeats_apart, ==, settles ? 1 : 2);
	g_assert_true(result->quality[0].concerns & MC_CONCERN_REPEATS_APART || settles);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==,
	    settles ? MC_REASON_BORDERLINE : MC_REASON_UNRELIABLE);
}

/* Misses tones well above what was heard: the answers do not fit together. */
static void
test_missed_checks_are_no_verdict(void)
{
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_BAYES);
	McSeed seed = {{4}};
	McStimulus stimulus;
	McExam exam;
	const McExamResult *result;
	McStep step;

	plan.as.hearing.checks_missed_max = 0;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		const McHearingState *state = &exam.as.hearing;
		HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, 450, 450, 450);

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		if (state->stage == MC_HEARING_THRESHOLD &&
		    state->track[MC_EAR_LEFT][state->frequency].checking)
			person = hearing_with_thresholds(MC_EAR_LEFT, HEARING_DEAF, HEARING_DEAF, HEARING_DEAF);
		hearing_respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
}

/* Hears now better, now worse: not known to 1 dB after twenty tones. */
static void
test_unsettled_threshold_is_no_verdict(void)
{
	McSeed seed = {{5}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	const McExamResult *result;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.threshold_trials_max = 20;
	plan.as.hearing.threshold_sd_deci_db = 10;
	plan.as.hearing.ears[MC_EAR_RIGHT] = false;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		gint32 now = 450 + stimulus.trial % 3 * 100;
		HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, now, now, now);

		hearing_respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==, MC_REASON_UNRELIABLE);
	g_assert_false(result->part[MC_EAR_RIGHT].examined);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hearing/mean-threshold", test_mean_threshold_decides);
	g_test_add_func("/hearing/unsettled", test_unsettled_threshold_is_no_verdict);
	g_test_add_func("/hearing/thresholds-told", test_thresholds_are_told);
	g_test_add_func("/hearing/iso", test_iso_by_the_book);
	g_test_add_func("/hearing/forms", test_forms_differ_in_length);
	g_test_add_data_func(
	    "/hearing/repeat/settles", GINT_TO_POINTER(TRUE), test_repeat_that_does_not_agree);
	g_test_add_data_func(
	    "/hearing/repeat/never", GINT_TO_POINTER(FALSE), test_repeat_that_does_not_agree);
	g_test_add_func("/hearing/checks", test_missed_checks_are_no_verdict);
	return g_test_run();
}
