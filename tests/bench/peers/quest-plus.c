#include "tests/bench/peers/quest-plus.h"

#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct McQuestPlus {
	McQuestDomain domain;
	int cells; /* thresholds × slopes */
	double *right, *entropy; /* of each stimulus in each cell */
	double *posterior;
	int stimulus; /* to be shown */
};

static void *
room_for(int count)
{
	double *room = calloc((size_t)count, sizeof *room);

	if (room == NULL)
		abort();
	return room;
}

static double
at(const McQuestGrid *grid, int index)
{
	return grid->first + grid->step * index;
}

static double
threshold_of(const McQuestPlus *self, int cell)
{
	return at(&self->domain.thresholds, cell % self->domain.thresholds.count);
}

static double
slope_of(const McQuestPlus *self, int cell)
{
	return self->domain.slope[cell / self->domain.thresholds.count];
}

static double
entropy_of(double p)
{
	return p <= 0.0 || p >= 1.0 ? 0.0 : -p * log(p) - (1.0 - p) * log(1.0 - p);
}

McQuestPlus *
mc_quest_plus_new(const McQuestDomain *domain)
{
	McQuestPlus *self = malloc(sizeof *self);
	int pairs;

	if (self == NULL)
		abort();
	*self = (McQuestPlus){.domain = *domain, .cells = domain->thresholds.count * domain->slopes};
	pairs = domain->stimuli.count * self->cells;
	self->right = room_for(pairs);
	self->entropy = room_for(pairs);
	self->posterior = room_for(self->cells);
	for (int i = 0; i < pairs; i++) {
		int cell = i % self->cells;
		double above = at(&domain->stimuli, i / self->cells) - threshold_of(self, cell);

		self->right[i] = domain->right(domain->alternatives, slope_of(self, cell), above);
		self->entropy[i] = entropy_of(self->right[i]);
	}
	return self;
}

void
mc_quest_plus_free(McQuestPlus *self)
{
	free(self->right);
	free(self->entropy);
	free(self->posterior);
	free(self);
}

/* What an answer to this stimulus tells about threshold and slope. */
static double
information(const McQuestPlus *self, int stimulus)
{
	const double *right_in = self->right + stimulus * self->cells;
	const double *entropy_in = self->entropy + stimulus * self->cells;
	double right = 0.0, noise = 0.0;

	for (int cell = 0; cell < self->cells; cell++) {
		right += self->posterior[cell] * right_in[cell];
		noise += self->posterior[cell] * entropy_in[cell];
	}
	return entropy_of(right) - noise;
}

static void
choose(McQuestPlus *self)
{
	double most = -1.0;

	for (int stimulus = 0; stimulus < self->domain.stimuli.count; stimulus++) {
		double told = information(self, stimulus);

		if (told > most) {
			most = told;
			self->stimulus = stimulus;
		}
	}
}

void
mc_quest_plus_start(McQuestPlus *self)
{
	for (int cell = 0; cell < self->cells; cell++)
		self->posterior[cell] = 1.0 / self->cells;
	choose(self);
}

double
mc_quest_plus_stimulus(const McQuestPlus *self)
{
	return at(&self->domain.stimuli, self->stimulus);
}

void
mc_quest_plus_answer(McQuestPlus *self, bool right)
{
	const double *right_in = self->right + self->stimulus * self->cells;
	double sum = 0.0;

	for (int cell = 0; cell < self->cells; cell++) {
		self->posterior[cell] *= right ? right_in[cell] : 1.0 - right_in[cell];
		sum += self->posterior[cell];
	}
	for (int cell = 0; cell < self->cells; cell++)
		self->posterior[cell] /= sum;
	choose(self);
}

double
mc_quest_plus_mean(const McQuestPlus *self)
{
	double mean = 0.0;

	for (int cell = 0; cell < self->cells; cell++)
		mean += self->posterior[cell] * threshold_of(self, cell);
	return mean;
}

void
mc_quest_plus_mode(const McQuestPlus *self, double *threshold, double *slope)
{
	int mode = 0;

	for (int cell = 1; cell < self->cells; cell++)
		if (self->posterior[cell] > self->posterior[mode])
			mode = cell;
	*threshold = threshold_of(self, mode);
	*slope = slope_of(self, mode);
}

/* ---- the peer: acuity in a fixed number of trials, decided by the threshold's mean ---- */

#define LAPSE 0.02

typedef struct Peer {
	McQuestPlus *quest;
	int directions, trials;
	double cut;
	int trial;
} Peer;

static double
right_of_optotype(int directions, double slope, double above_log_mar)
{
	return mc_peer_right(directions, slope, LAPSE, above_log_mar);
}

/* In logMAR, the thresholds of the criterion. */
static void *
create(int directions, int trials)
{
	const McQuestDomain acuity = {
	    .stimuli = {.first = -0.6, .step = 0.05, .count = 37},
	    .thresholds = {.first = -1.0, .step = 0.05, .count = 45},
	    .slope = {7, 10, 14, 20, 28},
	    .slopes = 5,
	    .right = right_of_optotype,
	    .alternatives = directions,
	};
	Peer *self = calloc(1, sizeof *self);

	if (self == NULL)
		abort();
	self->quest = mc_quest_plus_new(&acuity);
	self->directions = directions;
	self->trials = trials;
	return self;
}

static void
destroy(void *data)
{
	Peer *self = data;

	mc_quest_plus_free(self->quest);
	free(self);
}

static void
start(void *data, double cut_log_mar)
{
	Peer *self = data;

	mc_quest_plus_start(self->quest);
	self->cut = cut_log_mar;
	self->trial = 0;
}

static bool
next(const void *data, double *size_log_mar)
{
	const Peer *self = data;

	*size_log_mar = mc_quest_plus_stimulus(self->quest);
	return self->trial < self->trials;
}

static void
answer(void *data, bool right)
{
	Peer *self = data;

	mc_quest_plus_answer(self->quest, right);
	self->trial++;
}

static double
threshold(const void *data)
{
	const Peer *self = data;

	return mc_quest_plus_mean(self->quest) + mc_peer_criterion_shift(self->directions);
}

static McPeerOutcome
outcome(const void *data)
{
	const Peer *self = data;

	return mc_quest_plus_mean(self->quest) <= self->cut ? MC_PEER_PASS : MC_PEER_FAIL;
}

const McPeerOps mc_quest_plus_ops = {.create = create,
    .destroy = destroy,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome,
    .threshold = threshold};
