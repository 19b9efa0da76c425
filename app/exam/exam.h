#ifndef MC_APP_EXAM_EXAM_H
#define MC_APP_EXAM_EXAM_H

/* One face for every exam: init, next, answer. No I/O; deterministic from plan, seed and the calls
 * made on it. The step stays the same until it is answered, discarded or acknowledged:
 *
 *   mc_exam_init(&exam, &plan, &seed);
 *   while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE)
 *       PRESENT: mc_exam_answer(&exam, &answer) or mc_exam_discard(&exam, stimulus.trial, why)
 *       else:    mc_exam_acknowledge(&exam)
 *   result = mc_exam_result(&exam);
 */

#include "app/exam/plan.h"
#include "app/exam/quality.h"
#include "app/exam/types.h"

typedef struct McExam McExam;

typedef enum McStep {
	MC_STEP_PRESENT, /* the stimulus is filled in */
	MC_STEP_RE_INSTRUCT, /* explain again, then mc_exam_acknowledge(): opens attempt 2 */
	MC_STEP_LONGER, /* tell the citizen "a little longer", then mc_exam_acknowledge() */
	MC_STEP_DONE,
} McStep;

/* Outcome of one eye, one ear, or of the whole person in [0] (side test, body). */
typedef struct McPartResult {
	bool examined;
	McOutcome outcome; /* PASS, FAIL or NOT_DETERMINED */
	uint32_t reasons; /* McReason bits */
	int32_t trials; /* scored; of hearing and side: those with a sound */
	int32_t
	    pass_permille; /* probability of meeting the cut (acuity), of hearing both sides (side) */
	int32_t line_deci; /* acuity: largest 5-mark line that is met with P >= .5, in tenths (49
	                      = 4.9); else 0 */
	bool line_is_at_least; /* the smallest size presented was met: print "≥" */
	/* acuity: the same run seen from other cuts. Largest line met with the plan's pass probability
	 * and smallest line missed with its fail probability, in tenths; 0 = none. */
	int32_t surely_met_deci, surely_missed_deci;
} McPartResult;

typedef struct McExamResult {
	McExamKind kind;
	McOutcome outcome; /* of the whole: FAIL if a part fails, else NOT_DETERMINED if a part is, else
	                      PASS */
	uint32_t reasons; /* of all parts, and of the exam as a whole */
	McPartResult part[MC_SIDES]; /* indexed by McEye or McEar */
	int32_t attempts; /* 1 or 2 */
	int32_t presented, discarded; /* presentations */
	McQuality quality[MC_ATTEMPTS_MAX]; /* of attempt 1 and 2; never FAIL by itself */
	/* what some kinds find beside an outcome */
	union {
		McStatureFigures stature;
		McLimbsFigures limbs;
		McReactionFigures reaction;
	} figures;
} McExamResult;

#include "app/exam/state.h" /* struct McExam: complete, for the stack; its fields are private */

/* Returns false (and leaves a finished exam with MC_REASON_STOPPED) when mc_exam_plan_problem()
 * objects. A plan whose vergence is nearer than it certifies ends at once with MC_REASON_TOO_NEAR.
 */
bool mc_exam_init(McExam *exam, const McExamPlan *plan, const McSeed *seed);

McStep mc_exam_next(McExam *exam, McStimulus *stimulus);

/* False when it is refused: nothing is awaited, or the trial is not the current one. Then nothing
 * has changed. */
bool mc_exam_answer(McExam *exam, const McAnswer *answer);

/* The presentation was lost: it is counted, not scored, and an equivalent one follows under the
 * next trial number. */
bool mc_exam_discard(McExam *exam, int32_t trial, McDiscard why);

bool mc_exam_acknowledge(McExam *exam);

/* Ends it now. Parts already decided keep their outcome; the others are NOT DETERMINED for this
 * reason. */
void mc_exam_stop(McExam *exam, McReason why);

/* NULL until mc_exam_next() says MC_STEP_DONE. */
const McExamResult *mc_exam_result(const McExam *exam);

#endif
