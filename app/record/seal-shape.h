#ifndef MC_APP_RECORD_SEAL_SHAPE_H
#define MC_APP_RECORD_SEAL_SHAPE_H

/* Inside the room: the one shape that an envelope may have. CMS leaves freedoms that no signature
 * covers (versions, algorithm identifiers, unsigned attributes, spare certificates, BER, the
 * spelling of names): with them one record could have many digests, and the digest is the chain's
 * link. So everything that the signature does not cover must have exactly one value. */

#include "app/record/envelope-asn1.h"
#include "app/record/suite-parts.h"

/* The envelope taken apart, when the bytes are built like one and are DER; else NULL and what is
 * wrong. */
McEnvelope *mc_seal_shape_read(GBytes *bytes, const char **problem);

/* Whether its one signer is named by this issuer and serial number. */
gboolean mc_seal_shape_names(const McEnvelope *envelope, X509 *signer);

/* NULL, or which of its parts has another value than the one it must have, when this certificate,
 * whose key is of this suite, is the signer's. The certificates inside are trust.c's affair. */
const char *mc_seal_shape_problem(const McEnvelope *envelope, X509 *signer, McSuite suite);

#endif
