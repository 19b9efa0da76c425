/* Practice: three right in a row pass, twelve without that do not. C1 (practice is not in a
 * record). */
#include "app/exam/practice.h"

#include <glib.h>
#include <string.h>

typedef enum Pupil { UNDERSTANDS, DEAF_ON_THE_LEFT, DOES_NOT, PRESSES_ALWAYS } Pupil;

static McAnswer
answer_of(Pupil pupil, const McStimulus *stimulus)
{
	gboolean is_side = stimulus->kind == MC_EXAM_SIDE;
	gboolean silent, heard;
	McAnswer answer;
	McEar ear;

	memset(&answer, 0, sizeof answer);
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	if (stimulus->kind == MC_EXAM_ACUITY) {
		answer.as.optotype.direction = stimulus->as.optotype.direction;
		answer.as.optotype.cannot_see = pupil == DOES_NOT;
		return answer;
	}
	silent = is_side ? stimulus->as.side.silent : stimulus->as.tone.silent;
	ear = is_side ? stimulus->as.side.side : stimulus->as.tone.ear;
	heard = !silent && !(pupil == DEAF_ON_THE_LEFT && ear == MC_EAR_LEFT);
	answer.as.press.count = pupil == PRESSES_ALWAYS || (pupil != DOES_NOT && heard);
	answer.as.press.press[0].at_us = 500000;
	answer.as.press.press[0].key = pupil == PRESSES_ALWAYS ? MC_EAR_LEFT : ear;
	return answer;
}

static McPractice
run_with(McOptotype optotype, McExamKind kind, Pupil pupil, guint32 seed)
{
	McPractice practice;
	McStimulus stimulus;

	mc_practice_init(&practice, kind, optotype, false, seed);
	while (mc_practice_next(&practice, &stimulus) == MC_PRACTICE_RUNNING) {
		McAnswer answer = answer_of(pupil, &stimulus);
		gboolean right;

		g_assert_cmpint(stimulus.kind, ==, kind);
		answer.trial++;
		g_assert_false(mc_practice_answer(&practice, &answer));
		answer.trial--;
		right = mc_practice_answer(&practice, &answer);
		g_assert_cmpint(right, ==, practice.last_was_right);
		g_assert_cmpint(practice.trial, ==, answer.trial + 1);
	}
	return practice;
}

static McPractice
run(McExamKind kind, Pupil pupil, guint32 seed)
{
	return run_with(MC_OPTOTYPE_TUMBLING_E, kind, pupil, seed);
}

static void
test_practice(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);

	for (guint32 seed = 0; seed < 200; seed++) {
		McPractice practice = run(kind, UNDERSTANDS, seed);

		g_assert_cmpint(practice.state, ==, MC_PRACTICE_PASSED);
		g_assert_cmpint(practice.trial, ==, 3);
		practice = run(kind, DOES_NOT, seed);
		g_assert_cmpint(practice.state, ==, MC_PRACTICE_NOT_UNDERSTOOD);
		g_assert_cmpint(practice.trial, ==, 12);
		/* The exam, not the practice, is where a deaf ear shows. */
		practice = run(kind, DEAF_ON_THE_LEFT, seed);
		g_assert_cmpint(practice.state, ==, MC_PRACTICE_PASSED);
	}
}

static void
test_stimuli_can_be_met_by_anybody(void)
{
	McPractice practice;
	McStimulus stimulus;

	mc_practice_init(&practice, MC_EXAM_ACUITY, MC_OPTOTYPE_TUMBLING_E, false, 1);
	mc_practice_next(&practice, &stimulus);
	g_assert_cmpint(stimulus.as.optotype.size_milli_log_mar, >=, 900);
	mc_practice_init(&practice, MC_EXAM_HEARING, MC_OPTOTYPE_TUMBLING_E, false, 1);
	mc_practice_next(&practice, &stimulus);
	g_assert_cmpint(stimulus.as.tone.level_deci_db_hl, >=, 600);
	g_assert_false(stimulus.as.tone.silent);
}

static void
test_one_key_for_all_is_not_understood(void)
{
	int passed = 0;

	for (guint32 seed = 0; seed < 200; seed++)
		passed += run(MC_EXAM_SIDE, PRESSES_ALWAYS, seed).state == MC_PRACTICE_PASSED;
	/* As someone deaf on the right does, by luck of the silences; the exam finds both out. */
	g_assert_cmpint(passed, <, 200);
}

/* A plan with rings is practised with rings: all eight answers come, and each can be right. */
static void
test_rings(void)
{
	guint seen = 0;

	for (guint32 seed = 0; seed < 100; seed++) {
		McPractice practice = run_with(MC_OPTOTYPE_LANDOLT_C, MC_EXAM_ACUITY, UNDERSTANDS, seed);

		g_assert_cmpint(practice.state, ==, MC_PRACTICE_PASSED);
		g_assert_cmpint(practice.trial, ==, 3);
		g_assert_cmpint(practice.current.as.optotype.optotype, ==, MC_OPTOTYPE_LANDOLT_C);
		seen |= 1u << practice.current.as.optotype.direction;
		practice = run(MC_EXAM_ACUITY, UNDERSTANDS, seed);
		g_assert_cmpint(practice.current.as.optotype.optotype, ==, MC_OPTOTYPE_TUMBLING_E);
		g_assert_cmpint(practice.current.as.optotype.direction, <, MC_DIRECTIONS_STRAIGHT);
	}
	g_assert_cmphex(seen, ==, (1u << MC_DIRECTIONS) - 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/practice/acuity", GINT_TO_POINTER(MC_EXAM_ACUITY), test_practice);
	g_test_add_data_func("/practice/hearing", GINT_TO_POINTER(MC_EXAM_HEARING), test_practice);
	g_test_add_data_func("/practice/side", GINT_TO_POINTER(MC_EXAM_SIDE), test_practice);
	g_test_add_func("/practice/stimuli", test_stimuli_can_be_met_by_anybody);
	g_test_add_func("/practice/one-key", test_one_key_for_all_is_not_understood);
	g_test_add_func("/practice/rings", test_rings);
	return g_test_run();
}
