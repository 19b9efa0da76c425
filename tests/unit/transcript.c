/* S5: plan, seed and events give the same stimuli and the same result, and nothing else does. */

#include "app/transcript/transcript.h"
#include "app/base/error.h"
#include "tests/kit/sample.h"
#include <string.h>

static McExamRun *
run_of(McExamKind kind, guint32 seed, guint right_permille)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	return mc_sample_run(&plan, seed, right_permille);
}

static void
test_replays(void)
{
	static const guint right[] = {1000, 900, 600, 250, 0};

	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		for (guint i = 0; i < G_N_ELEMENTS(right); i++) {
			g_autoptr(McExamRun) run = run_of((McExamKind)kind, 100 + i, right[i]);
			json_auto_t *json = mc_exam_run_to_json(run);
			g_autoptr(GError) error = NULL;
			g_autoptr(McExamRun) again = mc_exam_run_from_json(json, &error);
			json_auto_t *json_again = NULL;

			g_assert_no_error(error);
			json_again = mc_exam_run_to_json(again);
			g_assert_true(json_equal(json, json_again));
			mc_exam_run_verify(again, &error);
			g_assert_no_error(error);
		}
}

/* A member that is forgotten in one of the descriptions would come back as zero. */
static void
fill(void *into, gsize size)
{
	gint32 *words = into;

	for (gsize i = 0; i < size / sizeof *words; i++)
		words[i] = 100 + (gint32)i;
}

static void
assert_plan_returns(const McExamPlan *plan)
{
	json_auto_t *json = mc_exam_plan_to_json(plan);
	McExamPlan again;
	g_autoptr(GError) error = NULL;

	mc_exam_plan_from_json(json, &again, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(plan, sizeof *plan, &again, sizeof again);
}

static void
test_no_member_of_a_plan_is_lost(void)
{
	McExamPlan plan = {.kind = MC_EXAM_ACUITY, .attempts_max = 3};
	McAcuityPlan *acuity = &plan.as.acuity;
	McHearingPlan *hearing = &plan.as.hearing;

	fill(&plan.quality, sizeof plan.quality);
	fill(acuity, sizeof *acuity);
	acuity->optotype = MC_OPTOTYPE_LANDOLT_C;
	acuity->correction = MC_CORRECTION_GLASSES;
	G_STATIC_ASSERT(offsetof(McAcuityPlan, eyes) % 4 == 0);
	acuity->cuts = MC_ACUITY_CUTS_MAX;
	memset(acuity->eyes, 0, 4);
	acuity->eyes[MC_EYE_RIGHT] = true;
	acuity->interleaved = true;
	assert_plan_returns(&plan);

	memset(&plan, 0, sizeof plan);
	plan.kind = MC_EXAM_HEARING;
	fill(hearing, sizeof *hearing);
	hearing->frequencies = MC_TONE_FREQUENCIES_MAX;
	hearing->masking_deci_db[2] = MC_NO_MASKING;
	hearing->procedure = MC_THRESHOLD_ISO_SHORT;
	hearing->transducer = MC_TRANSDUCER_DD65V2;
	G_STATIC_ASSERT(offsetof(McHearingPlan, familiarise) % 4 == 0);
	memset(&hearing->familiarise, 0, 4);
	hearing->familiarise = true;
	G_STATIC_ASSERT(offsetof(McHearingPlan, ears) % 4 == 0);
	memset(hearing->ears, 0, 4);
	hearing->ears[MC_EAR_LEFT] = true;
	assert_plan_returns(&plan);

	memset(&plan, 0, sizeof plan);
	plan.kind = MC_EXAM_SIDE;
	fill(&plan.as.side, sizeof plan.as.side);
	plan.as.side.transducer = MC_TRANSDUCER_LOUDSPEAKER;
	assert_plan_returns(&plan);

	memset(&plan, 0, sizeof plan);
	plan.kind = MC_EXAM_STATURE;
	fill(&plan.as.stature, sizeof plan.as.stature);
	assert_plan_returns(&plan);

	memset(&plan, 0, sizeof plan);
	plan.kind = MC_EXAM_LIMBS;
	plan.as.limbs = (McLimbsPlan){.movements = {false, true},
	    .tries_max = 3,
	    .hold_ms = 4,
	    .window_ms = 5,
	    .discards_max = 6};
	plan.as.limbs.movements[MC_MOVEMENT_SQUAT] = true;
	assert_plan_returns(&plan);

	memset(&plan, 0, sizeof plan);
	plan.kind = MC_EXAM_REACTION;
	fill(&plan.as.reaction, sizeof plan.as.reaction);
	assert_plan_returns(&plan);
}

static void
fill_part(McPartResult *part)
{
	fill(part, sizeof *part);
	memset(&part->examined, 0, 4);
	part->examined = true;
	part->outcome = MC_OUTCOME_FAIL;
	part->reasons = (1u << MC_REASON_COUNT) - 1;
	part->cuts = MC_ACUITY_CUTS_MAX;
	for (int i = 0; i < MC_ACUITY_CUTS_MAX; i++)
		part->cut[i].outcome = MC_OUTCOME_PASS;
	part->line_bound = MC_BOUND_AT_MOST;
	part->estimate_bound = MC_BOUND_AT_LEAST;
	memset(&part->estimated, 0, 4);
	part->estimated = true;
	part->thresholds = MC_TONE_FREQUENCIES_MAX;
	part->threshold_deci_db_hl[1] = MC_THRESHOLD_UNHEARD;
	part->threshold_deci_db_hl[3] = MC_THRESHOLD_OPEN;
}

static void
assert_result_returns(const McExamResult *result)
{
	json_auto_t *json = mc_exam_result_to_json(result);
	McExamResult again;
	g_autoptr(GError) error = NULL;

	mc_exam_result_from_json(json, &again, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(result, sizeof *result, &again, sizeof again);
}

static void
test_no_figure_of_a_result_is_lost(void)
{
	McExamResult result = {.kind = MC_EXAM_STATURE};
	McLimbsFigures *limbs = &result.figures.limbs;

	fill(&result.figures.stature, sizeof result.figures.stature);
	assert_result_returns(&result);
	memset(&result.figures, 0, sizeof result.figures);
	result.kind = MC_EXAM_LIMBS;
	for (guint m = 0; m < MC_MOVEMENTS; m++) {
		limbs->movement[m] = (McMovementSeen)(m % 4);
		limbs->held_ms[m] = m % 4 == 0 ? 0 : 100 + (gint32)m;
	}
	assert_result_returns(&result);
	memset(&result.figures, 0, sizeof result.figures);
	result.kind = MC_EXAM_REACTION;
	fill(&result.figures.reaction, sizeof result.figures.reaction);
	assert_result_returns(&result);
}

static void
test_no_member_of_a_result_is_lost(void)
{
	McExamResult result;
	McExamResult again;
	json_auto_t *json = NULL;
	g_autoptr(GError) error = NULL;

	G_STATIC_ASSERT(offsetof(McPartResult, examined) % 4 == 0);
	G_STATIC_ASSERT(offsetof(McPartResult, estimated) % 4 == 0);
	fill(&result, sizeof result);
	memset(&result.figures, 0, sizeof result.figures);
	result.kind = MC_EXAM_SIDE;
	result.outcome = MC_OUTCOME_NOT_DETERMINED;
	result.reasons = MC_REASON_BORDERLINE | MC_REASON_CONTINUED;
	fill_part(&result.part[0]);
	fill_part(&result.part[1]);
	result.quality[0].concerns = (1u << MC_CONCERN_COUNT) - 1;
	result.quality[1].concerns = MC_CONCERN_FALSE_ALARMS | MC_CONCERN_ONE_SIDED;
	json = mc_exam_result_to_json(&result);
	mc_exam_result_from_json(json, &again, &error);
	g_assert_no_error(error);
	g_assert_cmpmem(&result, sizeof result, &again, sizeof again);
}

static guint
first_event(const McExamRun *run, McExamEventKind kind)
{
	for (guint i = 0; i < run->events->len; i++)
		if (g_array_index(run->events, McExamEvent, i).kind == kind)
			return i;
	g_assert_not_reached();
}

static void
forge_stimulus(McExamRun *run)
{
	guint at = first_event(run, MC_EXAM_EVENT_ANSWER);

	g_array_index(run->events, McExamEvent, at).stimulus.as.optotype.size_milli_log_mar += 50;
}

static void
forge_answer_to_another_trial(McExamRun *run)
{
	g_array_index(run->events, McExamEvent, first_event(run, MC_EXAM_EVENT_ANSWER)).answer.trial +=
	    1;
}

static void
forge_outcome(McExamRun *run)
{
	run->result.outcome =
	    run->result.outcome == MC_OUTCOME_PASS ? MC_OUTCOME_FAIL : MC_OUTCOME_PASS;
}

static void
forge_part(McExamRun *run)
{
	run->result.part[MC_EYE_RIGHT].cut[0].pass_permille += 1;
}

static void
forge_cut(McExamRun *run)
{
	run->plan.as.acuity.cut_milli_log_mar[0] += 100;
}

static void
forge_seed(McExamRun *run)
{
	run->seed.bytes[31] ^= 1;
}

static void
drop_first_event(McExamRun *run)
{
	g_array_remove_index(run->events, 0);
}

static void
drop_last_event(McExamRun *run)
{
	g_array_set_size(run->events, run->events->len - 1);
}

static void
drop_a_discard(McExamRun *run)
{
	g_array_remove_index(run->events, first_event(run, MC_EXAM_EVENT_DISCARD));
}

static void
repeat_last_event(McExamRun *run)
{
	McExamEvent last = g_array_index(run->events, McExamEvent, run->events->len - 1);

	g_array_append_val(run->events, last);
}

static void
stop_afterwards(McExamRun *run)
{
	McExamEvent stop = {.kind = MC_EXAM_EVENT_STOP, .stop = MC_REASON_STOPPED};

	g_array_append_val(run->events, stop);
}

static void
acknowledge_nothing(McExamRun *run)
{
	McExamEvent event = {.kind = MC_EXAM_EVENT_ACKNOWLEDGE};

	g_array_insert_val(run->events, 1, event);
}

static McExamEvent *
first_answer(McExamRun *run)
{
	return &g_array_index(run->events, McExamEvent, first_event(run, MC_EXAM_EVENT_ANSWER));
}

static void
uncover_the_other_eye(McExamRun *run)
{
	first_answer(run)->conditions.occlusion_ok = 0;
}

static void
go_nearer(McExamRun *run)
{
	first_answer(run)->conditions.distance_permille = 950;
}

/* A right answer that was not wanted. */
static void
throw_away_what_held(McExamRun *run)
{
	McExamEvent *event = first_answer(run);

	event->kind = MC_EXAM_EVENT_DISCARD;
	event->discard = MC_DISCARD_POSITION;
	event->has_conditions = TRUE;
}

static void
name_another_cause(McExamRun *run)
{
	throw_away_what_held(run);
	g_array_index(run->events, McExamEvent, first_event(run, MC_EXAM_EVENT_DISCARD))
	    .conditions.occlusion_ok = 0;
}

static void
forge_count_of_lost(McExamRun *run)
{
	run->result.lost[MC_DISCARD_NOISE]++;
}

static void
make_plan_impossible(McExamRun *run)
{
	run->plan.as.acuity.minimum_trials = 1000000;
}

static void
test_forgeries(void)
{
	static const struct {
		void (*forge)(McExamRun *run);
		const char *cause;
	} rows[] = {
	    {forge_stimulus, "size_milli_log_mar"},
	    {forge_answer_to_another_trial, "to another trial"},
	    {forge_outcome, "outcome differs"},
	    {forge_part, "part[1].cut[0].pass_permille differs"},
	    {forge_cut, "event 0"},
	    {forge_seed, "event "},
	    {drop_first_event, "event 0"},
	    {drop_last_event, "events are missing"},
	    {drop_a_discard, "event "},
	    {repeat_last_event, "presents nothing"},
	    {stop_afterwards, "was over before"},
	    {acknowledge_nothing, "nothing is to be acknowledged"},
	    {uncover_the_other_eye, "its conditions did not hold"},
	    {go_nearer, "its conditions did not hold"},
	    {throw_away_what_held, "do not bear out"},
	    {name_another_cause, "do not bear out"},
	    {forge_count_of_lost, "lost.noise differs"},
	    {make_plan_impossible, "the plan cannot be run"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(McExamRun) run = run_of(MC_EXAM_ACUITY, 7, 900);
		g_autoptr(GError) error = NULL;

		rows[i].forge(run);
		g_assert_false(mc_exam_run_verify(run, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		g_assert_nonnull(strstr(error->message, rows[i].cause));
	}
}

/* C17: what a recorder resumes from is the exam after its last event. */
static void
test_half_an_exam_goes_on(void)
{
	g_autoptr(McExamRun) run = run_of(MC_EXAM_ACUITY, 7, 900);
	McExamEvent last = g_array_index(run->events, McExamEvent, run->events->len - 1);
	McExam exam;
	McStimulus stimulus;
	g_autoptr(GError) error = NULL;

	g_array_set_size(run->events, run->events->len - 1);
	run->finished = FALSE;
	mc_exam_run_replay(run, &exam, &error);
	g_assert_no_error(error);
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
	g_assert_cmpint(stimulus.trial, ==, last.stimulus.trial);
	g_assert_true(mc_exam_answer(&exam, &last.answer));
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_DONE);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, run->result.outcome);
}

static void
test_stopped_exam_replays(void)
{
	g_autoptr(McExamRun) run = run_of(MC_EXAM_HEARING, 3, 900);
	McExamEvent stop = {.kind = MC_EXAM_EVENT_STOP, .stop = MC_REASON_DEVICE_LOST};
	McExam exam;
	json_auto_t *json = NULL;
	g_autoptr(McExamRun) again = NULL;
	g_autoptr(GError) error = NULL;

	g_array_set_size(run->events, 3);
	g_array_append_val(run->events, stop);
	g_assert_true(mc_exam_run_replay(run, &exam, &error));
	run->result = *mc_exam_result(&exam);
	g_assert_cmpint(run->result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	json = mc_exam_run_to_json(run);
	again = mc_exam_run_from_json(json, &error);
	g_assert_no_error(error);
	g_assert_true(mc_exam_run_verify(again, &error));
}

static void
test_bad_json_is_named(void)
{
	static const struct {
		const char *path, *value, *named;
	} rows[] = {
	    {"seed", "\"00\"", "exam.seed"},
	    {"events", "{}", "exam.events"},
	    {"plan", "[]", "exam.plan"},
	    {"finished", "1", "exam.finished"},
	    {"result", "{}", "exam.result"},
	    {"extra", "1", "exam.extra: unknown"},
	    {"events", "[{\"event\":\"stop\",\"at_us\":1,\"stop\":\"tired\"}]", "event.stop"},
	    {"events", "[{\"event\":\"stop\",\"at_us\":1,\"stop\":\"noise\",\"x\":1}]", "event.x"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(McExamRun) run = run_of(MC_EXAM_SIDE, 1, 1000);
		json_auto_t *json = mc_exam_run_to_json(run);
		g_autoptr(GError) error = NULL;

		json_object_set_new(json, rows[i].path, json_loads(rows[i].value, JSON_DECODE_ANY, NULL));
		g_assert_null(mc_exam_run_from_json(json, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, rows[i].named));
	}
}

static void
test_words(void)
{
	guint32 reasons = 0;
	json_auto_t *all = mc_reasons_to_json((1u << MC_REASON_COUNT) - 1);
	json_auto_t *twice = json_pack("[s,s]", "noise", "noise");

	g_assert_cmpuint(json_array_size(all), ==, MC_REASON_COUNT);
	g_assert_true(mc_reasons_from_json(all, &reasons, NULL));
	g_assert_cmpuint(reasons, ==, (1u << MC_REASON_COUNT) - 1);
	g_assert_false(mc_reasons_from_json(twice, &reasons, NULL));
	for (guint bit = 0; bit < MC_REASON_COUNT; bit++)
		g_assert_nonnull(mc_reason_name((McReason)(1u << bit)));
	g_assert_null(mc_reason_name(MC_REASON_NONE));
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++)
		g_assert_cmpint(mc_exam_kind_from_name(mc_exam_kind_name((McExamKind)kind)), ==, (int)kind);
	g_assert_cmpint(mc_outcome_from_name("refer"), ==, MC_OUTCOME_REFER);
	g_assert_cmpint(mc_outcome_from_name("Refer"), ==, -1);
	g_assert_cmpint(mc_discard_from_name("interrupted"), ==, MC_DISCARD_INTERRUPTED);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/transcript/S5/replays", test_replays);
	g_test_add_func("/transcript/no-member-of-a-plan-is-lost", test_no_member_of_a_plan_is_lost);
	g_test_add_func(
	    "/transcript/no-member-of-a-result-is-lost", test_no_member_of_a_result_is_lost);
	g_test_add_func(
	    "/transcript/no-figure-of-a-result-is-lost", test_no_figure_of_a_result_is_lost);
	g_test_add_func("/transcript/B7/forgeries", test_forgeries);
	g_test_add_func("/transcript/C17/half-an-exam-goes-on", test_half_an_exam_goes_on);
	g_test_add_func("/transcript/stopped-exam-replays", test_stopped_exam_replays);
	g_test_add_func("/transcript/bad-json-is-named", test_bad_json_is_named);
	g_test_add_func("/transcript/words", test_words);
	return g_test_run();
}
