#ifndef MC_APP_OBSERVE_PERSON_H
#define MC_APP_OBSERVE_PERSON_H

/* A simulated person: everything that answers an exam, in one. Each exam asks its own part. */

#include "app/exam/exam.h"
#include "app/observe/body.h"
#include "app/observe/colours.h"
#include "app/observe/ears.h"
#include "app/observe/eyes.h"

typedef struct McPerson {
	McEyes eyes;
	McEars ears;
	McBody body;
	McColours colours;
} McPerson;

/* Takes a whole exam under a seed of the dice; returns its result, which lies in the exam. */
const McExamResult *mc_person_take(
    McPerson *person, McDice *dice, McExam *exam, const McExamPlan *plan);

#endif
