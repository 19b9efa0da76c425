/* Who wears a hearing aid: headphones over it would measure neither the ear nor the aid. */

#include "tests/support/fake-visit.h"

/* C12: no practice, no exam, and the record says why. */
static void
without_loudspeakers(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->wears_hearing_aid = TRUE;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_HEARING], ==, MC_REASON_NO_LOUDSPEAKER);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_SIDE], ==, MC_REASON_NO_LOUDSPEAKER);
	g_assert_cmpint(view->exam_line[0].result.outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpuint(view->exam_line[2].result.reasons, ==, MC_REASON_NO_LOUDSPEAKER);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 1);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/aids/without-loudspeakers-C12", without_loudspeakers);
	return g_test_run();
}
