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

/* Round an occluder a peeker answers as one who looks with the better eye, or the trial is lost. */
static McPeek
answer_round_occluder(McPerson *person, McDice *dice, const McExamPlan *plan,
    const McStimulus *stimulus, McAnswer *answer)
{
	McPeek peek = mc_eyes_peek(&person->eyes, dice, &plan->as.acuity, stimulus);
	McStimulus seen = *stimulus;
	McEyes eyes = person->eyes;

	if (peek == MC_PEEK_NOTICED)
		return peek;
	if (peek == MC_PEEK_UNNOTICED)
		seen.as.optotype.eye = 1 - stimulus->as.optotype.eye;
	eyes.gaze = MC_GAZE_LOOKS;
	answer->kind = stimulus->kind;
	answer->trial = stimulus->trial;
	mc_eyes_answer(&eyes, dice, &seen, answer);
	return peek;
}

/* The answer, or the loss of the presentation. */
static void
respond(McPerson *person, McDice *dice, McExam *exam, const McExamPlan *plan,
    const McStimulus *stimulus)
{
	McAnswer answer;

	if (stimulus->kind == MC_EXAM_ACUITY && person->eyes.gaze == MC_GAZE_PEEKS &&
	    !plan->as.acuity.interleaved) {
		if (answer_round_occluder(person, dice, plan, stimulus, &answer) == MC_PEEK_NOTICED) {
			mc_exam_discard(exam, stimulus->trial, MC_DISCARD_OCCLUSION);
			return;
		}
	} else {
		answer_to(person, dice, plan, stimulus, &answer);
	}
	mc_exam_answer(exam, &answer);
}

const McExamResult *
mc_person_take(McPerson *person, McDice *dice, McExam *exam, const McExamPlan *plan)
{
	McStimulus stimulus;
	McSeed seed;
	McStep step;

	mc_dice_exam_seed(dice, &seed);
	mc_exam_init(exam, plan, &seed);
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(exam);
			continue;
		}
		respond(person, dice, exam, plan, &stimulus);
	}
	return mc_exam_result(exam);
}
