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

/* *protection (optional): MC_PROTECTION_FILE for the first; whether such a file was unsealed by
 * systemd the caller knows. MC_ERROR_UNTRUSTED names the file. */
EVP_PKEY *mc_private_key_open(const char *path, McProtection *protection, GError **error);

/* Makes a P-256 key in the TPM and returns its file. */
EVP_PKEY *mc_tpm_key_new(GBytes **file, GError **error);

/* Which of OpenSSL's providers has to make signatures with this key: a property query, or NULL for
 * the usual one. */
const char *mc_private_key_query(const EVP_PKEY *key);

/* Inside the room. */
EVP_PKEY *mc_token_key_open(const char *uri, GError **error);
EVP_PKEY *mc_tpm_key_open(const char *path, GError **error);

#endif
