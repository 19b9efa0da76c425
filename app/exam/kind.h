#ifndef MC_APP_EXAM_KIND_H
#define MC_APP_EXAM_KIND_H

/* Between the common face (exam.c) and the kinds of exam. Private to app/exam. */

#include "app/exam/exam.h"

typedef struct McExamOps {
	/* Sets up the state of a valid plan and the first step. The parts' examined flags are set. */
	void (*start)(McExam *exam);
	/* What stands against it as an answer to the current presentation, kind and trial being right.
	 * Any bytes may stand in it. */
	McAnswerProblem (*problem)(const McExam *exam, const McAnswer *answer);
	/* Scores the answer to the current presentation and sets the next step. */
	void (*score)(McExam *exam, const McAnswer *answer);
	/* Draws an equivalent presentation in place of the current one. */
	void (*repeat)(McExam *exam);
	/* The citizen was told what the step asks to tell; sets the next step. */
	void (*acknowledge)(McExam *exam);
	/* Are the misses so far, where it was easy, within what the plan believes of honest people?
	 * NULL: the exam has no such limit. */
	bool (*believes_misses)(const McExam *exam);
} McExamOps;

extern const McExamOps mc_acuity_ops, mc_hearing_ops, mc_side_ops, mc_stature_ops, mc_limbs_ops,
    mc_reaction_ops, mc_colour_ops;

/* Of the presentation that runs: the index in the plan. */
int32_t mc_hearing_frequency(const McHearingState *state);

/* Makes exam->current a fresh presentation, whose contents the caller has filled in, the step. */
void mc_exam_present(McExam *exam);

/* Of the attempt that runs. */
McQuality *mc_exam_quality(McExam *exam);

/* Settles a part. */
void mc_exam_decide(McExam *exam, int part, McOutcome outcome, uint32_t reasons);

/* Examined, and neither decided nor given up. */
bool mc_exam_part_is_open(const McExam *exam, int part);

/* Ends the exam; parts that are still open are NOT DETERMINED for these reasons. */
void mc_exam_finish(McExam *exam, uint32_t reasons);

#endif
