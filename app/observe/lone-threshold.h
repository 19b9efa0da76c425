#ifndef MC_APP_OBSERVE_LONE_THRESHOLD_H
#define MC_APP_OBSERVE_LONE_THRESHOLD_H

/* One hearing threshold by the plan's procedure, without the exam around it: what is published of
 * such procedures is of this.
 *
 *   McLoneThreshold lone;
 *   mc_lone_threshold_start(&lone, plan);
 *   while (mc_lone_threshold_next(&lone, &level_db))
 *       mc_lone_threshold_answer(&lone, is a tone of this level answered?);
 *   mc_lone_threshold_db(&lone, &threshold_db), lone.presentations */

#include "app/exam/state.h"

typedef struct McLoneThreshold {
	const McHearingPlan *plan;
	int presentations;
	McHearingState state; /* private */
} McLoneThreshold;

void mc_lone_threshold_start(McLoneThreshold *lone, const McHearingPlan *plan);
/* False when it is over. */
bool mc_lone_threshold_next(const McLoneThreshold *lone, double *level_db);
void mc_lone_threshold_answer(McLoneThreshold *lone, bool heard);
/* Unheard at the highest level: 5 dB above it. False when it would not settle. */
bool mc_lone_threshold_db(const McLoneThreshold *lone, double *threshold_db);

#endif
