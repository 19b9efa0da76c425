#include "app/rules/rules.h"

#include "app/rules/requirement.h"

#include <stdio.h>
#include <string.h>

static const char *const codes[MC_CLASSES] = {
    [MC_CLASS_A1] = "A1",
    [MC_CLASS_A2] = "A2",
    [MC_CLASS_A3] = "A3",
    [MC_CLASS_B1] = "B1",
    [MC_CLASS_B2] = "B2",
    [MC_CLASS_C1] = "C1",
    [MC_CLASS_C2] = "C2",
    [MC_CLASS_C3] = "C3",
    [MC_CLASS_C4] = "C4",
    [MC_CLASS_C5] = "C5",
    [MC_CLASS_C6] = "C6",
    [MC_CLASS_D] = "D",
    [MC_CLASS_E] = "E",
    [MC_CLASS_F] = "F",
    [MC_CLASS_M] = "M",
    [MC_CLASS_N] = "N",
    [MC_CLASS_P] = "P",
};

const char *
mc_licence_class_code(McLicenceClass licence_class)
{
	return (unsigned)licence_class < MC_CLASSES ? codes[licence_class] : "";
}

int
mc_licence_class_from_code(const char *code)
{
	for (int i = 0; i < MC_CLASSES; i++)
		if (strcmp(code, codes[i]) == 0)
			return i;
	return -1;
}

/* Ends the rule ids; short, since id and ending share MC_RULE_ID_SIZE bytes. */
static const char *
ending(McRequirement requirement)
{
	switch (requirement) {
	case MC_REQUIREMENT_AGE: return "age";
	case MC_REQUIREMENT_DECLARATION: return "declaration";
	case MC_REQUIREMENT_VISION_LEFT:
	case MC_REQUIREMENT_VISION_RIGHT: return "vision";
	case MC_REQUIREMENT_HEARING_LEFT:
	case MC_REQUIREMENT_HEARING_RIGHT: return "hearing";
	case MC_REQUIREMENT_HEARING_SIDE: return "hearing-side";
	case MC_REQUIREMENT_COLOUR: return "colour";
	case MC_REQUIREMENT_STATURE: return "stature";
	case MC_REQUIREMENT_UPPER_LIMBS: return "upper-limbs";
	case MC_REQUIREMENT_LOWER_LIMBS: return "lower-limbs";
	case MC_REQUIREMENT_TRUNK_NECK: return "trunk-neck";
	case MC_REQUIREMENT_MEMORY_TEST: return "memory-test";
	case MC_REQUIREMENT_SPECIAL_INSTITUTION: return "institution";
	}
	return "";
}

static McFinding
find(const McRulePack *pack, const McClassRule *rule, const McFacts *facts,
    McRequirement requirement)
{
	static const McFinding elsewhere = {
	    MC_OUTCOME_NOT_DETERMINED, MC_BASIS_ELSEWHERE, MC_REASON_NONE};
	static const McFinding not_required = {MC_OUTCOME_PASS, MC_BASIS_NOT_REQUIRED, MC_REASON_NONE};
	static const McFinding refer_elsewhere = {MC_OUTCOME_REFER, MC_BASIS_ELSEWHERE, MC_REASON_NONE};

	switch (requirement) {
	case MC_REQUIREMENT_AGE: return mc_rules_find_age(pack, rule, facts);
	case MC_REQUIREMENT_DECLARATION: return mc_rules_find_declaration(facts);
	case MC_REQUIREMENT_VISION_LEFT: return mc_rules_find_vision(rule, facts, MC_EYE_LEFT);
	case MC_REQUIREMENT_VISION_RIGHT: return mc_rules_find_vision(rule, facts, MC_EYE_RIGHT);
	case MC_REQUIREMENT_HEARING_LEFT: return mc_rules_find_ear(rule, facts, MC_EAR_LEFT);
	case MC_REQUIREMENT_HEARING_RIGHT: return mc_rules_find_ear(rule, facts, MC_EAR_RIGHT);
	case MC_REQUIREMENT_HEARING_SIDE: return mc_rules_find_hearing_side(rule, facts);
	case MC_REQUIREMENT_STATURE: return mc_rules_find_stature(rule, facts);
	case MC_REQUIREMENT_COLOUR: return mc_rules_find_colour(facts);
	case MC_REQUIREMENT_UPPER_LIMBS: return mc_rules_find_region(facts, MC_BODY_UPPER_LIMBS);
	case MC_REQUIREMENT_LOWER_LIMBS: return mc_rules_find_region(facts, MC_BODY_LOWER_LIMBS);
	case MC_REQUIREMENT_TRUNK_NECK: return mc_rules_find_region(facts, MC_BODY_TRUNK_NECK);
	case MC_REQUIREMENT_MEMORY_TEST: return mc_rules_find_memory_test(pack, rule, facts);
	case MC_REQUIREMENT_SPECIAL_INSTITUTION:
		return rule->special_institution ? refer_elsewhere : not_required;
	}
	return elsewhere;
}

/* The graver of two, in the order of McClassVerdict's comment. */
static McOutcome
graver(McOutcome a, McOutcome b)
{
	static const int gravity[] = {
	    [MC_OUTCOME_PASS] = 0,
	    [MC_OUTCOME_NOT_DETERMINED] = 1,
	    [MC_OUTCOME_REFER] = 2,
	    [MC_OUTCOME_FAIL] = 3,
	};

	return gravity[a] >= gravity[b] ? a : b;
}

static bool
hears_with_aid(const McClassRule *rule, const McFacts *facts, McOutcome ears)
{
	return facts->wears_hearing_aid && rule->hearing_aid_allowed && ears == MC_OUTCOME_PASS;
}

void
mc_rules_judge(const McRulePack *pack, McLicenceClass licence_class, const McFacts *facts,
    McClassVerdict *verdict)
{
	const McClassRule *rule;
	McOutcome ears = MC_OUTCOME_PASS;

	memset(verdict, 0, sizeof *verdict);
	verdict->licence_class = licence_class;
	if ((unsigned)licence_class >= MC_CLASSES || !pack->classes[licence_class].present)
		return;

	rule = &pack->classes[licence_class];
	verdict->outcome = MC_OUTCOME_PASS;
	verdict->outcome_here = MC_OUTCOME_PASS;
	for (int i = 0; i < MC_REQUIREMENTS; i++) {
		McRequirementVerdict *line = &verdict->requirement[i];
		McFinding finding = find(pack, rule, facts, (McRequirement)i);

		line->requirement = (McRequirement)i;
		line->outcome = finding.outcome;
		line->basis = finding.basis;
		line->reasons = finding.reasons;
		snprintf(line->rule_id, sizeof line->rule_id, "%.17s-%s", rule->rule_id,
		    ending((McRequirement)i));
		verdict->outcome = graver(verdict->outcome, finding.outcome);
		if (finding.basis != MC_BASIS_ELSEWHERE && finding.basis != MC_BASIS_EVIDENCE)
			verdict->outcome_here = graver(verdict->outcome_here, finding.outcome);
		if (i == MC_REQUIREMENT_HEARING_LEFT || i == MC_REQUIREMENT_HEARING_RIGHT)
			ears = graver(ears, finding.outcome);
	}
	verdict->requirements = MC_REQUIREMENTS;
	verdict->restriction_glasses = mc_rules_needs_glasses(rule, facts);
	verdict->restriction_hearing_aid = hears_with_aid(rule, facts, ears);
}

/* Into the rising list, unless it stands there; the easiest falls out of a full one. */
static void
insert_cut(McAcuityPlan *plan, int32_t milli)
{
	int32_t at = 0;

	while (at < plan->cuts && plan->cut_milli_log_mar[at] < milli)
		at++;
	if (at >= MC_ACUITY_CUTS_MAX || (at < plan->cuts && plan->cut_milli_log_mar[at] == milli))
		return;
	if (plan->cuts < MC_ACUITY_CUTS_MAX)
		plan->cuts++;
	for (int32_t i = plan->cuts - 1; i > at; i--)
		plan->cut_milli_log_mar[i] = plan->cut_milli_log_mar[i - 1];
	plan->cut_milli_log_mar[at] = milli;
}

void
mc_rules_set_vision_cuts(const McRulePack *pack, uint32_t classes, McAcuityPlan *plan)
{
	for (int32_t i = 0; i < MC_ACUITY_CUTS_MAX; i++)
		plan->cut_milli_log_mar[i] = 0;
	plan->cuts = 0;
	for (int i = 0; i < MC_CLASSES; i++)
		if ((classes >> i & 1) && pack->classes[i].present)
			insert_cut(plan, pack->classes[i].vision_cut_milli_log_mar);
	/* No class of the pack was asked for: the strictest line of all is the safe one. */
	if (plan->cuts == 0)
		plan->cuts = 1;
	while (plan->cut_milli_log_mar[plan->cuts - 1] - plan->cut_milli_log_mar[0] >
	       MC_ACUITY_CUT_SPAN_MAX)
		plan->cut_milli_log_mar[--plan->cuts] = 0;
}
