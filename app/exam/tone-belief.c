#include "app/exam/tone-belief.h"
#include "app/exam/fixed.h"

#include <string.h>

#define GRID_DECI_DB 25
#define LEVEL_STEP_DECI_DB 25
#define MARGIN_DECI_DB 150 /* of the grid beyond the levels */
#define EDGE_DECI_DB 25 /* thresholds further out than this are one and the same */
#define LOG2_E_Q16 94548
#define PRESSES MC_LISTENER_PRESSES

_Static_assert(
    MC_LISTENER_SPREADS *PRESSES == MC_BELIEF_KINDS, "each kind is a spread and a press");

static int32_t
threshold_at(const McToneBelief *belief, int i)
{
	return belief->lowest_deci_db - MARGIN_DECI_DB + i * GRID_DECI_DB;
}

static int
difference_at(int32_t level_deci_db, int32_t threshold_deci_db)
{
	int32_t steps = (level_deci_db - threshold_deci_db) / GRID_DECI_DB + MC_BELIEF_DIFFERENCES / 2;

	return steps < 0 ? 0 : steps >= MC_BELIEF_DIFFERENCES ? MC_BELIEF_DIFFERENCES - 1 : steps;
}

static int64_t
chance_q30(const McListenerPlan *plan, int kind, int difference)
{
	int64_t above = (int64_t)(difference - MC_BELIEF_DIFFERENCES / 2) * GRID_DECI_DB;
	int64_t press = plan->press_permille[kind % PRESSES] * MC_FIXED_ONE_Q30 / 1000;
	int64_t lapse = plan->lapse_permille * MC_FIXED_ONE_Q30 / 1000;
	int64_t away = above < 0 ? -above : above;
	int64_t e = mc_fixed_exp2(-away * LOG2_E_Q16 / plan->spread_deci_db[kind / PRESSES]);
	int64_t logistic = ((above < 0 ? e : MC_FIXED_ONE_Q30) << 30) / (MC_FIXED_ONE_Q30 + e);

	return press + ((MC_FIXED_ONE_Q30 - press - lapse) * logistic >> 30);
}

static int32_t
kind_prior_q16(const McListenerPlan *plan, int kind, int32_t catch_trials, int32_t false_alarms)
{
	int press = kind % PRESSES;
	int64_t q30 = plan->press_permille[press] * MC_FIXED_ONE_Q30 / 1000;
	int64_t prior = mc_fixed_log2(plan->press_weight_permille[press] * MC_FIXED_ONE_Q30 / 1000);

	return (
	    int32_t)(prior + (int64_t)false_alarms * mc_fixed_log2(q30) +
	             (int64_t)(catch_trials - false_alarms) * mc_fixed_log2(MC_FIXED_ONE_Q30 - q30));
}

void
mc_tone_belief_init(
    McToneBelief *belief, const McHearingPlan *hearing, int32_t catch_trials, int32_t false_alarms)
{
	const McListenerPlan *plan = &hearing->listener;
	int32_t lowest_deci_db = hearing->threshold_min_deci_db_hl;
	int32_t highest_deci_db = hearing->threshold_max_deci_db_hl;

	memset(belief, 0, sizeof *belief);
	belief->lowest_deci_db = lowest_deci_db;
	belief->highest_deci_db = highest_deci_db;
	belief->thresholds = (highest_deci_db - lowest_deci_db + 2 * MARGIN_DECI_DB) / GRID_DECI_DB + 1;
	for (int kind = 0; kind < MC_BELIEF_KINDS; kind++) {
		int32_t prior = kind_prior_q16(plan, kind, catch_trials, false_alarms);

		for (int d = 0; d < MC_BELIEF_DIFFERENCES; d++) {
			int64_t q30 = chance_q30(plan, kind, d);

			belief->heard_q15[kind][d] = (int32_t)(q30 >> 15);
			belief->log_heard_q16[kind][d] = mc_fixed_log2(q30);
			belief->log_missed_q16[kind][d] = mc_fixed_log2(MC_FIXED_ONE_Q30 - q30);
		}
		for (int i = 0; i < belief->thresholds; i++)
			belief->log_q16[kind][i] = prior;
		belief->log_q16[kind][belief->thresholds - 1] += plan->beyond_log2_deci * 65536 / 10;
	}
}

void
mc_tone_belief_learn(McToneBelief *belief, int32_t level_deci_db, bool heard)
{
	for (int kind = 0; kind < MC_BELIEF_KINDS; kind++)
		for (int i = 0; i < belief->thresholds; i++) {
			int d = difference_at(level_deci_db, threshold_at(belief, i));

			belief->log_q16[kind][i] +=
			    heard ? belief->log_heard_q16[kind][d] : belief->log_missed_q16[kind][d];
		}
}

/* As weights whose largest is 2^20. */
typedef struct Weights {
	int64_t of[MC_BELIEF_KINDS][MC_BELIEF_THRESHOLDS];
} Weights;

static void
weigh(const McToneBelief *belief, Weights *weights)
{
	int32_t best = INT32_MIN;

	for (int kind = 0; kind < MC_BELIEF_KINDS; kind++)
		for (int i = 0; i < belief->thresholds; i++)
			if (belief->log_q16[kind][i] > best)
				best = belief->log_q16[kind][i];
	for (int kind = 0; kind < MC_BELIEF_KINDS; kind++)
		for (int i = 0; i < belief->thresholds; i++)
			weights->of[kind][i] = mc_fixed_exp2((int64_t)belief->log_q16[kind][i] - best) >> 10;
}

static int64_t
integer_root(int64_t square)
{
	int64_t root = 0;

	for (int64_t bit = INT64_C(1) << 15; bit > 0; bit >>= 1)
		if ((root + bit) * (root + bit) <= square)
			root += bit;
	return root;
}

static int32_t
kept_within(int32_t value, int32_t low, int32_t high)
{
	return value < low ? low : value > high ? high : value;
}

McToneEstimate
mc_tone_belief_estimate(const McToneBelief *belief)
{
	int32_t low = belief->lowest_deci_db - EDGE_DECI_DB;
	int32_t high = belief->highest_deci_db + EDGE_DECI_DB;
	int64_t weight_at[MC_BELIEF_THRESHOLDS] = {0};
	int64_t total = 0, sum = 0, squares = 0, above = 0;
	McToneEstimate estimate;
	Weights weights;

	weigh(belief, &weights);
	for (int i = 0; i < belief->thresholds; i++) {
		int32_t threshold = threshold_at(belief, i);

		for (int kind = 0; kind < MC_BELIEF_KINDS; kind++)
			weight_at[i] += weights.of[kind][i];
		total += weight_at[i];
		sum += weight_at[i] * (kept_within(threshold, low, high) - low);
		above += threshold > belief->highest_deci_db ? weight_at[i] : 0;
	}
	if (total == 0) /* never: the largest weight is 2^20 */
		return (McToneEstimate){0};
	estimate.mean_deci_db = low + (int32_t)((sum + total / 2) / total);
	for (int i = 0; i < belief->thresholds; i++) {
		int64_t away = kept_within(threshold_at(belief, i), low, high) - estimate.mean_deci_db;

		squares += weight_at[i] * away * away;
	}
	estimate.sd_deci_db = (int32_t)integer_root(squares / total);
	estimate.above_permille = (int32_t)(1000 * above / total);
	return estimate;
}

/* x log2 x, of shares in 2^-30, in 2^-46 */
static int64_t
x_log_x(int64_t share_q30)
{
	return share_q30 > 0 ? share_q30 * mc_fixed_log2(share_q30) : 0;
}

/* After a presentation at this level: what the entropy is expected to be, but for the sign of its
 * parts, larger is less doubt. Thresholds outside the levels are put together. */
static int64_t
certainty(const McToneBelief *belief, const Weights *weights, int64_t total, int32_t level_deci_db)
{
	int64_t heard = 0, missed = 0, all_heard = 0, all_missed = 0, sum = 0;

	for (int i = 0; i < belief->thresholds; i++) {
		int32_t threshold = threshold_at(belief, i);
		int d = difference_at(level_deci_db, threshold);
		bool merges = i + 1 < belief->thresholds &&
		              (threshold_at(belief, i + 1) <= belief->lowest_deci_db - EDGE_DECI_DB ||
		                  threshold >= belief->highest_deci_db + EDGE_DECI_DB);

		for (int kind = 0; kind < MC_BELIEF_KINDS; kind++) {
			int64_t weight = weights->of[kind][i];
			int64_t part = weight * belief->heard_q15[kind][d] >> 15;

			heard += part;
			missed += weight - part;
		}
		if (merges)
			continue;
		heard = (heard << 30) / total;
		missed = (missed << 30) / total;
		sum += x_log_x(heard) + x_log_x(missed);
		all_heard += heard;
		all_missed += missed;
		heard = missed = 0;
	}
	return sum - x_log_x(all_heard) - x_log_x(all_missed);
}

int32_t
mc_tone_belief_best_level(const McToneBelief *belief)
{
	int32_t best_level = belief->highest_deci_db;
	int64_t best = INT64_MIN, total = 0;
	Weights weights;

	weigh(belief, &weights);
	for (int kind = 0; kind < MC_BELIEF_KINDS; kind++)
		for (int i = 0; i < belief->thresholds; i++)
			total += weights.of[kind][i];
	for (int32_t level = belief->lowest_deci_db; level <= belief->highest_deci_db;
	     level += LEVEL_STEP_DECI_DB) {
		int64_t it = certainty(belief, &weights, total, level);

		if (it > best) {
			best = it;
			best_level = level;
		}
	}
	return best_level;
}
