#ifndef MC_TESTS_BENCH_PEERS_PEER_H
#define MC_TESTS_BENCH_PEERS_PEER_H

/* Other ways of measuring acuity, to be run beside ours on the same simulated eyes. Floating point;
 * never in a product.
 *
 *   McPeer *peer = mc_peer_new(MC_PEER_BEST_PEST, 4, 24);
 *   for each eye:
 *       mc_peer_start(peer, cut_log_mar);
 *       while (mc_peer_next(peer, &size_log_mar))
 *           mc_peer_answer(peer, is the answer to one optotype of this size right?);
 *       mc_peer_outcome(peer), mc_peer_trials(peer), mc_peer_threshold(peer)
 *   mc_peer_free(peer);
 *
 * Sizes are of the stroke, in logMAR. The limit counts by one criterion for all: the size at which
 * half of the raw answers are right (four directions), or 60 % (eight). */

#include <stdbool.h>

typedef enum McPeerKind {
	MC_PEER_BEST_PEST, /* as FrACT10 does it: 18 trials of eight, 24 of four directions */
	MC_PEER_QUEST_PLUS, /* least expected entropy over threshold and slope; as many trials */
	MC_PEER_3_OF_5, /* ISO 8596's share, at the line of the limit */
	MC_PEER_2_OF_3, /* what kiosks do */
	MC_PEER_3_OF_3,
	MC_PEER_OPTIMUM, /* the dynamic programme of optimum.c: a limit, not a rival */
} McPeerKind;
#define MC_PEER_KINDS 6

typedef enum McPeerOutcome { MC_PEER_PASS, MC_PEER_FAIL, MC_PEER_REFER } McPeerOutcome;

typedef struct McPeer McPeer;

const char *mc_peer_name(McPeerKind kind);

/* directions: 4 or 8; trials: of Best PEST and QUEST+. The optimum knows four directions only, and
 * takes a few seconds to compute. */
McPeer *mc_peer_new(McPeerKind kind, int directions, int trials);
void mc_peer_free(McPeer *peer);

void mc_peer_start(McPeer *peer, double cut_log_mar);
/* False when it is over. */
bool mc_peer_next(const McPeer *peer, double *size_log_mar);
void mc_peer_answer(McPeer *peer, bool right);

McPeerOutcome mc_peer_outcome(const McPeer *peer);
int mc_peer_trials(const McPeer *peer);

/* Of the optimum: by which share the least sum of trials and prices would fall if it could show
 * this size, too, within so many trials (at most 24, as its states are too many then). Exact. */
double mc_optimum_gain(double size_log_mar, int maximum);

/* The size at which the raw share of the procedure's own inflection (62.5 % or 56.25 %) is reached;
 * NAN where it measures none. */
double mc_peer_threshold(const McPeer *peer);

#endif
