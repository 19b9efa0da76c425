/* The pack of order 172 and verdicts by papers and word: every birthday of every class. */
#include "rules-kit.h"

#include <string.h>

static void
test_pack_is_the_law(void)
{
	g_assert_cmpstr(mc_pack.id, ==, "cn-172");
	g_assert_cmpint(mc_date_to_yyyymmdd(mc_pack.valid_from), ==, 20250101);
	g_assert_cmpint(mc_pack.valid_to.year, ==, 0);
	g_assert_true(mc_pack.leap_birthday_on_march_1);
	for (int i = 0; i < MC_CLASSES; i++) {
		const McClassRule *rule = &mc_pack.classes[i];
		g_autofree char *lower = g_ascii_strdown(mc_laws[i].code, -1);
		g_autofree char *rule_id = g_strconcat("cn-172-", lower, NULL);

		g_test_message("%s", mc_laws[i].code);
		g_assert_cmpstr(mc_licence_class_code((McLicenceClass)i), ==, mc_laws[i].code);
		g_assert_cmpint(mc_licence_class_from_code(mc_laws[i].code), ==, i);
		g_assert_true(rule->present);
		g_assert_cmpstr(rule->rule_id, ==, rule_id);
		g_assert_cmpint(rule->age_min_years, ==, mc_laws[i].age_min);
		g_assert_cmpint(rule->age_max_years, ==, mc_laws[i].age_max);
		g_assert_cmpint(rule->memory_test_from_years, ==, mc_laws[i].age_max == 0 ? 70 : 0);
		g_assert_cmpint(rule->vision_cut_milli_log_mar, ==, mc_laws[i].cut_milli);
		g_assert_cmpint(rule->stature_min_mm, ==, mc_laws[i].stature_mm);
		g_assert_cmpint(rule->monocular_allowed, ==, mc_laws[i].monocular);
		g_assert_cmpint(rule->hearing_aid_allowed, ==, mc_laws[i].hearing_aid);
		g_assert_cmpint(rule->special_institution, ==, mc_laws[i].institution);
	}
	g_assert_cmpint(mc_licence_class_from_code("A4"), ==, -1);
	g_assert_cmpint(mc_licence_class_from_code(""), ==, -1);
	g_assert_cmpint(mc_licence_class_from_code("a1"), ==, -1);
	g_assert_cmpstr(mc_licence_class_code((McLicenceClass)MC_CLASSES), ==, "");
}

/* The plans of the mc_pack are those that the observer suite has held to its bars. */
static void
test_plans_are_the_tested_ones(void)
{
	for (int kind = 0; kind < MC_EXAM_KINDS; kind++) {
		McExamPlan expected;

		mc_exam_plan_default(&expected, (McExamKind)kind);
		g_assert_null(mc_exam_plan_problem(&mc_pack.plans[kind]).field);
		g_assert_cmpmem(&mc_pack.plans[kind], sizeof expected, &expected, sizeof expected);
	}
}

static McDate
date(gint32 yyyymmdd)
{
	McDate read;

	g_assert_true(mc_date_from_yyyymmdd(yyyymmdd, &read));
	return read;
}

static void
test_dates(void)
{
	McDate untouched = {1, 2, 3};

	g_assert_true(mc_date_is_valid((McDate){2024, 2, 29}));
	g_assert_true(mc_date_is_valid((McDate){2000, 2, 29}));
	g_assert_false(mc_date_is_valid((McDate){2023, 2, 29}));
	g_assert_false(mc_date_is_valid((McDate){1900, 2, 29}));
	g_assert_false(mc_date_is_valid((McDate){2023, 4, 31}));
	g_assert_false(mc_date_is_valid((McDate){2023, 0, 1}));
	g_assert_false(mc_date_is_valid((McDate){2023, 13, 1}));
	g_assert_false(mc_date_is_valid((McDate){2023, 1, 0}));
	g_assert_false(mc_date_is_valid((McDate){0, 0, 0}));
	for (gsize i = 0; i < 4; i++) {
		static const gint32 none[] = {20230229, -1, 0, 999999999};

		g_assert_false(mc_date_from_yyyymmdd(none[i], &untouched));
		g_assert_cmpint(untouched.year, ==, 1);
	}
	g_assert_cmpint(mc_date_to_yyyymmdd(date(20240229)), ==, 20240229);
	g_assert_cmpint(mc_date_compare(date(20240229), date(20240301)), ==, -1);
	g_assert_cmpint(mc_date_compare(date(20250101), date(20241231)), ==, 1);
	g_assert_cmpint(mc_date_compare(date(20240101), date(20240201)), ==, -1);
	g_assert_cmpint(mc_date_compare(date(20240201), date(20240201)), ==, 0);
}

static void
test_age_and_leap_birthday(void)
{
	McRulePack february = mc_pack;

	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(19960517), date(20260516)), ==, 29);
	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(19960517), date(20260517)), ==, 30);
	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(20040229), date(20220228)), ==, 17);
	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(20040229), date(20220301)), ==, 18);
	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(20040229), date(20240228)), ==, 19);
	g_assert_cmpint(mc_rules_age_years(&mc_pack, date(20040229), date(20240229)), ==, 20);
	february.leap_birthday_on_march_1 = false;
	g_assert_cmpint(mc_rules_age_years(&february, date(20040229), date(20220227)), ==, 17);
	g_assert_cmpint(mc_rules_age_years(&february, date(20040229), date(20220228)), ==, 18);
}

/* T13: where the date is not known, an age counts when it is the same on every day it may be. */
static void
test_unknown_date(void)
{
	static const struct {
		gint16 birth_year;
		McOutcome age, memory;
	} rows[] = {{1990, MC_OUTCOME_PASS, MC_OUTCOME_PASS},
	    {2008, MC_OUTCOME_NOT_DETERMINED, MC_OUTCOME_PASS},
	    {2010, MC_OUTCOME_FAIL, MC_OUTCOME_PASS},
	    {1956, MC_OUTCOME_PASS, MC_OUTCOME_NOT_DETERMINED},
	    {1950, MC_OUTCOME_PASS, MC_OUTCOME_REFER}};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		McTestVisit visit;

		mc_test_visit_init(&visit);
		visit.facts.today = date(20261124);
		visit.facts.today_at_latest = date(20261224);
		visit.facts.birth = (McDate){rows[i].birth_year, 12, 1};
		g_assert_cmpint(
		    mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_AGE).outcome, ==, rows[i].age);
		g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_MEMORY_TEST).outcome, ==,
		    rows[i].memory);
	}
}

/* The day before, on and the day after each birthday that decides, for every class. */
static void
test_birthdays_of_every_class(void)
{
	for (int i = 0; i < MC_CLASSES; i++) {
		McLicenceClass class = (McLicenceClass)i;
		const McLaw *law = &mc_laws[i];
		McTestVisit visit;

		g_test_message("%s", law->code);
		mc_test_visit_init(&visit);
		visit.facts.today = date(20261124);
		visit.facts.birth = (McDate){(gint16)(2026 - law->age_min), 11, 25};
		g_assert_cmpint(
		    mc_judge_one(&visit, class, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_FAIL);
		g_assert_cmpint(mc_judge(&visit, class).outcome, ==, MC_OUTCOME_FAIL);
		visit.facts.birth.day = 24;
		g_assert_cmpint(
		    mc_judge_one(&visit, class, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_PASS);

		visit.facts.birth = (McDate){(gint16)(2026 - law->age_max), 11, 25};
		if (law->age_max == 0)
			visit.facts.birth.year = 1900;
		g_assert_cmpint(
		    mc_judge_one(&visit, class, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_PASS);
		visit.facts.birth.day = 24;
		g_assert_cmpint(mc_judge_one(&visit, class, MC_REQUIREMENT_AGE).outcome, ==,
		    law->age_max == 0 ? MC_OUTCOME_PASS : MC_OUTCOME_FAIL);

		/* Memory, judgement and reaction from 70 on, where no bound comes first. */
		visit.facts.birth = date(19561125);
		g_assert_cmpint(
		    mc_judge_one(&visit, class, MC_REQUIREMENT_MEMORY_TEST).outcome, ==, MC_OUTCOME_PASS);
		visit.facts.birth = date(19561124);
		g_assert_cmpint(mc_judge_one(&visit, class, MC_REQUIREMENT_MEMORY_TEST).outcome, ==,
		    law->age_max == 0 ? MC_OUTCOME_REFER : MC_OUTCOME_PASS);
		g_assert_cmpint(mc_judge(&visit, class).outcome, ==,
		    law->age_max == 0 ? MC_OUTCOME_REFER : MC_OUTCOME_FAIL);
	}
}

static void
test_inclusive_bound_is_data(void)
{
	McRulePack kept = mc_pack;
	McTestVisit visit;

	mc_test_visit_init(&visit);
	visit.facts.birth = date(19631124);
	g_assert_cmpint(
	    mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_FAIL);
	mc_pack.classes[MC_CLASS_A1].age_max_inclusive = true;
	g_assert_cmpint(
	    mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_PASS);
	visit.facts.birth = date(19621125);
	g_assert_cmpint(
	    mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_PASS);
	visit.facts.birth = date(19621124);
	g_assert_cmpint(
	    mc_judge_one(&visit, MC_CLASS_A1, MC_REQUIREMENT_AGE).outcome, ==, MC_OUTCOME_FAIL);
	mc_pack = kept;
}

static void
test_unknown_age_is_no_verdict(void)
{
	McTestVisit visit;

	for (int i = 0; i < 3; i++) {
		mc_test_visit_init(&visit);
		if (i == 0)
			visit.facts.birth_known = false;
		else
			visit.facts.birth = i == 1 ? (McDate){2026, 11, 25} : (McDate){1996, 2, 30};
		g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_AGE).outcome, ==,
		    MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_MEMORY_TEST).outcome, ==,
		    MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome_here, ==, MC_OUTCOME_NOT_DETERMINED);
	}
}

/* Nobody is called fit by omission: what was not examined here is examined elsewhere. */
static void
test_the_healthy_visit(void)
{
	for (int i = 0; i < MC_CLASSES; i++) {
		McClassVerdict verdict;
		McTestVisit visit;

		mc_test_visit_init(&visit);
		verdict = mc_judge(&visit, (McLicenceClass)i);
		g_assert_cmpint(verdict.outcome, ==,
		    mc_laws[i].institution ? MC_OUTCOME_REFER : MC_OUTCOME_NOT_DETERMINED);
		g_assert_cmpint(verdict.outcome_here, ==, MC_OUTCOME_PASS);
		g_assert_false(verdict.restriction_glasses);
		g_assert_false(verdict.restriction_hearing_aid);
		for (int r = 0; r < MC_REQUIREMENTS; r++) {
			const McRequirementVerdict *line = &verdict.requirement[r];
			gboolean elsewhere = r == MC_REQUIREMENT_COLOUR || r == MC_REQUIREMENT_UPPER_LIMBS ||
			                     r == MC_REQUIREMENT_LOWER_LIMBS ||
			                     r == MC_REQUIREMENT_TRUNK_NECK ||
			                     (r == MC_REQUIREMENT_STATURE && mc_laws[i].stature_mm > 0);

			g_assert_true(g_str_has_prefix(line->rule_id, mc_pack.classes[i].rule_id));
			if (elsewhere) {
				g_assert_cmpint(line->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
				g_assert_cmpint(line->basis, ==, MC_BASIS_ELSEWHERE);
			} else if (r == MC_REQUIREMENT_SPECIAL_INSTITUTION && mc_laws[i].institution) {
				g_assert_cmpint(line->outcome, ==, MC_OUTCOME_REFER);
				g_assert_cmpint(line->basis, ==, MC_BASIS_ELSEWHERE);
			} else {
				g_assert_cmpint(line->outcome, ==, MC_OUTCOME_PASS);
				g_assert_cmpint(line->basis, !=, MC_BASIS_ELSEWHERE);
			}
		}
	}
}

static void
test_rule_ids(void)
{
	McTestVisit visit;
	McClassVerdict verdict;

	mc_test_visit_init(&visit);
	verdict = mc_judge(&visit, MC_CLASS_C1);
	g_assert_cmpstr(
	    verdict.requirement[MC_REQUIREMENT_VISION_LEFT].rule_id, ==, "cn-172-c1-vision");
	g_assert_cmpstr(
	    verdict.requirement[MC_REQUIREMENT_HEARING_SIDE].rule_id, ==, "cn-172-c1-hearing-side");
	g_assert_cmpstr(verdict.requirement[MC_REQUIREMENT_SPECIAL_INSTITUTION].rule_id, ==,
	    "cn-172-c1-institution");
}

static void
test_declaration(void)
{
	McTestVisit visit;

	mc_test_visit_init(&visit);
	visit.facts.declaration_made = false;
	g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_DECLARATION).outcome, ==,
	    MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome_here, ==, MC_OUTCOME_NOT_DETERMINED);
	for (int condition = 0; condition < 10; condition++) {
		mc_test_visit_init(&visit);
		visit.facts.declared = 1u << condition;
		g_assert_cmpint(mc_judge_one(&visit, MC_CLASS_C1, MC_REQUIREMENT_DECLARATION).outcome, ==,
		    MC_OUTCOME_REFER);
		g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome, ==, MC_OUTCOME_REFER);
		g_assert_cmpint(mc_judge(&visit, MC_CLASS_C1).outcome_here, ==, MC_OUTCOME_REFER);
	}
}

static void
assert_cuts(guint32 classes, gint32 cuts, gint32 first, gint32 second)
{
	McExamPlan plan = mc_pack.plans[MC_EXAM_ACUITY];

	mc_rules_set_vision_cuts(&mc_pack, classes, &plan.as.acuity);
	g_assert_cmpint(plan.as.acuity.cuts, ==, cuts);
	g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[0], ==, first);
	g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[1], ==, second);
	g_assert_null(mc_exam_plan_problem(&plan).field);
}

/* A pack may hold more limits than one run: the strictest within reach are kept. */
static void
test_more_cuts_than_one_run_holds(void)
{
	static const gint32 cuts[] = {100, 0, 50, -100, 0, 200, 300};
	g_autofree McRulePack *pack = g_memdup2(&mc_pack, sizeof mc_pack);
	McExamPlan plan = mc_pack.plans[MC_EXAM_ACUITY];

	for (guint i = 0; i < G_N_ELEMENTS(cuts); i++)
		pack->classes[i].vision_cut_milli_log_mar = cuts[i];
	mc_rules_set_vision_cuts(pack, 0x7f, &plan.as.acuity);
	g_assert_cmpint(plan.as.acuity.cuts, ==, 4);
	g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[0], ==, -100);
	g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[3], ==, 100);
	mc_rules_set_vision_cuts(pack, 1u << 3 | 1u << 6, &plan.as.acuity);
	g_assert_cmpint(plan.as.acuity.cuts, ==, 1);
	g_assert_cmpint(plan.as.acuity.cut_milli_log_mar[0], ==, -100);
	g_assert_null(mc_exam_plan_problem(&plan).field);
}

static void
test_vision_cut_of_classes(void)
{
	assert_cuts(1u << MC_CLASS_C1, 1, 100, 0);
	assert_cuts(1u << MC_CLASS_C1 | 1u << MC_CLASS_C2, 1, 100, 0);
	assert_cuts(1u << MC_CLASS_C1 | 1u << MC_CLASS_A1, 2, 0, 100);
	assert_cuts(1u << MC_CLASS_P, 1, 0, 0);
	assert_cuts(0, 1, 0, 0);
}

static void
test_absent_class(void)
{
	McRulePack empty;
	McClassVerdict verdict;
	McTestVisit visit;

	memset(&empty, 0, sizeof empty);
	mc_test_visit_init(&visit);
	mc_rules_judge(&empty, MC_CLASS_C1, &visit.facts, &verdict);
	g_assert_cmpint(verdict.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(verdict.requirements, ==, 0);
	mc_rules_judge(&mc_pack, (McLicenceClass)99, &visit.facts, &verdict);
	g_assert_cmpint(verdict.outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(verdict.requirements, ==, 0);
}

/* B8, T13: from its first day to its last; where the day is unsure, on one of those that it may be.
 */
static void
test_in_force(void)
{
	static const struct {
		gint32 from, to, first, last;
		bool in_force;
	} rows[] = {
	    {20250101, 20261231, 20250101, 20250101, true},
	    {20250101, 20261231, 20261231, 20261231, true},
	    {20250101, 20261231, 20241231, 20241231, false},
	    {20250101, 20261231, 20270101, 20270101, false},
	    {20250101, 0, 20270101, 20270101, true},
	    {20250101, 20261231, 20261230, 20270105, true},
	    {20250101, 20261231, 20241201, 20250101, true},
	    {20250101, 20261231, 20200101, 99991231, true},
	    {20250101, 20261231, 20241201, 20241231, false},
	    {20250101, 20261231, 20270101, 99991231, false},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McRulePack pack = {0};
		McDate first = {0};
		McDate last = {0};

		mc_date_from_yyyymmdd(rows[i].from, &pack.valid_from);
		mc_date_from_yyyymmdd(rows[i].to, &pack.valid_to);
		mc_date_from_yyyymmdd(rows[i].first, &first);
		mc_date_from_yyyymmdd(rows[i].last, &last);
		g_test_message("row %zu", i);
		g_assert_cmpint(mc_rules_in_force(&pack, first, last), ==, rows[i].in_force);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	mc_pack_load();
	g_test_add_func("/rules/pack", test_pack_is_the_law);
	g_test_add_func("/rules/plans", test_plans_are_the_tested_ones);
	g_test_add_func("/rules/dates", test_dates);
	g_test_add_func("/rules/age", test_age_and_leap_birthday);
	g_test_add_func("/rules/birthdays", test_birthdays_of_every_class);
	g_test_add_func("/rules/T13/unknown-date", test_unknown_date);
	g_test_add_func("/rules/inclusive-bound", test_inclusive_bound_is_data);
	g_test_add_func("/rules/unknown-age", test_unknown_age_is_no_verdict);
	g_test_add_func("/rules/healthy", test_the_healthy_visit);
	g_test_add_func("/rules/rule-ids", test_rule_ids);
	g_test_add_func("/rules/declaration", test_declaration);
	g_test_add_func("/rules/vision-cut", test_vision_cut_of_classes);
	g_test_add_func("/rules/more-cuts", test_more_cuts_than_one_run_holds);
	g_test_add_func("/rules/B8/T13/in-force", test_in_force);
	g_test_add_func("/rules/absent-class", test_absent_class);
	return g_test_run();
}
