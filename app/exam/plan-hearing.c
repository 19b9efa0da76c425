#include "app/exam/plan-parts.h"

/* Masking at the screening level: a tone of up to 70 dB HL that crosses the head (interaural
 * attenuation 50 dB, seldom below 32) stays under it, and the masker itself, crossing back, stays
 * inaudible. */
const McHearingPlan mc_hearing_plan_default = {
    .frequencies = 3,
    .frequency_hz = {500, 1000, 2000},
    .level_deci_db_hl = 400,
    .masking_deci_db = {400, 400, 400},
    .needed = 2,
    .of_at_most = 3,
    .catch_permille = 350,
    .gap_min_ms = 1500,
    .gap_max_ms = 4000,
    .duration_ms = 1500,
    .window_ms = 1500,
    .false_alarms_max = 1,
    .stray_presses_max = 3,
    .discards_max = 20,
    .ears = {true, true},
    .threshold_min_deci_db_hl = 200,
    .threshold_max_deci_db_hl = 700,
    .procedure = MC_THRESHOLD_BAYES,
    .threshold_trials_max = 30,
    .threshold_sd_deci_db = 25,
    .threshold_offset_deci_db = 25,
    .familiarise = true,
    .repeat_hz = 1000,
    .repeat_apart_deci_db = 50,
    .checks_missed_max = 2,
    .mean_pass_deci_db_hl = 400,
    .mean_fail_deci_db_hl = 450,
    .transducer = MC_TRANSDUCER_SUPRA_AURAL,
    .noise_repeats_max = 3,
};

static McPlanProblem
procedure_problem(const McHearingPlan *plan)
{
	if ((unsigned)plan->procedure >= MC_THRESHOLD_PROCEDURES)
		return (McPlanProblem){"procedure", "unknown procedure for thresholds"};
	if (!mc_plan_within(plan->threshold_trials_max, 3, 100))
		return (McPlanProblem){"threshold_trials_max", "threshold trials not from 3 to 100"};
	if (!mc_plan_within(plan->threshold_sd_deci_db, 10, 200))
		return (McPlanProblem){
		    "threshold_sd_deci_db", "standard deviation of a threshold not from 1 to 20 dB"};
	if (!mc_plan_within(plan->threshold_offset_deci_db, -100, 100))
		return (McPlanProblem){
		    "threshold_offset_deci_db", "offset of a threshold not from -10 to 10 dB"};
	if (!mc_plan_are_bools(&plan->familiarise, 1))
		return (McPlanProblem){"familiarise", "a flag is neither true nor false"};
	if (!mc_plan_within(plan->repeat_hz, 0, 20000) ||
	    !mc_plan_within(plan->repeat_apart_deci_db, 0, 1000))
		return (McPlanProblem){
		    "repeat_hz", "repeated frequency or what it may be apart is out of range"};
	if (!mc_plan_within(plan->checks_missed_max, 0, 1000))
		return (McPlanProblem){"checks_missed_max", "limit of missed checks not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
threshold_problem(const McHearingPlan *plan)
{
	McPlanProblem problem;

	if (!mc_plan_is_level(plan->threshold_min_deci_db_hl) ||
	    !mc_plan_is_level(plan->threshold_max_deci_db_hl))
		return (McPlanProblem){
		    "threshold_max_deci_db_hl", "threshold level is not from -20 to 80 dB HL"};
	if (!mc_plan_within(
	        plan->level_deci_db_hl, plan->threshold_min_deci_db_hl, plan->threshold_max_deci_db_hl))
		return (McPlanProblem){
		    "level_deci_db_hl", "screening level is outside the threshold levels"};
	if ((plan->threshold_max_deci_db_hl - plan->level_deci_db_hl) % 50 != 0 ||
	    (plan->level_deci_db_hl - plan->threshold_min_deci_db_hl) % 50 != 0)
		return (McPlanProblem){"threshold_max_deci_db_hl",
		    "threshold levels are not whole 5 dB steps from the screening level"};
	problem = procedure_problem(plan);
	if (problem.field)
		return problem;
	if (!mc_plan_is_level(plan->mean_pass_deci_db_hl) ||
	    !mc_plan_is_level(plan->mean_fail_deci_db_hl) ||
	    plan->mean_pass_deci_db_hl > plan->mean_fail_deci_db_hl)
		return (McPlanProblem){"mean_pass_deci_db_hl", "mean that passes is above mean that fails"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_hearing_plan_problem(const McHearingPlan *plan)
{
	McPlanProblem problem;

	if (!mc_plan_are_bools(plan->ears, MC_SIDES))
		return (McPlanProblem){"ears", "a flag is neither true nor false"};
	if (!plan->ears[MC_EAR_LEFT] && !plan->ears[MC_EAR_RIGHT])
		return (McPlanProblem){"ears", "no ear to examine"};
	if (!mc_plan_within(plan->frequencies, 1, MC_TONE_FREQUENCIES_MAX))
		return (McPlanProblem){"frequencies", "number of frequencies not from 1 to 8"};
	for (int32_t i = 0; i < plan->frequencies; i++) {
		if (!mc_plan_within(plan->frequency_hz[i], 125, 20000))
			return (McPlanProblem){"frequency_hz", "frequency is not from 125 to 20000 Hz"};
		if (!mc_plan_is_masking(plan->masking_deci_db[i]))
			return (McPlanProblem){"masking_deci_db", "masking level is not from -20 to 80 dB"};
		problem = mc_plan_transducer_problem(
		    plan->transducer, plan->masking_deci_db[i], plan->noise_repeats_max);
		if (problem.field)
			return problem;
	}
	problem = threshold_problem(plan);
	if (!problem.field)
		problem = mc_plan_noise_problem(&plan->noise);
	if (problem.field)
		return problem;
	if (!mc_plan_within(plan->of_at_most, 1, 100) ||
	    !mc_plan_within(plan->needed, 1, plan->of_at_most))
		return (McPlanProblem){"needed", "needed answers above presentations, or none"};
	if (!mc_plan_within(plan->catch_permille, 0, 800))
		return (McPlanProblem){"catch_permille", "share of silent trials above 800 permille"};
	if (!mc_plan_within(plan->false_alarms_max, 0, 1000) ||
	    !mc_plan_within(plan->stray_presses_max, 0, 1000))
		return (McPlanProblem){
		    "stray_presses_max", "limit of false alarms or stray presses not from 0 to 1000"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	problem = mc_plan_times_problem(
	    plan->gap_min_ms, plan->gap_max_ms, plan->duration_ms, plan->window_ms);
	return problem.field ? problem : mc_hearing_plan_contradiction(plan);
}
