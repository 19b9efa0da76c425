#include "app/record/merkle.h"

#include "app/json/hex.h"
#include "app/record/suite-parts.h"
#include <string.h>

/* Leaves and nodes are hashed apart, so that none can be shown for the other. */
#define LEAF 0
#define NODE 1

struct McMerkle {
	GPtrArray *levels; /* of GArray of McMerkleHash, the leaves first, the root alone last */
};

static void
sum(const guint8 *bytes, gsize size, McMerkleHash *out)
{
	if (EVP_Digest(bytes, size, out->byte, NULL, mc_suite_parts(MC_SUITE_P256)->digest(), NULL) !=
	    1)
		g_error("SHA-256 is not available");
}

void
mc_merkle_join(const McMerkleHash *left, const McMerkleHash *right, McMerkleHash *out)
{
	guint8 both[1 + 2 * sizeof *left] = {NODE};

	for (gsize i = 0; i < sizeof left->byte; i++) {
		both[1 + i] = left->byte[i];
		both[1 + sizeof left->byte + i] = right->byte[i];
	}
	sum(both, sizeof both, out);
}

void
mc_merkle_leaf_of_bytes(const guint8 digest[32], McMerkleHash *leaf)
{
	guint8 data[1 + sizeof *leaf] = {LEAF};

	memcpy(data + 1, digest, sizeof *leaf);
	sum(data, sizeof data, leaf);
}

gboolean
mc_merkle_leaf(const char *digest, McMerkleHash *leaf)
{
	guint8 bytes[sizeof *leaf];

	if (!mc_hex_read(digest, bytes, sizeof bytes))
		return FALSE;
	mc_merkle_leaf_of_bytes(bytes, leaf);
	return TRUE;
}

static void
free_level(gpointer level)
{
	g_array_unref(level);
}

/* The last one of an odd number goes up as it is: that makes the tree of the RFC, which splits at
 * the largest power of two. */
static GArray *
level_above(const GArray *below)
{
	GArray *above = g_array_sized_new(FALSE, FALSE, sizeof(McMerkleHash), (below->len + 1) / 2);

	for (guint i = 0; i < below->len; i += 2) {
		McMerkleHash hash = g_array_index(below, McMerkleHash, i);

		if (i + 1 < below->len)
			mc_merkle_join(&g_array_index(below, McMerkleHash, i),
			    &g_array_index(below, McMerkleHash, i + 1), &hash);
		g_array_append_val(above, hash);
	}
	return above;
}

McMerkle *
mc_merkle_new(const McMerkleHash *leaves, gsize count)
{
	McMerkle *self = g_new0(McMerkle, 1);
	GArray *level = g_array_sized_new(FALSE, FALSE, sizeof(McMerkleHash), (guint)count);

	g_assert(count > 0);
	g_array_append_vals(level, leaves, (guint)count);
	self->levels = g_ptr_array_new_with_free_func(free_level);
	g_ptr_array_add(self->levels, level);
	while (level->len > 1) {
		level = level_above(level);
		g_ptr_array_add(self->levels, level);
	}
	return self;
}

void
mc_merkle_free(McMerkle *self)
{
	if (self == NULL)
		return;
	g_ptr_array_unref(self->levels);
	g_free(self);
}

const McMerkleHash *
mc_merkle_root(const McMerkle *self)
{
	const GArray *top = g_ptr_array_index(self->levels, self->levels->len - 1);

	return &g_array_index(top, McMerkleHash, 0);
}

gsize
mc_merkle_leaves(const McMerkle *self)
{
	const GArray *leaves = g_ptr_array_index(self->levels, 0);

	return leaves->len;
}

void
mc_merkle_way(const McMerkle *self, gsize index, McMerkleWay *way)
{
	const GArray *leaves = g_ptr_array_index(self->levels, 0);
	gsize at = index;

	*way = (McMerkleWay){.index = index, .leaves = leaves->len};
	g_return_if_fail(index < leaves->len);
	for (guint i = 0; i + 1 < self->levels->len; i++, at /= 2) {
		const GArray *level = g_ptr_array_index(self->levels, i);
		gsize sibling = at ^ 1;

		if (sibling >= level->len)
			continue;
		way->beside[way->steps] = g_array_index(level, McMerkleHash, sibling);
		way->is_left[way->steps++] = sibling < at;
	}
}

gboolean
mc_merkle_follow(McMerkleWay *way, const McMerkleHash *leaf, McMerkleHash *root)
{
	guint64 at = way->index;
	guint64 last = way->leaves - 1;

	if (way->leaves == 0 || at > last || way->steps > MC_MERKLE_STEPS_MAX)
		return FALSE;
	*root = *leaf;
	for (guint i = 0; i < way->steps; i++) {
		McMerkleHash below = *root;

		if (last == 0)
			return FALSE;
		/* The last of its level, without a neighbour, goes up as it is. */
		while (at == last && (at & 1) == 0) {
			at >>= 1;
			last >>= 1;
		}
		way->is_left[i] = (at & 1) != 0;
		if (way->is_left[i])
			mc_merkle_join(&way->beside[i], &below, root);
		else
			mc_merkle_join(&below, &way->beside[i], root);
		at >>= 1;
		last >>= 1;
	}
	return last == 0;
}
