#ifndef MC_APP_RECORD_SUITE_PARTS_H
#define MC_APP_RECORD_SUITE_PARTS_H

/* Inside the room: what OpenSSL needs to know of a suite. */

#include "app/record/certificates.h"
#include "app/record/suite.h"

typedef struct McSuiteParts {
	const EVP_MD *(*digest)(void);
	int digest_nid;
	int digest_parameter; /* how OpenSSL writes the digest's algorithm: V_ASN1_UNDEF or V_ASN1_NULL
	                       */
	int signature_nid;
	const char *digest_title, *signature_title; /* for messages */
} McSuiteParts;

const McSuiteParts *mc_suite_parts(McSuite suite);

/* Of a key on the curve of one of them; FALSE for any other key. */
gboolean mc_suite_of_key(EVP_PKEY *key, McSuite *suite);

/* The distinguishing id that SM2 signatures are made and checked with (GM/T 0009). OpenSSL's own
 * value, when nobody sets one, is another. */
#define MC_SM2_ID "1234567812345678"
/* For every certificate that may hold an SM2 signature; harmless for the others. */
void mc_sm2_name_certificate(X509 *certificate);

#endif
