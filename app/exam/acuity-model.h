#ifndef MC_APP_EXAM_ACUITY_MODEL_H
#define MC_APP_EXAM_ACUITY_MODEL_H

/* What an eye's answers say about its acuity: a posterior over threshold and slope. Private to
 * app/exam.
 *
 * The threshold a is the size at which half of the raw answers are right (GB 11533: "more than
 * half"). An eye of slope b answers rightly at size x with the chance
 *   p = L/4 + (1 - L) (1/4 + 3/4 / (1 + 2 exp(b (a - x)))),  L = assumed lapses, each a blind
 * guess; b is 8, 14 or 22 per logMAR with equal prior. The prior of a is flat within "meets the
 * cut" and within "does not", with the plan's weight on the first. */

#include "app/exam/state.h"

#define MC_ACUITY_SIZE_EASIEST (MC_ACUITY_SIZES - 1)

/* Milli-logMAR relative to the cut. */
int32_t mc_acuity_size_milli(int32_t size);

void mc_acuity_model_init(McAcuityModel *model, int32_t lapse_permille);
void mc_acuity_eye_init(McAcuityEye *eye, int32_t prior_pass_permille);
void mc_acuity_eye_learn(McAcuityEye *eye, const McAcuityModel *model, int32_t size, bool right);

/* Chance, in 2^-30, that the threshold lies at or below so many milli-logMAR relative to the cut (a
 * multiple of 50). */
int64_t mc_acuity_chance_q30(const McAcuityEye *eye, int32_t milli);

/* The size, from cut - 300 to cut + 300, whose answer is expected to leave the least doubt
 * (entropy) whether the eye meets the cut. */
int32_t mc_acuity_best_size(const McAcuityEye *eye, const McAcuityModel *model);

/* A size that this eye sees well: 300 above its mean threshold or the cut, whichever is larger. */
int32_t mc_acuity_easy_size(const McAcuityEye *eye);

#endif
