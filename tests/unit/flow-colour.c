/* The colour exam on the glass: plates, then lights, shown by the glass itself. */

#include "tests/support/fake-visit.h"

/* A kiosk whose screen was measured. */
static McWalk *
walk_new(void)
{
	McWalk *walk = mc_walk_new();
	McHello *hello = &walk->fakes->hello;

	mc_exam_plan_default(&hello->colour, MC_EXAM_COLOUR);
	hello->colour.as.colour.panel.measured = true;
	hello->colour_offered = hello->colour_calibrated = TRUE;
	mc_fakes_hello_changed(walk->fakes);
	return walk;
}

static void
drawn(McWalk *walk)
{
	mc_session_post_number(walk->session, MC_ACT_DRAWN, mc_session_view(walk->session)->exam.trial);
}

/* Practised, examined, in the results; the touch is an answer of somebody who was there, and its
 * time counts from the moment that the picture stood on the screen. */
static void
whole(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *sent = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	mc_walk_to_exam(walk, MC_EXAM_COLOUR, TRUE);
	g_assert_cmpint(view->exam.step, ==, 9);
	g_assert_cmpint(view->exam.steps, ==, 10);
	mc_walk_to_stimulus(walk, MC_EXAM_COLOUR, FALSE);
	mc_walk_touch(walk, view->exam.colour.figure);
	g_assert_cmpint(sent->answer.kind, ==, MC_EXAM_COLOUR);
	g_assert_cmpint(sent->answer.as.colour.reaction_us, ==, 900000);
	g_assert_false(sent->answer.as.colour.cannot_see);
	g_assert_true(sent->person_present);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_COLOUR], ==, 3);
	g_assert_cmpuint(view->exam_lines, ==, 4);
	g_assert_cmpint(view->exam_line[3].kind, ==, MC_EXAM_COLOUR);
	g_assert_cmpint(view->exam_line[3].result.outcome, ==, MC_OUTCOME_PASS);
}

/* It shows for its exposure from the moment that it is seen; the answer may come later, and none
 * comes before. */
static void
exposure(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);
	const guint *answers = &walk->fakes->count[MC_RECORDER_EXAM_ANSWER];
	guint before;

	mc_walk_to_stimulus(walk, MC_EXAM_COLOUR, FALSE);
	before = *answers;
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 1);
	mc_session_post_number(walk->session, MC_ACT_DRAWN, view->exam.trial + 1);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_true(view->exam.picture_on);
	g_assert_cmpuint(*answers, ==, before);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 3999);
	drawn(walk);
	g_assert_true(view->exam.picture_on);
	mc_fakes_pass_ms(walk->fakes, 1);
	g_assert_false(view->exam.picture_on);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
	mc_fakes_pass_ms(walk->fakes, 2000);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	g_assert_cmpuint(*answers, ==, before + 1);
	g_assert_true(walk->fakes->last[MC_RECORDER_EXAM_ANSWER].answer.as.colour.cannot_see);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_ANSWER].answer.as.colour.reaction_us, ==, 6000000);
}

/* Lights are another task: that is said, and waits for a touch. */
static void
lights(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);
	const guint *answers = &walk->fakes->count[MC_RECORDER_EXAM_ANSWER];
	guint before;

	mc_walk_to_stimulus(walk, MC_EXAM_COLOUR, FALSE);
	while (view->exam.phase != MC_PHASE_NEXT_PART)
		mc_walk_step(walk);
	g_assert_cmpstr(walk->fakes->said, ==, "exam-lights");
	g_assert_cmpint(view->exam.colour.show, ==, MC_COLOUR_SIGNAL);
	mc_fakes_pass_ms(walk->fakes, 20000);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_NEXT_PART);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 500);
	g_assert_true(view->exam.picture_on);
	drawn(walk);
	before = *answers;
	/* a digit's key is not there any more */
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, MC_SIGNALS);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, -1);
	g_assert_cmpuint(*answers, ==, before);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, MC_SIGNAL_GREEN);
	g_assert_cmpuint(*answers, ==, before + 1);
}

/* Who answers nothing is told once more; then it ends, and is no FAIL. */
static void
unanswered(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_COLOUR, FALSE);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 30000);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RE_INSTRUCT);
	g_assert_cmpstr(walk->fakes->said, ==, "explain-colour");
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_NO_ANSWER);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 500);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 30000);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_COLOUR], ==, MC_REASON_TIME_OUT);
}

/* Help stands before the exam: the picture is gone and lost, and another one comes after it. */
static void
help(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_COLOUR, FALSE);
	drawn(walk);
	mc_session_post(walk->session, MC_ACT_HELP);
	g_assert_false(view->exam.picture_on);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_INTERRUPTED);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(view->exam.picture_on);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_true(view->exam.picture_on);
}

/* A page that draws is nobody's hand. */
static void
drawing_is_no_touch(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_COLOUR, TRUE);
	mc_fakes_pass_ms(walk->fakes, 119000);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
	drawn(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
}

/* T5: the measurement of the screen is too old: stated, and the rest goes on. */
static void
locked(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->hello.colour_calibrated = FALSE;
	mc_fakes_hello_changed(walk->fakes);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_COLOUR], ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpuint(view->exam_lines, ==, 4);
	g_assert_false(view->exam_line[3].done);
}

/* A screen that nobody measured, where the site wants it all the same: the exam is held. */
static void
unmeasured(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->hello.colour.as.colour.panel.measured = false;
	mc_fakes_hello_changed(walk->fakes);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(view->exam_line[3].kind, ==, MC_EXAM_COLOUR);
	g_assert_true(view->exam_line[3].done);
}

/* A kiosk without such a screen has no such exam: nothing is asked, nothing is missing. */
static void
not_here(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(view->exam.steps, ==, 9);
	g_assert_cmpuint(view->exam_lines, ==, 3);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_COLOUR], ==, MC_REASON_NONE);
}

/* Where only the screen works, a visit is worth while. */
static void
alone(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_true(view->exam_line[3].done);
	mc_walk_to(walk, MC_PAGE_END);
}

/* C17: finished before a power cut: not done again. */
static void
resumed(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->resumed_exams = 1u << MC_EXAM_COLOUR;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_COLOUR], ==, 0);
	g_assert_cmpuint(view->exam_lines, ==, 4);
	g_assert_true(view->exam_line[3].done);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/colour/whole-C1", whole);
	g_test_add_func("/flow/colour/exposure", exposure);
	g_test_add_func("/flow/colour/lights-C6", lights);
	g_test_add_func("/flow/colour/unanswered", unanswered);
	g_test_add_func("/flow/colour/help-C5", help);
	g_test_add_func("/flow/colour/drawing-is-no-touch-C7", drawing_is_no_touch);
	g_test_add_func("/flow/colour/locked-T5", locked);
	g_test_add_func("/flow/colour/unmeasured", unmeasured);
	g_test_add_func("/flow/colour/not-here", not_here);
	g_test_add_func("/flow/colour/alone", alone);
	g_test_add_func("/flow/colour/resumed-C17", resumed);
	return g_test_run();
}
