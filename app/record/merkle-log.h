#ifndef MC_APP_RECORD_MERKLE_LOG_H
#define MC_APP_RECORD_MERKLE_LOG_H

/* A Merkle tree that only grows (RFC 9162 §2.1): what a new leaf costs, its root at any size, and
 * the proofs that a leaf is in it and that a later tree begins with all of an earlier one. A whole
 * node, 2^level leaves from place × 2^level on, never changes once it is there; so whoever keeps
 * them proves anything with a few of them. */

#include "app/record/merkle.h"

/* What adding goes on from: the roots of the largest whole trees of which it is made. */
typedef struct McMerkleLog {
	guint64 size;
	McMerkleHash peak[MC_MERKLE_STEPS_MAX + 1]; /* [level] counts where the bit of size is set */
} McMerkleLog;

/* One node became whole, from level 1 up. */
typedef void (*McMerkleWhole)(guint level, const McMerkleHash *node, gpointer data);
void mc_merkle_log_add(
    McMerkleLog *log, const McMerkleHash *leaf, McMerkleWhole whole, gpointer data);
/* Of at least one leaf. */
void mc_merkle_log_root(const McMerkleLog *log, McMerkleHash *root);

/* Where whole nodes are kept; level 0: the leaves. */
typedef struct McMerkleNodes {
	gboolean (*get)(guint level, guint64 place, McMerkleHash *node, gpointer data, GError **error);
	gpointer data;
} McMerkleNodes;
/* Everything that goes on from a tree of this size. */
gboolean mc_merkle_log_resume(
    const McMerkleNodes *nodes, guint64 size, McMerkleLog *log, GError **error);
gboolean mc_merkle_log_way(
    const McMerkleNodes *nodes, guint64 index, guint64 leaves, McMerkleWay *way, GError **error);

/* Consistency: what leads from the root of the first `from` leaves, and from the same hashes to
 * that of all `to`. Empty when from is 0, or to. */
typedef struct McMerkleGrowth {
	guint64 from, to;
	guint steps;
	McMerkleHash path[MC_MERKLE_STEPS_MAX + 1];
} McMerkleGrowth;
gboolean mc_merkle_log_growth(
    const McMerkleNodes *nodes, guint64 from, guint64 to, McMerkleGrowth *growth, GError **error);
/* RFC 9162 §2.1.4.2; total for any growth. */
gboolean mc_merkle_grew(
    const McMerkleGrowth *growth, const McMerkleHash *from_root, const McMerkleHash *to_root);

#endif
