#ifndef MC_TESTS_BENCH_PEERS_HEARING_H
#define MC_TESTS_BENCH_PEERS_HEARING_H

/* Other ways of measuring hearing, to be run beside ours on the same simulated ears. Floating
 * point, levels in dB HL; never in a product.
 *
 *   McHearingPeer peer;
 *   mc_hearing_peer_start(&peer, MC_HEARING_PEER_ASHA);
 *   while (mc_hearing_peer_next(&peer, &level_db))
 *       mc_hearing_peer_answer(&peer, is a tone of this level answered?);
 *   peer.threshold_db, peer.presentations
 *
 * ASHA: 30 dB, unheard 50, then up 10 to the first answer; down 10, up 5; the lowest level with two
 * answers, and at least half, on the way up. ISO 8253-1 ascending: from 40 dB down 20 to the first
 * miss, up 10 to an answer; from 10 dB below that up 5 to an answer, down 10; three answers at one
 * level in at most five ascents, else 10 dB higher and afresh; the shortened form two in three. */

#include <stdbool.h>

typedef enum McHearingPeerKind {
	MC_HEARING_PEER_ASHA,
	MC_HEARING_PEER_ISO,
	MC_HEARING_PEER_ISO_SHORT,
} McHearingPeerKind;
#define MC_HEARING_PEERS 3

#define MC_HEARING_PEER_LEVELS 27 /* -10 to 120 dB */

typedef struct McHearingPeer {
	McHearingPeerKind kind;
	double threshold_db;
	int presentations;
	bool done;
	/* private */
	int level; /* in 5 dB from -10 dB */
	bool found, rising, falling_first;
	int ascents, heard[MC_HEARING_PEER_LEVELS], tried[MC_HEARING_PEER_LEVELS];
} McHearingPeer;

const char *mc_hearing_peer_name(McHearingPeerKind kind);
void mc_hearing_peer_start(McHearingPeer *peer, McHearingPeerKind kind);
/* False when it is over. */
bool mc_hearing_peer_next(const McHearingPeer *peer, double *level_db);
void mc_hearing_peer_answer(McHearingPeer *peer, bool heard);

/* What kiosks do for the side: two sounds left and two right by loudspeaker, each announced, two
 * answers; all four right. Takes the chance of a right answer to one sound; returns that of
 * passing. */
double mc_side_peer_passes(double right);

#endif
