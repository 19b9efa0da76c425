/* The recorder goes away at every awkward moment. */

#include "app/flow/delays.h"
#include "tests/support/fake-visit.h"

static void
away(McWalk *walk)
{
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
}

static void
back(McWalk *walk)
{
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
}

/* Restarted: the journal knows the visit, nobody knows the person. */
static void
restart(McWalk *walk)
{
	away(walk);
	walk->fakes->person = FALSE;
	mc_fakes_pass_ms(walk->fakes, 1000);
	back(walk);
}

/* Killed between commit and answer: the answer is sent again and counts once. */
static void
killed_after_an_answer(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	walk->fakes->lose_reply = TRUE;
	mc_fakes_pad(walk->fakes, TRUE);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 1);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	g_assert_cmpint(view->page, ==, MC_PAGE_EXAM);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(walk->fakes->showing);
	restart(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 2);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_ANSWER], ==, 2);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 1);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
}

/* Killed between commit and receipt: no second record, and the glass learns of the first. */
static void
killed_after_sealing(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	walk->fakes->lose_reply = TRUE;
	mc_walk_step(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_SEALING);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
	restart(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_FINISH], ==, 2);
	/* the visit was sealed: nobody is identified for it again */
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 1);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
}

/* Killed before sealing: the person is told again, then it is sealed, once. */
static void
killed_before_sealing(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	restart(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_SIGNATURE);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->records, ==, 1);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 2);
}

/* A blip is no restart: the recorder still holds the person. */
static void
blip(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	away(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	back(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 1);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 3);
}

/* Away and back on every page of a whole visit. */
static void
restarts_everywhere(void)
{
	for (guint at = 1; at < 60; at++) {
		g_autoptr(McWalk) walk = mc_walk_new();
		const McView *view = mc_session_view(walk->session);

		for (guint i = 0; i < at && view->page != MC_PAGE_END; i++)
			mc_walk_step(walk);
		if (view->page != MC_PAGE_END)
			restart(walk);
		mc_walk_to(walk, MC_PAGE_END);
		g_assert_false(walk->pages[MC_PAGE_FAULT]);
		g_assert_cmpuint(walk->fakes->records, ==, 1);
		for (guint i = 0; i <= MC_EXAM_SIDE; i++)
			g_assert_cmpuint(walk->fakes->scored[i], ==, 3);
	}
}

static void
never_back(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	away(walk);
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_RECORDER_AWAY) - 1000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_cmpint(view->page, ==, MC_PAGE_FAULT);
	g_assert_cmpstr(view->fault, ==, "unreachable");
	g_assert_false(walk->fakes->showing);
	mc_fakes_pass_ms(walk->fakes, 31000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
	g_assert_cmpstr(view->fault, ==, "");
	mc_session_post(walk->session, MC_ACT_START);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	/* back at last: it is told that the visit was ended, and serves again */
	back(walk);
	g_assert_false(walk->fakes->visit);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to(walk, MC_PAGE_END);
}

/* Nobody is asked whether he is there while it is the recorder who is not. */
static void
not_idle_while_away(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_fakes_pass_ms(walk->fakes, 50000);
	away(walk);
	mc_fakes_pass_ms(walk->fakes, 30000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	/* what is pressed through it does nothing */
	mc_session_post(walk->session, MC_ACT_YES);
	g_assert_cmpint(view->page, ==, MC_PAGE_CONFIRM);
	back(walk);
	mc_fakes_pass_ms(walk->fakes, 59000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
}

/* Away on the welcome page is no overlay: the page itself says so. */
static void
away_on_welcome(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	away(walk);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_false(view->recorder_connected);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
	back(walk);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
}

/* Between the welcome page and consent the kiosk was paused. */
static void
paused_meanwhile(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_PRIVACY);
	walk->fakes->hello.paused = TRUE;
	mc_walk_step(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	mc_fakes_hello_changed(walk->fakes);
	mc_walk_to(walk, MC_PAGE_WELCOME);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PAUSED);
}

/* Storage fails: stop serving, say so, keep nothing half-done. */
static void
storage(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	walk->fakes->refuse_op = MC_RECORDER_VISIT_FINISH;
	walk->fakes->refuse_code = MC_ERROR_STORAGE;
	mc_walk_step(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_FAULT);
	g_assert_cmpstr(view->fault, ==, "storage");
	g_assert_cmpuint(walk->fakes->records, ==, 0);
	g_assert_false(walk->fakes->visit);
	walk->fakes->hello.storage = MC_STORAGE_FAILING;
	mc_fakes_hello_changed(walk->fakes);
	mc_walk_to(walk, MC_PAGE_WELCOME);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
}

/* The exam was finished before the cut: it is not opened again, the rest goes on. */
static void
open_refused(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->refuse_op = MC_RECORDER_EXAM_OPEN;
	walk->fakes->refuse_code = MC_ERROR_REFUSED;
	mc_walk_to_exam(walk, MC_EXAM_HEARING, TRUE);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_false(view->exam_line[0].done);
	g_assert_true(view->exam_line[1].done);
}

/* A double press asks once. */
static void
double_press(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_session_post(walk->session, MC_ACT_YES);
	mc_session_post(walk->session, MC_ACT_YES);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_BUSINESS);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 1);
}

/* It starts while the recorder is not there yet. */
static void
starts_late(void)
{
	g_autoptr(McFakes) fakes = mc_fakes_new();
	McSessionPorts ports = mc_fakes_ports(fakes);
	g_autoptr(McSession) session = NULL;

	fakes->connected = FALSE;
	session = mc_session_new(&ports);
	g_assert_cmpint(mc_session_view(session)->service, ==, MC_SERVICE_OUT);
	g_assert_cmpuint(fakes->enrolments, ==, 0);
	mc_fakes_connect(fakes, TRUE);
	mc_fakes_run(fakes);
	g_assert_cmpint(mc_session_view(session)->service, ==, MC_SERVICE_OPEN);
	g_assert_cmpuint(fakes->enrolments, ==, 3);
}

/* C15: the recorder was started again while somebody stands at the last page: what became of the
 * record meanwhile nobody heard, so it is asked. */
static void
end_page_again(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_RECORDED);
	walk->fakes->record = (McRecordState){.seq = 1, .state = MC_RECEIPT_PARKED, .was_sent = TRUE};
	away(walk);
	back(walk);
	g_assert_cmpuint(walk->fakes->last[MC_RECORDER_RECORD_STATE].seq, ==, 1);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_PARKED);
	g_assert_true(view->record.was_sent);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
	/* and not of a visit that is over */
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_walk_to(walk, MC_PAGE_WELCOME);
	away(walk);
	back(walk);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_RECORD_STATE], ==, 1);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/recorder/killed-after-an-answer", killed_after_an_answer);
	g_test_add_func("/flow/recorder/killed-after-sealing", killed_after_sealing);
	g_test_add_func("/flow/recorder/killed-before-sealing", killed_before_sealing);
	g_test_add_func("/flow/recorder/blip", blip);
	g_test_add_func("/flow/recorder/restarts-everywhere", restarts_everywhere);
	g_test_add_func("/flow/recorder/never-back", never_back);
	g_test_add_func("/flow/recorder/not-idle-while-away", not_idle_while_away);
	g_test_add_func("/flow/recorder/away-on-welcome", away_on_welcome);
	g_test_add_func("/flow/recorder/paused-meanwhile-K5", paused_meanwhile);
	g_test_add_func("/flow/recorder/storage", storage);
	g_test_add_func("/flow/recorder/open-refused-C17", open_refused);
	g_test_add_func("/flow/recorder/double-press", double_press);
	g_test_add_func("/flow/recorder/starts-late", starts_late);
	g_test_add_func("/flow/recorder/end-page-again-C15", end_page_again);
	return g_test_run();
}
