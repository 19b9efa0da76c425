/* Requirements of the body: stature, trunk and limbs. */
#include "app/rules/requirement.h"

/* A height within the instrument's uncertainty below the limit is a doctor's case: no machine fails
 * anybody on the edge. */
McFinding
mc_rules_find_stature(const McClassRule *rule, const McFacts *facts)
{
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};
	const McExamResult *stature = facts->stature;
	const McStatureFigures *figures;

	if (rule->stature_min_mm == 0)
		return (McFinding){MC_OUTCOME_PASS, MC_BASIS_NOT_REQUIRED, MC_REASON_NONE};
	if (!stature || !stature->part[0].examined)
		return finding;
	figures = &stature->figures.stature;
	finding.basis = MC_BASIS_MEASURED;
	finding.reasons = stature->part[0].reasons;
	if (stature->part[0].outcome != MC_OUTCOME_PASS || figures->height_mm <= 0)
		return finding;
	if (figures->height_mm >= rule->stature_min_mm) {
		finding.outcome = MC_OUTCOME_PASS;
	} else if (figures->height_mm >= rule->stature_min_mm - figures->uncertainty_mm) {
		finding.outcome = MC_OUTCOME_REFER;
		finding.reasons |= MC_REASON_BORDERLINE;
	} else {
		finding.outcome = MC_OUTCOME_FAIL;
	}
	return finding;
}

/* What was seen of the region's movements is a doctor's evidence. A movement that was not done
 * calls the doctor by itself; one that was done calls nobody fit. */
McFinding
mc_rules_find_region(const McFacts *facts, McBodyRegion region)
{
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};

	if (!facts->limbs || !facts->limbs->part[0].examined)
		return finding;
	for (int m = 0; m < MC_MOVEMENTS; m++) {
		McMovementSeen seen = facts->limbs->figures.limbs.movement[m];

		if (mc_movement_region((McMovement)m) != region || seen == MC_MOVEMENT_NOT_ASKED)
			continue;
		finding.basis = MC_BASIS_EVIDENCE;
		finding.reasons = facts->limbs->part[0].reasons | MC_REASON_FOR_DOCTOR;
		if (seen == MC_MOVEMENT_NOT_DONE)
			finding.outcome = MC_OUTCOME_REFER;
	}
	return finding;
}
