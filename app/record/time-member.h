#ifndef MC_APP_RECORD_TIME_MEMBER_H
#define MC_APP_RECORD_TIME_MEMBER_H

/* Moments as members of signed JSON, in the form of time.h. */

#include "app/json/fields.h"
#include "app/record/time.h"

void mc_time_member_set(json_t *object, const char *name, gint64 wall_us);
/* In microseconds since 1970; any other form is the fields' refusal, and 0. */
gint64 mc_time_member_read(McFields *fields, const char *name);

#endif
