#ifndef MC_APP_TRANSCRIPT_NOISE_H
#define MC_APP_TRANSCRIPT_NOISE_H

/* Inside the room: how loud a room may be, as the member "noise" of a plan. */

#include "app/exam/transducer.h"
#include "app/json/fields.h"

json_t *mc_noise_plan_to_json(const McNoisePlan *plan);
void mc_noise_plan_read(McFields *fields, McNoisePlan *plan);

#endif
