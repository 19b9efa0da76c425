#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include <openssl/ec.h>

struct McSealedTo {
	X509 *certificate;
};

McSealedTo *
mc_sealed_to_new_from_file(const char *certificate_path, GError **error)
{
	g_autoptr(McCertificates) certificates = mc_certificates_read(certificate_path, error);
	McSealedTo *recipient = NULL;

	if (certificates == NULL)
		return NULL;
	if (!mc_key_is_p256(X509_get0_pubkey(sk_X509_value(certificates, 0)))) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: a P-256 key is needed", certificate_path);
		return NULL;
	}
	recipient = g_new0(McSealedTo, 1);
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

GBytes *
mc_seal_to(McSealedTo *recipient, GBytes *plain, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(plain, &size);
	g_autoptr(BIO) in = BIO_new_mem_buf(data, (int)MIN(size, G_MAXINT / 2));
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms =
	    CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);

	if (size > G_MAXINT / 2) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "personal part too large to seal");
		return NULL;
	}
	if (cms == NULL || !encrypt(recipient, cms, in) || i2d_CMS_bio(out, cms) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "sealing the personal part failed");
		return NULL;
	}
	return mc_bio_bytes(out);
}
