#ifndef MC_APP_TRANSCRIPT_MODELS_H
#define MC_APP_TRANSCRIPT_MODELS_H

/* Inside the room: what a plan believes of people, as its members "quality", "listener" and
 * "people". */

#include "app/exam/plan.h"
#include "app/json/fields.h"

void mc_quality_plan_write(json_t *json, const McQualityPlan *plan);
void mc_quality_plan_read(McFields *fields, McQualityPlan *plan);

void mc_listener_plan_write(json_t *json, const McListenerPlan *plan);
void mc_listener_plan_read(McFields *fields, McListenerPlan *plan);

void mc_side_people_write(json_t *json, const McSidePeoplePlan *plan);
void mc_side_people_read(McFields *fields, McSidePeoplePlan *plan);

#endif
