#include "app/recorder/crypt.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
#include <sys/random.h>

#define SCRYPT_N 32768
#define SCRYPT_R 8
#define SCRYPT_P 1
#define SCRYPT_MEMORY (64 * 1024 * 1024)

gboolean
mc_random_bytes(void *bytes, gsize size, GError **error)
{
	/* Up to 256 bytes come whole and cannot be interrupted. */
	if (size <= 256 && getrandom(bytes, size, 0) == (gssize)size)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "recorder: the kernel gives no randomness");
	return FALSE;
}

gboolean
mc_scrypt(const char *secret, const guint8 salt[MC_SCRYPT_SALT], guint8 digest[MC_SCRYPT_DIGEST],
    GError **error)
{
	if (EVP_PBE_scrypt(secret, strlen(secret), salt, MC_SCRYPT_SALT, SCRYPT_N, SCRYPT_R, SCRYPT_P,
	        SCRYPT_MEMORY, digest, MC_SCRYPT_DIGEST) == 1)
		return TRUE;
	g_set_error(
	    error, MC_ERROR, MC_ERROR_INTERNAL, "recorder: scrypt failed; is there memory left?");
	return FALSE;
}

gboolean
mc_scrypt_matches(const char *secret, const guint8 salt[MC_SCRYPT_SALT],
    const guint8 digest[MC_SCRYPT_DIGEST], GError **error)
{
	guint8 mine[MC_SCRYPT_DIGEST];

	return mc_scrypt(secret, salt, mine, error) &&
	       CRYPTO_memcmp(mine, digest, MC_SCRYPT_DIGEST) == 0;
}

gboolean
mc_keyed_digest(const char *key_hex, const char *text, char out[65])
{
	guint8 key[32];
	guint8 digest[32];
	guint size = 0;
	gboolean is_good = mc_hex_read(key_hex, key, sizeof key) &&
	                   HMAC(EVP_sha256(), key, sizeof key, (const guint8 *)text, strlen(text),
	                       digest, &size) != NULL;

	explicit_bzero(key, sizeof key);
	if (is_good)
		mc_hex_write(digest, sizeof digest, out);
	return is_good;
}

void
mc_wipe_bytes(GBytes **bytes)
{
	gsize size = 0;
	gpointer data = NULL;

	if (*bytes == NULL)
		return;
	/* The only reference: the bytes are handed over instead of copied. */
	data = g_bytes_unref_to_data(g_steal_pointer(bytes), &size);
	explicit_bzero(data, size);
	g_free(data);
}
