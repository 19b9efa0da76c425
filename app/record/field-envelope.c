#include "app/record/field-envelope.h"

#include "app/record/openssl-error.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

#define AES_NONCE 12
#define AES_TAG 16
#define SM4_KEY 16
#define SM4_IV 16
#define SM3_MAC 32

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

typedef enum McFieldKind { FIELD_AES_GCM = 1, FIELD_SM4_HMAC = 2 } McFieldKind;

/* The parts of an envelope, within its bytes. */
typedef struct McFieldParts {
	guint8 *nonce, *text, *tag;
	gsize nonce_bytes, text_bytes, tag_bytes;
} McFieldParts;

static gboolean
part(guint8 *bytes, gsize size, McFieldParts *parts)
{
	gboolean is_sm = size > 0 && bytes[0] == FIELD_SM4_HMAC;

	parts->nonce_bytes = is_sm ? SM4_IV : AES_NONCE;
	parts->tag_bytes = is_sm ? SM3_MAC : AES_TAG;
	if (size < 1 + parts->nonce_bytes + parts->tag_bytes || (!is_sm && bytes[0] != FIELD_AES_GCM))
		return FALSE;
	parts->text_bytes = size - 1 - parts->nonce_bytes - parts->tag_bytes;
	parts->nonce = bytes + 1;
	parts->text = parts->nonce + parts->nonce_bytes;
	parts->tag = parts->text + parts->text_bytes;
	return TRUE;
}

/* Its text is changed in its place, either way. */
static gboolean
apply_aes(const McFieldParts *parts, const guint8 *key, const char *context, gboolean seals)
{
	g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
	int done = 0;

	if (cipher == NULL ||
	    EVP_CipherInit_ex2(cipher, EVP_aes_256_gcm(), key, parts->nonce, seals, NULL) != 1 ||
	    EVP_CipherUpdate(cipher, NULL, &done, (const guint8 *)context, (int)strlen(context)) != 1 ||
	    EVP_CipherUpdate(cipher, parts->text, &done, parts->text, (int)parts->text_bytes) != 1)
		return FALSE;
	if (!seals && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, AES_TAG, parts->tag) != 1)
		return FALSE;
	if (EVP_CipherFinal_ex(cipher, parts->text + done, &done) != 1)
		return FALSE;
	return !seals || EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, AES_TAG, parts->tag) == 1;
}

static gboolean
sm3_mac(const guint8 *key, gsize key_bytes, const guint8 *bytes, gsize size, guint8 mac[SM3_MAC])
{
	guint done = 0;

	return HMAC(EVP_sm3(), key, (int)key_bytes, bytes, size, mac, &done) != NULL && done == SM3_MAC;
}

static gboolean
mac_of(const McFieldParts *parts, const guint8 *key, const char *context, guint8 mac[SM3_MAC])
{
	static const char use[] = "authentication";
	g_autoptr(GByteArray) row = g_byte_array_new();
	guint8 own[SM3_MAC];
	gboolean is_good = sm3_mac(key, MC_FIELD_KEY, (const guint8 *)use, strlen(use), own);

	/* with the zero that ends it */
	g_byte_array_append(row, (const guint8 *)context, (guint)strlen(context) + 1);
	g_byte_array_append(row, parts->nonce - 1, (guint)(parts->tag - parts->nonce + 1));
	is_good = is_good && sm3_mac(own, sizeof own, row->data, row->len, mac);
	OPENSSL_cleanse(own, sizeof own);
	return is_good;
}

/* In counter mode both ways are the same. */
static gboolean
apply_sm4(const McFieldParts *parts, const guint8 *key)
{
	static const char use[] = "encryption";
	g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
	guint8 own[SM3_MAC]; /* the first half of it is the cipher's key */
	int done = 0;
	gboolean is_good =
	    cipher != NULL && sm3_mac(key, MC_FIELD_KEY, (const guint8 *)use, strlen(use), own) &&
	    EVP_EncryptInit_ex2(cipher, EVP_sm4_ctr(), own, parts->nonce, NULL) == 1 &&
	    EVP_EncryptUpdate(cipher, parts->text, &done, parts->text, (int)parts->text_bytes) == 1;

	OPENSSL_cleanse(own, sizeof own);
	return is_good;
}

static gboolean
open_sm4(const McFieldParts *parts, const guint8 *key, const char *context)
{
	guint8 mac[SM3_MAC];

	return mac_of(parts, key, context, mac) && CRYPTO_memcmp(mac, parts->tag, SM3_MAC) == 0 &&
	       apply_sm4(parts, key);
}

GBytes *
mc_field_seal(McSuite suite, const guint8 key[MC_FIELD_KEY], const char *context, GBytes *plain,
    GError **error)
{
	gboolean is_sm = suite == MC_SUITE_SM2;
	gsize size = 0;
	gconstpointer text = g_bytes_get_data(plain, &size);
	gsize whole = 1 + size + (is_sm ? SM4_IV + SM3_MAC : AES_NONCE + AES_TAG);
	guint8 *bytes = g_malloc(whole);
	McFieldParts parts = {0};
	gboolean is_good = FALSE;

	bytes[0] = is_sm ? FIELD_SM4_HMAC : FIELD_AES_GCM;
	is_good = part(bytes, whole, &parts) && size <= G_MAXINT &&
	          RAND_bytes(parts.nonce, (int)parts.nonce_bytes) == 1;
	if (is_good && size > 0)
		memcpy(parts.text, text, size);
	if (is_sm)
		is_good = is_good && apply_sm4(&parts, key) && mac_of(&parts, key, context, parts.tag);
	else
		is_good = is_good && apply_aes(&parts, key, context, TRUE);
	if (is_good)
		return g_bytes_new_take(bytes, whole);
	OPENSSL_cleanse(bytes, whole);
	g_free(bytes);
	mc_openssl_fail(error, MC_ERROR_INTERNAL, "a field cannot be encrypted");
	return NULL;
}

GBytes *
mc_field_open(const guint8 key[MC_FIELD_KEY], const char *context, GBytes *sealed, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(sealed, &size);
	guint8 *bytes = g_memdup2(data, size);
	McFieldParts parts = {0};
	GBytes *plain = NULL;

	if (size <= G_MAXINT && part(bytes, size, &parts) &&
	    (bytes[0] == FIELD_SM4_HMAC ? open_sm4(&parts, key, context)
	                                : apply_aes(&parts, key, context, FALSE)))
		plain = g_bytes_new(parts.text, parts.text_bytes);
	else
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "a field was not sealed with this key for this");
	if (bytes != NULL)
		OPENSSL_cleanse(bytes, size);
	g_free(bytes);
	return plain;
}
