#include "acts.h"

#include <string.h>

#define BOTH (MC_PASSED_COMMIT | MC_PASSED_SPOOL)

/* ---- a citizen's ---- */

static void
abort_visit(McDesk *desk)
{
	/* A session of the staff's that ended with the recorder leaves nothing to break off. */
	mc_desk_try(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_ABORT, .abort = MC_ABORT_CITIZEN});
	desk->known = NULL;
}

static void
hello(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELLO});
}

static void
arrive(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	abort_visit(desk);
}

static void
state_not_done(McDesk *desk, McExamKind kind)
{
	mc_desk_ask(desk, &(McRecorderRequest){
	                      .op = MC_RECORDER_EXAM_STOP, .exam = kind, .stop = MC_REASON_NO_DEVICE});
}

/* The slip of a check that had no instruments is brought back. */
static void
continue_case(McDesk *desk)
{
	McRecorderRequest request = {.op = MC_RECORDER_CASE_CONTINUE};

	mc_desk_arrive(desk, 0);
	mc_desk_examine(desk, MC_EXAM_SIDE, MC_CORRECTION_NAKED);
	state_not_done(desk, MC_EXAM_ACUITY);
	state_not_done(desk, MC_EXAM_HEARING);
	mc_desk_finish(desk);
	g_strlcpy(request.case_code, desk->reply->of_case.code, sizeof request.case_code);
	mc_desk_begin(desk);
	mc_desk_identify(desk, 0);
	mc_desk_ask(desk, &request);
	g_assert_cmpint(desk->reply->case_trouble, ==, MC_CASE_TROUBLE_NONE);
	abort_visit(desk);
}

static void
answer(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_answer(desk);
	abort_visit(desk);
}

static void
discard(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_open(desk, MC_EXAM_HEARING, MC_CORRECTION_NAKED);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_DISCARD,
	                      .trial = desk->reply->stimulus.trial,
	                      .discard = MC_DISCARD_NOISE,
	                      .hearing = desk->hearing});
	abort_visit(desk);
}

/* Who presses the same key always is told again what to do, if he is not found out by the sizes. */
static McStep
press_up(McDesk *desk)
{
	McStep step = mc_desk_open(desk, MC_EXAM_ACUITY, MC_CORRECTION_NAKED);

	while (step == MC_STEP_PRESENT) {
		McRecorderRequest request = {.op = MC_RECORDER_EXAM_ANSWER,
		    .vision = desk->vision,
		    .answer = {.kind = MC_EXAM_ACUITY,
		        .trial = desk->reply->stimulus.trial,
		        .as.optotype = {.direction = MC_DIRECTION_UP, .reaction_us = 700000}}};

		mc_desk_ask(desk, &request);
		step = desk->reply->step;
	}
	return step;
}

static void
acknowledge(McDesk *desk)
{
	McStep step = MC_STEP_PRESENT;

	do {
		mc_desk_arrive(desk, 0);
		step = press_up(desk);
		if (step != MC_STEP_DONE)
			mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_EXAM_ACKNOWLEDGE});
		abort_visit(desk);
	} while (step == MC_STEP_DONE);
}

static void
stop_exam(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	state_not_done(desk, MC_EXAM_HEARING);
	abort_visit(desk);
}

static void
take_picture(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_open_watched(desk);
	mc_desk_take_picture(desk, "a movement");
	abort_visit(desk);
}

static void
judge(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_VISIT_JUDGE});
	abort_visit(desk);
}

static void
finish(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_finish(desk);
}

static void
after_visit(McDesk *desk, McRecorderRequest request)
{
	finish(desk);
	request.seq = desk->reply->record.seq;
	mc_desk_ask(desk, &request);
}

static void
ask_state(McDesk *desk)
{
	after_visit(desk, (McRecorderRequest){.op = MC_RECORDER_RECORD_STATE});
}

/* By the code of its slip. */
static void
ask_status(McDesk *desk)
{
	McRecorderRequest request = {.op = MC_RECORDER_STATUS};

	finish(desk);
	g_strlcpy(request.case_code, desk->reply->record.qr, sizeof request.case_code);
	mc_desk_ask(desk, &request);
	g_assert_cmpint(desk->reply->status.outcome, ==, MC_STATUS_FOUND);
}

static void
give_feedback(McDesk *desk)
{
	after_visit(desk, (McRecorderRequest){.op = MC_RECORDER_FEEDBACK});
}

/* One that died after it counted the slip prints no second one for the citizen. */
static void
take_slip(McDesk *desk)
{
	McRecorderRequest request = {.op = MC_RECORDER_SLIP, .flag = TRUE};
	guint before = desk->deaths;

	finish(desk);
	request.seq = desk->reply->record.seq;
	if (!mc_desk_try(desk, &request))
		g_assert_cmpuint(desk->deaths, >, before);
}

static void
call_help(McDesk *desk)
{
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_HELP});
}

static void
be_assisted(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	mc_desk_ask(desk, &(McRecorderRequest){.op = MC_RECORDER_ASSISTED});
	abort_visit(desk);
}

static void
tell_of_device(McDesk *desk)
{
	McRecorderRequest request = {
	    .op = MC_RECORDER_DEVICE_EVENT, .device = desk->device[MC_DEVICE_AUDIOMETER]};

	request.device.state = MC_DEVICE_ABSENT;
	mc_desk_ask(desk, &request);
}

/* ---- the staff's ---- */

/* A session ends with the recorder: then he signs in again and asks again. */
static void
insist(McDesk *desk, const char *name, const char *pin, const McRecorderRequest *request)
{
	guint before = desk->deaths;

	if (mc_desk_try(desk, request))
		return;
	mc_desk_sign_in(desk, name, pin);
	if (mc_desk_try(desk, request))
		return;
	/* Done before it died, or the session was lost with it. */
	g_assert_cmpuint(desk->deaths, >, before);
	if (!mc_desk_try(desk, &(McRecorderRequest){.op = MC_RECORDER_STAFF_SIGN_OUT}))
		return;
}

static void
as_technician(McDesk *desk, const McRecorderRequest *request)
{
	insist(desk, "wei", "482916", request);
}

static void
as_clerk(McDesk *desk, const McRecorderRequest *request)
{
	insist(desk, "lin", "731205", request);
}

static void
sign_out(McDesk *desk)
{
	mc_desk_try(desk, &(McRecorderRequest){.op = MC_RECORDER_STAFF_SIGN_OUT});
}

static void
sign_in_and_out(McDesk *desk)
{
	mc_desk_sign_in(desk, "lin", "731205");
	sign_out(desk);
}

static void
hire(McDesk *desk)
{
	McRecorderRequest request = {
	    .op = MC_RECORDER_STAFF_FIRST_PIN, .role = MC_STAFF_CLERK, .pin = "550718"};

	g_snprintf(request.staff_name, sizeof request.staff_name, "clerk%u", desk->replied);
	as_technician(desk, &request);
}

static void
set_paused(McDesk *desk)
{
	as_clerk(desk, &(McRecorderRequest){.op = MC_RECORDER_SET_PAUSED, .flag = TRUE});
	as_clerk(desk, &(McRecorderRequest){.op = MC_RECORDER_SET_PAUSED});
}

static void
list_today(McDesk *desk)
{
	as_clerk(desk, &(McRecorderRequest){.op = MC_RECORDER_TODAY});
}

static void
see_to_help(McDesk *desk)
{
	call_help(desk);
	as_clerk(desk, &(McRecorderRequest){.op = MC_RECORDER_HELP_DONE});
}

static void
end_visit(McDesk *desk)
{
	mc_desk_arrive(desk, 0);
	as_clerk(desk, &(McRecorderRequest){.op = MC_RECORDER_END_VISIT, .abort = MC_ABORT_CLERK});
	sign_out(desk);
	desk->known = NULL;
}

static void
adopt(McDesk *desk)
{
	McRecorderRequest request = {
	    .op = MC_RECORDER_ADOPT, .device = desk->device[MC_DEVICE_AUDIOMETER]};

	/* As long as the person is signed in that is one more certificate each time. */
	g_snprintf(
	    request.device.certificate, sizeof request.device.certificate, "EX-%u", desk->replied);
	as_technician(desk, &request);
}

static void
test_device(McDesk *desk)
{
	as_technician(desk, &(McRecorderRequest){.op = MC_RECORDER_SELF_TEST,
	                        .device = desk->device[MC_DEVICE_AUDIOMETER],
	                        .flag = TRUE});
}

static void
list_outbox(McDesk *desk)
{
	as_technician(desk, &(McRecorderRequest){.op = MC_RECORDER_OUTBOX});
}

static void
list_events(McDesk *desk)
{
	as_technician(desk, &(McRecorderRequest){.op = MC_RECORDER_EVENTS});
}

static void
look_at_clock(McDesk *desk)
{
	as_technician(desk, &(McRecorderRequest){.op = MC_RECORDER_CLOCK});
}

static void
refill(McDesk *desk)
{
	as_clerk(
	    desk, &(McRecorderRequest){.op = MC_RECORDER_REFILL, .consumable = MC_CONSUMABLE_WIPES});
}

const McAct mc_acts[MC_RECORDER_OPS] = {
    [MC_RECORDER_HELLO] = {hello, MC_PASSED_REPLY, 0},
    [MC_RECORDER_VISIT_BEGIN] = {arrive, BOTH, 0},
    [MC_RECORDER_VISIT_IDENTIFY] = {arrive, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_CASE_CONTINUE] = {continue_case, MC_PASSED_COMMIT, 1},
    [MC_RECORDER_VISIT_CHOOSE] = {arrive, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_VISIT_DECLARE] = {arrive, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_EXAM_OPEN] = {answer, BOTH, 0},
    [MC_RECORDER_EXAM_ANSWER] = {answer, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_EXAM_DISCARD] = {discard, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_EXAM_ACKNOWLEDGE] = {acknowledge, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_EXAM_STOP] = {stop_exam, BOTH, 0},
    [MC_RECORDER_EVIDENCE] = {take_picture, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_VISIT_JUDGE] = {judge, MC_PASSED_REPLY, 0},
    [MC_RECORDER_VISIT_FINISH] = {finish, BOTH, 1},
    [MC_RECORDER_VISIT_ABORT] = {arrive, BOTH, 0},
    [MC_RECORDER_RECORD_STATE] = {ask_state, MC_PASSED_REPLY, 1},
    [MC_RECORDER_FEEDBACK] = {give_feedback, BOTH, 1},
    [MC_RECORDER_SLIP] = {take_slip, BOTH, 1},
    [MC_RECORDER_STATUS] = {ask_status, MC_PASSED_REPLY, 1},
    [MC_RECORDER_HELP] = {call_help, BOTH, 0},
    [MC_RECORDER_ASSISTED] = {be_assisted, MC_PASSED_COMMIT, 0},
    [MC_RECORDER_STAFF_SIGN_IN] = {sign_in_and_out, BOTH, 0},
    [MC_RECORDER_STAFF_FIRST_PIN] = {hire, BOTH, 0},
    [MC_RECORDER_STAFF_SIGN_OUT] = {sign_in_and_out, BOTH, 0},
    [MC_RECORDER_SET_PAUSED] = {set_paused, BOTH, 0},
    [MC_RECORDER_TODAY] = {list_today, MC_PASSED_REPLY, 0},
    [MC_RECORDER_HELP_DONE] = {see_to_help, BOTH, 0},
    [MC_RECORDER_END_VISIT] = {end_visit, BOTH, 0},
    [MC_RECORDER_ADOPT] = {adopt, BOTH, 0},
    [MC_RECORDER_SELF_TEST] = {test_device, BOTH, 0},
    [MC_RECORDER_OUTBOX] = {list_outbox, MC_PASSED_REPLY, 0},
    [MC_RECORDER_EVENTS] = {list_events, MC_PASSED_REPLY, 0},
    [MC_RECORDER_CLOCK] = {look_at_clock, MC_PASSED_REPLY, 0},
    [MC_RECORDER_REFILL] = {refill, BOTH, 0},
    [MC_RECORDER_DEVICE_EVENT] = {tell_of_device, BOTH, 0},
};
