/* Instruments that go, come back, or were never there; heads that move and rooms that are loud. */

#include "tests/support/fake-visit.h"

static const McExamKind kinds[] = {MC_EXAM_ACUITY, MC_EXAM_HEARING, MC_EXAM_SIDE};

static McDeviceKind
device_of(McExamKind kind)
{
	return kind == MC_EXAM_ACUITY ? MC_DEVICE_VISION_TESTER : MC_DEVICE_AUDIOMETER;
}

static gboolean
is_on(const McWalk *walk)
{
	return walk->fakes->showing || walk->fakes->playing;
}

/* Unplugged in mid-exam and back within 5 s: the same exam goes on, no trial counts twice. */
static void
back_in_time(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autoptr(McWalk) walk = mc_walk_new();
		const McView *view = mc_session_view(walk->session);

		mc_walk_to_stimulus(walk, kinds[i], FALSE);
		mc_walk_unplug(walk, device_of(kinds[i]));
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
		g_assert_cmpint(view->waiting_for, ==, device_of(kinds[i]));
		g_assert_cmpint(view->page, ==, MC_PAGE_EXAM);
		mc_fakes_pass_ms(walk->fakes, 5000);
		g_assert_false(is_on(walk));
		mc_walk_plug(walk, device_of(kinds[i]));
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
		mc_fakes_pass_ms(walk->fakes, 2000);
		g_assert_true(is_on(walk));
		mc_walk_to(walk, MC_PAGE_END);
		g_assert_cmpuint(walk->fakes->scored[kinds[i]], ==, 3);
		g_assert_cmpuint(walk->fakes->discarded[kinds[i]], ==, 1);
		g_assert_cmpint(
		    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_DEVICE_LOST);
		g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 3);
	}
}

/* Never back: this exam ends with its reason, everything else goes on to the record. */
static void
never_back(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autoptr(McWalk) walk = mc_walk_new();
		const McView *view = mc_session_view(walk->session);
		guint line = (guint)i;

		mc_walk_to_stimulus(walk, kinds[i], FALSE);
		mc_walk_unplug(walk, device_of(kinds[i]));
		mc_fakes_pass_ms(walk->fakes, 29000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
		mc_fakes_pass_ms(walk->fakes, 2000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
		mc_walk_to(walk, MC_PAGE_SUMMARY);
		g_assert_true(view->exam_line[line].done);
		g_assert_cmpint(view->exam_line[line].result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpuint(view->exam_line[line].result.reasons, ==, MC_REASON_DEVICE_LOST);
		g_assert_cmpint(walk->fakes->stated[kinds[i]], ==, MC_REASON_DEVICE_LOST);
		mc_walk_to(walk, MC_PAGE_END);
		g_assert_cmpuint(walk->fakes->records, ==, 1);
	}
}

/* Lost while the recorder has just been asked, or between two presentations. */
static void
lost_between(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	McOptotypeAnswer answer = {.direction = MC_DIRECTION_UP};

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	walk->fakes->showing = FALSE;
	walk->fakes->vision_listener.answered(&answer, walk->fakes->vision_data);
	walk->fakes->info[MC_DEVICE_VISION_TESTER].state = MC_DEVICE_ABSENT;
	walk->fakes->devices_listener(MC_DEVICE_VISION_TESTER,
	    &walk->fakes->info[MC_DEVICE_VISION_TESTER], walk->fakes->devices_data);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_false(walk->fakes->showing);
	mc_walk_plug(walk, MC_DEVICE_VISION_TESTER);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_true(walk->fakes->showing);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 0);
}

/* The passport names one instrument: another one cannot go on with its exam. */
static void
another_instrument(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	g_strlcpy(walk->fakes->info[MC_DEVICE_VISION_TESTER].serial, "VT-2", 8);
	mc_walk_plug(walk, MC_DEVICE_VISION_TESTER);
	g_assert_cmpint(view->exam.kind, ==, MC_EXAM_HEARING);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_DEVICE_LOST);
	mc_walk_to(walk, MC_PAGE_END);
}

/* Practice waits for its instrument too; after that the exam is not opened. */
static void
practice_lost(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, TRUE);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
	mc_walk_plug(walk, MC_DEVICE_VISION_TESTER);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->showing);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	mc_fakes_pass_ms(walk->fakes, 31000);
	g_assert_cmpint(view->exam.kind, ==, MC_EXAM_HEARING);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 0);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(view->exam_line[0].done);
	g_assert_cmpuint(view->exam_line[0].result.reasons, ==, MC_REASON_DEVICE_LOST);
}

/* Gone just as "I am ready" is pressed: it is waited for, then opened. */
static void
gone_at_ready(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_HEARING, FALSE);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 1);
	mc_walk_plug(walk, MC_DEVICE_AUDIOMETER);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 2);
	g_assert_true(walk->fakes->playing);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_EXAM_OPEN].device.serial, ==, "AU-1");
}

static void
gone_at_ready_for_good(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_HEARING, FALSE);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 31000);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(view->exam_line[1].done);
	g_assert_cmpuint(view->exam_line[1].result.reasons, ==, MC_REASON_DEVICE_LOST);
	g_assert_cmpuint(view->exam_line[2].result.reasons, ==, MC_REASON_NO_DEVICE);
}

/* An instrument that is there and loses everything is as good as gone. */
static void
loses_everything(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	g_autoptr(GError) error =
	    g_error_new_literal(MC_ERROR, MC_ERROR_TIMEOUT, "vision tester: no answer");
	guint lost = 0;

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	for (guint i = 0; i < 200 && walk->fakes->stated[MC_EXAM_ACUITY] == 0; i++) {
		if (walk->fakes->showing) {
			walk->fakes->showing = FALSE;
			lost++;
			walk->fakes->vision_listener.lost(error, walk->fakes->vision_data);
		}
		mc_fakes_pass_ms(walk->fakes, 100);
	}
	g_assert_cmpuint(lost, ==, 5);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 0);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_DEVICE_LOST);
	mc_walk_to(walk, MC_PAGE_END);
}

/* C10: the head leaves the viewer: pause, say so, discard, go on by itself. */
static void
position(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_head(walk->fakes, FALSE, TRUE);
	g_assert_false(walk->fakes->showing);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpstr(walk->fakes->said, ==, "position-vision");
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_POSITION);
	mc_fakes_pass_ms(walk->fakes, 10000);
	g_assert_false(walk->fakes->showing);
	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_fakes_pass_ms(walk->fakes, 500);
	/* a head that only passes by is none */
	mc_fakes_head(walk->fakes, FALSE, TRUE);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(walk->fakes->showing);
	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
}

/* Nothing is shown to nobody: the head is missed before the first optotype already. */
static void
not_looking_yet(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_head(walk->fakes, FALSE, TRUE);
	mc_walk_to_exam(walk, MC_EXAM_ACUITY, TRUE);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpuint(walk->fakes->shows, ==, 0);
	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->showing);
}

/* The other eye sees: the presentation is lost, the next one is tried. */
static void
occlusion(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_head(walk->fakes, TRUE, FALSE);
	g_assert_false(walk->fakes->showing);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
	mc_fakes_head(walk->fakes, TRUE, TRUE);
	g_assert_true(walk->fakes->showing);
}

/* C11: noise pauses the hearing exam, discards what was on, and it goes on by itself. */
static void
noise(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	mc_fakes_room(walk->fakes, TRUE, 800);
	g_assert_false(walk->fakes->playing);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_NOISE);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_NOISE);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].hearing.noise_deci_db_spl[0], ==, 800);
	mc_fakes_pass_ms(walk->fakes, 8000);
	g_assert_false(walk->fakes->playing);
	mc_fakes_room(walk->fakes, TRUE, 400);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->playing);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 3);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_HEARING], ==, 1);
}

/* One loud frame within the presentation spoils it, though the room is quiet again. */
static void
one_loud_frame(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to_stimulus(walk, MC_EXAM_SIDE, FALSE);
	mc_fakes_handset(walk->fakes, TRUE, 900);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_SIDE], ==, 0);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_SIDE], ==, 1);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->playing);
}

/* The recorder does not score it: the page says why before it goes on. */
static void
discarded_by_the_recorder(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	walk->fakes->discards_next = TRUE;
	mc_fakes_handset(walk->fakes, TRUE, 400);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_NOISE);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->playing);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 3);
}

static void
headphones_off(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	mc_fakes_room(walk->fakes, FALSE, 400);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpstr(walk->fakes->said, ==, "position-headphones");
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_POSITION);
	mc_fakes_room(walk->fakes, TRUE, 400);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->playing);
}

/* O4: one instrument is missing: the rest is done, and the line says why. */
static void
one_missing(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
	g_assert_false(view->exam_possible[MC_EXAM_ACUITY]);
	g_assert_true(view->exam_possible[MC_EXAM_HEARING]);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(view->exam_line[0].done);
	g_assert_cmpuint(view->exam_line[0].result.reasons, ==, MC_REASON_NO_DEVICE);
	g_assert_true(view->exam_line[1].done);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_NO_DEVICE);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/devices/back-in-time", back_in_time);
	g_test_add_func("/flow/devices/never-back", never_back);
	g_test_add_func("/flow/devices/lost-between", lost_between);
	g_test_add_func("/flow/devices/another-instrument", another_instrument);
	g_test_add_func("/flow/devices/practice-lost", practice_lost);
	g_test_add_func("/flow/devices/gone-at-ready", gone_at_ready);
	g_test_add_func("/flow/devices/gone-at-ready-for-good", gone_at_ready_for_good);
	g_test_add_func("/flow/devices/loses-everything", loses_everything);
	g_test_add_func("/flow/devices/position-C10", position);
	g_test_add_func("/flow/devices/not-looking-yet-C10", not_looking_yet);
	g_test_add_func("/flow/devices/occlusion-C10", occlusion);
	g_test_add_func("/flow/devices/noise-C11", noise);
	g_test_add_func("/flow/devices/one-loud-frame-C11", one_loud_frame);
	g_test_add_func("/flow/devices/discarded-by-the-recorder-C11", discarded_by_the_recorder);
	g_test_add_func("/flow/devices/headphones-off-C10", headphones_off);
	g_test_add_func("/flow/devices/one-missing-O4", one_missing);
	return g_test_run();
}
