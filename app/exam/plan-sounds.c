/* Plans of hearing and side whose parts do not go together: what would pass whom it must not, pass
 * nobody, or skip without a word what it promises. */

#include "app/exam/plan-parts.h"

/* What a head takes off a sound that crosses it, at least. */
#define ACROSS_DECI_DB 400
/* A key that is pressed in time with regular sounds is no answer. */
#define GAP_SPREAD_MS 1000
#define GAP_MIN_MS 500
/* Who guesses the side is right so many times with the chance 1/64. */
#define SIDES_AT_LEAST 6
#define SURE_PERMILLE 900

static McPlanProblem
gaps_problem(int32_t gap_min_ms, int32_t gap_max_ms)
{
	if (gap_max_ms - gap_min_ms < GAP_SPREAD_MS)
		return (McPlanProblem){"gap_max_ms", "gaps differ by less than a second"};
	if (gap_min_ms < GAP_MIN_MS)
		return (McPlanProblem){"gap_min_ms", "gap is shorter than half a second"};
	return (McPlanProblem){NULL, NULL};
}

static bool
has_reference(McTransducer transducer, const McFieldPlan *field, int32_t frequency_hz)
{
	int32_t unused;

	if (transducer == MC_TRANSDUCER_LOUDSPEAKER)
		return mc_field_reference(field, frequency_hz, &unused);
	return mc_transducer_reference(transducer, frequency_hz, &unused);
}

static bool
is_among(int32_t frequency_hz, const McHearingPlan *plan, int32_t first)
{
	for (int32_t i = 0; i < first; i++)
		if (plan->frequency_hz[i] == frequency_hz)
			return true;
	return false;
}

static McPlanProblem
frequencies_problem(const McHearingPlan *plan)
{
	for (int32_t i = 0; i < plan->frequencies; i++) {
		if (is_among(plan->frequency_hz[i], plan, i))
			return (McPlanProblem){"frequency_hz", "a frequency stands twice"};
		if (!has_reference(plan->transducer, &plan->field, plan->frequency_hz[i]))
			return (McPlanProblem){
			    "frequency_hz", "no reference level for this transducer at this frequency"};
	}
	if (plan->repeat_hz != 0 && !is_among(plan->repeat_hz, plan, plan->frequencies))
		return (McPlanProblem){"repeat_hz", "repeated frequency is not among those measured"};
	return (McPlanProblem){NULL, NULL};
}

/* The loudest tone that crosses the head stays under what masks the other ear. */
static McPlanProblem
masking_problem(const McHearingPlan *plan)
{
	int32_t crossing = plan->threshold_max_deci_db_hl - ACROSS_DECI_DB;

	if (plan->transducer == MC_TRANSDUCER_LOUDSPEAKER)
		return (McPlanProblem){NULL, NULL};
	for (int32_t i = 0; i < plan->frequencies; i++)
		if (plan->masking_deci_db[i] < (crossing > 0 ? crossing : 0))
			return (McPlanProblem){"masking_deci_db",
			    "masking under headphones is below the loudest tone less 40 dB, or below 0"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_hearing_plan_contradiction(const McHearingPlan *plan)
{
	McPlanProblem problem = frequencies_problem(plan);

	/* Who hears each tone of the screening passes without any threshold. */
	if (plan->level_deci_db_hl > plan->mean_pass_deci_db_hl)
		return (McPlanProblem){"level_deci_db_hl", "screening level is above the mean that passes"};
	if (plan->mean_fail_deci_db_hl > plan->threshold_max_deci_db_hl)
		return (McPlanProblem){
		    "mean_fail_deci_db_hl", "mean that fails is above the highest level"};
	if (!problem.field)
		problem = masking_problem(plan);
	return problem.field ? problem : gaps_problem(plan->gap_min_ms, plan->gap_max_ms);
}

McPlanProblem
mc_side_plan_contradiction(const McSidePlan *plan)
{
	if (!has_reference(plan->transducer, &plan->field, plan->frequency_hz))
		return (McPlanProblem){
		    "frequency_hz", "no reference level for this transducer at this frequency"};
	if (plan->minimum_trials < SIDES_AT_LEAST)
		return (McPlanProblem){"minimum_trials", "minimum of trials is below 6"};
	if (plan->pass_permille < SURE_PERMILLE)
		return (McPlanProblem){"pass_permille", "probability to pass is below 900 permille"};
	if (plan->fail_permille > 1000 - SURE_PERMILLE)
		return (McPlanProblem){"fail_permille", "probability to fail is above 100 permille"};
	/* They come by chance: half of what the maximum brings in the mean. */
	if (plan->silent_trials_min < 1 ||
	    2 * plan->silent_trials_min * (1000 - plan->silent_permille) >
	        plan->maximum_trials * plan->silent_permille)
		return (McPlanProblem){"silent_trials_min",
		    "silent trials needed are none, or more than half of those to be expected"};
	return gaps_problem(plan->gap_min_ms, plan->gap_max_ms);
}
