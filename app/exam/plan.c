#include "app/exam/plan.h"

#include "app/exam/kind.h"

#include <stddef.h>
#include <string.h>

static const McAcuityPlan acuity_default = {
    .optotype = MC_OPTOTYPE_TUMBLING_E,
    .correction = MC_CORRECTION_NAKED,
    .cut_milli_log_mar = 0,
    .eyes = {true, true},
    .interleaved = true,
    .minimum_trials = 8,
    .maximum_trials = 24,
    .continuation_trials = 40,
    .pass_permille = 970,
    .fail_permille = 30,
    .prior_pass_permille = 500,
    .assumed_lapse_permille = 30,
    .vergence_centi_dioptre = -20,
    .nearest_centi_dioptre = -34,
    .discards_max = 20,
};

/* Masking at the screening level: a tone of up to 70 dB HL that crosses the head (interaural
 * attenuation 50 dB, seldom below 32) stays under it, and the masker itself, crossing back, stays
 * inaudible. */
static const McHearingPlan hearing_default = {
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
    .threshold_trials_max = 30,
    .mean_pass_deci_db_hl = 400,
    .mean_fail_deci_db_hl = 450,
};

/* No masking: noise on the other ear would tell the side. */
static const McSidePlan side_default = {
    .frequency_hz = 500,
    .level_deci_db_hl = 500,
    .rove_deci_db = 50,
    .masking_deci_db = MC_NO_MASKING,
    .minimum_trials = 6,
    .maximum_trials = 20,
    .silent_permille = 334,
    .silent_trials_min = 2,
    .unsided_permille = 250,
    .pass_permille = 995,
    .fail_permille = 10,
    .silent_answers_max = 2,
    .stray_presses_max = 3,
    .gap_min_ms = 1500,
    .gap_max_ms = 4000,
    .duration_ms = 1500,
    .window_ms = 1500,
    .discards_max = 20,
};

void
mc_exam_plan_default(McExamPlan *plan, McExamKind kind)
{
	memset(plan, 0, sizeof *plan);
	plan->kind = kind;
	plan->attempts_max = 2;
	switch (kind) {
	case MC_EXAM_ACUITY: plan->as.acuity = acuity_default; break;
	case MC_EXAM_HEARING: plan->as.hearing = hearing_default; break;
	case MC_EXAM_SIDE: plan->as.side = side_default; break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_plan_default(plan); break;
	}
}

static bool
within(int32_t value, int32_t low, int32_t high)
{
	return value >= low && value <= high;
}

/* A bool that came as bytes may hold more than 0 and 1, and reading such a one as bool is
 * undefined.
 */
static bool
are_bools(const bool *first, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned char byte;

		memcpy(&byte, first + i, 1);
		if (byte > 1)
			return false;
	}
	return true;
}

static const char *
acuity_problem(const McAcuityPlan *plan)
{
	if (plan->optotype != MC_OPTOTYPE_TUMBLING_E)
		return "only the tumbling E can be examined";
	if (plan->correction != MC_CORRECTION_NAKED && plan->correction != MC_CORRECTION_GLASSES)
		return "unknown correction";
	if (!are_bools(plan->eyes, MC_SIDES) || !are_bools(&plan->interleaved, 1))
		return "a flag is neither true nor false";
	if (!plan->eyes[MC_EYE_LEFT] && !plan->eyes[MC_EYE_RIGHT])
		return "no eye to examine";
	if (!within(plan->cut_milli_log_mar, -300, 1000) || plan->cut_milli_log_mar % 50 != 0)
		return "cut is no line or half line from 5.3 to 4.0";
	if (!within(plan->minimum_trials, 1, plan->maximum_trials))
		return "minimum of trials above maximum, or none";
	if (!within(plan->continuation_trials, plan->maximum_trials, 200))
		return "continuation below maximum, or above 200";
	if (!within(plan->fail_permille, 1, 499) || !within(plan->pass_permille, 501, 999))
		return "pass and fail probability must lie on either side of one half";
	if (!within(plan->prior_pass_permille, plan->fail_permille + 1, plan->pass_permille - 1))
		return "prior decides by itself";
	if (!within(plan->assumed_lapse_permille, 1, 200))
		return "assumed lapse rate is not from 1 to 200 permille";
	return within(plan->discards_max, 0, 1000) ? NULL : "discards not from 0 to 1000";
}

static const char *
times_problem(int32_t gap_min_ms, int32_t gap_max_ms, int32_t duration_ms, int32_t window_ms)
{
	if (!within(gap_min_ms, 0, gap_max_ms) || gap_max_ms > 60000)
		return "gap is empty, or longer than a minute";
	if (!within(duration_ms, 50, 60000) || !within(window_ms, 50, 60000))
		return "duration or window is not from 50 ms to a minute";
	return NULL;
}

static bool
is_level(int32_t level_deci_db)
{
	return within(level_deci_db, -200, 1000);
}

static bool
is_masking(int32_t level_deci_db)
{
	return level_deci_db == MC_NO_MASKING || is_level(level_deci_db);
}

static const char *
threshold_problem(const McHearingPlan *plan)
{
	if (!is_level(plan->threshold_min_deci_db_hl) || !is_level(plan->threshold_max_deci_db_hl))
		return "threshold level is not from -20 to 100 dB HL";
	if (!within(
	        plan->level_deci_db_hl, plan->threshold_min_deci_db_hl, plan->threshold_max_deci_db_hl))
		return "screening level is outside the threshold levels";
	if ((plan->threshold_max_deci_db_hl - plan->level_deci_db_hl) % 50 != 0 ||
	    (plan->level_deci_db_hl - plan->threshold_min_deci_db_hl) % 50 != 0)
		return "threshold levels are not whole 5 dB steps from the screening level";
	if (!within(plan->threshold_trials_max, 1, 100))
		return "threshold trials not from 1 to 100";
	if (!is_level(plan->mean_pass_deci_db_hl) || !is_level(plan->mean_fail_deci_db_hl) ||
	    plan->mean_pass_deci_db_hl > plan->mean_fail_deci_db_hl)
		return "mean that passes is above mean that fails";
	return NULL;
}

static const char *
hearing_problem(const McHearingPlan *plan)
{
	const char *problem;

	if (!are_bools(plan->ears, MC_SIDES))
		return "a flag is neither true nor false";
	if (!plan->ears[MC_EAR_LEFT] && !plan->ears[MC_EAR_RIGHT])
		return "no ear to examine";
	if (!within(plan->frequencies, 1, MC_TONE_FREQUENCIES_MAX))
		return "number of frequencies not from 1 to 8";
	for (int32_t i = 0; i < plan->frequencies; i++) {
		if (!within(plan->frequency_hz[i], 125, 20000))
			return "frequency is not from 125 to 20000 Hz";
		if (!is_masking(plan->masking_deci_db[i]))
			return "masking level is not from -20 to 100 dB";
	}
	problem = threshold_problem(plan);
	if (problem)
		return problem;
	if (!within(plan->of_at_most, 1, 100) || !within(plan->needed, 1, plan->of_at_most))
		return "needed answers above presentations, or none";
	if (!within(plan->catch_permille, 0, 800))
		return "share of silent trials above 800 permille";
	if (!within(plan->false_alarms_max, 0, 1000) || !within(plan->stray_presses_max, 0, 1000))
		return "limit of false alarms or stray presses not from 0 to 1000";
	if (!within(plan->discards_max, 0, 1000))
		return "discards not from 0 to 1000";
	return times_problem(plan->gap_min_ms, plan->gap_max_ms, plan->duration_ms, plan->window_ms);
}

static const char *
side_problem(const McSidePlan *plan)
{
	if (!within(plan->frequency_hz, 125, 20000))
		return "frequency is not from 125 to 20000 Hz";
	if (!within(plan->rove_deci_db, 0, 200) || !is_level(plan->level_deci_db_hl) ||
	    !is_level(plan->level_deci_db_hl + plan->rove_deci_db) ||
	    !is_level(plan->level_deci_db_hl - plan->rove_deci_db))
		return "roved level leaves -20 to 100 dB HL";
	if (!is_masking(plan->masking_deci_db))
		return "masking level is not from -20 to 100 dB";
	if (!within(plan->minimum_trials, 1, plan->maximum_trials) || plan->maximum_trials > 200)
		return "minimum of trials above maximum, or maximum above 200";
	if (!within(plan->silent_permille, 0, 800))
		return "share of silent trials above 800 permille";
	if (!within(plan->silent_trials_min, 0, 100) ||
	    (plan->silent_trials_min > 0 && plan->silent_permille < 50))
		return "silent trials are needed, but none come";
	if (!within(plan->unsided_permille, 1, 1000))
		return "weight of those who hear without direction is not from 1 to 1000 permille";
	if (!within(plan->fail_permille, 1, 499) || !within(plan->pass_permille, 501, 999))
		return "pass and fail probability must lie on either side of one half";
	if (!within(plan->silent_answers_max, 0, 1000) || !within(plan->stray_presses_max, 0, 1000))
		return "limit of silent answers or stray presses not from 0 to 1000";
	if (!within(plan->discards_max, 0, 1000))
		return "discards not from 0 to 1000";
	return times_problem(plan->gap_min_ms, plan->gap_max_ms, plan->duration_ms, plan->window_ms);
}

const char *
mc_exam_plan_problem(const McExamPlan *plan)
{
	if (!within(plan->attempts_max, 1, MC_ATTEMPTS_MAX))
		return "attempts not 1 or 2";
	switch (plan->kind) {
	case MC_EXAM_ACUITY: return acuity_problem(&plan->as.acuity);
	case MC_EXAM_HEARING: return hearing_problem(&plan->as.hearing);
	case MC_EXAM_SIDE: return side_problem(&plan->as.side);
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return mc_body_plan_problem(plan);
	}
	return "unknown kind of exam";
}
