#include "app/courier/certificate.h"

#include "app/base/error.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

gboolean
mc_certificate_not_after(const char *path, gint64 *not_after_wall_us, GError **error)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *certificate = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	struct tm end = {0};
	gboolean good =
	    certificate != NULL && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1;

	X509_free(certificate);
	BIO_free(file);
	ERR_clear_error();
	if (!good) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s holds no certificate", path);
		return FALSE;
	}
	*not_after_wall_us = (gint64)timegm(&end) * G_USEC_PER_SEC;
	return TRUE;
}
