#ifndef MC_APP_TOOLS_OBSERVE_PEOPLE_H
#define MC_APP_TOOLS_OBSERVE_PEOPLE_H

/* Inside the room: who comes in a scenario. */

#include "app/json/fields.h"
#include "app/observe/scenario.h"

/* "person": into the scenario, whose plan is read already; data is an McScenario. */
void mc_observe_person(McFields *fields, void *data);

/* A number, which the product's own shapes do not have; json is the member of that name. */
double mc_observe_real(McFields *fields, const char *name, const json_t *json);
/* The members of an object inside, if it is there. */
void mc_observe_object(
    McFields *outer, const char *name, void (*read)(McFields *, void *), void *into);

#endif
