#ifndef MC_APP_EXAM_ACUITY_MODEL_H
#define MC_APP_EXAM_ACUITY_MODEL_H

/* What an eye's answers say about its acuity: a likelihood over threshold and slope. Private to
 * app/exam.
 *
 * The threshold a is the size at which a share q of the raw answers are right: one half of four
 * directions (GB 11533: "more than half"), of eight the plan's 60 % (ISO 8596). With the chance of
 * guessing g an eye of slope b answers rightly at size x with the chance
 *   p = L g + (1 - L) (g + (1 - g) / (1 + o exp(b (a - x)))),  o = (1 - q) / (q - g),
 * L = assumed lapses, each a blind guess; b is one of the plan's slopes with equal prior. For each
 * cut the prior of a is flat within "meets it" (300 below) and within "does not" (300 above), with
 * the plan's weight on the first: who is farther off is the easier case, and must not lend his
 * plausibility to those near the limit. */

#include "app/exam/state.h"

#define MC_ACUITY_SIZE_EASIEST (MC_ACUITY_SIZES - 1)

/* Milli-logMAR relative to the strictest cut, and back (rounded towards the cut's side below). */
int32_t mc_acuity_size_milli(int32_t size);
int32_t mc_acuity_size_of_milli(int32_t milli);

void mc_acuity_model_init(McAcuityModel *model, const McAcuityPlan *plan);
void mc_acuity_eye_init(McAcuityEye *eye, McOptotype optotype);
void mc_acuity_eye_learn(McAcuityEye *eye, const McAcuityModel *model, int32_t size, bool right);

/* Chance, in 2^-30, that the eye meets a cut at so many milli-logMAR relative to the strictest (a
 * multiple of 50). */
int64_t mc_acuity_chance_q30(const McAcuityEye *eye, int32_t milli, int32_t prior_pass_permille);

/* log2, in 2^-16, of the chance of such an answer at a size from an eye of this slope and threshold
 * (indices). */
int32_t mc_acuity_log_q16(
    const McAcuityModel *model, int slope, int32_t threshold, int32_t size, bool right);

/* The size from first to last whose answer is expected to leave the least doubt (entropy) whether
 * the eye meets this cut. */
int32_t mc_acuity_best_size(const McAcuityEye *eye, const McAcuityModel *model, int32_t milli,
    int32_t prior_pass_permille, int32_t first, int32_t last);

/* The size from first to last whose answer is expected to leave the least variance of the
 * threshold under a flat prior. */
int32_t mc_acuity_estimating_size(
    const McAcuityEye *eye, const McAcuityModel *model, int32_t first, int32_t last);

/* Below which the threshold lies with this chance under a flat prior, milli-logMAR relative to the
 * strictest cut. */
int32_t mc_acuity_quantile_milli(const McAcuityEye *eye, int32_t permille);

/* Mean of the threshold under a flat prior, milli-logMAR relative to the strictest cut. */
int32_t mc_acuity_mean_milli(const McAcuityEye *eye);

#endif
