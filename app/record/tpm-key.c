/* P-256 keys that a TPM 2.0 alone can use, by tpm2-openssl's provider. Which TPM: its default, or
 * TPM2OPENSSL_TCTI. */

#include "app/record/private-key.h"

#include "app/record/openssl-error.h"
#include "app/record/tpm-sm2.h"
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <string.h>

#define TPM "tpm2"

/* Loaded once it is needed, and kept until OpenSSL ends with the program. Beside the usual
 * provider, which goes on with everything that no query gives to the TPM. */
static OSSL_PROVIDER *usual, *tpm;

static void
unload_providers(void)
{
	OSSL_PROVIDER_unload(tpm);
	OSSL_PROVIDER_unload(usual);
}

static gboolean
load_provider(GError **error)
{
	if (tpm != NULL)
		return TRUE;
	if (usual == NULL)
		usual = OSSL_PROVIDER_load(NULL, "default");
	if (usual != NULL)
		tpm = OSSL_PROVIDER_load(NULL, TPM);
	if (tpm != NULL && EVP_set_default_properties(NULL, "?provider=default") == 1 &&
	    OPENSSL_atexit(unload_providers) == 1)
		return TRUE;
	return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "the TPM (is tpm2-openssl installed?)");
}

EVP_PKEY *
mc_tpm_key_open(const char *path, GError **error)
{
	return load_provider(error) ? mc_private_key_read(path, error) : NULL;
}

const char *
mc_private_key_query(const EVP_PKEY *key)
{
	const OSSL_PROVIDER *provider = EVP_PKEY_get0_provider(key);

	return provider != NULL && strcmp(OSSL_PROVIDER_get0_name(provider), TPM) == 0
	           ? "?provider=" TPM
	           : NULL;
}

static EVP_PKEY *
read_made(GBytes *file)
{
	gsize size = 0;
	const char *pem = g_bytes_get_data(file, &size);
	BIO *in = BIO_new_mem_buf(pem, (int)size);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, NULL, NULL);

	BIO_free(in);
	return key;
}

static EVP_PKEY *
new_p256(GBytes **file, GError **error)
{
	g_autoptr(GBytes) made = mc_tpm_p256_new(error);
	EVP_PKEY *key = NULL;

	if (made == NULL || !load_provider(error))
		return NULL;
	key = read_made(made);
	if (key == NULL)
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "the TPM makes no key");
	else
		*file = g_steal_pointer(&made);
	return key;
}

EVP_PKEY *
mc_tpm_key_new(McSuite suite, GBytes **file, GError **error)
{
	switch (suite) {
	case MC_SUITE_P256: return new_p256(file, error);
	case MC_SUITE_SM2: return mc_tpm_sm2_new(file, error);
	}
	return NULL;
}
