#ifndef MC_APP_TOOLS_REPLAY_BODY_H
#define MC_APP_TOOLS_REPLAY_BODY_H

/* Inside the room: a trial and the figures of stature, limbs and reaction, printed for replay. */

#include "app/transcript/transcript.h"

void mc_replay_body(const McExamEvent *event);
/* Nothing for kinds that have no figures. */
void mc_replay_body_figures(const McExamResult *result);

#endif
