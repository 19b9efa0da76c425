/* QUEST+ (Watson 2017): of all sizes the one whose answer is expected to leave the least entropy
 * over threshold and slope; a fixed number of trials, the threshold's posterior mean decides. */
#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define THRESHOLDS 45 /* -1.0 … 1.2 by .05, of the criterion */
#define SIZES 37 /* -.6 … 1.2 by .05 */
#define SLOPES 5
#define CELLS (THRESHOLDS * SLOPES)
#define LAPSE 0.02

static const double slopes[SLOPES] = {7, 10, 14, 20, 28};

typedef struct QuestPlus {
	int directions, trials;
	double right[SIZES][CELLS], entropy[SIZES][CELLS];
	double posterior[CELLS];
	double cut;
	int trial, size;
} QuestPlus;

static double
size_of(int index)
{
	return -0.6 + 0.05 * index;
}

static double
threshold_of(int cell)
{
	return -1.0 + 0.05 * (cell % THRESHOLDS);
}

static double
entropy_of(double p)
{
	return p <= 0.0 || p >= 1.0 ? 0.0 : -p * log(p) - (1.0 - p) * log(1.0 - p);
}

static void *
create(int directions, int trials)
{
	QuestPlus *self = calloc(1, sizeof *self);

	if (self == NULL)
		abort();
	self->directions = directions;
	self->trials = trials;
	for (int size = 0; size < SIZES; size++) {
		for (int cell = 0; cell < CELLS; cell++) {
			double p = mc_peer_right(
			    directions, slopes[cell / THRESHOLDS], LAPSE, size_of(size) - threshold_of(cell));

			self->right[size][cell] = p;
			self->entropy[size][cell] = entropy_of(p);
		}
	}
	return self;
}

/* What an answer at this size tells about threshold and slope. */
static double
information(const QuestPlus *self, int size)
{
	double right = 0.0, noise = 0.0;

	for (int cell = 0; cell < CELLS; cell++) {
		right += self->posterior[cell] * self->right[size][cell];
		noise += self->posterior[cell] * self->entropy[size][cell];
	}
	return entropy_of(right) - noise;
}

static void
choose(QuestPlus *self)
{
	double most = -1.0;

	for (int size = 0; size < SIZES; size++) {
		double told = information(self, size);

		if (told > most) {
			most = told;
			self->size = size;
		}
	}
}

static void
start(void *data, double cut_log_mar)
{
	QuestPlus *self = data;

	for (int cell = 0; cell < CELLS; cell++)
		self->posterior[cell] = 1.0 / CELLS;
	self->cut = cut_log_mar;
	self->trial = 0;
	choose(self);
}

static bool
next(const void *data, double *size_log_mar)
{
	const QuestPlus *self = data;

	*size_log_mar = size_of(self->size);
	return self->trial < self->trials;
}

static void
answer(void *data, bool right)
{
	QuestPlus *self = data;
	double sum = 0.0;

	for (int cell = 0; cell < CELLS; cell++) {
		double p = self->right[self->size][cell];

		self->posterior[cell] *= right ? p : 1.0 - p;
		sum += self->posterior[cell];
	}
	for (int cell = 0; cell < CELLS; cell++)
		self->posterior[cell] /= sum;
	if (++self->trial < self->trials)
		choose(self);
}

static double
criterion(const QuestPlus *self)
{
	double mean = 0.0;

	for (int cell = 0; cell < CELLS; cell++)
		mean += self->posterior[cell] * threshold_of(cell);
	return mean;
}

static double
threshold(const void *data)
{
	const QuestPlus *self = data;

	return criterion(self) + mc_peer_criterion_shift(self->directions);
}

static McPeerOutcome
outcome(const void *data)
{
	const QuestPlus *self = data;

	return criterion(self) <= self->cut ? MC_PEER_PASS : MC_PEER_FAIL;
}

const McPeerOps mc_quest_plus_ops = {.create = create,
    .destroy = free,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome,
    .threshold = threshold};
