#ifndef MC_APP_RULES_REQUIREMENT_H
#define MC_APP_RULES_REQUIREMENT_H

/* One requirement each, from the facts. Private to app/rules. */

#include "app/rules/rules.h"

typedef struct McFinding {
	McOutcome outcome;
	McDecisionBasis basis;
	uint32_t reasons;
} McFinding;

McFinding mc_rules_find_age(const McRulePack *pack, const McClassRule *rule, const McFacts *facts);
McFinding mc_rules_find_memory_test(
    const McRulePack *pack, const McClassRule *rule, const McFacts *facts);
McFinding mc_rules_find_declaration(const McFacts *facts);
McFinding mc_rules_find_stature(const McClassRule *rule, const McFacts *facts);
McFinding mc_rules_find_region(const McFacts *facts, McBodyRegion region);

/* What one eye shows by itself; its partner is minded by mc_rules_find_vision(). */
McFinding mc_rules_find_eye(const McClassRule *rule, const McFacts *facts, McEye eye);
McFinding mc_rules_find_vision(const McClassRule *rule, const McFacts *facts, McEye eye);
/* Both eyes meet the cut, and one or both of them with glasses. */
bool mc_rules_needs_glasses(const McClassRule *rule, const McFacts *facts);

McFinding mc_rules_find_ear(const McClassRule *rule, const McFacts *facts, McEar ear);
McFinding mc_rules_find_hearing_side(const McClassRule *rule, const McFacts *facts);

McFinding mc_rules_find_colour(const McFacts *facts);

#endif
