#ifndef MC_APP_EXAM_ACUITY_REPEAT_H
#define MC_APP_EXAM_ACUITY_REPEAT_H

/* Does somebody tell the same acuity at the end as at the beginning? Answers near the limit differ
 * by themselves, and no size need come twice: so it is asked how much better two acuities explain
 * the answers of each eye, one up to some moment and one after it, than one does all along. Private
 * to app/exam. */

#include "app/exam/state.h"

/* Enough answers to have turned. */
bool mc_acuity_is_repeated(const McAcuityState *state, const McAcuityPlan *plan);
/* The beginning and the end contradict each other. */
bool mc_acuity_is_apart(const McAcuityState *state, const McAcuityPlan *plan);
/* log2, in 2^-16, of how many times likelier the likeliest turn makes all answers. */
int64_t mc_acuity_turn_gain_q16(const McAcuityState *state, const McAcuityPlan *plan);

#endif
