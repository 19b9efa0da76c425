/* C18 at the glass: a check in parts. */

#include "app/flow/session-private.h"
#include "tests/support/fake-visit.h"
#include <string.h>

#define MISSING (1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE)

/* What is left and the code for it are shown with the end and forgotten with it (C8). */
static void
told_at_the_end(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->of_case = (McCaseNote){
	    .part = 1, .missing = MISSING, .lapses_yyyymmdd = 20261224, .code = "MCC1/CANARY"};
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(view->of_case.missing, ==, MISSING);
	g_assert_cmpint(view->of_case.lapses_yyyymmdd, ==, 20261224);
	g_assert_cmpstr(view->of_case.code, ==, "MCC1/CANARY");
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "MCC1/CANARY", 11));
}

static McWalk *
with_code(guint32 missing)
{
	McWalk *walk = mc_walk_new();

	mc_walk_come_with_code(walk, "MCC1/CANARYCODE", missing);
	return walk;
}

/* What was measured turns out to have been so past a calibration's end: the summary says so of that
 * exam, and of no other. */
static void
measured_in_vain(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->judged = MC_OUTCOME_NOT_DETERMINED;
	walk->fakes->judged_for = MC_REASON_UNCALIBRATED;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(view->exam_lines, ==, 3);
	g_assert_cmpint(view->exam_line[0].kind, ==, MC_EXAM_ACUITY);
	g_assert_cmpint(view->exam_line[0].result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(view->exam_line[0].result.reasons, ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpint(view->exam_line[1].result.outcome, ==, MC_OUTCOME_PASS);
}

/* Only what is missing is asked for, and glasses only where there is something to see; what the
 * code says is told to the recorder. */
static void
hearing_alone(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *chosen = &walk->fakes->last[MC_RECORDER_VISIT_CHOOSE];

	mc_walk_to(walk, MC_PAGE_CASE);
	g_assert_true(view->may_give_code);
	g_assert_cmpstr(walk->fakes->said, ==, "case-code");
	mc_walk_step(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
	g_assert_false(view->may_give_code);
	g_assert_cmpstr(walk->fakes->said, ==, "case-goes-on");
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(walk->pages[MC_PAGE_AIDS]);
	g_assert_cmpstr(chosen->business, ==, "B");
	g_assert_cmpuint(chosen->classes, ==, 1u << MC_CLASS_C2);
	g_assert_false(chosen->wears_hearing_aid);
	g_assert_cmpuint(walk->fakes->shows, ==, 0);
	g_assert_cmpuint(walk->fakes->plays, >, 0);
	g_assert_cmpuint(view->exam_lines, ==, 2);
	g_assert_cmpint(view->exam_line[0].kind, ==, MC_EXAM_HEARING);
	g_assert_cmpint(view->exam_line[1].kind, ==, MC_EXAM_SIDE);
	g_assert_cmpuint(walk->fakes->stated[MC_EXAM_ACUITY], ==, 0);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARYCODE", 10));
}

static void
eyes_alone(void)
{
	g_autoptr(McWalk) walk = with_code(1u << MC_EXAM_ACUITY);
	const McView *view = mc_session_view(walk->session);

	walk->fakes->case_hearing_aid = TRUE;
	mc_walk_to(walk, MC_PAGE_AIDS);
	/* the hearing aid was asked before, and stands */
	mc_session_post_number(walk->session, MC_ACT_HEARING_AID, 0);
	g_assert_true(view->wears_hearing_aid);
	g_assert_false(view->aids_answered);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->plays, ==, 0);
	g_assert_cmpuint(view->exam_lines, ==, 1);
	g_assert_cmpint(view->exam_line[0].kind, ==, MC_EXAM_ACUITY);
}

/* "Step 5 of 9" counts what is taken. */
static void
steps(void)
{
	g_autoptr(McWalk) whole = mc_walk_new();
	g_autoptr(McWalk) part = with_code(MISSING);

	mc_walk_to(whole, MC_PAGE_DECLARATION);
	mc_walk_to(part, MC_PAGE_DECLARATION);
	g_assert_cmpint(
	    mc_session_view(part->session)->exam.steps, <, mc_session_view(whole->session)->exam.steps);
}

/* Each trouble is shown, is no end of the visit, and there is a way on: another code, or a new
 * check. */
static void
trouble(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CASE);
	for (guint is = MC_CASE_TROUBLE_MISREAD; is < MC_CASE_TROUBLES; is++) {
		walk->fakes->case_trouble = (McCaseTrouble)is;
		mc_walk_step(walk);
		g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
		g_assert_cmpint(view->case_trouble, ==, is);
		g_assert_true(view->may_give_code);
		g_assert_cmpstr(walk->fakes->said, ==, "case-trouble");
	}
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_BUSINESS);
	g_assert_cmpint(view->case_trouble, ==, MC_CASE_TROUBLE_NONE);
	walk->code = NULL;
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_true(walk->pages[MC_PAGE_AIDS]);
}

static void
sign_in(McWalk *walk)
{
	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(
	    walk->session, &(McAct){.kind = MC_ACT_SIGN_IN, .text = "clerk", .secret = "2468"});
	mc_fakes_run(walk->fakes);
}

static void
give(McWalk *walk, const char *code)
{
	mc_session_post_text(walk->session, MC_ACT_CASE_CODE, code);
	mc_fakes_run(walk->fakes);
}

/* The clerk gives it for who waits at the choice of business, and nowhere later. */
static void
by_clerk(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_BUSINESS);
	sign_in(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_CLERK);
	g_assert_true(view->may_give_code);
	walk->fakes->case_trouble = MC_CASE_TROUBLE_LAPSED;
	give(walk, "MCC1/old");
	g_assert_cmpint(view->case_trouble, ==, MC_CASE_TROUBLE_LAPSED);
	walk->fakes->case_trouble = MC_CASE_TROUBLE_NONE;
	give(walk, "MCC1/new");
	g_assert_false(view->may_give_code);
	g_assert_cmpint(view->case_trouble, ==, MC_CASE_TROUBLE_NONE);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
	g_assert_cmpuint(view->of_case.missing, ==, MISSING);
	mc_walk_to_exam(walk, MC_EXAM_HEARING, TRUE);
	sign_in(walk);
	g_assert_false(view->may_give_code);
	give(walk, "MCC1/late");
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_CASE_CONTINUE], ==, 2);
}

static void
lose_recorder(McWalk *walk)
{
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
	walk->fakes->person = walk->fakes->case_code_known = FALSE;
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
}

/* C17: the glass tells a recorder that was restarted the person, and the code. */
static void
told_again(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	lose_recorder(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_true(walk->fakes->case_code_known);
	g_assert_cmpstr(walk->fakes->last[MC_RECORDER_CASE_CONTINUE].case_code, ==, "MCC1/CANARYCODE");
	mc_walk_to(walk, MC_PAGE_END);
}

/* … and when it went with the glass, the person is asked for it. */
static void
asked_again(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);
	const McView *view = mc_session_view(walk->session);

	walk->fakes->case_begun = TRUE;
	walk->fakes->resumed_exams = 1u << MC_EXAM_HEARING;
	mc_walk_to(walk, MC_PAGE_CASE);
	g_assert_cmpint(view->of_case.part, ==, 2);
	g_assert_true(view->may_give_code);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_cmpint(view->page, ==, MC_PAGE_CASE);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_false(walk->pages[MC_PAGE_BUSINESS]);
	g_assert_false(walk->pages[MC_PAGE_DECLARATION]);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 0);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_SIDE], >, 0);
}

/* Both restarted before anything was examined: the choices are in the code. */
static void
asked_again_before_the_first_exam(void)
{
	g_autoptr(McWalk) walk = with_code(MISSING);

	walk->fakes->case_begun = TRUE;
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_true(walk->pages[MC_PAGE_CASE]);
	g_assert_false(walk->pages[MC_PAGE_BUSINESS]);
	g_assert_true(walk->pages[MC_PAGE_DECLARATION]);
}

/* ---- what became of a slip ---- */

/* C16: no visit is begun for it; the answer comes later, and nothing of it stays. */
static void
status(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	McFakes *fakes = walk->fakes;

	mc_fakes_run(fakes);
	fakes->hello.paused = TRUE;
	mc_session_post(walk->session, MC_ACT_STATUS);
	g_assert_cmpint(view->page, ==, MC_PAGE_STATUS);
	fakes->status = (McSlipStatus){.outcome = MC_STATUS_ASKING, .is_asking = TRUE};
	mc_session_post_text(walk->session, MC_ACT_CASE_CODE, "MC1/K-0002/7/CANARY");
	mc_fakes_run(fakes);
	g_assert_cmpint(view->status.outcome, ==, MC_STATUS_ASKING);
	g_assert_true(fakes->last[MC_RECORDER_STATUS].flag);
	g_assert_cmpstr(fakes->last[MC_RECORDER_STATUS].case_code, ==, "MC1/K-0002/7/CANARY");
	fakes->status = (McSlipStatus){
	    .outcome = MC_STATUS_FOUND, .state = MC_RECEIPT_ACCEPTED, .reference = "MC-7"};
	mc_fakes_hello_changed(fakes);
	mc_fakes_run(fakes);
	g_assert_false(fakes->last[MC_RECORDER_STATUS].flag);
	g_assert_cmpint(view->status.state, ==, MC_RECEIPT_ACCEPTED);
	/* it is told: nobody is asked again */
	mc_fakes_hello_changed(fakes);
	mc_fakes_run(fakes);
	g_assert_cmpuint(fakes->count[MC_RECORDER_STATUS], ==, 2);
	g_assert_cmpuint(fakes->count[MC_RECORDER_VISIT_BEGIN], ==, 0);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(view->status.outcome, ==, MC_STATUS_NONE);
	g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARY", 6));
}

/* C16: whoever walks away leaves nothing, and an answer that comes then is nobody's. */
static void
status_left(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_run(walk->fakes);
	mc_session_post(walk->session, MC_ACT_STATUS);
	walk->fakes->status = (McSlipStatus){.outcome = MC_STATUS_FOUND};
	mc_session_post_text(walk->session, MC_ACT_CASE_CODE, "MC1/K-0002/7/CANARY");
	mc_fakes_pass_ms(walk->fakes, 10 * 60 * 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	mc_session_post(walk->session, MC_ACT_STATUS);
	mc_session_post_text(walk->session, MC_ACT_CASE_CODE, "MC1/K-0002/7/CANARY");
	mc_session_post(walk->session, MC_ACT_BACK);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->status.outcome, ==, MC_STATUS_NONE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/C18/told-at-the-end", told_at_the_end);
	g_test_add_func("/flow/T13/measured-in-vain", measured_in_vain);
	g_test_add_func("/flow/C18/hearing-alone", hearing_alone);
	g_test_add_func("/flow/C18/eyes-alone", eyes_alone);
	g_test_add_func("/flow/C18/steps", steps);
	g_test_add_func("/flow/C18/trouble", trouble);
	g_test_add_func("/flow/C16/status", status);
	g_test_add_func("/flow/C16/left", status_left);
	g_test_add_func("/flow/C18/by-clerk", by_clerk);
	g_test_add_func("/flow/C18/C17/told-again", told_again);
	g_test_add_func("/flow/C18/C17/asked-again", asked_again);
	g_test_add_func("/flow/C18/C17/asked-before-the-first-exam", asked_again_before_the_first_exam);
	return g_test_run();
}
