#ifndef MC_APP_RECORD_SEAL_SHAPE_H
#define MC_APP_RECORD_SEAL_SHAPE_H

/* Inside the room: the one shape that an envelope may have. CMS leaves freedoms that no signature
 * covers (versions, algorithm identifiers, unsigned attributes, spare certificates, BER, the
 * spelling of names): with them one record could have many digests, and the digest is the chain's
 * link. So everything that the signature does not cover must have exactly one value. */

#include "app/record/envelope-asn1.h"
#include "app/record/suite-parts.h"

/* The envelope taken apart when the bytes have the shape, name this certificate, whose key is of
 * this suite, as their signer and hold exactly these certificates; else NULL and what is wrong. */
McEnvelope *mc_seal_shape_read(
    GBytes *envelope, X509 *signer, McCertificates *inside, McSuite suite, const char **problem);

#endif
