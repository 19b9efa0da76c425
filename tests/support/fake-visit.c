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

void
mc_walk_touch(McWalk *walk, gint32 figure)
{
	mc_session_post_number(walk->session, MC_ACT_DRAWN, mc_session_view(walk->session)->exam.trial);
	mc_fakes_pass_ms(walk->fakes, 900);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, figure);
	mc_fakes_run(walk->fakes);
}

/* The practice of reaction: everything right, with the pad or on the glass. */
static void
react(McWalk *walk, const McView *view)
{
	McReactionStimulus shown = mc_fakes_reaction(walk->fakes);

	if (view->exam.reaction.stage != MC_REACTION_SIGNAL)
		return;
	mc_session_post_number(walk->session, MC_ACT_DRAWN, view->exam.trial);
	mc_fakes_pass_ms(walk->fakes, 300);
	switch (shown.task) {
	case MC_REACTION_SIMPLE:
	case MC_REACTION_CHOICE:
		if (view->exam.reaction.by_pad)
			mc_fakes_key(walk->fakes, MC_PAD_RIGHT, 0);
		else
			mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, shown.key);
		break;
	case MC_REACTION_MEMORY:
		for (gint32 i = 0; i < shown.digits; i++)
			mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, shown.digit[i]);
		break;
	case MC_REACTION_JUDGEMENT:
		mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, shown.dark);
		break;
	}
}

static void
exam_step(McWalk *walk, const McView *view)
{
	if (walk->fakes->showing)
		mc_fakes_pad(walk->fakes, TRUE);
	else if (walk->fakes->playing)
		mc_fakes_handset(walk->fakes, TRUE, 400);
	else if (walk->fakes->measuring)
		mc_fakes_measure(walk->fakes, 1725);
	else if (walk->fakes->still_done != NULL)
		mc_fakes_see(walk->fakes);
	else if (view->exam.kind == MC_EXAM_LIMBS && view->exam.phase == MC_PHASE_PRESENTING)
		mc_session_post(walk->session, MC_ACT_NEXT);
	else if (view->exam.kind == MC_EXAM_REACTION && view->exam.phase == MC_PHASE_PRESENTING)
		react(walk, view);
	else if (view->exam.picture_on)
		mc_walk_touch(walk, view->exam.colour.figure);
	else if (view->exam.phase == MC_PHASE_PREPARE || view->exam.phase == MC_PHASE_LONGER ||
	         view->exam.phase == MC_PHASE_RE_INSTRUCT || view->exam.phase == MC_PHASE_NEXT_PART)
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
	if (walk->code != NULL) {
		mc_session_post(walk->session, MC_ACT_CASE);
		return;
	}
	mc_session_post_text(walk->session, MC_ACT_BUSINESS, "A");
	mc_session_post_number(walk->session, MC_ACT_CLASSES, 1 << MC_CLASS_C1);
	mc_session_post(walk->session, MC_ACT_NEXT);
}

static void
give_code(McWalk *walk, const McView *view)
{
	if (view->may_give_code)
		mc_session_post_text(walk->session, MC_ACT_CASE_CODE, walk->code);
	else
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
	case MC_PAGE_STATUS:
	case MC_PAGE_FAULT: mc_session_post(walk->session, MC_ACT_NEXT); break;
	case MC_PAGE_CASE: give_code(walk, view); break;
	case MC_PAGE_SEALING:
	case MC_PAGE_STAFF_SIGN_IN:
	case MC_PAGE_CLERK:
	case MC_PAGE_TECHNICIAN:
	case MC_PAGE_TECHNICIAN_OUTBOX:
	case MC_PAGE_TECHNICIAN_EVENTS:
	case MC_PAGE_TECHNICIAN_CLOCK:
	case MC_PAGE_TECHNICIAN_PEOPLE: break;
	}
}

void
mc_walk_come_with_code(McWalk *walk, const char *code, guint32 missing)
{
	walk->code = code;
	walk->fakes->goes_on = (McCaseNote){.part = 2, .missing = missing, .lapses_yyyymmdd = 20261224};
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
	for (guint i = 0; !walk->fakes->showing && !walk->fakes->playing &&
	                  !mc_session_view(walk->session)->exam.picture_on;
	     i++) {
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

const McExamLine *
mc_walk_find_line(McWalk *walk, McExamKind kind)
{
	const McView *view = mc_session_view(walk->session);

	for (guint i = 0; i < view->exam_lines; i++)
		if (view->exam_line[i].kind == kind)
			return &view->exam_line[i];
	return NULL;
}

const McExamLine *
mc_walk_line(McWalk *walk, McExamKind kind)
{
	const McExamLine *line = mc_walk_find_line(walk, kind);

	if (line == NULL)
		g_error("no line of exam %u", kind);
	return line;
}
