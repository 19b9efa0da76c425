#include "app/exam/random.h"

#include <stddef.h>

static uint64_t
read_word(const uint8_t *bytes)
{
	uint64_t word = 0;

	for (int i = 7; i >= 0; i--)
		word = word << 8 | bytes[i];
	return word;
}

static uint64_t
finalise(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

void
mc_random_init(McRandom *random, const McSeed *seed)
{
	uint64_t any = 0;

	for (size_t i = 0; i < 4; i++) {
		random->word[i] =
		    finalise(read_word(seed->bytes + 8 * i) + (i + 1) * UINT64_C(0x9E3779B97F4A7C15));
		any |= random->word[i];
	}
	/* The one state from which xoshiro never leaves. */
	if (any == 0)
		random->word[0] = 1;
}

uint64_t
mc_random_next(McRandom *random)
{
	uint64_t *s = random->word;
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint32_t
mc_random_below(McRandom *random, uint32_t bound)
{
	uint32_t threshold, draw;

	if (bound == 0)
		return 0;
	/* The draws below 2^32 mod bound would favour the small results. */
	threshold = (0u - bound) % bound;
	do {
		draw = (uint32_t)(mc_random_next(random) >> 32);
	} while (draw < threshold);
	return draw % bound;
}

int32_t
mc_random_between(McRandom *random, int32_t low, int32_t high)
{
	uint32_t span;

	if (high <= low)
		return low;
	span = (uint32_t)high - (uint32_t)low;
	if (span == UINT32_MAX)
		return (int32_t)((int64_t)low + (int64_t)(mc_random_next(random) >> 32));
	return (int32_t)((int64_t)low + mc_random_below(random, span + 1));
}

void
mc_pool_init(McPool *pool, const int32_t block[MC_POOL_KINDS], int32_t blocks)
{
	int32_t size = 0;

	for (int k = 0; k < MC_POOL_KINDS; k++) {
		pool->block[k] = block[k];
		pool->left[k] = block[k] * blocks;
		size += block[k];
	}
	pool->total = size * blocks;
	pool->refill_at = size * (blocks - 1);
}

int
mc_pool_draw(McPool *pool, McRandom *random)
{
	int32_t card = (int32_t)mc_random_below(random, (uint32_t)pool->total);
	int kind = 0;

	while (kind < MC_POOL_KINDS - 1 && card >= pool->left[kind])
		card -= pool->left[kind++];
	pool->left[kind]--;
	pool->total--;
	if (pool->total > pool->refill_at)
		return kind;

	for (int k = 0; k < MC_POOL_KINDS; k++) {
		pool->left[k] += pool->block[k];
		pool->total += pool->block[k];
	}
	return kind;
}
