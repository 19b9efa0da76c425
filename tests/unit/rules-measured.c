/* Verdicts by what was measured: every threshold of every class. C12 (hearing aid), C14 (edge). */
#include "rules-kit.h"

static void
set_eye(McExamResult *result, McEye eye, McOutcome outcome, guint32 reasons)
{
	result->part[eye].outcome = outcome;
	result->part[eye].reasons = reasons;
	result->part[eye].cut[0].outcome = outcome;
}

static void
set_cut(McExamResult *result, gint32 cut_milli)
{
	for (int eye = 0; eye < MC_SIDES; eye++)
		result->part[eye].cut[0].cut_milli_log_mar = cut_milli;
}

/* A run that decided 5.0 and 4.9 together. */
static void
set_both_cuts(McPartResult *part, McOutcome at_5_0, McOutcome at_4_9, guint32 reasons)
{
	*part = (McPartResult){.examined = true,
	    .outcome = at_5_0,
	    .reasons = reasons,
	    .cuts = 2,
	    .cut = {{0, at_5_0, 0}, {100, at_4_9, 0}}};
}

static McOutcome
left_eye(const McTestVisit *visit, McLicenceClass class)
{
	return mc_judge_one(visit, class, MC_REQUIREMENT_VISION_LEFT).outcome;
}

/* The run's cuts against the class's, for every class. */
static void
test_vision_cuts_of_every_class(void)
{
	for (int i = 0; i < MC_CLASSES; i++) {
		gboolean strict = mc_laws[i].cut_milli == 0;
		McLicenceClass class = (McLicenceClass)i;
		McTestVisit visit;

		g_test_message("%s", mc_laws[i].code);
		/* A pass at 5.0 is a pass at 4.9; a pass at 4.9 does not decide 5.0. */
		mc_test_visit_init(&visit);
		g_assert_cmpint(left_eye(&visit, class), ==, MC_OUTCOME_PASS);
		set_cut(&visit.naked, 100);
		g_assert_cmpint(
		    left_eye(&visit, class), ==, strict ? MC_OUTCOME_NOT_DETERMINED : MC_OUTCOME_PASS);
		/* the display ends above 5.0: a class that asks for it is told so */
		g_assert_cmphex(mc_judge_one(&visit, class, MC_REQUIREMENT_VISION_LEFT).reasons, ==,
		    strict ? MC_REASON_NOT_SHOWN : MC_REASON_NONE);

		/* A failure at 4.9 is one at 5.0; a failure at 5.0 does not decide 4.9. */
		set_eye(&visit.naked, MC_EYE_LEFT, MC_OUTCOME_FAIL, 0);
		set_eye(&visit.naked, MC_EYE_RIGHT, MC_OUTCOME_FAIL, 0);
		g_assert_cmpint(left_eye(&visit, class), ==, MC_OUTCOME_FAIL);
		set_cut(&visit.naked, 0);
		g_assert_cmpint(
		    left_eye(&visit, class), ==, strict ? MC_OUTCOME_FAIL : MC_OUTCOME_NOT_DETERMINED);

		/* One run for both: each class has its own answer. */
		for (int eye = 0; eye < MC_SIDES; eye++)
			set_both_cuts(&visit.naked.part[eye], MC_OUTCOME_FAIL, MC_OUTCOME_PASS, 0);
		g_assert_cmpint(left_eye(&visit, class), ==, strict ? MC_OUTCOME_FAIL : MC_OUTCOME_PASS);
		for (int eye = 0; eye < MC_SIDES; eye++)
			set_both_cuts(&visit.naked.part[eye], MC_OUTCOME_FAIL, MC_OUTCOME_FAIL, 0);
		g_assert_cmpint(left_eye(&visit, class), ==, MC_OUTCOME_FAIL);
		/* On the edge of 4.9 only. */
		for (int eye = 0; eye < MC_SIDES; eye++)
			set_both_cuts(&visit.naked.part[eye], MC_OUTCOME_FAIL, MC_OUTCOME_NOT_DETERMINED,
			    MC_REASON_BORDERLINE);
		g_assert_cmpint(left_eye(&visit, class), ==, strict ? MC_OUTCOME_FAIL : MC_OUTCOME_REFER);
		g_assert_cmphex(mc_judge_one(&visit, class, MC_REQUIREMENT_VISION_LEFT).reasons, ==,
		    strict ? MC_REASON_NONE : MC_REASON_BORDERLINE);
	}
}

static void
test_one_eye_of_every_class(void)
{
	for (int i = 0; i < MC_CLASSES; i++) {
		McOutcome expected = mc_laws[i].monocular ? MC_OUTCOME_REFER : MC_OUTCOME_FAIL;

		for (int eye = 0; eye < MC_SIDES; eye++) {
			McRequirement one = MC_REQUIREMENT_VISION_LEFT + (McRequirement)eye;
			McRequirement other = MC_REQUIREMENT_VISION_LEFT + (McRequirement)(1 - eye);
			McLicenceClass class = (McLicenceClass)i;
			McTestVisit visit;

			mc_test_visit_init(&visit);
			set_cut(&visit.naked, mc_laws[i].cut_milli);
			set_eye(&visit.naked, (McEye)eye, MC_OUTCOME_FAIL, 0);
			g_assert_cmpint(mc_judge_one(&visit, class, one).outcome, ==, expected);
			g_assert_cmpint(mc_judge_one(&visit, class, other).outcome, ==, MC_OUTCOME_PASS);
			g_assert_cmpint(mc_judge(&visit, class).outcome_here, ==, expected);
			/* The other eye undecided: still nothing that a machine may fail. */
			set_eye(
			    &visit.naked, (McEye)(1 - eye), MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE);
			g_assert_cmpint(mc_judge_one(&visit, class, one).outcome, ==, expected);
			g_assert_cmpint(mc_judge_one(&visit, class, other).outcome, ==, MC_OUTCOME_REFER);
			/* Both fail: so does everybody. */
			set_eye(&visit.naked, (McEye)(1 - eye), MC_OUTCOME_FAIL, 0);
			g_assert_cmpint(mc_judge_one(&visit, class, one).outcome, ==, MC_OUTCOME_FAIL);
			g_assert_cmpint(mc_judge(&visit, class).outcome, ==, MC_OUTCOME_FAIL);
		}
	}
}

static void
test_undecided_vision(void)
{
	McRequirementVerdict line;
	McTestVisit visit;

	mc_test_visit_init(&visit);
	set_cut(&visit.naked, 100);
	set_eye(&visit.naked, MC_EYE_RIGHT, MC_OUTCOME_NOT_DETERMINED, MC_REASON_DEVICE_LOST);
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_VISION_RIGHT);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(line.basis, ==, MC_BASIS_MEASURED);
	g_assert_cmphex(line.reasons, ==, MC_REASON_DEVICE_LOST);

	set_eye(&visit.naked, MC_EYE_RIGHT, MC_OUTCOME_NOT_DETERMINED,
	    MC_REASON_BORDERLINE | MC_REASON_CONTINUED);
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_VISION_RIGHT);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_REFER);
	g_assert_cmphex(line.reasons, ==, MC_REASON_BORDERLINE | MC_REASON_CONTINUED);

	/* Borderline at 5.0, and as sure as can be of 4.9. */
	set_both_cuts(&visit.naked.part[MC_EYE_RIGHT], MC_OUTCOME_NOT_DETERMINED, MC_OUTCOME_PASS,
	    MC_REASON_BORDERLINE | MC_REASON_CONTINUED);
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_VISION_RIGHT).outcome, ==,
	    MC_OUTCOME_PASS);
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_VISION_RIGHT).outcome, ==,
	    MC_OUTCOME_REFER);

	visit.facts.acuity_naked = NULL;
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_VISION_RIGHT);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(line.basis, ==, MC_BASIS_ELSEWHERE);
}

static void
test_glasses(void)
{
	McClassVerdict verdict;
	McTestVisit visit;

	/* Fails naked, passes with glasses. */
	mc_test_visit_init(&visit);
	set_eye(&visit.naked, MC_EYE_LEFT, MC_OUTCOME_FAIL, 0);
	visit.facts.acuity_glasses = &visit.glasses;
	verdict = mc_judge(&visit, MC_CLASS_A1);
	g_assert_cmpint(verdict.outcome_here, ==, MC_OUTCOME_PASS);
	g_assert_true(verdict.restriction_glasses);

	/* Each run counts at its own cut. */
	set_cut(&visit.glasses, 100);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_A1).outcome_here, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_false(mc_judge(&visit, MC_CLASS_A1).restriction_glasses);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome_here, ==, MC_OUTCOME_PASS);
	g_assert_true(mc_judge(&visit, MC_CLASS_C1).restriction_glasses);

	/* The run with glasses counts where it stands, also against the naked one. */
	mc_test_visit_init(&visit);
	visit.facts.acuity_glasses = &visit.glasses;
	set_eye(&visit.glasses, MC_EYE_LEFT, MC_OUTCOME_FAIL, 0);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_A1).outcome, ==, MC_OUTCOME_FAIL);
	/* Only one eye was tried with them. */
	visit.glasses.part[MC_EYE_LEFT].examined = false;
	verdict = mc_judge(&visit, MC_CLASS_A1);
	g_assert_cmpint(verdict.outcome_here, ==, MC_OUTCOME_PASS);
	g_assert_true(verdict.restriction_glasses);
}

static void
test_hearing(void)
{
	McRequirementVerdict line;
	McTestVisit visit;

	for (int i = 0; i < MC_CLASSES; i++) {
		mc_test_visit_init(&visit);
		visit.hearing.part[MC_EAR_LEFT].outcome = MC_OUTCOME_FAIL;
		g_assert_cmpint(
		    mc_judge_one(&visit, (McLicenceClass)i, MC_REQUIREMENT_HEARING_LEFT).outcome, ==,
		    MC_OUTCOME_FAIL);
		g_assert_cmpint(
		    mc_judge_one(&visit, (McLicenceClass)i, MC_REQUIREMENT_HEARING_RIGHT).outcome, ==,
		    MC_OUTCOME_PASS);
		mc_test_visit_init(&visit);
		visit.side.part[0].outcome = MC_OUTCOME_FAIL;
		g_assert_cmpint(mc_judge(&visit, (McLicenceClass)i).outcome, ==, MC_OUTCOME_FAIL);
	}
	mc_test_visit_init(&visit);
	visit.hearing.part[MC_EAR_RIGHT].outcome = MC_OUTCOME_NOT_DETERMINED;
	visit.hearing.part[MC_EAR_RIGHT].reasons = MC_REASON_BORDERLINE;
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_HEARING_RIGHT).outcome, ==,
	    MC_OUTCOME_REFER);
	visit.hearing.part[MC_EAR_RIGHT].reasons = MC_REASON_UNRELIABLE;
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_HEARING_RIGHT).outcome, ==,
	    MC_OUTCOME_NOT_DETERMINED);
	visit.facts.hearing = NULL;
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_HEARING_RIGHT);
	g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(line.basis, ==, MC_BASIS_ELSEWHERE);
}

/* C12: allowed for C1 and C2; a doctor's case for every other class, never a machine's FAIL. */
static void
test_hearing_aid_of_every_class(void)
{
	for (int i = 0; i < MC_CLASSES; i++) {
		McLicenceClass class = (McLicenceClass)i;
		McClassVerdict verdict;
		McTestVisit visit;

		mc_test_visit_init(&visit);
		visit.facts.wears_hearing_aid = true;
		verdict = mc_judge(&visit, class);
		g_assert_cmpint(
		    verdict.outcome_here, ==, mc_laws[i].hearing_aid ? MC_OUTCOME_PASS : MC_OUTCOME_REFER);
		g_assert_cmpint(verdict.restriction_hearing_aid, ==, mc_laws[i].hearing_aid);
		visit.hearing.part[MC_EAR_LEFT].outcome = MC_OUTCOME_FAIL;
		verdict = mc_judge(&visit, class);
		g_assert_cmpint(
		    verdict.requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==, MC_OUTCOME_REFER);
		g_assert_false(verdict.restriction_hearing_aid);
		visit.facts.hearing = NULL;
		verdict = mc_judge(&visit, class);
		g_assert_cmpint(verdict.requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==,
		    mc_laws[i].hearing_aid ? MC_OUTCOME_NOT_DETERMINED : MC_OUTCOME_REFER);
	}
}

/* C12: with an aid and without loudspeakers nothing was measured here. */
static void
test_no_loudspeaker(void)
{
	static const McRequirement requirements[] = {
	    MC_REQUIREMENT_HEARING_LEFT, MC_REQUIREMENT_HEARING_RIGHT, MC_REQUIREMENT_HEARING_SIDE};
	McExamResult side = {.kind = MC_EXAM_SIDE, .part = {{.examined = true}}};
	McRequirementVerdict line;
	McTestVisit visit;

	mc_test_visit_init(&visit);
	visit.facts.wears_hearing_aid = true;
	visit.facts.side = &side;
	visit.hearing.presented = 0;
	for (int ear = 0; ear < MC_SIDES; ear++) {
		visit.hearing.part[ear].outcome = MC_OUTCOME_NOT_DETERMINED;
		visit.hearing.part[ear].reasons = MC_REASON_NO_LOUDSPEAKER;
	}
	side.part[0].reasons = MC_REASON_NO_LOUDSPEAKER;
	for (gsize i = 0; i < G_N_ELEMENTS(requirements); i++) {
		line = mc_judge_one(&visit, MC_CLASS_C1, requirements[i]);
		g_assert_cmpint(line.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpint(line.basis, ==, MC_BASIS_ELSEWHERE);
		g_assert_cmphex(line.reasons, ==, MC_REASON_NO_LOUDSPEAKER);
		line = mc_judge_one(&visit, MC_CLASS_A1, requirements[i]);
		g_assert_cmpint(line.outcome, ==, MC_OUTCOME_REFER);
		g_assert_cmpint(line.basis, ==, MC_BASIS_DECLARED);
	}
	visit.facts.side = NULL;
}

/* C12: by loudspeaker one ear could hear for both; an ear counts when the side was told, too. */
static void
test_by_loudspeaker(void)
{
	static const struct {
		McOutcome ear, side, left;
		gboolean restriction;
	} rows[] = {
	    {MC_OUTCOME_PASS, MC_OUTCOME_PASS, MC_OUTCOME_PASS, TRUE},
	    {MC_OUTCOME_PASS, MC_OUTCOME_FAIL, MC_OUTCOME_REFER, FALSE},
	    {MC_OUTCOME_PASS, MC_OUTCOME_NOT_DETERMINED, MC_OUTCOME_NOT_DETERMINED, FALSE},
	    {MC_OUTCOME_FAIL, MC_OUTCOME_PASS, MC_OUTCOME_REFER, FALSE},
	};
	McExamResult side = {.kind = MC_EXAM_SIDE, .presented = 21, .part = {{.examined = true}}};
	McClassVerdict verdict;
	McTestVisit visit;

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		mc_test_visit_init(&visit);
		visit.facts.wears_hearing_aid = true;
		visit.facts.side = &side;
		side.part[0].outcome = rows[i].side;
		for (int ear = 0; ear < MC_SIDES; ear++) {
			visit.hearing.part[ear].outcome = rows[i].ear;
			visit.hearing.part[ear].reasons = MC_REASON_BY_LOUDSPEAKER;
		}
		verdict = mc_judge(&visit, MC_CLASS_C1);
		g_assert_cmpint(verdict.requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==, rows[i].left);
		g_assert_cmpint(verdict.restriction_hearing_aid, ==, rows[i].restriction);
	}
	visit.facts.side = NULL;
	verdict = mc_judge(&visit, MC_CLASS_C1);
	g_assert_cmpint(verdict.requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==, MC_OUTCOME_REFER);
	for (int ear = 0; ear < MC_SIDES; ear++)
		visit.hearing.part[ear].outcome = MC_OUTCOME_PASS;
	verdict = mc_judge(&visit, MC_CLASS_C1);
	g_assert_cmpint(
	    verdict.requirement[MC_REQUIREMENT_HEARING_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
}

/* Red-green blindness: elsewhere unless it was examined here; then as the exam ended. An exam that
 * could not begin for want of a measured screen is none, and a PASS on one that nobody measured is
 * a doctor's case. */
static void
test_colour(void)
{
	static const struct {
		McOutcome ended;
		guint32 reasons;
		gint32 presented;
		McOutcome outcome;
		McDecisionBasis basis;
	} rows[] = {
	    {MC_OUTCOME_PASS, MC_REASON_COLOUR_WEAK, 28, MC_OUTCOME_PASS, MC_BASIS_MEASURED},
	    {MC_OUTCOME_FAIL, 0, 28, MC_OUTCOME_FAIL, MC_BASIS_MEASURED},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE, 36, MC_OUTCOME_REFER, MC_BASIS_MEASURED},
	    {MC_OUTCOME_PASS, MC_REASON_PANEL_ASSUMED, 28, MC_OUTCOME_REFER, MC_BASIS_MEASURED},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_PANEL_ASSUMED | MC_REASON_BORDERLINE, 28,
	        MC_OUTCOME_REFER, MC_BASIS_MEASURED},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_SIGNALS | MC_REASON_BORDERLINE, 40, MC_OUTCOME_REFER,
	        MC_BASIS_MEASURED},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_NOT_UNDERSTOOD, 4, MC_OUTCOME_NOT_DETERMINED,
	        MC_BASIS_MEASURED},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_NO_DEVICE, 0, MC_OUTCOME_NOT_DETERMINED,
	        MC_BASIS_ELSEWHERE},
	    {MC_OUTCOME_NOT_DETERMINED, MC_REASON_UNCALIBRATED, 0, MC_OUTCOME_NOT_DETERMINED,
	        MC_BASIS_ELSEWHERE},
	};
	McTestVisit visit;
	McRequirementVerdict line;

	mc_test_visit_init(&visit);
	line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_COLOUR);
	g_assert_cmpint(line.basis, ==, MC_BASIS_ELSEWHERE);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McExamResult colour = {.kind = MC_EXAM_COLOUR, .outcome = rows[i].ended};

		colour.reasons = rows[i].reasons;
		colour.presented = rows[i].presented;
		visit.facts.colour = &colour;
		line = mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_COLOUR);
		g_assert_cmpint(line.outcome, ==, rows[i].outcome);
		g_assert_cmpint(line.basis, ==, rows[i].basis);
		g_assert_cmphex(line.reasons, ==, rows[i].reasons);
		g_assert_cmpstr(line.rule_id, ==, "cn-172-c1-colour");
	}
	visit.facts.colour = NULL;
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_pack_load();
	g_test_add_func("/rules/vision-cuts", test_vision_cuts_of_every_class);
	g_test_add_func("/rules/one-eye", test_one_eye_of_every_class);
	g_test_add_func("/rules/undecided-vision", test_undecided_vision);
	g_test_add_func("/rules/glasses", test_glasses);
	g_test_add_func("/rules/hearing", test_hearing);
	g_test_add_func("/rules/hearing-aid", test_hearing_aid_of_every_class);
	g_test_add_func("/rules/no-loudspeaker", test_no_loudspeaker);
	g_test_add_func("/rules/by-loudspeaker", test_by_loudspeaker);
	g_test_add_func("/rules/colour", test_colour);
	return g_test_run();
}
