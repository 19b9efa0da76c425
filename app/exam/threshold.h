#ifndef MC_APP_EXAM_THRESHOLD_H
#define MC_APP_EXAM_THRESHOLD_H

/* Hearing threshold of one frequency at one ear by the modified Hughson-Westlake procedure: from
 * the screening level up in 10 dB until the first answer; then down 10 dB after each answer and up
 * 5 dB after each miss. The threshold is the lowest level with two answers, and at least half of
 * the presentations, on the way up. Private to app/exam. */

#include "app/exam/state.h"

void mc_threshold_start(McToneTrack *track, const McHearingPlan *plan);
void mc_threshold_learn(McToneTrack *track, const McHearingPlan *plan, bool heard);

/* What the thresholds so far say of the ear: PASS, FAIL, or NOT DETERMINED with BORDERLINE, with
 * UNRELIABLE (a threshold would not settle), or with no reason (go on). */
McOutcome mc_threshold_judge(
    const McToneTrack *tracks, const McHearingPlan *plan, uint32_t *reasons);

#endif
