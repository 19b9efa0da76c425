#ifndef MC_APP_GATEWAY_INTAKE_OPENINGS_H
#define MC_APP_GATEWAY_INTAKE_OPENINGS_H

/* A visit against the exam openings of its chain, as they were accepted before it. */

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

/* Also adds to examined->outcomes how many openings have not come. Nothing to do but for visits. */
void mc_openings_check(McStore *store, McExamined *examined, McProblems *problems);

#endif
