#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include "app/record/sealed-to-sm2.h"
#include "app/record/suite-parts.h"
#include <openssl/ec.h>

struct McSealedTo {
	X509 *certificate;
	McSuite suite;
};

McSealedTo *
mc_sealed_to_new_from_file(const char *certificate_path, GError **error)
{
	g_autoptr(McCertificates) certificates = mc_certificates_read(certificate_path, error);
	McSealedTo *recipient = NULL;
	McSuite suite = MC_SUITE_P256;

	if (certificates == NULL)
		return NULL;
	if (!mc_suite_of_key(X509_get0_pubkey(sk_X509_value(certificates, 0)), &suite)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: a P-256 or SM2 key is needed",
		    certificate_path);
		return NULL;
	}
	recipient = g_new0(McSealedTo, 1);
	recipient->suite = suite;
	recipient->certificate = sk_X509_shift(certificates);
	return recipient;
}

void
mc_sealed_to_free(McSealedTo *recipient)
{
	if (recipient == NULL)
		return;
	X509_free(recipient->certificate);
	g_free(recipient);
}

static gboolean
encrypt(McSealedTo *recipient, CMS_ContentInfo *cms, BIO *in)
{
	CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, recipient->certificate, CMS_KEY_PARAM);
	EVP_PKEY_CTX *context = info != NULL ? CMS_RecipientInfo_get0_pkey_ctx(info) : NULL;

	/* OpenSSL's own choice for the key derivation would be SHA-1. */
	return context != NULL && EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) == 1 &&
	       CMS_final(cms, in, NULL, CMS_BINARY) == 1;
}

static GBytes *
seal_to_p256(McSealedTo *recipient, GBytes *plain, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(plain, &size);
	g_autoptr(BIO) in = BIO_new_mem_buf(data, (int)size);
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms =
	    CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);

	if (cms == NULL || !encrypt(recipient, cms, in) || i2d_CMS_bio(out, cms) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "sealing the personal part failed");
		return NULL;
	}
	return mc_bio_bytes(out);
}

GBytes *
mc_seal_to(McSealedTo *recipient, GBytes *plain, GError **error)
{
	if (g_bytes_get_size(plain) > G_MAXINT / 2) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "personal part too large to seal");
		return NULL;
	}
	switch (recipient->suite) {
	case MC_SUITE_P256: return seal_to_p256(recipient, plain, error);
	case MC_SUITE_SM2: return mc_sm2_seal_to(recipient->certificate, plain, error);
	}
	g_return_val_if_reached(NULL);
}

static GBytes *
open_sealed_p256(EVP_PKEY *key, GBytes *sealed, GError **error)
{
	gsize size = 0;
	const guchar *at = g_bytes_get_data(sealed, &size);
	g_autoptr(CMS_ContentInfo) cms = NULL;
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());

	if (size > 0 && size < G_MAXINT / 2)
		cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
	if (cms == NULL || OBJ_obj2nid(CMS_get0_type(cms)) != NID_id_smime_ct_authEnvelopedData) {
		mc_openssl_fail(error, MC_ERROR_BAD_INPUT, "the bytes are no sealed personal part");
		return NULL;
	}
	if (CMS_decrypt(cms, key, NULL, NULL, out, CMS_BINARY) != 1) {
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "the key does not fit, or the part was changed");
		return NULL;
	}
	return mc_bio_bytes(out);
}

GBytes *
mc_open_sealed(const char *key_path, GBytes *sealed, GError **error)
{
	g_autoptr(EVP_PKEY) key = mc_private_key_read(key_path, error);
	McSuite suite = MC_SUITE_P256;

	if (key == NULL)
		return NULL;
	if (!mc_suite_of_key(key, &suite)) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: a P-256 or SM2 key is needed", key_path);
		return NULL;
	}
	switch (suite) {
	case MC_SUITE_P256: return open_sealed_p256(key, sealed, error);
	case MC_SUITE_SM2: return mc_sm2_open_sealed(key, sealed, error);
	}
	g_return_val_if_reached(NULL);
}
