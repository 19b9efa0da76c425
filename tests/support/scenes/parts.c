/* A check in parts (C18). */

#include "tests/support/scenes/people.h"
#include "tests/support/scenes/scene.h"

static void
end(McView *view)
{
	view->page = MC_PAGE_END;
	view->record.state = MC_RECEIPT_RECORDED;
	view->record.seq = 52;
	g_strlcpy(view->record.reference, "K0001-000052-D02B", sizeof view->record.reference);
	g_strlcpy(view->record.qr, "MC1:K0001-000052-D02B:0123456789abcdef0123456789abcdef",
	    sizeof view->record.qr);
	mc_people_case(&view->of_case);
}

static void
end_left(McView *view)
{
	end(view);
}

/* The audiometer and the height unit are dead; the paper is out. */
static void
end_much_left(McView *view)
{
	end(view);
	view->of_case.missing |= 1u << MC_EXAM_STATURE;
	view->slip = MC_SLIP_TAKE;
}

static void
end_last_part(McView *view)
{
	end(view);
	view->of_case = (McCaseNote){.part = 2, .lapses_yyyymmdd = 20261224};
	view->record.state = MC_RECEIPT_ACCEPTED;
}

/* ---- going on ---- */

static void
case_ask(McView *view)
{
	view->page = MC_PAGE_CASE;
	view->may_give_code = TRUE;
}

static void
case_misread(McView *view)
{
	case_ask(view);
	view->case_trouble = MC_CASE_TROUBLE_MISREAD;
}

static void
case_complete(McView *view)
{
	case_ask(view);
	view->case_trouble = MC_CASE_TROUBLE_COMPLETE;
}

static void
case_again(McView *view)
{
	case_ask(view);
	view->of_case = (McCaseNote){.part = 2, .is_code_wanted = TRUE};
}

static void
case_goes_on(McView *view)
{
	view->page = MC_PAGE_CASE;
	mc_people_case(&view->of_case);
	view->of_case.part = 2;
}

static void
case_glasses(McView *view)
{
	view->page = MC_PAGE_AIDS;
	view->of_case = (McCaseNote){.part = 2, .missing = 1u << MC_EXAM_ACUITY};
}

static void
summary_of_part(McView *view)
{
	view->page = MC_PAGE_SUMMARY;
	mc_people_results(view, MC_OUTCOME_PASS, MC_OUTCOME_PASS, 0);
	view->exam_lines = 1;
	view->verdicts = 1;
	mc_people_verdict(&view->verdict[0], MC_CLASS_C1, MC_OUTCOME_PASS);
	view->of_case = (McCaseNote){.part = 2, .missing = 1u << MC_EXAM_ACUITY};
}

static void
clerk_may_go_on(McView *view)
{
	view->page = MC_PAGE_CLERK;
	view->role = MC_STAFF_CLERK;
	view->visit_suspended = TRUE;
	view->may_give_code = TRUE;
	mc_people_lines(view);
}

/* ---- what became of a slip (C16) ---- */

static void
status_ask(McView *view)
{
	view->page = MC_PAGE_STATUS;
}

static void
status_accepted(McView *view)
{
	status_ask(view);
	view->status = (McSlipStatus){.outcome = MC_STATUS_FOUND,
	    .state = MC_RECEIPT_ACCEPTED,
	    .reference = "MC-K0002-000052-B",
	    .as_of_wall_us = G_GINT64_CONSTANT(1764050700000000)};
}

static void
status_old(McView *view)
{
	status_accepted(view);
	view->status.is_unreached = TRUE;
}

static void
status_here(McView *view)
{
	status_accepted(view);
	view->status.is_here = TRUE;
	view->status.state = MC_RECEIPT_SENT;
}

static void
status_asking(McView *view)
{
	status_accepted(view);
	view->status.outcome = MC_STATUS_ASKING;
	view->status.is_asking = TRUE;
	view->status.as_of_wall_us = 0;
}

static void
status_unknown(McView *view)
{
	status_accepted(view);
	view->status.outcome = MC_STATUS_UNKNOWN;
}

static void
status_misread(McView *view)
{
	status_ask(view);
	view->status.outcome = MC_STATUS_MISREAD;
}

const McScene mc_scenes_parts[] = {MC_SCENE(end_left), MC_SCENE(end_much_left),
    MC_SCENE(end_last_part), MC_SCENE(case_ask), MC_SCENE(case_misread), MC_SCENE(case_complete),
    MC_SCENE(case_again), MC_SCENE(case_goes_on), MC_SCENE(case_glasses), MC_SCENE(summary_of_part),
    MC_SCENE(clerk_may_go_on), MC_SCENE(status_ask), MC_SCENE(status_accepted),
    MC_SCENE(status_old), MC_SCENE(status_here), MC_SCENE(status_asking), MC_SCENE(status_unknown),
    MC_SCENE(status_misread), {NULL, NULL}};
