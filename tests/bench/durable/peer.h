#ifndef MC_TESTS_BENCH_DURABLE_PEER_H
#define MC_TESTS_BENCH_DURABLE_PEER_H

/* What a durable, signed record costs at least: a raw signature, and its bytes on the disk. */

#include "tests/bench/durable/durable.h"

typedef struct McBenchPeer McBenchPeer;
McBenchPeer *mc_bench_peer_new(const McBenchRecord *record);
void mc_bench_peer_free(McBenchPeer *peer);
/* Signs, appends to a file, fdatasync. */
void mc_bench_peer_flush(McBenchPeer *peer);
/* Signs, one INSERT into SQLite (WAL, synchronous=FULL). */
void mc_bench_peer_insert(McBenchPeer *peer);

#endif
