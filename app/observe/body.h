#ifndef MC_APP_OBSERVE_BODY_H
#define MC_APP_OBSERVE_BODY_H

/* Simulated bodies: how high, how well they move, how fast they react. Floating point; no code is
 * shared with the exams that are tested. */

#include "app/observe/dice.h"

typedef struct McBody {
	double height_mm;
	double spread_mm; /* of a reading: posture, hair, the head plate; 3 */
	double shoes; /* chance that a reading is 30 mm too high, or the person slumps as much */
	double movement_done; /* chance that an asked movement is done, each time; 1 */
	double movement_hidden; /* chance that nobody could see it */
	double reaction_ms; /* median; 230 for a simple reaction */
	double reaction_spread; /* of its natural logarithm; 0.2 */
	double choice_extra_ms; /* what choosing takes on top; 120 */
	double anticipates; /* chance of a press before the signal, or at once with it */
	double wrong_key; /* in the choice task */
	double misses; /* does not press at all */
	double latency_ms; /* that the instrument's display and key add to what is stamped */
	double recalls; /* chance of each digit, and of the place */
} McBody;

void mc_body_answer_stature(
    const McBody *body, McDice *dice, const McStatureStimulus *asked, McStatureAnswer *answer);
void mc_body_answer_limbs(
    const McBody *body, McDice *dice, const McLimbsStimulus *asked, McLimbsAnswer *answer);
void mc_body_answer_reaction(
    const McBody *body, McDice *dice, const McReactionStimulus *shown, McReactionAnswer *answer);

#endif
