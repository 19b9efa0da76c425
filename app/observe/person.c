#include "app/observe/person.h"

#include <stddef.h>

/* What this person does about a stimulus. */
static void
answer_to(McPerson *person, McDice *dice, const McExamPlan *plan, const McStimulus *stimulus,
    McAnswer *answer)
{
	answer->kind = stimulus->kind;
	answer->trial = stimulus->trial;
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY: mc_eyes_answer(&person->eyes, dice, stimulus, answer); break;
	case MC_EXAM_HEARING:
		mc_ears_answer_tone(&person->ears, dice, &stimulus->as.tone, &answer->as.press);
		break;
	case MC_EXAM_SIDE:
		mc_ears_answer_side(&person->ears, dice, &stimulus->as.side, &answer->as.press);
		break;
	case MC_EXAM_STATURE:
		mc_body_answer_stature(&person->body, dice, &stimulus->as.stature, &answer->as.stature);
		break;
	case MC_EXAM_LIMBS:
		mc_body_answer_limbs(&person->body, dice, &stimulus->as.limbs, &answer->as.limbs);
		break;
	case MC_EXAM_REACTION:
		mc_body_answer_reaction(&person->body, dice, &stimulus->as.reaction, &answer->as.reaction);
		break;
	case MC_EXAM_COLOUR:
		mc_colours_answer(
		    &person->colours, dice, &plan->as.colour, &stimulus->as.colour, &answer->as.colour);
		break;
	}
}

const McExamResult *
mc_person_take(McPerson *person, McDice *dice, McExam *exam, const McExamPlan *plan)
{
	McStimulus stimulus;
	McAnswer answer;
	McSeed seed;
	McStep step;

	mc_dice_exam_seed(dice, &seed);
	mc_exam_init(exam, plan, &seed);
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(exam);
			continue;
		}
		answer_to(person, dice, plan, &stimulus, &answer);
		mc_exam_answer(exam, &answer);
	}
	return mc_exam_result(exam);
}
