#include "app/rules/requirement.h"

#include <stddef.h>

static McFinding
find(const McClassRule *rule, const McFacts *facts, const McExamResult *exam, int side)
{
	const McPartResult *part = exam ? &exam->part[side] : NULL;
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};

	if (part && part->examined) {
		finding.outcome = part->outcome;
		finding.basis = MC_BASIS_MEASURED;
		finding.reasons = part->reasons;
		if (part->outcome == MC_OUTCOME_NOT_DETERMINED && (part->reasons & MC_REASON_BORDERLINE))
			finding.outcome = MC_OUTCOME_REFER;
		/* With an aid and without loudspeakers it could not begin here. */
		if (exam->presented == 0 && (part->reasons & MC_REASON_NO_LOUDSPEAKER))
			finding.basis = MC_BASIS_ELSEWHERE;
	}
	if (!facts->wears_hearing_aid)
		return finding;

	/* Where no aid is allowed its wearer is a doctor's case. Where one is, headphones over it (or
	 * in its place) can show that the ear hears, never that the aided one does not. */
	if (!rule->hearing_aid_allowed) {
		finding.outcome = MC_OUTCOME_REFER;
		finding.basis = MC_BASIS_DECLARED;
	} else if (finding.outcome == MC_OUTCOME_FAIL) {
		finding.outcome = MC_OUTCOME_REFER;
	}
	return finding;
}

/* By loudspeaker both ears hear every sound, and the better one could hear for both; but one ear
 * alone does not tell from where. So an ear counts that heard, when the side was told as well. */
McFinding
mc_rules_find_ear(const McClassRule *rule, const McFacts *facts, McEar ear)
{
	McFinding finding = find(rule, facts, facts->hearing, (int)ear);

	if (finding.outcome == MC_OUTCOME_PASS && (finding.reasons & MC_REASON_BY_LOUDSPEAKER))
		finding.outcome = mc_rules_find_hearing_side(rule, facts).outcome;
	return finding;
}

McFinding
mc_rules_find_hearing_side(const McClassRule *rule, const McFacts *facts)
{
	return find(rule, facts, facts->side, 0);
}
