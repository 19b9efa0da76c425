#ifndef MC_APP_FLOW_PROMPTS_H
#define MC_APP_FLOW_PROMPTS_H

/* What is spoken when (C6): one prompt for each page, phase and overlay. */

#include "app/flow/session.h"

/* The id of what the view says, or NULL for silence: staff pages, the welcome page, and while a
 * tone may play. */
const char *mc_prompt_for(const McView *view);

/* Every id that mc_prompt_for() can return, once; free with g_strfreev(). */
char **mc_prompts_all(void);

#endif
