/* The limit: a dynamic programme over all counts of right and wrong answers at three sizes, with
 * our minimum, maximum, warm-up, unknown slope and class (flat within three lines on either side of
 * the limit). It minimises
 *   trials + price of a false PASS + price of a false FAIL + price of a REFER,
 * where a REFER is open to it, as to us, only after the last trial. The prices are those at which
 * its errors and REFERs against R1 come to lie where ours do. No procedure that shows these sizes
 * needs fewer trials at the same sum. */
#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>

#define WARM_UPS 3
#define MINIMUM 8
#define MAXIMUM 40
#define LEFT (MAXIMUM - WARM_UPS)
#define SIZES 3
#define KINDS (2 * SIZES) /* of answers: right and wrong at each size */
#define SLOPES 3
#define CELLS 24 /* thresholds, 25 milli-logMAR apart */
#define PATTERNS 2 /* of the warm-up: the last one right, or wrong */

enum { STOP_PASS = SIZES, STOP_FAIL, STOP_REFER };

static const double warm_up[WARM_UPS] = {0.6, 0.4, 0.2};
static const double sizes[SIZES] = {-0.05, 0.05, 0.15};
static const double slopes[SLOPES] = {8, 14, 22};
/* In trials: of a false PASS, a false FAIL, a REFER. */
static const double prices[3] = {150, 800, 25};

#define ROOM (LEFT + KINDS)

typedef struct Optimum {
	long binomial[ROOM + 1][KINDS]; /* [n][k] */
	long first[LEFT + 2]; /* first state of so many answers */
	unsigned char *policy[PATTERNS];
	double cut;
	int counts[KINDS]; /* right at each size, then wrong */
	int trial, pattern;
} Optimum;

/* The likelihood tables of one computation. */
typedef struct Tables {
	double start[PATTERNS][SLOPES * CELLS]; /* prior times warm-up */
	double power[SIZES][LEFT + 1][LEFT + 1][SLOPES * CELLS]; /* by right and wrong answers */
	double *below, *here; /* values of the states with one answer more, and of these */
} Tables;

/* Rank of the counts among those of the same sum: where the bars between stars stand. */
static long
rank_of(const Optimum *self, const int counts[KINDS])
{
	long rank = 0;
	int at = 0;

	for (int k = 1; k < KINDS; k++) {
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
	for (int r = 0; r <= LEFT; r++)
		for (int w = 0; r + w <= LEFT; w++)
			tables->power[size][r][w][cell] = pow(right, r) * pow(1.0 - right, w);
}

static void
fill_tables(Tables *tables)
{
	for (int cell = 0; cell < SLOPES * CELLS; cell++) {
		double slope = slopes[cell / CELLS], p[WARM_UPS];

		for (int i = 0; i < WARM_UPS; i++)
			p[i] = mc_peer_right(4, slope, 0.03, warm_up[i] - threshold_of(cell));
		tables->start[0][cell] = p[0] * p[1] * p[2] / (SLOPES * CELLS);
		tables->start[1][cell] = p[0] * p[1] * (1.0 - p[2]) / (SLOPES * CELLS);
		for (int size = 0; size < SIZES; size++)
			fill_powers(tables, size, cell,
			    mc_peer_right(4, slope, 0.03, sizes[size] - threshold_of(cell)));
	}
}

/* Joint probability of these answers with "meets the limit" and with "does not". */
static void
weigh(const Tables *tables, int pattern, const int counts[KINDS], double *met, double *missed)
{
	const double *a = tables->power[0][counts[0]][counts[SIZES]];
	const double *b = tables->power[1][counts[1]][counts[SIZES + 1]];
	const double *c = tables->power[2][counts[2]][counts[SIZES + 2]];
	const double *start = tables->start[pattern];

	*met = *missed = 0.0;
	for (int s = 0; s < SLOPES * CELLS; s += CELLS) {
		for (int t = s; t < s + CELLS / 2; t++)
			*met += start[t] * a[t] * b[t] * c[t];
		for (int t = s + CELLS / 2; t < s + CELLS; t++)
			*missed += start[t] * a[t] * b[t] * c[t];
	}
}

/* The least sum from here on, times the probability to come here; and what attains it. */
static double
best_of(const Optimum *self, const Tables *tables, int pattern, int counts[KINDS], int answers,
    unsigned char *action)
{
	double met, missed, least = HUGE_VAL;

	weigh(tables, pattern, counts, &met, &missed);
	if (answers >= MINIMUM - WARM_UPS) {
		*action = prices[0] * missed <= prices[1] * met ? STOP_PASS : STOP_FAIL;
		least = fmin(prices[0] * missed, prices[1] * met);
	}
	if (answers == LEFT) {
		if (prices[2] * (met + missed) < least)
			*action = STOP_REFER;
		return fmin(least, prices[2] * (met + missed));
	}
	for (int size = 0; size < SIZES; size++) {
		double sum = met + missed;

		for (int wrong = 0; wrong < KINDS; wrong += SIZES) {
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
step_counts(int counts[KINDS])
{
	int k = 0;

	while (k < KINDS && counts[k] == 0)
		k++;
	if (k >= KINDS - 1)
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
	for (int answers = LEFT; answers >= 0; answers--) {
		int counts[KINDS] = {answers};
		double *other = tables->below;

		do {
			long rank = rank_of(self, counts);

			tables->here[rank] = best_of(self, tables, pattern, counts, answers,
			    &self->policy[pattern][self->first[answers] + rank]);
		} while (step_counts(counts));
		tables->below = tables->here;
		tables->here = other;
	}
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
		for (int k = 1; k < KINDS; k++)
			self->binomial[n][k] =
			    n == 0 ? 0 : self->binomial[n - 1][k - 1] + self->binomial[n - 1][k];
	}
	for (int answers = 0; answers <= LEFT; answers++)
		self->first[answers + 1] =
		    self->first[answers] + self->binomial[answers + KINDS - 1][KINDS - 1];
}

static void *
create(int directions, int trials)
{
	Optimum *self = must(calloc(1, sizeof *self));
	Tables *tables = must(calloc(1, sizeof *tables));
	size_t widest;

	(void)directions, (void)trials;
	count_states(self);
	widest = (size_t)(self->first[LEFT + 1] - self->first[LEFT]);
	tables->below = must(calloc(widest, sizeof *tables->below));
	tables->here = must(calloc(widest, sizeof *tables->here));
	fill_tables(tables);
	for (int pattern = 0; pattern < PATTERNS; pattern++) {
		self->policy[pattern] = must(calloc((size_t)self->first[LEFT + 1], 1));
		solve(self, tables, pattern);
	}
	free(tables->below);
	free(tables->here);
	free(tables);
	return self;
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
	for (int k = 0; k < KINDS; k++)
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
	if (action(self) >= SIZES)
		return false;
	*size_log_mar = self->cut + sizes[action(self)];
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
		self->counts[action(self) + (right ? 0 : SIZES)]++;
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

const McPeerOps mc_optimum_ops = {.create = create,
    .destroy = destroy,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome};
