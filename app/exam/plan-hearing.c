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
    .earliest_ms = 100,
    .false_alarms_max = 1,
    .false_alarms_ahead = 4,
    .false_alarms_per = 16,
    .stray_presses_max = 3,
    .stray_presses_per = 24,
    .hopeless_times = 2,
    .hopeless_above = 2,
    .hopeless_permille = 250,
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
    .check_above_deci_db = 75,
    .checks_missed_max = 2,
    .misses_at_top = 2,
    .unheard_permille = 900,
    .belief_trials_min = 3,
    .listener =
        {
            .spread_deci_db = {15, 25, 40},
            .press_permille = {20, 80, 250},
            .press_weight_permille = {800, 150, 50},
            .lapse_permille = 20,
            .beyond_log2_deci = 10,
        },
    .mean_pass_deci_db_hl = 400,
    .mean_fail_deci_db_hl = 450,
    .transducer = MC_TRANSDUCER_SUPRA_AURAL,
    .ceiling_deci_db_hl = 800,
    .noise_repeats_max = 3,
};

static McPlanProblem
listener_problem(const McListenerPlan *listener)
{
	int32_t sum = 0;

	if (!mc_plan_are_rising(listener->spread_deci_db, MC_LISTENER_SPREADS, 5, 200))
		return (McPlanProblem){"listener", "spreads are not rising from 0.5 to 20 dB"};
	/* With lapses there is room for hearing. */
	if (!mc_plan_are_rising(listener->press_permille, MC_LISTENER_PRESSES, 5, 500) ||
	    !mc_plan_within(listener->lapse_permille, 1, 200))
		return (McPlanProblem){"listener",
		    "presses are not rising from 5 to 500, or lapses not from 1 to 200 permille"};
	for (int i = 0; i < MC_LISTENER_PRESSES; i++) {
		if (!mc_plan_within(listener->press_weight_permille[i], 1, 1000))
			return (McPlanProblem){"listener", "weight of presses is not from 1 to 1000 permille"};
		sum += listener->press_weight_permille[i];
	}
	if (sum != 1000)
		return (McPlanProblem){"listener", "weights of presses are not 1000 permille in all"};
	if (!mc_plan_within(listener->beyond_log2_deci, 0, 100))
		return (McPlanProblem){"listener", "weight beyond the levels is not from 0 to 10 bits"};
	return (McPlanProblem){NULL, NULL};
}

/* When presses into quiet and misses well above a threshold are no longer believed. */
static McPlanProblem
belief_problem(const McHearingPlan *plan)
{
	if (!mc_plan_within(plan->false_alarms_max, 0, 1000) ||
	    !mc_plan_within(plan->stray_presses_max, 0, 1000))
		return (McPlanProblem){
		    "stray_presses_max", "limit of false alarms or stray presses not from 0 to 1000"};
	if (!mc_plan_within(plan->false_alarms_per, 1, 1000) ||
	    !mc_plan_within(plan->false_alarms_ahead, 0, 1000))
		return (McPlanProblem){"false_alarms_per",
		    "silent presentations to a false alarm not from 1 to 1000, or ahead not from 0"};
	if (!mc_plan_within(plan->stray_presses_per, 1, 1000))
		return (McPlanProblem){
		    "stray_presses_per", "presentations to the stray presses not from 1 to 1000"};
	if (!mc_plan_within(plan->hopeless_times, 1, 100) ||
	    !mc_plan_within(plan->hopeless_above, 0, 1000))
		return (McPlanProblem){
		    "hopeless_times", "hopeless below what is believed, or above 100 times as many"};
	if (!mc_plan_within(plan->hopeless_permille, 0, 1000) ||
	    plan->hopeless_permille * plan->false_alarms_per < 1000)
		return (McPlanProblem){
		    "hopeless_permille", "hopeless after fewer false alarms than are believed"};
	if (!mc_plan_within(plan->check_above_deci_db, 25, 300))
		return (McPlanProblem){
		    "check_above_deci_db", "check of a threshold not from 2.5 to 30 dB above it"};
	if (!mc_plan_within(plan->checks_missed_max, 0, 1000))
		return (McPlanProblem){"checks_missed_max", "limit of missed checks not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

/* With fewer, more than one in 200 honest listeners of a spread of 4 dB would be left without a
 * verdict. */
static McPlanProblem
trials_problem(const McHearingPlan *plan)
{
	static const struct {
		int32_t least;
		const char *reason;
	} needed[MC_THRESHOLD_PROCEDURES] = {
	    [MC_THRESHOLD_ASHA] = {30, "asha needs 30 to 100 threshold trials"},
	    [MC_THRESHOLD_ISO] = {100, "iso needs 100 threshold trials, which is also the most"},
	    [MC_THRESHOLD_ISO_SHORT] = {40, "iso-short needs 40 to 100 threshold trials"},
	    [MC_THRESHOLD_BAYES] = {20, "bayes needs 20 to 100 threshold trials"},
	};

	if (!mc_plan_within(plan->threshold_trials_max, needed[plan->procedure].least, 100))
		return (McPlanProblem){"threshold_trials_max", needed[plan->procedure].reason};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
procedure_problem(const McHearingPlan *plan)
{
	McPlanProblem problem;

	if ((unsigned)plan->procedure >= MC_THRESHOLD_PROCEDURES)
		return (McPlanProblem){"procedure", "unknown procedure for thresholds"};
	problem = trials_problem(plan);
	if (problem.field)
		return problem;
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
	if (!mc_plan_within(plan->misses_at_top, 1, 10) ||
	    !mc_plan_within(plan->unheard_permille, 501, 999))
		return (McPlanProblem){"unheard_permille",
		    "misses to be unheard not from 1 to 10, or not surer than one half"};
	if (!mc_plan_within(plan->belief_trials_min, 1, plan->threshold_trials_max))
		return (McPlanProblem){
		    "belief_trials_min", "minimum of threshold trials above maximum, or none"};
	return listener_problem(&plan->listener);
}

static McPlanProblem
threshold_problem(const McHearingPlan *plan)
{
	McPlanProblem problem;

	if (!mc_plan_is_level(plan->threshold_min_deci_db_hl, plan->ceiling_deci_db_hl) ||
	    !mc_plan_is_level(plan->threshold_max_deci_db_hl, plan->ceiling_deci_db_hl))
		return (McPlanProblem){"threshold_max_deci_db_hl",
		    "threshold level is not from -20 dB HL to the plan's ceiling"};
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
	if (!mc_plan_is_level(plan->mean_pass_deci_db_hl, plan->ceiling_deci_db_hl) ||
	    !mc_plan_is_level(plan->mean_fail_deci_db_hl, plan->ceiling_deci_db_hl) ||
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
	problem = mc_plan_ceiling_problem(plan->ceiling_deci_db_hl);
	if (problem.field)
		return problem;
	for (int32_t i = 0; i < plan->frequencies; i++) {
		if (!mc_plan_within(plan->frequency_hz[i], 125, 20000))
			return (McPlanProblem){"frequency_hz", "frequency is not from 125 to 20000 Hz"};
		if (!mc_plan_is_masking(plan->masking_deci_db[i], plan->ceiling_deci_db_hl))
			return (McPlanProblem){
			    "masking_deci_db", "masking level is not from -20 dB to the plan's ceiling"};
		problem = mc_plan_transducer_problem(
		    plan->transducer, plan->masking_deci_db[i], plan->noise_repeats_max);
		if (problem.field)
			return problem;
	}
	problem = threshold_problem(plan);
	if (!problem.field)
		problem = mc_plan_noise_problem(&plan->noise);
	if (!problem.field)
		problem = mc_plan_field_problem(&plan->field);
	if (problem.field)
		return problem;
	if (!mc_plan_within(plan->of_at_most, 1, 100) ||
	    !mc_plan_within(plan->needed, 1, plan->of_at_most))
		return (McPlanProblem){"needed", "needed answers above presentations, or none"};
	/* With fewer, who presses all the time is found too late. */
	if (!mc_plan_within(plan->catch_permille, 300, 800))
		return (McPlanProblem){
		    "catch_permille", "share of silent trials is not from 300 to 800 permille"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	problem = belief_problem(plan);
	if (!problem.field)
		problem = mc_plan_times_problem(&(McSoundTimes){plan->gap_min_ms, plan->gap_max_ms,
		    plan->duration_ms, plan->window_ms, plan->earliest_ms});
	return problem.field ? problem : mc_hearing_plan_contradiction(plan);
}
