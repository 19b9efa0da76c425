#ifndef MC_APP_RECORD_FIELD_ENVELOPE_H
#define MC_APP_RECORD_FIELD_ENVELOPE_H

/* A field that whoever has a key may read, for as long as there is the key: encrypted and
 * authenticated, bound to where it belongs. For what an outlet keeps for a day or some; what is to
 * be read in twenty years is sealed to the authority instead (seal.h).
 *
 *   1 | nonce (12) | ciphertext | tag (16)     suite P-256: AES-256-GCM, the context is its AAD
 *   2 | IV (16)    | ciphertext | MAC (32)     suite SM2: SM4-CTR, then HMAC-SM3 over context, a
 *                                              zero byte and all before it; both keys are
 *                                              HMAC-SM3(key, "encryption" / "authentication")
 */

#include "app/record/suite.h"
#include <glib.h>

#define MC_FIELD_KEY 32

/* context: where it belongs; whoever opens it has to say the same. MC_ERROR_INTERNAL. */
GBytes *mc_field_seal(McSuite suite, const guint8 key[MC_FIELD_KEY], const char *context,
    GBytes *plain, GError **error);
/* Total for any bytes. MC_ERROR_UNTRUSTED: they are not what was sealed with this key for this
 * context. Whoever calls wipes what comes back. */
GBytes *mc_field_open(
    const guint8 key[MC_FIELD_KEY], const char *context, GBytes *sealed, GError **error);

#endif
