#include "app/observe/lone-threshold.h"

#include "app/exam/threshold.h"

#include <string.h>

void
mc_lone_threshold_start(McLoneThreshold *lone, const McHearingPlan *plan)
{
	memset(lone, 0, sizeof *lone);
	lone->plan = plan;
	mc_threshold_start(&lone->state, plan, &(McQuality){0}, MC_EAR_LEFT, 0);
}

bool
mc_lone_threshold_next(const McLoneThreshold *lone, double *level_db)
{
	const McToneTrack *track = &lone->state.track[MC_EAR_LEFT][0];

	*level_db = track->level_deci_db_hl / 10.0;
	return !track->done && !track->checking;
}

void
mc_lone_threshold_answer(McLoneThreshold *lone, bool heard)
{
	mc_threshold_learn(&lone->state, lone->plan, heard);
	lone->presentations++;
}

bool
mc_lone_threshold_db(const McLoneThreshold *lone, double *threshold_db)
{
	const McToneTrack *track = &lone->state.track[MC_EAR_LEFT][0];
	int32_t unheard_deci_db = lone->plan->threshold_max_deci_db_hl + 50;

	*threshold_db = (track->heard ? track->threshold_deci_db_hl : unheard_deci_db) / 10.0;
	return track->heard || mc_threshold_is_unheard(track, lone->plan);
}
