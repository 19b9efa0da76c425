#ifndef MC_APP_RECORD_VISIT_PASSPORTS_H
#define MC_APP_RECORD_VISIT_PASSPORTS_H

/* Which instrument measured an exam of a visit, and whether it was one that may. */

#include "app/record/visit.h"

/* The passport that the exam names; NULL: none. */
const McDeviceInfo *mc_visit_passport(const McVisit *visit, const McExamRun *run);
/* Whether a calibration of these days, both counted (from 0: never), counted on a day of the visit:
 * over midnight it has two; where its day is not known, on one of those that it may have been. */
gboolean mc_visit_calibration_holds(const McVisit *visit, gint32 from_yyyymmdd, gint32 to_yyyymmdd);
/* What was presented at all, by an instrument, was so by one whose passport is here, that measures
 * this, and whose calibration (of the kinds that need one) counted on a day of the visit, unless
 * the exam is void for that very reason. NULL: so it was. The self-test of the day is stated, and
 * keeps nobody from measuring. */
const char *mc_visit_passport_problem(const McVisit *visit, const McExamRun *run);

#endif
