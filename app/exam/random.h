#ifndef MC_APP_EXAM_RANDOM_H
#define MC_APP_EXAM_RANDOM_H

/* The exam's own randomness: the same seed gives the same draws on every machine, for ever, since a
 * record is replayed by it.
 *
 * Generator: xoshiro256** 1.0 (Blackman and Vigna). Its four words are the seed's 32 bytes read as
 * little-endian words w0..w3, each passed through the SplitMix64 finaliser of w[i] + (i + 1) *
 * 0x9E3779B97F4A7C15, so that a seed of zeros is as good as any. It is no cipher: what nobody can
 * foresee is the seed, which the recorder draws from the system. */

#include "app/exam/types.h"

typedef struct McRandom {
	uint64_t word[4];
} McRandom;

void mc_random_init(McRandom *random, const McSeed *seed);
uint64_t mc_random_next(McRandom *random);

/* Unbiased: 0 … bound - 1, by rejection. 0 when the bound is 0. */
uint32_t mc_random_below(McRandom *random, uint32_t bound);

/* Unbiased: low … high inclusive; low when high < low. */
int32_t mc_random_between(McRandom *random, int32_t low, int32_t high);

/* Balanced blocks shuffled together: the pool holds `blocks` blocks, each with block[k] cards of
 * kind k; a card is drawn at random, and when a whole block has been drawn a fresh one is shuffled
 * in. What is left of the older blocks is carried over, so that the last cards of a block cannot be
 * foreseen: the more blocks, the less an observer gains who counts every card, and the looser the
 * balance. */
#define MC_POOL_KINDS 8
typedef struct McPool {
	int32_t block[MC_POOL_KINDS];
	int32_t left[MC_POOL_KINDS];
	int32_t total; /* cards left */
	int32_t refill_at; /* total at which a block is shuffled in */
} McPool;

/* Cards: 1 … 1 000 in a block, blocks: 1 … 1 000. */
void mc_pool_init(McPool *pool, const int32_t block[MC_POOL_KINDS], int32_t blocks);
int mc_pool_draw(McPool *pool, McRandom *random);

#endif
