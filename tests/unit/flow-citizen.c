/* Whole visits of citizens against fake ports. */

#include "tests/support/fake-visit.h"

#include <string.h>

/* C1: by the highlighted button to the end; practice is not in the record. */
static void
good(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	McFakes *fakes = walk->fakes;
	const McView *view = mc_session_view(walk->session);

	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(view->verdicts, ==, 1);
	g_assert_cmpuint(view->exam_lines, ==, 3);
	for (guint i = 0; i < 3; i++) {
		g_assert_true(view->exam_line[i].done);
		g_assert_cmpint(view->exam_line[i].result.outcome, ==, MC_OUTCOME_PASS);
	}
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(fakes->records, ==, 1);
	for (guint i = 0; i <= MC_EXAM_SIDE; i++)
		g_assert_cmpuint(fakes->scored[i], ==, 3);
	g_assert_cmpuint(fakes->shows + fakes->plays, >, 9);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_RECORDED);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_true(walk->changes & MC_CHANGE_WIPE);
}

/* C12: what was chosen reaches the recorder as it was chosen. */
static void
choices(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McRecorderRequest *chosen = &walk->fakes->last[MC_RECORDER_VISIT_CHOOSE];
	const McRecorderRequest *declared = &walk->fakes->last[MC_RECORDER_VISIT_DECLARE];
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_BUSINESS);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_session_post_text(walk->session, MC_ACT_BUSINESS, "G");
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_BUSINESS);
	/* only what is offered can be chosen */
	mc_session_post_number(walk->session, MC_ACT_CLASSES, 1 << MC_CLASS_C2 | 1 << MC_CLASS_A1);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_session_post_number(walk->session, MC_ACT_GLASSES, 1);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_AIDS);
	g_assert_false(view->aids_answered);
	mc_session_post_number(walk->session, MC_ACT_HEARING_AID, 1);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_DECLARATION);
	g_assert_cmpstr(chosen->business, ==, "G");
	g_assert_cmpuint(chosen->classes, ==, 1 << MC_CLASS_C2);
	g_assert_true(chosen->has_glasses && chosen->wears_hearing_aid);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_DECLARATION);
	mc_session_post_number(walk->session, MC_ACT_DECLARE, 5);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(declared->declared, ==, 5);
	g_assert_cmpint(view->page, ==, MC_PAGE_PRACTICE);
}

/* Naked fails and glasses are there: they are put on and it is measured once more. */
static void
glasses(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->has_glasses = TRUE;
	walk->fakes->exam[MC_EXAM_ACUITY].outcome = MC_OUTCOME_FAIL;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_true(walk->pages[MC_PAGE_GLASSES_ON]);
	g_assert_cmpuint(view->exam_lines, ==, 4);
	g_assert_cmpint(view->exam_line[0].result.outcome, ==, MC_OUTCOME_FAIL);
	g_assert_cmpint(view->exam_line[1].correction, ==, MC_CORRECTION_GLASSES);
	g_assert_cmpint(view->exam_line[1].result.outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 4);
}

static void
no_glasses_after_all(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->has_glasses = TRUE;
	walk->fakes->exam[MC_EXAM_ACUITY].outcome = MC_OUTCOME_FAIL;
	mc_walk_to(walk, MC_PAGE_GLASSES_ON);
	mc_session_post(walk->session, MC_ACT_NO);
	g_assert_cmpint(view->page, ==, MC_PAGE_PRACTICE);
	g_assert_cmpint(view->exam.kind, ==, MC_EXAM_HEARING);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(view->exam_lines, ==, 3);
}

/* C13: longer and explained once more wait for a touch; what was scored stays scored. */
static void
longer_and_explained(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McFakeExam *exam = &walk->fakes->exam[MC_EXAM_ACUITY];

	exam->re_instruct_after = 1;
	exam->longer_after = 2;
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_pad(walk->fakes, FALSE);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RE_INSTRUCT);
	g_assert_cmpstr(walk->fakes->said, ==, "explain-vision");
	mc_fakes_pass_ms(walk->fakes, 10000);
	g_assert_false(walk->fakes->showing);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PRESENTING);
	mc_fakes_pad(walk->fakes, TRUE);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_LONGER);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_ACKNOWLEDGE], ==, 2);
}

/* C13: practice is explained once more; after the second failure the exam is not opened. */
static void
not_understood(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	guint explained = 0;

	mc_walk_to_exam(walk, MC_EXAM_ACUITY, TRUE);
	for (guint i = 0; view->exam.kind == MC_EXAM_ACUITY; i++) {
		g_assert_cmpuint(i, <, 400);
		if (view->exam.phase == MC_PHASE_RE_INSTRUCT)
			explained++;
		if (walk->fakes->showing)
			mc_fakes_pad(walk->fakes, FALSE);
		else if (view->exam.phase == MC_PHASE_PREPARE || view->exam.phase == MC_PHASE_RE_INSTRUCT)
			mc_session_post(walk->session, MC_ACT_NEXT);
		mc_fakes_pass_ms(walk->fakes, 500);
	}
	g_assert_cmpuint(explained, ==, 1);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 0);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_NOT_UNDERSTOOD);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(view->exam_line[0].done);
	g_assert_cmpuint(view->exam_line[0].result.reasons, ==, MC_REASON_NOT_UNDERSTOOD);
	g_assert_true(view->exam_line[1].done);
}

/* Practice tells what was right; the exam does not. */
static void
feedback(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, TRUE);
	g_assert_true(view->exam.practice);
	g_assert_cmpint(view->exam.direction, ==, walk->fakes->shown.direction);
	mc_fakes_pad(walk->fakes, FALSE);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_WRONG);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, TRUE);
	mc_fakes_pad(walk->fakes, TRUE);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RIGHT);
	g_assert_cmpstr(walk->fakes->said, ==, "practice-right");
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	g_assert_cmpint(view->exam.direction, ==, 0);
	mc_fakes_pad(walk->fakes, FALSE);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_WAIT);
	/* C6: nothing is said over the exam */
	g_assert_null(walk->fakes->said);
}

/* C2: language at any time: words change, step and answers do not. */
static void
language_in_mid_exam(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_DECLARATION);
	g_assert_cmpstr(walk->fakes->said_language, ==, "zh_CN");
	mc_session_post_number(walk->session, MC_ACT_DECLARE, 3);
	walk->changes = 0;
	mc_session_post_text(walk->session, MC_ACT_LANGUAGE, "en");
	g_assert_true(walk->changes & MC_CHANGE_PAGE);
	g_assert_cmpstr(walk->fakes->said, ==, "declaration");
	g_assert_cmpstr(walk->fakes->said_language, ==, "en");
	g_assert_cmpuint(view->declared, ==, 3);
	mc_session_post_text(walk->session, MC_ACT_LANGUAGE, "xx");
	g_assert_cmpstr(view->language, ==, "en");
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_session_post_text(walk->session, MC_ACT_LANGUAGE, "zh_CN");
	g_assert_true(walk->fakes->showing);
	mc_session_post_number(walk->session, MC_ACT_TEXT_SIZE, MC_TEXT_LARGE);
	g_assert_true(walk->fakes->showing);
	mc_session_post_text(walk->session, MC_ACT_LANGUAGE, "en");
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_VISIT_FINISH].language, ==, "en");
	mc_walk_to(walk, MC_PAGE_WELCOME);
	g_assert_cmpstr(view->language, ==, "zh_CN");
	g_assert_cmpint(view->text_size, ==, MC_TEXT_NORMAL);
}

static void
back(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	static const McPage way[] = {MC_PAGE_CARD, MC_PAGE_PRIVACY, MC_PAGE_LANGUAGE, MC_PAGE_WELCOME};

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	for (guint i = 0; i < G_N_ELEMENTS(way); i++) {
		mc_session_post(walk->session, MC_ACT_BACK);
		g_assert_cmpint(view->page, ==, way[i]);
		g_assert_cmpstr(view->identity.name, ==, "");
	}
	mc_fakes_run(walk->fakes);
	/* the visit that had begun is ended, not forgotten */
	g_assert_false(walk->fakes->visit);
	mc_walk_to(walk, MC_PAGE_AIDS);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_BUSINESS);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_BUSINESS);
	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_SIGNATURE);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_SUMMARY);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
}

/* The way back and on again is one visit, not two. */
static void
back_is_the_same_visit(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to(walk, MC_PAGE_CARD);
	mc_session_post(walk->session, MC_ACT_BACK);
	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_BEGIN], ==, 1);
}

/* Asks first; nothing goes on behind the question. */
static void
stop(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	mc_session_post(walk->session, MC_ACT_STOP);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_STOP);
	g_assert_false(walk->fakes->playing);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(walk->fakes->playing);
	mc_session_post(walk->session, MC_ACT_NO);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_true(walk->fakes->playing);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_HEARING], ==, 1);
	mc_session_post(walk->session, MC_ACT_STOP);
	mc_session_post(walk->session, MC_ACT_YES);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_CITIZEN);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_VISIT_ABORT].abort, ==, MC_ABORT_CITIZEN);
	g_assert_false(walk->fakes->playing);
	mc_fakes_pass_ms(walk->fakes, 16000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
}

/* Who does not agree leaves without a trace: nothing had begun. */
static void
refused(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_PRIVACY);
	mc_session_post(walk->session, MC_ACT_STOP);
	mc_session_post(walk->session, MC_ACT_YES);
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_REFUSED);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_ABORT], ==, 0);
}

/* C19: from any page; an exam waits in the dark until it is closed. */
static void
help(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_session_post(walk->session, MC_ACT_HELP);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->hello.help_requests, ==, 1);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_session_post(walk->session, MC_ACT_HELP);
	mc_session_post(walk->session, MC_ACT_HELP);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->hello.help_requests, ==, 2);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_HELP);
	g_assert_false(walk->fakes->showing);
	/* touching the glass does not close it */
	mc_session_post(walk->session, MC_ACT_TOUCH);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_HELP);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_pass_ms(walk->fakes, 1000);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
}

/* C15: recorded, sent, accepted; then the page leaves by itself. */
static void
end_page(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McRecorderListener *hear = &walk->fakes->recorder_listener;
	McRecordState state = {.seq = 1, .state = MC_RECEIPT_ACCEPTED};

	mc_walk_to(walk, MC_PAGE_END);
	hear->record_state(
	    &(McRecordState){.seq = 99, .state = MC_RECEIPT_PARKED}, walk->fakes->recorder_data);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_RECORDED);
	hear->record_state(&state, walk->fakes->recorder_data);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_ACCEPTED);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
	mc_fakes_pass_ms(walk->fakes, 50000);
	mc_session_post(walk->session, MC_ACT_TOUCH);
	mc_fakes_pass_ms(walk->fakes, 50000);
	g_assert_cmpint(view->page, ==, MC_PAGE_END);
	mc_fakes_pass_ms(walk->fakes, 11000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpstr(view->record.reference, ==, "");
}

/* C17: the same card after a power cut: finished exams are not done again, and what was chosen and
 * declared before them stands. */
static void
resumed(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->resumed_glasses = TRUE;
	walk->fakes->resumed_exams = 1u << MC_EXAM_ACUITY | 1u << MC_EXAM_HEARING;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(walk->pages[MC_PAGE_GLASSES_ON]);
	g_assert_false(walk->pages[MC_PAGE_BUSINESS] || walk->pages[MC_PAGE_DECLARATION]);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_CHOOSE], ==, 0);
	g_assert_cmpuint(view->classes_chosen, ==, 1u << MC_CLASS_C1);
	g_assert_cmpuint(view->declared, ==, 0x4);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 1);
	g_assert_cmpuint(view->exam_lines, ==, 3);
	g_assert_true(view->exam_line[0].done);
	g_assert_cmpint(view->exam_line[0].result.outcome, ==, MC_OUTCOME_PASS);
	g_assert_true(view->exam_line[1].result.part[MC_EAR_LEFT].examined);
}

/* … and who failed before it is asked for the glasses. */
static void
resumed_for_glasses(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->resumed_glasses = TRUE;
	walk->fakes->judged = MC_OUTCOME_FAIL;
	walk->fakes->resumed_exams = 1u << MC_EXAM_ACUITY;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_true(walk->pages[MC_PAGE_GLASSES_ON]);
	g_assert_cmpint(view->exam_line[0].result.outcome, ==, MC_OUTCOME_FAIL);
	g_assert_cmpint(view->exam_line[1].result.outcome, ==, MC_OUTCOME_PASS);
}

/* … and whose run with glasses stands open from before: without them it is ended first. */
static void
resumed_without_glasses(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	walk->fakes->resumed_glasses = TRUE;
	walk->fakes->judged = MC_OUTCOME_FAIL;
	walk->fakes->resumed_exams = 1u << MC_EXAM_ACUITY;
	mc_walk_to(walk, MC_PAGE_GLASSES_ON);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_STOPPED);
	mc_walk_to(walk, MC_PAGE_END);
}

/* A kiosk whose first language is English begins every visit with it. */
static void
first_language(void)
{
	g_autoptr(McFakes) fakes = mc_fakes_new();
	McSessionPorts ports = mc_fakes_ports(fakes);
	g_autoptr(McSession) session = NULL;
	const McView *view = NULL;

	ports.language = "en";
	session = mc_session_new(&ports);
	view = mc_session_view(session);
	mc_fakes_run(fakes);
	g_assert_cmpstr(view->language, ==, "en");
	mc_session_post(session, MC_ACT_START);
	mc_session_post_text(session, MC_ACT_LANGUAGE, "zh_CN");
	mc_session_post(session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpstr(view->language, ==, "en");
}

/* The demonstration's keyboard answers like the pad; a product's glass does not (K2). */
static void
keyboard(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_DIRECTION, walk->fakes->shown.direction);
	mc_fakes_run(walk->fakes);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 0);
}

static void
keyboard_in_the_demonstration(void)
{
	g_autoptr(McWalk) walk = mc_walk_new_demonstration();
	const McRecorderRequest *answer = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_pass_ms(walk->fakes, 700);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_DIRECTION, 17);
	g_assert_true(walk->fakes->showing);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_DIRECTION, MC_DIRECTION_UP);
	mc_fakes_run(walk->fakes);
	g_assert_false(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 1);
	g_assert_cmpint(answer->answer.as.optotype.direction, ==, MC_DIRECTION_UP);
	g_assert_cmpint(answer->answer.as.optotype.reaction_us, >=, 700000);
	mc_fakes_pass_ms(walk->fakes, 1000);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	mc_fakes_run(walk->fakes);
	g_assert_true(answer->answer.as.optotype.cannot_see);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/citizen/good-C1", good);
	g_test_add_func("/flow/citizen/choices-C12", choices);
	g_test_add_func("/flow/citizen/glasses", glasses);
	g_test_add_func("/flow/citizen/no-glasses-after-all", no_glasses_after_all);
	g_test_add_func("/flow/citizen/longer-and-explained-C13", longer_and_explained);
	g_test_add_func("/flow/citizen/not-understood-C13", not_understood);
	g_test_add_func("/flow/citizen/feedback", feedback);
	g_test_add_func("/flow/citizen/language-C2", language_in_mid_exam);
	g_test_add_func("/flow/citizen/back", back);
	g_test_add_func("/flow/citizen/back-is-the-same-visit", back_is_the_same_visit);
	g_test_add_func("/flow/citizen/stop", stop);
	g_test_add_func("/flow/citizen/refused", refused);
	g_test_add_func("/flow/citizen/help-C19", help);
	g_test_add_func("/flow/citizen/end-page-C15", end_page);
	g_test_add_func("/flow/citizen/resumed-C17", resumed);
	g_test_add_func("/flow/citizen/resumed-for-glasses-C17", resumed_for_glasses);
	g_test_add_func("/flow/citizen/resumed-without-glasses-C17", resumed_without_glasses);
	g_test_add_func("/flow/citizen/first-language-C2", first_language);
	g_test_add_func("/flow/citizen/keyboard-K2", keyboard);
	g_test_add_func("/flow/citizen/keyboard-in-the-demonstration", keyboard_in_the_demonstration);
	return g_test_run();
}
