/* A data sheet joined with records whose results are known, row by row; and sheets that are none.
 */
#include "app/tools/validation.h"

#include "app/base/error.h"
#include <math.h>
#include <string.h>

#define HEAD "visit,exam,part,correction,limit,reference_value,reference_outcome,retest\n"

static McExamRun *
add_run(McVisit *visit, McExamKind kind)
{
	McExamPlan plan;
	McExamRun *run = NULL;

	mc_exam_plan_default(&plan, kind);
	run = mc_exam_run_new(&plan, &(McSeed){{0}});
	run->finished = TRUE;
	visit->exam[visit->exams++] = run;
	return run;
}

static McVisit *
add_visit(GPtrArray *visits, const char *id)
{
	McVisit *visit = mc_visit_new();

	g_strlcpy(visit->visit_id, id, sizeof visit->visit_id);
	g_ptr_array_add(visits, visit);
	return visit;
}

/* A left eye that reads 4.9 and no more naked, and 5.1 or better with glasses: limits 5.0 and 4.9.
 */
static void
add_eyes(McVisit *visit, McCorrection correction, int32_t line, McBound bound)
{
	McExamRun *run = add_run(visit, MC_EXAM_ACUITY);
	McPartResult *part = &run->result.part[MC_EYE_LEFT];

	run->plan.as.acuity.correction = correction;
	*part = (McPartResult){.examined = TRUE, .line_deci = line, .line_bound = bound, .cuts = 2};
	part->cut[0] = (McCutResult){.outcome = line >= 50 ? MC_OUTCOME_PASS : MC_OUTCOME_FAIL};
	part->cut[1] = (McCutResult){.cut_milli_log_mar = 100, .outcome = MC_OUTCOME_PASS};
	part->outcome = part->cut[0].outcome;
}

static void
add_ears(McVisit *visit)
{
	McExamRun *run = add_run(visit, MC_EXAM_HEARING);
	McPartResult *left = &run->result.part[MC_EAR_LEFT], *right = &run->result.part[MC_EAR_RIGHT];

	run->plan.as.hearing.level_deci_db_hl = 400;
	*left = (McPartResult){.examined = TRUE, .outcome = MC_OUTCOME_PASS};
	*right = (McPartResult){
	    .examined = TRUE, .outcome = MC_OUTCOME_FAIL, .thresholds = 3, .mean_deci_db_hl = 475};
}

static void
add_body(McVisit *visit)
{
	add_run(visit, MC_EXAM_STATURE)->result.figures.stature.height_mm = 1702;
	add_run(visit, MC_EXAM_COLOUR)->result.outcome = MC_OUTCOME_FAIL;
}

static void
run_sheet(const char *rows, McStudyResult result[MC_STUDIES], GError **error)
{
	g_autoptr(GPtrArray) visits = g_ptr_array_new_with_free_func((GDestroyNotify)mc_visit_free);
	g_autofree char *sheet = g_strconcat(HEAD, rows, NULL);
	McVisit *first = add_visit(visits, "aa");

	add_eyes(first, MC_CORRECTION_NAKED, 49, MC_BOUND_EXACT);
	add_eyes(first, MC_CORRECTION_GLASSES, 51, MC_BOUND_AT_LEAST);
	add_ears(first);
	add_body(first);
	add_eyes(add_visit(visits, "bb"), MC_CORRECTION_NAKED, 48, MC_BOUND_EXACT);
	g_assert_true(mc_validation_run(sheet, visits, result, error) == (*error == NULL));
}

static void
join(const char *rows, McStudyResult result[MC_STUDIES])
{
	GError *error = NULL;

	run_sheet(rows, result, &error);
	g_assert_no_error(error);
}

static void
test_correction_and_limit(void)
{
	McStudyResult result[MC_STUDIES];
	const McStudyResult *acuity = &result[MC_STUDY_ACUITY];

	join("aa,acuity,left,naked,,49,fail,bb\n", result);
	g_assert_cmpuint(acuity->reference.pairs, ==, 1);
	g_assert_cmpfloat_with_epsilon(acuity->reference.bias, 0.0, 1e-9);
	g_assert_cmpfloat_with_epsilon(acuity->retest.bias, 0.1, 1e-9);
	g_assert_cmpuint(acuity->sensitivity.events, ==, 1);
	join("aa,acuity,left,naked,49,49,pass,\n", result);
	g_assert_cmpuint(acuity->specificity.events, ==, 1);
	/* 5.1 or better is true of who reads 5.3, and not of who reads 4.9. */
	join("aa,acuity,left,glasses,,53,pass,\naa,acuity,left,glasses,,49,,\n", result);
	g_assert_cmpuint(acuity->reference.pairs, ==, 0);
	g_assert_cmpuint(acuity->bounded.of, ==, 2);
	g_assert_cmpuint(acuity->bounded.events, ==, 1);
}

static void
test_ears(void)
{
	McStudyResult result[MC_STUDIES];
	const McStudyResult *hearing = &result[MC_STUDY_HEARING];

	join("aa,hearing,left,,,12.5,pass,\naa,hearing,right,,,45,fail,\n", result);
	g_assert_cmpuint(hearing->bounded.events, ==, 1);
	g_assert_cmpuint(hearing->bounded.of, ==, 1);
	g_assert_cmpfloat_with_epsilon(hearing->reference.bias, 2.5, 1e-9);
	g_assert_cmpuint(hearing->sensitivity.events, ==, 1);
	g_assert_cmpuint(hearing->specificity.events, ==, 1);
	join("aa,hearing,left,,,47.5,fail,\n", result);
	g_assert_cmpuint(hearing->bounded.events, ==, 0);
}

static void
test_body(void)
{
	McStudyResult result[MC_STUDIES];

	join("aa,stature,person,,,1700,,\naa,colour,person,,,,fail,\n", result);
	g_assert_cmpfloat_with_epsilon(result[MC_STUDY_STATURE].reference.bias, 2.0, 1e-9);
	g_assert_cmpuint(result[MC_STUDY_COLOUR].sensitivity.events, ==, 1);
}

/* What is missing is counted; it costs nobody else his row. */
static void
test_missing(void)
{
	McStudyResult result[MC_STUDIES];

	join("bb,hearing,left,,,12.5,pass,\naa,hearing,left,,,,,\naa,hearing,right,,,45,fail,\n",
	    result);
	g_assert_cmpuint(result[MC_STUDY_HEARING].rows, ==, 3);
	g_assert_cmpuint(result[MC_STUDY_HEARING].without_exam, ==, 1);
	g_assert_cmpuint(result[MC_STUDY_HEARING].without_reference, ==, 1);
	g_assert_cmpuint(result[MC_STUDY_HEARING].undecided.events, ==, 1);
	g_assert_cmpuint(result[MC_STUDY_HEARING].undecided.of, ==, 2);
}

/* As a spreadsheet saves it. */
static void
test_spreadsheet(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) rows = mc_sheet_read(
	    "\xEF\xBB\xBFvisit,exam,part,correction,limit,reference_value,reference_outcome,retest\r\n"
	    "aa, hearing ,left,,,30,pass,\r\n\r\n",
	    &error);

	g_assert_no_error(error);
	g_assert_cmpuint(rows->len, ==, 1);
}

static void
test_bad_sheets(void)
{
	static const struct {
		const char *row, *named;
	} rows[] = {
	    {"00,acuity,left,naked,,49,pass,", "no record of this visit"},
	    {"aa,acuity,left,naked,,49,pass,cc", "no record of its retest"},
	    {"aa,acuity,left,,,49,pass,", "which in correction"},
	    {"aa,acuity,left,naked,47,49,pass,", "not held to this limit"},
	    {"aa,smell,left,,,49,pass,", "exam is not"},
	    {"aa,acuity,person,,,49,pass,", "part is not"},
	    {"aa,acuity,left,lenses,,49,pass,", "correction is not"},
	    {"aa,acuity,left,,good,49,pass,", "limit is no line"},
	    {"aa,hearing,left,,49,49,pass,", "limit is no line"},
	    {"aa,acuity,left,,,big,pass,", "reference_value"},
	    {"aa,colour,person,,,3,pass,", "reference_value"},
	    {"aa,acuity,left,,,49,fit,", "reference_outcome"},
	    {"aa,acuity", "eight cells"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		McStudyResult result[MC_STUDIES];

		run_sheet(rows[i].row, result, &error);
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_nonnull(strstr(error->message, rows[i].named));
		g_assert_nonnull(strstr(error->message, "row 2"));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/validation/correction-and-limit", test_correction_and_limit);
	g_test_add_func("/validation/ears", test_ears);
	g_test_add_func("/validation/body", test_body);
	g_test_add_func("/validation/missing", test_missing);
	g_test_add_func("/validation/spreadsheet", test_spreadsheet);
	g_test_add_func("/validation/bad-sheets", test_bad_sheets);
	return g_test_run();
}
