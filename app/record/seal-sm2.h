#ifndef MC_APP_RECORD_SEAL_SM2_H
#define MC_APP_RECORD_SEAL_SM2_H

/* Inside the room: whether an envelope of suite SM2 is signed, for OpenSSL 3.0, whose CMS verifies
 * no SM2 signature. Only that: the shape is seal-shape.c's, the certificates are seal-verify.c's.
 */

#include "app/record/envelope-asn1.h"

/* NULL, or what does not fit. */
const char *mc_seal_sm2_problem(const McEnvelope *envelope, X509 *signer);

#endif
