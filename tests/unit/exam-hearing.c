/* The hearing and the side test step by step, on people who hear exactly. C13, C14. */
#include "hearing-kit.h"

#include <string.h>

static const McExamResult *
run(McExam *exam, McExamKind kind, const HearingPerson *person, guint8 seed_byte)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	return hearing_run_plan(exam, &plan, person, seed_byte);
}

static void
test_normal_ears_pass_the_screening(void)
{
	for (guint8 seed = 0; seed < 40; seed++) {
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_HEARING, &hearing_normal, seed);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
		/* Three frequencies, two answers each; about a third of all presentations is silent. */
		g_assert_cmpint(result->part[MC_EAR_LEFT].trials, ==, 6);
		g_assert_cmpint(result->part[MC_EAR_RIGHT].trials, ==, 6);
		g_assert_cmpint(result->presented, ==, 12 + result->quality[0].catch_trials);
		g_assert_cmpint(result->quality[0].catch_trials, >=, 1);
		g_assert_cmpint(result->quality[0].catch_trials, <=, 14);
		g_assert_cmpint(result->attempts, ==, 1);
	}
}

/* Masking stands on one side for a whole ear, gaps and levels are the plan's. */
static void
test_presentations(void)
{
	McSeed seed = {{3}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	gint changes = 0;
	McEar last = MC_EAR_LEFT;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.masking_deci_db[1] = 450;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McToneStimulus *tone = &stimulus.as.tone;

		changes += stimulus.trial > 0 && tone->ear != last;
		last = tone->ear;
		g_assert_cmpint(tone->level_deci_db_hl, ==, 400);
		g_assert_cmpint(tone->masking_deci_db, ==, tone->frequency_hz == 1000 ? 450 : 400);
		g_assert_true(tone->gap_ms >= 1500 && tone->gap_ms <= 4000);
		g_assert_cmpint(tone->duration_ms, ==, 1500);
		g_assert_cmpint(tone->window_ms, ==, 1500);
		hearing_respond(&exam, &hearing_normal, &stimulus);
	}
	g_assert_cmpint(changes, ==, 1);
}

/* Leans on the button from some moment of the exam on: it is heard of as it goes down, and then no
 * more. Nobody passes by it, in attempt 1 or 2, and nobody answers a silence. */
static void
lean(McExamKind kind, gint64 at_us)
{
	McSeed seed = {{7}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	McStep step;
	const McExamResult *result;

	mc_exam_plan_default(&plan, kind);
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McAnswer answer;

		g_assert_cmpint(step, ==, MC_STEP_PRESENT);
		memset(&answer, 0, sizeof answer);
		answer.kind = kind;
		answer.trial = stimulus.trial;
		answer.as.press.count = stimulus.trial == 0;
		answer.as.press.press[0].at_us = at_us;
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_FAIL);
	g_assert_cmpint(result->attempts, ==, 1);
	g_assert_cmpint(result->quality[0].stray_presses, ==, at_us < 0);
	g_assert_cmpint(result->quality[0].false_alarms, <=, 1);
}

static void
test_held_button(void)
{
	lean(MC_EXAM_HEARING, -1000000); /* before the first sound, and through it */
	lean(MC_EXAM_HEARING, 400000);
	lean(MC_EXAM_SIDE, -1000000);
	lean(MC_EXAM_SIDE, 400000);
}

static void
test_a_deaf_ear_fails(void)
{
	for (int ear = 0; ear < MC_SIDES; ear++) {
		HearingPerson person =
		    hearing_with_thresholds((McEar)ear, HEARING_DEAF, HEARING_DEAF, HEARING_DEAF);
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_HEARING, &person, (guint8)ear);
		g_assert_cmpint(result->part[ear].outcome, ==, MC_OUTCOME_FAIL);
		g_assert_cmpint(result->part[1 - ear].outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_FAIL);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
	}
}

/* C11: four losses to noise at one frequency, and the room is too loud for it. */
static void
test_noise_ends_it_by_frequency(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McSeed seed = {{2}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	gint lost = 0, lost_elsewhere = 0;

	mc_exam_plan_default(&plan, kind);
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		gint32 hz = kind == MC_EXAM_SIDE ? 500 : stimulus.as.tone.frequency_hz;

		if (hz == 500) {
			g_assert_true(mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_NOISE));
			lost++;
		} else if (lost_elsewhere < 2) {
			g_assert_true(mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_NOISE));
			lost_elsewhere++;
		} else {
			hearing_respond(&exam, &hearing_normal, &stimulus);
		}
	}
	g_assert_cmpint(lost, ==, 4);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_NOISE);
	g_assert_cmpint(mc_exam_result(&exam)->discarded, ==, 4 + lost_elsewhere);
}

static void
test_pressing_at_silence(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	HearingPerson person = hearing_normal;
	const McExamResult *result;
	McExam exam;

	/* Explained once more, then well: the second attempt counts, the first one stays on record. */
	person.presses_at_silence[0] = TRUE;
	result = run(&exam, kind, &person, 1);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmphex(result->reasons, ==, MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->quality[0].false_alarms, >=, 2);
	g_assert_cmphex(result->quality[0].concerns, ==, MC_CONCERN_FALSE_ALARMS);
	g_assert_cmpint(result->quality[0].index_permille, <, 100);
	g_assert_cmpint(result->quality[1].false_alarms, ==, 0);
	g_assert_cmpint(result->quality[1].index_permille, ==, 1000);

	/* And again: no verdict, and never FAIL. */
	person.presses_at_silence[1] = TRUE;
	result = run(&exam, kind, &person, 1);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->quality[1].false_alarms, >=, 2);
}

static void
test_pressing_all_the_time(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	HearingPerson person = hearing_normal;
	const McExamResult *result;
	McExam exam;

	person.presses_before[0] = person.presses_before[1] = TRUE;
	result = run(&exam, kind, &person, 2);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(
	    result->quality[0].stray_presses + result->quality[1].stray_presses, ==, result->presented);
	/* It does not take minutes to see that. */
	g_assert_cmpint(result->presented, <=, 30);
}

static void
test_one_attempt_only(void)
{
	HearingPerson person = hearing_normal;
	McSeed seed = {{1}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;

	person.presses_at_silence[0] = TRUE;
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.attempts_max = 1;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT)
		hearing_respond(&exam, &person, &stimulus);
	g_assert_nonnull(mc_exam_result(&exam));
	g_assert_cmpint(mc_exam_result(&exam)->attempts, ==, 1);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_UNRELIABLE);
}

static void
test_side(void)
{
	for (guint8 seed = 0; seed < 40; seed++) {
		HearingPerson person = hearing_normal;
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_SIDE, &person, seed);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
		g_assert_true(result->part[0].examined);
		g_assert_false(result->part[1].examined);
		/* Sounds; silences come on top of them. */
		g_assert_cmpint(result->part[0].trials, >=, 6);
		g_assert_cmpint(
		    result->presented, ==, result->part[0].trials + result->quality[0].catch_trials);
		g_assert_cmpint(result->quality[0].catch_trials, >=, 2);

		for (int ear = 0; ear < MC_SIDES; ear++) {
			/* Deaf on one side, and honest. */
			person = hearing_with_thresholds((McEar)ear, HEARING_DEAF, HEARING_DEAF, HEARING_DEAF);
			g_assert_cmpint(run(&exam, MC_EXAM_SIDE, &person, seed)->outcome, ==, MC_OUTCOME_FAIL);
			/* Always the same key. */
			person = hearing_normal;
			person.presses_one_key = ear;
			g_assert_cmpint(run(&exam, MC_EXAM_SIDE, &person, seed)->outcome, ==, MC_OUTCOME_FAIL);
		}
	}
}

static void
test_side_levels_rove(void)
{
	McSeed seed = {{6}};
	gint32 lowest = G_MAXINT32, highest = 0;

	for (int i = 0; i < 20; i++) {
		McStimulus stimulus;
		McExamPlan plan;
		McExam exam;

		seed.bytes[1] = (guint8)i;
		mc_exam_plan_default(&plan, MC_EXAM_SIDE);
		g_assert_true(mc_exam_init(&exam, &plan, &seed));
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
			lowest = MIN(lowest, stimulus.as.side.level_deci_db_hl);
			highest = MAX(highest, stimulus.as.side.level_deci_db_hl);
			g_assert_cmpint(stimulus.as.side.masking_deci_db, ==, MC_NO_MASKING);
			hearing_respond(&exam, &hearing_normal, &stimulus);
		}
	}
	g_assert_cmpint(lowest, >=, 450);
	g_assert_cmpint(lowest, <, 460);
	g_assert_cmpint(highest, <=, 550);
	g_assert_cmpint(highest, >, 540);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hearing/held-button-C14", test_held_button);
	g_test_add_func("/hearing/normal", test_normal_ears_pass_the_screening);
	g_test_add_func("/hearing/presentations", test_presentations);
	g_test_add_func("/hearing/deaf-ear", test_a_deaf_ear_fails);
	g_test_add_data_func(
	    "/hearing/at-silence", GINT_TO_POINTER(MC_EXAM_HEARING), test_pressing_at_silence);
	g_test_add_data_func(
	    "/side/at-silence", GINT_TO_POINTER(MC_EXAM_SIDE), test_pressing_at_silence);
	g_test_add_data_func(
	    "/hearing/all-the-time", GINT_TO_POINTER(MC_EXAM_HEARING), test_pressing_all_the_time);
	g_test_add_data_func(
	    "/side/all-the-time", GINT_TO_POINTER(MC_EXAM_SIDE), test_pressing_all_the_time);
	g_test_add_func("/hearing/one-attempt", test_one_attempt_only);
	g_test_add_data_func(
	    "/hearing/noise", GINT_TO_POINTER(MC_EXAM_HEARING), test_noise_ends_it_by_frequency);
	g_test_add_data_func(
	    "/side/noise", GINT_TO_POINTER(MC_EXAM_SIDE), test_noise_ends_it_by_frequency);
	g_test_add_func("/side/people", test_side);
	g_test_add_func("/side/levels", test_side_levels_rove);
	return g_test_run();
}
