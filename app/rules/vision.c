#include "app/rules/requirement.h"

#include <stddef.h>

/* Milli-logMAR of a line in tenths, and whether there is one. */
static bool
line_to_milli(int32_t line_deci, int32_t *milli)
{
	*milli = 100 * (50 - line_deci);
	return line_deci != 0;
}

/* A run decides its own cut, hence also: what it passed for every easier one, what it failed for
 * every stricter one. Beyond that only what the same run is as sure of counts. */
static McOutcome
outcome_at(const McPartResult *part, int32_t run_cut_milli, int32_t class_cut_milli)
{
	int32_t milli;

	if (part->outcome == MC_OUTCOME_PASS && class_cut_milli >= run_cut_milli)
		return MC_OUTCOME_PASS;
	if (part->outcome == MC_OUTCOME_FAIL && class_cut_milli <= run_cut_milli)
		return MC_OUTCOME_FAIL;
	if (class_cut_milli == run_cut_milli)
		return part->outcome;
	if (line_to_milli(part->surely_met_deci, &milli) && class_cut_milli >= milli)
		return MC_OUTCOME_PASS;
	if (line_to_milli(part->surely_missed_deci, &milli) && class_cut_milli <= milli)
		return MC_OUTCOME_FAIL;
	return MC_OUTCOME_NOT_DETERMINED;
}

/* The run that counts for this eye: with glasses where it stands. */
static const McPartResult *
run_of(const McFacts *facts, McEye eye, int32_t *cut_milli, bool *with_glasses)
{
	if (facts->acuity_glasses && facts->acuity_glasses->part[eye].examined) {
		*cut_milli = facts->acuity_glasses_cut_milli_log_mar;
		*with_glasses = true;
		return &facts->acuity_glasses->part[eye];
	}
	*with_glasses = false;
	if (!facts->acuity_naked || !facts->acuity_naked->part[eye].examined)
		return NULL;
	*cut_milli = facts->acuity_naked_cut_milli_log_mar;
	return &facts->acuity_naked->part[eye];
}

McFinding
mc_rules_find_eye(const McClassRule *rule, const McFacts *facts, McEye eye)
{
	int32_t run_cut = 0;
	bool with_glasses;
	const McPartResult *part = run_of(facts, eye, &run_cut, &with_glasses);
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};

	if (!part)
		return finding;
	finding.basis = MC_BASIS_MEASURED;
	finding.reasons = part->reasons;
	finding.outcome = outcome_at(part, run_cut, rule->vision_cut_milli_log_mar);
	if (finding.outcome == MC_OUTCOME_NOT_DETERMINED && (part->reasons & MC_REASON_BORDERLINE))
		finding.outcome = MC_OUTCOME_REFER;
	return finding;
}

McFinding
mc_rules_find_vision(const McClassRule *rule, const McFacts *facts, McEye eye)
{
	McEye partner = eye == MC_EYE_LEFT ? MC_EYE_RIGHT : MC_EYE_LEFT;
	McFinding finding = mc_rules_find_eye(rule, facts, eye);

	/* One eye may do for some classes, with a field that is not measured here: a doctor's case. */
	if (finding.outcome == MC_OUTCOME_FAIL && rule->monocular_allowed &&
	    mc_rules_find_eye(rule, facts, partner).outcome != MC_OUTCOME_FAIL)
		finding.outcome = MC_OUTCOME_REFER;
	return finding;
}

bool
mc_rules_needs_glasses(const McClassRule *rule, const McFacts *facts)
{
	bool any = false;

	for (int eye = 0; eye < MC_SIDES; eye++) {
		int32_t run_cut;
		bool with_glasses;

		run_of(facts, (McEye)eye, &run_cut, &with_glasses);
		any |= with_glasses;
		if (mc_rules_find_eye(rule, facts, (McEye)eye).outcome != MC_OUTCOME_PASS)
			return false;
	}
	return any;
}
