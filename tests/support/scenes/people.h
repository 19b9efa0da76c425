#ifndef MC_TESTS_SUPPORT_SCENES_PEOPLE_H
#define MC_TESTS_SUPPORT_SCENES_PEOPLE_H

/* Parts of a view: a synthetic person, results, verdicts, instruments, lines. */

#include "app/flow/session.h"

void mc_people_identity(McIdentity *identity);
/* acuity naked and with glasses, hearing, side. */
void mc_people_results(McView *view, McOutcome naked, McOutcome hearing, guint32 reasons);
/* One line more. Who fails does not see the red plates. */
void mc_people_colour(McView *view, McOutcome outcome);
/* One line more: the practice, taken with keys whose delay nobody measured. */
void mc_people_reaction(McView *view);
/* Two lines more: a height, and movements of which one could not be done. */
void mc_people_body(McView *view);
void mc_people_verdict(McClassVerdict *verdict, McLicenceClass licence_class, McOutcome measured);
/* A check that an instrument left unfinished, and the code with which it goes on. */
void mc_people_case(McCaseNote *note);
void mc_people_devices(McView *view);
void mc_people_lines(McView *view);

#endif
