#include "app/enrol/issue.h"

#include "app/record/openssl-error.h"
#include <openssl/pem.h>
#include <openssl/x509v3.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_CRL, X509_CRL_free)

static gboolean
add_row(X509_CRL *crl, const McRevoked *row)
{
	X509_REVOKED *revoked = X509_REVOKED_new();
	ASN1_INTEGER *serial = NULL;
	ASN1_TIME *time = mc_time_of(NULL, row->wall_us);
	BIGNUM *number = NULL;
	gboolean good = FALSE;

	if (BN_hex2bn(&number, row->serial) > 0)
		serial = BN_to_ASN1_INTEGER(number, NULL);
	good = revoked != NULL && serial != NULL && time != NULL &&
	       X509_REVOKED_set_serialNumber(revoked, serial) == 1 &&
	       X509_REVOKED_set_revocationDate(revoked, time) == 1 &&
	       X509_CRL_add0_revoked(crl, revoked) == 1;
	if (!good)
		X509_REVOKED_free(revoked);
	BN_free(number);
	ASN1_INTEGER_free(serial);
	ASN1_TIME_free(time);
	return good;
}

/* Of an authority's lists the one with the higher number counts. */
static gboolean
add_number(const McIssuer *issuer, X509_CRL *crl, gint64 number)
{
	ASN1_INTEGER *value = ASN1_INTEGER_new();
	X509V3_CTX context;
	X509_EXTENSION *key = NULL;
	gboolean good = FALSE;

	X509V3_set_ctx(&context, issuer->certificate, NULL, NULL, crl, 0);
	key = X509V3_EXT_conf_nid(NULL, &context, NID_authority_key_identifier, "keyid:always");
	good = value != NULL && ASN1_INTEGER_set_int64(value, number) == 1 &&
	       X509_CRL_add1_ext_i2d(crl, NID_crl_number, value, 0, 0) == 1 && key != NULL &&
	       X509_CRL_add_ext(crl, key, -1) == 1;
	ASN1_INTEGER_free(value);
	X509_EXTENSION_free(key);
	return good;
}

static gboolean
fill(const McIssuer *issuer, X509_CRL *crl, const GArray *revoked, gint64 now_wall_us)
{
	ASN1_TIME *time = mc_time_of(NULL, now_wall_us);
	gboolean good =
	    time != NULL && X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
	    X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->certificate)) == 1 &&
	    X509_CRL_set1_lastUpdate(crl, time) == 1 &&
	    X509_CRL_set1_nextUpdate(crl, X509_get0_notAfter(issuer->certificate)) == 1;

	ASN1_TIME_free(time);
	for (guint i = 0; good && i < revoked->len; i++)
		good = add_row(crl, &g_array_index(revoked, McRevoked, i));
	return good && add_number(issuer, crl, now_wall_us / G_USEC_PER_SEC) && X509_CRL_sort(crl) == 1;
}

GBytes *
mc_issuer_revoke(McIssuer *issuer, const GArray *revoked, gint64 now_wall_us, GError **error)
{
	g_autoptr(X509_CRL) crl = X509_CRL_new();
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	McSigning signing = {0};
	gboolean good = crl != NULL && fill(issuer, crl, revoked, now_wall_us) &&
	                mc_signing_begin(&signing, issuer->key, issuer->suite) &&
	                X509_CRL_sign_ctx(crl, signing.context) > 0 &&
	                PEM_write_bio_X509_CRL(out, crl) == 1;

	mc_signing_end(&signing);
	if (good)
		return mc_bio_bytes(out);
	mc_openssl_fail(error, MC_ERROR_INTERNAL, "making a revocation list");
	return NULL;
}
