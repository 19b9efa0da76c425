#include "app/record/signing-certificate.h"

#include <openssl/ess.h>

ASN1_STRING *
mc_signing_certificate_new(X509 *leaf, McCertificates *chain, McSuite suite)
{
	ESS_SIGNING_CERT_V2 *named =
	    OSSL_ESS_signing_cert_v2_new_init(mc_suite_parts(suite)->digest(), leaf, chain, 1);
	guchar *der = NULL;
	int size = named != NULL ? i2d_ESS_SIGNING_CERT_V2(named, &der) : 0;
	ASN1_STRING *value = ASN1_STRING_type_new(V_ASN1_SEQUENCE);

	ESS_SIGNING_CERT_V2_free(named);
	if (size <= 0 || value == NULL) {
		OPENSSL_free(der);
		ASN1_STRING_free(value);
		return NULL;
	}
	ASN1_STRING_set0(value, der, size);
	return value;
}
