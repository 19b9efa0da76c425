#ifndef MC_APP_OBSERVE_DICE_H
#define MC_APP_OBSERVE_DICE_H

/* The generator of the simulated people: its own, so that a weakness of the exams' generator cannot
 * hide in it. Not for anything that must not be foreseen. */

#include "app/exam/types.h"

typedef struct McDice {
	uint64_t state;
} McDice;

void mc_dice_init(McDice *dice, uint64_t seed);
double mc_dice_uniform(McDice *dice); /* [0, 1) */
double mc_dice_normal(McDice *dice);
bool mc_dice_chance(McDice *dice, double p);
void mc_dice_exam_seed(McDice *dice, McSeed *seed);

#endif
