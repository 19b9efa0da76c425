/* What the kiosk offers, and what the audit hears, by the instruments that are there. */

#include "tests/support/fake-visit.h"

/* T5: the calibration runs out while the kiosk is on: that exam is locked, others stay open. */
static void
calibration_expires(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->info[MC_DEVICE_AUDIOMETER].calibration_expires_yyyymmdd = 20251124;
	mc_walk_plug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	walk->fakes->hello.today_yyyymmdd = 20251125;
	mc_fakes_hello_changed(walk->fakes);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_true(view->exam_line[0].done);
	g_assert_cmpuint(view->exam_line[1].result.reasons, ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpuint(view->exam_line[2].result.reasons, ==, MC_REASON_UNCALIBRATED);
}

static void
locked(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_device(walk->fakes, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(view->exam_line[0].result.reasons, ==, MC_REASON_UNCALIBRATED);
}

/* No device at all: the glass says so and begins nothing. */
static void
none_at_all(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		mc_walk_unplug(walk, (McDeviceKind)i);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
	mc_session_post(walk->session, MC_ACT_START);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	/* O16 */
	mc_session_post(walk->session, MC_ACT_STAFF);
	g_assert_cmpint(view->page, ==, MC_PAGE_STAFF_SIGN_IN);
	mc_session_post(walk->session, MC_ACT_BACK);
	mc_walk_plug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
}

/* Everything went after the visit had begun: nothing was measured, nothing is sealed. */
static void
nothing_left(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_DECLARATION);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	mc_walk_to(walk, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_DEVICE);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_VISIT_ABORT].abort, ==, MC_ABORT_DEVICE);
	g_assert_cmpuint(walk->fakes->records, ==, 0);
}

/* The audit hears of devices once per change, and again after the recorder was away. */
static void
device_events(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const guint *count = &walk->fakes->count[MC_RECORDER_DEVICE_EVENT];
	guint before = *count;

	g_assert_cmpuint(before, ==, MC_DEVICE_KINDS);
	g_assert_cmpuint(walk->fakes->enrolments, ==, 3);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpuint(*count, ==, before + 1);
	mc_fakes_device(walk->fakes, MC_DEVICE_AUDIOMETER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_assert_cmpuint(*count, ==, before + 1);
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
	mc_walk_plug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpuint(*count, ==, before + 1);
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(*count, ==, before + 2);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_DEVICE_EVENT].device.state, ==, MC_DEVICE_READY);
	mc_fakes_device(walk->fakes, MC_DEVICE_ID_READER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	g_assert_cmpuint(*count, ==, before + 3);
}

/* What was never there was not lost: a kiosk that starts bare says so on its board, not in the
 * audit. What comes and goes later is told. */
static void
never_there(void)
{
	McFakes *fakes = mc_fakes_new();
	const guint *count = &fakes->count[MC_RECORDER_DEVICE_EVENT];
	McSessionPorts ports;
	McSession *session;

	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		fakes->info[i].state = MC_DEVICE_ABSENT;
		fakes->info[i].cause = MC_CAUSE_UNPLUGGED;
	}
	ports = mc_fakes_ports(fakes);
	session = mc_session_new(&ports);
	mc_fakes_run(fakes);
	g_assert_cmpuint(fakes->count[MC_RECORDER_HELLO], ==, 1);
	g_assert_cmpuint(*count, ==, 0);
	mc_fakes_device(fakes, MC_DEVICE_PRINTER, MC_DEVICE_READY, MC_CAUSE_NONE);
	g_assert_cmpuint(*count, ==, 1);
	mc_fakes_device(fakes, MC_DEVICE_PRINTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_assert_cmpuint(*count, ==, 2);
	mc_fakes_device(fakes, MC_DEVICE_PRINTER, MC_DEVICE_FAULTY, MC_CAUSE_BUSY);
	g_assert_cmpuint(*count, ==, 3);
	mc_session_free(session);
	mc_fakes_free(fakes);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/devices/calibration-expires-T5", calibration_expires);
	g_test_add_func("/flow/devices/locked-T5", locked);
	g_test_add_func("/flow/devices/none-at-all-O16", none_at_all);
	g_test_add_func("/flow/devices/nothing-left", nothing_left);
	g_test_add_func("/flow/devices/events", device_events);
	g_test_add_func("/flow/devices/never-there", never_there);
	return g_test_run();
}
