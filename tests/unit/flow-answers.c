/* At the optotype: one that nobody answers is explained once more, then the exam ends, and nobody
 * is called unfit for it; whoever sits at another distance is told; rings are practised with rings.
 */

#include "app/flow/delays.h"
#include "tests/support/fake-visit.h"

static void
show_next(McWalk *walk)
{
	while (!walk->fakes->showing)
		mc_walk_step(walk);
}

/* It goes dark after 30 s, is explained once more, and the next answer counts. */
static void
one_unanswered(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_pass_ms(walk->fakes, 29000);
	g_assert_true(walk->fakes->showing);
	mc_fakes_pass_ms(walk->fakes, 1500);
	g_assert_false(walk->fakes->showing);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_NO_ANSWER);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RE_INSTRUCT);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_false(walk->fakes->showing);
	mc_session_post(walk->session, MC_ACT_NEXT);
	show_next(walk);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
}

/* Twice in a row: NOT DETERMINED for its reason, and the rest goes on. */
static void
two_unanswered(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_pass_ms(walk->fakes, 31000);
	mc_session_post(walk->session, MC_ACT_NEXT);
	show_next(walk);
	mc_fakes_pass_ms(walk->fakes, 31000);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_ACUITY], ==, MC_REASON_TIME_OUT);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 2);
	g_assert_false(walk->fakes->showing);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 3);
}

/* An answer in between: it begins to count anew. */
static void
not_in_a_row(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	for (guint i = 0; i < 2; i++) {
		mc_fakes_pass_ms(walk->fakes, 31000);
		g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RE_INSTRUCT);
		mc_session_post(walk->session, MC_ACT_NEXT);
		show_next(walk);
		mc_fakes_pad(walk->fakes, TRUE);
		show_next(walk);
	}
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
}

/* C7: nobody is there at all: warned, then wiped. */
static void
nobody_there(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_IDLE_EXAM) + 1000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_REACT) + 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
}

/* C10: 40 cm too near is said and waited for; nothing is shown meanwhile; it goes on by itself. */
static void
distance(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_distance(walk->fakes, 920);
	g_assert_false(walk->fakes->showing);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_POSITION);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_DISTANCE);
	mc_fakes_pass_ms(walk->fakes, 10000);
	g_assert_false(walk->fakes->showing);
	mc_fakes_distance(walk->fakes, 1020);
	mc_fakes_pass_ms(walk->fakes, 2000);
	g_assert_true(walk->fakes->showing);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
}

/* C10: a lamp that goes dark, or far too bright, spoils what is on; nothing is shown meanwhile, and
 * it goes on by itself when it has recovered. */
static void
luminance(void)
{
	static const gint32 bad_cd_m2[] = {79, 321};

	for (guint i = 0; i < G_N_ELEMENTS(bad_cd_m2); i++) {
		g_autoptr(McWalk) walk = mc_walk_new();
		const McView *view = mc_session_view(walk->session);

		mc_fakes_head(walk->fakes, TRUE, TRUE);
		mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
		mc_fakes_luminance(walk->fakes, bad_cd_m2[i]);
		g_assert_false(walk->fakes->showing);
		g_assert_cmpint(view->exam.phase, ==, MC_PHASE_LIGHT);
		g_assert_cmpstr(walk->fakes->said, ==, "light");
		g_assert_cmpint(
		    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_LUMINANCE);
		mc_fakes_pass_ms(walk->fakes, 5000);
		g_assert_false(walk->fakes->showing);
		mc_fakes_luminance(walk->fakes, 80);
		mc_fakes_pass_ms(walk->fakes, 2000);
		g_assert_true(walk->fakes->showing);
		mc_fakes_pass_ms(walk->fakes, 20000);
		g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 1);
		mc_walk_to(walk, MC_PAGE_END);
		g_assert_cmpuint(walk->fakes->scored[MC_EXAM_ACUITY], ==, 3);
	}
}

/* One that does not recover loses presentation after presentation, so that the recorder ends the
 * exam and nobody waits for ever. */
static void
dead_lamp(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	mc_fakes_luminance(walk->fakes, 0);
	for (guint lost = 1; lost < 5; lost++) {
		g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, lost);
		mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_LIGHT) + 1);
		g_assert_false(walk->fakes->showing);
	}
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_ACUITY], ==, 5);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_LUMINANCE);
}

/* A plan with rings: they are practised, and explained, with rings that open in eight ways. */
static void
rings(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);
	gboolean oblique = FALSE;

	g_random_set_seed(1); /* practice draws from it */
	walk->fakes->hello.optotype = MC_OPTOTYPE_LANDOLT_C;
	mc_fakes_hello_changed(walk->fakes);
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, TRUE);
	/* wrong answers keep it going to its last presentation but one */
	for (guint i = 0; i < 11 && !oblique; i++) {
		show_next(walk);
		g_assert_cmpint(walk->fakes->shown.optotype, ==, MC_OPTOTYPE_LANDOLT_C);
		g_assert_cmpint(view->exam.optotype, ==, MC_OPTOTYPE_LANDOLT_C);
		g_assert_cmpint(view->exam.direction, ==, walk->fakes->shown.direction);
		oblique = walk->fakes->shown.direction >= MC_DIRECTIONS_STRAIGHT;
		mc_fakes_pad(walk->fakes, oblique);
	}
	g_assert_true(oblique);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_RIGHT);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/answers/one-unanswered", one_unanswered);
	g_test_add_func("/flow/answers/two-unanswered", two_unanswered);
	g_test_add_func("/flow/answers/not-in-a-row", not_in_a_row);
	g_test_add_func("/flow/answers/nobody-there-C7", nobody_there);
	g_test_add_func("/flow/answers/distance-C10", distance);
	g_test_add_func("/flow/answers/luminance-C10", luminance);
	g_test_add_func("/flow/answers/dead-lamp-C10", dead_lamp);
	g_test_add_func("/flow/answers/rings", rings);
	return g_test_run();
}
