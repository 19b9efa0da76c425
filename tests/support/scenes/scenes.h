#ifndef MC_TESTS_SUPPORT_SCENES_SCENES_H
#define MC_TESTS_SUPPORT_SCENES_SCENES_H

/* Views made by hand, several of each page: what the glass is shown without a session. */

#include "app/flow/session.h"

/* NULL after the last one. The name is also that of the screenshot. */
const char *mc_scene_name(guint i);
/* Fills everything but language and text size, which stay. */
void mc_scene_fill(guint i, McView *view);

#endif
