/* The small parts that the session is put together from. */

#include "app/flow/delays.h"
#include "app/flow/idle.h"
#include "app/flow/prompts.h"
#include "app/flow/readiness.h"

#include <string.h>

/* ---- delays ---- */

static void
delays(void)
{
	for (guint i = 0; i < MC_DELAYS; i++)
		g_assert_cmpuint(mc_delay_ms((McDelay)i), >, 0);
	/* C7: at least 20 s to react */
	g_assert_cmpuint(mc_delay_ms(MC_DELAY_REACT), >=, 20000);
	/* a gap between optotypes as the procedure asks for */
	g_assert_cmpuint(mc_delay_ms(MC_DELAY_BLANK), >=, 300);
	g_assert_cmpuint(mc_delay_ms(MC_DELAY_BLANK), <=, 500);
}

/* ---- idle ---- */

typedef struct McHeard {
	guint quiet, counted, expired;
	gint last;
} McHeard;

static void
on_quiet(gpointer data)
{
	((McHeard *)data)->quiet++;
}

static void
on_counting(gint seconds_left, gpointer data)
{
	McHeard *heard = data;

	heard->counted++;
	heard->last = seconds_left;
}

static void
on_expired(gpointer data)
{
	((McHeard *)data)->expired++;
}

static const McIdleEvents idle_events = {on_quiet, on_counting, on_expired};

static void
idle(void)
{
	g_autoptr(McClock) clock = mc_clock_new_manual(0);
	McHeard heard = {0};
	McIdle one;

	mc_idle_init(&one, clock, &idle_events, &heard);
	mc_idle_arm(&one, 1000);
	mc_clock_advance_ms(clock, 999);
	mc_idle_arm(&one, 1000);
	mc_clock_advance_ms(clock, 999);
	g_assert_cmpuint(heard.quiet, ==, 0);
	mc_clock_advance_ms(clock, 1);
	g_assert_cmpuint(heard.quiet, ==, 1);
	mc_idle_warn(&one, 3000);
	mc_clock_advance_ms(clock, 2000);
	g_assert_cmpuint(heard.counted, ==, 2);
	g_assert_cmpint(heard.last, ==, 1);
	mc_clock_advance_ms(clock, 1000);
	g_assert_cmpuint(heard.expired, ==, 1);
	mc_idle_warn(&one, 3000);
	mc_idle_arm(&one, 0);
	mc_clock_advance_ms(clock, 100000);
	g_assert_cmpuint(heard.expired, ==, 1);
	mc_idle_clear(&one);
}

/* ---- readiness ---- */

static void
set_all(McDeviceInfo *devices, McDeviceState state)
{
	for (guint i = 0; i < MC_DEVICE_KINDS; i++) {
		devices[i].state = state;
		devices[i].calibration_expires_yyyymmdd = 20261231;
	}
}

/* O4, T5: what is possible, what not, and why. */
static void
readiness(void)
{
	McDeviceInfo devices[MC_DEVICE_KINDS] = {0};
	McHello hello = {.classes = 1};
	McReadiness ready;

	set_all(devices, MC_DEVICE_READY);
	ready = mc_readiness_judge(devices, &hello, 20261231);
	g_assert_cmpint(ready.service, ==, MC_SERVICE_OPEN);
	ready = mc_readiness_judge(devices, &hello, 20270101);
	g_assert_cmpint(ready.service, ==, MC_SERVICE_OUT);
	g_assert_cmpint(ready.reason[MC_EXAM_SIDE], ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpint(mc_readiness_judge(devices, NULL, 20260101).service, ==, MC_SERVICE_OUT);
	hello.paused = TRUE;
	g_assert_cmpint(mc_readiness_judge(devices, &hello, 20260101).service, ==, MC_SERVICE_PAUSED);
	hello.storage = MC_STORAGE_FULL;
	g_assert_cmpint(mc_readiness_judge(devices, &hello, 20260101).service, ==, MC_SERVICE_OUT);
	hello = (McHello){0};
	g_assert_cmpint(mc_readiness_judge(devices, &hello, 20260101).service, ==, MC_SERVICE_OUT);
	hello.classes = 1;
	devices[MC_DEVICE_ID_READER].state = MC_DEVICE_FAULTY;
	g_assert_cmpint(mc_readiness_judge(devices, &hello, 20260101).service, ==, MC_SERVICE_PARTLY);
	devices[MC_DEVICE_AUDIOMETER].state = MC_DEVICE_LOCKED;
	devices[MC_DEVICE_AUDIOMETER].cause = MC_CAUSE_NOT_ENROLLED;
	ready = mc_readiness_judge(devices, &hello, 20260101);
	g_assert_cmpint(ready.reason[MC_EXAM_HEARING], ==, MC_REASON_NO_DEVICE);
	g_assert_true(ready.exam_possible[MC_EXAM_ACUITY]);
	devices[MC_DEVICE_AUDIOMETER].cause = MC_CAUSE_UNCALIBRATED;
	ready = mc_readiness_judge(devices, &hello, 20260101);
	g_assert_cmpint(ready.reason[MC_EXAM_HEARING], ==, MC_REASON_UNCALIBRATED);
	devices[MC_DEVICE_AUDIOMETER].cause = MC_CAUSE_TRANSDUCER;
	ready = mc_readiness_judge(devices, &hello, 20260101);
	g_assert_cmpint(ready.reason[MC_EXAM_HEARING], ==, MC_REASON_UNCALIBRATED);
	/* never calibrated is not calibrated */
	devices[MC_DEVICE_VISION_TESTER].calibration_expires_yyyymmdd = 0;
	ready = mc_readiness_judge(devices, &hello, 20260101);
	g_assert_cmpint(ready.reason[MC_EXAM_ACUITY], ==, MC_REASON_UNCALIBRATED);
	g_assert_cmpint(ready.service, ==, MC_SERVICE_OUT);
}

static void
dates(void)
{
	g_assert_cmpint(mc_readiness_age_years(20071124, 20251123), ==, 17);
	g_assert_cmpint(mc_readiness_age_years(20071124, 20251124), ==, 18);
	g_assert_cmpint(mc_readiness_age_years(20080229, 20260228), ==, 17);
	g_assert_cmpint(mc_readiness_age_years(20080229, 20260301), ==, 18);
	g_assert_cmpint(mc_readiness_age_years(0, 20260301), ==, 0);
	g_assert_cmpint(mc_readiness_age_years(20270101, 20260301), ==, 0);
}

/* ---- prompts ---- */

static gboolean
contains(char **all, const char *id)
{
	return g_strv_contains((const char *const *)all, id);
}

static void
check_view(char **all, McView *view, GHashTable *said)
{
	for (gint kind = 0; kind < MC_EXAM_KINDS; kind++) {
		for (gint m = 0; kind == MC_EXAM_LIMBS && m < MC_MOVEMENTS; m++) {
			McView moving = *view;

			moving.exam.kind = MC_EXAM_LIMBS;
			moving.exam.phase = MC_PHASE_PRESENTING;
			moving.exam.movement = (McMovement)m;
			if (moving.page == MC_PAGE_EXAM)
				g_hash_table_add(said, (gpointer)mc_prompt_for(&moving));
		}
		for (gint task = 0; kind == MC_EXAM_REACTION && task < MC_REACTION_TASKS; task++) {
			McView next = *view;

			next.exam.kind = MC_EXAM_REACTION;
			next.exam.phase = MC_PHASE_NEXT_PART;
			next.exam.reaction.task = (McReactionTask)task;
			if (mc_prompt_for(&next) != NULL)
				g_hash_table_add(said, (gpointer)mc_prompt_for(&next));
		}
		for (gint detail = 0; detail <= MC_PHASE_NEXT_PART; detail++) {
			const char *id = NULL;

			view->exam.kind = (McExamKind)kind;
			view->exam.phase = (McExamPhase)detail;
			view->card_problem = (McCardProblem)MIN(detail, (gint)MC_CARD_UNDER_AGE);
			view->slip = (McSlipStep)MIN(detail, (gint)MC_SLIP_FAILED);
			view->case_trouble = (McCaseTrouble)MIN(detail, MC_CASE_TROUBLES - 1);
			view->status.outcome = (McStatusOutcome)MIN(detail, MC_STATUS_OUTCOMES - 1);
			id = mc_prompt_for(view);
			if (id == NULL)
				continue;
			g_assert_true(contains(all, id));
			g_hash_table_add(said, (gpointer)id);
		}
	}
}

/* C6: every page of the citizen speaks, every id is used, and nothing sounds over an exam. */
static void
prompts(void)
{
	g_auto(GStrv) all = mc_prompts_all();
	g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);

	for (gint page = 0; page < MC_PAGES; page++) {
		for (gint overlay = 0; overlay <= (gint)MC_OVERLAY_RECORDER; overlay++) {
			McView view = {.page = (McPage)page, .overlay = (McOverlay)overlay};

			check_view(all, &view, said);
			view.exam.by_loudspeaker = TRUE;
			check_view(all, &view, said);
			view.may_give_code = TRUE;
			view.of_case.code[0] = 'M';
			view.exam.by_loudspeaker = FALSE;
			view.exam.watched = TRUE;
			check_view(all, &view, said);
			if (page >= (gint)MC_PAGE_STAFF_SIGN_IN)
				g_assert_null(mc_prompt_for(&view));
		}
		if (page != (gint)MC_PAGE_WELCOME && page < (gint)MC_PAGE_STAFF_SIGN_IN) {
			McView view = {.page = (McPage)page};

			g_assert_nonnull(mc_prompt_for(&view));
		}
	}
	for (guint i = 0; all[i] != NULL; i++) {
		g_assert_true(g_hash_table_contains(said, all[i]));
		for (guint j = 0; j < i; j++)
			g_assert_cmpstr(all[i], !=, all[j]);
	}
}

/* Movements are said aloud: nothing is listened to then. */
static void
silence(void)
{
	static const McExamPhase quiet[] = {MC_PHASE_WAIT, MC_PHASE_PRESENTING};

	for (guint i = 0; i < G_N_ELEMENTS(quiet); i++) {
		for (gint kind = 0; kind < MC_EXAM_KINDS; kind++) {
			McView view = {
			    .page = MC_PAGE_EXAM, .exam = {.kind = (McExamKind)kind, .phase = quiet[i]}};

			if (kind != MC_EXAM_LIMBS)
				g_assert_null(mc_prompt_for(&view));
		}
	}
}

int
main(int argc, char *argv[])
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/flow/parts/delays-C7", delays);
	g_test_add_func("/flow/parts/idle-C7", idle);
	g_test_add_func("/flow/parts/readiness-O4-T5", readiness);
	g_test_add_func("/flow/parts/dates", dates);
	g_test_add_func("/flow/parts/prompts-C6", prompts);
	g_test_add_func("/flow/parts/silence-C6", silence);
	return g_test_run();
}
