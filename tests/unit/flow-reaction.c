/* The practice of memory, judgement and reaction on the glass: offered by age, left at any moment,
 * timed from the frame that shows the signal. */

#include "tests/support/fake-visit.h"

#define TRIALS 5 /* of the fake recorder: two simple ones and one of each other task */

/* A kiosk that offers it from 70 years; the fakes' citizen is 76. */
static McWalk *
walk_new(void)
{
	McWalk *walk = mc_walk_new();

	walk->fakes->hello.reaction_from_years = 70;
	mc_fakes_hello_changed(walk->fakes);
	return walk;
}

/* The pad is not there: the glass has the keys. */
static McWalk *
walk_new_by_touch(void)
{
	McWalk *walk = walk_new();

	mc_walk_unplug(walk, MC_DEVICE_RESPONSE_PAD);
	return walk;
}

static const McReactionView *
shown(McWalk *walk)
{
	return &mc_session_view(walk->session)->exam.reaction;
}

static const McReactionAnswer *
sent(McWalk *walk)
{
	const McRecorderRequest *request = &walk->fakes->last[MC_RECORDER_EXAM_ANSWER];

	g_assert_cmpint(request->answer.kind, ==, MC_EXAM_REACTION);
	return &request->answer.as.reaction;
}

static void
to_task(McWalk *walk, McReactionTask task)
{
	const McView *view = mc_session_view(walk->session);

	mc_walk_to_exam(walk, MC_EXAM_REACTION, FALSE);
	for (guint i = 0; view->exam.phase != MC_PHASE_PRESENTING || shown(walk)->task != task; i++) {
		g_assert_cmpuint(i, <, 100);
		mc_walk_step(walk);
	}
}

static void
to_stage(McWalk *walk, McReactionTask task, McReactionStage stage)
{
	to_task(walk, task);
	for (guint i = 0; shown(walk)->stage != stage; i++) {
		g_assert_cmpuint(i, <, 100);
		mc_fakes_pass_ms(walk->fakes, 100);
	}
}

static void
drawn(McWalk *walk)
{
	mc_session_post_number(walk->session, MC_ACT_DRAWN, mc_session_view(walk->session)->exam.trial);
}

/* ---- who is offered it ---- */

static void
check_offer(gint32 birth_yyyymmdd, gint32 from_years, gboolean offered)
{
	g_autoptr(McWalk) walk = mc_walk_new();
	const McView *view = mc_session_view(walk->session);

	walk->fakes->hello.reaction_from_years = from_years;
	mc_fakes_hello_changed(walk->fakes);
	walk->identity.birth_yyyymmdd = birth_yyyymmdd;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, offered ? TRIALS : 0);
	g_assert_cmpint(view->exam.steps, ==, offered ? 10 : 9);
	g_assert_true((mc_walk_find_line(walk, MC_EXAM_REACTION) != NULL) == offered);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_REACTION], ==, MC_REASON_NONE);
	mc_walk_to(walk, MC_PAGE_END);
}

/* By the years that the recorder says, from the birthday on; nobody else hears of it. The fakes'
 * day is 24 November 2025. */
static void
offered(void)
{
	check_offer(19551124, 70, TRUE);
	check_offer(19551125, 70, FALSE);
	check_offer(19551124, 71, FALSE);
	check_offer(19301231, 0, FALSE);
}

/* It measures nothing: no service is open for it, and no visit goes on for it. */
static void
alone(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	g_assert_cmpint(view->service, ==, MC_SERVICE_OPEN);
	mc_walk_to_exam(walk, MC_EXAM_ACUITY, TRUE);
	mc_walk_unplug(walk, MC_DEVICE_VISION_TESTER);
	mc_walk_unplug(walk, MC_DEVICE_AUDIOMETER);
	g_assert_cmpint(view->service, ==, MC_SERVICE_OUT);
	for (guint i = 0; view->page != MC_PAGE_ABORTED && i < 20; i++) {
		mc_walk_step(walk);
		mc_fakes_pass_ms(walk->fakes, 31000);
	}
	g_assert_cmpint(view->page, ==, MC_PAGE_ABORTED);
	g_assert_cmpuint(walk->fakes->count[MC_RECORDER_EXAM_OPEN], ==, 0);
}

/* ---- the course ---- */

static void
check_course(gboolean by_pad)
{
	g_autoptr(McWalk) walk = by_pad ? walk_new() : walk_new_by_touch();
	const McView *view = mc_session_view(walk->session);
	const McRecorderRequest *opened = &walk->fakes->last[MC_RECORDER_EXAM_OPEN];
	static const char *const said[] = {
	    NULL, "reaction-choice", "reaction-memory", "reaction-judgement"};

	mc_walk_to_exam(walk, MC_EXAM_REACTION, FALSE);
	g_assert_cmpint(view->exam.step, ==, 9);
	g_assert_cmpint(view->exam.phase, ==, MC_PHASE_PREPARE);
	g_assert_cmpstr(walk->fakes->said, ==, "exam-reaction");
	mc_session_post(walk->session, MC_ACT_NEXT);
	g_assert_cmpint(shown(walk)->by_pad, ==, by_pad); /* no stimulus was handed out yet */
	mc_walk_step(walk);
	g_assert_cmpstr(opened->device.serial, ==, by_pad ? "RP-1" : "");
	g_assert_cmpint(shown(walk)->by_pad, ==, by_pad);
	for (gint task = MC_REACTION_CHOICE; task < MC_REACTION_TASKS; task++) {
		for (guint i = 0; view->exam.phase != MC_PHASE_NEXT_PART; i++) {
			g_assert_cmpuint(i, <, 100);
			mc_walk_step(walk);
		}
		g_assert_cmpint(shown(walk)->task, ==, task);
		g_assert_cmpstr(walk->fakes->said, ==, said[task]);
		mc_session_post(walk->session, MC_ACT_NEXT);
	}
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, TRIALS);
	g_assert_cmpuint(walk->fakes->discarded[MC_EXAM_REACTION], ==, 0);
	g_assert_true(mc_walk_line(walk, MC_EXAM_REACTION)->done);
	g_assert_cmpint(
	    mc_walk_line(walk, MC_EXAM_REACTION)->result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	mc_walk_to(walk, MC_PAGE_END);
}

static void
by_pad(void)
{
	check_course(TRUE);
}

static void
by_touch(void)
{
	check_course(FALSE);
}

/* From the frame that shows the signal to the moment at which the key went down. */
static void
timed(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_stage(walk, MC_REACTION_CHOICE, MC_REACTION_WAIT);
	g_assert_cmpint(shown(walk)->side, ==, MC_REACTION_KEY_LEFT); /* untold */
	to_stage(walk, MC_REACTION_CHOICE, MC_REACTION_SIGNAL);
	g_assert_cmpint(shown(walk)->side, ==, MC_REACTION_KEY_RIGHT);
	mc_fakes_pass_ms(walk->fakes, 50);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 400);
	drawn(walk); /* the same signal, painted again */
	/* what points to no side is no answer to this */
	mc_fakes_key(walk->fakes, MC_PAD_UP, 0);
	mc_fakes_key(walk->fakes, MC_PAD_CANNOT, 0);
	/* nor is the glass, where the pad's delay is taken off */
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, MC_REACTION_KEY_RIGHT);
	g_assert_cmpint(shown(walk)->stage, ==, MC_REACTION_SIGNAL);
	mc_fakes_key(walk->fakes, MC_PAD_DOWN_RIGHT, 10);
	g_assert_cmpint(sent(walk)->reaction_us, ==, 390000);
	g_assert_cmpint(sent(walk)->key, ==, MC_REACTION_KEY_RIGHT);
	g_assert_false(sent(walk)->none);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_ANSWER].person_present, ==, 1);
}

/* Before the signal it is an anticipation, and after its time it is missed by nobody knows whom. */
static void
early_and_never(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_WAIT);
	mc_fakes_key(walk->fakes, MC_PAD_UP, 0);
	g_assert_cmpint(sent(walk)->reaction_us, <, 0);
	g_assert_cmpint(sent(walk)->reaction_us, >=, -1200000);
	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL);
	drawn(walk);
	mc_fakes_pass_ms(walk->fakes, 1400);
	g_assert_cmpint(shown(walk)->stage, ==, MC_REACTION_SIGNAL);
	mc_fakes_pass_ms(walk->fakes, 100);
	g_assert_true(sent(walk)->none);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_ANSWER].person_present, ==, MC_PRESENCE_UNKNOWN);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, 2);
}

/* One digit after the other, then keys; what was mistouched is taken back. */
static void
memory(void)
{
	g_autoptr(McWalk) walk = walk_new();
	static const gint32 row[] = {7, 0, 0};

	to_stage(walk, MC_REACTION_MEMORY, MC_REACTION_WAIT);
	for (guint i = 0; i < G_N_ELEMENTS(row); i++) {
		to_stage(walk, MC_REACTION_MEMORY, MC_REACTION_DIGIT);
		g_assert_cmpint(shown(walk)->digit, ==, row[i]);
		mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, row[i]); /* too early */
		to_stage(walk, MC_REACTION_MEMORY, MC_REACTION_GAP);
		g_assert_cmpint(shown(walk)->digit, ==, 0);
	}
	to_stage(walk, MC_REACTION_MEMORY, MC_REACTION_SIGNAL);
	g_assert_cmpint(shown(walk)->digits, ==, 3);
	g_assert_cmpint(shown(walk)->entered, ==, 0);
	mc_session_post(walk->session, MC_ACT_ANSWER_ERASE);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 7);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 5);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 10);
	g_assert_cmpint(shown(walk)->entered, ==, 2);
	mc_session_post(walk->session, MC_ACT_ANSWER_ERASE);
	g_assert_cmpint(shown(walk)->entered, ==, 1);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 0);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 0);
	g_assert_cmpint(sent(walk)->digits, ==, 3);
	g_assert_cmpmem(sent(walk)->digit, sizeof row, row, sizeof row);
}

/* Lit, all dark, one missing: nobody sees it go. */
static void
judgement(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_stage(walk, MC_REACTION_JUDGEMENT, MC_REACTION_WAIT);
	g_assert_cmphex((guint)shown(walk)->places, ==, 0x133);
	to_stage(walk, MC_REACTION_JUDGEMENT, MC_REACTION_GAP);
	g_assert_cmphex((guint)shown(walk)->places, ==, 0);
	to_stage(walk, MC_REACTION_JUDGEMENT, MC_REACTION_SIGNAL);
	g_assert_cmphex((guint)shown(walk)->places, ==, 0x123);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 9);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, -1);
	g_assert_cmpint(shown(walk)->stage, ==, MC_REACTION_SIGNAL);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, 4);
	g_assert_cmpint(sent(walk)->place, ==, 4);
}

/* "I do not know" is somebody who is there. */
static void
give_up(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_stage(walk, MC_REACTION_MEMORY, MC_REACTION_SIGNAL);
	mc_session_post(walk->session, MC_ACT_ANSWER_CANNOT);
	g_assert_true(sent(walk)->none);
	g_assert_cmpint(walk->fakes->last[MC_RECORDER_EXAM_ANSWER].person_present, ==, 1);
}

/* ---- leaving ---- */

/* Before it begins, in the middle of a presentation, and where something is explained: left out,
 * said so, and the visit goes on. */
static void
left(void)
{
	for (guint when = 0; when < 3; when++) {
		g_autoptr(McWalk) walk = walk_new();
		const McView *view = mc_session_view(walk->session);

		mc_walk_to_exam(walk, MC_EXAM_REACTION, FALSE);
		if (when == 1)
			to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_WAIT);
		for (guint i = 0; when == 2 && view->exam.phase != MC_PHASE_NEXT_PART; i++) {
			g_assert_cmpuint(i, <, 100);
			mc_walk_step(walk);
		}
		mc_session_post(walk->session, MC_ACT_NO);
		mc_fakes_run(walk->fakes);
		g_assert_cmpint(walk->fakes->stated[MC_EXAM_REACTION], ==, MC_REASON_STOPPED);
		g_assert_cmpint(view->page, ==, MC_PAGE_SUMMARY);
		g_assert_true(mc_walk_line(walk, MC_EXAM_REACTION)->result.reasons & MC_REASON_STOPPED);
		g_assert_cmpint(shown(walk)->stage, ==, MC_REACTION_DARK);
		mc_walk_to(walk, MC_PAGE_END);
	}
}

/* Who leaves while an answer is on its way leaves after it. */
static void
left_while_told(void)
{
	g_autoptr(McWalk) walk = walk_new_by_touch();
	const McView *view = mc_session_view(walk->session);

	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL);
	mc_session_post_number(walk->session, MC_ACT_ANSWER_FIGURE, MC_REACTION_KEY_LEFT);
	mc_session_post(walk->session, MC_ACT_NO);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_REACTION], ==, MC_REASON_STOPPED);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, 1);
	g_assert_cmpint(view->page, ==, MC_PAGE_SUMMARY);
}

/* Help: that presentation is lost and comes again. */
static void
help(void)
{
	g_autoptr(McWalk) walk = walk_new();

	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_WAIT);
	mc_session_post(walk->session, MC_ACT_HELP);
	g_assert_cmpint(shown(walk)->stage, ==, MC_REACTION_DARK);
	mc_fakes_run(walk->fakes);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_INTERRUPTED);
	mc_fakes_key(walk->fakes, MC_PAD_LEFT, 0);
	mc_fakes_pass_ms(walk->fakes, 5000);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, 0);
	mc_session_post(walk->session, MC_ACT_NEXT);
	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL);
}

/* A pad that goes takes its presentation with it, and the practice when it stays away; the glass
 * does not take over, whose delay is another one. */
static void
pad_lost(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL);
	mc_walk_unplug(walk, MC_DEVICE_RESPONSE_PAD);
	g_assert_cmpint(view->overlay, ==, MC_OVERLAY_WAITING);
	g_assert_cmpint(view->waiting_for, ==, MC_DEVICE_RESPONSE_PAD);
	g_assert_cmpint(
	    walk->fakes->last[MC_RECORDER_EXAM_DISCARD].discard, ==, MC_DISCARD_DEVICE_LOST);
	mc_fakes_pass_ms(walk->fakes, 20000);
	mc_walk_plug(walk, MC_DEVICE_RESPONSE_PAD);
	mc_fakes_pass_ms(walk->fakes, 1500);
	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_SIGNAL);
	mc_walk_unplug(walk, MC_DEVICE_RESPONSE_PAD);
	mc_fakes_pass_ms(walk->fakes, 31000);
	g_assert_cmpint(walk->fakes->stated[MC_EXAM_REACTION], ==, MC_REASON_DEVICE_LOST);
	mc_walk_to(walk, MC_PAGE_END);
}

/* C7: who only presses the pad is there. */
static void
pad_is_somebody(void)
{
	g_autoptr(McWalk) walk = walk_new();
	const McView *view = mc_session_view(walk->session);

	to_stage(walk, MC_REACTION_SIMPLE, MC_REACTION_WAIT);
	mc_session_post(walk->session, MC_ACT_HELP);
	for (guint i = 0; i < 5; i++) {
		mc_fakes_pass_ms(walk->fakes, 100000);
		g_assert_cmpint(view->overlay, ==, MC_OVERLAY_HELP);
		mc_fakes_key(walk->fakes, MC_PAD_UP, 0);
	}
}

/* C17: finished before a power cut: not done again, and still no verdict. */
static void
resumed(void)
{
	g_autoptr(McWalk) walk = walk_new();

	walk->fakes->resumed_exams = 1u << MC_EXAM_REACTION;
	mc_walk_to(walk, MC_PAGE_SUMMARY);
	g_assert_cmpuint(walk->fakes->scored[MC_EXAM_REACTION], ==, 0);
	g_assert_true(mc_walk_line(walk, MC_EXAM_REACTION)->done);
	g_assert_cmpint(
	    mc_walk_line(walk, MC_EXAM_REACTION)->result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_walk_line(walk, MC_EXAM_REACTION)->result.reasons, ==, MC_REASON_UNSCORED);
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/reaction/offered-B8", offered);
	g_test_add_func("/flow/reaction/alone-O4", alone);
	g_test_add_func("/flow/reaction/by-pad-C1", by_pad);
	g_test_add_func("/flow/reaction/by-touch-C1", by_touch);
	g_test_add_func("/flow/reaction/timed", timed);
	g_test_add_func("/flow/reaction/early-and-never", early_and_never);
	g_test_add_func("/flow/reaction/memory", memory);
	g_test_add_func("/flow/reaction/judgement", judgement);
	g_test_add_func("/flow/reaction/give-up", give_up);
	g_test_add_func("/flow/reaction/left-C13", left);
	g_test_add_func("/flow/reaction/left-while-told", left_while_told);
	g_test_add_func("/flow/reaction/help-C19", help);
	g_test_add_func("/flow/reaction/pad-lost-C13-O10", pad_lost);
	g_test_add_func("/flow/reaction/pad-is-somebody-C7", pad_is_somebody);
	g_test_add_func("/flow/reaction/resumed-C17", resumed);
	return g_test_run();
}
