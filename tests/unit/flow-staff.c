/* Clerk and technician at the glass. */

#include "app/flow/delays.h"
#include "app/flow/session-private.h"
#include "tests/support/fake-visit.h"

#include <string.h>

static void
sign_in(McWalk *walk, const char *name)
{
	mc_session_post(walk->session, MC_ACT_STAFF);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_STAFF_SIGN_IN);
	mc_session_act(walk->session, &(McAct){.kind = MC_ACT_SIGN_IN, .text = name, .secret = "2468"});
	mc_fakes_run(walk->fakes);
}

/* K1: refused, with the seconds to wait; the PIN is nowhere in the session. */
static void
wrong_pin(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McAct act = {.kind = MC_ACT_SIGN_IN, .text = "clerk", .secret = "CANARYPIN"};

	mc_session_post(walk->session, MC_ACT_STAFF);
	walk->fakes->wait_seconds = 3;
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_true(view->sign_in_refused);
	g_assert_cmpuint(view->sign_in_wait_seconds, ==, 3);
	g_assert_cmpint(view->page, ==, MC_PAGE_STAFF_SIGN_IN);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARYPIN", 9));
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_STAFF_SIGN_IN], ==, 1);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_cmpuint(view->sign_in_wait_seconds, ==, 1);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_cmpuint(view->sign_in_wait_seconds, ==, 0);
	act.secret = "2468";
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_cmpint(view->role, ==, MC_STAFF_CLERK);
	g_assert_cmpstr(view->staff_name, ==, "clerk");
}

static void
first_pin(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McAct act = {.kind = MC_ACT_FIRST_PIN,
	    .text = "tech",
	    .secret = "2468",
	    .code = "ABCD",
	    .number = MC_STAFF_TECHNICIAN};

	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_STAFF_FIRST_PIN], ==, 0);
	walk->fakes->hello.staff_exists = FALSE;
	mc_fakes_hello_changed(walk->fakes);
	/* K1: a wrong code is said, and makes one wait like a wrong PIN */
	walk->fakes->refuse_op = MC_RECORDER_STAFF_FIRST_PIN;
	walk->fakes->refuse_code = MC_ERROR_REFUSED;
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_true(view->sign_in_refused);
	mc_session_act(walk->session, &act);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_STAFF_FIRST_PIN].code, ==, "ABCD");
	g_assert_true(view->hello.staff_exists);
	/* the recorder has signed him in: so he is here, and leaving signs him out there */
	g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN);
	g_assert_cmpstr(view->staff_name, ==, "tech");
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(walk->fakes->staff, ==, MC_STAFF_NONE);
	mc_walk_to(walk, MC_PAGE_END);
}

/* K5: pause, today without results, help; no visit begins while staff is in. */
static void
clerk(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_session_post(walk->session, MC_ACT_HELP);
	mc_fakes_run(walk->fakes);
	sign_in(walk, "clerk");
	mc_fakes_hello_changed(walk->fakes);
	g_assert_cmpuint(view->hello.help_requests, ==, 1);
	g_assert_cmpuint(view->lines, ==, 2);
	g_assert_nonnull(view->line);
	mc_session_post(walk->session, MC_ACT_HELP_DONE);
	mc_fakes_run(walk->fakes);
	mc_fakes_hello_changed(walk->fakes);
	g_assert_cmpuint(view->hello.help_requests, ==, 0);
	mc_session_post(walk->session, MC_ACT_START);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	mc_session_post_number(walk->session, MC_ACT_PAUSE, 1);
	mc_fakes_run(walk->fakes);
	mc_fakes_hello_changed(walk->fakes);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PAUSED);
	/* not a clerk's */
	mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE, MC_PAGE_TECHNICIAN);
	mc_session_post_number(walk->session, MC_ACT_SELF_TEST, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_false(view->self_test_running[MC_DEVICE_AUDIOMETER]);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(view->role, ==, MC_STAFF_NONE);
	g_assert_cmpstr(view->staff_name, ==, "");
	g_assert_cmpuint(view->lines, ==, 0);
	mc_session_post(walk->session, MC_ACT_START);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
}

/* A running visit waits in the dark and goes on where it was; the help is counted (K2). */
static void
suspended_and_continued(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	sign_in(walk, "clerk");
	g_assert_true(view->visit_suspended);
	g_assert_false(walk->fakes->showing);
	mc_fakes_pass_ms(walk->fakes, 200 * 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_false(walk->fakes->showing);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_EXAM);
	g_assert_false(view->visit_suspended);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_ASSISTED], ==, 1);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_INTERRUPTED);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
}

/* K2: with help it goes slower. */
static void
assisted_time(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	sign_in(walk, "clerk");
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	mc_fakes_pass_ms(walk->fakes, 2 * mc_delay_ms(MC_DELAY_IDLE) - 2000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
}

/* K5: ended with a reason; nothing of the person stays, no second abort is told. */
static void
suspended_and_ended(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SUMMARY);
	sign_in(walk, "clerk");
	mc_session_post_number(walk->session, MC_ACT_END_VISIT, 99);
	g_assert_true(view->visit_suspended);
	mc_session_post_number(walk->session, MC_ACT_END_VISIT, MC_ABORT_CLERK);
	mc_fakes_run(walk->fakes);
	g_assert_false(view->visit_suspended);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_false(walk->fakes->visit);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_END_VISIT], ==, 1);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_ABORT], ==, 0);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARY", 6));
	mc_session_post_number(walk->session, MC_ACT_END_VISIT, MC_ABORT_CLERK);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_END_VISIT], ==, 1);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_CLERK);
	mc_walk_to(walk, MC_PAGE_END);
}

/* The reader failed: compared by a clerk, flagged as that, and the visit goes on. */
static void
identity_by_clerk(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McIdentity typed = mc_fakes_identity();

	mc_fakes_device(walk->fakes, MC_DEVICE_ID_READER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	mc_walk_to(walk, MC_PAGE_CARD);
	sign_in(walk, "clerk");
	typed.number[17] = '5';
	mc_session_act(walk->session, &(McAct){.kind = MC_ACT_IDENTITY_BY_CLERK, .identity = &typed});
	g_assert_cmpstr(view->staff_error, ==, "bad-input");
	typed.number[17] = 'X';
	mc_session_act(walk->session, &(McAct){.kind = MC_ACT_IDENTITY_BY_CLERK, .identity = &typed});
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(view->staff_error, ==, "");
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_VISIT_IDENTIFY].identity_source, ==, 1);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_BUSINESS);
	g_assert_cmpstr(view->identity.name, ==, "CANARYNAME");
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARY", 6));
}

/* Adopt, self-test, lists, people. */
static void
technician(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McDeviceInfo *info = &walk->fakes->info[MC_DEVICE_AUDIOMETER];
	McAct add = {
	    .kind = MC_ACT_FIRST_PIN, .text = "clerk2", .secret = "1234", .number = MC_STAFF_CLERK};

	sign_in(walk, "tech");
	g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN);
	mc_fakes_device(walk->fakes, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	g_assert_cmpint(view->devices[MC_DEVICE_AUDIOMETER].cause, ==, MC_CAUSE_NOT_ENROLLED);
	mc_session_post_number(walk->session, MC_ACT_ADOPT, MC_DEVICE_AUDIOMETER);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_ADOPT].device.serial, ==, "AU-1");
	g_assert_cmpuint(walk->fakes->enrolments, ==, 4);
	info->serial[0] = '\0';
	mc_fakes_device(walk->fakes, MC_DEVICE_AUDIOMETER, MC_DEVICE_ABSENT, MC_CAUSE_NONE);
	mc_session_post_number(walk->session, MC_ACT_ADOPT, MC_DEVICE_AUDIOMETER);
	g_assert_cmpstr(view->staff_error, ==, "device-gone");
	mc_session_post_number(walk->session, MC_ACT_ADOPT, 77);

	mc_session_post_number(walk->session, MC_ACT_SELF_TEST, MC_DEVICE_VISION_TESTER);
	g_assert_true(view->self_test_running[MC_DEVICE_VISION_TESTER]);
	walk->fakes->info[MC_DEVICE_VISION_TESTER].last_self_test_passed = TRUE;
	walk->fakes->self_test_done[MC_DEVICE_VISION_TESTER](
	    NULL, walk->fakes->self_test_data[MC_DEVICE_VISION_TESTER]);
	mc_fakes_run(walk->fakes);
	g_assert_false(view->self_test_running[MC_DEVICE_VISION_TESTER]);
	g_assert_true(walk->fakes->last[MC_RECORDER_SELF_TEST].flag);
	g_assert_true(view->devices[MC_DEVICE_VISION_TESTER].last_self_test_passed);

	for (gint page = MC_PAGE_TECHNICIAN_OUTBOX; page <= MC_PAGE_TECHNICIAN_PEOPLE; page++) {
		mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE, page);
		mc_fakes_run(walk->fakes);
		g_assert_cmpint(view->page, ==, page);
		g_assert_cmpuint(view->lines, ==, page < MC_PAGE_TECHNICIAN_CLOCK ? 2 : 0);
	}
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_OUTBOX], ==, 1);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EVENTS], ==, 1);
	mc_session_act(walk->session, &add);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_STAFF_FIRST_PIN].staff_name, ==, "clerk2");
	mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE, MC_PAGE_CLERK);
	mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE, MC_PAGE_WELCOME);
	g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN_PEOPLE);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN);
}

/* O3: what was filled is told to the recorder, and shown as it answers. */
static void
refill(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	sign_in(walk, "clerk");
	mc_session_post_number(walk->session, MC_ACT_REFILL, MC_CONSUMABLE_PAPER);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_REFILL], ==, 0);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	sign_in(walk, "tech");
	mc_session_post_number(walk->session, MC_ACT_REFILL, MC_CONSUMABLES);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_REFILL], ==, 0);
	mc_session_post_number(walk->session, MC_ACT_REFILL, MC_CONSUMABLE_EAR_COVERS);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_REFILL], ==, 1);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_REFILL].consumable, ==, MC_CONSUMABLE_EAR_COVERS);
	g_assert_cmpstr(mc_session_view(walk->session)->staff_error, ==, "");
}

static void
self_test_fails(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	g_autoptr(GError) error = g_error_new_literal(MC_ERROR, MC_ERROR_DEVICE_GONE, "unplugged");
	const McView *view = mc_session_view(walk->session);

	sign_in(walk, "tech");
	mc_session_post_number(walk->session, MC_ACT_SELF_TEST, MC_DEVICE_AUDIOMETER);
	walk->fakes->self_test_done[MC_DEVICE_AUDIOMETER](
	    error, walk->fakes->self_test_data[MC_DEVICE_AUDIOMETER]);
	g_assert_cmpstr(view->staff_error, ==, "device-gone");
	g_assert_false(walk->fakes->last[MC_RECORDER_SELF_TEST].flag);
	g_assert_false(view->self_test_running[MC_DEVICE_AUDIOMETER]);
}

typedef struct Maker {
	McSupportPort port;
	McSupportMade made;
	gpointer data;
	guint asked;
} Maker;

static void
keep_asking(gpointer data, McSupportMade made, gpointer user_data)
{
	Maker *maker = data;

	maker->made = made;
	maker->data = user_data;
	maker->asked++;
}

/* T8: a technician has one made and reads where it lies; a clerk does not, and a second press while
 * it is made is none. */
static void
support_bundle(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	g_autoptr(GError) error = g_error_new_literal(MC_ERROR, MC_ERROR_STORAGE, "no room");
	Maker maker = {.port = {.self = &maker, .make = keep_asking}};
	McSessionPorts ports = mc_fakes_ports(walk->fakes);
	const McView *view;

	ports.support = &maker.port;
	mc_session_free(walk->session);
	walk->session = mc_session_new(&ports);
	mc_fakes_run(walk->fakes);
	view = mc_session_view(walk->session);
	sign_in(walk, "clerk");
	mc_session_post(walk->session, MC_ACT_SUPPORT_BUNDLE);
	g_assert_cmpuint(maker.asked, ==, 0);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	sign_in(walk, "tech");
	g_assert_cmpint(view->support, ==, MC_SUPPORT_NONE);
	mc_session_post(walk->session, MC_ACT_SUPPORT_BUNDLE);
	mc_session_post(walk->session, MC_ACT_SUPPORT_BUNDLE);
	g_assert_cmpuint(maker.asked, ==, 1);
	g_assert_cmpint(view->support, ==, MC_SUPPORT_MAKING);
	maker.made("/state/kiosk/support/now", 4711, NULL, maker.data);
	g_assert_cmpint(view->support, ==, MC_SUPPORT_MADE);
	g_assert_cmpstr(view->support_folder, ==, "/state/kiosk/support/now");
	g_assert_cmpuint(view->support_bytes, ==, 4711);
	mc_session_post(walk->session, MC_ACT_SUPPORT_BUNDLE);
	maker.made("/state/kiosk/support/later", 0, error, maker.data);
	g_assert_cmpint(view->support, ==, MC_SUPPORT_FAILED);
}

/* T1: a forgotten sign-in ends by itself; so does an empty sign-in page. */
static void
forgotten(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	sign_in(walk, "tech");
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_STAFF) + 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(walk->fakes->staff, ==, MC_STAFF_NONE);
	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_SIGN_IN) + 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
}

/* The recorder was restarted: it has signed everybody out; the board stays while it is away. */
static void
recorder_restarts(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	sign_in(walk, "tech");
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN);
	mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE, MC_PAGE_TECHNICIAN_OUTBOX);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(view->staff_error, ==, "unreachable");
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_STAFF_SIGN_IN);
	g_assert_cmpint(view->role, ==, MC_STAFF_NONE);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
}

/* An instrument that stays away while staff is in: the exam is stopped afterwards, not refused. */
static void
device_lost_behind_staff(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	sign_in(walk, "clerk");
	mc_fakes_device(walk->fakes, MC_DEVICE_VISION_TESTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	mc_fakes_pass_ms(walk->fakes, 40000);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, 0);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_DEVICE_LOST);
	mc_walk_to(walk, MC_PAGE_END);
}

/* O16: the way in is open from every page of a visit, and from fault and aborted. */
static void
from_everywhere(void)
{
	for (gint page = 0; page <= MC_PAGE_FAULT; page++) {
		g_autoptr(McWalk) walk = mc_walk_new();
		const McView *view = mc_session_view(walk->session);

		if (page == MC_PAGE_SEALING)
			continue;
		walk->has_glasses = TRUE;
		walk->fakes->exam[MC_EXAM_ACUITY].outcome = MC_OUTCOME_FAIL;
		if (page == MC_PAGE_CASE)
			mc_walk_come_with_code(walk, "MCC1/00", 1u << MC_EXAM_ACUITY);
		if (page == MC_PAGE_FAULT) {
			walk->fakes->refuse_op = MC_RECORDER_VISIT_CHOOSE;
			walk->fakes->refuse_code = MC_ERROR_STORAGE;
		}
		if (page == MC_PAGE_ABORTED) {
			mc_walk_to(walk, MC_PAGE_AIDS);
			mc_session_post(walk->session, MC_ACT_STOP);
			mc_session_post(walk->session, MC_ACT_YES);
		}
		mc_walk_to(walk, (McPage)page);
		sign_in(walk, "tech");
		g_assert_cmpint(view->page, ==, MC_PAGE_TECHNICIAN);
		mc_session_post(walk->session, MC_ACT_SIGN_OUT);
		mc_fakes_run(walk->fakes);
		g_assert_cmpint(view->page, ==, page);
		mc_walk_to(walk, MC_PAGE_WELCOME);
	}
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/staff/wrong-pin-K1", wrong_pin);
	g_test_add_func("/flow/staff/first-pin", first_pin);
	g_test_add_func("/flow/staff/clerk-K5", clerk);
	g_test_add_func("/flow/staff/suspended-and-continued-K2", suspended_and_continued);
	g_test_add_func("/flow/staff/assisted-time-K2-C7", assisted_time);
	g_test_add_func("/flow/staff/suspended-and-ended-K5", suspended_and_ended);
	g_test_add_func("/flow/staff/identity-by-clerk", identity_by_clerk);
	g_test_add_func("/flow/staff/technician-T2-T5", technician);
	g_test_add_func("/flow/staff/self-test-fails-T2", self_test_fails);
	g_test_add_func("/flow/staff/refill-O3", refill);
	g_test_add_func("/flow/staff/support-bundle-T8", support_bundle);
	g_test_add_func("/flow/staff/forgotten-T1", forgotten);
	g_test_add_func("/flow/staff/recorder-restarts", recorder_restarts);
	g_test_add_func("/flow/staff/device-lost-behind-staff", device_lost_behind_staff);
	g_test_add_func("/flow/staff/from-everywhere-O16", from_everywhere);
	return g_test_run();
}
