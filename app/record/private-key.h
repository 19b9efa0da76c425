#ifndef MC_APP_RECORD_PRIVATE_KEY_H
#define MC_APP_RECORD_PRIVATE_KEY_H

/* A private key, wherever it is kept. The file at its path says where that is:
 *
 *   PEM, PKCS#8                    the key itself
 *   PEM, "TSS2 PRIVATE KEY"        wrapped by this machine's TPM 2.0, which alone can use it
 *   one line, "pkcs11:…"           in a token (RFC 7512); module-path and pin-source as there
 */

#include "app/record/certificates.h"
#include "app/record/protection.h"
#include "app/record/suite.h"

/* *protection (optional): MC_PROTECTION_FILE for the first; whether such a file was unsealed by
 * systemd the caller knows. MC_ERROR_UNTRUSTED names the file. */
EVP_PKEY *mc_private_key_open(const char *path, McProtection *protection, GError **error);

/* Makes a key in the TPM and returns its file. */
EVP_PKEY *mc_tpm_key_new(McSuite suite, GBytes **file, GError **error);

/* Which of OpenSSL's providers has to make signatures with this key: a property query, or NULL for
 * the usual one. */
const char *mc_private_key_query(const EVP_PKEY *key);

/* TRUE: no provider of OpenSSL signs with this key (SM2 in a TPM), and it knows the public half
 * alone; mc_private_key_sign() makes the suite's signature over the bytes, in DER. NULL with the
 * reason in OpenSSL's queue. */
gboolean mc_private_key_signs_alone(const EVP_PKEY *key);
GBytes *mc_private_key_sign(const EVP_PKEY *key, gconstpointer bytes, gsize size);

/* Inside the room. */
EVP_PKEY *mc_token_key_open(const char *uri, GError **error);
EVP_PKEY *mc_tpm_key_open(const char *path, GError **error);

#endif
