/* Requirements of the person's papers and word: age and declaration. */
#include "app/rules/requirement.h"

static bool
age_is_known(const McFacts *facts)
{
	return facts->birth_known && mc_date_is_valid(facts->birth) && mc_date_is_valid(facts->today) &&
	       mc_date_compare(facts->birth, facts->today) <= 0;
}

static int
age_at_latest(const McRulePack *pack, const McFacts *facts)
{
	return mc_rules_age_years(pack, facts->birth,
	    facts->today_at_latest.year != 0 ? facts->today_at_latest : facts->today);
}

static McOutcome
judge_age(const McClassRule *rule, int age)
{
	bool too_old =
	    rule->age_max_years != 0 &&
	    (rule->age_max_inclusive ? age > rule->age_max_years : age >= rule->age_max_years);

	return age < rule->age_min_years || too_old ? MC_OUTCOME_FAIL : MC_OUTCOME_PASS;
}

McFinding
mc_rules_find_age(const McRulePack *pack, const McClassRule *rule, const McFacts *facts)
{
	McFinding finding = {MC_OUTCOME_NOT_DETERMINED, MC_BASIS_DOCUMENT, MC_REASON_NONE};
	McOutcome outcome;

	if (!age_is_known(facts))
		return finding;
	/* Where the date is not known, an age counts that is the same on every day it may be. */
	outcome = judge_age(rule, mc_rules_age_years(pack, facts->birth, facts->today));
	if (judge_age(rule, age_at_latest(pack, facts)) == outcome)
		finding.outcome = outcome;
	return finding;
}

McFinding
mc_rules_find_memory_test(const McRulePack *pack, const McClassRule *rule, const McFacts *facts)
{
	McFinding finding = {MC_OUTCOME_PASS, MC_BASIS_NOT_REQUIRED, MC_REASON_NONE};

	if (rule->memory_test_from_years == 0)
		return finding;
	if (!age_is_known(facts))
		return (McFinding){MC_OUTCOME_NOT_DETERMINED, MC_BASIS_DOCUMENT, MC_REASON_NONE};
	if (mc_rules_age_years(pack, facts->birth, facts->today) >= rule->memory_test_from_years)
		return (McFinding){MC_OUTCOME_REFER, MC_BASIS_ELSEWHERE, MC_REASON_NONE};
	if (age_at_latest(pack, facts) >= rule->memory_test_from_years)
		return (McFinding){MC_OUTCOME_NOT_DETERMINED, MC_BASIS_DOCUMENT, MC_REASON_NONE};
	return finding;
}

McFinding
mc_rules_find_declaration(const McFacts *facts)
{
	McFinding finding = {MC_OUTCOME_PASS, MC_BASIS_DECLARED, MC_REASON_NONE};

	/* A condition that was ticked counts even when the declaration was not finished. */
	if (facts->declared != 0)
		finding.outcome = MC_OUTCOME_REFER;
	else if (!facts->declaration_made)
		finding.outcome = MC_OUTCOME_NOT_DETERMINED;
	return finding;
}
