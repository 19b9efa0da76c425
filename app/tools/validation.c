#include "app/tools/validation.h"

#include "app/base/error.h"
#include <math.h>
#include <string.h>

static const char header[] = "visit,exam,part,reference_value,reference_outcome,retest";

typedef struct Row {
	char **cell; /* the six of the header */
	McStudy study;
	guint part;
	double value; /* NAN: not measured */
	int outcome; /* 1 pass, 0 fail, -1 not stated */
} Row;

typedef struct Study {
	GArray *reference, *found; /* of double: pairs with the reference */
	GArray *first, *second; /* pairs of retests */
	guint failing, failed, passing, passed, undecided, all;
} Study;

static gboolean
refuse(GError **error, guint row, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "data sheet, row %u: %s", row, problem);
	return FALSE;
}

static int
index_of(const char *word, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

static gboolean
read_row(char **cell, Row *row, guint number, GError **error)
{
	static const char *const exams[] = {"acuity", "hearing", "stature", NULL};
	static const char *const parts[] = {"left", "right", NULL};
	static const char *const outcomes[] = {"fail", "pass", NULL};
	int study = index_of(cell[1], exams);
	int part = strcmp(cell[2], "person") == 0 ? 0 : index_of(cell[2], parts);
	char *end = NULL;

	if (study < 0)
		return refuse(error, number, "exam is not acuity, hearing or stature");
	if (part < 0 || (study == MC_STUDY_STATURE) != (strcmp(cell[2], "person") == 0))
		return refuse(error, number, "part is not left or right (stature: person)");
	*row = (Row){.cell = cell, .study = (McStudy)study, .part = (guint)part, .value = (double)NAN};
	row->outcome = cell[4][0] == '\0' ? -1 : index_of(cell[4], outcomes);
	if (row->outcome < 0 && cell[4][0] != '\0')
		return refuse(error, number, "reference_outcome is not pass, fail or empty");
	if (cell[3][0] == '\0')
		return TRUE;
	row->value = g_ascii_strtod(cell[3], &end);
	if (*end != '\0' || !isfinite(row->value))
		return refuse(error, number, "reference_value is no number");
	return TRUE;
}

static const McVisit *
find_visit(GPtrArray *visits, const char *id)
{
	for (guint i = 0; i < visits->len; i++) {
		const McVisit *visit = g_ptr_array_index(visits, i);

		if (strcmp(visit->visit_id, id) == 0)
			return visit;
	}
	return NULL;
}

/* The result that decides: with glasses where it stands. */
static const McExamResult *
find_result(const McVisit *visit, McStudy study)
{
	static const McExamKind kinds[] = {MC_EXAM_ACUITY, MC_EXAM_HEARING, MC_EXAM_STATURE};
	const McExamResult *found = NULL;

	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->finished && visit->exam[i]->plan.kind == kinds[study])
			found = &visit->exam[i]->result;
	return found;
}

/* What the record found, in the unit of the comparison; NAN: no number. */
static double
figure_of(const McExamResult *result, McStudy study, guint part)
{
	if (study == MC_STUDY_ACUITY && result->part[part].line_deci != 0)
		return (50 - result->part[part].line_deci) / 10.0;
	if (study == MC_STUDY_HEARING && result->part[part].thresholds > 0 &&
	    result->part[part].mean_deci_db_hl != MC_THRESHOLD_OPEN)
		return result->part[part].mean_deci_db_hl / 10.0;
	if (study == MC_STUDY_STATURE && result->figures.stature.height_mm > 0)
		return result->figures.stature.height_mm;
	return (double)NAN;
}

static double
reference_of(const Row *row)
{
	return row->study == MC_STUDY_ACUITY ? (50 - row->value) / 10.0 : row->value;
}

static void
add_pair(GArray *a, GArray *b, double first, double second)
{
	if (isnan(first) || isnan(second))
		return;
	g_array_append_val(a, first);
	g_array_append_val(b, second);
}

static void
add_outcome(Study *study, int reference, McOutcome outcome)
{
	gboolean decided = outcome == MC_OUTCOME_PASS || outcome == MC_OUTCOME_FAIL;

	if (reference < 0)
		return;
	study->all++;
	study->undecided += decided ? 0 : 1;
	if (!decided)
		return;
	study->failing += reference == 0;
	study->failed += reference == 0 && outcome == MC_OUTCOME_FAIL;
	study->passing += reference == 1;
	study->passed += reference == 1 && outcome == MC_OUTCOME_PASS;
}

static gboolean
take_row(const Row *row, GPtrArray *visits, Study *study, guint number, GError **error)
{
	const McVisit *visit = find_visit(visits, row->cell[0]);
	const McVisit *again = row->cell[5][0] == '\0' ? NULL : find_visit(visits, row->cell[5]);
	const McExamResult *result = visit == NULL ? NULL : find_result(visit, row->study);
	const McExamResult *second = again == NULL ? NULL : find_result(again, row->study);
	double found;

	if (visit == NULL || (row->cell[5][0] != '\0' && again == NULL))
		return refuse(error, number, "no record of this visit, or of its retest, was given");
	if (result == NULL)
		return refuse(error, number, "the record holds no finished exam of this kind");
	found = figure_of(result, row->study, row->part);
	add_pair(study->reference, study->found, reference_of(row), found);
	add_outcome(study, row->outcome, result->part[row->part].outcome);
	if (second != NULL)
		add_pair(study->first, study->second, found, figure_of(second, row->study, row->part));
	return TRUE;
}

static gboolean
take_sheet(char **lines, GPtrArray *visits, Study *studies, GError **error)
{
	if (strcmp(g_strchomp(lines[0] != NULL ? lines[0] : (char[]){""}), header) != 0) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "data sheet: its first row is not \"%s\"", header);
		return FALSE;
	}
	for (guint i = 1; lines[i] != NULL; i++) {
		g_auto(GStrv) cell = NULL;
		Row row;

		if (g_strchomp(lines[i])[0] == '\0')
			continue;
		cell = g_strsplit(lines[i], ",", -1);
		if (g_strv_length(cell) != 6)
			return refuse(error, i + 1, "six cells are needed");
		if (!read_row(cell, &row, i + 1, error) ||
		    !take_row(&row, visits, &studies[row.study], i + 1, error))
			return FALSE;
	}
	return TRUE;
}

static const double *
doubles(const GArray *array)
{
	return (const double *)(const void *)array->data;
}

static void
sum_up(const Study *study, McStudy kind, McStudyResult *result)
{
	result->reference =
	    mc_agreement(doubles(study->reference), doubles(study->found), study->found->len);
	result->retest = mc_agreement(doubles(study->first), doubles(study->second), study->first->len);
	result->kappa = kind == MC_STUDY_ACUITY ? mc_weighted_kappa(doubles(study->reference),
	                                              doubles(study->found), study->found->len)
	                                        : (double)NAN;
	result->sensitivity = mc_share(study->failed, study->failing);
	result->specificity = mc_share(study->passed, study->passing);
	result->undecided = mc_share(study->undecided, study->all);
}

gboolean
mc_validation_run(
    const char *sheet, GPtrArray *visits, McStudyResult result[MC_STUDIES], GError **error)
{
	g_auto(GStrv) lines = g_strsplit(sheet, "\n", -1);
	Study studies[MC_STUDIES];
	gboolean good;

	memset(studies, 0, sizeof studies);
	for (guint i = 0; i < MC_STUDIES; i++) {
		studies[i].reference = g_array_new(FALSE, FALSE, sizeof(double));
		studies[i].found = g_array_new(FALSE, FALSE, sizeof(double));
		studies[i].first = g_array_new(FALSE, FALSE, sizeof(double));
		studies[i].second = g_array_new(FALSE, FALSE, sizeof(double));
	}
	good = take_sheet(lines, visits, studies, error);
	for (guint i = 0; i < MC_STUDIES; i++) {
		if (good)
			sum_up(&studies[i], (McStudy)i, &result[i]);
		g_array_unref(studies[i].reference);
		g_array_unref(studies[i].found);
		g_array_unref(studies[i].first);
		g_array_unref(studies[i].second);
	}
	return good;
}
