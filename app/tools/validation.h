#ifndef MC_APP_TOOLS_VALIDATION_H
#define MC_APP_TOOLS_VALIDATION_H

/* Inside the room: a validation study's data sheet joined with the records of its visits;
 * docs/validation-protocol.md describes the sheet. */

#include "app/record/visit.h"
#include "app/tools/agreement.h"

typedef enum McStudy {
	MC_STUDY_ACUITY, /* line of the chart, in tenths of the 5-mark; compared in logMAR */
	MC_STUDY_HEARING, /* mean threshold, dB HL: of ears that did not pass the screening */
	MC_STUDY_STATURE, /* millimetres */
} McStudy;
#define MC_STUDIES 3

typedef struct McStudyResult {
	McAgreement reference; /* record minus reference */
	McAgreement retest; /* second record minus first */
	double kappa; /* of lines, acuity; NAN elsewhere */
	McShare sensitivity; /* FAIL, of those whom the reference fails and the record decides */
	McShare specificity; /* PASS, of those whom the reference passes and the record decides */
	McShare undecided; /* NOT DETERMINED, of all with a reference */
} McStudyResult;

/* visits: of McVisit, borrowed. MC_ERROR_BAD_INPUT names the row of the sheet. */
gboolean mc_validation_run(
    const char *sheet, GPtrArray *visits, McStudyResult result[MC_STUDIES], GError **error);

#endif
