/* Guided movements of trunk, neck and limbs: what was seen of each, for a doctor who looks at the
 * record. The order is drawn, so that a film made before cannot answer. It ends NOT DETERMINED
 * whatever was seen: a machine that saw a movement done has not seen a healthy limb. */
#include "app/exam/kind.h"

#include <string.h>

McBodyRegion
mc_movement_region(McMovement movement)
{
	switch (movement) {
	case MC_MOVEMENT_NECK_TURN_LEFT:
	case MC_MOVEMENT_NECK_TURN_RIGHT:
	case MC_MOVEMENT_NECK_BEND:
	case MC_MOVEMENT_TRUNK_BEND: return MC_BODY_TRUNK_NECK;
	case MC_MOVEMENT_ARM_RAISE_LEFT:
	case MC_MOVEMENT_ARM_RAISE_RIGHT:
	case MC_MOVEMENT_HAND_OPEN_LEFT:
	case MC_MOVEMENT_HAND_OPEN_RIGHT: return MC_BODY_UPPER_LIMBS;
	case MC_MOVEMENT_LEG_LIFT_LEFT:
	case MC_MOVEMENT_LEG_LIFT_RIGHT:
	case MC_MOVEMENT_FOOT_PRESS_LEFT:
	case MC_MOVEMENT_FOOT_PRESS_RIGHT:
	case MC_MOVEMENT_SQUAT: return MC_BODY_LOWER_LIMBS;
	}
	return MC_BODY_TRUNK_NECK;
}

static void
ask(McExam *exam)
{
	const McLimbsPlan *plan = &exam->plan.as.limbs;
	const McLimbsState *state = &exam->as.limbs;
	McLimbsStimulus *limbs = &exam->current.as.limbs;

	limbs->movement = state->order[state->next];
	limbs->try_number = state->tries + 1;
	limbs->hold_ms = plan->hold_ms;
	limbs->window_ms = plan->window_ms;
	mc_exam_present(exam);
}

static void
start(McExam *exam)
{
	McLimbsState *state = &exam->as.limbs;

	memset(state, 0, sizeof *state);
	for (int m = 0; m < MC_MOVEMENTS; m++)
		if (exam->plan.as.limbs.movements[m])
			state->order[state->count++] = (McMovement)m;
	for (int32_t i = state->count - 1; i > 0; i--) {
		int32_t other = mc_random_between(&exam->random, 0, i);
		McMovement keep = state->order[i];

		state->order[i] = state->order[other];
		state->order[other] = keep;
	}
	ask(exam);
}

static bool
accepts(const McAnswer *answer)
{
	const McLimbsAnswer *limbs = &answer->as.limbs;

	return limbs->held_ms >= 0 && limbs->held_ms <= 600000 &&
	       (limbs->seen == MC_MOVEMENT_DONE || limbs->seen == MC_MOVEMENT_NOT_DONE ||
	           limbs->seen == MC_MOVEMENT_COULD_NOT_SEE);
}

static McAnswerProblem
problem(const McExam *exam, const McAnswer *answer)
{
	return accepts(answer) ? MC_ANSWER_GOOD : MC_ANSWER_IMPOSSIBLE;
}

static void
score(McExam *exam, const McAnswer *answer)
{
	McLimbsState *state = &exam->as.limbs;
	McLimbsFigures *figures = &exam->result.figures.limbs;
	McMovement movement = state->order[state->next];

	figures->movement[movement] = answer->as.limbs.seen;
	figures->held_ms[movement] = answer->as.limbs.held_ms;
	mc_quality_answer(mc_exam_quality(exam), 0, false);
	exam->result.part[0].trials++;
	state->tries++;
	if (answer->as.limbs.seen == MC_MOVEMENT_DONE ||
	    state->tries >= exam->plan.as.limbs.tries_max) {
		state->next++;
		state->tries = 0;
	}
	if (state->next < state->count)
		ask(exam);
	else
		mc_exam_finish(exam, MC_REASON_FOR_DOCTOR);
}

static void
acknowledge(McExam *exam)
{
	ask(exam); /* never comes: each movement has its own second try */
}

const McExamOps mc_limbs_ops = {
    .start = start,
    .problem = problem,
    .score = score,
    .repeat = ask,
    .acknowledge = acknowledge,
};
