#ifndef MC_TESTS_OBSERVER_PEOPLE_H
#define MC_TESTS_OBSERVER_PEOPLE_H

/* Simulated people: what a person with these eyes, ears and habits answers to a stimulus. They use
 * floating point and a generator of their own, and share no code with the exams that they test. */

#include "app/exam/exam.h"

typedef struct McDice {
	uint64_t state;
} McDice;

void mc_dice_init(McDice *dice, uint64_t seed);
double mc_dice_uniform(McDice *dice); /* [0, 1) */
double mc_dice_normal(McDice *dice);
bool mc_dice_chance(McDice *dice, double p);
void mc_dice_exam_seed(McDice *dice, McSeed *seed);

/* ---- eyes ---- */

typedef enum McGaze {
	MC_GAZE_LOOKS, /* looks, and says what it sees */
	MC_GAZE_GUESSES, /* any direction */
	MC_GAZE_CONSTANT, /* always up */
	MC_GAZE_GIVES_UP, /* "I cannot see it" to everything */
	MC_GAZE_PEEKS, /* wants to use the better eye for the worse one's trials */
} McGaze;

typedef struct McEyes {
	McGaze gaze;
	/* Size in milli-logMAR at which half of the raw answers are right. */
	double threshold_milli[MC_SIDES];
	double slope; /* per logMAR */
	double lapse; /* share of blind guesses */
	/* Peeking behind shutters: the person cannot tell which eye is open; on this share of all
	 * trials he shuts the worse one. */
	double peeks;
} McEyes;

void mc_eyes_answer(const McEyes *eyes, McDice *dice, const McStimulus *stimulus, McAnswer *answer);

/* ---- ears ---- */

typedef struct McEars {
	double threshold_db_hl[MC_SIDES];
	double spread_db; /* logistic; 2.5 */
	double lapse; /* misses what is heard */
	double false_press; /* chance of a press per window without a tone */
	double presses_per_s; /* random presses, heard or not */
	double interaural_db; /* attenuation across the head */
	/* Side test: on hearing nothing, presses this ear's key after so many seconds of quiet; 0 =
	 * never. */
	double quiet_before_other_s;
	McEar other;
	double quiet_ms; /* so far */
	bool presses_either_key; /* random presses fall on either key */
} McEars;

#define MC_DEAF_DB_HL 200.0

void mc_ears_answer_tone(
    const McEars *ears, McDice *dice, const McToneStimulus *tone, McPressAnswer *answer);
void mc_ears_answer_side(
    McEars *ears, McDice *dice, const McSideStimulus *side, McPressAnswer *answer);

/* Runs a whole exam on people; returns its result, which lies in the exam. */
const McExamResult *mc_people_take(
    McExam *exam, const McExamPlan *plan, const McEyes *eyes, McEars *ears, McDice *dice);

/* ---- bars ---- */

/* How many of so many planned runs to make: all, or MC_OBSERVER_PERMILLE of them. */
int mc_people_runs(int planned);

/* Is this count of events within a bar of at most (at least) so large a share? Exact for the
 * planned number of runs, with three standard deviations of slack for fewer. */
bool mc_people_at_most(int events, int runs, int planned, double share);
bool mc_people_at_least(int events, int runs, int planned, double share);

#endif
