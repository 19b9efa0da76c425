#ifndef MC_TESTS_BENCH_PEERS_KINDS_H
#define MC_TESTS_BENCH_PEERS_KINDS_H

/* Between peer.c and the procedures. Private to the room. */

#include "tests/bench/peers/peer.h"

typedef struct McPeerOps {
	void *(*create)(int directions, int trials);
	void (*destroy)(void *self);
	void (*start)(void *self, double cut_log_mar);
	bool (*next)(const void *self, double *size_log_mar);
	void (*answer)(void *self, bool right);
	McPeerOutcome (*outcome)(const void *self);
	double (*threshold)(const void *self);
} McPeerOps;

extern const McPeerOps mc_best_pest_ops, mc_quest_plus_ops, mc_three_of_five_ops,
    mc_two_of_three_ops, mc_three_of_three_ops, mc_optimum_ops;

/* From the inflection down to the criterion's size, for an eye of slope 14: half of four, 60 % of
 * eight. */
double mc_peer_criterion_shift(int directions);

/* Chance of a right answer at a size by so much above the criterion's threshold. */
double mc_peer_right(int directions, double slope, double lapse, double above_log_mar);

#endif
