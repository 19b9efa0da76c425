#ifndef MC_APP_RECORD_TRUST_H
#define MC_APP_RECORD_TRUST_H

/* Inside the room: whether the certificates inside an envelope lead to a trusted root. */

#include "app/record/seal-shape.h"
#include "app/record/seal.h"

/* A signer's certificates that were found good. */
typedef struct McChain {
	McCertificates *inside; /* as they lay in the envelope */
	X509 *leaf; /* the signer's, one of them */
	McSuite suite; /* of the leaf's key, and of the whole chain */
	EVP_MD_CTX *verifying; /* with the leaf's key */
	ASN1_STRING *signing_certificate; /* the attribute that this signer signs along (RFC 5035) */
	McSealedBy by;
	gint64 from_us, to_us; /* all of it is valid between them */
} McChain;

/* At a moment; borrowed, good until the next call. MC_ERROR_UNTRUSTED names the cause. */
const McChain *mc_trust_chain(
    McVerifier *verifier, const McEnvelope *envelope, gint64 at_wall_us, GError **error);

#endif
