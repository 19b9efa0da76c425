#include "app/rules/requirement.h"

#include <stddef.h>

/* What a run decided for its own cuts; what it passed holds for every easier one, what it failed
 * for every stricter one. */
static McOutcome
outcome_at(const McPartResult *part, int32_t class_cut_milli)
{
	for (int32_t i = 0; i < part->cuts; i++) {
		const McCutResult *cut = &part->cut[i];

		if (cut->outcome == MC_OUTCOME_PASS && class_cut_milli >= cut->cut_milli_log_mar)
			return MC_OUTCOME_PASS;
		if (cut->outcome == MC_OUTCOME_FAIL && class_cut_milli <= cut->cut_milli_log_mar)
			return MC_OUTCOME_FAIL;
	}
	return MC_OUTCOME_NOT_DETERMINED;
}

/* The run that counts for this eye: with glasses where it stands. */
static const McPartResult *
run_of(const McFacts *facts, McEye eye, bool *with_glasses)
{
	*with_glasses = facts->acuity_glasses && facts->acuity_glasses->part[eye].examined;
	if (*with_glasses)
		return &facts->acuity_glasses->part[eye];
	if (!facts->acuity_naked || !facts->acuity_naked->part[eye].examined)
		return NULL;
	return &facts->acuity_naked->part[eye];
}

McFinding
mc_rules_find_eye(const McClassRule *rule, const McFacts *facts, McEye eye)
{
	bool with_glasses;
	const McPartResult *part = run_of(facts, eye, &with_glasses);
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};

	if (!part)
		return finding;
	finding.basis = MC_BASIS_MEASURED;
	finding.reasons = part->reasons;
	finding.outcome = outcome_at(part, rule->vision_cut_milli_log_mar);
	/* The edge may be that of another cut than this one. */
	if (finding.outcome != MC_OUTCOME_NOT_DETERMINED)
		finding.reasons &= ~(uint32_t)MC_REASON_BORDERLINE;
	else if (part->reasons & MC_REASON_BORDERLINE)
		finding.outcome = MC_OUTCOME_REFER;
	else if (part->cuts > 0 && rule->vision_cut_milli_log_mar < part->cut[0].cut_milli_log_mar)
		finding.reasons |= MC_REASON_NOT_SHOWN;
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
		bool with_glasses;

		run_of(facts, (McEye)eye, &with_glasses);
		any |= with_glasses;
		if (mc_rules_find_eye(rule, facts, (McEye)eye).outcome != MC_OUTCOME_PASS)
			return false;
	}
	return any;
}
