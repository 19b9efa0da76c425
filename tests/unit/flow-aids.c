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

/* C12: with loudspeakers all goes its way, without headphones. */
static void
by_loudspeaker(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	g_strlcpy(walk->fakes->info[MC_DEVICE_AUDIOMETER].loudspeaker, "L20", 64);
	walk->wears_hearing_aid = TRUE;
	walk->fakes->headphones_off = TRUE;
	mc_walk_to_exam(walk, MC_EXAM_HEARING, TRUE);
	g_assert_true(view->exam.by_loudspeaker);
	g_assert_cmpstr(walk->fakes->said, ==, "practice-hearing-aided");
	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, TRUE);
	g_assert_true(walk->fakes->played.as.tone.by_loudspeaker);
	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	/* he puts the headphones on: taken off again, it goes on */
	mc_fakes_room(walk->fakes, TRUE, 300);
	g_assert_false(walk->fakes->playing);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpstr(walk->fakes->said, ==, "position-headphones-off");
	mc_fakes_room(walk->fakes, FALSE, 300);
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 3);
	g_assert_true(view->exam_line[1].done && view->exam_line[2].done);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/aids/without-loudspeakers-C12", without_loudspeakers);
	g_test_add_func("/flow/aids/by-loudspeaker-C12", by_loudspeaker);
	return g_test_run();
}
