/* The card page: every way in which a card fails, and the clerk's way round it. */

#include "app/base/error.h"
#include "app/flow/delays.h"
#include "tests/support/fake-visit.h"

static void
fail(McWalk *walk, McErrorCode code)
{
	g_autoptr(GError) error = g_error_new_literal(MC_ERROR, (gint)code, "card");

	walk->fakes->reader_listener.reading(walk->fakes->reader_data);
	g_assert_cmpint(mc_session_view(walk->session)->card_problem, !=, MC_CARD_FINE);
	walk->fakes->reader_listener.failed(error, walk->fakes->reader_data);
}

/* Lifted too early: said so the first time, and put down once more it works. */
static void
lifted(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CARD);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_FINE);
	fail(walk, MC_ERROR_CARD_LIFTED);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_LIFTED);
	g_assert_cmpstr(walk->fakes->said, ==, "card-lifted");
	g_assert_false(view->may_ask_clerk);
	fail(walk, MC_ERROR_CARD_LIFTED);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_LIFTED);
	g_assert_true(view->may_ask_clerk);
	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_cmpstr(view->identity.name, ==, "CANARYNAME");
	g_assert_cmpint(view->card_problem, ==, MC_CARD_FINE);
}

static void
unreadable(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CARD);
	fail(walk, MC_ERROR_CARD);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_UNREADABLE);
	g_assert_cmpstr(walk->fakes->said, ==, "card-unreadable");
	g_assert_true(view->may_ask_clerk);
	mc_session_post(walk->session, MC_ACT_ASK_CLERK);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_HELP);
	g_assert_cmpuint(walk->fakes->hello.help_requests, ==, 1);
}

static void
checksum(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CARD);
	fail(walk, MC_ERROR_PROTOCOL);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_CHECKSUM);
	g_assert_true(view->may_ask_clerk);
	g_assert_cmpstr(view->identity.name, ==, "");
	mc_walk_to(walk, MC_PAGE_CONFIRM);
}

/* Named, not taken, and another card may be put down. */
static void
expired(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->identity.valid_to_yyyymmdd = 20251123;
	mc_walk_to(walk, MC_PAGE_CARD);
	mc_walk_step(walk);
	g_assert_cmpint(view->page, ==, MC_PAGE_CARD);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_EXPIRED);
	g_assert_true(view->may_ask_clerk);
	g_assert_cmpstr(view->identity.name, ==, "");
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 0);
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_CARD);
	mc_fakes_pass_ms(walk->fakes, 6000);
	walk->fakes->reader_listener.reading(walk->fakes->reader_data);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_EXPIRED);
	/* valid through the day that stands on it */
	walk->identity.valid_to_yyyymmdd = 20251124;
	mc_walk_to(walk, MC_PAGE_CONFIRM);
}

/* The recorder's day counts, which may turn while somebody stands there. */
static void
expires_overnight(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	walk->identity.valid_to_yyyymmdd = 20251124;
	mc_walk_to(walk, MC_PAGE_CARD);
	walk->fakes->hello.today_yyyymmdd = 20251125;
	mc_fakes_hello_changed(walk->fakes);
	mc_walk_step(walk);
	g_assert_cmpint(mc_session_view(walk->session)->card_problem, ==, MC_CARD_EXPIRED);
}

static void
under_age(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->identity.birth_yyyymmdd = 20071125;
	mc_walk_to(walk, MC_PAGE_CARD);
	mc_walk_step(walk);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_UNDER_AGE);
	/* a warning: the verdict will say the same */
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(view->page, ==, MC_PAGE_CONFIRM);
	mc_session_post(walk->session, MC_ACT_NO);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_FINE);
	/* eighteen today */
	walk->identity.birth_yyyymmdd = 20071124;
	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_FINE);
}

static void
reader_away(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CARD);
	mc_fakes_device(walk->fakes, MC_DEVICE_ID_READER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_READER_AWAY);
	g_assert_true(view->may_ask_clerk);
	g_assert_cmpint(view->page, ==, MC_PAGE_CARD);
	mc_fakes_device(walk->fakes, MC_DEVICE_ID_READER, MC_DEVICE_READY, MC_CAUSE_NONE);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_FINE);
	g_assert_true(walk->fakes->finding);
	mc_walk_to(walk, MC_PAGE_CONFIRM);
}

/* Not even there when the page opens: O4. */
static void
no_reader(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_device(walk->fakes, MC_DEVICE_ID_READER, MC_DEVICE_ABSENT, MC_CAUSE_NONE);
	g_assert_cmpint(view->service, ==, MC_SERVICE_PARTLY);
	mc_walk_to(walk, MC_PAGE_CARD);
	g_assert_cmpint(view->card_problem, ==, MC_CARD_READER_AWAY);
}

static void
not_me(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_session_post(walk->session, MC_ACT_NO);
	g_assert_cmpint(view->page, ==, MC_PAGE_CARD);
	g_assert_cmpstr(view->identity.name, ==, "");
	g_assert_true(walk->fakes->finding);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_VISIT_IDENTIFY], ==, 0);
}

/* Finding is a matter of the card page alone. */
static void
found_late(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CARD);
	mc_session_post(walk->session, MC_ACT_BACK);
	g_assert_false(walk->fakes->finding);
	walk->fakes->reader_listener.card(&walk->identity, walk->fakes->reader_data);
	g_assert_cmpint(view->page, ==, MC_PAGE_PRIVACY);
	g_assert_cmpstr(view->identity.name, ==, "");
}

/* The recorder does not take the person: nobody is blamed with a fault. */
static void
identity_refused(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->refuse_op = MC_RECORDER_VISIT_IDENTIFY;
	walk->fakes->refuse_code = MC_ERROR_REFUSED;
	mc_walk_to(walk, MC_PAGE_ABORTED);
	g_assert_cmpint(view->abort, ==, MC_ABORT_REFUSED);
	g_assert_cmpstr(view->identity.name, ==, "");
}

/* The picture comes when it comes, and goes with the page that shows it (C8). */
static void
photo(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_cmpuint(walk->fakes->photos, ==, 1);
	g_assert_null(view->photo);
	mc_fakes_photo(walk->fakes, TRUE);
	g_assert_cmpuint(view->photo_width, ==, 2);
	g_assert_cmpuint(view->photo_height, ==, 1);
	g_assert_cmpuint(g_bytes_get_size(view->photo), ==, 6);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(view->page, ==, MC_PAGE_CARD);
	g_assert_null(view->photo);
	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_fakes_photo(walk->fakes, TRUE);
	mc_walk_to(walk, MC_PAGE_BUSINESS);
	g_assert_null(view->photo);
	g_assert_cmpuint(view->photo_width, ==, 0);
}

/* No decoder, or one that gives nothing or takes too long: the visit does not wait for it. */
static void
photo_missing(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_walk_to(walk, MC_PAGE_CONFIRM);
	mc_fakes_photo(walk->fakes, FALSE);
	g_assert_null(view->photo);
	g_assert_cmpint(view->page, ==, MC_PAGE_CONFIRM);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_run(walk->fakes);
	mc_walk_to(walk, MC_PAGE_CONFIRM);
	g_assert_cmpuint(walk->fakes->photos, ==, 2);
	mc_walk_to(walk, MC_PAGE_BUSINESS);
	g_assert_cmpuint(walk->fakes->photo_cancels, ==, 1);
	g_assert_cmpstr(view->identity.name, ==, "CANARYNAME");
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/card/lifted", lifted);
	g_test_add_func("/flow/card/unreadable", unreadable);
	g_test_add_func("/flow/card/checksum", checksum);
	g_test_add_func("/flow/card/expired", expired);
	g_test_add_func("/flow/card/expires-overnight", expires_overnight);
	g_test_add_func("/flow/card/under-age", under_age);
	g_test_add_func("/flow/card/reader-away", reader_away);
	g_test_add_func("/flow/card/no-reader-O4", no_reader);
	g_test_add_func("/flow/card/not-me", not_me);
	g_test_add_func("/flow/card/found-late", found_late);
	g_test_add_func("/flow/card/identity-refused", identity_refused);
	g_test_add_func("/flow/card/photo-C8", photo);
	g_test_add_func("/flow/card/photo-missing", photo_missing);
	return g_test_run();
}
