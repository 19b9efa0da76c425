#include "app/exam/threshold.h"
#include "app/exam/tone-belief.h"

#include <string.h>

#define STEP_UP_DECI_DB MC_THRESHOLD_STEP_DECI_DB
#define STEP_DOWN_DECI_DB 100
#define FAMILIAR_DOWN_DECI_DB 200
#define FAMILIAR_UP_DECI_DB 100

static int32_t
level_index(const McHearingPlan *plan, int32_t level_deci_db)
{
	return (level_deci_db - plan->threshold_min_deci_db_hl) / STEP_UP_DECI_DB;
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

/* The screening has told something already. */
static void
begin_belief(McHearingState *state, const McHearingPlan *plan, const McQuality *quality,
    const McToneTrack *screened)
{
	mc_tone_belief_init(&state->belief, plan, quality->catch_trials, quality->false_alarms);
	for (int32_t i = 0; i < screened->screen_trials; i++)
		mc_tone_belief_learn(&state->belief, plan->level_deci_db_hl, i < screened->screen_answers);
}

void
mc_threshold_start(McHearingState *state, const McHearingPlan *plan, const McQuality *quality,
    McEar ear, int32_t index)
{
	McToneTrack *track = &state->track[ear][index];
	McToneTrack fresh = {.screen_trials = track->screen_trials,
	    .screen_answers = track->screen_answers,
	    .level_deci_db_hl = plan->level_deci_db_hl};

	*track = fresh;
	if (plan->procedure != MC_THRESHOLD_BAYES)
		return;
	begin_belief(state, plan, quality, track);
	track->level_deci_db_hl = mc_tone_belief_best_level(&state->belief);
}

void
mc_threshold_familiarise(McToneTrack *track, const McHearingPlan *plan)
{
	track->familiar = MC_FAMILIAR_FALLING;
	track->level_deci_db_hl = plan->level_deci_db_hl;
}

static void
find(McToneTrack *track, int32_t threshold_deci_db)
{
	track->done = true;
	track->heard = true;
	track->threshold_deci_db_hl = threshold_deci_db;
}

/* ---- familiarisation ---- */

/* True while it goes on. */
static bool
familiarise(McToneTrack *track, const McHearingPlan *plan, bool heard)
{
	switch (track->familiar) {
	case MC_FAMILIAR_DONE: return false;
	case MC_FAMILIAR_FALLING:
		if (heard && track->level_deci_db_hl == plan->threshold_min_deci_db_hl)
			break;
		track->familiar = heard ? MC_FAMILIAR_FALLING : MC_FAMILIAR_RISING;
		move(track, plan, heard ? -FAMILIAR_DOWN_DECI_DB : FAMILIAR_UP_DECI_DB);
		return true;
	case MC_FAMILIAR_RISING:
		track->familiar = heard ? MC_FAMILIAR_AGAIN : MC_FAMILIAR_RISING;
		move(track, plan, heard ? 0 : FAMILIAR_UP_DECI_DB);
		return true;
	case MC_FAMILIAR_AGAIN:
		if (heard)
			break;
		track->familiar = MC_FAMILIAR_RISING;
		move(track, plan, FAMILIAR_UP_DECI_DB);
		return true;
	}
	track->familiar = MC_FAMILIAR_DONE;
	track->rising = false;
	move(track, plan, -STEP_DOWN_DECI_DB);
	return true;
}

/* ---- Hughson-Westlake ---- */

typedef struct Form {
	int8_t answers; /* at one level */
	int8_t ascents; /* in at most so many; 0: in at least half of those to this level */
} Form;

static Form
form_of(McThresholdProcedure procedure)
{
	switch (procedure) {
	case MC_THRESHOLD_ISO: return (Form){3, 5};
	case MC_THRESHOLD_ISO_SHORT: return (Form){2, 3};
	case MC_THRESHOLD_ASHA:
	case MC_THRESHOLD_BAYES: break;
	}
	return (Form){2, 0};
}

static bool
settles(const McToneTrack *track, Form form, int32_t level)
{
	return track->answered[level] >= form.answers &&
	       (form.ascents > 0 || 2 * track->answered[level] >= track->risen[level]);
}

/* So many ascents, and no level has enough answers: louder, and from the start. */
static void
restart(McToneTrack *track, const McHearingPlan *plan)
{
	memset(track->risen, 0, sizeof track->risen);
	memset(track->answered, 0, sizeof track->answered);
	track->ascents = 0;
	track->rising = false;
	move(track, plan, FAMILIAR_UP_DECI_DB);
}

static void
step_ascending(McToneTrack *track, const McHearingPlan *plan, bool heard)
{
	Form form = form_of(plan->procedure);
	int32_t level = level_index(plan, track->level_deci_db_hl);
	bool at_the_bottom = track->level_deci_db_hl == plan->threshold_min_deci_db_hl;

	/* The first answer only finds the region. Nothing is lower than the bottom, so that each
	 * presentation there counts as one from below. */
	if (track->answers > heard && (track->rising || at_the_bottom)) {
		track->risen[level]++;
		track->answered[level] = (int8_t)(track->answered[level] + heard);
		track->ascents += heard;
	}
	if (settles(track, form, level)) {
		find(track, track->level_deci_db_hl);
	} else if (form.ascents > 0 && track->ascents >= form.ascents) {
		restart(track, plan);
	} else if (heard) {
		track->rising = false;
		move(track, plan, -STEP_DOWN_DECI_DB);
	} else {
		track->rising = true;
		move(track, plan, track->answers > 0 ? STEP_UP_DECI_DB : 2 * STEP_UP_DECI_DB);
	}
}

/* ---- by the level that tells most ---- */

static void
step_belief(McHearingState *state, McToneTrack *track, const McHearingPlan *plan)
{
	McToneEstimate estimate = mc_tone_belief_estimate(&state->belief);

	if (track->trials >= plan->belief_trials_min &&
	    estimate.sd_deci_db <= plan->threshold_sd_deci_db)
		find(track, estimate.mean_deci_db + plan->threshold_offset_deci_db);
	else
		track->level_deci_db_hl = mc_tone_belief_best_level(&state->belief);
}

/* ---- both ---- */

void
mc_threshold_checks(
    const McToneTrack *track, const McHearingPlan *plan, int32_t *checks, int32_t *missed)
{
	*checks = *missed = 0;
	for (int32_t i = 0; i <= level_index(plan, plan->threshold_max_deci_db_hl); i++) {
		int32_t level = plan->threshold_min_deci_db_hl + i * STEP_UP_DECI_DB;

		if (level < track->threshold_deci_db_hl + plan->check_above_deci_db)
			continue;
		*checks += track->shown[i];
		*missed += track->missed[i];
	}
}

/* A threshold that was found wants one presentation well above it, if there was none. */
static void
check(McToneTrack *track, const McHearingPlan *plan)
{
	int32_t wanted = track->threshold_deci_db_hl + plan->check_above_deci_db;
	int32_t checks, missed;

	mc_threshold_checks(track, plan, &checks, &missed);
	if (checks > 0 || wanted > plan->threshold_max_deci_db_hl)
		return;
	track->done = false;
	track->checking = true;
	track->level_deci_db_hl = plan->threshold_min_deci_db_hl;
	while (track->level_deci_db_hl < wanted)
		track->level_deci_db_hl += STEP_UP_DECI_DB;
}

bool
mc_threshold_is_unheard(const McToneTrack *track, const McHearingPlan *plan)
{
	return track->done && !track->heard && track->misses_at_top >= plan->misses_at_top;
}

static bool
is_above_all(const McHearingState *state, const McToneTrack *track, const McHearingPlan *plan)
{
	return track->misses_at_top >= plan->misses_at_top &&
	       (plan->procedure != MC_THRESHOLD_BAYES ||
	           mc_tone_belief_estimate(&state->belief).above_permille >= plan->unheard_permille);
}

void
mc_threshold_learn(McHearingState *state, const McHearingPlan *plan, bool heard)
{
	McToneTrack *track = &state->track[state->ear][state->frequency];
	int32_t level = level_index(plan, track->level_deci_db_hl);
	bool at_the_top = track->level_deci_db_hl == plan->threshold_max_deci_db_hl;

	track->trials++;
	track->answers += heard;
	track->shown[level]++;
	track->missed[level] = (int8_t)(track->missed[level] + !heard);
	if (track->checking) {
		track->done = true;
		return;
	}
	track->misses_at_top = at_the_top && !heard ? track->misses_at_top + 1
	                       : heard              ? 0
	                                            : track->misses_at_top;
	if (plan->procedure == MC_THRESHOLD_BAYES)
		mc_tone_belief_learn(&state->belief, track->level_deci_db_hl, heard);
	if (is_above_all(state, track, plan)) {
		track->done = true;
		return;
	}
	if (!familiarise(track, plan, heard) && plan->procedure != MC_THRESHOLD_BAYES)
		step_ascending(track, plan, heard);
	else if (track->familiar == MC_FAMILIAR_DONE && plan->procedure == MC_THRESHOLD_BAYES)
		step_belief(state, track, plan);
	if (track->done)
		check(track, plan);
	else if (track->trials >= plan->threshold_trials_max)
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

		if (mc_threshold_is_unheard(track, plan))
			return MC_OUTCOME_FAIL;
		if (track->done && !track->heard)
			*reasons = MC_REASON_UNRELIABLE;
		/* At least so much, while it is open. */
		sum += track->done ? track->threshold_deci_db_hl : plan->threshold_min_deci_db_hl;
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
