/* Best PEST with the parameters of FrACT10: the size is a place on a logarithmic range from the
 * smallest (0) to the largest stroke (1); a logistic likelihood whose slope is ten over the whole
 * range; two virtual trials at its ends; the first four trials as DIN has them, from logMAR 1.0
 * upwards in acuity while all is right; from the twelfth on every sixth an easy one. The result is
 * the size that would come next. Places: 1 000 instead of 5 000 steps, .002 logMAR. */
#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>

#define STEPS 1001
#define SMALLEST_LOG_MAR (-0.5)
#define LARGEST_LOG_MAR 1.5
#define SLOPE_OVER_RANGE 10.0
#define EASY_FROM 12
#define EASY_EVERY 6
#define EASIER_BY 0.2

typedef struct BestPest {
	int directions, trials;
	/* log of right and wrong by (size - threshold) + STEPS - 1. */
	double right[2 * STEPS - 1], wrong[2 * STEPS - 1];
	double likelihood[STEPS];
	double cut;
	int trial, place;
	bool all_right;
} BestPest;

static void *
create(int directions, int trials)
{
	BestPest *self = calloc(1, sizeof *self);
	double guess = 1.0 / directions;

	if (self == NULL)
		abort();
	self->directions = directions;
	self->trials = trials;
	for (int d = 0; d < 2 * STEPS - 1; d++) {
		double above = (double)(d - (STEPS - 1)) / (STEPS - 1) * SLOPE_OVER_RANGE;
		double p = guess + (1.0 - guess) / (1.0 + exp(-above));

		self->right[d] = log(p);
		self->wrong[d] = log(1.0 - p);
	}
	return self;
}

static void
learn(BestPest *self, int place, bool right)
{
	const double *table = (right ? self->right : self->wrong) + place + STEPS - 1;

	for (int threshold = 0; threshold < STEPS; threshold++)
		self->likelihood[threshold] += table[-threshold];
}

/* The middle of the places that are likeliest. */
static int
likeliest(const BestPest *self)
{
	double most = self->likelihood[0];
	int first = 0, last = 0;

	for (int i = 1; i < STEPS; i++) {
		if (self->likelihood[i] > most + 1e-9) {
			most = self->likelihood[i];
			first = last = i;
		} else if (self->likelihood[i] > most - 1e-9) {
			last = i;
		}
	}
	return (first + last) / 2;
}

static int
place_of(double log_mar)
{
	double share = (log_mar - SMALLEST_LOG_MAR) / (LARGEST_LOG_MAR - SMALLEST_LOG_MAR);

	return (int)lround(share * (STEPS - 1));
}

static void
choose(BestPest *self)
{
	static const double factors[] = {1, 2, 4, 8};
	int number = self->trial + 1;

	self->place = likeliest(self);
	if (number <= 4 && self->all_right)
		self->place = place_of(1.0 - log10(factors[self->trial]));
	else if (number >= EASY_FROM && number % EASY_EVERY == 0 && number <= self->trials)
		self->place += (int)(EASIER_BY * (STEPS - 1));
	if (self->place > STEPS - 1)
		self->place = STEPS - 1;
}

static void
start(void *data, double cut_log_mar)
{
	BestPest *self = data;

	for (int i = 0; i < STEPS; i++)
		self->likelihood[i] = 0.0;
	learn(self, 0, false);
	learn(self, STEPS - 1, true);
	self->cut = cut_log_mar;
	self->trial = 0;
	self->all_right = true;
	choose(self);
}

static double
threshold(const void *data)
{
	const BestPest *self = data;
	double share = (double)self->place / (STEPS - 1);

	return SMALLEST_LOG_MAR + share * (LARGEST_LOG_MAR - SMALLEST_LOG_MAR);
}

static bool
next(const void *data, double *size_log_mar)
{
	const BestPest *self = data;

	*size_log_mar = threshold(data);
	return self->trial < self->trials;
}

static void
answer(void *data, bool right)
{
	BestPest *self = data;

	learn(self, self->place, right);
	self->all_right &= right;
	self->trial++;
	choose(self);
}

static McPeerOutcome
outcome(const void *data)
{
	const BestPest *self = data;

	return threshold(data) - mc_peer_criterion_shift(self->directions) <= self->cut ? MC_PEER_PASS
	                                                                                : MC_PEER_FAIL;
}

const McPeerOps mc_best_pest_ops = {.create = create,
    .destroy = free,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome,
    .threshold = threshold};
