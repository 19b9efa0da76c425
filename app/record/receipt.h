#ifndef MC_APP_RECORD_RECEIPT_H
#define MC_APP_RECORD_RECEIPT_H

/* What the gateway gives for an accepted record. It states of each record
 * {"digest":hex,"journal":hex,"kiosk":id,"received_at":time,"reference":text,"seq":n,"status":"accepted","type":"receipt","v":1}
 * and seals once for all records that one commit made durable: the root of the Merkle tree
 * (merkle.h) whose leaves' data are the SHA-256 of these statements,
 * {"leaves":n,"root":hex,"type":"receipts","v":1}. A receipt is the record's own statement, the way
 * from it to the root, and that seal:
 * {"index":n,"leaves":n,"path":[hex…],"receipt":{…},"seal":base64,"v":1}. The hashes beside the way
 * say nothing of the other records to who does not have their statements. */

#include "app/record/merkle.h"
#include "app/record/seal.h"

#define MC_RECEIPT_SEAL_MAX (64u * 1024)

typedef struct McReceipt {
	char kiosk[33], journal[33];
	guint64 seq;
	char digest[MC_DIGEST_HEX_SIZE]; /* of the envelope */
	char reference[48];
	gint64 received_wall_us;
} McReceipt;

/* ---- at the gateway ---- */

/* The statement. */
GBytes *mc_receipt_state(const McReceipt *receipt, GError **error);
void mc_receipt_leaf(GBytes *statement, McMerkleHash *leaf);
GBytes *mc_receipt_seal(McSigner *signer, const McMerkle *tree, GError **error);
/* seal: in base64, since it is the same for many. */
GBytes *mc_receipt_write(GBytes *statement, const McMerkleWay *way, const char *seal);

/* ---- where it comes to ---- */

typedef struct McReceiptProof {
	McReceipt stated;
	McMerkleWay way;
	GBytes *seal;
} McReceiptProof;

/* In its form, which proves nothing yet. MC_ERROR_BAD_INPUT; total for any bytes. */
gboolean mc_receipt_proof_read(GBytes *bytes, McReceiptProof *proof, GError **error);
void mc_receipt_proof_clear(McReceiptProof *proof);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McReceiptProof, mc_receipt_proof_clear)
/* Sealed by the gateway at the time at_wall_us, and this statement is among what was sealed.
 * MC_ERROR_UNTRUSTED names the cause. Which record it is for is the caller's question. */
gboolean mc_receipt_proof_holds(
    McReceiptProof *proof, McVerifier *gateway, gint64 at_wall_us, GError **error);

#endif
