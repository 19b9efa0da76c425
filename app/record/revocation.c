#include "app/record/revocation.h"

#include "app/record/openssl-error.h"
#include "app/record/seal.h"
#include "app/record/suite-parts.h"
#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, EVP_MD_CTX_free)

void
mc_crl_free(gpointer crl)
{
	X509_CRL_free(crl);
}

/* A list without a date that can be read would never have a successor: none is newer. */
static gboolean
read_all(BIO *file, const char *name, GPtrArray *crls, GError **error)
{
	X509_CRL *crl = NULL;
	guint before = crls->len;

	while (file != NULL && (crl = PEM_read_bio_X509_CRL(file, NULL, NULL, NULL)) != NULL) {
		g_ptr_array_add(crls, crl);
		if (ASN1_TIME_check(X509_CRL_get0_lastUpdate(crl)) != 1) {
			g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
			    "%s: a list says no date from which it counts", name);
			return FALSE;
		}
	}
	if (crls->len == before || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, name);
	ERR_clear_error();
	return TRUE;
}

gboolean
mc_crls_read(const char *path, GPtrArray *crls, GError **error)
{
	g_autoptr(BIO) file = BIO_new_file(path, "r");

	return read_all(file, path, crls, error);
}

gboolean
mc_crls_read_pem(GBytes *pem, GPtrArray *crls, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(pem, &size);
	g_autoptr(BIO) file = size <= G_MAXINT ? BIO_new_mem_buf(data, (int)size) : NULL;

	return read_all(file, "revocation lists", crls, error);
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

/* An authority may get a new key, or one of the other suite, under its old name: a list that names
 * the key that signed it is not of every authority of that name. */
static gboolean
is_of_another_key(X509_CRL *crl, X509 *issuer)
{
	AUTHORITY_KEYID *named = X509_CRL_get_ext_d2i(crl, NID_authority_key_identifier, NULL, NULL);
	const ASN1_OCTET_STRING *own = X509_get0_subject_key_id(issuer);
	gboolean is_other = named != NULL && named->keyid != NULL && own != NULL &&
	                    ASN1_OCTET_STRING_cmp(named->keyid, own) != 0;

	AUTHORITY_KEYID_free(named);
	return is_other;
}

static gboolean
allow(X509_CRL *crl, X509 *certificate, X509 *issuer, GError **error)
{
	g_autofree char *name = mc_certificate_name(certificate);
	X509_REVOKED *entry = NULL;

	if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_issuer_name(certificate)) != 0 ||
	    is_of_another_key(crl, issuer))
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

/* ---- lists that take the place of others ---- */

/* Of the same name, and of the same key as far as they name it. */
static gboolean
is_of_same_issuer(X509_CRL *one, X509_CRL *other)
{
	AUTHORITY_KEYID *first = X509_CRL_get_ext_d2i(one, NID_authority_key_identifier, NULL, NULL);
	AUTHORITY_KEYID *second = X509_CRL_get_ext_d2i(other, NID_authority_key_identifier, NULL, NULL);
	const ASN1_OCTET_STRING *first_key = first != NULL ? first->keyid : NULL;
	const ASN1_OCTET_STRING *second_key = second != NULL ? second->keyid : NULL;
	gboolean is_same = X509_NAME_cmp(X509_CRL_get_issuer(one), X509_CRL_get_issuer(other)) == 0;

	if (is_same && first_key != NULL && second_key != NULL)
		is_same = ASN1_OCTET_STRING_cmp(first_key, second_key) == 0;
	else
		is_same = is_same && first_key == second_key;
	AUTHORITY_KEYID_free(first);
	AUTHORITY_KEYID_free(second);
	return is_same;
}

static gboolean
is_older(X509_CRL *one, X509_CRL *other)
{
	return ASN1_TIME_compare(X509_CRL_get0_lastUpdate(one), X509_CRL_get0_lastUpdate(other)) < 0;
}

static gboolean
is_followed(X509_CRL *crl, const GPtrArray *next)
{
	for (guint i = 0; i < next->len; i++)
		if (is_of_same_issuer(g_ptr_array_index(next, i), crl) &&
		    !is_older(g_ptr_array_index(next, i), crl))
			return TRUE;
	return FALSE;
}

gboolean
mc_revocations_follow(GBytes *now, GBytes *next, GError **error)
{
	g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func(mc_crl_free);
	g_autoptr(GPtrArray) new = g_ptr_array_new_with_free_func(mc_crl_free);

	if (!mc_crls_read_pem(next, new, error))
		return FALSE;
	/* What is in force and cannot be read holds up nothing. */
	if (now != NULL)
		(void)mc_crls_read_pem(now, old, NULL);
	for (guint i = 0; i < old->len; i++)
		if (!is_followed(g_ptr_array_index(old, i), new)) {
			g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED,
			    "revocation lists: one that is in force is missing, or is newer than its "
			    "successor");
			return FALSE;
		}
	return TRUE;
}
