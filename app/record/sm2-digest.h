#ifndef MC_APP_RECORD_SM2_DIGEST_H
#define MC_APP_RECORD_SM2_DIGEST_H

/* Inside the room: e of an SM2 signature (GB/T 32918.2, 5.5 and 6.1): SM3 over Z and the bytes, Z
 * the SM3 over the id of GM/T 0009, the curve and the public key. OpenSSL makes it inside of its
 * own signatures alone; where the key is elsewhere somebody else has to. */

#include "app/record/certificates.h"

gboolean mc_sm2_digest(const EVP_PKEY *key, gconstpointer bytes, gsize size, guint8 e[32]);

#endif
