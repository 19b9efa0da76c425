#ifndef MC_APP_RECORDER_ROLES_H
#define MC_APP_RECORDER_ROLES_H

/* Who may ask for what, in one table. */

#include "app/ports/recorder.h"

typedef enum McVisitNeed {
	MC_VISIT_EITHER,
	MC_VISIT_NEEDED,
	MC_VISIT_EXCLUDED, /* maintenance: no visit runs meanwhile */
} McVisitNeed;

/* NULL when it may; else why not, in English. role: who is signed in at the glass. A visit stands
 * still while anybody of the staff is. */
const char *mc_roles_problem(McRecorderOp op, McStaffRole role, gboolean visit_runs);

#endif
