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
	McAgreement agreement = mc_agreement(first, second, 4, 4.0);

	g_assert_cmpfloat_with_epsilon(agreement.bias, 0.5, 1e-9);
	g_assert_cmpfloat_with_epsilon(agreement.sd, 0.816497, 1e-6);
	g_assert_cmpfloat_with_epsilon(agreement.high, 2.100333, 1e-5);
	g_assert_cmpfloat_with_epsilon(agreement.bias_error, 0.800167, 1e-5);
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
		McShare share = mc_share(rows[i].events, rows[i].of, rows[i].of);

		g_assert_cmpfloat_with_epsilon(share.low, rows[i].low, 2e-4);
		g_assert_cmpfloat_with_epsilon(share.high, rows[i].high, 2e-4);
	}
	g_assert_cmpfloat_with_epsilon(mc_share(0, 0, 0.0).high, 1.0, 1e-9);
}

/* Both eyes of 200 people count as 400 / 1.3; without an error the bound is that of 307 people. */
static void
test_two_eyes(void)
{
	char person[200];
	gconstpointer whose[400];
	double effective;
	McShare share;

	for (guint i = 0; i < 400; i++)
		whose[i] = &person[i / 2];
	effective = mc_effective_size(whose, 400);
	g_assert_cmpfloat_with_epsilon(effective, 400 / 1.3, 1e-9);
	g_assert_cmpfloat_with_epsilon(mc_effective_size(whose, 1), 1.0, 1e-9);
	share = mc_share(400, 400, effective);
	g_assert_cmpfloat_with_epsilon(share.low, mc_share(307, 307, 307.0).low, 1e-9);
	g_assert_cmpfloat(share.low, <, mc_share(400, 400, 400.0).low);
	/* 396 of 400 is 303.9 of 307: neither end may look better than it is. */
	share = mc_share(396, 400, effective);
	g_assert_cmpfloat_with_epsilon(share.low, mc_share(303, 307, 307.0).low, 1e-9);
	g_assert_cmpfloat_with_epsilon(share.high, mc_share(304, 307, 307.0).high, 1e-9);
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
visit_of(McPerson *person, McDice *dice, guint number, int32_t estimate_trials)
{
	McVisit *visit = mc_visit_new();
	McExamPlan plan;
	McExam exam;
	McExamRun *run = NULL;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.estimate_trials = estimate_trials;
	g_assert_null(mc_exam_plan_problem(&plan).field);
	run = mc_exam_run_new(&plan, &(McSeed){{0}});
	run->result = *mc_person_take(person, dice, &exam, &plan);
	run->finished = TRUE;
	visit->exam[visit->exams++] = run;
	g_snprintf(visit->visit_id, sizeof visit->visit_id, "%032x", number);
	return visit;
}

typedef struct Study {
	int32_t estimate_trials;
	double clear_milli; /* its sheet: eyes that the chart reads so far from the limit, at least */
} Study;

/* Both eyes by a perfect chart that is read letter by letter, and a second visit for each person.
 */
static void
add_person(GString *sheet, GPtrArray *visits, McDice *dice, guint i, const Study *study)
{
	static const char *const parts[] = {"left", "right"};
	double threshold = -300 + mc_dice_uniform(dice) * 600;
	McPerson person = {
	    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02}};

	g_ptr_array_add(visits, visit_of(&person, dice, 2 * i, study->estimate_trials));
	g_ptr_array_add(visits, visit_of(&person, dice, 2 * i + 1, study->estimate_trials));
	for (guint side = 0; side < G_N_ELEMENTS(parts) && fabs(threshold) >= study->clear_milli;
	     side++)
		g_string_append_printf(sheet, "%032x,acuity,%s,naked,50,%.2f,%s,%032x\n", 2 * i,
		    parts[side], 50 - threshold / 100.0, threshold <= 0 ? "pass" : "fail", 2 * i + 1);
}

static void
study_people(Study study, McStudyResult result[MC_STUDIES])
{
	g_autoptr(GPtrArray) visits = g_ptr_array_new_with_free_func((GDestroyNotify)mc_visit_free);
	g_autoptr(GString) sheet =
	    g_string_new("visit,exam,part,correction,limit,reference_value,reference_outcome,retest\n");
	g_autoptr(GError) error = NULL;
	McDice dice;

	mc_dice_init(&dice, 1);
	for (guint i = 0; i < PEOPLE; i++)
		add_person(sheet, visits, &dice, i, &study);
	g_assert_true(mc_validation_run(sheet->str, visits, result, &error));
	g_assert_no_error(error);
}

/* The study as the protocol plans it: a machine that measures rightly meets its end points. */
static void
test_study(void)
{
	const McStudyResult *acuity = NULL;
	McStudyResult result[MC_STUDIES];

	study_people((Study){.estimate_trials = 28}, result);
	acuity = &result[MC_STUDY_ACUITY];
	g_assert_cmpuint(acuity->rows, ==, 2 * PEOPLE);
	g_assert_cmpuint(acuity->reference.pairs + acuity->bounded.of, ==, 2 * PEOPLE);
	g_assert_cmpuint(acuity->reference.pairs, >, PEOPLE);
	g_assert_cmpfloat(fabs(acuity->reference.bias), <=, 0.05);
	g_assert_cmpfloat(acuity->reference.low, >=, -0.20);
	g_assert_cmpfloat(acuity->reference.high, <=, 0.20);
	/* Some twenty, chosen by their error: .95 is within the interval of their share. */
	g_assert_cmpfloat(acuity->bounded.high, >=, 0.95);
	g_assert_cmpfloat(fabs(acuity->retest.bias), <, 0.03);
	g_assert_cmpfloat(acuity->retest.low, >=, -0.20);
	g_assert_cmpfloat(acuity->retest.high, <=, 0.20);
	g_assert_cmpfloat(acuity->kappa, >, 0.9);
	g_test_message("sensitivity %.3f from %.3f, specificity %.3f from %.3f, undecided %.3f",
	    acuity->sensitivity.share, acuity->sensitivity.low, acuity->specificity.share,
	    acuity->specificity.low, acuity->undecided.share);
	/* On the edge a doctor decides; of the others nearly all are decided rightly. */
	g_assert_cmpfloat(acuity->undecided.share, >, 0.05);
	g_assert_cmpfloat(acuity->sensitivity.share, >, 0.9);
	g_assert_cmpfloat(acuity->specificity.share, >, 0.95);
	g_assert_cmpfloat(acuity->specificity.low, <, acuity->specificity.share);
	g_assert_cmpfloat(acuity->undecided.effective, <, 2 * PEOPLE / 1.29);
	g_assert_cmpuint(result[MC_STUDY_HEARING].rows, ==, 0);
}

/* Nearer than a line a doctor decides most and chance decides some; from there on the machine fails
 * nobody who sees enough, and leaves few undecided. */
static void
test_study_of_clear_eyes(void)
{
	const McStudyResult *acuity = NULL;
	McStudyResult result[MC_STUDIES];

	study_people((Study){.estimate_trials = 28, .clear_milli = 100}, result);
	acuity = &result[MC_STUDY_ACUITY];
	g_test_message(
	    "%u rows; sensitivity %.3f from %.3f, specificity %.3f from %.3f, undecided %.3f",
	    acuity->rows, acuity->sensitivity.share, acuity->sensitivity.low, acuity->specificity.share,
	    acuity->specificity.low, acuity->undecided.share);
	g_assert_cmpfloat(acuity->specificity.low, >=, 0.95);
	g_assert_cmpfloat(acuity->undecided.share, <, 0.10);
}

/* ---- how many unfit eyes ---- */

/* As many as the protocol recruits. */
#define WEAK_EYES 240
#define LESS_WEAK_EYES (WEAK_EYES / 3) /* by one to two lines, the others by two to three */
#define ENDPOINT 0.95
#define STUDIES 1000
#define POOL 1500

/* The bound that a study of both eyes of people shows, which errs so often. */
static double
shown(guint errors, guint of)
{
	static char person[WEAK_EYES];
	gconstpointer whose[WEAK_EYES];

	g_assert_cmpuint(of, <=, WEAK_EYES);
	for (guint i = 0; i < of; i++)
		whose[i] = &person[i / 2];
	return mc_share(of - errors, of, mc_effective_size(whose, of)).low;
}

/* With none, one, two, three errors so many show it, as the protocol's page says, and one less does
 * not. */
static void
test_so_many_are_needed(void)
{
	static const struct {
		double bound;
		guint of[4];
	} rows[] = {{0.95, {94, 143, 185, 225}}, {0.90, {47, 71, 91, 111}}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		for (guint errors = 0; errors < G_N_ELEMENTS(rows[i].of); errors++) {
			g_assert_cmpfloat(shown(errors, rows[i].of[errors]), >=, rows[i].bound);
			g_assert_cmpfloat(shown(errors, rows[i].of[errors] - 1), <, rows[i].bound);
		}
}

/* What the exam says of eyes so much too weak. */
static void
fill_pool(McOutcome pool[POOL], double least_milli, McDice *dice)
{
	static McExam exam;
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.estimate_trials = 28;
	for (guint i = 0; i < POOL; i += MC_SIDES) {
		double threshold = least_milli + mc_dice_uniform(dice) * 100;
		McPerson person = {
		    .eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02}};
		const McExamResult *result = mc_person_take(&person, dice, &exam, &plan);

		for (guint eye = 0; eye < MC_SIDES; eye++)
			pool[i + eye] = result->part[eye].outcome;
	}
}

/* Who recruits as the page says is not to need luck with a machine that is as good as the simulated
 * one. */
static void
test_chance_of_the_study(void)
{
	static McOutcome pool[2][POOL];
	guint met = 0;
	McDice dice;

	mc_dice_init(&dice, 5);
	fill_pool(pool[0], 100, &dice);
	fill_pool(pool[1], 200, &dice);
	for (guint study = 0; study < STUDIES; study++) {
		guint decided = 0, passed = 0;

		for (guint eye = 0; eye < WEAK_EYES; eye++) {
			McOutcome said = pool[eye >= LESS_WEAK_EYES][(guint)(mc_dice_uniform(&dice) * POOL)];

			decided += said != MC_OUTCOME_NOT_DETERMINED;
			passed += said == MC_OUTCOME_PASS;
		}
		met += shown(passed, decided) >= ENDPOINT;
	}
	g_test_message("%u of %d studies meet the end point", met, STUDIES);
	g_assert_cmpuint(met, >=, STUDIES * 8 / 10);
}

/* Without a number most lines are bounds ("5.0 or better"): they are no values to compare. What is
 * left are whole lines of short exams, no measurement that the protocol builds on. */
static void
test_study_of_lines(void)
{
	const McStudyResult *acuity = NULL;
	McStudyResult result[MC_STUDIES];

	study_people((Study){0}, result);
	acuity = &result[MC_STUDY_ACUITY];
	g_assert_cmpuint(acuity->bounded.of, >, PEOPLE / 2);
	g_assert_cmpfloat(acuity->bounded.share, >=, 0.95);
	g_assert_cmpuint(acuity->reference.pairs + acuity->bounded.of, <=, 2 * PEOPLE);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/validation/agreement", test_agreement);
	g_test_add_func("/validation/exact-intervals", test_exact_intervals);
	g_test_add_func("/validation/two-eyes-of-a-person", test_two_eyes);
	g_test_add_func("/validation/kappa", test_kappa);
	g_test_add_func("/validation/study-on-simulated-people", test_study);
	g_test_add_func("/validation/study-of-clear-eyes", test_study_of_clear_eyes);
	g_test_add_func("/validation/study-of-lines", test_study_of_lines);
	g_test_add_func("/validation/so-many-are-needed-C14", test_so_many_are_needed);
	g_test_add_func("/validation/chance-of-the-study-C14", test_chance_of_the_study);
	return g_test_run();
}
