/* Staff at the recorder: own PINs, growing delay, roles, every action in the chain (K1, K5, T1,
 * C19). */

#include "app/base/error.h"
#include "app/link/words.h"
#include "app/recorder/roles.h"
#include "tests/desk/desk.h"
#include <string.h>

static McRecorderRequest
sign_in(const char *name, const char *pin)
{
	McRecorderRequest request = {.op = MC_RECORDER_STAFF_SIGN_IN};

	g_strlcpy(request.staff_name, name, sizeof request.staff_name);
	g_strlcpy(request.pin, pin, sizeof request.pin);
	return request;
}

/* The one-time code makes one technician, once. */
static void
test_first_pin(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest first = {.op = MC_RECORDER_STAFF_FIRST_PIN,
	    .role = MC_STAFF_TECHNICIAN,
	    .staff_name = "wei",
	    .pin = "482916",
	    .code = "AAAAAAAAAA"};

	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_false(desk->reply->hello.staff_exists);
	mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	g_strlcpy(first.code, desk->code, sizeof first.code);
	first.role = MC_STAFF_CLERK;
	mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	first.role = MC_STAFF_TECHNICIAN;
	mc_desk_ask(desk, &first);
	g_assert_cmpint(desk->reply->role, ==, MC_STAFF_TECHNICIAN);
	mc_desk_sign_out(desk);
	g_strlcpy(first.staff_name, "other", sizeof first.staff_name);
	mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	mc_desk_restart(desk);
	mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_true(desk->reply->hello.staff_exists);
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", "482916"));
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", desk->code));
}

static void
test_pins_and_names(McDesk **world, gconstpointer unused)
{
	static const char *const bad_pins[] = {"", "123", "1234567890123", "12a4", "12 4"};
	static const char *const bad_names[] = {"", "?", "!", "a b", "x/y"};
	McDesk *desk = *world;
	McRecorderRequest person = {
	    .op = MC_RECORDER_STAFF_FIRST_PIN, .role = MC_STAFF_CLERK, .staff_name = "lin"};

	mc_desk_sign_in(desk, "wei", "482916");
	for (guint i = 0; i < G_N_ELEMENTS(bad_pins); i++) {
		g_strlcpy(person.pin, bad_pins[i], sizeof person.pin);
		mc_desk_refused(desk, &person, MC_ERROR_BAD_INPUT);
	}
	g_strlcpy(person.pin, "1234", sizeof person.pin);
	for (guint i = 0; i < G_N_ELEMENTS(bad_names); i++) {
		g_strlcpy(person.staff_name, bad_names[i], sizeof person.staff_name);
		mc_desk_refused(desk, &person, MC_ERROR_BAD_INPUT);
	}
	/* A technician gives a person a new PIN; the old one is gone. */
	g_strlcpy(person.staff_name, "lin", sizeof person.staff_name);
	mc_desk_ask(desk, &person);
	mc_desk_sign_out(desk);
	mc_desk_sign_in(desk, "lin", "1234");
	person = sign_in("lin", "731205");
	mc_desk_refused(desk, &person, MC_ERROR_REFUSED);
}

/* K1: five wrong ones wait 15 s, each further one twice as long; a restart shortens nothing. */
static void
test_growing_delay(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest wrong = sign_in("lin", "0000");
	McRecorderRequest right = sign_in("lin", "731205");

	for (guint i = 0; i < 4; i++) {
		mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
		g_assert_cmpuint(desk->reply->wait_seconds, ==, 0);
	}
	mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 15);
	mc_clock_advance_ms(desk->clock, 10000);
	mc_desk_refused(desk, &right, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 5);
	mc_desk_restart(desk);
	mc_desk_refused(desk, &right, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 5);
	/* Asking too early costs nothing; a wall clock set back begins the wait anew. */
	mc_clock_move_wall_us(desk->clock, -G_TIME_SPAN_HOUR);
	mc_desk_restart(desk);
	mc_desk_refused(desk, &right, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 15);
	mc_clock_advance_ms(desk->clock, 15000);
	mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 30);
	mc_clock_advance_ms(desk->clock, 30000);
	mc_desk_ask(desk, &right);
	mc_desk_sign_out(desk);
	mc_desk_refused(desk, &wrong, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 0);
	/* Another person is not locked out by it. */
	mc_desk_sign_in(desk, "wei", "482916");
	g_assert_cmpuint(mc_desk_count(desk, "audit", "staff-sign-in-refused"), ==, 10);
}

/* Names that nobody has share one delay: trying them all is no way round it. */
static void
test_unknown_names(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	for (guint i = 0; i < 5; i++) {
		g_autofree char *name = g_strdup_printf("nobody%u", i);
		McRecorderRequest request = sign_in(name, "1234");

		mc_desk_refused(desk, &request, MC_ERROR_REFUSED);
	}
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 15);
	/* What was typed into the name is not kept. */
	g_assert_false(mc_desk_is_on_disk(desk, "recorder", "nobody"));
}

/* The one-time code cannot be guessed through either. */
static void
test_code_delay(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest first = {.op = MC_RECORDER_STAFF_FIRST_PIN,
	    .role = MC_STAFF_TECHNICIAN,
	    .staff_name = "wei",
	    .pin = "482916",
	    .code = "AAAAAAAAAA"};

	for (guint i = 0; i < 5; i++)
		mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	g_strlcpy(first.code, desk->code, sizeof first.code);
	mc_desk_restart(desk);
	mc_desk_refused(desk, &first, MC_ERROR_REFUSED);
	g_assert_cmpuint(desk->reply->wait_seconds, ==, 15);
	mc_clock_advance_ms(desk->clock, 15000);
	mc_desk_ask(desk, &first);
}

/* Every role with every request, as features.md and decisions.md give the rights: who may at all.
 */
static void
test_roles(McDesk **world, gconstpointer unused)
{
	/* n = nobody signed in (the citizen), c = clerk, t = technician; v = needs a visit, - = none
	 * may run. */
	static const char *const rights[MC_RECORDER_OPS] = {
	    [MC_RECORDER_HELLO] = "nct",
	    [MC_RECORDER_VISIT_BEGIN] = "n",
	    [MC_RECORDER_VISIT_IDENTIFY] = "nc",
	    [MC_RECORDER_CASE_CONTINUE] = "ncv",
	    [MC_RECORDER_VISIT_CHOOSE] = "nv",
	    [MC_RECORDER_VISIT_DECLARE] = "nv",
	    [MC_RECORDER_EXAM_OPEN] = "nv",
	    [MC_RECORDER_EXAM_ANSWER] = "nv",
	    [MC_RECORDER_EXAM_DISCARD] = "nv",
	    [MC_RECORDER_EXAM_ACKNOWLEDGE] = "nv",
	    [MC_RECORDER_EXAM_STOP] = "nv",
	    [MC_RECORDER_EVIDENCE] = "nv",
	    [MC_RECORDER_VISIT_JUDGE] = "nv",
	    [MC_RECORDER_VISIT_FINISH] = "n",
	    [MC_RECORDER_VISIT_ABORT] = "nct",
	    [MC_RECORDER_RECORD_STATE] = "nct",
	    [MC_RECORDER_FEEDBACK] = "n",
	    [MC_RECORDER_SLIP] = "nc",
	    [MC_RECORDER_STATUS] = "nct",
	    [MC_RECORDER_HELP] = "nct",
	    [MC_RECORDER_ASSISTED] = "nctv",
	    [MC_RECORDER_STAFF_SIGN_IN] = "nct",
	    [MC_RECORDER_STAFF_FIRST_PIN] = "nt",
	    [MC_RECORDER_STAFF_SIGN_OUT] = "ct",
	    [MC_RECORDER_SET_PAUSED] = "ct",
	    [MC_RECORDER_TODAY] = "c",
	    [MC_RECORDER_HELP_DONE] = "c",
	    [MC_RECORDER_END_VISIT] = "cv",
	    [MC_RECORDER_ADOPT] = "t-",
	    [MC_RECORDER_SELF_TEST] = "t-",
	    [MC_RECORDER_OUTBOX] = "t",
	    [MC_RECORDER_EVENTS] = "t",
	    [MC_RECORDER_CLOCK] = "t",
	    [MC_RECORDER_REFILL] = "ct",
	    [MC_RECORDER_DEVICE_EVENT] = "nct",
	};
	static const char letters[] = "nct";

	for (guint op = 0; op < MC_RECORDER_OPS; op++)
		for (guint role = MC_STAFF_NONE; role <= MC_STAFF_TECHNICIAN; role++)
			for (guint visit = 0; visit < 2; visit++) {
				gboolean may = strchr(rights[op], letters[role]) != NULL &&
				               (visit == 1 || strchr(rights[op], 'v') == NULL) &&
				               (visit == 0 || strchr(rights[op], '-') == NULL);
				const char *problem =
				    mc_roles_problem((McRecorderOp)op, (McStaffRole)role, visit == 1);

				g_test_message("%s", mc_recorder_op_name((McRecorderOp)op));
				g_assert_cmpint(problem == NULL, ==, may);
			}
}

/* The table is asked: what it forbids is refused before anything else is looked at. */
static void
test_roles_are_asked(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	for (guint role = MC_STAFF_NONE; role <= MC_STAFF_TECHNICIAN; role++) {
		if (role == MC_STAFF_CLERK)
			mc_desk_sign_in(desk, "lin", "731205");
		if (role == MC_STAFF_TECHNICIAN)
			mc_desk_sign_in(desk, "wei", "482916");
		for (guint op = 0; op < MC_RECORDER_OPS; op++)
			if (mc_roles_problem((McRecorderOp)op, (McStaffRole)role, FALSE) != NULL)
				mc_desk_refused(desk,
				    &(McRecorderRequest){.op = (McRecorderOp)op, .flag = TRUE, .classes = 1},
				    MC_ERROR_REFUSED);
	}
}

/* A visit stands still while staff is in; it can be ended, and maintenance has to wait. */
static void
test_suspended_visit(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_ADOPT, .device = desk->device[MC_DEVICE_AUDIOMETER]},
	    MC_ERROR_REFUSED);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_DISCARD}, MC_ERROR_REFUSED);
	mc_desk_sign_out(desk);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_END_VISIT, .abort = MC_ABORT_CLERK});
	g_assert_cmpuint(mc_desk_count(desk, "audit", "visit-ended-by-clerk"), ==, 1);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_END_VISIT, .abort = MC_ABORT_CLERK},
	    MC_ERROR_REFUSED);
	mc_desk_sign_out(desk);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_DISCARD}, MC_ERROR_REFUSED);
}

/* T1: a session is short-lived; who comes too late is told so. */
static void
test_session_ends(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest events = {.op = MC_RECORDER_EVENTS};

	mc_desk_sign_in(desk, "wei", "482916");
	mc_clock_advance_ms(desk->clock, 9 * 60 * 1000);
	mc_desk_ask(desk, &events);
	mc_clock_advance_ms(desk->clock, 9 * 60 * 1000);
	mc_desk_ask(desk, &events);
	mc_clock_advance_ms(desk->clock, 11 * 60 * 1000);
	mc_desk_refused(desk, &events, MC_ERROR_REFUSED);
	g_assert_nonnull(strstr(desk->error->message, "ended by itself"));
	g_assert_cmpuint(mc_desk_count(desk, "audit", "staff-sign-in"), ==, 2);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "staff-sign-out"), ==, 2);
}

/* The glass is gone: so is whoever was signed in at it. */
static void
test_glass_left(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_sign_in(desk, "wei", "482916");
	mc_recorder_glass_left(desk->recorder);
	mc_desk_refused(desk, &(McRecorderRequest){.op = MC_RECORDER_EVENTS}, MC_ERROR_REFUSED);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "staff-sign-out"), ==, 2);
}

/* K5: paused, none starts; the running one ends; it stays so over a restart. */
static void
test_pause(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest pause = {.op = MC_RECORDER_SET_PAUSED, .flag = TRUE};
	McRecorderRequest begin = {.op = MC_RECORDER_VISIT_BEGIN, .language = "en"};

	mc_desk_arrive(desk, 0);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &pause);
	mc_desk_ask(desk, &pause);
	mc_desk_refused(desk, &begin, MC_ERROR_REFUSED);
	mc_desk_sign_out(desk);
	mc_desk_examine_all(desk);
	mc_desk_finish(desk);
	mc_desk_refused(desk, &begin, MC_ERROR_REFUSED);
	mc_desk_restart(desk);
	mc_desk_refused(desk, &begin, MC_ERROR_REFUSED);
	mc_desk_sign_in(desk, "lin", "731205");
	pause.flag = FALSE;
	mc_desk_ask(desk, &pause);
	mc_desk_sign_out(desk);
	mc_desk_begin(desk);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "paused"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "opened"), ==, 1);
}

/* K5: when, which, how far it got; no name, no result. */
static void
test_today(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_visit(desk, 0);
	mc_desk_visit(desk, 1);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_TODAY});
	g_assert_cmpuint(desk->reply->lines, ==, 2);
	g_assert_cmpstr(desk->lines[0].type, ==, "visit");
	g_assert_cmpint(desk->lines[0].state, ==, MC_RECEIPT_RECORDED);
	g_assert_true(g_str_has_prefix(desk->lines[0].reference, "MC-"));
	g_assert_cmpuint(desk->lines[0].seq, >, desk->lines[1].seq);
	mc_clock_advance_ms(desk->clock, 24 * 3600 * 1000);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_TODAY});
	g_assert_cmpuint(desk->reply->lines, ==, 0);
}

static void
test_lists_of_the_technician(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	mc_desk_sign_in(desk, "wei", "482916");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EVENTS});
	g_assert_cmpstr(desk->lines[0].event, ==, "staff-sign-in");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_OUTBOX});
	g_assert_cmpstr(desk->lines[0].type, ==, "genesis");
	g_assert_cmpuint(desk->reply->lines, >, 5);
}

/* C19: the help button is seen by the clerk, and seen to. */
static void
test_help(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;

	for (guint i = 0; i < 12; i++)
		mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELP});
	mc_desk_restart(desk);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(desk->reply->hello.help_requests, ==, 9);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELP_DONE});
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
	g_assert_cmpuint(desk->reply->hello.help_requests, ==, 8);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "help-asked"), ==, 9);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "help-done"), ==, 1);
}

/* The card failed: a clerk compares the person, and the record says so. */
static void
test_clerk_verifies(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McIdentity typed = *mc_desk_person(0);
	McRecorderRequest identify = {.op = MC_RECORDER_VISIT_IDENTIFY,
	    .identity = &typed,
	    .identity_source = MC_IDENTITY_CLERK_VERIFIED};
	g_autoptr(McVisit) visit = NULL;

	mc_desk_begin(desk);
	mc_desk_refused(desk, &identify, MC_ERROR_BAD_INPUT);
	mc_desk_sign_in(desk, "lin", "731205");
	typed.number[17] = '2';
	mc_desk_refused(desk, &identify, MC_ERROR_BAD_INPUT);
	typed.number[17] = '1';
	mc_desk_ask(desk, &identify);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_ASSISTED});
	mc_desk_sign_out(desk);
	mc_desk_choose(desk, 1u << MC_CLASS_C1);
	mc_desk_declare(desk);
	mc_desk_examine_all(desk);
	/* The glass tells a restarted recorder who is there; the clerk has long gone. */
	mc_desk_restart(desk);
	mc_desk_refused(desk,
	    &(McRecorderRequest){.op = MC_RECORDER_VISIT_IDENTIFY,
	        .identity = mc_desk_person(1),
	        .identity_source = MC_IDENTITY_CLERK_VERIFIED},
	    MC_ERROR_BAD_INPUT);
	mc_desk_ask(desk, &identify);
	mc_desk_finish(desk);
	visit = mc_desk_record(desk);
	g_assert_cmpint(visit->identity_source, ==, MC_IDENTITY_CLERK_VERIFIED);
	/* K5: chained with his name, once */
	g_assert_cmpuint(mc_desk_count(desk, "audit", "identity-by-clerk"), ==, 1);
	g_assert_cmpuint(visit->assisted, ==, 1);
}

static void
test_device_events(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest event = {.op = MC_RECORDER_DEVICE_EVENT};

	event.device = desk->device[MC_DEVICE_VISION_TESTER];
	mc_desk_ask(desk, &event);
	event.device.state = MC_DEVICE_ABSENT;
	event.device.cause = MC_CAUSE_UNPLUGGED;
	mc_desk_ask(desk, &event);
	event.device.state = MC_DEVICE_LOCKED;
	event.device.cause = MC_CAUSE_NOT_ENROLLED;
	mc_desk_ask(desk, &event);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-back"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-lost"), ==, 1);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "device-refused"), ==, 1);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;
	g_autoptr(McDeskKit) hired = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new();
	hired = mc_desk_kit_new_hired();
#define ADD(name, kit, func)                                                                       \
	g_test_add(                                                                                    \
	    "/recorder/staff/" name, McDesk *, kit, mc_desk_fixture_new, func, mc_desk_fixture_free)
	ADD("first-pin", kit, test_first_pin);
	ADD("pins-and-names", hired, test_pins_and_names);
	ADD("growing-delay", hired, test_growing_delay);
	ADD("unknown-names", hired, test_unknown_names);
	ADD("code-delay", kit, test_code_delay);
	ADD("roles", kit, test_roles);
	ADD("roles-are-asked", hired, test_roles_are_asked);
	ADD("suspended-visit", hired, test_suspended_visit);
	ADD("session-ends", hired, test_session_ends);
	ADD("glass-left", hired, test_glass_left);
	ADD("pause", hired, test_pause);
	ADD("today", hired, test_today);
	ADD("lists-of-the-technician", hired, test_lists_of_the_technician);
	ADD("help", hired, test_help);
	ADD("clerk-verifies", hired, test_clerk_verifies);
	ADD("device-events", kit, test_device_events);
#undef ADD
	return g_test_run();
}
