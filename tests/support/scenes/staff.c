/* What the staff sees. */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
away(McView *view, McDeviceKind kind, McDeviceState state, McDeviceCause cause)
{
	view->devices[kind].state = state;
	view->devices[kind].cause = cause;
}

/* ---- staff ---- */

static void
sign_in(McView *view)
{
	view->page = MC_PAGE_STAFF_SIGN_IN;
}

static void
sign_in_refused(McView *view)
{
	view->page = MC_PAGE_STAFF_SIGN_IN;
	view->sign_in_refused = TRUE;
	view->sign_in_wait_seconds = 15;
}

static void
first_pin(McView *view)
{
	view->page = MC_PAGE_STAFF_SIGN_IN;
	view->hello.staff_exists = FALSE;
}

static void
staff(McView *view, McPage page, McStaffRole role)
{
	view->page = page;
	view->role = role;
	g_strlcpy(view->staff_name, "li.na", sizeof view->staff_name);
	mc_people_lines(view);
}

static void
clerk(McView *view)
{
	staff(view, MC_PAGE_CLERK, MC_STAFF_CLERK);
	view->devices[MC_DEVICE_PRINTER].cause = MC_CAUSE_PAPER_LOW;
}

static void
clerk_busy(McView *view)
{
	clerk(view);
	view->service = MC_SERVICE_PAUSED;
	view->hello.paused = TRUE;
	view->hello.help_requests = 2;
	view->visit_suspended = TRUE;
	view->slip = MC_SLIP_HELD;
	view->devices[MC_DEVICE_PRINTER].cause = MC_CAUSE_CUTTER_STUCK;
	away(view, MC_DEVICE_VISION_TESTER, MC_DEVICE_FAULTY, MC_CAUSE_NO_POWER);
	away(view, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
}

static void
board(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN, MC_STAFF_TECHNICIAN);
	view->support = MC_SUPPORT_MADE;
	g_strlcpy(view->support_folder, "/var/lib/medcheck/kiosk/support/20261126T035812Z",
	    sizeof view->support_folder);
	view->support_bytes = 81234;
	view->try_out.running = TRUE;
	view->try_out.kind = MC_DEVICE_AUDIOMETER;
	view->try_out.level = MC_TEST_INTERACTIVE;
	view->try_out.last[MC_DEVICE_VISION_TESTER][MC_TEST_ACTIVE].wall_us =
	    view->devices[MC_DEVICE_VISION_TESTER].last_self_test_wall_us;
	view->try_out.last[MC_DEVICE_VISION_TESTER][MC_TEST_ACTIVE].passed = TRUE;
	view->hello.stock[MC_CONSUMABLE_PAPER] = (McStock){250, 37};
	view->hello.stock[MC_CONSUMABLE_EAR_COVERS] = (McStock){100, MC_STOCK_UNKNOWN};
	view->hello.stock[MC_CONSUMABLE_WIPES] = (McStock){150, 0};
	view->hello.uses[MC_DEVICE_VISION_TESTER] = 1204;
	view->hello.uses[MC_DEVICE_AUDIOMETER] = 1187;
	view->hello.uses[MC_DEVICE_PRINTER] = 1311;
}

static void
board_trouble(McView *view)
{
	board(view);
	away(view, MC_DEVICE_VISION_TESTER, MC_DEVICE_LOCKED, MC_CAUSE_UNCALIBRATED);
	view->devices[MC_DEVICE_VISION_TESTER].calibration_expires_yyyymmdd = 20261120;
	away(view, MC_DEVICE_AUDIOMETER, MC_DEVICE_LOCKED, MC_CAUSE_NOT_ENROLLED);
	view->devices[MC_DEVICE_AUDIOMETER].calibration_expires_yyyymmdd = 20261210;
	away(view, MC_DEVICE_ID_READER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	view->devices[MC_DEVICE_PRINTER].cause = MC_CAUSE_COVER_OPEN;
	view->staff_error = "refused";
	view->support = MC_SUPPORT_FAILED;
}

static void
outbox(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_OUTBOX, MC_STAFF_TECHNICIAN);
	view->hello.pending = 3;
	view->hello.online = TRUE;
	view->hello.run_outs = 2;
	view->hello.run_out[0] = (McRunOut){"devices", 12};
	view->hello.run_out[1] = (McRunOut){"revocations", 7};
}

static void
events(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_EVENTS, MC_STAFF_TECHNICIAN);
	view->hello.rolled_back = TRUE;
}

static void
people(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_PEOPLE, MC_STAFF_TECHNICIAN);
}

static void
technician_clock(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_CLOCK, MC_STAFF_TECHNICIAN);
	view->clock = (McClockState){.trust = MC_CLOCK_TRUST_KEPT,
	    .at_wall_us = G_GINT64_CONSTANT(1795327510000000),
	    .machine_wall_us = G_GINT64_CONSTANT(1795327510000000),
	    .not_before_wall_us = G_GINT64_CONSTANT(1795324210000000),
	    .not_after_wall_us = G_GINT64_CONSTANT(1798784410000000),
	    .error_us = -1};
}

static void
technician_clock_dead(McView *view)
{
	technician_clock(view);
	view->clock.trust = MC_CLOCK_TRUST_BOUNDED;
	view->clock.machine_wall_us = 1;
	view->clock.at_wall_us = view->clock.not_before_wall_us;
}

const McScene mc_scenes_staff[] = {MC_SCENE(sign_in), MC_SCENE(sign_in_refused),
    MC_SCENE(first_pin), MC_SCENE(clerk), MC_SCENE(clerk_busy), MC_SCENE(board),
    MC_SCENE(board_trouble), MC_SCENE(outbox), MC_SCENE(events), MC_SCENE(people),
    MC_SCENE(technician_clock), MC_SCENE(technician_clock_dead), {NULL, NULL}};
