#include "app/record/private-key.h"

#include "app/record/openssl-error.h"
#include "app/record/sm2-digest.h"
#include "app/record/tpm-sm2.h"
#include <string.h>

#define FILE_BYTES_MAX 16384

typedef struct Opened {
	EVP_PKEY *key;
	McProtection protection;
} Opened;

static Opened
open_file(const char *path, char *text, GError **error)
{
	if (g_str_has_prefix(text, "pkcs11:"))
		return (Opened){mc_token_key_open(g_strchomp(text), error), MC_PROTECTION_TOKEN};
	if (mc_tpm_sm2_is(text))
		return (Opened){mc_tpm_sm2_open(text, path, error), MC_PROTECTION_TPM};
	if (strstr(text, "BEGIN TSS2 PRIVATE KEY") != NULL)
		return (Opened){mc_tpm_key_open(path, error), MC_PROTECTION_TPM};
	return (Opened){mc_private_key_read(path, error), MC_PROTECTION_FILE};
}

EVP_PKEY *
mc_private_key_open(const char *path, McProtection *protection, GError **error)
{
	char *text = NULL;
	gsize size = 0;
	Opened opened = {0};

	if (!g_file_get_contents(path, &text, &size, NULL) || size > FILE_BYTES_MAX) {
		g_free(text);
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
		return NULL;
	}
	opened = open_file(path, text, error);
	if (protection != NULL)
		*protection = opened.protection;
	explicit_bzero(text, size);
	g_free(text);
	return opened.key;
}

gboolean
mc_private_key_signs_alone(const EVP_PKEY *key)
{
	return mc_tpm_sm2_holds(key);
}

GBytes *
mc_private_key_sign(const EVP_PKEY *key, gconstpointer bytes, gsize size)
{
	guint8 e[32];

	return mc_sm2_digest(key, bytes, size, e) ? mc_tpm_sm2_sign(key, e) : NULL;
}
