#ifndef MC_APP_TRANSCRIPT_NOISE_H
#define MC_APP_TRANSCRIPT_NOISE_H

/* Inside the room: how loud a room may be, as the member "noise" of a plan; and what 0 dB HL is by
 * loudspeaker, as its member "field_reference_deci_db_spl". */

#include "app/exam/transducer.h"
#include "app/json/fields.h"

json_t *mc_noise_plan_to_json(const McNoisePlan *plan);
void mc_noise_plan_read(McFields *fields, McNoisePlan *plan);
void mc_field_plan_write(json_t *json, const McFieldPlan *plan);
void mc_field_plan_read(McFields *fields, McFieldPlan *plan);

#endif
