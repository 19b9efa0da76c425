#ifndef MC_APP_RECORD_MERKLE_H
#define MC_APP_RECORD_MERKLE_H

/* The Merkle tree of RFC 9162 §2.1 with SHA-256: the data of a leaf is the 32 bytes of the SHA-256
 * digest of what it stands for (an envelope, a receipt's statement). One root stands for many of
 * them, and a few hashes lead from each to it. */

#include "app/record/content.h"
#include <glib.h>

typedef struct McMerkleHash {
	guint8 byte[32];
} McMerkleHash;

/* The longest way of a tree of 2^40 records. */
#define MC_MERKLE_STEPS_MAX 40

/* digest: 64 hexadecimal digits. FALSE when it is none. */
gboolean mc_merkle_leaf(const char *digest, McMerkleHash *leaf);
void mc_merkle_leaf_of_bytes(const guint8 digest[32], McMerkleHash *leaf);

typedef struct McMerkle McMerkle;
/* Of at least one leaf. */
McMerkle *mc_merkle_new(const McMerkleHash *leaves, gsize count);
void mc_merkle_free(McMerkle *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McMerkle, mc_merkle_free)
const McMerkleHash *mc_merkle_root(const McMerkle *tree);
gsize mc_merkle_leaves(const McMerkle *tree);

/* What stands beside the way from a leaf up to the root. */
typedef struct McMerkleWay {
	guint64 index, leaves; /* which of how many */
	guint steps;
	McMerkleHash beside[MC_MERKLE_STEPS_MAX];
	gboolean is_left[MC_MERKLE_STEPS_MAX]; /* it stands on the left; filled in by both below */
} McMerkleWay;

void mc_merkle_way(const McMerkle *tree, gsize index, McMerkleWay *way);
/* The root to which a way leads from a leaf (RFC 9162 §2.1.3.2). FALSE when a tree of so many
 * leaves has no such way. */
gboolean mc_merkle_follow(McMerkleWay *way, const McMerkleHash *leaf, McMerkleHash *root);

/* Inside the room: the node above two. */
void mc_merkle_join(const McMerkleHash *left, const McMerkleHash *right, McMerkleHash *above);

#endif
