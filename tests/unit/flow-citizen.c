/* Whole visits of citizens against fake ports. */

#include "app/flow/session.h"
#include "tests/support/fake-visit.h"

/* C1: by the highlighted button to the end; practice is not in the record. */
static void
good(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	McFakes *fakes = walk->fakes;
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(view->verdicts, ==, 1);
	g_assert_cmpuint(view->exam_lines, ==, 3);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(fakes->records, ==, 1);
	g_assert_cmpuint(fakes->scored[MC_EXAM_ACUITY], ==, 3);
	g_assert_cmpuint(fakes->scored[MC_EXAM_HEARING], ==, 3);
	g_assert_cmpuint(fakes->scored[MC_EXAM_SIDE], ==, 3);
	g_assert_cmpint(view->record.state, ==, MC_RECEIPT_RECORDED);
	g_assert_cmpstr(view->record.reference, ==, "MC-1");
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/citizen/good-C1", good);
	return g_test_run();
}
