/* K4, C15: the paper of a record: counted before it is printed, given back when it does not come
 * out, and never called printed before it is. */

#include "app/flow/session-private.h"
#include "tests/support/fake-visit.h"

static const McPrinterState fine = {0};
static const McPrinterState no_paper = {.paper_out = TRUE};
static const McPrinterState open_cover = {.cover_open = TRUE};
static const McPrinterState stuck = {.cutter_stuck = TRUE};
static const McPrinterState broken = {.other_error = TRUE};

static McWalk *
at_the_end(void)
{
	McWalk *walk = mc_walk_new();

	mc_walk_to(walk, MC_PAGE_END);
	mc_fakes_run(walk->fakes);
	return walk;
}

static void
assert_slip(McWalk *walk, McSlipStep step, const char *said, guint counted)
{
	g_assert_cmpint(mc_session_view(walk->session)->slip, ==, step);
	g_assert_cmpstr(walk->fakes->said, ==, said);
	g_assert_cmpuint(walk->fakes->slips, ==, counted);
}

static void
printed(void)
{
	g_autoptr(McWalk) walk = at_the_end();
	McFakes *fakes = walk->fakes;

	assert_slip(walk, MC_SLIP_PRINTING, "end-slip-printing", 1);
	g_assert_cmpuint(fakes->last[MC_RECORDER_SLIP].seq, ==, 1);
	g_assert_cmpstr(fakes->drawn.record.reference, ==, "MC-1");
	g_assert_cmpuint(fakes->drawn.slip.copy, ==, 1);
	mc_fakes_printed(fakes);
	assert_slip(walk, MC_SLIP_TAKE, "end-slip-take", 1);
	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(fakes);
	assert_slip(walk, MC_SLIP_NONE, NULL, 1);
	g_assert_cmpuint(fakes->prints, ==, 1);
	g_assert_cmpuint(fakes->cancels, ==, 0);
}

/* A kiosk that never had a printer says nothing of one; one that has lost it says so. */
static void
no_printer(gconstpointer data)
{
	gboolean had_one = GPOINTER_TO_INT(data);
	g_autoptr(McWalk) walk = mc_walk_new();
	McFakes *fakes = walk->fakes;

	if (had_one)
		g_strlcpy(fakes->info[MC_DEVICE_PRINTER].model, "SP-1",
		    sizeof fakes->info[MC_DEVICE_PRINTER].model);
	mc_fakes_device(fakes, MC_DEVICE_PRINTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	mc_walk_to(walk, MC_PAGE_END);
	if (had_one)
		assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 0);
	else
		assert_slip(walk, MC_SLIP_NONE, "end", 0);
	g_assert_cmpuint(fakes->count[MC_RECORDER_SLIP], ==, 0);
}

typedef struct Trouble {
	const char *name;
	const McPrinterState *state;
	McDeviceCause cause;
} Trouble;

static const Trouble troubles[] = {
    {"paper-out", &no_paper, MC_CAUSE_PAPER_OUT},
    {"cover-open", &open_cover, MC_CAUSE_COVER_OPEN},
    {"cutter-stuck", &stuck, MC_CAUSE_CUTTER_STUCK},
    {"printer-error", &broken, MC_CAUSE_PRINTER_ERROR},
};

/* Seen to while the person waits: it goes on by itself, and is no event of the chain. */
static void
held_and_mended(gconstpointer data)
{
	const Trouble *trouble = data;
	g_autoptr(McWalk) walk = at_the_end();
	const McView *view = mc_session_view(walk->session);
	const guint events = walk->fakes->count[MC_RECORDER_DEVICE_EVENT];

	mc_fakes_printer_state(walk->fakes, trouble->state);
	assert_slip(walk, MC_SLIP_PRINTING, "end-slip-printing", 1);
	mc_fakes_printer_held(walk->fakes, trouble->state);
	assert_slip(walk, MC_SLIP_HELD, "end-slip-at-the-counter", 1);
	g_assert_cmpint(view->devices[MC_DEVICE_PRINTER].cause, ==, trouble->cause);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_fakes_printer_state(walk->fakes, &fine);
	assert_slip(walk, MC_SLIP_PRINTING, "end-slip-printing", 1);
	g_assert_cmpint(view->devices[MC_DEVICE_PRINTER].cause, ==, MC_CAUSE_NONE);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_DEVICE_EVENT], ==, events);
	mc_fakes_printed(walk->fakes);
	assert_slip(walk, MC_SLIP_TAKE, "end-slip-take", 1);
}

/* C8: nobody sees to it before the person leaves: it must not come out for the next one. */
static void
held_and_left(gconstpointer data)
{
	const Trouble *trouble = data;
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_printer_held(walk->fakes, trouble->state);
	mc_fakes_pass_ms(walk->fakes, 61000);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_WELCOME);
	assert_slip(walk, MC_SLIP_NONE, NULL, 0);
	g_assert_cmpuint(walk->fakes->cancels, ==, 1);
	g_assert_null(walk->fakes->paper);
}

/* Whoever goes while it is coming out finds it in the printer, whole. */
static void
left_while_printing(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->cancels, ==, 0);
	mc_fakes_printed(walk->fakes);
	assert_slip(walk, MC_SLIP_NONE, NULL, 1);
}

/* … unless it stops then: nobody waits for it any more. */
static void
left_and_held(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_session_post(walk->session, MC_ACT_NEXT);
	mc_fakes_run(walk->fakes);
	mc_fakes_printer_held(walk->fakes, &no_paper);
	assert_slip(walk, MC_SLIP_NONE, NULL, 0);
	g_assert_cmpuint(walk->fakes->cancels, ==, 1);
}

/* Pulled out, or it answers no more. */
static void
lost(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_device(walk->fakes, MC_DEVICE_PRINTER, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
	mc_fakes_printer_lost(walk->fakes);
	assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 0);
	g_assert_false(walk->fakes->last[MC_RECORDER_SLIP].flag);
}

/* Said before anybody wants a slip. */
static void
wants_a_hand(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	mc_fakes_printer_state(walk->fakes, &open_cover);
	g_assert_cmpint(view->devices[MC_DEVICE_PRINTER].cause, ==, MC_CAUSE_COVER_OPEN);
	g_assert_cmpint(view->slip, ==, MC_SLIP_NONE);
}

/* Not counted: not printed. */
static void
refused(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	walk->fakes->refuse_op = MC_RECORDER_SLIP;
	walk->fakes->refuse_code = MC_ERROR_STORAGE;
	mc_walk_to(walk, MC_PAGE_END);
	mc_fakes_run(walk->fakes);
	assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 0);
	g_assert_cmpuint(walk->fakes->prints, ==, 0);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_SLIP], ==, 1);
}

static void
not_drawn(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	walk->fakes->cannot_draw = TRUE;
	mc_walk_to(walk, MC_PAGE_END);
	mc_fakes_run(walk->fakes);
	assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 0);
	g_assert_cmpuint(walk->fakes->prints, ==, 0);
}

/* The recorder is away when it fails: it hears of it when it is back, once. */
static void
given_back_later(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_run(walk->fakes);
	mc_fakes_printer_lost(walk->fakes);
	g_assert_cmpuint(walk->fakes->slips, ==, 1);
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->slips, ==, 0);
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_SLIP], ==, 2);
}

/* ---- the clerk's copy ---- */

static void
come_in(McWalk *walk)
{
	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(
	    walk->session, &(McAct){.kind = MC_ACT_SIGN_IN, .text = "clerk", .secret = "2468"});
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_CLERK);
}

static void
copy(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_printed(walk->fakes);
	come_in(walk);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 0);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_SLIP], ==, 1);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 7);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->last[MC_RECORDER_SLIP].seq, ==, 7);
	g_assert_cmpuint(walk->fakes->drawn.slip.copy, ==, 2);
	assert_slip(walk, MC_SLIP_PRINTING, NULL, 2);
	/* one at a time, and said */
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 8);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(mc_session_view(walk->session)->staff_error, ==, "busy");
	g_assert_cmpuint(walk->fakes->prints, ==, 2);
	mc_fakes_printed(walk->fakes);
	assert_slip(walk, MC_SLIP_TAKE, NULL, 2);
	/* the citizen's page does not speak of it */
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	assert_slip(walk, MC_SLIP_NONE, "end", 2);
}

/* Neither a citizen nor a technician prints a copy. */
static void
copy_is_the_clerks(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_printed(walk->fakes);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_session_post(walk->session, MC_ACT_STAFF);
	mc_session_act(
	    walk->session, &(McAct){.kind = MC_ACT_SIGN_IN, .text = "tech", .secret = "2468"});
	mc_fakes_run(walk->fakes);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_fakes_run(walk->fakes);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_SLIP], ==, 1);
}

/* A clerk who goes while his copy waits for paper has none; the citizen's own one stays as it is
 * while a clerk comes and goes. */
static void
copy_left(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_printer_held(walk->fakes, &no_paper);
	come_in(walk);
	assert_slip(walk, MC_SLIP_HELD, NULL, 1);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_fakes_run(walk->fakes);
	g_assert_cmpstr(mc_session_view(walk->session)->staff_error, ==, "busy");
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	assert_slip(walk, MC_SLIP_HELD, "end-slip-at-the-counter", 1);
	mc_fakes_printer_state(walk->fakes, &fine);
	mc_fakes_printed(walk->fakes);
	come_in(walk);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_fakes_run(walk->fakes);
	mc_fakes_printer_held(walk->fakes, &no_paper);
	assert_slip(walk, MC_SLIP_HELD, NULL, 2);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	assert_slip(walk, MC_SLIP_NONE, "end", 1);
	g_assert_cmpuint(walk->fakes->cancels, ==, 1);
}

/* The recorder restarts: nobody is signed in, and a copy that waits is for nobody. */
static void
copy_of_nobody(void)
{
	g_autoptr(McWalk) walk = at_the_end();

	mc_fakes_printed(walk->fakes);
	come_in(walk);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_fakes_run(walk->fakes);
	mc_fakes_printer_held(walk->fakes, &open_cover);
	mc_fakes_connect(walk->fakes, FALSE);
	mc_fakes_connect(walk->fakes, TRUE);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(mc_session_view(walk->session)->page, ==, MC_PAGE_STAFF_SIGN_IN);
	g_assert_cmpuint(walk->fakes->cancels, ==, 1);
	g_assert_cmpuint(walk->fakes->slips, ==, 1);
}

/* A record is sealed while a copy still comes out: the copy is not torn off, the page promises
 * nothing. */
static void
two_at_once(void)
{
	g_autoptr(McWalk) walk = mc_walk_new();

	mc_walk_to(walk, MC_PAGE_SUMMARY);
	come_in(walk);
	mc_session_post_number(walk->session, MC_ACT_PRINT_SLIP, 1);
	mc_fakes_run(walk->fakes);
	mc_session_post(walk->session, MC_ACT_SIGN_OUT);
	mc_fakes_run(walk->fakes);
	mc_walk_to(walk, MC_PAGE_END);
	assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 1);
	g_assert_cmpuint(walk->fakes->prints, ==, 1);
	mc_fakes_printed(walk->fakes);
	assert_slip(walk, MC_SLIP_FAILED, "end-slip-at-the-counter", 1);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/slip/printed-K4", printed);
	g_test_add_data_func("/flow/slip/no-printer/never", GINT_TO_POINTER(FALSE), no_printer);
	g_test_add_data_func("/flow/slip/no-printer/any-more", GINT_TO_POINTER(TRUE), no_printer);
	for (guint i = 0; i < G_N_ELEMENTS(troubles); i++) {
		g_autofree char *mended = g_strconcat("/flow/slip/mended-O11/", troubles[i].name, NULL);
		g_autofree char *left = g_strconcat("/flow/slip/left-C8/", troubles[i].name, NULL);

		g_test_add_data_func(mended, &troubles[i], held_and_mended);
		g_test_add_data_func(left, &troubles[i], held_and_left);
	}
	g_test_add_func("/flow/slip/left-while-printing", left_while_printing);
	g_test_add_func("/flow/slip/left-and-held", left_and_held);
	g_test_add_func("/flow/slip/lost-O11", lost);
	g_test_add_func("/flow/slip/wants-a-hand", wants_a_hand);
	g_test_add_func("/flow/slip/refused-K4", refused);
	g_test_add_func("/flow/slip/not-drawn", not_drawn);
	g_test_add_func("/flow/slip/given-back-later", given_back_later);
	g_test_add_func("/flow/slip/copy-K4", copy);
	g_test_add_func("/flow/slip/copy-is-the-clerks-K4", copy_is_the_clerks);
	g_test_add_func("/flow/slip/copy-left", copy_left);
	g_test_add_func("/flow/slip/copy-of-nobody", copy_of_nobody);
	g_test_add_func("/flow/slip/two-at-once", two_at_once);
	return g_test_run();
}
