#ifndef MC_APP_RECORD_VISIT_SLIP_H
#define MC_APP_RECORD_VISIT_SLIP_H

/* What stands on paper of a visit: from the sealed record alone, so that every copy says the same.
 * No personal data. */

#include "app/ports/recorder.h"
#include "app/record/visit.h"

/* Exams, verdicts, and what is left of a check in parts, without the code with which it goes on;
 * the record's own state is the caller's. */
void mc_visit_slip(const McVisit *visit, McRecorderReply *reply);

#endif
