#ifndef MC_TESTS_BENCH_DURABLE_DURABLE_H
#define MC_TESTS_BENCH_DURABLE_DURABLE_H

/* The durable part of a record's cost. */

#include "app/record/seal.h"

typedef struct McBenchRecord {
	McSigner *signer;
	const char *key_path; /* of the same key, for the floor */
	GBytes *content;
	const char *folder; /* on the disk that is measured */
} McBenchRecord;

/* Seal and commit against sign and fdatasync, and against sign and one INSERT into a plain SQLite
 * table (WAL, synchronous=FULL), in turns. */
void mc_bench_durable(const McBenchRecord *record);
/* Insert, take, acknowledge and start-up with so many records against 1 000, in turns. */
void mc_bench_growth(const McBenchRecord *record, guint records);

#endif
