#ifndef MC_TESTS_BENCH_PEERS_REFERENCE_H
#define MC_TESTS_BENCH_PEERS_REFERENCE_H

/* Are the peers what they say they are? What is published of them, or was computed elsewhere,
 * beside what they do here. */

#include "tests/bench/peers/peer.h"

typedef struct McReference {
	const char *name, *unit;
	double expected, within;
	double value;
} McReference;
#define MC_QUEST_REFERENCES 5
#define MC_REFERENCES (19 + MC_QUEST_REFERENCES)

/* Each but those of QUEST+ from 8 000 runs, with fixed seeds: a second of one core. */
void mc_references_take(McReference references[MC_REFERENCES]);
bool mc_reference_holds(const McReference *reference);

/* Of them those of QUEST+: what was proposed in two published examples, and what came out. */
#define MC_QUEST_PROPOSALS_1 32
#define MC_QUEST_PROPOSALS_2 64
void mc_quest_references_take(McReference references[MC_QUEST_REFERENCES]);

typedef struct McPeerShares {
	double pass, fail, trials;
} McPeerShares;

/* Eyes R1 (slope 14, 2 % lapses) before a peer of four directions, so much better than required. */
McPeerShares mc_peer_shares(McPeer *peer, double ahead_log_mar, int runs);

#endif
