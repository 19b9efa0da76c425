/* Slips of a record through the recorder: counted, chained, and whole after a restart (K4). */

#include "app/base/error.h"
#include "tests/desk/desk.h"

/* The number is taken before anything is printed and given back when nothing came out; copies
 * are for staff, and each is chained. What stands on it comes from the sealed record. */
static void
test_first(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};
	guint64 older;

	mc_desk_visit(desk, 0);
	older = desk->reply->record.seq;
	mc_desk_visit(desk, 1);
	slip.seq = desk->reply->record.seq;
	mc_desk_ask(desk, &slip);
	g_assert_cmpuint(desk->reply->slip.copy, ==, 1);
	g_assert_cmpint(desk->reply->record.state, ==, MC_RECEIPT_RECORDED);
	g_assert_cmpuint(desk->reply->verdicts, ==, 1);
	g_assert_cmpuint(desk->reply->slip.exam_lines, ==, 3);
	g_assert_true(desk->reply->slip.exam_line[0].done);
	g_assert_cmpint(desk->reply->slip.exam_line[0].result.outcome, ==, MC_OUTCOME_PASS);
	slip.flag = FALSE;
	mc_desk_ask(desk, &slip);
	mc_desk_refused(desk, &slip, MC_ERROR_REFUSED); /* once */
	slip.flag = TRUE;
	mc_desk_ask(desk, &slip);
	g_assert_cmpuint(desk->reply->slip.copy, ==, 1);
	/* the citizen has his: not a second one, and nobody else's */
	mc_desk_refused(desk, &slip, MC_ERROR_REFUSED);
	slip.seq = older;
	mc_desk_refused(desk, &slip, MC_ERROR_REFUSED);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "slip-issued"), ==, 2);
	g_assert_cmpuint(mc_desk_count(desk, "audit", "slip-failed"), ==, 1);
	mc_desk_verify_chain(desk);
}

/* The count outlives the recorder: a power cut between paper and count makes no second first one.
 */
static void
test_copies(McDesk **world, gconstpointer unused)
{
	McDesk *desk = *world;
	McRecorderRequest slip = {.op = MC_RECORDER_SLIP, .flag = TRUE};

	mc_desk_visit(desk, 0);
	slip.seq = desk->reply->record.seq;
	mc_desk_ask(desk, &slip);
	mc_desk_restart(desk);
	slip.flag = FALSE;
	mc_desk_refused(desk, &slip, MC_ERROR_REFUSED);
	slip.flag = TRUE;
	mc_desk_refused(desk, &slip, MC_ERROR_REFUSED);
	mc_desk_sign_in(desk, "lin", "731205");
	mc_desk_ask(desk, &slip);
	g_assert_cmpuint(desk->reply->slip.copy, ==, 2);
	mc_desk_ask(desk, &slip);
	g_assert_cmpuint(desk->reply->slip.copy, ==, 3);
	slip.seq++; /* an audit entry is no record */
	mc_desk_refused(desk, &slip, MC_ERROR_BAD_INPUT);
	mc_desk_verify_chain(desk);
}

int
main(int argc, char **argv)
{
	g_autoptr(McDeskKit) kit = NULL;

	g_test_init(&argc, &argv, NULL);
	kit = mc_desk_kit_new_hired();
	g_test_add("/recorder/slip/first-K4", McDesk *, kit, mc_desk_fixture_new, test_first,
	    mc_desk_fixture_free);
	g_test_add("/recorder/slip/copies-K4", McDesk *, kit, mc_desk_fixture_new, test_copies,
	    mc_desk_fixture_free);
	return g_test_run();
}
