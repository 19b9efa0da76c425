/* T2: an instrument is tried out on the technician's board: alone, and with him in the place of a
 * person. The visit that comes after finds everything as it was. */

#include "app/flow/session-private.h"
#include "tests/support/fake-parts.h"
#include "tests/support/fake-visit.h"

static void
sign_in(McWalk *walk, const char *name)
{
	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(walk->session, &(McAct){.kind = MC_ACT_SIGN_IN, .text = name, .secret = "2468"});
	mc_fakes_run(walk->fakes);
}

static McWalk *
at_the_board(void)
{
	McWalk *walk = mc_walk_new();

	sign_in(walk, "tech");
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_TECHNICIAN);
	return walk;
}

static void
try_out(McWalk *walk, McDeviceKind kind, McTestLevel level)
{
	mc_session_act(walk->session,
	    &(McAct){.kind = MC_ACT_TRY_OUT, .number = kind, .flag = level == MC_TEST_INTERACTIVE});
	mc_fakes_run(walk->fakes);
}

/* What the board shows is what the recorder chained. */
static void
assert_result(McWalk *walk, McDeviceKind kind, McTestLevel level, gboolean passed, guint chained)
{
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *told = &walk->fakes->last[MC_RECORDER_SELF_TEST];

	mc_fakes_run(walk->fakes);
	g_assert_false(view->try_out.running);
	g_assert_cmpint(view->try_out.last[kind][level].wall_us, >, 0);
	g_assert_cmpint(view->try_out.last[kind][level].passed, ==, passed);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_SELF_TEST], ==, chained);
	g_assert_cmpint(told->device.kind, ==, kind);
	g_assert_cmpint(told->level, ==, level);
	g_assert_cmpint(told->flag, ==, passed);
}

static void
vision(void)
{
	g_autoptr(McWalk) walk = at_the_board();
	McFakes *fakes = walk->fakes;

	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_ACTIVE);
	g_assert_true(fakes->showing);
	fakes->vision_listener.shown(fakes->vision_data);
	g_assert_false(fakes->showing);
	assert_result(walk, MC_DEVICE_VISION_TESTER, MC_TEST_ACTIVE, TRUE, 1);
	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE);
	fakes->vision_listener.shown(fakes->vision_data);
	g_assert_true(mc_session_view(walk->session)->try_out.running);
	mc_fakes_pad(fakes, TRUE);
	assert_result(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE, TRUE, 2);
	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE);
	mc_fakes_pad(fakes, FALSE);
	assert_result(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE, FALSE, 3);
}

static void
audiometer(void)
{
	g_autoptr(McWalk) walk = at_the_board();
	McFakes *fakes = walk->fakes;
	McPressAnswer presses = {0};
	const McHearingConditions room = {.headphones_on = TRUE};

	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE);
	g_assert_true(fakes->playing);
	g_assert_cmpint(fakes->played.as.tone.level_deci_db_hl, <=, 400);
	fakes->hearing_listener.finished(&presses, &room, fakes->hearing_data);
	assert_result(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE, TRUE, 1);
	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_INTERACTIVE);
	presses = (McPressAnswer){.count = 1, .press = {{400000, fakes->played.as.tone.ear}}};
	fakes->hearing_listener.finished(&presses, &room, fakes->hearing_data);
	assert_result(walk, MC_DEVICE_AUDIOMETER, MC_TEST_INTERACTIVE, TRUE, 2);
	/* before it came, or on the wrong side: not heard */
	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_INTERACTIVE);
	presses = (McPressAnswer){.count = 2,
	    .press = {{-400000, fakes->played.as.tone.ear},
	        {400000, fakes->played.as.tone.ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT}}};
	fakes->hearing_listener.finished(&presses, &room, fakes->hearing_data);
	assert_result(walk, MC_DEVICE_AUDIOMETER, MC_TEST_INTERACTIVE, FALSE, 3);
}

static void
others(void)
{
	g_autoptr(McWalk) walk = at_the_board();
	McFakes *fakes = walk->fakes;
	const McIdentity identity = mc_fakes_identity();

	mc_fakes_device(fakes, MC_DEVICE_STATURE, MC_DEVICE_READY, MC_CAUSE_NONE);
	mc_fakes_device(fakes, MC_DEVICE_RESPONSE_PAD, MC_DEVICE_READY, MC_CAUSE_NONE);
	try_out(walk, MC_DEVICE_PRINTER, MC_TEST_ACTIVE);
	g_assert_cmpuint(g_bytes_get_size(fakes->paper), ==, MC_PRINTER_WIDTH_DOTS / 8 * 160);
	mc_fakes_printed(fakes);
	assert_result(walk, MC_DEVICE_PRINTER, MC_TEST_ACTIVE, TRUE, 1);
	try_out(walk, MC_DEVICE_ID_READER, MC_TEST_INTERACTIVE);
	g_assert_true(fakes->finding);
	fakes->reader_listener.card(&identity, fakes->reader_data);
	g_assert_false(fakes->finding);
	assert_result(walk, MC_DEVICE_ID_READER, MC_TEST_INTERACTIVE, TRUE, 2);
	g_assert_cmpstr(mc_session_view(walk->session)->identity.name, ==, "");
	try_out(walk, MC_DEVICE_STATURE, MC_TEST_INTERACTIVE);
	g_assert_true(fakes->measuring);
	mc_fakes_measure(fakes, 1700);
	g_assert_false(fakes->measuring);
	assert_result(walk, MC_DEVICE_STATURE, MC_TEST_INTERACTIVE, TRUE, 3);
	try_out(walk, MC_DEVICE_RESPONSE_PAD, MC_TEST_INTERACTIVE);
	mc_fakes_key(fakes, MC_PAD_LEFT, 0);
	assert_result(walk, MC_DEVICE_RESPONSE_PAD, MC_TEST_INTERACTIVE, TRUE, 4);
}

/* Nobody does anything, or it goes: it failed, and is at rest. */
static void
fails(void)
{
	g_autoptr(McWalk) walk = at_the_board();
	McFakes *fakes = walk->fakes;
	g_autoptr(GError) error = mc_fakes_failure();

	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE);
	mc_fakes_pass_ms(fakes, 61000);
	g_assert_false(fakes->showing);
	assert_result(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE, FALSE, 1);
	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE);
	fakes->hearing_listener.lost(error, fakes->hearing_data);
	assert_result(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE, FALSE, 2);
}

/* Not for a clerk, not twice at once, not of what is not ready or has no such test. */
static void
refused(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	McFakes *fakes = walk->fakes;
	const McView *view = mc_session_view(walk->session);

	sign_in(walk, "clerk");
	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_ACTIVE);
	g_assert_false(view->try_out.running);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(fakes);
	sign_in(walk, "tech");
	try_out(walk, MC_DEVICE_ID_READER, MC_TEST_ACTIVE);
	try_out(walk, MC_DEVICE_SOUND_METER, MC_TEST_INTERACTIVE);
	try_out(walk, (McDeviceKind)77, MC_TEST_ACTIVE);
	g_assert_false(view->try_out.running);
	mc_fakes_device(fakes, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE);
	g_assert_false(view->try_out.running);
	g_assert_cmpstr(view->staff_error, ==, "refused");
	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE);
	try_out(walk, MC_DEVICE_PRINTER, MC_TEST_ACTIVE);
	g_assert_null(fakes->paper);
	/* whoever goes leaves it dark, and nothing is said of it */
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(fakes);
	g_assert_false(fakes->showing);
	g_assert_false(view->try_out.running);
	g_assert_cmpuint(fakes->count[MC_RECORDER_SELF_TEST], ==, 0);
}

/* Every port has its listener back: a whole visit goes as ever. */
static void
visit_after(void)
{
	g_autoptr(McWalk) walk = at_the_board();
	McFakes *fakes = walk->fakes;

	try_out(walk, MC_DEVICE_VISION_TESTER, MC_TEST_INTERACTIVE);
	mc_fakes_pad(fakes, TRUE);
	try_out(walk, MC_DEVICE_AUDIOMETER, MC_TEST_ACTIVE);
	mc_fakes_handset(fakes, TRUE, 300);
	try_out(walk, MC_DEVICE_PRINTER, MC_TEST_ACTIVE);
	mc_fakes_printed(fakes);
	try_out(walk, MC_DEVICE_ID_READER, MC_TEST_INTERACTIVE);
	mc_fakes_pass_ms(fakes, 61000);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(fakes);
	mc_walk_to(walk, MC_PAGE_END);
	mc_fakes_run(fakes);
	mc_fakes_printed(fakes);
	g_assert_cmpint(mc_session_view(walk->session)->slip, ==, MC_SLIP_TAKE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/try-out/vision-T2", vision);
	g_test_add_func("/flow/try-out/audiometer-T2", audiometer);
	g_test_add_func("/flow/try-out/others-T2", others);
	g_test_add_func("/flow/try-out/fails-T2", fails);
	g_test_add_func("/flow/try-out/refused-T2", refused);
	g_test_add_func("/flow/try-out/visit-after-T2", visit_after);
	return g_test_run();
}
