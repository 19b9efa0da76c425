#ifndef MC_APP_RECORD_SEAL_SIGNATURE_H
#define MC_APP_RECORD_SEAL_SIGNATURE_H

/* Inside the room: whether an envelope is signed by a key, in either suite, and how it is. RFC
 * 5652, 5.4 to 5.6, on an envelope that seal-shape.c has taken apart; the certificates are
 * trust.c's. CMS_verify() would do it for P-256 only (OpenSSL 3.0 verifies no SM2 in CMS) and would
 * parse every certificate of every envelope again, which costs three times what the signature does.
 */

#include "app/record/envelope-asn1.h"
#include "app/record/suite-parts.h"

/* What the checks of one key's signatures have in common, or the signatures themselves, made once:
 * finding the algorithms costs as much as a half of a P-256 signature. NULL with OpenSSL's words in
 * its queue. */
EVP_MD_CTX *mc_seal_verifying_new(EVP_PKEY *key, McSuite suite);
EVP_MD_CTX *mc_seal_signing_new(EVP_PKEY *key, McSuite suite);
/* NULL, or what does not fit. */
const char *mc_seal_signature_problem(
    const McEnvelope *envelope, const EVP_MD_CTX *verifying, McSuite suite);

/* Makes of one envelope of a signer another one: puts content, its digest and the moment into it,
 * and then signs that. FALSE with OpenSSL's words in its queue; the envelope is spoilt then. */
gboolean mc_seal_fill(McEnvelope *envelope, GBytes *content, gint64 at_wall_us, McSuite suite);
/* ready: what the signatures of this key have in common, or NULL for a TPM's key: there is no
 * room for copies in it. */
gboolean mc_seal_sign(McEnvelope *envelope, EVP_PKEY *key, const EVP_MD_CTX *ready, McSuite suite);

#endif
