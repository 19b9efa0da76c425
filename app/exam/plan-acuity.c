#include "app/exam/plan-parts.h"

const McAcuityPlan mc_acuity_plan_default = {
    .optotype = MC_OPTOTYPE_TUMBLING_E,
    .correction = MC_CORRECTION_NAKED,
    .cuts = 1,
    .cut_milli_log_mar = {0},
    .eyes = {true, true},
    .interleaved = true,
    .warm_up_milli = {600, 400, 200},
    .easy_every = 8,
    .minimum_trials = 8,
    .maximum_trials = 24,
    .continuation_trials = 40,
    .pass_permille = 900,
    .fail_permille = 13,
    .prior_pass_permille = 500,
    .assumed_lapse_permille = 30,
    .assumed_slopes = {8, 14, 22},
    .ring_criterion_permille = 600,
    .smallest_milli_log_mar = -300,
    .largest_milli_log_mar = 1000,
    .vergence_centi_dioptre = -20,
    .nearest_centi_dioptre = MC_ACUITY_NEAREST_CENTI_DIOPTRE,
    .distance_apart_permille = 20,
    .luminance_min_cd_m2 = 80,
    .luminance_max_cd_m2 = 320,
    .luminance_repeats_max = 3,
    .easy_wrong_max = 2,
    .turn_answers_min = 6,
    .turn_log2_deci = 116,
    .discards_max = 20,
};

static McPlanProblem
cuts_problem(const McAcuityPlan *plan)
{
	static const char field[] = "cut_milli_log_mar";

	if (!mc_plan_within(plan->cuts, 1, MC_ACUITY_CUTS_MAX))
		return (McPlanProblem){field, "number of cuts not from 1 to 4"};
	for (int32_t i = 0; i < plan->cuts; i++) {
		int32_t cut = plan->cut_milli_log_mar[i];

		if (!mc_plan_within(cut, -300, 1000) || cut % 50 != 0)
			return (McPlanProblem){field, "cut is no line or half line from 5.3 to 4.0"};
		if (i > 0 && cut <= plan->cut_milli_log_mar[i - 1])
			return (McPlanProblem){field, "cuts are not each easier than the one before"};
	}
	for (int32_t i = plan->cuts; i < MC_ACUITY_CUTS_MAX; i++)
		if (plan->cut_milli_log_mar[i] != 0)
			return (McPlanProblem){field, "a cut stands beyond their number"};
	if (plan->cut_milli_log_mar[plan->cuts - 1] - plan->cut_milli_log_mar[0] >
	    MC_ACUITY_CUT_SPAN_MAX)
		return (McPlanProblem){field, "cuts lie more than three lines apart"};
	return (McPlanProblem){NULL, NULL};
}

/* Three lines above a limit its line is surely seen. */
#define SURELY_SEEN_MILLI 300

bool
mc_acuity_plan_show(
    McAcuityPlan *plan, int32_t smallest_milli_log_mar, int32_t largest_milli_log_mar)
{
	McAcuityPlan shown = *plan;

	if (shown.smallest_milli_log_mar < smallest_milli_log_mar)
		shown.smallest_milli_log_mar = smallest_milli_log_mar;
	if (shown.largest_milli_log_mar > largest_milli_log_mar)
		shown.largest_milli_log_mar = largest_milli_log_mar;
	shown.cuts = 0;
	for (int32_t i = 0; i < MC_ACUITY_CUTS_MAX; i++) {
		int32_t cut = plan->cut_milli_log_mar[i];

		shown.cut_milli_log_mar[i] = 0;
		if (i < plan->cuts && cut >= shown.smallest_milli_log_mar &&
		    cut + SURELY_SEEN_MILLI <= shown.largest_milli_log_mar)
			shown.cut_milli_log_mar[shown.cuts++] = cut;
	}
	if (shown.cuts == 0)
		return false;
	*plan = shown;
	return true;
}

/* A limit can be judged only where its own line and one that is surely seen can be shown. */
static McPlanProblem
display_problem(const McAcuityPlan *plan)
{
	if (!mc_plan_within(plan->smallest_milli_log_mar, -1000, 2000))
		return (McPlanProblem){"smallest_milli_log_mar", "not from -1000 to 2000"};
	if (!mc_plan_within(plan->largest_milli_log_mar, plan->smallest_milli_log_mar, 2000))
		return (McPlanProblem){"largest_milli_log_mar", "below the smallest, or above 2000"};
	if (plan->smallest_milli_log_mar > plan->cut_milli_log_mar[0])
		return (McPlanProblem){
		    "smallest_milli_log_mar", "the line of the strictest cut cannot be shown"};
	if (plan->largest_milli_log_mar < plan->cut_milli_log_mar[plan->cuts - 1] + SURELY_SEEN_MILLI)
		return (McPlanProblem){
		    "largest_milli_log_mar", "three lines above the easiest cut cannot be shown"};
	return (McPlanProblem){NULL, NULL};
}

/* The picture stands between 10 cm and as far as the eye goes without effort. That an instrument
 * holds it nearer than 3 m and shows it farther is for its collimation record to say, which changes
 * the vergence; no pack may. */
static McPlanProblem
distance_problem(const McAcuityPlan *plan)
{
	if (!mc_plan_within(plan->vergence_centi_dioptre, -1000, 0))
		return (McPlanProblem){"vergence_centi_dioptre", "vergence is not from -10 D to 0"};
	if (!mc_plan_within(plan->nearest_centi_dioptre, MC_ACUITY_NEAREST_CENTI_DIOPTRE, 0))
		return (McPlanProblem){
		    "nearest_centi_dioptre", "nearest that is examined is not from -0.34 D to 0"};
	if (!mc_plan_within(plan->distance_apart_permille, 1, 100))
		return (McPlanProblem){
		    "distance_apart_permille", "distance allowed to differ not from 1 to 100 permille"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
luminance_problem(const McAcuityPlan *plan)
{
	if (!mc_plan_within(plan->luminance_min_cd_m2, 10, plan->luminance_max_cd_m2))
		return (McPlanProblem){"luminance_min_cd_m2",
		    "background is below 10 cd/m2, or its minimum above its maximum"};
	if (plan->luminance_max_cd_m2 > 2000)
		return (McPlanProblem){"luminance_max_cd_m2", "background is above 2000 cd/m2"};
	if (!mc_plan_within(plan->luminance_repeats_max, 0, 1000))
		return (McPlanProblem){
		    "luminance_repeats_max", "repeats after a wrong background not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

/* Fewer answers, or less of a probability, and who guesses passes. */
#define TRIALS_AT_LEAST 6
#define SURE_PERMILLE 800

static McPlanProblem
stop_problem(const McAcuityPlan *plan)
{
	if (!mc_plan_within(plan->minimum_trials, TRIALS_AT_LEAST, plan->maximum_trials))
		return (McPlanProblem){"minimum_trials", "minimum of trials above maximum, or below 6"};
	if (!mc_plan_within(plan->continuation_trials, plan->maximum_trials, MC_ACUITY_TRIALS_MAX))
		return (McPlanProblem){"continuation_trials", "continuation below maximum, or above 200"};
	if (plan->estimate_trials != 0 &&
	    !mc_plan_within(plan->estimate_trials, plan->minimum_trials, MC_ACUITY_TRIALS_MAX))
		return (McPlanProblem){"estimate_trials", "neither none, nor from the minimum to 200"};
	if (!mc_plan_within(plan->fail_permille, 1, 1000 - SURE_PERMILLE))
		return (McPlanProblem){
		    "fail_permille", "probability to fail is not from 1 to 200 permille"};
	if (!mc_plan_within(plan->pass_permille, SURE_PERMILLE, 999))
		return (McPlanProblem){
		    "pass_permille", "probability to pass is not from 800 to 999 permille"};
	if (!mc_plan_within(
	        plan->prior_pass_permille, plan->fail_permille + 1, plan->pass_permille - 1))
		return (McPlanProblem){"prior_pass_permille", "prior decides by itself"};
	if (!mc_plan_within(plan->assumed_lapse_permille, 1, 200))
		return (McPlanProblem){
		    "assumed_lapse_permille", "assumed lapse rate is not from 1 to 200 permille"};
	if (!mc_plan_are_rising(plan->assumed_slopes, MC_ACUITY_SLOPES, 2, 60))
		return (McPlanProblem){
		    "assumed_slopes", "assumed slopes are not rising from 2 to 60 per logMAR"};
	/* Beyond guessing, and short of what who lapses can reach. */
	if (!mc_plan_within(plan->ring_criterion_permille, 200, 750))
		return (McPlanProblem){
		    "ring_criterion_permille", "criterion of a ring is not from 200 to 750 permille"};
	return (McPlanProblem){NULL, NULL};
}

/* Of the sizes that the exam knows; and so seldom easy that a question is left between. */
#define WARM_UP_MILLI_MAX 1300
#define EASY_EVERY_MIN 4

static McPlanProblem
course_problem(const McAcuityPlan *plan)
{
	for (int i = 0; i < MC_ACUITY_WARM_UPS; i++) {
		int32_t most = i > 0 ? plan->warm_up_milli[i - 1] : WARM_UP_MILLI_MAX;

		if (!mc_plan_within(plan->warm_up_milli[i], 0, most) || plan->warm_up_milli[i] % 50 != 0)
			return (McPlanProblem){
			    "warm_up_milli", "warm-up is not in half lines, or not falling from 1300 to 0"};
	}
	if (!mc_plan_within(plan->easy_every, EASY_EVERY_MIN, MC_ACUITY_TRIALS_MAX))
		return (McPlanProblem){"easy_every", "an easy trial not after each 4 to 200"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
belief_problem(const McAcuityPlan *plan)
{
	if (!mc_plan_within(plan->easy_wrong_max, 0, 1000))
		return (McPlanProblem){"easy_wrong_max", "limit of easy misses not from 0 to 1000"};
	if (!mc_plan_within(plan->turn_answers_min, 2, 100))
		return (McPlanProblem){
		    "turn_answers_min", "answers on either side of a turn not from 2 to 100"};
	if (!mc_plan_within(plan->turn_log2_deci, 10, 1000))
		return (McPlanProblem){"turn_log2_deci", "gain of a turn not from 1 to 100 bits"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_acuity_plan_problem(const McAcuityPlan *plan)
{
	McPlanProblem problem;

	if (plan->optotype != MC_OPTOTYPE_TUMBLING_E && plan->optotype != MC_OPTOTYPE_LANDOLT_C)
		return (McPlanProblem){"optotype", "unknown optotype"};
	if (plan->correction != MC_CORRECTION_NAKED && plan->correction != MC_CORRECTION_GLASSES)
		return (McPlanProblem){"correction", "unknown correction"};
	if (!mc_plan_are_bools(plan->eyes, MC_SIDES))
		return (McPlanProblem){"eyes", "a flag is neither true nor false"};
	if (!mc_plan_are_bools(&plan->interleaved, 1))
		return (McPlanProblem){"interleaved", "a flag is neither true nor false"};
	if (!plan->eyes[MC_EYE_LEFT] && !plan->eyes[MC_EYE_RIGHT])
		return (McPlanProblem){"eyes", "no eye to examine"};
	problem = cuts_problem(plan);
	if (!problem.field)
		problem = display_problem(plan);
	if (!problem.field)
		problem = stop_problem(plan);
	if (!problem.field)
		problem = course_problem(plan);
	if (!problem.field)
		problem = belief_problem(plan);
	if (!problem.field)
		problem = distance_problem(plan);
	if (!problem.field)
		problem = luminance_problem(plan);
	if (!problem.field && !mc_plan_within(plan->discards_max, 0, 1000))
		problem = (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	return problem;
}
