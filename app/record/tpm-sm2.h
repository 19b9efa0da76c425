#ifndef MC_APP_RECORD_TPM_SM2_H
#define MC_APP_RECORD_TPM_SM2_H

/* Inside the room: SM2 keys that a TPM 2.0 alone can use, by ESAPI (tpm2-tss), since tpm2-openssl's
 * provider knows no SM2. OpenSSL holds the public half, and signs with none of its providers. Which
 * TPM: TPM2OPENSSL_TCTI, as with the provider. */

#include "app/record/certificates.h"
#include "app/record/suite.h"

/* The file: PEM "TSS2 PRIVATE KEY", a TPMKey (draft-bottomley-tpm2-keys), as the provider writes it
 * for P-256. NULL with MC_ERROR_UNTRUSTED; path: where the file was, for the message. */
EVP_PKEY *mc_tpm_sm2_new(GBytes **file, GError **error);
EVP_PKEY *mc_tpm_sm2_open(const char *pem, const char *path, GError **error);
/* The file of a new P-256 key, for the provider to open. The provider itself makes none that is
 * exempt from the TPM's lock-out: each cut of the power would count as a wrong password, and after
 * some of them the TPM refuses to sign for hours. */
GBytes *mc_tpm_p256_new(GError **error);
/* Whether the file's key is one of these. */
gboolean mc_tpm_sm2_is(const char *pem);

/* Whether the key is one of these, and its signature in DER over e (sm2-digest.h): what
 * goes wrong stands in OpenSSL's queue. */
gboolean mc_tpm_sm2_holds(const EVP_PKEY *key);
GBytes *mc_tpm_sm2_sign(const EVP_PKEY *key, const guint8 e[32]);

#endif
