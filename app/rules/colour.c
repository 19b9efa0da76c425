#include "app/rules/requirement.h"

/* No red-green blindness: the plates for either kind. An exam that could not begin here is as good
 * as none. On a screen that nobody measured some who are colour-blind read the plates: a doctor
 * confirms it. */
McFinding
mc_rules_find_colour(const McFacts *facts)
{
	const uint32_t not_here = MC_REASON_NO_DEVICE | MC_REASON_UNCALIBRATED;
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};
	const McExamResult *colour = facts->colour;

	if (!colour)
		return finding;
	finding.reasons = colour->reasons;
	if (colour->presented == 0 && (colour->reasons & not_here))
		return finding;
	finding.basis = MC_BASIS_MEASURED;
	finding.outcome = colour->outcome;
	if (colour->outcome == MC_OUTCOME_NOT_DETERMINED && (colour->reasons & MC_REASON_BORDERLINE))
		finding.outcome = MC_OUTCOME_REFER;
	if (colour->outcome == MC_OUTCOME_PASS && (colour->reasons & MC_REASON_PANEL_ASSUMED))
		finding.outcome = MC_OUTCOME_REFER;
	return finding;
}
