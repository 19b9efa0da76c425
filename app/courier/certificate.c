#include "app/courier/certificate.h"

#include "app/base/error.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static gboolean
moment(const ASN1_TIME *time, gint64 *wall_us)
{
	struct tm parts = {0};

	if (ASN1_TIME_to_tm(time, &parts) != 1)
		return FALSE;
	*wall_us = (gint64)timegm(&parts) * G_USEC_PER_SEC;
	return TRUE;
}

gboolean
mc_certificate_life(const char *path, gint64 *from_wall_us, gint64 *until_wall_us, GError **error)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *certificate = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	gboolean good = certificate != NULL && moment(X509_get0_notBefore(certificate), from_wall_us) &&
	                moment(X509_get0_notAfter(certificate), until_wall_us);

	X509_free(certificate);
	BIO_free(file);
	ERR_clear_error();
	if (!good)
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s holds no certificate", path);
	return good;
}
