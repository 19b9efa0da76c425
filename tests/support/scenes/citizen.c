/* What a citizen sees. */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
exam(McView *view, McPage page, McExamKind kind, McExamPhase phase)
{
	view->page = page;
	view->exam.kind = kind;
	view->exam.phase = phase;
	view->exam.practice = page == MC_PAGE_PRACTICE;
	view->exam.direction = MC_DIRECTION_UP;
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
welcome_disk_full(McView *view)
{
	welcome_out(view);
	view->hello.storage = MC_STORAGE_FULL;
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
card_lifted(McView *view)
{
	view->page = MC_PAGE_CARD;
	view->card_problem = MC_CARD_LIFTED;
}

static void
card_unreadable(McView *view)
{
	view->page = MC_PAGE_CARD;
	view->card_problem = MC_CARD_UNREADABLE;
	view->may_ask_clerk = TRUE;
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
	/* grey from left to right: nobody's face */
	static guint8 rgb[126 * 102 * 3];
	static GBytes *photo;

	for (guint i = 0; i < sizeof rgb; i++)
		rgb[i] = (guint8)(i / 3 % 102 * 2);
	if (photo == NULL)
		photo = g_bytes_new_static(rgb, sizeof rgb);
	confirm(view);
	view->identity_shown_in_full = TRUE;
	view->photo = photo;
	view->photo_width = 102;
	view->photo_height = 126;
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
exam_headphones(McView *view)
{
	exam(view, MC_PAGE_EXAM, MC_EXAM_HEARING, MC_PHASE_POSITION);
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
	view->slip = MC_SLIP_PRINTING;
}

static void
end_accepted(McView *view)
{
	end(view, MC_RECEIPT_ACCEPTED);
	view->slip = MC_SLIP_TAKE;
}

static void
end_parked(McView *view)
{
	end(view, MC_RECEIPT_PARKED);
}

/* T13: nobody knows the day; and the paper is out. */
static void
end_unsure(McView *view)
{
	end(view, MC_RECEIPT_RECORDED);
	view->record.earliest_yyyymmdd = 20261120;
	view->record.latest_yyyymmdd = 20261203;
	view->slip = MC_SLIP_HELD;
	view->devices[MC_DEVICE_PRINTER].cause = MC_CAUSE_PAPER_OUT;
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
	view->hello.storage = MC_STORAGE_FAILING;
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
	view->waiting_for = MC_DEVICE_VISION_TESTER;
	view->devices[MC_DEVICE_VISION_TESTER].state = MC_DEVICE_FAULTY;
	view->devices[MC_DEVICE_VISION_TESTER].cause = MC_CAUSE_NO_POWER;
}

static void
recorder_away(McView *view)
{
	exam_hearing(view);
	view->overlay = MC_OVERLAY_RECORDER;
}

static void
feedback(McView *view)
{
	end_accepted(view);
	view->overlay = MC_OVERLAY_FEEDBACK;
}

static void
feedback_noted(McView *view)
{
	end_accepted(view);
	view->overlay = MC_OVERLAY_FEEDBACK_DONE;
	g_strlcpy(view->feedback_reference, "K0001-000058-5C1E", sizeof view->feedback_reference);
}

const McScene mc_scenes_citizen[] = {MC_SCENE(welcome_open), MC_SCENE(welcome_partly),
    MC_SCENE(welcome_paused), MC_SCENE(welcome_out), MC_SCENE(welcome_disk_full),
    MC_SCENE(welcome_demonstration), MC_SCENE(language), MC_SCENE(privacy), MC_SCENE(card),
    MC_SCENE(card_reading), MC_SCENE(card_lifted), MC_SCENE(card_unreadable),
    MC_SCENE(card_expired), MC_SCENE(card_reader_away), MC_SCENE(confirm),
    MC_SCENE(confirm_in_full), MC_SCENE(business), MC_SCENE(classes), MC_SCENE(aids),
    MC_SCENE(aids_answered), MC_SCENE(declaration), MC_SCENE(declaration_none),
    MC_SCENE(practice_vision_prepare), MC_SCENE(practice_vision), MC_SCENE(practice_right),
    MC_SCENE(practice_wrong), MC_SCENE(practice_hearing_prepare), MC_SCENE(practice_hearing),
    MC_SCENE(practice_side_prepare), MC_SCENE(exam_vision_prepare), MC_SCENE(exam_vision),
    MC_SCENE(exam_vision_demonstration), MC_SCENE(exam_hearing), MC_SCENE(exam_side),
    MC_SCENE(exam_longer), MC_SCENE(exam_re_instruct), MC_SCENE(exam_position),
    MC_SCENE(exam_headphones), MC_SCENE(exam_noise), MC_SCENE(glasses_on),
    MC_SCENE(summary_waiting), MC_SCENE(summary_fine), MC_SCENE(summary_glasses),
    MC_SCENE(summary_fail), MC_SCENE(summary_refer), MC_SCENE(signature), MC_SCENE(signature_done),
    MC_SCENE(sealing), MC_SCENE(end_recorded), MC_SCENE(end_accepted), MC_SCENE(end_parked),
    MC_SCENE(end_unsure), MC_SCENE(aborted), MC_SCENE(fault), MC_SCENE(idle), MC_SCENE(stop),
    MC_SCENE(help), MC_SCENE(waiting), MC_SCENE(recorder_away), MC_SCENE(feedback),
    MC_SCENE(feedback_noted), {NULL, NULL}};
