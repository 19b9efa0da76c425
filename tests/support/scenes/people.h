#ifndef MC_TESTS_SUPPORT_SCENES_PEOPLE_H
#define MC_TESTS_SUPPORT_SCENES_PEOPLE_H

/* Parts of a view: a synthetic person, results, verdicts, instruments, lines. */

#include "app/flow/session.h"

void mc_people_identity(McIdentity *identity);
/* acuity naked and with glasses, hearing, side. */
void mc_people_results(McView *view, McOutcome naked, McOutcome hearing, guint32 reasons);
void mc_people_verdict(McClassVerdict *verdict, McLicenceClass licence_class, McOutcome measured);
void mc_people_devices(McView *view);
void mc_people_lines(McView *view);

#endif
