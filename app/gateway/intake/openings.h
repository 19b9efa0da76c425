#ifndef MC_APP_GATEWAY_INTAKE_OPENINGS_H
#define MC_APP_GATEWAY_INTAKE_OPENINGS_H

/* A visit against the exam openings of its chain, whichever of them was accepted first. */

#include "app/gateway/intake/examine.h"
#include "app/gateway/store/store.h"

/* Of a visit, against the openings before it; also adds to examined->outcomes how many have not
 * come. Of any other link, against the visits behind it, if it comes after them. */
void mc_openings_check(McStore *store, McExamined *examined, McProblems *problems);

#endif
