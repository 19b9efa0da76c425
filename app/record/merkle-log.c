#include "app/record/merkle-log.h"

#include <string.h>

void
mc_merkle_log_add(McMerkleLog *self, const McMerkleHash *leaf, McMerkleWhole whole, gpointer data)
{
	McMerkleHash node = *leaf;
	guint level = 0;

	for (; (self->size >> level & 1) != 0; level++) {
		McMerkleHash right = node;

		mc_merkle_join(&self->peak[level], &right, &node);
		whole(level + 1, &node, data);
	}
	self->peak[level] = node;
	self->size++;
}

void
mc_merkle_log_root(const McMerkleLog *self, McMerkleHash *root)
{
	guint level = 0;

	g_return_if_fail(self->size > 0);
	while ((self->size >> level & 1) == 0)
		level++;
	*root = self->peak[level];
	for (level++; self->size >> level != 0; level++) {
		McMerkleHash right = *root;

		if ((self->size >> level & 1) != 0)
			mc_merkle_join(&self->peak[level], &right, root);
	}
}

gboolean
mc_merkle_log_resume(const McMerkleNodes *nodes, guint64 size, McMerkleLog *self, GError **error)
{
	self->size = size;
	for (guint level = 0; size >> level != 0; level++)
		if ((size >> level & 1) != 0 &&
		    !nodes->get(level, (size >> level) - 1, &self->peak[level], nodes->data, error))
			return FALSE;
	return TRUE;
}

/* ---- proofs: the definitions of RFC 9162, on the leaves from first to before end ---- */

/* The largest power of two below count, as an exponent. */
static guint
split_level(guint64 count)
{
	guint level = 0;

	while ((guint64)2 << level < count)
		level++;
	return level;
}

static gboolean
root_of(const McMerkleNodes *nodes, guint64 first, guint64 end, McMerkleHash *root, GError **error)
{
	guint64 count = end - first;
	guint level = count > 1 ? split_level(count) : 0;
	guint64 middle = first + ((guint64)1 << level);
	McMerkleHash left;
	McMerkleHash right;

	if (count == 1)
		return nodes->get(0, first, root, nodes->data, error);
	if (count == (guint64)2 << level)
		return nodes->get(level + 1, first >> (level + 1), root, nodes->data, error);
	if (!nodes->get(level, first >> level, &left, nodes->data, error) ||
	    !root_of(nodes, middle, end, &right, error))
		return FALSE;
	mc_merkle_join(&left, &right, root);
	return TRUE;
}

gboolean
mc_merkle_log_way(
    const McMerkleNodes *nodes, guint64 index, guint64 leaves, McMerkleWay *way, GError **error)
{
	guint64 first = 0;
	guint64 end = leaves;
	McMerkleHash down[MC_MERKLE_STEPS_MAX];
	guint steps = 0;

	g_return_val_if_fail(index < leaves, FALSE);
	*way = (McMerkleWay){.index = index, .leaves = leaves};
	while (end - first > 1) {
		guint64 middle = first + ((guint64)1 << split_level(end - first));
		gboolean is_left = index < middle;

		if (!root_of(nodes, is_left ? middle : first, is_left ? end : middle, &down[steps], error))
			return FALSE;
		steps++;
		first = is_left ? first : middle;
		end = is_left ? middle : end;
	}
	for (way->steps = 0; way->steps < steps; way->steps++)
		way->beside[way->steps] = down[steps - 1 - way->steps];
	return TRUE;
}

gboolean
mc_merkle_log_growth(
    const McMerkleNodes *nodes, guint64 from, guint64 to, McMerkleGrowth *growth, GError **error)
{
	guint64 first = 0;
	guint64 end = to;
	McMerkleHash down[G_N_ELEMENTS(growth->path)];
	guint steps = 0;

	g_return_val_if_fail(from <= to, FALSE);
	*growth = (McMerkleGrowth){.from = from, .to = to};
	if (from == 0 || from == to)
		return TRUE;
	while (from != end) {
		guint64 middle = first + ((guint64)1 << split_level(end - first));
		gboolean is_left = from <= middle;

		if (!root_of(nodes, is_left ? middle : first, is_left ? end : middle, &down[steps], error))
			return FALSE;
		steps++;
		first = is_left ? first : middle;
		end = is_left ? middle : end;
	}
	/* What is left is all of the old tree: who has its root needs it not. */
	if (first != 0 && !root_of(nodes, first, end, &growth->path[growth->steps++], error))
		return FALSE;
	while (steps > 0)
		growth->path[growth->steps++] = down[--steps];
	return TRUE;
}

/* One step up; both roots while the old tree has a part of its own here. FALSE: a step too many. */
static gboolean
climb(guint64 *old_at, guint64 *new_at, const McMerkleHash *beside, McMerkleHash roots[2])
{
	McMerkleHash below = roots[1];

	if (*new_at == 0)
		return FALSE;
	if ((*old_at & 1) == 0 && *old_at != *new_at) {
		mc_merkle_join(&below, beside, &roots[1]);
	} else {
		McMerkleHash old = roots[0];

		mc_merkle_join(beside, &old, &roots[0]);
		mc_merkle_join(beside, &below, &roots[1]);
		while ((*old_at & 1) == 0 && *old_at != 0) {
			*old_at >>= 1;
			*new_at >>= 1;
		}
	}
	*old_at >>= 1;
	*new_at >>= 1;
	return TRUE;
}

static gboolean
is_same(const McMerkleHash *one, const McMerkleHash *other)
{
	return memcmp(one, other, sizeof *one) == 0;
}

gboolean
mc_merkle_grew(
    const McMerkleGrowth *growth, const McMerkleHash *from_root, const McMerkleHash *to_root)
{
	gboolean is_whole = (growth->from & (growth->from - 1)) == 0;
	guint64 old_at = growth->from - 1;
	guint64 new_at = growth->to - 1;
	McMerkleHash roots[2];

	if (growth->from > growth->to || growth->steps > G_N_ELEMENTS(growth->path))
		return FALSE;
	if (growth->from == 0)
		return growth->steps == 0;
	if (growth->from == growth->to)
		return growth->steps == 0 && is_same(from_root, to_root);
	if (growth->steps == 0)
		return FALSE;
	for (; (old_at & 1) != 0; old_at >>= 1)
		new_at >>= 1;
	roots[0] = roots[1] = is_whole ? *from_root : growth->path[0];
	for (guint i = is_whole ? 0 : 1; i < growth->steps; i++)
		if (!climb(&old_at, &new_at, &growth->path[i], roots))
			return FALSE;
	return new_at == 0 && is_same(&roots[0], from_root) && is_same(&roots[1], to_root);
}
