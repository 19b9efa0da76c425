/* The statistics of a validation study against published values, and a study on simulated people
 * whose truth is known. */
#include "app/tools/validation.h"

#include "app/base/error.h"
#include "app/observe/person.h"
#include <math.h>
#include <string.h>

static void
test_agreement(void)
{
	static const double first[] = {1, 2, 3, 4};
	static const double second[] = {1.5, 2.5, 2.5, 5.5};
	McAgreement agreement = mc_agreement(first, second, 4);

	g_assert_cmpfloat_with_epsilon(agreement.bias, 0.5, 1e-9);
	g_assert_cmpfloat_with_epsilon(agreement.sd, 0.816497, 1e-6);
	g_assert_cmpfloat_with_epsilon(agreement.high, 2.100333, 1e-5);
	g_assert_cmpfloat_with_epsilon(agreement.limit_error, 1.385929, 1e-5);
}

/* Clopper and Pearson 1934. */
static void
test_exact_intervals(void)
{
	static const struct {
		guint events, of;
		double low, high;
	} rows[] = {
	    {0, 10, 0.0, 0.30850},
	    {10, 10, 0.69150, 1.0},
	    {5, 10, 0.18709, 0.81291},
	    {1, 20, 0.00127, 0.24873},
	    {196, 200, 0.94960, 0.99452},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McShare share = mc_share(rows[i].events, rows[i].of);

		g_assert_cmpfloat_with_epsilon(share.low, rows[i].low, 2e-4);
		g_assert_cmpfloat_with_epsilon(share.high, rows[i].high, 2e-4);
	}
	g_assert_cmpfloat_with_epsilon(mc_share(0, 0).high, 1.0, 1e-9);
}

/* Two ratings 0 and 1: agreement .7 at marginals .5 and .6 is the kappa of Cohen 1960. */
static void
test_kappa(void)
{
	static const double first[] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
	static const double second[] = {0, 0, 0, 1, 1, 0, 1, 1, 1, 1};
	static const double same[] = {2, 2};

	g_assert_cmpfloat_with_epsilon(mc_weighted_kappa(first, second, 10), 0.4, 1e-9);
	g_assert_cmpfloat_with_epsilon(mc_weighted_kappa(first, first, 10), 1.0, 1e-9);
	g_assert_true(isnan(mc_weighted_kappa(same, same, 2)));
}

/* ---- a study ---- */

#define PEOPLE 200

static McVisit *
visit_of(McPerson *person, McDice *dice, guint number)
{
	McVisit *visit = mc_visit_new();
	McExamPlan plan;
	McExam exam;
	McExamRun *run = NULL;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	run = mc_exam_run_new(&plan, &(McSeed){{0}});
	run->result = *mc_person_take(person, dice, &exam, &plan);
	run->finished = TRUE;
	visit->exam[visit->exams++] = run;
	g_snprintf(visit->visit_id, sizeof visit->visit_id, "%032x", number);
	return visit;
}

/* A perfect chart of whole lines, and a second visit for each person. */
static void
add_person(GString *sheet, GPtrArray *visits, McDice *dice, guint i)
{
	double threshold = -300 + mc_dice_uniform(dice) * 600;
	McPerson person = {
	    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02}};
	long line = 50 - (long)ceil(threshold / 100.0);

	g_ptr_array_add(visits, visit_of(&person, dice, 2 * i));
	g_ptr_array_add(visits, visit_of(&person, dice, 2 * i + 1));
	g_string_append_printf(sheet, "%032x,acuity,left,%ld,%s,%032x\n", 2 * i, line,
	    threshold <= 0 ? "pass" : "fail", 2 * i + 1);
}

static void
test_study(void)
{
	g_autoptr(GPtrArray) visits = g_ptr_array_new_with_free_func((GDestroyNotify)mc_visit_free);
	g_autoptr(GString) sheet =
	    g_string_new("visit,exam,part,reference_value,reference_outcome,retest\n");
	g_autoptr(GError) error = NULL;
	const McStudyResult *acuity = NULL;
	McStudyResult result[MC_STUDIES];
	McDice dice;

	mc_dice_init(&dice, 1);
	for (guint i = 0; i < PEOPLE; i++)
		add_person(sheet, visits, &dice, i);
	g_assert_true(mc_validation_run(sheet->str, visits, result, &error));
	g_assert_no_error(error);
	acuity = &result[MC_STUDY_ACUITY];
	g_assert_cmpuint(acuity->reference.pairs, ==, PEOPLE);
	g_assert_cmpuint(acuity->retest.pairs, ==, PEOPLE);
	/* No bias from visit to visit; the limits of whole lines are those of a good chart. */
	g_assert_cmpfloat(fabs(acuity->retest.bias), <, 0.03);
	g_assert_cmpfloat(acuity->retest.high - acuity->retest.low, <, 0.6);
	g_assert_cmpfloat(acuity->kappa, >, 0.7);
	/* On the edge a doctor decides; of the others nearly all are decided rightly. */
	g_assert_cmpfloat(acuity->undecided.share, >, 0.05);
	g_assert_cmpfloat(acuity->sensitivity.share, >, 0.9);
	g_assert_cmpfloat(acuity->specificity.share, >, 0.95);
	g_assert_cmpfloat(acuity->specificity.low, <, acuity->specificity.share);
	g_assert_cmpuint(result[MC_STUDY_HEARING].undecided.of, ==, 0);
}

static void
test_bad_sheets(void)
{
	static const struct {
		const char *row, *named;
	} rows[] = {
	    {"00,acuity,left,49,pass,", "no record of this visit"},
	    {"x,smell,left,49,pass,", "exam is not"},
	    {"x,acuity,person,49,pass,", "part is not"},
	    {"x,acuity,left,big,pass,", "reference_value"},
	    {"x,acuity,left,49,fit,", "reference_outcome"},
	    {"x,acuity", "six cells"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) none = g_ptr_array_new();
		g_autofree char *sheet = g_strdup_printf(
		    "visit,exam,part,reference_value,reference_outcome,retest\n%s\n", rows[i].row);
		g_autoptr(GError) error = NULL;
		McStudyResult result[MC_STUDIES];

		g_assert_false(mc_validation_run(sheet, none, result, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, rows[i].named));
		g_assert_nonnull(strstr(error->message, "row 2"));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/validation/agreement", test_agreement);
	g_test_add_func("/validation/exact-intervals", test_exact_intervals);
	g_test_add_func("/validation/kappa", test_kappa);
	g_test_add_func("/validation/study-on-simulated-people", test_study);
	g_test_add_func("/validation/bad-sheets", test_bad_sheets);
	return g_test_run();
}
