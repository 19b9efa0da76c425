#include "app/record/revocation.h"

#include "app/record/openssl-error.h"
#include "app/record/suite-parts.h"
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

void
mc_crl_free(gpointer crl)
{
	X509_CRL_free(crl);
}

gboolean
mc_crls_read(const char *path, GPtrArray *crls, GError **error)
{
	g_autoptr(BIO) file = BIO_new_file(path, "r");
	X509_CRL *crl = NULL;
	guint before = crls->len;

	while (file != NULL && (crl = PEM_read_bio_X509_CRL(file, NULL, NULL, NULL)) != NULL)
		g_ptr_array_add(crls, crl);
	if (crls->len == before || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, path);
	ERR_clear_error();
	return TRUE;
}

/* X509_CRL_verify() has no place for the id. */
static gboolean
is_signed_sm2(X509_CRL *crl, EVP_PKEY *key)
{
	g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context = EVP_PKEY_CTX_new(key, NULL);
	const ASN1_BIT_STRING *signature = NULL;
	guchar *tbs = NULL;
	int size = i2d_re_X509_CRL_tbs(crl, &tbs);
	gboolean good = FALSE;

	X509_CRL_get0_signature(crl, &signature, NULL);
	if (context != NULL && key_context != NULL && size > 0 &&
	    EVP_PKEY_CTX_set1_id(key_context, MC_SM2_ID, strlen(MC_SM2_ID)) == 1) {
		EVP_MD_CTX_set_pkey_ctx(context, key_context);
		good = EVP_DigestVerifyInit(context, NULL, EVP_sm3(), NULL, key) == 1 &&
		       EVP_DigestVerify(context, ASN1_STRING_get0_data(signature),
		           (gsize)ASN1_STRING_length(signature), tbs, (gsize)size) == 1;
	}
	EVP_PKEY_CTX_free(key_context);
	OPENSSL_free(tbs);
	return good;
}

static gboolean
is_signed(X509_CRL *crl, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	McSuite suite = MC_SUITE_P256;
	gboolean good = FALSE;

	if (!mc_suite_of_key(key, &suite) ||
	    X509_CRL_get_signature_nid(crl) != mc_suite_parts(suite)->signature_nid)
		return FALSE;
	switch (suite) {
	case MC_SUITE_P256: good = X509_CRL_verify(crl, key) == 1; break;
	case MC_SUITE_SM2: good = is_signed_sm2(crl, key); break;
	}
	ERR_clear_error();
	return good;
}

static gboolean
allow(X509_CRL *crl, X509 *certificate, X509 *issuer, GError **error)
{
	g_autofree char *name = mc_certificate_name(certificate);
	X509_REVOKED *entry = NULL;

	if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_issuer_name(certificate)) != 0)
		return TRUE;
	if (!is_signed(crl, issuer)) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
		    "a revocation list for %s is not signed by the issuer that it names", name);
		return FALSE;
	}
	if (X509_CRL_get0_by_serial(crl, &entry, X509_get_serialNumber(certificate)) != 1)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "certificate of %s: revoked", name);
	return FALSE;
}

gboolean
mc_crls_allow(const GPtrArray *crls, McCertificates *chain, GError **error)
{
	for (int i = 0; i + 1 < sk_X509_num(chain); i++)
		for (guint list = 0; list < crls->len; list++)
			if (!allow(g_ptr_array_index(crls, list), sk_X509_value(chain, i),
			        sk_X509_value(chain, i + 1), error))
				return FALSE;
	return TRUE;
}
