/* Who walks away, and what stays of a person: nothing. */

#include "app/flow/delays.h"
#include "app/flow/session-private.h"
#include "tests/support/fake-visit.h"

#include <string.h>

static gboolean
holds(const McSession *session, const char *text)
{
	return memmem(session, sizeof *session, text, strlen(text)) != NULL;
}

/* C8: the canaries of fake card, phone and signature; the choices too. */
static void
assert_wiped(const McWalk *walk)
{
	const McView *view = mc_session_view(walk->session);

	g_assert_false(holds(walk->session, "CANARY"));
	g_assert_false(holds(walk->session, walk->identity.number));
	g_assert_false(holds(walk->session, "13900139000"));
	g_assert_null(walk->session->signature);
	g_assert_null(view->photo);
	g_assert_cmpuint(view->classes_chosen, ==, 0);
	g_assert_cmpuint(view->declared, ==, 0);
	g_assert_cmpuint(view->exam_lines, ==, 0);
	g_assert_cmpuint(view->verdicts, ==, 0);
	g_assert_cmpstr(view->language, ==, "zh_CN");
	g_assert_false(walk->fakes->showing || walk->fakes->playing || walk->fakes->finding);
}

static const McPage stops[] = {MC_PAGE_LANGUAGE, MC_PAGE_PRIVACY, MC_PAGE_CARD, MC_PAGE_CONFIRM,
    MC_PAGE_BUSINESS, MC_PAGE_CASE, MC_PAGE_AIDS, MC_PAGE_DECLARATION, MC_PAGE_PRACTICE,
    MC_PAGE_EXAM, MC_PAGE_GLASSES_ON, MC_PAGE_SUMMARY, MC_PAGE_SIGNATURE};

static McWalk *
walk_to(McPage page)
{
	McWalk *walk = mc_walk_new();

	walk->has_glasses = TRUE;
	walk->fakes->exam[MC_EXAM_ACUITY].outcome = MC_OUTCOME_FAIL;
	if (page == MC_PAGE_CASE)
		mc_walk_come_with_code(walk, "MCC1/CANARY", 1u << MC_EXAM_ACUITY);
	mc_walk_to(walk, page);
	return walk;
}

/* C7, C8 from every page of a visit: warning, count-down, wipe; the recorder is told the reason. */
static void
walks_away(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
		g_autoptr(McWalk) walk = walk_to(stops[i]);
		const McView *view = mc_session_view(walk->session);
		gboolean begun = walk->fakes->visit;

		for (guint s = 0; view->overlay != MC_OVERLAY_IDLE; s++) {
			g_assert_cmpuint(s, <, 400);
			g_assert_cmpint(view->page, ==, stops[i]);
			mc_fakes_pass_ms(walk->fakes, 1000);
		}
		g_assert_cmpint(view->overlay_seconds, >=, 29);
		mc_fakes_pass_ms(walk->fakes, 31000);
		g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
		g_assert_cmpint(view->abort, ==, MC_ABORT_WALKED_AWAY);
		g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_ABORT], ==, begun ? 1 : 0);
		g_assert_false(walk->fakes->visit);
		g_assert_cmpuint(walk->fakes->records, ==, 0);
		g_assert_true(walk->changes & MC_CHANGE_WIPE);
		assert_wiped(walk);
		mc_fakes_pass_ms(walk->fakes, 16000);
		g_assert_cmpint(view->page, ==, MC_PAGE_WELCOME);
	}
}

/* C8: sealed is wiped already; leaving the end page forgets the rest. */
static void
sealed(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	g_assert_true(holds(walk->session, "CANARY"));
	mc_walk_to(walk, MC_PAGE_END);
	g_assert_false(holds(walk->session, "CANARY"));
	g_assert_false(holds(walk->session, walk->identity.number));
	g_assert_false(holds(walk->session, "13900139000"));
	mc_session_post(walk->session, MC_ACT_NEXT);
	assert_wiped(walk);
}

/* C8: the recorder is away when it ends: what waited for it is wiped too, the abort is owed. */
static void
aborted_while_the_recorder_is_away(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_RECORDER);
	mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_RECORDER_AWAY) + 1000);
	g_assert_cmpint(view->page, ==, MC_PAGE_FAULT);
	g_assert_cmpstr(view->fault, ==, "unreachable");
	assert_wiped(walk);
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_false(walk->fakes->visit);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_VISIT_ABORT].abort, ==, MC_ABORT_FAULT);
}

/* C7: ten extensions and more; each touch gives the whole time again. */
static void
extends(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	for (guint i = 0; i < 12; i++) {
		mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_IDLE) + 20000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
		g_assert_cmpint(view->overlay_seconds, <=, 11);
		g_assert_cmpstr(walk->fakes->said, ==, "still-there");
		/* a press on the page below only says that somebody is there */
		mc_session_post(walk->session, i % 2 == 0 ? MC_ACT_TOUCH : MC_ACT_YES);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
		g_assert_cmpint(view->page, ==, MC_PAGE_CONFIRM);
	}
}

/* C7: large text doubles the time. */
static void
large_text(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_session_post_number(walk->session, MC_ACT_TEXT_SIZE, MC_TEXT_LARGE);
	mc_fakes_pass_ms(walk->fakes, 2 * mc_delay_ms(MC_DELAY_IDLE) - 2000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	mc_fakes_pass_ms(walk->fakes, 3000);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_IDLE);
}

/* The pad and the handset are activity: nobody is asked in mid-exam. */
static void
exam_keys_count(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->exam[MC_EXAM_ACUITY].trials = 20;
	mc_walk_to_stimulus(walk, MC_EXAM_ACUITY, FALSE);
	for (guint i = 0; i < 10; i++) {
		mc_fakes_pass_ms(walk->fakes, mc_delay_ms(MC_DELAY_NO_ANSWER) - 5000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
		mc_fakes_pad(walk->fakes, FALSE);
		mc_fakes_pass_ms(walk->fakes, 1000);
	}
}

/* Who hears nothing presses nothing: a hearing exam of two minutes is no walk away. */
static void
silence_is_no_absence(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->exam[MC_EXAM_HEARING].trials = 25;
	mc_walk_to_stimulus(walk, MC_EXAM_HEARING, FALSE);
	for (guint i = 0; i < 24; i++) {
		mc_fakes_pass_ms(walk->fakes, 5000);
		mc_fakes_handset(walk->fakes, FALSE, 400);
		mc_fakes_pass_ms(walk->fakes, 1000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_NONE);
	}
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_HEARING], ==, 24);
}

/* Settings that somebody left on the welcome page go back by themselves. */
static void
welcome_settings(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_session_post_text(walk->session, MC_ACT_LANGUAGE, "en");
	mc_fakes_pass_ms(walk->fakes, 61000);
	g_assert_cmpstr(view->language, ==, "zh_CN");
	/* … and an idle welcome page has no timer at all */
	g_assert_cmpuint(walk->session->idle.timer, ==, 0);
}

/* C9: in full only while asked for, and only on its page. */
static void
identity_in_full(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_false(view->identity_shown_in_full);
	mc_session_post_number(walk->session, MC_ACT_SHOW_IDENTITY, 1);
	g_assert_true(view->identity_shown_in_full);
	mc_session_post_number(walk->session, MC_ACT_SHOW_IDENTITY, 0);
	g_assert_false(view->identity_shown_in_full);
	mc_session_post_number(walk->session, MC_ACT_SHOW_IDENTITY, 1);
	mc_walk_to(walk, MC_PAGE_BUSINESS);
	g_assert_false(view->identity_shown_in_full);
}

static void
phone(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_SIGNATURE);
	mc_session_post_text(walk->session, MC_ACT_PHONE, "13900139000");
	mc_session_post_text(walk->session, MC_ACT_PHONE, "139'; drop");
	mc_session_post_text(walk->session, MC_ACT_PHONE, "123456789012345678901234567890");
	g_assert_cmpstr(view->phone, ==, "13900139000");
	mc_session_post_text(walk->session, MC_ACT_PHONE, "");
	g_assert_cmpstr(view->phone, ==, "");
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/privacy/walks-away-C7-C8", walks_away);
	g_test_add_func("/flow/privacy/sealed-C8", sealed);
	g_test_add_func("/flow/privacy/recorder-away-C8", aborted_while_the_recorder_is_away);
	g_test_add_func("/flow/privacy/extends-C7", extends);
	g_test_add_func("/flow/privacy/large-text-C7", large_text);
	g_test_add_func("/flow/privacy/exam-keys-count-C7", exam_keys_count);
	g_test_add_func("/flow/privacy/silence-is-no-absence-C7", silence_is_no_absence);
	g_test_add_func("/flow/privacy/welcome-settings-C8", welcome_settings);
	g_test_add_func("/flow/privacy/identity-in-full-C9", identity_in_full);
	g_test_add_func("/flow/privacy/phone", phone);
	return g_test_run();
}
