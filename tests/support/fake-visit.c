#include "tests/support/fake-visit.h"

static void
on_change(guint changes, gpointer data)
{
	McWalk *walk = data;

	walk->changes |= changes;
	walk->pages[mc_session_view(walk->session)->page] = TRUE;
}

static McWalk *
walk_new(gboolean demonstration, guint fail_at)
{
	McWalk *walk = g_new0(McWalk, 1);
	McSessionPorts ports;

	walk->fakes = mc_fakes_new();
	walk->fakes->fail_at = fail_at;
	walk->identity = mc_fakes_identity();
	ports = mc_fakes_ports(walk->fakes);
	ports.demonstration = demonstration;
	walk->session = mc_session_new(&ports);
	mc_session_set_listener(walk->session, on_change, walk);
	mc_fakes_run(walk->fakes);
	return walk;
}

McWalk *
mc_walk_new(void)
{
	return walk_new(FALSE, 0);
}

McWalk *
mc_walk_new_demonstration(void)
{
	return walk_new(TRUE, 0);
}

McWalk *
mc_walk_new_failing(guint k)
{
	return walk_new(FALSE, k);
}

void
mc_walk_free(McWalk *walk)
{
	mc_session_free(walk->session);
	mc_fakes_free(walk->fakes);
	g_free(walk);
}

static void
exam_step(McWalk *walk, const McView *view)
{
	if (walk->fakes->showing)
		mc_fakes_pad(walk->fakes, TRUE);
	else if (walk->fakes->playing)
		mc_fakes_handset(walk->fakes, TRUE, 400);
	else if (view->exam.phase == MC_PHASE_PREPARE || view->exam.phase == MC_PHASE_LONGER ||
	         view->exam.phase == MC_PHASE_RE_INSTRUCT)
		mc_session_post(walk->session, MC_ACT_NEXT);
}

static void
sign(McWalk *walk)
{
	g_autoptr(GBytes) strokes = g_bytes_new_static("[[CANARYSTROKE]]", 16);

	mc_session_post_text(walk->session, MC_ACT_PHONE, "13900139000");
	mc_session_act(walk->session, &(McAct){.kind = MC_ACT_SIGNATURE, .bytes = strokes});
	mc_session_post(walk->session, MC_ACT_NEXT);
}

static void
choose(McWalk *walk)
{
	mc_session_post_text(walk->session, MC_ACT_BUSINESS, "A");
	mc_session_post_number(walk->session, MC_ACT_CLASSES, 1 << MC_CLASS_C1);
	mc_session_post(walk->session, MC_ACT_NEXT);
}

static void
answer_aids(McWalk *walk)
{
	mc_session_post_number(walk->session, MC_ACT_GLASSES, walk->has_glasses);
	mc_session_post_number(walk->session, MC_ACT_HEARING_AID, walk->wears_hearing_aid);
	mc_session_post(walk->session, MC_ACT_NEXT);
}

static void
page_step(McWalk *walk, const McView *view)
{
	switch (view->page) {
	case MC_PAGE_WELCOME: mc_session_post(walk->session, MC_ACT_START); break;
	case MC_PAGE_CARD:
		if (walk->fakes->finding)
			mc_fakes_card(walk->fakes, &walk->identity);
		break;
	case MC_PAGE_CONFIRM: mc_session_post(walk->session, MC_ACT_YES); break;
	case MC_PAGE_BUSINESS: choose(walk); break;
	case MC_PAGE_AIDS: answer_aids(walk); break;
	case MC_PAGE_DECLARATION:
		mc_session_act(walk->session, &(McAct){.kind = MC_ACT_DECLARE, .flag = TRUE});
		mc_session_post(walk->session, MC_ACT_NEXT);
		break;
	case MC_PAGE_PRACTICE:
	case MC_PAGE_EXAM: exam_step(walk, view); break;
	case MC_PAGE_SIGNATURE: sign(walk); break;
	case MC_PAGE_LANGUAGE:
	case MC_PAGE_PRIVACY:
	case MC_PAGE_GLASSES_ON:
	case MC_PAGE_SUMMARY:
	case MC_PAGE_END:
	case MC_PAGE_ABORTED:
	case MC_PAGE_FAULT: mc_session_post(walk->session, MC_ACT_NEXT); break;
	case MC_PAGE_SEALING:
	case MC_PAGE_STAFF_SIGN_IN:
	case MC_PAGE_CLERK:
	case MC_PAGE_TECHNICIAN:
	case MC_PAGE_TECHNICIAN_OUTBOX:
	case MC_PAGE_TECHNICIAN_EVENTS:
	case MC_PAGE_TECHNICIAN_PEOPLE: break;
	}
}

void
mc_walk_step(McWalk *walk)
{
	page_step(walk, mc_session_view(walk->session));
	mc_fakes_pass_ms(walk->fakes, 500);
}

void
mc_walk_to(McWalk *walk, McPage page)
{
	const McView *view = mc_session_view(walk->session);

	for (guint i = 0; view->page != page; i++) {
		g_assert_cmpuint(i, <, 400);
		mc_walk_step(walk);
	}
}

static gboolean
is_at(const McView *view, McExamKind kind, gboolean practice)
{
	return view->page == (practice ? MC_PAGE_PRACTICE : MC_PAGE_EXAM) && view->exam.kind == kind;
}

void
mc_walk_to_exam(McWalk *walk, McExamKind kind, gboolean practice)
{
	for (guint i = 0; !is_at(mc_session_view(walk->session), kind, practice); i++) {
		g_assert_cmpuint(i, <, 400);
		mc_walk_step(walk);
	}
}

void
mc_walk_to_stimulus(McWalk *walk, McExamKind kind, gboolean practice)
{
	mc_walk_to_exam(walk, kind, practice);
	for (guint i = 0; !walk->fakes->showing && !walk->fakes->playing; i++) {
		g_assert_cmpuint(i, <, 40);
		mc_walk_step(walk);
	}
}

void
mc_walk_unplug(McWalk *walk, McDeviceKind kind)
{
	mc_fakes_device(walk->fakes, kind, MC_DEVICE_ABSENT, MC_CAUSE_UNPLUGGED);
}

void
mc_walk_plug(McWalk *walk, McDeviceKind kind)
{
	mc_fakes_device(walk->fakes, kind, MC_DEVICE_STARTING, MC_CAUSE_NONE);
	mc_fakes_device(walk->fakes, kind, MC_DEVICE_READY, MC_CAUSE_NONE);
}
