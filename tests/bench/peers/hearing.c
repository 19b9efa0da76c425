#include "tests/bench/peers/hearing.h"

#include <string.h>

#define LEVEL_40 10
#define LEVEL_30 8
#define LEVEL_50 12
#define ASCENTS_MAX 5

const char *
mc_hearing_peer_name(McHearingPeerKind kind)
{
	switch (kind) {
	case MC_HEARING_PEER_ASHA: return "asha";
	case MC_HEARING_PEER_ISO: return "iso-3-of-5";
	case MC_HEARING_PEER_ISO_SHORT: return "iso-2-of-3";
	}
	return "?";
}

void
mc_hearing_peer_start(McHearingPeer *peer, McHearingPeerKind kind)
{
	memset(peer, 0, sizeof *peer);
	peer->kind = kind;
	peer->falling_first = kind != MC_HEARING_PEER_ASHA;
	peer->level = peer->falling_first ? LEVEL_40 : LEVEL_30;
}

bool
mc_hearing_peer_next(const McHearingPeer *peer, double *level_db)
{
	*level_db = 5.0 * peer->level - 10.0;
	return !peer->done;
}

static void
move(McHearingPeer *peer, int steps)
{
	int level = peer->level + steps;

	peer->level = level < 0                         ? 0
	              : level >= MC_HEARING_PEER_LEVELS ? MC_HEARING_PEER_LEVELS - 1
	                                                : level;
}

/* Before the first level that counts. */
static void
search(McHearingPeer *peer, bool heard)
{
	if (peer->falling_first && heard && peer->level > 0) {
		move(peer, -4);
		return;
	}
	peer->falling_first = false;
	if (heard) {
		peer->found = true;
		move(peer, -2);
	} else if (peer->kind == MC_HEARING_PEER_ASHA && peer->level == LEVEL_30) {
		peer->level = LEVEL_50;
	} else {
		move(peer, 2);
	}
}

static bool
settles(const McHearingPeer *peer)
{
	int heard = peer->heard[peer->level], tried = peer->tried[peer->level];

	switch (peer->kind) {
	case MC_HEARING_PEER_ASHA: return heard >= 2 && 2 * heard >= tried;
	case MC_HEARING_PEER_ISO: return heard >= 3;
	case MC_HEARING_PEER_ISO_SHORT: return heard >= 2;
	}
	return true;
}

static void
count(McHearingPeer *peer, bool heard)
{
	int ascents_max = peer->kind == MC_HEARING_PEER_ISO ? ASCENTS_MAX : 3;

	peer->tried[peer->level]++;
	peer->heard[peer->level] += heard;
	peer->ascents += heard;
	if (settles(peer)) {
		peer->done = true;
		peer->threshold_db = 5.0 * peer->level - 10.0;
	} else if (peer->kind != MC_HEARING_PEER_ASHA && peer->ascents >= ascents_max) {
		memset(peer->tried, 0, sizeof peer->tried);
		memset(peer->heard, 0, sizeof peer->heard);
		peer->ascents = 0;
		move(peer, 4); /* 10 dB up, after the 10 dB down that follow an answer */
	}
}

void
mc_hearing_peer_answer(McHearingPeer *peer, bool heard)
{
	peer->presentations++;
	if (!peer->found) {
		search(peer, heard);
		return;
	}
	if (peer->rising || peer->level == 0)
		count(peer, heard);
	if (peer->done)
		return;
	peer->rising = !heard;
	move(peer, heard ? -2 : 1);
}

double
mc_side_peer_passes(double right)
{
	return right * right * right * right;
}
