#include "app/enrol/est.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PKCS7, PKCS7_free)

static GBytes *
base64_write(GBytes *bytes)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	char *text = g_base64_encode(data, size);

	return g_bytes_new_take(text, strlen(text));
}

GBytes *
mc_est_request_write(GBytes *csr)
{
	return base64_write(csr);
}

GBytes *
mc_est_request_read(GBytes *body)
{
	gsize size = 0;
	const char *data = g_bytes_get_data(body, &size);
	g_autoptr(GString) text = g_string_new_len(data, (gssize)size);
	guchar *bytes = g_base64_decode(text->str, &size);

	if (size > 0)
		return g_bytes_new_take(bytes, size);
	g_free(bytes);
	return NULL;
}

static gboolean
add_certificates(PKCS7 *into, GBytes *pem)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(pem, &size);
	g_autoptr(BIO) in = BIO_new_mem_buf(data, (int)size);
	X509 *certificate = NULL;
	gboolean good = in != NULL;

	while (good && (certificate = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		good = PKCS7_add_certificate(into, certificate) == 1;
		X509_free(certificate);
	}
	ERR_clear_error(); /* the file's end is an error, too */
	return good;
}

GBytes *
mc_est_certificates_write(GBytes *pem, GError **error)
{
	g_autoptr(PKCS7) bag = PKCS7_new();
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(GBytes) der = NULL;

	if (bag == NULL || PKCS7_set_type(bag, NID_pkcs7_signed) != 1 ||
	    PKCS7_content_new(bag, NID_pkcs7_data) != 1 || PKCS7_set_detached(bag, 1) < 0 ||
	    !add_certificates(bag, pem) || i2d_PKCS7_bio(out, bag) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "writing certificates");
		return NULL;
	}
	der = mc_bio_bytes(out);
	return base64_write(der);
}

GBytes *
mc_est_certificates_read(GBytes *body, GError **error)
{
	g_autoptr(GBytes) der = mc_est_request_read(body);
	gsize size = 0;
	const guchar *at = der != NULL ? g_bytes_get_data(der, &size) : NULL;
	g_autoptr(PKCS7) bag = size > 0 ? d2i_PKCS7(NULL, &at, (long)size) : NULL;
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	STACK_OF(X509) *inside =
	    bag != NULL && PKCS7_type_is_signed(bag) && bag->d.sign != NULL ? bag->d.sign->cert : NULL;
	gboolean good = sk_X509_num(inside) > 0;

	for (int i = 0; good && i < sk_X509_num(inside); i++)
		good = PEM_write_bio_X509(out, sk_X509_value(inside, i)) == 1;
	ERR_clear_error();
	if (good)
		return mc_bio_bytes(out);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "the answer holds no certificates");
	return NULL;
}
