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

/* Is a printed value the value itself, or the end of what could be shown? */
typedef enum McBound {
	MC_BOUND_EXACT,
	MC_BOUND_AT_LEAST, /* print "≥": the smallest size presented was met */
	MC_BOUND_AT_MOST, /* print "≤": not even the largest size presented was met */
} McBound;

/* Acuity: one of the plan's limits. */
typedef struct McCutResult {
	int32_t cut_milli_log_mar;
	McOutcome outcome; /* PASS, FAIL or NOT_DETERMINED */
	int32_t pass_permille; /* posterior probability of meeting it, when last looked at */
} McCutResult;

/* Outcome of one eye, one ear, of the whole person in [0] (side test, body), or of the plates for
 * protanopes in [0] and for deuteranopes in [1] (colour). */
typedef struct McPartResult {
	bool examined;
	McOutcome outcome; /* PASS, FAIL or NOT_DETERMINED; of the strictest cut */
	uint32_t reasons; /* McReason bits */
	int32_t trials; /* scored; of hearing and side: those with a sound */
	int32_t pass_permille; /* side: probability of hearing both sides */
	/* Acuity: every limit of the plan, the strictest first. */
	int32_t cuts;
	McCutResult cut[MC_ACUITY_CUTS_MAX];
	/* Acuity: largest 5-mark line presented that is met with P >= .5, in tenths (49 = 4.9); 0 = no
	 * line was presented. */
	int32_t line_deci;
	McBound line_bound;
	/* Acuity, when the plan asks for a number: mean of the size with the criterion's share of right
	 * answers, and the interval that holds it with 95 %. Beyond what the display shows the value is
	 * its end. */
	bool estimated;
	int32_t estimate_milli_log_mar, estimate_low_milli_log_mar, estimate_high_milli_log_mar;
	McBound estimate_bound;
	/* Hearing, an ear that did not pass the screening: by the plan's frequencies; 0 = none. */
	int32_t thresholds;
	int32_t threshold_deci_db_hl[MC_TONE_FREQUENCIES_MAX]; /* or a constant below */
	int32_t mean_deci_db_hl; /* of them, rounded down; OPEN unless all are known */
} McPartResult;
#define MC_THRESHOLD_OPEN INT32_MIN /* not measured to the end */
#define MC_THRESHOLD_UNHEARD INT32_MAX /* at the highest level */

typedef struct McColourFigures {
	int32_t right[MC_SIDES]; /* plates read, of the part's trials */
	int32_t signals, signals_right; /* lights shown in the last round, and named */
} McColourFigures;

typedef struct McExamResult {
	McExamKind kind;
	McOutcome outcome; /* of the whole: FAIL if a part fails, else NOT_DETERMINED if a part is, else
	                      PASS */
	uint32_t reasons; /* of all parts, and of the exam as a whole */
	McPartResult part[MC_SIDES]; /* indexed by McEye, McEar or McAxis */
	int32_t attempts; /* 1 or 2 */
	int32_t presented, discarded; /* presentations */
	int32_t lost[MC_DISCARDS]; /* those discarded, by the cause */
	McQuality quality[MC_ATTEMPTS_MAX]; /* of attempt 1 and 2; never FAIL by itself */
	/* what some kinds find beside an outcome */
	union {
		McStatureFigures stature;
		McLimbsFigures limbs;
		McReactionFigures reaction;
		McColourFigures colour;
	} figures;
} McExamResult;

#include "app/exam/state.h" /* struct McExam: complete, for the stack; its fields are private */

/* Returns false (and leaves a finished exam with MC_REASON_STOPPED) when mc_exam_plan_problem()
 * objects. A plan whose vergence is nearer than it certifies ends at once with MC_REASON_TOO_NEAR.
 */
bool mc_exam_init(McExam *exam, const McExamPlan *plan, const McSeed *seed);

McStep mc_exam_next(McExam *exam, McStimulus *stimulus);

typedef enum McAnswerProblem {
	MC_ANSWER_GOOD,
	MC_ANSWER_NOT_AWAITED, /* the exam is over, or something is to be told first */
	MC_ANSWER_OTHER_KIND, /* to another kind of exam */
	MC_ANSWER_OTHER_TRIAL, /* not to the presentation that runs */
	MC_ANSWER_NO_DIRECTION, /* no direction of this optotype: an oblique one for an E, say */
	MC_ANSWER_NO_FIGURE, /* no digit, no signal light */
	MC_ANSWER_IMPOSSIBLE, /* holds what no instrument reports */
} McAnswerProblem;

/* What stands against taking this answer now. Any bytes may stand in it. */
McAnswerProblem mc_exam_answer_problem(const McExam *exam, const McAnswer *answer);
/* In English, for the log: "the answer is out of turn: …". */
const char *mc_answer_problem_text(McAnswerProblem problem);

/* False when mc_exam_answer_problem() objects. Then nothing has changed. */
bool mc_exam_answer(McExam *exam, const McAnswer *answer);

/* The presentation was lost: it is counted, not scored, and an equivalent one follows under the
 * next trial number. */
bool mc_exam_discard(McExam *exam, int32_t trial, McDiscard why);

bool mc_exam_acknowledge(McExam *exam);

/* Ends it now. Parts already decided keep their outcome; the others are NOT DETERMINED for this
 * reason. */
void mc_exam_stop(McExam *exam, McReason why);

/* When it is over, and it turns out that the calibration of what measured had not counted: nothing
 * that was measured does, and every part is NOT DETERMINED, uncalibrated. False, and nothing has
 * changed: it is not over, presented nothing, or is void already. */
bool mc_exam_void(McExam *exam);
bool mc_exam_is_void(const McExamResult *result);

/* NULL until mc_exam_next() says MC_STEP_DONE. */
const McExamResult *mc_exam_result(const McExam *exam);

#endif
