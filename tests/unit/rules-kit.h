#ifndef MC_TESTS_UNIT_RULES_KIT_H
#define MC_TESTS_UNIT_RULES_KIT_H

/* What the tests of the rules share. */

#include "app/record/rule-pack.h"

#include <glib.h>

/* The law once more, typed apart from the data file. 0 = none. */
typedef struct McLaw {
	const char *code;
	gint age_min, age_max;
	gint stature_mm;
	gint cut_milli;
	gboolean monocular, hearing_aid, institution;
} McLaw;

extern const McLaw mc_laws[MC_CLASSES];

/* data/rules-cn-172.json */
extern McRulePack mc_pack;
void mc_pack_load(void);

/* Thirty years old, nothing declared, everything that is measured here passed at 5.0. */
typedef struct McTestVisit {
	McFacts facts;
	McExamResult naked, glasses, hearing, side;
} McTestVisit;
void mc_test_visit_init(McTestVisit *visit);

McClassVerdict mc_judge(const McTestVisit *visit, McLicenceClass licence_class);
McRequirementVerdict mc_judge_one(
    const McTestVisit *visit, McLicenceClass licence_class, McRequirement requirement);

#endif
