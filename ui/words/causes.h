#ifndef MC_UI_WORDS_CAUSES_H
#define MC_UI_WORDS_CAUSES_H

/* What is wrong, in words (K3): for each cause of app/ports/device-causes.def one text for each who
 * may read it. */

#include "app/ports/devices.h"

typedef enum McAudience {
	MC_AUDIENCE_CITIZEN,
	MC_AUDIENCE_CLERK,
	MC_AUDIENCE_TECHNICIAN
} McAudience;
#define MC_AUDIENCES 3

const char *mc_word_cause(McDeviceCause cause, McAudience audience);

/* What a refused or failed act means, by McErrorCode name ("storage", "refused" …). */
const char *mc_word_error(const char *error_name, McAudience audience);

#endif
