#ifndef MC_APP_TRANSCRIPT_BODY_H
#define MC_APP_TRANSCRIPT_BODY_H

/* Inside the room: the exams of the body (stature, limbs, reaction) in JSON. Each writes or reads
 * the members of its own kind on an object that holds the common ones already; nothing for other
 * kinds. */

#include "app/exam/exam.h"
#include "app/json/fields.h"

void mc_body_plan_write(json_t *json, const McExamPlan *plan);
void mc_body_plan_read(McFields *fields, McExamPlan *plan);
void mc_body_stimulus_write(json_t *json, const McStimulus *stimulus);
void mc_body_stimulus_read(McFields *fields, McStimulus *stimulus);
void mc_body_answer_write(json_t *json, const McAnswer *answer);
void mc_body_answer_read(McFields *fields, McAnswer *answer);
/* Member "figures". */
void mc_body_figures_write(json_t *json, const McExamResult *result);
void mc_body_figures_read(McFields *fields, McExamResult *result);

#endif
