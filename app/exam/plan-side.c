#include "app/exam/plan-parts.h"

/* No masking: noise on the other ear would tell the side. */
const McSidePlan mc_side_plan_default = {
    .frequency_hz = 500,
    .level_deci_db_hl = 500,
    .rove_deci_db = 50,
    .masking_deci_db = MC_NO_MASKING,
    .minimum_trials = 7,
    .maximum_trials = 30,
    .silent_permille = 334,
    .silent_trials_min = 2,
    .unsided_permille = 400,
    .field_rove_deci_db = 100,
    .field_unsided_permille = 1000,
    .field_maximum_trials = 40,
    .pass_permille = 995,
    .fail_permille = 1,
    .missed_sounds_min = 2,
    .people =
        {
            .heard_permille = 960,
            .mistaken_permille = 20,
            .press_permille = 20,
            .one_deaf_press_permille = {20, 150, 300, 450, 600, 800},
            .one_deaf_mistaken_permille = 5,
            .one_hearing_mistaken_permille = 10,
            .both_deaf_press_permille = {20, 300, 600, 900},
            .unsided_key_permille = 490,
            .unsided_press_permille = {20, 100, 300},
            .one_eared_right_permille = 640,
            .one_eared_wrong_permille = 340,
            .deaf_permille = 250,
        },
    .silent_answers_max = 2,
    .stray_presses_max = 3,
    .gap_min_ms = 1500,
    .gap_max_ms = 4000,
    .duration_ms = 1500,
    .window_ms = 1500,
    .earliest_ms = 100,
    .discards_max = 20,
    .transducer = MC_TRANSDUCER_SUPRA_AURAL,
    .ceiling_deci_db_hl = 800,
    .noise_repeats_max = 3,
};

/* Each of them does each of these things now and then. */
static bool
is_chance(int32_t permille)
{
	return mc_plan_within(permille, 1, 999);
}

/* Of two keys and of none. */
static bool
are_keys(int32_t one, int32_t other)
{
	return is_chance(one) && is_chance(other) && one + other <= 999;
}

static McPlanProblem
people_problem(const McSidePeoplePlan *people)
{
	const int32_t *one_deaf = people->one_deaf_press_permille;

	if (!are_keys(people->heard_permille, people->mistaken_permille) ||
	    !are_keys(people->heard_permille, people->one_hearing_mistaken_permille) ||
	    !is_chance(people->press_permille))
		return (McPlanProblem){
		    "people", "chances of someone who hears are not from 1 to 999 permille in all"};
	if (!mc_plan_are_rising(one_deaf, MC_SIDE_ONE_DEAF, 1, 999) ||
	    !are_keys(one_deaf[MC_SIDE_ONE_DEAF - 1], people->one_deaf_mistaken_permille))
		return (McPlanProblem){
		    "people", "presses of one deaf ear are not rising from 1 to 999 permille in all"};
	if (!mc_plan_are_rising(people->both_deaf_press_permille, MC_SIDE_BOTH_DEAF, 2, 999))
		return (McPlanProblem){
		    "people", "presses of two deaf ears are not rising from 2 to 999 permille"};
	if (!are_keys(people->unsided_key_permille, people->unsided_key_permille) ||
	    !mc_plan_are_rising(people->unsided_press_permille, MC_SIDE_UNSIDED, 1, 999) ||
	    !are_keys(people->one_eared_right_permille, people->one_eared_wrong_permille))
		return (McPlanProblem){
		    "people", "chances of who hears no side are not from 1 to 999 permille in all"};
	if (!mc_plan_within(people->deaf_permille, 1, 1000))
		return (McPlanProblem){
		    "people", "weight of those who are deaf is not from 1 to 1000 permille"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
belief_problem(const McSidePlan *plan)
{
	if (!mc_plan_within(plan->missed_sounds_min, 1, 100))
		return (McPlanProblem){"missed_sounds_min", "missed sounds to fail not from 1 to 100"};
	if (!mc_plan_within(plan->silent_answers_max, 0, 1000) ||
	    !mc_plan_within(plan->stray_presses_max, 0, 1000))
		return (McPlanProblem){
		    "stray_presses_max", "limit of silent answers or stray presses not from 0 to 1000"};
	return people_problem(&plan->people);
}

static bool
is_roved_level(const McSidePlan *plan, int32_t rove_deci_db)
{
	return mc_plan_within(rove_deci_db, 0, 200) &&
	       mc_plan_is_level(plan->level_deci_db_hl + rove_deci_db, plan->ceiling_deci_db_hl) &&
	       mc_plan_is_level(plan->level_deci_db_hl - rove_deci_db, plan->ceiling_deci_db_hl);
}

static McPlanProblem
levels_problem(const McSidePlan *plan)
{
	McPlanProblem problem = mc_plan_ceiling_problem(plan->ceiling_deci_db_hl);

	if (problem.field)
		return problem;
	if (!mc_plan_is_level(plan->level_deci_db_hl, plan->ceiling_deci_db_hl) ||
	    !is_roved_level(plan, plan->rove_deci_db))
		return (McPlanProblem){
		    "rove_deci_db", "roved level leaves -20 dB HL to the plan's ceiling"};
	if (!is_roved_level(plan, plan->field_rove_deci_db))
		return (McPlanProblem){
		    "field_rove_deci_db", "roved level leaves -20 dB HL to the plan's ceiling"};
	if (!mc_plan_is_masking(plan->masking_deci_db, plan->ceiling_deci_db_hl))
		return (McPlanProblem){
		    "masking_deci_db", "masking level is not from -20 dB to the plan's ceiling"};
	return mc_plan_field_problem(&plan->field);
}

McPlanProblem
mc_side_plan_problem(const McSidePlan *plan)
{
	McPlanProblem problem;

	if (!mc_plan_within(plan->frequency_hz, 125, 20000))
		return (McPlanProblem){"frequency_hz", "frequency is not from 125 to 20000 Hz"};
	problem = levels_problem(plan);
	if (problem.field)
		return problem;
	if (!mc_plan_within(plan->minimum_trials, 1, plan->maximum_trials) ||
	    plan->maximum_trials > 200)
		return (McPlanProblem){
		    "minimum_trials", "minimum of trials above maximum, or maximum above 200"};
	if (!mc_plan_within(plan->field_maximum_trials, plan->minimum_trials, 200))
		return (McPlanProblem){
		    "field_maximum_trials", "maximum by loudspeaker below the minimum, or above 200"};
	if (!mc_plan_within(plan->silent_permille, 0, 800))
		return (McPlanProblem){"silent_permille", "share of silent trials above 800 permille"};
	if (!mc_plan_within(plan->silent_trials_min, 0, 100) ||
	    (plan->silent_trials_min > 0 && plan->silent_permille < 50))
		return (McPlanProblem){"silent_trials_min", "silent trials are needed, but none come"};
	if (!mc_plan_within(plan->unsided_permille, 1, 1000))
		return (McPlanProblem){"unsided_permille",
		    "weight of those who hear without direction is not from 1 to 1000 permille"};
	if (!mc_plan_within(plan->field_unsided_permille, 1, 1000))
		return (McPlanProblem){"field_unsided_permille",
		    "weight of those who hear with one ear is not from 1 to 1000 permille"};
	if (!mc_plan_within(plan->fail_permille, 1, 499) ||
	    !mc_plan_within(plan->pass_permille, 501, 999))
		return (McPlanProblem){
		    "pass_permille", "pass and fail probability must lie on either side of one half"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	problem = belief_problem(plan);
	if (!problem.field)
		problem = mc_plan_transducer_problem(
		    plan->transducer, plan->masking_deci_db, plan->noise_repeats_max);
	if (!problem.field)
		problem = mc_plan_noise_problem(&plan->noise);
	if (problem.field)
		return problem;
	problem = mc_plan_times_problem(&(McSoundTimes){
	    plan->gap_min_ms, plan->gap_max_ms, plan->duration_ms, plan->window_ms, plan->earliest_ms});
	return problem.field ? problem : mc_side_plan_contradiction(plan);
}
