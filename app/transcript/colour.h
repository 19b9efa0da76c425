#ifndef MC_APP_TRANSCRIPT_COLOUR_H
#define MC_APP_TRANSCRIPT_COLOUR_H

/* Inside the room: the colour exam's members of plan, stimulus and answer. */

#include "app/transcript/transcript.h"

#include "app/json/shape.h"

void mc_colour_plan_write(json_t *json, const McColourPlan *plan);
void mc_colour_plan_read(McFields *fields, McColourPlan *plan);
void mc_colour_stimulus_write(json_t *json, const McColourStimulus *stimulus);
void mc_colour_stimulus_read(McFields *fields, McColourStimulus *stimulus);
void mc_colour_answer_write(json_t *json, const McColourAnswer *answer);
void mc_colour_answer_read(McFields *fields, McColourAnswer *answer);

/* Members of the result when it is a colour exam's. */
void mc_colour_figures_write(json_t *json, const McExamResult *result);
void mc_colour_figures_read(McFields *fields, McExamResult *result);

#endif
