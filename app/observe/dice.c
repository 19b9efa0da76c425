#include "app/observe/dice.h"

#include <math.h>
#include <string.h>

void
mc_dice_init(McDice *dice, uint64_t seed)
{
	dice->state = seed * UINT64_C(0xD1342543DE82EF95) + 1;
}

static uint64_t
roll(McDice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

double
mc_dice_uniform(McDice *dice)
{
	return (double)(roll(dice) >> 11) * 0x1p-53;
}

double
mc_dice_normal(McDice *dice)
{
	double u = 1.0 - mc_dice_uniform(dice);

	return sqrt(-2.0 * log(u)) * cos(2.0 * acos(-1.0) * mc_dice_uniform(dice));
}

bool
mc_dice_chance(McDice *dice, double p)
{
	return mc_dice_uniform(dice) < p;
}

void
mc_dice_exam_seed(McDice *dice, McSeed *seed)
{
	for (int i = 0; i < 4; i++) {
		uint64_t word = roll(dice);

		memcpy(seed->bytes + 8 * i, &word, 8);
	}
}
