/* So many right of so many at the line of the limit, ended as soon as it is settled. */
#include "tests/bench/peers/kinds.h"

#include <stdlib.h>

typedef struct Counts {
	int needed, of;
	int right, wrong;
	double cut;
} Counts;

static void *
create(int needed, int of)
{
	Counts *self = calloc(1, sizeof *self);

	if (self == NULL)
		abort();
	self->needed = needed;
	self->of = of;
	return self;
}

static void *
create_three_of_five(int directions, int trials)
{
	(void)directions, (void)trials;
	return create(3, 5);
}

static void *
create_two_of_three(int directions, int trials)
{
	(void)directions, (void)trials;
	return create(2, 3);
}

static void *
create_three_of_three(int directions, int trials)
{
	(void)directions, (void)trials;
	return create(3, 3);
}

static void
start(void *data, double cut_log_mar)
{
	Counts *self = data;

	self->right = self->wrong = 0;
	self->cut = cut_log_mar;
}

static bool
next(const void *data, double *size_log_mar)
{
	const Counts *self = data;

	*size_log_mar = self->cut;
	return self->right < self->needed && self->wrong <= self->of - self->needed;
}

static void
answer(void *data, bool right)
{
	Counts *self = data;

	self->right += right;
	self->wrong += !right;
}

static McPeerOutcome
outcome(const void *data)
{
	const Counts *self = data;

	return self->right >= self->needed ? MC_PEER_PASS : MC_PEER_FAIL;
}

const McPeerOps mc_three_of_five_ops = {.create = create_three_of_five,
    .destroy = free,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome};
const McPeerOps mc_two_of_three_ops = {.create = create_two_of_three,
    .destroy = free,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome};
const McPeerOps mc_three_of_three_ops = {.create = create_three_of_three,
    .destroy = free,
    .start = start,
    .next = next,
    .answer = answer,
    .outcome = outcome};
