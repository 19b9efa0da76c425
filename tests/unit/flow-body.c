/* Height and guided movements on the glass. */

#include "tests/support/fake-visit.h"

/* A kiosk that has both. */
static McWalk *
walk_new(void)
{
	McWalk *walk = mc_walk_new();

	walk->fakes->hello.movements = MC_MOVEMENTS;
	mc_fakes_have_stature(walk->fakes);
	return walk;
}

static void
to_measurement(McWalk *walk)
{
	for (guint i = 0; !walk->fakes->measuring; i++) {
		g_assert_cmpuint(i, <, 400);
		mc_walk_step(walk);
	}
}

static void
to_movement(McWalk *walk)
{
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_LIMBS, FALSE);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 500);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
}

/* ---- height ---- */

/* Measured, off and on again on a touch, measured again; what the unit says is the answer, of
 * somebody who stood there. */
static void
stature(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *sent = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	mc_walk_to_exam(walk, MC_EXAM_STATURE, FALSE);
	g_assert_cmpint(view->exam.step, ==, 9);
	g_assert_cmpint(view->exam.steps, ==, 11);
	g_assert_cmpstr(walk->fakes->said, ==, "exam-stature");
	g_assert_false(walk->fakes->measuring);
	to_measurement(walk);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_OPEN].device.kind, ==, MC_DEVICE_STATURE);
	mc_fakes_measure(walk->fakes, 1725);
	g_assert_cmpint(sent->answer.kind, ==, MC_EXAM_STATURE);
	g_assert_cmpint(sent->answer.as.stature.height_mm, ==, 1725);
	g_assert_cmpint(sent->person_present, ==, 1);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_NEXT_PART);
	g_assert_cmpint(view->exam.reading, ==, 1);
	g_assert_cmpint(view->exam.height_mm[0], ==, 1725);
	g_assert_cmpstr(walk->fakes->said, ==, "stature-once-more");
	mc_fakes_pass_ms(walk->fakes, 20000);
	g_assert_false(walk->fakes->measuring);
	to_measurement(walk);
	mc_fakes_measure(walk->fakes, 1740);
	g_assert_cmpint(view->exam.reading, ==, 2);
	g_assert_cmpint(view->exam.height_mm[1], ==, 1740);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_STATURE], ==, 3);
	g_assert_true(mc_walk_line(walk, MC_EXAM_STATURE)->done);
}

/* Who moves is told so; the unit goes on by itself, and nothing is lost. */
static void
moving(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_measurement(walk);
	mc_fakes_stature_hint(walk->fakes, MC_STATURE_STAND_STILL);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpstr(walk->fakes->said, ==, "position-stature");
	mc_fakes_stature_hint(walk->fakes, MC_STATURE_STEP_ON);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
	mc_fakes_measure(walk->fakes, 1725);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_STATURE], ==, 1);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_STATURE], ==, 0);
}

/* Gone in the middle: that measurement is lost and done again when it is back. */
static void
lost_and_back(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_measurement(walk);
	mc_walk_unplug(walk, MC_DEVICE_STATURE);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
	g_assert_cmpint(view->waiting_for, ==, MC_DEVICE_STATURE);
	g_assert_false(walk->fakes->measuring);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_DEVICE_LOST);
	mc_fakes_pass_ms(walk->fakes, 20000);
	mc_walk_plug(walk, MC_DEVICE_STATURE);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->measuring);
	mc_fakes_measure(walk->fakes, 1725);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_STATURE], ==, 1);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_STATURE], ==, 3);
}

/* Gone for good: not measured for that reason, and the rest of the visit goes on. */
static void
lost_for_good(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_measurement(walk);
	mc_walk_unplug(walk, MC_DEVICE_STATURE);
	mc_fakes_pass_ms(walk->fakes, 31000);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_STATURE], ==, MC_REASON_DEVICE_LOST);
	g_assert_cmpint(view->exam.kind, ==, MC_EXAM_LIMBS);
	mc_walk_to(walk, MC_PAGE_END);
}

/* Loses every measurement while it says that it is there; a unit that weighs only is no better. */
static void
loses_all(void)
{
	g_autoptr(McWalk) walk = walk_new();

	for (guint i = 0; i < 5; i++) {
		to_measurement(walk);
		if (i % 2 == 0)
			mc_fakes_stature_lost(walk->fakes);
		else
			mc_fakes_measure(walk->fakes, 0);
		mc_fakes_pass_ms(walk->fakes, 3000);
	}
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_STATURE], ==, MC_REASON_DEVICE_LOST);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_STATURE], ==, 0);
}

/* Help stands before the exam: the plate goes up, and it is measured anew after it. */
static void
help(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_measurement(walk);
	mc_session_post(walk->session, MC_ACT_HELP);
	g_assert_false(walk->fakes->measuring);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_INTERRUPTED);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(walk->fakes->measuring);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_true(walk->fakes->measuring);
}

/* T5: enrolled here and not there: stated, and the service says so. */
static void
not_plugged(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_unplug(walk, MC_DEVICE_STATURE);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_STATURE], ==, MC_REASON_NO_DEVICE);
	g_assert_false(mc_walk_line(walk, MC_EXAM_STATURE)->done);
}

/* ---- movements ---- */

/* Nothing watches: done by her own word is not seen, what she cannot do is not done, and a movement
 * whose time passes without a touch says nothing of anybody. */
static void
limbs(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *sent = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	mc_walk_to_exam(walk, MC_EXAM_LIMBS, FALSE);
	g_assert_cmpint(view->exam.step, ==, 10);
	g_assert_cmpstr(walk->fakes->said, ==, "exam-limbs");
	to_movement(walk);
	g_assert_cmpint(view->exam.movement, ==, MC_MOVEMENT_NECK_TURN_LEFT);
	g_assert_cmpstr(walk->fakes->said, ==, "movement-neck-turn-left");
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_COULD_NOT_SEE);
	g_assert_cmpint(sent->answer.as.limbs.held_ms, ==, 0);
	g_assert_cmpint(sent->person_present, ==, 1);
	/* a second touch of the same hand finds no movement */
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_ANSWER] -
	                     walk->fakes->scored[MC_EXAM_ACUITY] -
	                     walk->fakes->scored[MC_EXAM_HEARING] - walk->fakes->scored[MC_EXAM_SIDE] -
	                     walk->fakes->scored[MC_EXAM_STATURE],
	    ==, 1);
	mc_fakes_pass_ms(walk->fakes, 500);
	g_assert_cmpint(view->exam.movement, ==, MC_MOVEMENT_NECK_TURN_RIGHT);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_NOT_DONE);
	g_assert_cmpint(sent->person_present, ==, 1);
	mc_fakes_pass_ms(walk->fakes, 500);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
	mc_fakes_pass_ms(walk->fakes, 9000);
	g_assert_cmpint(view->exam.movement, ==, MC_MOVEMENT_NECK_BEND);
	mc_fakes_pass_ms(walk->fakes, 1500);
	g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_COULD_NOT_SEE);
	g_assert_cmpint(sent->person_present, ==, MC_PRESENCE_UNKNOWN);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 3);
	g_assert_true(mc_walk_line(walk, MC_EXAM_LIMBS)->done);
}

/* Help: the movement is lost, not answered, and comes again. */
static void
limbs_help(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_movement(walk);
	mc_session_post(walk->session, MC_ACT_HELP);
	mc_fakes_run(walk->fakes);
	mc_fakes_pass_ms(walk->fakes, 20000);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 0);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_LIMBS], ==, 1);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
}

/* Movements alone are no check: with nothing to measure with the kiosk is out of service, and a
 * visit that lost everything ends. */
static void
nothing_measured(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_ACUITY, TRUE);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	mc_walk_unplug(walk, MC_DEVICE_STATURE);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
	for (guint i = 0; view->page != MC_PAGE_ABORTED && i < 20; i++) {
		mc_walk_step(walk);
		mc_fakes_pass_ms(walk->fakes, 31000);
	}
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_DEVICE);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 0);
}

/* A kiosk without either asks nothing and misses nothing. */
static void
not_here(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_unplug(walk, MC_DEVICE_STATURE);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(view->exam.steps, ==, 9);
	g_assert_null(mc_walk_find_line(walk, MC_EXAM_STATURE));
	g_assert_null(mc_walk_find_line(walk, MC_EXAM_LIMBS));
}

/* C17: finished before a power cut: not done again. */
static void
resumed(void)
{
	g_autoptr(McWalk) walk = walk_new();

	walk->fakes->resumed_exams = 1u << MC_EXAM_STATURE | 1u << MC_EXAM_LIMBS;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_STATURE], ==, 0);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 0);
	g_assert_true(mc_walk_line(walk, MC_EXAM_STATURE)->done);
	g_assert_true(mc_walk_line(walk, MC_EXAM_LIMBS)->done);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/body/stature-C1", stature);
	g_test_add_func("/flow/body/moving-C10", moving);
	g_test_add_func("/flow/body/lost-and-back-O10", lost_and_back);
	g_test_add_func("/flow/body/lost-for-good-C13", lost_for_good);
	g_test_add_func("/flow/body/loses-all-C13", loses_all);
	g_test_add_func("/flow/body/help-C19", help);
	g_test_add_func("/flow/body/not-plugged-O4", not_plugged);
	g_test_add_func("/flow/body/limbs-C1", limbs);
	g_test_add_func("/flow/body/limbs-help-C19", limbs_help);
	g_test_add_func("/flow/body/nothing-measured", nothing_measured);
	g_test_add_func("/flow/body/not-here", not_here);
	g_test_add_func("/flow/body/resumed-C17", resumed);
	return g_test_run();
}
