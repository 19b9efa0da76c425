#include "app/tools/data-sheet.h"

#include "app/base/error.h"
#include <math.h>
#include <string.h>

static const char header[] =
    "visit,exam,part,correction,limit,reference_value,reference_outcome,retest";

enum { VISIT, EXAM, PART, CORRECTION, LIMIT, VALUE, OUTCOME, RETEST, CELLS };

void
mc_sheet_row_free(McSheetRow *row)
{
	g_free(row->visit);
	g_free(row->retest);
	g_free(row);
}

gboolean
mc_sheet_refuse(GError **error, guint row, const char *problem)
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

/* An empty cell is NAN. */
static gboolean
read_number(const char *cell, double *number)
{
	char *end = NULL;

	*number = (double)NAN;
	if (*cell == '\0')
		return TRUE;
	*number = g_ascii_strtod(cell, &end);
	return *end == '\0' && isfinite(*number);
}

static double
log_mar_of_line(double line_deci)
{
	return (50.0 - line_deci) / 10.0;
}

static gboolean
read_numbers(char **cell, McSheetRow *row, GError **error)
{
	gboolean is_acuity = row->study == MC_STUDY_ACUITY;

	if (!read_number(cell[VALUE], &row->value) ||
	    (row->study == MC_STUDY_COLOUR && *cell[VALUE] != '\0'))
		return mc_sheet_refuse(error, row->number, "reference_value is no number (colour: empty)");
	if (!read_number(cell[LIMIT], &row->limit) || (!is_acuity && *cell[LIMIT] != '\0'))
		return mc_sheet_refuse(
		    error, row->number, "limit is no line in tenths (only acuity has one)");
	if (is_acuity) {
		row->value = log_mar_of_line(row->value);
		row->limit = log_mar_of_line(row->limit);
	}
	return TRUE;
}

static gboolean
read_cells(char **cell, McSheetRow *row, GError **error)
{
	static const char *const exams[] = {"acuity", "hearing", "stature", "colour", NULL};
	static const char *const parts[] = {"left", "right", NULL};
	static const char *const corrections[] = {"naked", "glasses", NULL};
	static const char *const outcomes[] = {"fail", "pass", NULL};
	gboolean is_person = strcmp(cell[PART], "person") == 0;
	int study = index_of(cell[EXAM], exams);
	int part = is_person ? 0 : index_of(cell[PART], parts);

	if (study < 0)
		return mc_sheet_refuse(
		    error, row->number, "exam is not acuity, hearing, stature or colour");
	row->study = (McStudy)study;
	if (part < 0 || is_person != (study == MC_STUDY_STATURE || study == MC_STUDY_COLOUR))
		return mc_sheet_refuse(
		    error, row->number, "part is not left or right (stature, colour: person)");
	row->part = (guint)part;
	row->correction = index_of(cell[CORRECTION], corrections);
	if (row->correction < 0 && *cell[CORRECTION] != '\0')
		return mc_sheet_refuse(error, row->number, "correction is not naked, glasses or empty");
	row->outcome = index_of(cell[OUTCOME], outcomes);
	if (row->outcome < 0 && *cell[OUTCOME] != '\0')
		return mc_sheet_refuse(error, row->number, "reference_outcome is not pass, fail or empty");
	return read_numbers(cell, row, error);
}

static McSheetRow *
read_row(const char *line, guint number, GError **error)
{
	g_auto(GStrv) cell = g_strsplit(line, ",", -1);
	g_autoptr(McSheetRow) row = g_new0(McSheetRow, 1);

	row->number = number;
	if (g_strv_length(cell) != CELLS) {
		mc_sheet_refuse(error, number, "eight cells are needed");
		return NULL;
	}
	for (guint i = 0; i < CELLS; i++)
		g_strstrip(cell[i]);
	row->visit = g_strdup(cell[VISIT]);
	row->retest = g_strdup(cell[RETEST]);
	return read_cells(cell, row, error) ? g_steal_pointer(&row) : NULL;
}

GPtrArray *
mc_sheet_read(const char *text, GError **error)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	const char *begin =
	    g_str_has_prefix(text, byte_order_mark) ? text + sizeof byte_order_mark - 1 : text;
	g_auto(GStrv) line = g_strsplit(begin, "\n", -1);
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)mc_sheet_row_free);

	if (line[0] == NULL || strcmp(g_strchomp(line[0]), header) != 0) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "data sheet: its first row is not \"%s\"", header);
		return NULL;
	}
	for (guint i = 1; line[i] != NULL; i++) {
		McSheetRow *row = NULL;

		if (*g_strchomp(line[i]) == '\0')
			continue;
		row = read_row(line[i], i + 1, error);
		if (row == NULL)
			return NULL;
		g_ptr_array_add(rows, row);
	}
	return g_steal_pointer(&rows);
}
