#ifndef MC_APP_TOOLS_VALIDATION_H
#define MC_APP_TOOLS_VALIDATION_H

/* Inside the room: a validation study's data sheet joined with the records of its visits;
 * docs/validation-protocol.md says what each figure is. */

#include "app/record/visit.h"
#include "app/tools/agreement.h"
#include "app/tools/data-sheet.h"

typedef struct McStudyResult {
	guint rows;
	guint without_reference; /* rows whose reference says neither a value nor an outcome */
	guint without_exam; /* rows whose visit holds no such exam: without a verdict, too */
	McAgreement reference; /* record minus reference, where the record states a value */
	McShare
	    bounded; /* of those where it states a bound ("4.9 or better"): the reference keeps to it */
	McAgreement retest; /* second record minus first, values both */
	double kappa; /* of lines, acuity; NAN elsewhere */
	McShare sensitivity; /* FAIL, of those whom the reference fails and the record decides */
	McShare specificity; /* PASS, of those whom the reference passes and the record decides */
	McShare undecided; /* no verdict, of all whose reference has an outcome */
} McStudyResult;

/* visits: of McVisit, borrowed. MC_ERROR_BAD_INPUT names the row of the sheet. */
gboolean mc_validation_run(
    const char *sheet, GPtrArray *visits, McStudyResult result[MC_STUDIES], GError **error);

#endif
