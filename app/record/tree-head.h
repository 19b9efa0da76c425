#ifndef MC_APP_RECORD_TREE_HEAD_H
#define MC_APP_RECORD_TREE_HEAD_H

/* The heads of the gateway's transparency log (RFC 9162's idea): a Merkle tree over the envelopes
 * of all accepted records of all kiosks in the order of their acceptance (merkle.h). The gateway
 * seals {"at":moment,"log":name,"root":hex,"size":n,"type":"tree-head","v":1}, log being its common
 * name. A witness, a second party with a key of its own, signs the same size and root again when
 * the tree has only grown since the head that he signed before:
 * {"at":moment,"head":digest,"log":name,"root":hex,"size":n,"type":"tree-head-witnessed","v":1},
 * head being the SHA-256 of the gateway's sealed head. From then on no record below it can be
 * taken out, changed or moved by who has the gateway alone. */

#include "app/record/merkle-log.h"
#include "app/record/seal.h"

#define MC_TREE_HEAD_MAX (64u * 1024)

typedef struct McTreeHead {
	char log[129];
	guint64 size; /* at least 1 */
	McMerkleHash root;
	gint64 at_wall_us;
} McTreeHead;

/* ---- the gateway's ---- */

/* head->log is the signer's name. */
GBytes *mc_tree_head_seal(McSigner *signer, McTreeHead *head, GError **error);
/* As of its own moment. *by (optional) tells who sealed it. MC_ERROR_UNTRUSTED, MC_ERROR_BAD_INPUT;
 * total for any bytes. */
gboolean mc_tree_head_open(
    McVerifier *gateway, GBytes *sealed, McTreeHead *head, McSealedBy *by, GError **error);
/* What it says, without any proof; of_digest NULL: the gateway's, else a witnessed one. */
gboolean mc_tree_head_peek(GBytes *sealed, McTreeHead *head, char *of_digest, GError **error);

/* What the witness is asked to sign: {"from":n,"head":base64,"path":[hex…],
 * "type":"tree-head-offer","v":1}. */
typedef struct McTreeOffer {
	GBytes *head; /* sealed */
	McMerkleGrowth growth; /* to: the head's size */
} McTreeOffer;
GBytes *mc_tree_offer_write(const McTreeOffer *offer, GError **error);
/* growth.to is not in it. */
gboolean mc_tree_offer_read(GBytes *bytes, McTreeOffer *offer, GError **error);

/* ---- the witness's ---- */

/* Whether a tree with the later head begins with all of the one with the earlier head.
 * MC_ERROR_UNTRUSTED: "forked", "shrunk", "rewritten" or "another log"; MC_ERROR_BAD_INPUT: the
 * proof goes on from another size. */
gboolean mc_tree_head_follows(const McTreeHead *earlier, const McTreeHead *later,
    const McMerkleGrowth *growth, GError **error);
GBytes *mc_tree_head_witness(McSigner *witness, const McTreeHead *head, GBytes *sealed_head,
    gint64 at_wall_us, GError **error);
/* What he signed; of_digest: of which sealed head. */
gboolean mc_tree_head_open_witnessed(McVerifier *witness, GBytes *witnessed, McTreeHead *head,
    char of_digest[MC_DIGEST_HEX_SIZE], McSealedBy *by, GError **error);
/* What he signed is this head. */
gboolean mc_tree_head_is_signed(const McTreeHead *signed_head, const char *of_digest,
    const McTreeHead *head, GBytes *sealed_head, GError **error);
/* All of it together, and by another key than sealed the head. */
gboolean mc_tree_head_is_witnessed(McVerifier *witness, GBytes *witnessed, GBytes *sealed_head,
    McVerifier *gateway, GError **error);

/* ---- one record's ---- */

/* That a record is in the log: {"head":base64,"index":n,"leaves":n,"path":[hex…],
 * "type":"tree-proof","v":1,"witnessed":base64}; the last only when somebody has witnessed. */
typedef struct McTreeProof {
	McMerkleWay way;
	GBytes *head;
	GBytes *witnessed; /* or NULL */
} McTreeProof;
GBytes *mc_tree_proof_write(const McTreeProof *proof, GError **error);
gboolean mc_tree_proof_read(GBytes *bytes, McTreeProof *proof, GError **error);
void mc_tree_proof_clear(McTreeProof *proof);
/* Of the record with this digest; witness NULL: the gateway's word alone. */
gboolean mc_tree_proof_holds(McTreeProof *proof, McVerifier *gateway, McVerifier *witness,
    const char *digest, McTreeHead *head, GError **error);

#endif
