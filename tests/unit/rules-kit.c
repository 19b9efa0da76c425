#include "rules-kit.h"

#include <string.h>

const McLaw mc_laws[MC_CLASSES] = {
    {"A1", 22, 63, 1550, 0, FALSE, FALSE, FALSE},
    {"A2", 22, 63, 1550, 0, FALSE, FALSE, FALSE},
    {"A3", 20, 63, 1550, 0, FALSE, FALSE, FALSE},
    {"B1", 20, 63, 1500, 0, FALSE, FALSE, FALSE},
    {"B2", 20, 63, 1550, 0, FALSE, FALSE, FALSE},
    {"C1", 18, 0, 0, 100, TRUE, TRUE, FALSE},
    {"C2", 18, 0, 0, 100, TRUE, TRUE, FALSE},
    {"C3", 18, 63, 0, 100, TRUE, FALSE, FALSE},
    {"C4", 18, 63, 0, 100, TRUE, FALSE, FALSE},
    {"C5", 18, 0, 0, 100, TRUE, FALSE, TRUE},
    {"C6", 20, 70, 0, 100, FALSE, FALSE, FALSE},
    {"D", 18, 70, 0, 100, FALSE, FALSE, FALSE},
    {"E", 18, 70, 0, 100, FALSE, FALSE, FALSE},
    {"F", 18, 0, 0, 100, FALSE, FALSE, FALSE},
    {"M", 18, 63, 0, 100, FALSE, FALSE, FALSE},
    {"N", 20, 63, 1550, 0, FALSE, FALSE, FALSE},
    {"P", 20, 63, 0, 0, FALSE, FALSE, FALSE},
};

McRulePack mc_pack;

static McExamResult
passed(McExamKind kind)
{
	McExamResult result = {.kind = kind, .outcome = MC_OUTCOME_PASS};

	for (int i = 0; i < (kind == MC_EXAM_SIDE ? 1 : MC_SIDES); i++) {
		result.part[i].examined = true;
		result.part[i].outcome = MC_OUTCOME_PASS;
		if (kind != MC_EXAM_ACUITY)
			continue;
		result.part[i].cuts = 1;
		result.part[i].cut[0].outcome = MC_OUTCOME_PASS;
	}
	return result;
}

void
mc_test_visit_init(McTestVisit *visit)
{
	memset(visit, 0, sizeof *visit);
	visit->naked = passed(MC_EXAM_ACUITY);
	visit->glasses = passed(MC_EXAM_ACUITY);
	visit->hearing = passed(MC_EXAM_HEARING);
	visit->side = passed(MC_EXAM_SIDE);
	visit->facts = (McFacts){
	    .birth = {1996, 5, 17},
	    .today = {2026, 11, 24},
	    .birth_known = true,
	    .declaration_made = true,
	    .acuity_naked = &visit->naked,
	    .hearing = &visit->hearing,
	    .side = &visit->side,
	};
}

McClassVerdict
mc_judge(const McTestVisit *visit, McLicenceClass licence_class)
{
	McClassVerdict verdict;

	mc_rules_judge(&mc_pack, licence_class, &visit->facts, &verdict);
	return verdict;
}

McRequirementVerdict
mc_judge_one(const McTestVisit *visit, McLicenceClass licence_class, McRequirement requirement)
{
	McClassVerdict verdict = mc_judge(visit, licence_class);

	g_assert_cmpint(verdict.requirements, ==, MC_REQUIREMENTS);
	g_assert_cmpint(verdict.requirement[requirement].requirement, ==, requirement);
	return verdict.requirement[requirement];
}

void
mc_pack_load(void)
{
	char digest[65];
	GError *error = NULL;

	mc_rule_pack_read_file(MC_SOURCE_DIR "/data/rules-cn-172.json", &mc_pack, digest, &error);
	g_assert_no_error(error);
}
