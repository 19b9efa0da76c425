/* The camera of the glass: one picture of each movement, of a person who agreed, as evidence for a
 * doctor. */

#include "tests/support/fake-visit.h"

/* A kiosk whose camera takes pictures of the movements, and a visit that comes to them. */
static McWalk *
walk_watched(void)
{
	McWalk *walk = mc_walk_new();

	mc_fakes_have_camera(walk->fakes);
	mc_walk_to_exam(walk, MC_EXAM_LIMBS, FALSE);
	return walk;
}

/* The movement's time is over, and the camera is asked. */
static void
to_still(McWalk *walk)
{
	for (guint ms = 0; walk->fakes->still_done == NULL; ms += 500) {
		g_assert_cmpuint(ms, <, 15000);
		mc_fakes_pass_ms(walk->fakes, 500);
	}
}

/* Asked before, told who sees them and for how long; nothing looks before the yes, and a touch is
 * not needed for a picture. No machine looks at it: it could not see, as without. */
static void
pictures(void)
{
	g_autoptr(McWalk) walk = walk_watched();
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *sent = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];
	const McRecorderRequest *handed = &walk->fakes->last[MC_RECORDER_EVIDENCE];

	g_assert_true(view->exam.watched);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PREPARE);
	g_assert_cmpstr(walk->fakes->said, ==, "exam-limbs-pictures");
	g_assert_false(walk->fakes->looking);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_EXAM_OPEN].device.serial, ==, "CM-1");
	for (guint i = 0; i < 3; i++) {
		to_still(walk);
		g_assert_true(walk->fakes->looking && view->exam.watched);
		g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, i);
		mc_fakes_see(walk->fakes);
		g_assert_cmpuint(walk->fakes->pictures, ==, i + 1);
		g_assert_cmpint(handed->trial, ==, (gint)i);
		g_assert_cmpint(handed->device.kind, ==, MC_DEVICE_CAMERA);
		g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_COULD_NOT_SEE);
		g_assert_cmpint(sent->person_present, ==, MC_PRESENCE_UNKNOWN);
	}
	g_assert_false(walk->fakes->looking);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_true(mc_walk_line(walk, MC_EXAM_LIMBS)->done);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 3);
}

/* "Next" takes it at once, one touch or three; what the person cannot do is not pictured, also when
 * she says so while it is taken. */
static void
pictures_by_touch(void)
{
	g_autoptr(McWalk) walk = walk_watched();
	const McRecorderRequest *sent = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 500);
	for (guint i = 0; i < 3; i++)
		mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_see(walk->fakes);
	g_assert_cmpuint(walk->fakes->pictures, ==, 1);
	g_assert_cmpint(sent->person_present, ==, 1);
	mc_fakes_pass_ms(walk->fakes, 500);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_NOT_DONE);
	to_still(walk);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	mc_fakes_see(walk->fakes);
	g_assert_cmpint(sent->answer.as.limbs.seen, ==, MC_MOVEMENT_NOT_DONE);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 3);
	g_assert_cmpuint(walk->fakes->pictures, ==, 1);
}

/* Without a yes the camera never looks, and the movements are done all the same. */
static void
pictures_declined(void)
{
	g_autoptr(McWalk) walk = walk_watched();
	const McView *view = mc_session_view(walk->session);

	mc_session_post(walk->session, MC_ACT_NO);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_EXAM_OPEN].device.serial, ==, "");
	for (guint i = 0; view->page == MC_PAGE_EXAM; i++) {
		g_assert_cmpuint(i, <, 100);
		mc_fakes_pass_ms(walk->fakes, 500);
		g_assert_false(walk->fakes->looking || view->exam.watched);
	}
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 3);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EVIDENCE], ==, 0);
	g_assert_cmpint(view->page, ==, MC_PAGE_SUMMARY);
}

/* O10: gone while it takes a picture: that movement is lost, not the person's fault, and comes
 * again when the camera is back. */
static void
camera_lost_and_back(void)
{
	g_autoptr(McWalk) walk = walk_watched();
	const McView *view = mc_session_view(walk->session);

	mc_session_post(walk->session, MC_ACT_NEXT);
	to_still(walk);
	mc_walk_unplug(walk, MC_DEVICE_CAMERA);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
	g_assert_cmpint(view->waiting_for, ==, MC_DEVICE_CAMERA);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_DEVICE_LOST);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 0);
	mc_walk_plug(walk, MC_DEVICE_CAMERA);
	to_still(walk);
	mc_fakes_see(walk->fakes);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_LIMBS], ==, 1);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 3);
	g_assert_cmpuint(walk->fakes->pictures, ==, 3);
}

/* C13: gone for good, or giving no picture while it says that it is there: the exam ends for that
 * reason, and the visit goes on. */
static void
camera_lost_for_good(void)
{
	g_autoptr(McWalk) gone = walk_watched();
	g_autoptr(McWalk) blind = walk_watched();

	mc_session_post(gone->session, MC_ACT_NEXT);
	to_still(gone);
	mc_walk_unplug(gone, MC_DEVICE_CAMERA);
	mc_fakes_pass_ms(gone->fakes, 31000);
	g_assert_cmpint(gone->fakes->stated[MC_EXAM_LIMBS], ==, MC_REASON_DEVICE_LOST);
	mc_walk_to(gone, MC_PAGE_END);
	mc_session_post(blind->session, MC_ACT_NEXT);
	for (guint i = 0; i < 5; i++) {
		to_still(blind);
		mc_fakes_see_nothing(blind->fakes);
	}
	g_assert_cmpint(blind->fakes->stated[MC_EXAM_LIMBS], ==, MC_REASON_DEVICE_LOST);
	g_assert_false(blind->fakes->looking);
	mc_walk_to(blind, MC_PAGE_END);
}

/* O4: enrolled and not there: stated with its reason; nobody is asked for pictures. */
static void
camera_not_plugged(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_fakes_have_camera(walk->fakes);
	mc_walk_unplug(walk, MC_DEVICE_CAMERA);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_LIMBS], ==, MC_REASON_NO_DEVICE);
	g_assert_false(mc_walk_line(walk, MC_EXAM_LIMBS)->done);
}

/* Help stands before the movement: the camera sees nobody meanwhile, and its picture is dropped. */
static void
camera_help(void)
{
	g_autoptr(McWalk) walk = walk_watched();

	mc_session_post(walk->session, MC_ACT_NEXT);
	to_still(walk);
	mc_session_post(walk->session, MC_ACT_HELP);
	g_assert_false(walk->fakes->looking);
	mc_fakes_pass_ms(walk->fakes, 20000);
	g_assert_cmpuint(walk->fakes->pictures, ==, 0);
	mc_session_post(walk->session, MC_ACT_NO);
	to_still(walk);
	mc_fakes_see(walk->fakes);
	g_assert_cmpuint(walk->fakes->pictures, ==, 1);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_LIMBS], ==, 1);
}

/* The recorder takes none: the movement is answered all the same, and the record names no picture.
 */
static void
picture_not_taken(void)
{
	g_autoptr(McWalk) walk = walk_watched();

	mc_session_post(walk->session, MC_ACT_NEXT);
	to_still(walk);
	walk->fakes->refuse_op = MC_RECORDER_EVIDENCE;
	walk->fakes->refuse_code = MC_ERROR_STORAGE;
	mc_fakes_see(walk->fakes);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_LIMBS], ==, 1);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->pictures, ==, 2);
}

/* C17: the recorder is away when the picture comes, or dies with it before it has heard the answer:
 * both are told when it is back, and it is known by its trial (recorder: "twice"). */
static void
picture_told_again(void)
{
	g_autoptr(McWalk) away = walk_watched();
	g_autoptr(McWalk) dies = walk_watched();
	McFakes *fakes = away->fakes;

	mc_session_post(away->session, MC_ACT_NEXT);
	to_still(away);
	mc_fakes_connect(fakes, FALSE);
	mc_fakes_see(fakes);
	g_assert_cmpuint(fakes->pictures, ==, 0);
	g_assert_cmpuint(fakes->scored[MC_EXAM_LIMBS], ==, 0);
	mc_fakes_connect(fakes, TRUE);
	mc_fakes_pass_ms(fakes, 100);
	g_assert_cmpuint(fakes->pictures, ==, 1);
	g_assert_cmpuint(fakes->scored[MC_EXAM_LIMBS], ==, 1);
	mc_walk_to(away, MC_PAGE_END);
	g_assert_cmpuint(fakes->pictures, ==, 3);

	fakes = dies->fakes;
	mc_session_post(dies->session, MC_ACT_NEXT);
	to_still(dies);
	fakes->lose_reply = TRUE;
	mc_fakes_see(fakes);
	g_assert_cmpuint(fakes->count[MC_RECORDER_EVIDENCE], ==, 1);
	mc_fakes_connect(fakes, TRUE);
	mc_fakes_pass_ms(fakes, 100);
	g_assert_cmpuint(fakes->count[MC_RECORDER_EVIDENCE], ==, 2);
	g_assert_cmpint(fakes->last[MC_RECORDER_EVIDENCE].trial, ==, 0);
	g_assert_cmpuint(fakes->scored[MC_EXAM_LIMBS], ==, 1);
	mc_walk_to(dies, MC_PAGE_END);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/pictures/C1", pictures);
	g_test_add_func("/flow/pictures/by-touch", pictures_by_touch);
	g_test_add_func("/flow/pictures/declined-C9", pictures_declined);
	g_test_add_func("/flow/pictures/camera-lost-and-back-O10", camera_lost_and_back);
	g_test_add_func("/flow/pictures/camera-lost-for-good-C13", camera_lost_for_good);
	g_test_add_func("/flow/pictures/camera-not-plugged-O4", camera_not_plugged);
	g_test_add_func("/flow/pictures/camera-help-C19", camera_help);
	g_test_add_func("/flow/pictures/picture-not-taken", picture_not_taken);
	g_test_add_func("/flow/pictures/told-again-C17", picture_told_again);
	return g_test_run();
}
