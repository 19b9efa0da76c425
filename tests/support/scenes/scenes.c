#include "tests/support/scenes/scenes.h"
#include "tests/support/scenes/people.h"

static void
exam(McView *view, McPage page, McExamKind kind, McExamPhase phase)
{
	view->page = page;
	view->exam.kind = kind;
	view->exam.phase = phase;
	view->exam.practice = page == MC_PAGE_PRACTICE;
	view->exam.direction = MC_DIRECTION_UP;
}

static void
away(McView *view, McDeviceKind kind, McDeviceState state, McDeviceCause cause)
{
	view->devices[kind].state = state;
	view->devices[kind].cause = cause;
}

/* ---- welcome ---- */

static void
welcome_open(McView *view)
{
	view->page = MC_PAGE_WELCOME;
}

static void
welcome_partly(McView *view)
{
	view->page = MC_PAGE_WELCOME;
	view->service = MC_SERVICE_PARTLY;
	view->exam_possible[MC_EXAM_ACUITY] = FALSE;
}

static void
welcome_paused(McView *view)
{
	view->page = MC_PAGE_WELCOME;
	view->service = MC_SERVICE_PAUSED;
}

static void
welcome_out(McView *view)
{
	view->page = MC_PAGE_WELCOME;
	view->service = MC_SERVICE_OUT;
	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		view->exam_possible[i] = FALSE;
}

static void
welcome_demonstration(McView *view)
{
	view->page = MC_PAGE_WELCOME;
	view->demonstration = TRUE;
}

/* ---- before the exams ---- */

static void
language(McView *view)
{
	view->page = MC_PAGE_LANGUAGE;
}

static void
privacy(McView *view)
{
	view->page = MC_PAGE_PRIVACY;
}

static void
card(McView *view)
{
	view->page = MC_PAGE_CARD;
}

static void
card_reading(McView *view)
{
	view->page = MC_PAGE_CARD;
	view->card_problem = MC_CARD_READING;
}

static void
card_expired(McView *view)
{
	view->page = MC_PAGE_CARD;
	view->card_problem = MC_CARD_EXPIRED;
}

static void
card_reader_away(McView *view)
{
	view->page = MC_PAGE_CARD;
	view->card_problem = MC_CARD_READER_AWAY;
	view->may_ask_clerk = TRUE;
}

static void
confirm(McView *view)
{
	view->page = MC_PAGE_CONFIRM;
	mc_people_identity(&view->identity);
}

static void
confirm_in_full(McView *view)
{
	confirm(view);
	view->identity_shown_in_full = TRUE;
}

static void
business(McView *view)
{
	view->page = MC_PAGE_BUSINESS;
}

static void
classes(McView *view)
{
	view->page = MC_PAGE_BUSINESS;
	g_strlcpy(view->business, "A", sizeof view->business);
	view->classes_chosen = 1u << MC_CLASS_C1;
}

static void
aids(McView *view)
{
	view->page = MC_PAGE_AIDS;
}

static void
aids_answered(McView *view)
{
	view->page = MC_PAGE_AIDS;
	view->has_glasses = TRUE;
	view->glasses_answered = view->hearing_aid_answered = view->aids_answered = TRUE;
}

static void
declaration(McView *view)
{
	view->page = MC_PAGE_DECLARATION;
}

static void
declaration_none(McView *view)
{
	view->page = MC_PAGE_DECLARATION;
	view->declaration_none = TRUE;
}

/* ---- exams ---- */

static void
practice_vision_prepare(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_ACUITY, MC_PHASE_PREPARE);
}

static void
practice_vision(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_ACUITY, MC_PHASE_PRESENTING);
}

static void
practice_right(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_ACUITY, MC_PHASE_RIGHT);
}

static void
practice_wrong(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_ACUITY, MC_PHASE_WRONG);
}

static void
practice_hearing_prepare(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_HEARING, MC_PHASE_PREPARE);
}

static void
practice_hearing(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_HEARING, MC_PHASE_WAIT);
}

static void
practice_side_prepare(McView *view)
{
	exam(view, MC_PAGE_PRACTICE, MC_EXAM_SIDE, MC_PHASE_PREPARE);
}

static void
exam_vision_prepare(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_ACUITY, MC_PHASE_PREPARE);
}

static void
exam_vision(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_ACUITY, MC_PHASE_PRESENTING);
}

static void
exam_vision_demonstration(McView *view)
{
	exam_vision(view);
	view->demonstration = TRUE;
}

static void
exam_hearing(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_HEARING, MC_PHASE_WAIT);
}

static void
exam_side(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_SIDE, MC_PHASE_PRESENTING);
}

static void
exam_longer(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_ACUITY, MC_PHASE_LONGER);
}

static void
exam_re_instruct(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_HEARING, MC_PHASE_RE_INSTRUCT);
}

static void
exam_position(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_ACUITY, MC_PHASE_POSITION);
}

static void
exam_noise(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_HEARING, MC_PHASE_NOISE);
}

static void
glasses_on(McView *view)
{
	view->page = MC_PAGE_GLASSES_ON;
}

/* ---- after the exams ---- */

static void
summary_waiting(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_PASS, 0);
}

static void
summary_fine(McView *view)
{
	summary_waiting(view);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
	view->verdict[0].restriction_glasses = FALSE;
}

static void
summary_glasses(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_FAIL, MC_OUTCOME_PASS, 0);
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
}

static void
summary_fail(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_FAIL, 0);
	view->verdicts = 2;
	mc_people_verdict(&view->verdict[0], MC_CLASS_B2, MC_OUTCOME_FAIL);
	mc_people_verdict(&view->verdict[1], MC_CLASS_C1, MC_OUTCOME_FAIL);
}

static void
summary_refer(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_NOT_DETERMINED, MC_OUTCOME_PASS,
	    MC_REASON_BORDERLINE | MC_REASON_CONTINUED);
	view->exam_line[1].done = FALSE;
	view->exam_line[1].result.reasons = MC_REASON_UNCALIBRATED;
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_REFER);
}

static void
signature(McView *view)
{
	view->page = MC_PAGE_SIGNATURE;
}

static void
signature_done(McView *view)
{
	view->page = MC_PAGE_SIGNATURE;
	view->has_signature = TRUE;
	g_strlcpy(view->phone, "13900000000", sizeof view->phone);
}

static void
sealing(McView *view)
{
	view->page = MC_PAGE_SEALING;
}

static void
end(McView *view, McReceiptState state)
{
	view->page = MC_PAGE_END;
	view->record.state = state;
	view->record.seq = 52;
	g_strlcpy(view->record.reference, "K0001-000052-D02B", sizeof view->record.reference);
	g_strlcpy(view->record.qr, "MC1:K0001-000052-D02B:0123456789abcdef0123456789abcdef",
	    sizeof view->record.qr);
}

static void
end_recorded(McView *view)
{
	end(view, MC_RECEIPT_RECORDED);
}

static void
end_accepted(McView *view)
{
	end(view, MC_RECEIPT_ACCEPTED);
}

static void
end_parked(McView *view)
{
	end(view, MC_RECEIPT_PARKED);
}

static void
aborted(McView *view)
{
	view->page = MC_PAGE_ABORTED;
	view->abort = MC_ABORT_CITIZEN;
}

static void
fault(McView *view)
{
	view->page = MC_PAGE_FAULT;
	view->fault = "storage";
}

/* ---- overlays ---- */

static void
idle(McView *view)
{
	aids(view);
	view->overlay = MC_OVERLAY_IDLE;
	view->overlay_seconds = 27;
}

static void
stop(McView *view)
{
	aids(view);
	view->overlay = MC_OVERLAY_STOP;
}

static void
help(McView *view)
{
	declaration(view);
	view->overlay = MC_OVERLAY_HELP;
}

static void
waiting(McView *view)
{
	exam_vision(view);
	view->overlay = MC_OVERLAY_WAITING;
}

static void
recorder_away(McView *view)
{
	exam_hearing(view);
	view->overlay = MC_OVERLAY_RECORDER;
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
}

static void
clerk_busy(McView *view)
{
	clerk(view);
	view->service = MC_SERVICE_PAUSED;
	view->hello.paused = TRUE;
	view->hello.help_requests = 2;
	view->visit_suspended = TRUE;
}

static void
board(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN, MC_STAFF_TECHNICIAN);
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
	view->staff_error = "refused";
}

static void
outbox(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_OUTBOX, MC_STAFF_TECHNICIAN);
	view->hello.pending = 3;
	view->hello.online = TRUE;
}

static void
events(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_EVENTS, MC_STAFF_TECHNICIAN);
}

static void
people(McView *view)
{
	staff(view, MC_PAGE_TECHNICIAN_PEOPLE, MC_STAFF_TECHNICIAN);
}

#define SCENE(name)                                                                                \
	{                                                                                              \
#name, name                                                                                \
	}
static const struct {
	const char *name;
	void (*fill)(McView *view);
} scenes[] = {SCENE(welcome_open), SCENE(welcome_partly), SCENE(welcome_paused), SCENE(welcome_out),
    SCENE(welcome_demonstration), SCENE(language), SCENE(privacy), SCENE(card), SCENE(card_reading),
    SCENE(card_expired), SCENE(card_reader_away), SCENE(confirm), SCENE(confirm_in_full),
    SCENE(business), SCENE(classes), SCENE(aids), SCENE(aids_answered), SCENE(declaration),
    SCENE(declaration_none), SCENE(practice_vision_prepare), SCENE(practice_vision),
    SCENE(practice_right), SCENE(practice_wrong), SCENE(practice_hearing_prepare),
    SCENE(practice_hearing), SCENE(practice_side_prepare), SCENE(exam_vision_prepare),
    SCENE(exam_vision), SCENE(exam_vision_demonstration), SCENE(exam_hearing), SCENE(exam_side),
    SCENE(exam_longer), SCENE(exam_re_instruct), SCENE(exam_position), SCENE(exam_noise),
    SCENE(glasses_on), SCENE(summary_waiting), SCENE(summary_fine), SCENE(summary_glasses),
    SCENE(summary_fail), SCENE(summary_refer), SCENE(signature), SCENE(signature_done),
    SCENE(sealing), SCENE(end_recorded), SCENE(end_accepted), SCENE(end_parked), SCENE(aborted),
    SCENE(fault), SCENE(idle), SCENE(stop), SCENE(help), SCENE(waiting), SCENE(recorder_away),
    SCENE(sign_in), SCENE(sign_in_refused), SCENE(first_pin), SCENE(clerk), SCENE(clerk_busy),
    SCENE(board), SCENE(board_trouble), SCENE(outbox), SCENE(events), SCENE(people)};

const char *
mc_scene_name(guint i)
{
	return i < G_N_ELEMENTS(scenes) ? scenes[i].name : NULL;
}

void
mc_scene_fill(guint i, McView *view)
{
	const char *spoken = view->language;
	McTextSize text_size = view->text_size;

	*view = (McView){.language = spoken,
	    .text_size = text_size,
	    .recorder_connected = TRUE,
	    .classes_offered = (1u << MC_CLASSES) - 1,
	    .fault = "",
	    .staff_error = "",
	    .exam = {.step = 4, .steps = 9},
	    .hello = {.staff_exists = TRUE, .storage_ok = TRUE, .today_yyyymmdd = 20261124}};
	g_strlcpy(view->hello.kiosk, "K-0001", sizeof view->hello.kiosk);
	g_strlcpy(view->hello.site, "城关镇卫生院一楼大厅", sizeof view->hello.site);
	g_strlcpy(view->hello.institution, "城关镇卫生院", sizeof view->hello.institution);
	mc_people_devices(view);
	for (guint k = 0; k < MC_EXAM_KINDS; k++)
		view->exam_possible[k] = TRUE;
	scenes[i].fill(view);
}
