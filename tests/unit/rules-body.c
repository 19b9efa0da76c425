/* C5, B7: the rules on what was measured of the body. */
#include "rules-kit.h"

#include <string.h>

static void
test_stature(void)
{
	static const struct {
		gint32 height_mm;
		McOutcome outcome;
		guint32 reasons;
	} rows[] = {
	    {1550, MC_OUTCOME_PASS, 0},
	    {1800, MC_OUTCOME_PASS, 0},
	    /* within the 5 mm of the instrument no machine fails anybody */
	    {1549, MC_OUTCOME_REFER, MC_REASON_BORDERLINE},
	    {1545, MC_OUTCOME_REFER, MC_REASON_BORDERLINE},
	    {1544, MC_OUTCOME_FAIL, 0},
	};
	McExamResult stature = {.kind = MC_EXAM_STATURE, .outcome = MC_OUTCOME_PASS};
	McTestVisit visit;

	mc_test_visit_init(&visit);
	g_assert_cmpint(
	    mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_STATURE).basis, ==, MC_BASIS_ELSEWHERE);
	stature.part[0].examined = true;
	stature.part[0].outcome = MC_OUTCOME_PASS;
	stature.figures.stature.uncertainty_mm = 5;
	visit.facts.stature = &stature;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McRequirementVerdict line;

		stature.figures.stature.height_mm = rows[i].height_mm;
		line = mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_STATURE);
		g_assert_cmpint(line.outcome, ==, rows[i].outcome);
		g_assert_cmphex(line.reasons, ==, rows[i].reasons);
		g_assert_cmpint(line.basis, ==, MC_BASIS_MEASURED);
		/* C1 asks for no height. */
		line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_STATURE);
		g_assert_cmpint(line.outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmpint(line.basis, ==, MC_BASIS_NOT_REQUIRED);
	}
	stature.part[0].outcome = MC_OUTCOME_NOT_DETERMINED;
	stature.part[0].reasons = MC_REASON_NO_AGREEMENT;
	stature.figures.stature.height_mm = 0;
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_STATURE).outcome, ==,
	    MC_OUTCOME_NOT_DETERMINED);
}

/* "Done" makes nobody fit: the requirement stays open for a doctor, and with it the class. */
static void
test_limbs(void)
{
	McExamResult limbs = {.kind = MC_EXAM_LIMBS, .reasons = MC_REASON_FOR_DOCTOR};
	McTestVisit visit;
	McRequirementVerdict line;

	mc_test_visit_init(&visit);
	limbs.part[0].examined = true;
	limbs.part[0].reasons = MC_REASON_FOR_DOCTOR;
	visit.facts.limbs = &limbs;
	for (int m = 0; m < MC_MOVEMENTS; m++)
		limbs.figures.limbs.movement[m] = MC_MOVEMENT_DONE;
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_LOWER_LIMBS);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(line.basis, ==, MC_BASIS_EVIDENCE);
	g_assert_cmphex(line.reasons, ==, MC_REASON_FOR_DOCTOR);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome_here, ==, MC_OUTCOME_PASS);

	limbs.figures.limbs.movement[MC_MOVEMENT_SQUAT] = MC_MOVEMENT_NOT_DONE;
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_LOWER_LIMBS);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_REFER);
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_UPPER_LIMBS);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome, ==, MC_OUTCOME_REFER);

	limbs.figures.limbs.movement[MC_MOVEMENT_SQUAT] = MC_MOVEMENT_COULD_NOT_SEE;
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_LOWER_LIMBS);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	memset(&limbs.figures, 0, sizeof limbs.figures);
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_LOWER_LIMBS);
	g_assert_cmpint(line.basis, ==, MC_BASIS_ELSEWHERE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_pack_load();
	g_test_add_func("/rules/stature", test_stature);
	g_test_add_func("/rules/limbs", test_limbs);
	return g_test_run();
}
