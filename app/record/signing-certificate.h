#ifndef MC_APP_RECORD_SIGNING_CERTIFICATE_H
#define MC_APP_RECORD_SIGNING_CERTIFICATE_H

/* Inside the room: the signed attribute signingCertificateV2 (RFC 5035). Stock OpenSSL names the
 * leaf alone in it; ours names the whole chain without its root, or anybody could put another
 * encoding of a signature into an authority's certificate. */

#include "app/record/suite-parts.h"

/* Its value in DER, with the suite's digest; chain may be empty. Free it with ASN1_STRING_free();
 * NULL on failure. */
ASN1_STRING *mc_signing_certificate_new(X509 *leaf, McCertificates *chain, McSuite suite);

#endif
