#ifndef MC_APP_RECORD_SEALED_TO_SM2_H
#define MC_APP_RECORD_SEALED_TO_SM2_H

/* Inside the room: the personal part for an authority whose key is on SM2. OpenSSL 3.0 has neither
 * SM2 recipients in CMS nor SM4-GCM, so the structure is put together here: CMS AuthEnvelopedData
 * (RFC 5083) with one KeyTransRecipientInfo, algorithm SM2 encryption (GM/T 0009), and the content
 * encrypted and authenticated as RFC 6476 has it: SM4-CTR, then HMAC-SM3. docs/record-format.md
 * says it byte by byte. */

#include "app/record/certificates.h"

/* MC_ERROR_INTERNAL. */
GBytes *mc_sm2_seal_to(X509 *recipient, GBytes *plain, GError **error);
/* Total for any bytes: MC_ERROR_BAD_INPUT when it is no such thing, MC_ERROR_UNTRUSTED when the key
 * or the authentication does not fit. */
GBytes *mc_sm2_open_sealed(EVP_PKEY *key, GBytes *sealed, GError **error);

#endif
