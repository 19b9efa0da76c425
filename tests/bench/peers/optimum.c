/* The limit: a dynamic programme over all counts of right and wrong answers at a few sizes, with
 * our minimum, maximum, warm-up, unknown slope and class (flat within three lines on either side of
 * the limit). It minimises
 *   trials + price of a false PASS + price of a false FAIL + price of a REFER,
 * where a REFER is open to it, as to us, only after the last trial. Sizes: of all that ours shows
 * from three lines below the limit to three above, 0, .05 and .1 logMAR above it serve best, and
 * mc_optimum_gain() says how little a fourth would save. Prices: those at which its errors and
 * REFERs against R1 come to lie where ours do. */
#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIZES_MAX 4
#define WARM_UPS 3
#define MINIMUM 8
#define MAXIMUM 40
#define LEFT_MAX (MAXIMUM - WARM_UPS)
#define KINDS_MAX (2 * SIZES_MAX) /* of answers: right and wrong at each size */
#define SLOPES 3
#define CELLS 24 /* thresholds, 25 milli-logMAR apart */
#define PATTERNS 2 /* of the warm-up: the last one right, or wrong */

enum { STOP_PASS = SIZES_MAX, STOP_FAIL, STOP_REFER };

static const double warm_up[WARM_UPS] = {0.6, 0.4, 0.2};
static const double slopes[SLOPES] = {8, 14, 22};

typedef struct Setup {
	int sizes;
	double size_log_mar[SIZES_MAX]; /* from the limit; the warm-up's come besides */
	int maximum; /* of trials, the warm-up's among them */
	double price[3]; /* in trials: of a false PASS, a false FAIL, a REFER */
} Setup;

static const Setup usual = {
    .sizes = 3, .size_log_mar = {0, 0.05, 0.1}, .maximum = MAXIMUM, .price = {101.5, 740, 6.2}};

#define ROOM (LEFT_MAX + KINDS_MAX)

typedef struct Optimum {
	Setup setup;
	int left, kinds; /* trials after the warm-up; of answers */
	long binomial[ROOM + 1][KINDS_MAX]; /* [n][k] */
	long first[LEFT_MAX + 2]; /* first state of so many answers */
	unsigned char *policy[PATTERNS];
	double sum; /* that it attains, in the mean of its people */
	double cut;
	int counts[KINDS_MAX]; /* right at each size, then wrong */
	int trial, pattern;
} Optimum;

/* The likelihood tables of one computation. */
typedef struct Tables {
	double start[PATTERNS][SLOPES * CELLS]; /* prior times warm-up */
	double power[SIZES_MAX][LEFT_MAX + 1][LEFT_MAX + 1]
	            [SLOPES * CELLS]; /* by right and wrong answers */
	double *below, *here; /* values of the states with one answer more, and of these */
} Tables;

/* Rank of the counts among those of the same sum: where the bars between stars stand. */
static long
rank_of(const Optimum *self, const int counts[KINDS_MAX])
{
	long rank = 0;
	int at = 0;

	for (int k = 1; k < self->kinds; k++) {
		at += counts[k - 1] + (k > 1);
		rank += self->binomial[at][k];
	}
	return rank;
}

static double
threshold_of(int cell)
{
	return 0.025 * (cell % CELLS) - 0.2875;
}

/* Of so many right and so many wrong answers to one size. */
static void
fill_powers(Tables *tables, int size, int cell, double right)
{
	for (int r = 0; r <= LEFT_MAX; r++)
		for (int w = 0; r + w <= LEFT_MAX; w++)
			tables->power[size][r][w][cell] = pow(right, r) * pow(1.0 - right, w);
}

static void
fill_tables(Tables *tables, const Setup *setup)
{
	for (int cell = 0; cell < SLOPES * CELLS; cell++) {
		double slope = slopes[cell / CELLS], p[WARM_UPS];

		for (int i = 0; i < WARM_UPS; i++)
			p[i] = mc_peer_right(4, slope, 0.03, warm_up[i] - threshold_of(cell));
		tables->start[0][cell] = p[0] * p[1] * p[2] / (SLOPES * CELLS);
		tables->start[1][cell] = p[0] * p[1] * (1.0 - p[2]) / (SLOPES * CELLS);
		for (int size = 0; size < setup->sizes; size++)
			fill_powers(tables, size, cell,
			    mc_peer_right(4, slope, 0.03, setup->size_log_mar[size] - threshold_of(cell)));
	}
}

/* Joint probability of these answers with "meets the limit" and with "does not". */
static void
weigh(const Optimum *self, const Tables *tables, int pattern, const int counts[KINDS_MAX],
    double *met, double *missed)
{
	int sizes = self->setup.sizes;
	double joint[SLOPES * CELLS];

	memcpy(joint, tables->start[pattern], sizeof joint);
	for (int size = 0; size < sizes; size++) {
		const double *power = tables->power[size][counts[size]][counts[size + sizes]];

		for (int i = 0; i < SLOPES * CELLS; i++)
			joint[i] *= power[i];
	}
	*met = *missed = 0.0;
	for (int s = 0; s < SLOPES * CELLS; s += CELLS) {
		for (int t = s; t < s + CELLS / 2; t++)
			*met += joint[t];
		for (int t = s + CELLS / 2; t < s + CELLS; t++)
			*missed += joint[t];
	}
}

/* The least sum from here on, times the probability to come here; and what attains it. */
static double
best_of(const Optimum *self, const Tables *tables, int pattern, int counts[KINDS_MAX], int answers,
    unsigned char *action)
{
	const double *price = self->setup.price;
	int sizes = self->setup.sizes;
	double met, missed, least = HUGE_VAL;

	weigh(self, tables, pattern, counts, &met, &missed);
	if (answers >= MINIMUM - WARM_UPS) {
		*action = price[0] * missed <= price[1] * met ? STOP_PASS : STOP_FAIL;
		least = fmin(price[0] * missed, price[1] * met);
	}
	if (answers == self->left) {
		if (price[2] * (met + missed) < least)
			*action = STOP_REFER;
		return fmin(least, price[2] * (met + missed));
	}
	for (int size = 0; size < sizes; size++) {
		double sum = met + missed;

		for (int wrong = 0; wrong < self->kinds; wrong += sizes) {
			counts[size + wrong]++;
			sum += tables->below[rank_of(self, counts)];
			counts[size + wrong]--;
		}
		if (sum < least) {
			least = sum;
			*action = (unsigned char)size;
		}
	}
	return least;
}

/* The next way to share so many answers among the kinds; false after the last. */
static bool
step_counts(int counts[KINDS_MAX], int kinds)
{
	int k = 0;

	while (k < kinds && counts[k] == 0)
		k++;
	if (k >= kinds - 1)
		return false;
	counts[k + 1]++;
	counts[0] = counts[k] - 1;
	if (k > 0)
		counts[k] = 0;
	return true;
}

static void
solve(Optimum *self, Tables *tables, int pattern)
{
	for (int answers = self->left; answers >= 0; answers--) {
		int counts[KINDS_MAX] = {answers};
		double *other = tables->below;

		do {
			long rank = rank_of(self, counts);

			tables->here[rank] = best_of(self, tables, pattern, counts, answers,
			    &self->policy[pattern][self->first[answers] + rank]);
		} while (step_counts(counts, self->kinds));
		tables->below = tables->here;
		tables->here = other;
	}
	self->sum += tables->below[0];
}

static void *
must(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

static void
count_states(Optimum *self)
{
	for (int n = 0; n <= ROOM; n++) {
		self->binomial[n][0] = 1;
		for (int k = 1; k < KINDS_MAX; k++)
			self->binomial[n][k] =
			    n == 0 ? 0 : self->binomial[n - 1][k - 1] + self->binomial[n - 1][k];
	}
	for (int answers = 0; answers <= self->left; answers++)
		self->first[answers + 1] =
		    self->first[answers] + self->binomial[answers + self->kinds - 1][self->kinds - 1];
}

static Optimum *
solve_setup(const Setup *setup)
{
	Optimum *self = must(calloc(1, sizeof *self));
	Tables *tables = must(calloc(1, sizeof *tables));
	size_t widest;

	self->setup = *setup;
	self->left = setup->maximum - WARM_UPS;
	self->kinds = 2 * setup->sizes;
	self->sum = WARM_UPS;
	count_states(self);
	widest = (size_t)(self->first[self->left + 1] - self->first[self->left]);
	tables->below = must(calloc(widest, sizeof *tables->below));
	tables->here = must(calloc(widest, sizeof *tables->here));
	fill_tables(tables, setup);
	for (int pattern = 0; pattern < PATTERNS; pattern++) {
		self->policy[pattern] = must(calloc((size_t)self->first[self->left + 1], 1));
		solve(self, tables, pattern);
	}
	free(tables->below);
	free(tables->here);
	free(tables);
	return self;
}

static void *
create(int directions, int trials)
{
	(void)directions, (void)trials;
	return solve_setup(&usual);
}

static void
destroy(void *data)
{
	Optimum *self = data;

	for (int pattern = 0; pattern < PATTERNS; pattern++)
		free(self->policy[pattern]);
	free(self);
}

static void
start(void *data, double cut_log_mar)
{
	Optimum *self = data;

	self->cut = cut_log_mar;
	for (int k = 0; k < KINDS_MAX; k++)
		self->counts[k] = 0;
	self->trial = self->pattern = 0;
}

static unsigned char
action(const Optimum *self)
{
	return self
	    ->policy[self->pattern][self->first[self->trial - WARM_UPS] + rank_of(self, self->counts)];
}

static bool
next(const void *data, double *size_log_mar)
{
	const Optimum *self = data;

	if (self->trial < WARM_UPS) {
		*size_log_mar = self->cut + warm_up[self->trial];
		return true;
	}
	if (action(self) >= STOP_PASS)
		return false;
	*size_log_mar = self->cut + self->setup.size_log_mar[action(self)];
	return true;
}

static void
answer(void *data, bool right)
{
	Optimum *self = data;

	/* An earlier slip is taken for the last one: rare, and only to its disadvantage. */
	if (self->trial < WARM_UPS)
		self->pattern |= !right;
	else
		self->counts[action(self) + (right ? 0 : self->setup.sizes)]++;
	self->trial++;
}

static McPeerOutcome
outcome(const void *data)
{
	switch (action(data)) {
	case STOP_PASS: return MC_PEER_PASS;
	case STOP_FAIL: return MC_PEER_FAIL;
	default: return MC_PEER_REFER;
	}
}

static double
sum_of(const Setup *setup)
{
	Optimum *self = solve_setup(setup);
	double sum = self->sum;

	destroy(self);
	return sum;
}

double
mc_optimum_gain(double size_log_mar, int maximum)
{
	Setup setup = usual;
	double without, with;

	setup.maximum = maximum;
	without = sum_of(&setup);
	setup.size_log_mar[setup.sizes++] = size_log_mar;
	with = sum_of(&setup);
	return (without - with) / with;
}

const McPeerOps mc_optimum_ops = {.create = create,
    .destroy = destroy,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome};
