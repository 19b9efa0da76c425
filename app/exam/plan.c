#include "app/exam/plan-parts.h"

#include <string.h>

void
mc_exam_plan_default(McExamPlan *plan, McExamKind kind)
{
	memset(plan, 0, sizeof *plan);
	plan->kind = kind;
	plan->attempts_max = 2;
	plan->quality = mc_quality_plan_default;
	switch (kind) {
	case MC_EXAM_ACUITY: plan->as.acuity = mc_acuity_plan_default; break;
	case MC_EXAM_HEARING:
		plan->as.hearing = mc_hearing_plan_default;
		plan->as.hearing.noise = mc_noise_plan_default;
		plan->as.hearing.field = mc_field_plan_default;
		break;
	case MC_EXAM_SIDE:
		plan->as.side = mc_side_plan_default;
		plan->as.side.noise = mc_noise_plan_default;
		plan->as.side.field = mc_field_plan_default;
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_plan_default(plan); break;
	case MC_EXAM_COLOUR:
		plan->as.colour = mc_colour_plan_default();
		plan->quality.impossible_ms = 200;
		break;
	}
}

static void
play_by_loudspeaker(McExamPlan *plan)
{
	McSidePlan *side = &plan->as.side;

	if (plan->kind == MC_EXAM_HEARING) {
		for (int i = 0; i < MC_TONE_FREQUENCIES_MAX; i++)
			plan->as.hearing.masking_deci_db[i] = MC_NO_MASKING;
		return;
	}
	side->masking_deci_db = MC_NO_MASKING;
	side->rove_deci_db = side->field_rove_deci_db;
	side->unsided_permille = side->field_unsided_permille;
	side->maximum_trials = side->field_maximum_trials;
}

void
mc_exam_plan_play_by(McExamPlan *plan, McTransducer transducer)
{
	if (plan->kind != MC_EXAM_HEARING && plan->kind != MC_EXAM_SIDE)
		return;
	if (plan->kind == MC_EXAM_HEARING)
		plan->as.hearing.transducer = transducer;
	else
		plan->as.side.transducer = transducer;
	if (transducer == MC_TRANSDUCER_LOUDSPEAKER)
		play_by_loudspeaker(plan);
}

/* Totals of any counts stay within 63 bits. */
static McPlanProblem
quality_problem(const McQualityPlan *plan)
{
	if (!mc_plan_within(plan->slip_against_q16, 1, 10 << 16) ||
	    !mc_plan_within(plan->no_slip_for_q16, 1, 10 << 16))
		return (McPlanProblem){"quality", "a slip or none does not speak up to 10 bits"};
	if (!mc_plan_within(plan->slips_min, 1, 100) || !mc_plan_within(plan->concern_permille, 1, 499))
		return (McPlanProblem){
		    "quality", "a concern after no slip, or not below one half of the index"};
	if (!mc_plan_within(plan->one_sided_from, 1, 1000) ||
	    !mc_plan_within(plan->one_sided_permille, 501, 1000))
		return (McPlanProblem){
		    "quality", "one-sided from no wrong answer, or with less than half of them"};
	if (!mc_plan_within(plan->below_chance_permille, 1, 100))
		return (McPlanProblem){"quality", "chance of too few right ones is not from 1 to 100"};
	if (!mc_plan_within(plan->impossible_ms, 1, 1000) ||
	    !mc_plan_within(plan->hasty_from, 1, 1000) || !mc_plan_within(plan->hasty_ms, 1, 5000))
		return (McPlanProblem){"quality", "impossible or hasty times are out of range"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_exam_plan_problem(const McExamPlan *plan)
{
	McPlanProblem problem = quality_problem(&plan->quality);

	if (!mc_plan_within(plan->attempts_max, 1, MC_ATTEMPTS_MAX))
		return (McPlanProblem){"attempts_max", "attempts not 1 or 2"};
	if (problem.field)
		return problem;
	switch (plan->kind) {
	case MC_EXAM_ACUITY: return mc_acuity_plan_problem(&plan->as.acuity);
	case MC_EXAM_HEARING: return mc_hearing_plan_problem(&plan->as.hearing);
	case MC_EXAM_SIDE: return mc_side_plan_problem(&plan->as.side);
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: return mc_body_plan_problem(plan);
	case MC_EXAM_COLOUR: return mc_colour_plan_problem(&plan->as.colour);
	}
	return (McPlanProblem){"kind", "unknown kind of exam"};
}

/* ---- for the kinds ---- */

bool
mc_plan_within(int32_t value, int32_t low, int32_t high)
{
	return value >= low && value <= high;
}

bool
mc_plan_are_rising(const int32_t *values, int count, int32_t low, int32_t high)
{
	for (int i = 0; i < count; i++)
		if (!mc_plan_within(values[i], i > 0 ? values[i - 1] + 1 : low, high))
			return false;
	return true;
}

bool
mc_plan_are_bools(const bool *first, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned char byte;

		memcpy(&byte, first + i, 1);
		if (byte > 1)
			return false;
	}
	return true;
}

bool
mc_plan_is_level(int32_t level_deci_db, int32_t ceiling_deci_db)
{
	return mc_plan_within(level_deci_db, -200, ceiling_deci_db);
}

bool
mc_plan_is_masking(int32_t level_deci_db, int32_t ceiling_deci_db)
{
	return level_deci_db == MC_NO_MASKING || mc_plan_is_level(level_deci_db, ceiling_deci_db);
}

McPlanProblem
mc_plan_ceiling_problem(int32_t ceiling_deci_db_hl)
{
	if (!mc_plan_within(ceiling_deci_db_hl, 0, MC_LEVEL_CEILING_DECI_DB_HL))
		return (McPlanProblem){"ceiling_deci_db_hl", "ceiling of levels is not from 0 to 80 dB HL"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_plan_field_problem(const McFieldPlan *plan)
{
	for (int i = 0; i < MC_TRANSDUCER_FREQUENCIES; i++)
		if (!mc_plan_within(plan->reference_deci_db_spl[i], -200, 500))
			return (McPlanProblem){"field_reference_deci_db_spl",
			    "0 dB HL of the free field is not from -20 to 50 dB SPL"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_plan_transducer_problem(
    McTransducer transducer, int32_t masking_deci_db, int32_t noise_repeats_max)
{
	if ((unsigned)transducer >= MC_TRANSDUCERS)
		return (McPlanProblem){"transducer", "unknown transducer"};
	/* Noise from one loudspeaker reaches both ears. */
	if (transducer == MC_TRANSDUCER_LOUDSPEAKER && masking_deci_db != MC_NO_MASKING)
		return (McPlanProblem){"transducer", "masking by loudspeaker"};
	if (!mc_plan_within(noise_repeats_max, 0, 1000))
		return (McPlanProblem){"noise_repeats_max", "repeats after noise not from 0 to 1000"};
	return (McPlanProblem){NULL, NULL};
}

static bool
are_all_within(const int32_t octave[MC_NOISE_OCTAVES], int32_t low, int32_t high)
{
	for (int i = 0; i < MC_NOISE_OCTAVES; i++)
		if (!mc_plan_within(octave[i], low, high))
			return false;
	return true;
}

McPlanProblem
mc_plan_noise_problem(const McNoisePlan *plan)
{
	if (!are_all_within(plan->covered_deci_db_spl, 0, 1000) ||
	    !are_all_within(plan->open_deci_db_spl, 0, 1000))
		return (McPlanProblem){"noise", "permitted noise is not from 0 to 100 dB SPL"};
	for (int cover = 0; cover < MC_COVERS; cover++)
		if (!are_all_within(plan->attenuation_deci_db[cover], 0, 600))
			return (McPlanProblem){"noise", "attenuation is not from 0 to 60 dB"};
	if (!mc_plan_within(plan->margin_deci_db, 0, 200))
		return (McPlanProblem){"noise", "margin for a peak is not from 0 to 20 dB"};
	return (McPlanProblem){NULL, NULL};
}

McPlanProblem
mc_plan_times_problem(const McSoundTimes *times)
{
	if (!mc_plan_within(times->gap_min_ms, 0, times->gap_max_ms) || times->gap_max_ms > 60000)
		return (McPlanProblem){"gap_max_ms", "gap is empty, or longer than a minute"};
	if (!mc_plan_within(times->duration_ms, 50, 60000))
		return (McPlanProblem){"duration_ms", "duration is not from 50 ms to a minute"};
	/* Who is slow would be deaf: 600 ms raise thresholds by 2.6 dB. */
	if (!mc_plan_within(times->window_ms, 1000, 60000))
		return (McPlanProblem){
		    "window_ms", "time to answer after a sound is not from one second to a minute"};
	if (!mc_plan_within(times->earliest_ms, 0, 500))
		return (McPlanProblem){"earliest_ms", "earliest answer is not from 0 to 500 ms"};
	return (McPlanProblem){NULL, NULL};
}
