/* M8: complaint and praise on the last page: chained with the record's number, told with its own.
 */

#include "tests/support/fake-visit.h"

static void
press(McWalk *walk, McActKind kind, gint64 number)
{
	mc_session_post_number(walk->session, kind, number);
}

static void
complained(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_END);
	press(walk, MC_ACT_COMPLAIN, 0);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_FEEDBACK);
	/* a second press is none */
	press(walk, MC_ACT_FEEDBACK, 0);
	press(walk, MC_ACT_FEEDBACK, 0);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_FEEDBACK_DONE);
	g_assert_cmpstr(view->feedback_reference, ==, "MC-FEEDBACK");
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_FEEDBACK], ==, 1);
	g_assert_cmpuint(walk->fakes->last[MC_RECORDER_FEEDBACK].seq, ==, view->record.seq);
	g_assert_false(walk->fakes->last[MC_RECORDER_FEEDBACK].flag);
	press(walk, MC_ACT_NO, 0);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_cmpint(view->page, ==, MC_PAGE_END);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
}

static void
praised(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_END);
	press(walk, MC_ACT_COMPLAIN, 0);
	press(walk, MC_ACT_FEEDBACK, 1);
	mc_fakes_run(walk->fakes);
	g_assert_true(walk->fakes->last[MC_RECORDER_FEEDBACK].flag);
	/* C8: the next person does not see it */
	mc_fakes_pass_ms(walk->fakes, 61000);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_cmpstr(view->feedback_reference, ==, "");
}

/* The recorder is away: said, and not called noted. */
static void
not_noted(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_END);
	press(walk, MC_ACT_COMPLAIN, 0);
	mc_fakes_connect(walk->fakes, FALSE);
	press(walk, MC_ACT_FEEDBACK, 0);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_FEEDBACK_DONE);
	g_assert_cmpstr(view->feedback_reference, ==, "");
	/* and once more when it is back */
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	press(walk, MC_ACT_NO, 0);
	press(walk, MC_ACT_COMPLAIN, 0);
	press(walk, MC_ACT_FEEDBACK, 0);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(view->feedback_reference, ==, "MC-FEEDBACK");
}

/* Nowhere but at the end: before it there is no record to speak of. */
static void
only_at_the_end(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SUMMARY);
	press(walk, MC_ACT_COMPLAIN, 0);
	press(walk, MC_ACT_FEEDBACK, 0);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_FEEDBACK], ==, 0);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/feedback/complained-M8", complained);
	g_test_add_func("/flow/feedback/praised-M8", praised);
	g_test_add_func("/flow/feedback/not-noted-M8", not_noted);
	g_test_add_func("/flow/feedback/only-at-the-end-M8", only_at_the_end);
	return g_test_run();
}
