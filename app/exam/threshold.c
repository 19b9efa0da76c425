#include "app/exam/threshold.h"

#include <string.h>

#define ANSWERS_NEEDED 2
#define STEP_UP_DECI_DB 50
#define STEP_DOWN_DECI_DB 100
/* Misses at the highest level before a tone counts as unheard. */
#define MISSES_AT_THE_TOP 2

void
mc_threshold_start(McToneTrack *track, const McHearingPlan *plan)
{
	memset(track, 0, sizeof *track);
	track->level_deci_db_hl = plan->level_deci_db_hl;
}

static void
move(McToneTrack *track, const McHearingPlan *plan, int32_t by_deci_db)
{
	int32_t level = track->level_deci_db_hl + by_deci_db;

	if (level > plan->threshold_max_deci_db_hl)
		level = plan->threshold_max_deci_db_hl;
	if (level < plan->threshold_min_deci_db_hl)
		level = plan->threshold_min_deci_db_hl;
	track->level_deci_db_hl = level;
}

void
mc_threshold_learn(McToneTrack *track, const McHearingPlan *plan, bool heard)
{
	int32_t level = (track->level_deci_db_hl - plan->threshold_min_deci_db_hl) / STEP_UP_DECI_DB;
	bool at_the_bottom = track->level_deci_db_hl == plan->threshold_min_deci_db_hl;

	track->trials++;
	track->answers += heard;
	/* The first answer only finds the region. Nothing is lower than the bottom, so that each
	 * presentation there counts as one from below. */
	if (track->answers > heard && (track->rising || at_the_bottom)) {
		track->risen[level]++;
		track->answered[level] = (int8_t)(track->answered[level] + heard);
	}
	if (track->answered[level] >= ANSWERS_NEEDED &&
	    2 * track->answered[level] >= track->risen[level]) {
		track->done = true;
		track->heard = true;
		return;
	}
	if (heard) {
		track->misses_at_top = 0;
		track->rising = false;
		move(track, plan, -STEP_DOWN_DECI_DB);
	} else {
		track->misses_at_top += track->level_deci_db_hl == plan->threshold_max_deci_db_hl;
		track->done = track->misses_at_top >= MISSES_AT_THE_TOP;
		track->rising = true;
		move(track, plan, track->answers > 0 ? STEP_UP_DECI_DB : 2 * STEP_UP_DECI_DB);
	}
	if (track->trials >= plan->threshold_trials_max)
		track->done = true;
}

McOutcome
mc_threshold_judge(const McToneTrack *tracks, const McHearingPlan *plan, uint32_t *reasons)
{
	int32_t n = plan->frequencies;
	int32_t sum = 0;
	bool all_done = true;

	*reasons = MC_REASON_NONE;
	for (int32_t i = 0; i < n; i++) {
		const McToneTrack *track = &tracks[i];

		if (track->done && !track->heard && track->misses_at_top < MISSES_AT_THE_TOP)
			*reasons = MC_REASON_UNRELIABLE;
		else if (track->done && !track->heard)
			return MC_OUTCOME_FAIL;
		/* At least so much, while it is open. */
		sum += track->done ? track->level_deci_db_hl : plan->threshold_min_deci_db_hl;
		all_done &= track->done;
	}
	if (*reasons == MC_REASON_NONE && sum > n * plan->mean_fail_deci_db_hl)
		return MC_OUTCOME_FAIL;
	if (*reasons != MC_REASON_NONE || !all_done)
		return MC_OUTCOME_NOT_DETERMINED;
	if (sum <= n * plan->mean_pass_deci_db_hl)
		return MC_OUTCOME_PASS;
	*reasons = MC_REASON_BORDERLINE;
	return MC_OUTCOME_NOT_DETERMINED;
}
