/* Whatever fails, and whatever fingers and instruments do: the session stands on a defined page,
 * the tester is dark, the audiometer mute, nobody's data stays, and the next visit works. */

#include "app/flow/session-private.h"
#include "tests/support/fake-visit.h"

#include <string.h>

static gboolean
is_exam_page(const McView *view)
{
	return view->page == MC_PAGE_EXAM || view->page == MC_PAGE_PRACTICE;
}

static void
assert_defined(const McWalk *walk)
{
	const McView *view = mc_session_view(walk->session);

	g_assert_cmpint(view->page, <, MC_PAGES);
	if (!is_exam_page(view))
		g_assert_false(walk->fakes->showing || walk->fakes->playing || walk->fakes->looking);
	if (view->page != MC_PAGE_CARD)
		g_assert_false(walk->fakes->finding);
	if (view->page == MC_PAGE_WELCOME || view->page == MC_PAGE_ABORTED ||
	    view->page == MC_PAGE_FAULT || view->page == MC_PAGE_END)
		g_assert_null(memmem(walk->session, sizeof *walk->session, "CANARY", 6));
	g_assert_true(view->exam.watched || !walk->fakes->looking);
}

static void
assert_next_visit_works(McWalk *walk)
{
	guint records = walk->fakes->records;

	mc_walk_to(walk, MC_PAGE_WELCOME);
	assert_defined(walk);
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_cmpuint(walk->fakes->records, ==, records + 1);
}

static gboolean
is_over(const McView *view)
{
	return view->page == MC_PAGE_END || view->page == MC_PAGE_ABORTED ||
	       view->page == MC_PAGE_FAULT;
}

static McWalk *
walk_failing(guint k)
{
	McWalk *walk = mc_walk_new_failing(k);

	walk->has_glasses = TRUE;
	walk->fakes->exam[MC_EXAM_ACUITY].outcome = MC_OUTCOME_FAIL;
	walk->fakes->exam[MC_EXAM_HEARING].re_instruct_after = 1;
	mc_fakes_have_camera(walk->fakes);
	return walk;
}

/* C18: she comes for what an earlier part left. */
static McWalk *
walk_of_part(guint k)
{
	McWalk *walk = walk_failing(k);

	mc_walk_come_with_code(
	    walk, "MCC1/CANARY", 1u << MC_EXAM_ACUITY | 1u << MC_EXAM_HEARING | 1u << MC_EXAM_SIDE);
	return walk;
}

typedef McWalk *(*McWalkNew)(guint k);

static guint
calls_of_a_visit(McWalkNew walk_new)
{
	g_autoptr(McWalk) walk = walk_new(0);

	mc_walk_to(walk, MC_PAGE_END);
	return walk->fakes->calls;
}

/* Whether the visit came to its end all the same. */
static gboolean
fail_call(McWalkNew walk_new, guint k, guint calls)
{
	g_autoptr(McWalk) walk = walk_new(k);
	const McView *view = mc_session_view(walk->session);
	guint made = 0;

	for (guint i = 0; i < 400 && !is_over(view); i++) {
		mc_walk_step(walk);
		assert_defined(walk);
	}
	g_assert_true(is_over(view));
	g_assert_cmpuint(walk->fakes->failed, ==, 1);
	made = view->page == MC_PAGE_END ? 1 : 0;
	g_print("# port call %u of %u fails made %u recorded %u doubled %d lost %d\n", k, calls, made,
	    walk->fakes->records, walk->fakes->records > 1, made > walk->fakes->records);
	/* Told to be recorded, and recorded once. */
	g_assert_cmpuint(walk->fakes->records, <=, 1);
	g_assert_cmpuint(walk->fakes->records, >=, made);
	walk->fakes->fail_at = 0;
	assert_next_visit_works(walk);
	return made != 0;
}

static void
fail_every_call(McWalkNew walk_new)
{
	guint calls = calls_of_a_visit(walk_new);
	guint ended = 0;

	g_assert_cmpuint(calls, >, 40);
	for (guint k = 1; k <= calls; k++)
		ended += fail_call(walk_new, k, calls) ? 1 : 0;
	/* Some visits can do without the call that failed, others cannot: it did fail. */
	g_assert_cmpuint(ended, >, 10);
	g_assert_cmpuint(calls - ended, >, 10);
}

static void
every_call(void)
{
	fail_every_call(walk_failing);
}

static void
every_call_of_a_part(void)
{
	fail_every_call(walk_of_part);
}

/* ---- monkeys ---- */

static void
random_act(McWalk *walk, GRand *random)
{
	static const char *const texts[] = {"A", "", "en", "zh_CN", "clerk", "tech", "139", NULL};
	McIdentity identity = mc_fakes_identity();
	g_autoptr(GBytes) strokes = g_bytes_new_static("[[CANARYSTROKE]]", 16);
	McAct act = {.kind = (McActKind)g_rand_int_range(random, 0, MC_ACT_STAFF_PAGE + 1),
	    .number = g_rand_int_range(random, -2, 30),
	    .flag = g_rand_boolean(random),
	    .text = texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))],
	    .secret = g_rand_boolean(random) ? "2468" : NULL,
	    .bytes = g_rand_boolean(random) ? strokes : NULL,
	    .identity = g_rand_boolean(random) ? &identity : NULL};

	mc_session_act(walk->session, &act);
}

/* Staff comes, looks at some page, and leaves or forgets to. */
static void
random_staff(McWalk *walk, GRand *random)
{
	McAct sign_in = {.kind = MC_ACT_SIGN_IN,
	    .text = g_rand_boolean(random) ? "clerk" : "tech",
	    .secret = "2468"};

	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(walk->session, &sign_in);
	mc_fakes_run(walk->fakes);
	mc_session_post_number(walk->session, MC_ACT_STAFF_PAGE,
	    g_rand_int_range(random, MC_PAGE_TECHNICIAN, MC_PAGE_TECHNICIAN_PEOPLE + 1));
	if (g_rand_boolean(random))
		mc_session_post(walk->session, MC_ACT_SIGN_OUT);
}

static void
random_device(McWalk *walk, GRand *random)
{
	McDeviceKind kind = (McDeviceKind)g_rand_int_range(random, 0, MC_DEVICE_KINDS);
	gboolean ready = walk->fakes->info[kind].state == MC_DEVICE_READY;

	/* gone as often as there */
	mc_fakes_device(walk->fakes, kind, ready ? MC_DEVICE_ABSENT : MC_DEVICE_READY,
	    ready ? MC_CAUSE_UNPLUGGED : MC_CAUSE_NONE);
}

static void
random_room(McWalk *walk, GRand *random)
{
	if (g_rand_boolean(random))
		mc_fakes_head(walk->fakes, g_rand_boolean(random), g_rand_boolean(random));
	else
		mc_fakes_room(walk->fakes, g_rand_boolean(random), g_rand_int_range(random, 300, 900));
}

static void
random_recorder(McWalk *walk, GRand *random)
{
	if (!walk->fakes->connected) {
		mc_fakes_connect(walk->fakes, TRUE);
	} else if (g_rand_boolean(random)) {
		mc_fakes_connect(walk->fakes, FALSE);
		walk->fakes->person = walk->fakes->case_code_known = FALSE;
	} else {
		walk->fakes->fail_at = walk->fakes->calls + (guint)g_rand_int_range(random, 1, 9);
	}
}

static void
something(McWalk *walk, GRand *random)
{
	gint what = g_rand_int_range(random, 0, 100);

	if (what < 55)
		mc_walk_step(walk);
	else if (what < 78)
		random_act(walk, random);
	else if (what < 80)
		random_staff(walk, random);
	else if (what < 86)
		random_device(walk, random);
	else if (what < 92)
		random_room(walk, random);
	else if (what < 96)
		random_recorder(walk, random);
	else
		mc_fakes_pass_ms(walk->fakes, (guint)g_rand_int_range(random, 100, 40000));
	if (what % 3 == 0)
		mc_fakes_run(walk->fakes);
}

/* Everybody goes home; then it must be as on the first day. */
static void
calm_down(McWalk *walk)
{
	walk->fakes->fail_at = 0;
	walk->fakes->lose_reply = FALSE;
	if (!walk->fakes->connected)
		mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	for (guint i = 0; i < MC_DEVICE_KINDS; i++)
		mc_fakes_device(walk->fakes, (McDeviceKind)i, MC_DEVICE_READY, MC_CAUSE_NONE);
	mc_fakes_head(walk->fakes, TRUE, TRUE);
	mc_fakes_room(walk->fakes, TRUE, 300);
	mc_fakes_pass_ms(walk->fakes, 2000 * 1000);
	walk->fakes->hello.paused = FALSE;
	mc_fakes_hello_changed(walk->fakes);
}

static void
monkey(guint32 seed, gboolean pages[MC_PAGES])
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(McWalk) walk = (seed % 2 != 0 ? walk_of_part : walk_failing)(0);

	g_test_message("monkey %u", seed);
	for (guint i = 0; i < 250; i++) {
		something(walk, random);
		mc_fakes_run(walk->fakes);
		assert_defined(walk);
	}
	calm_down(walk);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_WELCOME);
	g_assert_cmpint(mc_session_view(walk->session)->service, ==, MC_SERVICE_OPEN);
	for (guint i = 0; i < MC_PAGES; i++)
		pages[i] = pages[i] || walk->pages[i];
	assert_next_visit_works(walk);
}

static void
monkeys(void)
{
	gboolean pages[MC_PAGES] = {FALSE};

	for (guint32 seed = 1; seed <= 1000; seed++)
		monkey(seed, pages);
	/* every page is reached, or the monkeys proved little */
	for (guint i = 0; i < MC_PAGES; i++)
		g_assert_true(pages[i]);
}

/* The log is full of what failed on purpose. */
static void
swallow(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
	if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
		g_log_default_handler(domain, level, message, NULL);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_log_set_default_handler(swallow, NULL);
	g_test_add_func("/fault/flow/every-call", every_call);
	g_test_add_func("/fault/flow/C18/every-call", every_call_of_a_part);
	g_test_add_func("/fault/flow/monkeys", monkeys);
	return g_test_run();
}
