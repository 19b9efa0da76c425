#ifndef MC_APP_TOOLS_OBSERVE_CREW_H
#define MC_APP_TOOLS_OBSERVE_CREW_H

/* Inside the room: scenarios run by several processes, to the same counts as by one. */

#include "app/observe/scenario.h"
#include <glib.h>

/* runs[i] people take scenario i; tally[i] counts them. FALSE when a worker could not be started or
 * died. */
gboolean mc_observe_crew_run(const McScenario *scenarios, guint count, const gint *runs,
    guint workers, McTally *tally, GError **error);

#endif
