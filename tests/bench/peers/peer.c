#include "tests/bench/peers/kinds.h"

#include <math.h>
#include <stdlib.h>

struct McPeer {
	const McPeerOps *ops;
	void *self;
	int trials;
};

static const struct {
	const char *name;
	const McPeerOps *ops;
} kinds[MC_PEER_KINDS] = {
    [MC_PEER_BEST_PEST] = {"best-pest", &mc_best_pest_ops},
    [MC_PEER_QUEST_PLUS] = {"quest-plus", &mc_quest_plus_ops},
    [MC_PEER_3_OF_5] = {"3-of-5", &mc_three_of_five_ops},
    [MC_PEER_2_OF_3] = {"2-of-3", &mc_two_of_three_ops},
    [MC_PEER_3_OF_3] = {"3-of-3", &mc_three_of_three_ops},
    [MC_PEER_OPTIMUM] = {"optimum", &mc_optimum_ops},
};

/* (q - g) / (1 - g): the share that is seen at the criterion. */
static double
seen_at_criterion(int directions)
{
	double guess = 1.0 / directions;

	return ((directions == 8 ? 0.6 : 0.5) - guess) / (1.0 - guess);
}

double
mc_peer_criterion_shift(int directions)
{
	double seen = seen_at_criterion(directions);

	return log((1.0 - seen) / seen) / 14.0;
}

double
mc_peer_right(int directions, double slope, double lapse, double above_log_mar)
{
	double guess = 1.0 / directions;
	double seen = seen_at_criterion(directions);
	double odds = (1.0 - seen) / seen * exp(-slope * above_log_mar);

	return guess + (1.0 - guess) * (1.0 - lapse) / (1.0 + odds);
}

const char *
mc_peer_name(McPeerKind kind)
{
	return kinds[kind].name;
}

McPeer *
mc_peer_new(McPeerKind kind, int directions, int trials)
{
	McPeer *peer = malloc(sizeof *peer);

	if (peer == NULL)
		abort();
	peer->ops = kinds[kind].ops;
	peer->self = peer->ops->create(directions, trials);
	peer->trials = 0;
	return peer;
}

void
mc_peer_free(McPeer *peer)
{
	if (peer == NULL)
		return;
	peer->ops->destroy(peer->self);
	free(peer);
}

void
mc_peer_start(McPeer *peer, double cut_log_mar)
{
	peer->trials = 0;
	peer->ops->start(peer->self, cut_log_mar);
}

bool
mc_peer_next(const McPeer *peer, double *size_log_mar)
{
	return peer->ops->next(peer->self, size_log_mar);
}

void
mc_peer_answer(McPeer *peer, bool right)
{
	peer->trials++;
	peer->ops->answer(peer->self, right);
}

McPeerOutcome
mc_peer_outcome(const McPeer *peer)
{
	return peer->ops->outcome(peer->self);
}

int
mc_peer_trials(const McPeer *peer)
{
	return peer->trials;
}

double
mc_peer_threshold(const McPeer *peer)
{
	return peer->ops->threshold == NULL ? (double)NAN : peer->ops->threshold(peer->self);
}
