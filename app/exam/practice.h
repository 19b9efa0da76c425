#ifndef MC_APP_EXAM_PRACTICE_H
#define MC_APP_EXAM_PRACTICE_H

/* Practice before an exam: big and loud, with feedback, never in the record. Runs in the glass, not
 * in the recorder. Same ask-answer shape as an exam; passed after three right in a row, not
 * understood after the maximum. */

#include "app/exam/types.h"

typedef enum McPracticeState {
	MC_PRACTICE_RUNNING,
	MC_PRACTICE_PASSED,
	MC_PRACTICE_NOT_UNDERSTOOD
} McPracticeState;

typedef struct McPractice {
	McExamKind kind;
	bool by_loudspeaker;
	McOptotype optotype;
	uint32_t random_state;
	int32_t trial, right_in_a_row, maximum;
	int32_t missed[MC_SIDES]; /* by ear, so that one deaf ear does not end the practice */
	bool last_was_right;
	McPracticeState state;
	McStimulus current;
} McPractice;

/* optotype: of the acuity exam that follows; by_loudspeaker: of the hearing exams. */
void mc_practice_init(McPractice *practice, McExamKind kind, McOptotype optotype,
    bool by_loudspeaker, uint32_t random_seed);
McPracticeState mc_practice_next(McPractice *practice, McStimulus *stimulus);
/* Returns whether it was right, for the feedback that only practice gives. */
bool mc_practice_answer(McPractice *practice, const McAnswer *answer);

#endif
