#ifndef MC_APP_RECORD_STAMP_H
#define MC_APP_RECORD_STAMP_H

/* Time stamps (RFC 3161): somebody else, a time-stamping authority (TSA), states that a Merkle root
 * was there at a moment, and so every record below it. The imprint is the root itself, as SHA-256
 * value: openssl ts -verify -digest ROOT -in record.tsr -CAfile tsa-roots.pem. */

#include "app/record/merkle.h"

#define MC_STAMP_SIZE_MAX (64u * 1024)
#define MC_STAMP_NONCE_SIZE 16

typedef struct McStampQuery {
	McMerkleHash root;
	guint8 nonce[MC_STAMP_NONCE_SIZE]; /* fresh: an answer of yesterday is none */
} McStampQuery;

/* Draws the nonce and returns the TimeStampReq in DER; it asks for the TSA's certificates. */
GBytes *mc_stamp_ask(McStampQuery *query, const McMerkleHash *root, GError **error);

typedef struct McStampTrust McStampTrust; /* roots of the TSAs that are believed */
McStampTrust *mc_stamp_trust_new_from_file(const char *roots_path, GError **error);
void mc_stamp_trust_free(McStampTrust *trust);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McStampTrust, mc_stamp_trust_free)

/* A TimeStampResp: granted, over this root, signed by a certificate that is for time stamping alone
 * and leads to a trusted root. MC_ERROR_UNTRUSTED names the cause, MC_ERROR_BAD_INPUT says that it
 * is no such answer. Total for any bytes. The first also wants the query's nonce, and certificates
 * that are valid now; the second certificates that were valid at at_wall_us (0: at the moment that
 * is stated). */
gboolean mc_stamp_answers(const McStampTrust *trust, const McStampQuery *query, gint64 now_wall_us,
    GBytes *response, gint64 *stamped_wall_us, GError **error);
gboolean mc_stamp_holds(const McStampTrust *trust, const McMerkleHash *root, GBytes *response,
    gint64 at_wall_us, gint64 *stamped_wall_us, GError **error);
/* Until when it can be proven: the end of the first of its certificates, the trusted root too. 0
 * when it is no such answer. */
gint64 mc_stamp_until(const McStampTrust *trust, GBytes *response);

/* Evidence renewal (the idea of RFC 4998): before a stamp can be proven no longer, a later one is
 * made over the tree of such stamps, its leaves the SHA-256 of their answers; and so on. */
#define MC_STAMP_RENEWALS_MAX 64

typedef struct McStampLink {
	McMerkleWay way; /* from the record, or from the answer before, to what was stamped */
	GBytes *response;
} McStampLink;

/* What proves the moment of one record: {"index":n,"leaves":n,"path":[hex…],
 * "renewals":[{"index","leaves","path","response"}…],"response":base64,"v":1}; "renewals" only when
 * there is one. */
typedef struct McStampProof {
	guint links; /* at least 1; the first is of the record */
	McStampLink link[1 + MC_STAMP_RENEWALS_MAX];
} McStampProof;

void mc_stamp_proof_clear(McStampProof *proof);
GBytes *mc_stamp_proof_write(const McStampProof *proof);
gboolean mc_stamp_proof_read(GBytes *bytes, McStampProof *proof, GError **error);
/* Of the record with this digest (64 hexadecimal digits): ways and stamps hold, each stamp's
 * certificates when the next one was made, the last one's at its own moment. stamped_wall_us: the
 * moment of each link. */
gboolean mc_stamp_proof_holds(McStampProof *proof, const McStampTrust *trust, const char *digest,
    gint64 stamped_wall_us[1 + MC_STAMP_RENEWALS_MAX], GError **error);

#endif
