#ifndef MC_APP_OBSERVE_EYES_H
#define MC_APP_OBSERVE_EYES_H

/* Simulated eyes: what a person who sees so well, and looks so, answers to an optotype. Floating
 * point; no code is shared with the exam that is tested. */

#include "app/exam/plan.h"
#include "app/observe/dice.h"

typedef enum McGaze {
	MC_GAZE_LOOKS, /* looks, and says what it sees */
	MC_GAZE_GUESSES, /* any direction */
	MC_GAZE_CONSTANT, /* always up */
	MC_GAZE_GIVES_UP, /* "I cannot see it" to everything */
	MC_GAZE_PEEKS, /* wants to use the better eye for the worse one's trials */
	MC_GAZE_WILFUL, /* sees, and names another direction */
} McGaze;

typedef struct McEyes {
	McGaze gaze;
	/* Size in milli-logMAR at which half of the raw answers are right (an E), or 60 % (a ring). */
	double threshold_milli[MC_SIDES];
	double slope; /* per logMAR */
	double lapse; /* share of blind guesses */
	/* Peeking behind shutters: the person cannot tell which eye is open; on this share of all
	 * trials he shuts the worse one. */
	double peeks;
	/* Peeking round an occluder: on the share above of the worse eye's trials the better one looks.
	 * So much of them the instrument notices; they are thrown away. */
	double noticed;
	double fatigue_milli; /* the threshold rises by so much with each presentation */
	double drift_milli; /* and wanders so far up and down, once in forty presentations */
	/* From this presentation on the person does not want to see as well as before: the threshold
	 * is so much higher. */
	double turns_at, turns_milli;
	double reaction_ms; /* median; 0 = 1 200 */
} McEyes;

/* With an occluder: does the better eye look at this trial, and is that noticed? */
typedef enum McPeek { MC_PEEK_NONE, MC_PEEK_UNNOTICED, MC_PEEK_NOTICED } McPeek;
McPeek mc_eyes_peek(
    const McEyes *eyes, McDice *dice, const McAcuityPlan *plan, const McStimulus *stimulus);

void mc_eyes_answer(const McEyes *eyes, McDice *dice, const McStimulus *stimulus, McAnswer *answer);

#endif
