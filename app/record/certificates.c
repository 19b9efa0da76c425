#include "app/record/certificates.h"

#include "app/record/openssl-error.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

McCertificates *
mc_certificates_read(const char *path, GError **error)
{
	g_autoptr(BIO) file = BIO_new_file(path, "r");
	g_autoptr(McCertificates) certificates = sk_X509_new_null();
	X509 *certificate = NULL;

	while (file != NULL && (certificate = PEM_read_bio_X509(file, NULL, NULL, NULL)) != NULL)
		sk_X509_push(certificates, certificate);
	/* The end of a PEM file is an error in the queue too; any other one is a broken file. */
	if (sk_X509_num(certificates) == 0 ||
	    ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE) {
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
		return NULL;
	}
	ERR_clear_error();
	return g_steal_pointer(&certificates);
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

gboolean
mc_key_is_p256(EVP_PKEY *key)
{
	char group[32] = "";

	return key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
	       EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
	       strcmp(group, "prime256v1") == 0;
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
