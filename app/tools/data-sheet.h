#ifndef MC_APP_TOOLS_DATA_SHEET_H
#define MC_APP_TOOLS_DATA_SHEET_H

/* Inside the room: a row of a validation study's data sheet; docs/validation-protocol.md describes
 * it. */

#include "app/exam/exam.h"
#include <glib.h>

typedef enum McStudy {
	MC_STUDY_ACUITY, /* line of the chart, in tenths of the 5-mark; compared in logMAR */
	MC_STUDY_HEARING, /* mean threshold, dB HL */
	MC_STUDY_STATURE, /* millimetres */
	MC_STUDY_COLOUR, /* an outcome alone */
} McStudy;
#define MC_STUDIES 4

typedef struct McSheetRow {
	guint number; /* in the sheet; its head is 1 */
	char *visit, *retest; /* visit ids; retest may be "" */
	McStudy study;
	guint part; /* of McPartResult; 0 of the whole person */
	int correction; /* McCorrection; -1: not stated */
	double limit; /* acuity: logMAR of the limit that the outcome is of; NAN: the strictest */
	double value; /* in the unit of the comparison; NAN: not measured */
	int outcome; /* 1 pass, 0 fail, -1 not stated */
} McSheetRow;

void mc_sheet_row_free(McSheetRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McSheetRow, mc_sheet_row_free)

/* Of McSheetRow. A byte order mark, CR LF and empty lines are as good as none. MC_ERROR_BAD_INPUT
 * names the row. */
GPtrArray *mc_sheet_read(const char *text, GError **error);

/* MC_ERROR_BAD_INPUT on what is asked of a row; FALSE. */
gboolean mc_sheet_refuse(GError **error, guint row, const char *problem);

#endif
