#ifndef MC_APP_EXAM_TONE_BELIEF_H
#define MC_APP_EXAM_TONE_BELIEF_H

/* What answers say about one hearing threshold: a posterior over the threshold and over how the
 * person listens. Private to app/exam.
 *
 * The threshold T is the level heard in half of all cases. A tone at level x is answered with the
 * chance
 *   p = f + (1 - f - l) / (1 + exp((T - x) / s)),
 * s, f and l being those of the plan's listeners: spread, presses without hearing in a window,
 * sounds that are heard but not answered. T lies on a grid of 2.5 dB from 15 dB below the lowest
 * level to 15 dB above the highest, evenly likely at first, and likelier at the upper end, where
 * deaf ears are. What lies below the levels that can be presented is one and the same to the exam,
 * and so is what lies above. */

#include "app/exam/state.h"

/* By a good plan: its levels lie whole 5 dB steps apart, at most 100 dB. Catch trials so far tell
 * of f. */
void mc_tone_belief_init(
    McToneBelief *belief, const McHearingPlan *hearing, int32_t catch_trials, int32_t false_alarms);
void mc_tone_belief_learn(McToneBelief *belief, int32_t level_deci_db, bool heard);

typedef struct McToneEstimate {
	int32_t mean_deci_db, sd_deci_db; /* of T, not beyond 2.5 dB outside the levels */
	int32_t above_permille; /* chance that T lies above the highest level */
} McToneEstimate;
McToneEstimate mc_tone_belief_estimate(const McToneBelief *belief);

/* The level, in steps of 2.5 dB, whose answer is expected to leave the least doubt (entropy) about
 * T. */
int32_t mc_tone_belief_best_level(const McToneBelief *belief);

#endif
