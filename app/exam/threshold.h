#ifndef MC_APP_EXAM_THRESHOLD_H
#define MC_APP_EXAM_THRESHOLD_H

/* Hearing threshold of one frequency at one ear: by the modified Hughson-Westlake procedure (down
 * 10 dB after each answer, up 5 dB after each miss; what counts is heard on the way up) in one of
 * its three published forms, or by the level whose answer tells most. Both begin with the same
 * familiarisation and end alike: with a threshold, unheard at the highest level, or unsettled.
 * Private to app/exam. */

#include "app/exam/state.h"

/* state->track[ear][track] begins: track is a frequency's index or MC_TONE_REPEAT. */
void mc_threshold_start(McHearingState *state, const McHearingPlan *plan, const McQuality *quality,
    McEar ear, int32_t track);

/* It begins with the familiarisation. */
void mc_threshold_familiarise(McToneTrack *track, const McHearingPlan *plan);

/* An answer to the presentation that runs; makes the track's next level, or done. */
void mc_threshold_learn(McHearingState *state, const McHearingPlan *plan, bool heard);

/* Presentations well above the threshold (by 7.5 dB and more) and those of them that were missed.
 */
void mc_threshold_checks(
    const McToneTrack *track, const McHearingPlan *plan, int32_t *checks, int32_t *missed);

/* Unheard at the highest level. */
bool mc_threshold_is_unheard(const McToneTrack *track, const McHearingPlan *plan);

/* What the thresholds so far say of the ear: PASS, FAIL, or NOT DETERMINED with BORDERLINE, with
 * UNRELIABLE (a threshold would not settle), or with no reason (go on). */
McOutcome mc_threshold_judge(
    const McToneTrack *tracks, const McHearingPlan *plan, uint32_t *reasons);

#endif
