#ifndef MC_APP_RECORDER_CRYPT_H
#define MC_APP_RECORDER_CRYPT_H

/* What the recorder needs of cryptography beside the seal. */

#include <glib.h>

#define MC_SCRYPT_SALT 16
#define MC_SCRYPT_DIGEST 32

/* From the kernel; blocks only before the first randomness after boot. MC_ERROR_INTERNAL. */
gboolean mc_random_bytes(void *bytes, gsize size, GError **error);

/* N = 32 768, r = 8, p = 1: 32 MiB and about 0.1 s. MC_ERROR_INTERNAL: no memory. */
gboolean mc_scrypt(const char *secret, const guint8 salt[MC_SCRYPT_SALT],
    guint8 digest[MC_SCRYPT_DIGEST], GError **error);
gboolean mc_scrypt_matches(const char *secret, const guint8 salt[MC_SCRYPT_SALT],
    const guint8 digest[MC_SCRYPT_DIGEST], GError **error);

/* HMAC-SHA-256 in hex, 65 bytes. */
gboolean mc_keyed_digest(const char *key_hex, const char *text, char out[65]);

/* Wipes the bytes and drops the reference: for what nobody else holds. */
void mc_wipe_bytes(GBytes **bytes);

#endif
