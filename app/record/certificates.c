#include "app/record/certificates.h"

#include "app/json/hex.h"
#include "app/record/openssl-error.h"
#include "app/record/seal.h"
#include "app/record/suite-parts.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

McCertificates *
mc_certificates_read(const char *path, GError **error)
{
	g_autoptr(BIO) file = BIO_new_file(path, "r");
	g_autoptr(McCertificates) certificates = sk_X509_new_null();
	X509 *certificate = NULL;

	while (file != NULL && (certificate = PEM_read_bio_X509(file, NULL, NULL, NULL)) != NULL) {
		mc_sm2_name_certificate(certificate);
		sk_X509_push(certificates, certificate);
	}
	/* The end of a PEM file is an error in the queue too; any other one is a broken file. */
	if (sk_X509_num(certificates) == 0 ||
	    ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
		return NULL;
	}
	ERR_clear_error();
	return g_steal_pointer(&certificates);
}

gboolean
mc_certificate_file_digest(const char *path, char out[MC_DIGEST_HEX_SIZE], GError **error)
{
	g_autoptr(McCertificates) certificates = mc_certificates_read(path, error);

	if (certificates == NULL)
		return FALSE;
	mc_certificate_digest(sk_X509_value(certificates, 0), out);
	return TRUE;
}

EVP_PKEY *
mc_private_key_read(const char *path, GError **error)
{
	g_autoptr(BIO) file = BIO_new_file(path, "r");
	/* An empty passphrase instead of a prompt on the terminal. */
	EVP_PKEY *key = file != NULL ? PEM_read_bio_PrivateKey(file, NULL, NULL, (void *)"") : NULL;

	if (key == NULL)
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
	return key;
}

void
mc_certificate_digest(X509 *certificate, char out[MC_DIGEST_HEX_SIZE])
{
	guchar sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	if (X509_digest(certificate, EVP_sha256(), sum, &size) != 1)
		g_error("SHA-256 is not available");
	mc_hex_write(sum, size, out);
}

void
mc_public_key_digest(EVP_PKEY *key, char out[MC_DIGEST_HEX_SIZE])
{
	guchar *der = NULL;
	int size = i2d_PUBKEY(key, &der);
	g_autoptr(GBytes) bytes = g_bytes_new(der, size > 0 ? (gsize)size : 0);

	OPENSSL_free(der);
	mc_digest_hex(bytes, out);
}

char *
mc_certificate_name(X509 *certificate)
{
	char name[128] = "";

	X509_NAME_get_text_by_NID(
	    X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
	return g_utf8_make_valid(name, -1);
}

GBytes *
mc_bio_bytes(BIO *bio)
{
	char *data = NULL;
	long size = BIO_get_mem_data(bio, &data);

	return g_bytes_new(data, size > 0 ? (gsize)size : 0);
}

gint64
mc_certificate_moment(const ASN1_TIME *time)
{
	struct tm parts = {0};

	if (ASN1_TIME_to_tm(time, &parts) != 1 || parts.tm_year + 1900 >= 9999)
		return G_MAXINT64;
	return (gint64)timegm(&parts) * G_USEC_PER_SEC;
}
