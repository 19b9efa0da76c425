/* The plans of the body's exams. */
#include "app/exam/plan-parts.h"

#include <stddef.h>
#include <string.h>

static const McStaturePlan stature_default = {
    .agree_mm = 10,
    .uncertainty_mm = 5,
    .lowest_mm = 500,
    .highest_mm = 2500,
    .discards_max = 20,
};

static const McLimbsPlan limbs_default = {
    .movements = {true, true, true, true, true, true, true, true, true, true, true, true, true},
    .tries_max = 1,
    .hold_ms = 1000,
    .window_ms = 10000,
    .discards_max = 20,
};

/* Woods 2015 (simple reaction), Der and Deary 2006 (choice); trials and limits by judgement. */
static const McReactionPlan reaction_default = {
    .trials = {20, 20, 3, 3},
    .foreperiod_min_ms = 1000,
    .foreperiod_max_ms = 3000,
    .foreperiod_mean_ms = 1000,
    .anticipation_ms = 100,
    .miss_ms = 1500,
    .anticipations_max = 2,
    .latency_us = MC_LATENCY_UNKNOWN,
    .digits = 5,
    .places_lit = 5,
    .entry_ms = 20000,
    .discards_max = 20,
};

void
mc_body_plan_default(McExamPlan *plan)
{
	switch (plan->kind) {
	case MC_EXAM_STATURE: plan->as.stature = stature_default; return;
	case MC_EXAM_LIMBS: plan->as.limbs = limbs_default; return;
	case MC_EXAM_REACTION: plan->as.reaction = reaction_default; return;
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
	case MC_EXAM_COLOUR: return;
	}
}

static McPlanProblem
stature_problem(const McStaturePlan *plan)
{
	if (!mc_plan_within(plan->agree_mm, 0, 100))
		return (McPlanProblem){"agree_mm", "agreement of readings not from 0 to 100 mm"};
	if (!mc_plan_within(plan->uncertainty_mm, 0, 100))
		return (McPlanProblem){
		    "uncertainty_mm", "uncertainty of the instrument not from 0 to 100 mm"};
	if (plan->lowest_mm < 1 || plan->highest_mm > 9999 || plan->lowest_mm >= plan->highest_mm)
		return (McPlanProblem){
		    "lowest_mm", "lowest reading above highest, or outside 1 to 9999 mm"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
limbs_problem(const McLimbsPlan *plan)
{
	bool any = false;

	for (int m = 0; m < MC_MOVEMENTS; m++) {
		if (!mc_plan_are_bools(&plan->movements[m], 1))
			return (McPlanProblem){"movements", "a flag is neither true nor false"};
		any |= plan->movements[m];
	}
	if (!any)
		return (McPlanProblem){"movements", "no movement to ask for"};
	if (!mc_plan_within(plan->tries_max, 1, 5))
		return (McPlanProblem){"tries_max", "tries not from 1 to 5"};
	if (!mc_plan_within(plan->window_ms, 1000, 60000) ||
	    !mc_plan_within(plan->hold_ms, 0, plan->window_ms))
		return (McPlanProblem){
		    "window_ms", "watching not from 1 to 60 s, or shorter than the hold"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
times_problem(const McReactionPlan *plan)
{
	if (!mc_plan_within(plan->foreperiod_min_ms, 100, 20000) ||
	    !mc_plan_within(plan->foreperiod_max_ms, plan->foreperiod_min_ms, 20000))
		return (McPlanProblem){"foreperiod_min_ms", "wait is empty, or not from 0.1 to 20 s"};
	if (!mc_plan_within(plan->foreperiod_mean_ms, 100, 20000))
		return (McPlanProblem){"foreperiod_mean_ms", "mean wait not from 0.1 to 20 s"};
	if (!mc_plan_within(plan->miss_ms, 200, 10000) ||
	    !mc_plan_within(plan->anticipation_ms, 0, plan->miss_ms - 1))
		return (McPlanProblem){"miss_ms", "miss not from 0.2 to 10 s, or below the anticipation"};
	if (!mc_plan_within(plan->latency_us, MC_LATENCY_UNKNOWN, MC_LATENCY_MAX_US))
		return (McPlanProblem){"latency_us", "latency neither unknown (-1) nor from 0 to 0.5 s"};
	if (!mc_plan_within(plan->entry_ms, 1000, 60000))
		return (McPlanProblem){"entry_ms", "time for an entry not from 1 to 60 s"};
	return (McPlanProblem){NULL, NULL};
}

static McPlanProblem
reaction_problem(const McReactionPlan *plan)
{
	int32_t all = 0;

	for (int task = 0; task < MC_REACTION_TASKS; task++) {
		if (!mc_plan_within(plan->trials[task], 0, MC_REACTION_TRIALS_MAX))
			return (McPlanProblem){"trials", "trials of a task not from 0 to 40"};
		all += plan->trials[task];
	}
	if (all == 0)
		return (McPlanProblem){"trials", "no trial at all"};
	if (!mc_plan_within(plan->anticipations_max, 0, MC_REACTION_TRIALS_MAX))
		return (McPlanProblem){"anticipations_max", "limit of anticipations not from 0 to 40"};
	if (!mc_plan_within(plan->digits, 1, MC_DIGITS_MAX))
		return (McPlanProblem){"digits", "digits not from 1 to 8"};
	if (!mc_plan_within(plan->places_lit, 2, MC_PLACES))
		return (McPlanProblem){"places_lit", "lit places not from 2 to 9"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	return times_problem(plan);
}

McPlanProblem
mc_body_plan_problem(const McExamPlan *plan)
{
	switch (plan->kind) {
	case MC_EXAM_STATURE: return stature_problem(&plan->as.stature);
	case MC_EXAM_LIMBS: return limbs_problem(&plan->as.limbs);
	case MC_EXAM_REACTION: return reaction_problem(&plan->as.reaction);
	case MC_EXAM_ACUITY:
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
	case MC_EXAM_COLOUR: break;
	}
	return (McPlanProblem){"kind", "unknown kind of exam"};
}
