#ifndef MC_APP_RECORD_SEAL_SHAPE_H
#define MC_APP_RECORD_SEAL_SHAPE_H

/* Inside the room: the one shape that an envelope may have. CMS leaves freedoms that no signature
 * covers (versions, algorithm identifiers, unsigned attributes, spare certificates, BER, the
 * spelling of names): with them one record could have many digests, and the digest is the chain's
 * link. So everything that the signature does not cover must have exactly one value. */

#include "app/record/certificates.h"

/* NULL when the bytes have the shape, name this certificate as their signer and hold exactly these
 * certificates; else what is wrong. */
const char *mc_seal_shape_problem(GBytes *envelope, X509 *signer, McCertificates *inside);

#endif
