#ifndef MC_APP_RECORD_SEAL_SHAPE_H
#define MC_APP_RECORD_SEAL_SHAPE_H

/* Inside the room: the one shape that an envelope may have. CMS leaves freedoms that no signature
 * covers (versions, algorithm identifiers, unsigned attributes, spare certificates, BER, the
 * spelling of names): with them one record could have many digests, and the digest is the chain's
 * link. So everything that the signature does not cover must have exactly one value. */

#include <glib.h>
#include <openssl/x509.h>

/* NULL when the bytes have the shape and name this certificate as their signer; else what is wrong.
 */
const char *mc_seal_shape_problem(GBytes *envelope, X509 *signer);

#endif
