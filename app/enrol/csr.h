#ifndef MC_APP_ENROL_CSR_H
#define MC_APP_ENROL_CSR_H

/* Keys and the requests to certify them (PKCS#10, RFC 2986), in both suites. */

#include "app/enrol/code.h"
#include "app/record/certificates.h"
#include "app/record/suite.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_REQ, X509_REQ_free)

/* A new key pair. */
EVP_PKEY *mc_key_new(McSuite suite, GError **error);
/* PKCS#8, PEM. Whoever calls wipes it. */
GBytes *mc_key_pem(EVP_PKEY *key, GError **error);
/* Of the public key (SubjectPublicKeyInfo): the same for key, request and certificate. */
void mc_key_fingerprint(EVP_PKEY *key, char text[MC_ENROL_FINGERPRINT_SIZE]);

/* DER; the subject is the kiosk as common name. Signed with the key: that it is there is proven. */
GBytes *mc_csr_new(EVP_PKEY *key, const char *kiosk, GError **error);
/* DER, exactly; its signature holds, its key is of a suite and its subject names one machine.
 * MC_ERROR_BAD_INPUT, MC_ERROR_UNTRUSTED. Total for any bytes. */
typedef struct McCsr {
	X509_REQ *request;
	McSuite suite;
	char name[33];
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];
	char key_digest[MC_DIGEST_HEX_SIZE]; /* SHA-256 of the public key, all of it */
} McCsr;
gboolean mc_csr_read(GBytes *der, McCsr *csr, GError **error);
void mc_csr_clear(McCsr *csr);

/* Inside the room: a signature with the suite's digest, and for SM2 with the id of GM/T 0009.
 * Freed with both; NULL when it cannot be begun. */
typedef struct McSigning {
	EVP_MD_CTX *context;
	EVP_PKEY_CTX *key;
} McSigning;
gboolean mc_signing_begin(McSigning *signing, EVP_PKEY *key, McSuite suite);
void mc_signing_end(McSigning *signing);

#endif
