#include "app/tools/validation.h"

#include "app/base/error.h"
#include <math.h>
#include <string.h>

/* Half a line, half an audiometer's step: as near a bound nobody can tell the two apart. */
static const double bound_slack[MC_STUDIES] = {0.05, 2.5, 0.0, 0.0};

/* What a record says in the unit of the comparison, where smaller is the better of sizes and
 * levels. */
typedef enum Said { NOTHING, A_VALUE, AT_MOST, AT_LEAST } Said;
typedef struct Figure {
	Said said;
	double value;
} Figure;

typedef struct Pairs {
	GArray *first, *second; /* of double */
	GPtrArray *whose; /* the row's visit */
} Pairs;

typedef struct Count {
	guint events;
	GPtrArray *whose; /* one entry for each of those counted */
} Count;

typedef struct Study {
	guint rows, without_reference, without_exam;
	Pairs reference, retest;
	Count bounded, sensitivity, specificity, undecided;
} Study;

static void
pairs_init(Pairs *pairs)
{
	pairs->first = g_array_new(FALSE, FALSE, sizeof(double));
	pairs->second = g_array_new(FALSE, FALSE, sizeof(double));
	pairs->whose = g_ptr_array_new();
}

static void
pairs_clear(Pairs *pairs)
{
	g_array_unref(pairs->first);
	g_array_unref(pairs->second);
	g_ptr_array_unref(pairs->whose);
}

static void
add_pair(Pairs *pairs, double first, double second, const McVisit *whose)
{
	g_array_append_val(pairs->first, first);
	g_array_append_val(pairs->second, second);
	g_ptr_array_add(pairs->whose, (gpointer)whose);
}

static void
count(Count *count, gboolean is_event, const McVisit *whose)
{
	count->events += is_event ? 1 : 0;
	g_ptr_array_add(count->whose, (gpointer)whose);
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

/* NULL without an error: there is none that was finished. */
static gboolean
find_run(const McVisit *visit, const McSheetRow *row, const McExamRun **found, GError **error)
{
	static const McExamKind kinds[] = {
	    MC_EXAM_ACUITY, MC_EXAM_HEARING, MC_EXAM_STATURE, MC_EXAM_COLOUR};

	*found = NULL;
	for (guint i = 0; i < visit->exams; i++) {
		const McExamRun *run = visit->exam[i];
		gboolean is_other = row->study == MC_STUDY_ACUITY && row->correction >= 0 &&
		                    run->plan.as.acuity.correction != (McCorrection)row->correction;

		if (!run->finished || run->plan.kind != kinds[row->study] || is_other)
			continue;
		if (*found != NULL && row->study == MC_STUDY_ACUITY)
			return mc_sheet_refuse(error, row->number,
			    "the visit has runs with and without glasses: say which in correction");
		*found = run;
	}
	return TRUE;
}

/* Of sizes: a line that is met at least is a size that is read at most. An estimate beyond the
 * display's end is no better known than its interval. */
static Figure
size_of(McBound bound, double low_milli, double milli, double high_milli)
{
	switch (bound) {
	case MC_BOUND_EXACT: return (Figure){A_VALUE, milli / 1000.0};
	case MC_BOUND_AT_LEAST: return (Figure){AT_MOST, high_milli / 1000.0};
	case MC_BOUND_AT_MOST: return (Figure){AT_LEAST, low_milli / 1000.0};
	}
	return (Figure){NOTHING, 0.0};
}

static Figure
figure_of_eye(const McPartResult *eye)
{
	double line_milli = 100.0 * (50 - eye->line_deci);

	if (eye->estimated)
		return size_of(eye->estimate_bound, eye->estimate_low_milli_log_mar,
		    eye->estimate_milli_log_mar, eye->estimate_high_milli_log_mar);
	if (eye->line_deci != 0)
		return size_of(eye->line_bound, line_milli, line_milli, line_milli);
	return (Figure){NOTHING, 0.0};
}

static Figure
figure_of(const McExamRun *run, const McSheetRow *row)
{
	const McPartResult *part = &run->result.part[row->part];
	int32_t height_mm = run->result.figures.stature.height_mm;

	switch (row->study) {
	case MC_STUDY_ACUITY: return figure_of_eye(part);
	case MC_STUDY_HEARING:
		if (part->thresholds > 0 && part->mean_deci_db_hl != MC_THRESHOLD_OPEN)
			return (Figure){A_VALUE, part->mean_deci_db_hl / 10.0};
		/* An ear that passed the screening heard every frequency at its level. */
		return part->thresholds == 0 && part->outcome == MC_OUTCOME_PASS
		           ? (Figure){AT_MOST, run->plan.as.hearing.level_deci_db_hl / 10.0}
		           : (Figure){NOTHING, 0.0};
	case MC_STUDY_STATURE:
		return height_mm > 0 ? (Figure){A_VALUE, height_mm} : (Figure){NOTHING, 0.0};
	case MC_STUDY_COLOUR: break;
	}
	return (Figure){NOTHING, 0.0};
}

/* At the row's limit; of the whole exam where there are no parts to tell apart. */
static gboolean
outcome_of(const McExamRun *run, const McSheetRow *row, McOutcome *outcome, GError **error)
{
	const McPartResult *part = &run->result.part[row->part];

	*outcome = row->study == MC_STUDY_COLOUR ? run->result.outcome : part->outcome;
	if (row->study != MC_STUDY_ACUITY || isnan(row->limit))
		return TRUE;
	for (int32_t i = 0; i < part->cuts; i++) {
		if (fabs(part->cut[i].cut_milli_log_mar - 1000.0 * row->limit) > 0.5)
			continue;
		*outcome = part->cut[i].outcome;
		return TRUE;
	}
	return mc_sheet_refuse(error, row->number, "the visit was not held to this limit");
}

static void
add_outcome(Study *study, const McSheetRow *row, McOutcome outcome, const McVisit *whose)
{
	gboolean is_decided = outcome == MC_OUTCOME_PASS || outcome == MC_OUTCOME_FAIL;

	if (row->outcome < 0)
		return;
	count(&study->undecided, !is_decided, whose);
	if (is_decided && row->outcome == 0)
		count(&study->sensitivity, outcome == MC_OUTCOME_FAIL, whose);
	else if (is_decided)
		count(&study->specificity, outcome == MC_OUTCOME_PASS, whose);
}

static void
add_figure(Study *study, const McSheetRow *row, const Figure *figure, const McVisit *whose)
{
	double slack = bound_slack[row->study];

	if (isnan(row->value))
		return;
	switch (figure->said) {
	case NOTHING: return;
	case A_VALUE: add_pair(&study->reference, row->value, figure->value, whose); return;
	case AT_MOST: count(&study->bounded, row->value <= figure->value + slack, whose); return;
	case AT_LEAST: count(&study->bounded, row->value >= figure->value - slack, whose); return;
	}
}

static gboolean
take_retest(const McSheetRow *row, const Figure *first, const McVisit *whose, GPtrArray *visits,
    Study *study, GError **error)
{
	const McVisit *again = find_visit(visits, row->retest);
	const McExamRun *run = NULL;
	Figure second;

	if (again == NULL)
		return mc_sheet_refuse(error, row->number, "no record of its retest was given");
	if (!find_run(again, row, &run, error))
		return FALSE;
	if (run == NULL)
		return TRUE;
	second = figure_of(run, row);
	if (first->said == A_VALUE && second.said == A_VALUE)
		add_pair(&study->retest, first->value, second.value, whose);
	return TRUE;
}

static gboolean
take_row(const McSheetRow *row, GPtrArray *visits, Study *study, GError **error)
{
	const McVisit *visit = find_visit(visits, row->visit);
	const McExamRun *run = NULL;
	McOutcome outcome = MC_OUTCOME_NOT_DETERMINED;
	Figure figure;

	if (visit == NULL)
		return mc_sheet_refuse(error, row->number, "no record of this visit was given");
	if (!find_run(visit, row, &run, error) ||
	    (run != NULL && !outcome_of(run, row, &outcome, error)))
		return FALSE;
	study->rows++;
	study->without_reference += isnan(row->value) && row->outcome < 0 ? 1 : 0;
	add_outcome(study, row, outcome, visit);
	if (run == NULL) {
		study->without_exam++;
		return TRUE;
	}
	figure = figure_of(run, row);
	add_figure(study, row, &figure, visit);
	return *row->retest == '\0' || take_retest(row, &figure, visit, visits, study, error);
}

static const double *
doubles(const GArray *array)
{
	return (const double *)(const void *)array->data;
}

static double
worth(const GPtrArray *whose)
{
	return mc_effective_size((gconstpointer const *)whose->pdata, whose->len);
}

static McAgreement
agreement(const Pairs *pairs)
{
	return mc_agreement(
	    doubles(pairs->first), doubles(pairs->second), pairs->whose->len, worth(pairs->whose));
}

static McShare
share(const Count *count)
{
	return mc_share(count->events, count->whose->len, worth(count->whose));
}

static void
sum_up(const Study *study, McStudy kind, McStudyResult *result)
{
	const Pairs *pairs = &study->reference;

	*result = (McStudyResult){
	    .rows = study->rows,
	    .without_reference = study->without_reference,
	    .without_exam = study->without_exam,
	    .reference = agreement(pairs),
	    .bounded = share(&study->bounded),
	    .retest = agreement(&study->retest),
	    .kappa = (double)NAN,
	    .sensitivity = share(&study->sensitivity),
	    .specificity = share(&study->specificity),
	    .undecided = share(&study->undecided),
	};
	if (kind == MC_STUDY_ACUITY)
		result->kappa =
		    mc_weighted_kappa(doubles(pairs->first), doubles(pairs->second), pairs->whose->len);
}

static void
study_init(Study *study)
{
	*study = (Study){0};
	pairs_init(&study->reference);
	pairs_init(&study->retest);
	study->bounded.whose = g_ptr_array_new();
	study->sensitivity.whose = g_ptr_array_new();
	study->specificity.whose = g_ptr_array_new();
	study->undecided.whose = g_ptr_array_new();
}

static void
study_clear(Study *study)
{
	pairs_clear(&study->reference);
	pairs_clear(&study->retest);
	g_ptr_array_unref(study->bounded.whose);
	g_ptr_array_unref(study->sensitivity.whose);
	g_ptr_array_unref(study->specificity.whose);
	g_ptr_array_unref(study->undecided.whose);
}

gboolean
mc_validation_run(
    const char *sheet, GPtrArray *visits, McStudyResult result[MC_STUDIES], GError **error)
{
	g_autoptr(GPtrArray) rows = mc_sheet_read(sheet, error);
	Study studies[MC_STUDIES];
	gboolean good = rows != NULL;

	for (guint i = 0; i < MC_STUDIES; i++)
		study_init(&studies[i]);
	for (guint i = 0; good && i < rows->len; i++) {
		const McSheetRow *row = g_ptr_array_index(rows, i);

		good = take_row(row, visits, &studies[row->study], error);
	}
	for (guint i = 0; i < MC_STUDIES; i++) {
		if (good)
			sum_up(&studies[i], (McStudy)i, &result[i]);
		study_clear(&studies[i]);
	}
	return good;
}
