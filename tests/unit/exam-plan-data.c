/* What decides, and rests on judgement, is the plan's: out of range it is refused by its name, and
 * another number makes another exam. C13, C14. */
#include "hearing-kit.h"

#include <string.h>

static void
assert_problem(const McExamPlan *plan, const char *field)
{
	McPlanProblem problem = mc_exam_plan_problem(plan);
	McSeed seed = {{1}};
	McExam exam;

	g_assert_cmpstr(problem.field, ==, field);
	g_assert_nonnull(problem.reason);
	g_assert_false(mc_exam_init(&exam, plan, &seed));
}

#define ASSERT_PROBLEM(kind_, place, value, field)                                                 \
	G_STMT_START                                                                                   \
	{                                                                                              \
		McExamPlan plan_;                                                                          \
		mc_exam_plan_default(&plan_, kind_);                                                       \
		plan_.place = (value);                                                                     \
		assert_problem(&plan_, field);                                                             \
	}                                                                                              \
	G_STMT_END

static void
test_quality_is_checked(void)
{
	for (int kind = 0; kind < MC_EXAM_KINDS; kind++) {
		ASSERT_PROBLEM((McExamKind)kind, quality.slip_against_q16, 0, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.no_slip_for_q16, INT32_MAX, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.slips_min, 0, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.concern_permille, 500, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.one_sided_from, 0, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.one_sided_permille, 500, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.below_chance_permille, 101, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.impossible_ms, 0, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.hasty_from, 0, "quality");
		ASSERT_PROBLEM((McExamKind)kind, quality.hasty_ms, 5001, "quality");
	}
}

static void
test_acuity_is_checked(void)
{
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.assumed_slopes[0], 1, "assumed_slopes");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.assumed_slopes[1], 8, "assumed_slopes");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.assumed_slopes[2], 61, "assumed_slopes");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.warm_up_milli[0], 1350, "warm_up_milli");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.warm_up_milli[0], 610, "warm_up_milli");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.warm_up_milli[1], 650, "warm_up_milli");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.warm_up_milli[2], -50, "warm_up_milli");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.easy_every, 3, "easy_every");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.easy_every, 201, "easy_every");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.easy_wrong_max, -1, "easy_wrong_max");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.turn_answers_min, 1, "turn_answers_min");
	ASSERT_PROBLEM(MC_EXAM_ACUITY, as.acuity.turn_log2_deci, 9, "turn_log2_deci");
}

static void
test_hearing_is_checked(void)
{
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.earliest_ms, 501, "earliest_ms");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.false_alarms_ahead, -1, "false_alarms_per");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.false_alarms_per, 0, "false_alarms_per");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.stray_presses_per, 0, "stray_presses_per");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.hopeless_times, 0, "hopeless_times");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.hopeless_above, -1, "hopeless_times");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.hopeless_permille, 1001, "hopeless_permille");
	/* Contradictory: one false alarm of sixteen is believed, and ends it. */
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.hopeless_permille, 62, "hopeless_permille");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.check_above_deci_db, 24, "check_above_deci_db");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.misses_at_top, 0, "unheard_permille");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.unheard_permille, 500, "unheard_permille");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.belief_trials_min, 31, "belief_trials_min");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.spread_deci_db[1], 15, "listener");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.press_permille[0], 4, "listener");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.press_permille[2], 501, "listener");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.press_weight_permille[0], 801, "listener");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.lapse_permille, 0, "listener");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.listener.beyond_log2_deci, 101, "listener");
}

/* C13: what would make a careful person deaf, a careless one believed, or an honest one undecided.
 */
static void
test_shortcuts_are_refused(void)
{
	static const struct {
		McThresholdProcedure procedure;
		gint32 needed;
		const char *name;
	} rows[] = {{MC_THRESHOLD_ASHA, 30, "asha"}, {MC_THRESHOLD_ISO, 100, "iso"},
	    {MC_THRESHOLD_ISO_SHORT, 40, "iso-short"}, {MC_THRESHOLD_BAYES, 20, "bayes"}};
	McExamPlan plan;

	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.window_ms, 999, "window_ms");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.window_ms, 999, "window_ms");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.catch_permille, 299, "catch_permille");
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.window_ms = 1000;
	plan.as.hearing.catch_permille = 300;
	g_assert_null(mc_exam_plan_problem(&plan).field);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		mc_exam_plan_default(&plan, MC_EXAM_HEARING);
		plan.as.hearing.procedure = rows[i].procedure;
		plan.as.hearing.threshold_trials_max = rows[i].needed - 1;
		assert_problem(&plan, "threshold_trials_max");
		g_assert_true(g_str_has_prefix(mc_exam_plan_problem(&plan).reason, rows[i].name));
		plan.as.hearing.threshold_trials_max = rows[i].needed;
		g_assert_null(mc_exam_plan_problem(&plan).field);
		plan.as.hearing.threshold_trials_max = 101;
		assert_problem(&plan, "threshold_trials_max");
	}
}

/* C11, C12: how loud anything may be, and what a level means by loudspeaker, are the plan's. */
static void
test_levels_are_data(void)
{
	McExamPlan plan;
	gint32 deci_db;

	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.ceiling_deci_db_hl, 801, "ceiling_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.ceiling_deci_db_hl, -1, "ceiling_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.ceiling_deci_db_hl, 699, "threshold_max_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.masking_deci_db[1], 801, "masking_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.ceiling_deci_db_hl, 801, "ceiling_deci_db_hl");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.ceiling_deci_db_hl, 549, "rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.ceiling_deci_db_hl, 599, "field_rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.level_deci_db_hl, G_MAXINT32, "rove_deci_db");
	ASSERT_PROBLEM(MC_EXAM_HEARING, as.hearing.field.reference_deci_db_spl[10], 501,
	    "field_reference_deci_db_spl");
	ASSERT_PROBLEM(
	    MC_EXAM_SIDE, as.side.field.reference_deci_db_spl[0], -201, "field_reference_deci_db_spl");
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.ceiling_deci_db_hl = 700;
	plan.as.hearing.field.reference_deci_db_spl[2] = 50;
	mc_exam_plan_play_by(&plan, MC_TRANSDUCER_LOUDSPEAKER);
	g_assert_null(mc_exam_plan_problem(&plan).field);
	g_assert_true(mc_field_reference(&plan.as.hearing.field, 500, &deci_db));
	g_assert_cmpint(deci_db, ==, 50);
	/* Between the frequencies of the table there is none. */
	plan.as.hearing.frequency_hz[1] = 1100;
	plan.as.hearing.repeat_hz = 1100;
	assert_problem(&plan, "frequency_hz");
}

static void
test_side_is_checked(void)
{
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.earliest_ms, -1, "earliest_ms");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.missed_sounds_min, 0, "missed_sounds_min");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.heard_permille, 980, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.mistaken_permille, 40, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.press_permille, 0, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_deaf_press_permille[3], 300, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_deaf_press_permille[5], 995, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_deaf_mistaken_permille, 0, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_hearing_mistaken_permille, 40, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.both_deaf_press_permille[0], 1, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.unsided_key_permille, 500, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.unsided_press_permille[2], 1000, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_eared_right_permille, 660, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.one_eared_wrong_permille, 0, "people");
	ASSERT_PROBLEM(MC_EXAM_SIDE, as.side.people.deaf_permille, 1001, "people");
}

/* ---- another number, another exam ---- */

/* Sees everything, but misses what is easy. */
static McExamResult
look(const McExamPlan *plan)
{
	McSeed seed = {{5}};
	McStimulus stimulus;
	McExam exam;
	McStep step;

	g_assert_true(mc_exam_init(&exam, plan, &seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McAnswer answer;

		if (step != MC_STEP_PRESENT) {
			g_assert_true(mc_exam_acknowledge(&exam));
			continue;
		}
		memset(&answer, 0, sizeof answer);
		answer.kind = MC_EXAM_ACUITY;
		answer.trial = stimulus.trial;
		answer.as.optotype.reaction_us = 900000;
		answer.as.optotype.direction = stimulus.as.optotype.direction;
		answer.as.optotype.cannot_see = stimulus.as.optotype.easy;
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
	return *mc_exam_result(&exam);
}

static void
test_easy_misses(void)
{
	McExamPlan plan;
	McExamResult result;
	gint32 missed;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.eyes[MC_EYE_LEFT] = false;
	plan.as.acuity.minimum_trials = 17; /* the 9th and the 17th are easy */
	result = look(&plan);
	missed = result.quality[0].easy_wrong;
	g_assert_cmpint(missed, >=, 1);
	g_assert_cmpint(missed, <=, plan.as.acuity.easy_wrong_max);
	g_assert_cmpint(result.attempts, ==, 1);
	/* What is believed is no concern. */
	g_assert_cmphex(result.quality[0].concerns, ==, MC_CONCERN_NONE);
	plan.as.acuity.easy_wrong_max = missed - 1;
	result = look(&plan);
	g_assert_cmphex(result.quality[0].concerns, ==, MC_CONCERN_EASY_MISSED);
	g_assert_cmpint(result.attempts, ==, 2);
	g_assert_cmpint(result.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
}

/* C14: two misses of each eye are believed, though they are four of one person. */
static void
test_easy_misses_of_two_eyes(void)
{
	McExamPlan plan;
	McExamResult result;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.minimum_trials = 17;
	result = look(&plan);
	g_assert_cmpint(result.quality[0].easy_wrong, >, plan.as.acuity.easy_wrong_max);
	g_assert_cmpint(result.attempts, ==, 1);
	g_assert_cmphex(result.quality[0].concerns, ==, MC_CONCERN_NONE);
	g_assert_cmpint(result.quality[0].index_permille, <, 100);
}

/* With which sizes an eye begins, and how often it is shown an easy one. */
static void
test_course(void)
{
	static const gint32 warm_up_milli[] = {1300, 900, 900};
	McSeed seed = {{5}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.eyes[MC_EYE_LEFT] = false;
	plan.as.acuity.largest_milli_log_mar = 1300;
	memcpy(plan.as.acuity.warm_up_milli, warm_up_milli, sizeof warm_up_milli);
	plan.as.acuity.easy_every = 5;
	plan.as.acuity.minimum_trials = 12;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	for (gsize i = 0; i < 12; i++) {
		McAnswer answer = {.kind = MC_EXAM_ACUITY};

		g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
		if (i < G_N_ELEMENTS(warm_up_milli))
			g_assert_cmpint(stimulus.as.optotype.size_milli_log_mar, ==, warm_up_milli[i]);
		g_assert_cmpint(stimulus.as.optotype.easy, ==, i == 5 || i == 10);
		answer.trial = stimulus.trial;
		answer.as.optotype.reaction_us = 900000;
		answer.as.optotype.direction = stimulus.as.optotype.direction;
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
}

static void
test_slopes(void)
{
	McExamPlan plan;
	McExamResult result;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	result = look(&plan);
	memcpy(plan.as.acuity.assumed_slopes, (const gint32[]){2, 3, 4}, 3 * sizeof(gint32));
	/* The same answers of flat eyes tell less. */
	g_assert_cmpint(look(&plan).part[MC_EYE_RIGHT].trials, >, result.part[MC_EYE_RIGHT].trials);
}

static void
test_turns(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	g_assert_cmpint(look(&plan).quality[0].repeats, ==, 1);
	plan.as.acuity.turn_answers_min = 100;
	g_assert_cmpint(look(&plan).quality[0].repeats, ==, 0);
}

/* Sounds until it is settled, and what is said of the person then. */
static McPartResult
hear(const McExamPlan *plan, const HearingPerson *person)
{
	McExam exam;

	return hearing_run_plan(&exam, plan, person, 3)->part[MC_EAR_LEFT];
}

static void
test_misses_at_the_top(void)
{
	HearingPerson deaf =
	    hearing_with_thresholds(MC_EAR_LEFT, HEARING_DEAF, HEARING_DEAF, HEARING_DEAF);
	McExamPlan plan;
	gint32 trials;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.procedure = MC_THRESHOLD_ASHA;
	trials = hear(&plan, &deaf).trials;
	plan.as.hearing.misses_at_top = 5;
	g_assert_cmpint(hear(&plan, &deaf).trials, ==, trials + 3);
}

static void
test_listeners(void)
{
	HearingPerson person = hearing_with_thresholds(MC_EAR_LEFT, 550, 550, 550);
	McExamPlan plan, other;
	gint32 trials;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	trials = hear(&plan, &person).trials;
	other = plan;
	memcpy(other.as.hearing.listener.spread_deci_db, (const gint32[]){60, 90, 120},
	    3 * sizeof(gint32));
	g_assert_cmpint(hear(&other, &person).trials, >, trials);
	other = plan;
	other.as.hearing.belief_trials_min = 12;
	g_assert_cmpint(hear(&other, &person).trials, >, trials);
}

/* Presses at every silence: believed for as long as the plan allows. */
static void
test_false_alarms(void)
{
	HearingPerson person = hearing_normal;
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	person.presses_at_silence[0] = TRUE;
	g_assert_cmpint(hearing_run_plan(&exam, &plan, &person, 3)->attempts, ==, 2);
	plan.as.hearing.false_alarms_per = 1;
	plan.as.hearing.hopeless_permille = 1000;
	g_assert_cmpint(hearing_run_plan(&exam, &plan, &person, 3)->attempts, ==, 1);
}

/* A press before each sound: three for each so many presentations. */
static void
test_stray_presses(void)
{
	HearingPerson person = hearing_normal;
	McExamPlan plan;
	McExam exam;
	gint32 presented;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	person.presses_before[0] = TRUE;
	g_assert_cmpint(hearing_run_plan(&exam, &plan, &person, 3)->attempts, ==, 2);
	presented = mc_exam_result(&exam)->quality[0].answers;
	plan.as.hearing.stray_presses_per = 2;
	plan.as.hearing.hopeless_permille = 1000;
	g_assert_cmpint(hearing_run_plan(&exam, &plan, &person, 3)->attempts, ==, 1);
	/* Hopeless at once ends it sooner. */
	plan.as.hearing.stray_presses_per = 24;
	plan.as.hearing.hopeless_times = 1;
	plan.as.hearing.hopeless_above = 0;
	plan.as.hearing.hopeless_permille = 63;
	g_assert_cmpint(hearing_run_plan(&exam, &plan, &person, 3)->attempts, ==, 2);
	g_assert_cmpint(mc_exam_result(&exam)->quality[0].answers, <, presented);
}

/* The kit's people press 350 ms after the onset. */
static void
test_earliest_press(void)
{
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.earliest_ms = 351;
	g_assert_cmpint(hear(&plan, &hearing_normal).outcome, !=, MC_OUTCOME_PASS);
	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	plan.as.side.earliest_ms = 351;
	g_assert_cmpint(
	    hearing_run_plan(&exam, &plan, &hearing_normal, 3)->outcome, !=, MC_OUTCOME_PASS);
}

static void
test_side_people(void)
{
	McExamPlan plan, other;
	McPartResult usual;

	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	plan.as.side.minimum_trials = 6;
	plan.as.side.silent_trials_min = 1;
	usual = hear(&plan, &hearing_normal);
	g_assert_cmpint(usual.outcome, ==, MC_OUTCOME_PASS);
	/* Who hears no side is right by chance; the less often, the sooner it is settled. */
	other = plan;
	other.as.side.people.unsided_key_permille = 250;
	g_assert_cmpint(hear(&other, &hearing_normal).trials, <, usual.trials);
	/* Right answers of people who often miss what they hear tell less. */
	other = plan;
	other.as.side.people.heard_permille = 600;
	g_assert_cmpint(hear(&other, &hearing_normal).trials, >, usual.trials);
}

static void
test_missed_sounds(void)
{
	HearingPerson deaf =
	    hearing_with_thresholds(MC_EAR_LEFT, HEARING_DEAF, HEARING_DEAF, HEARING_DEAF);
	McExamPlan plan;
	gint32 trials;

	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	trials = hear(&plan, &deaf).trials;
	plan.as.side.missed_sounds_min = 10;
	g_assert_cmpint(hear(&plan, &deaf).trials, >, trials);
}

/* Digits have to be read, so that what is impossible is longer; the plan's, too. */
static void
test_colours_take_longer(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	g_assert_cmpint(plan.quality.impossible_ms, ==, 200);
	for (int kind = 0; kind < MC_EXAM_COLOUR; kind++) {
		mc_exam_plan_default(&plan, (McExamKind)kind);
		g_assert_cmpint(plan.quality.impossible_ms, ==, 150);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/plan-data/checked/quality-C14", test_quality_is_checked);
	g_test_add_func("/plan-data/checked/acuity", test_acuity_is_checked);
	g_test_add_func("/plan-data/checked/hearing-C13", test_hearing_is_checked);
	g_test_add_func("/plan-data/checked/shortcuts-C13", test_shortcuts_are_refused);
	g_test_add_func("/plan-data/checked/side-C13", test_side_is_checked);
	g_test_add_func("/plan-data/levels-C11", test_levels_are_data);
	g_test_add_func("/plan-data/acuity/easy-misses-C14", test_easy_misses);
	g_test_add_func("/plan-data/acuity/easy-misses-of-two-eyes-C14", test_easy_misses_of_two_eyes);
	g_test_add_func("/plan-data/acuity/course-C14", test_course);
	g_test_add_func("/plan-data/acuity/slopes", test_slopes);
	g_test_add_func("/plan-data/acuity/turns-C14", test_turns);
	g_test_add_func("/plan-data/hearing/misses-at-top-C13", test_misses_at_the_top);
	g_test_add_func("/plan-data/hearing/listeners-C13", test_listeners);
	g_test_add_func("/plan-data/hearing/false-alarms-C14", test_false_alarms);
	g_test_add_func("/plan-data/hearing/stray-presses-C14", test_stray_presses);
	g_test_add_func("/plan-data/hearing/earliest-press-C13", test_earliest_press);
	g_test_add_func("/plan-data/side/people-C13", test_side_people);
	g_test_add_func("/plan-data/side/missed-sounds-C13", test_missed_sounds);
	g_test_add_func("/plan-data/colour/impossible-C14", test_colours_take_longer);
	return g_test_run();
}
