#include "app/enrol/csr.h"

#include "app/record/openssl-error.h"
#include "app/record/private-key.h"
#include "app/record/suite-parts.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

EVP_PKEY *
mc_key_new(McSuite suite, GError **error)
{
	EVP_PKEY *key =
	    suite == MC_SUITE_SM2 ? EVP_PKEY_Q_keygen(NULL, NULL, "SM2") : EVP_EC_gen("P-256");

	if (key == NULL)
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "making a key");
	return key;
}

GBytes *
mc_key_pem(EVP_PKEY *key, GError **error)
{
	/* Its memory is wiped when it is freed. */
	g_autoptr(BIO) bio = BIO_new(BIO_s_secmem());

	if (bio != NULL && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1)
		return mc_bio_bytes(bio);
	mc_openssl_fail(error, MC_ERROR_INTERNAL, "writing a key");
	return NULL;
}

void
mc_key_fingerprint(EVP_PKEY *key, char text[MC_ENROL_FINGERPRINT_SIZE])
{
	guchar *der = NULL;
	int size = i2d_PUBKEY(key, &der);
	guint8 sum[EVP_MAX_MD_SIZE] = {0};

	if (size > 0)
		EVP_Digest(der, (size_t)size, sum, NULL, EVP_sha256(), NULL);
	OPENSSL_free(der);
	mc_enrol_fingerprint(sum, text);
}

gboolean
mc_signing_begin(McSigning *signing, EVP_PKEY *key, McSuite suite)
{
	signing->context = EVP_MD_CTX_new();
	signing->key = NULL;
	if (suite == MC_SUITE_SM2) {
		signing->key = EVP_PKEY_CTX_new(key, NULL);
		if (signing->key == NULL ||
		    EVP_PKEY_CTX_set1_id(signing->key, MC_SM2_ID, strlen(MC_SM2_ID)) != 1)
			return FALSE;
		EVP_MD_CTX_set_pkey_ctx(signing->context, signing->key);
	}
	return EVP_DigestSignInit_ex(signing->context, NULL,
	           EVP_MD_get0_name(mc_suite_parts(suite)->digest()), NULL, mc_private_key_query(key),
	           key, NULL) == 1;
}

void
mc_signing_end(McSigning *signing)
{
	EVP_MD_CTX_free(signing->context);
	EVP_PKEY_CTX_free(signing->key);
}

static gboolean
fill_request(X509_REQ *request, EVP_PKEY *key, const char *kiosk)
{
	X509_NAME *name = X509_REQ_get_subject_name(request);

	return X509_NAME_add_entry_by_txt(
	           name, "CN", MBSTRING_UTF8, (const guchar *)kiosk, -1, -1, 0) == 1 &&
	       X509_REQ_set_version(request, X509_REQ_VERSION_1) == 1 &&
	       X509_REQ_set_pubkey(request, key) == 1;
}

static gboolean
sign_alone(X509_REQ *request, const EVP_PKEY *key, McSuite suite)
{
	X509_ALGOR *algorithm = X509_ALGOR_new();
	ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();
	g_autoptr(GBytes) made = NULL;
	guchar *bytes = NULL;
	int size = 0;
	gboolean good = algorithm != NULL && bits != NULL &&
	                X509_ALGOR_set0(algorithm, OBJ_nid2obj(mc_suite_parts(suite)->signature_nid),
	                    V_ASN1_UNDEF, NULL) == 1 &&
	                X509_REQ_set1_signature_algo(request, algorithm) == 1;

	size = good ? i2d_re_X509_REQ_tbs(request, &bytes) : 0;
	made = size > 0 ? mc_private_key_sign(key, bytes, (gsize)size) : NULL;
	good = made != NULL && ASN1_BIT_STRING_set(bits, (guchar *)g_bytes_get_data(made, NULL),
	                           (int)g_bytes_get_size(made)) == 1;
	if (good) {
		/* No bit of its last byte is unused, whatever that byte is. */
		bits->flags = (bits->flags & ~0x07L) | ASN1_STRING_FLAG_BITS_LEFT;
		X509_REQ_set0_signature(request, g_steal_pointer(&bits));
	}
	ASN1_BIT_STRING_free(bits);
	X509_ALGOR_free(algorithm);
	OPENSSL_free(bytes);
	return good;
}

static gboolean
sign(X509_REQ *request, EVP_PKEY *key, McSuite suite)
{
	McSigning signing = {0};
	gboolean good = FALSE;

	if (mc_private_key_signs_alone(key))
		return sign_alone(request, key, suite);
	good =
	    mc_signing_begin(&signing, key, suite) && X509_REQ_sign_ctx(request, signing.context) > 0;
	mc_signing_end(&signing);
	return good;
}

GBytes *
mc_csr_new(EVP_PKEY *key, const char *kiosk, GError **error)
{
	g_autoptr(X509_REQ) request = X509_REQ_new();
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	McSuite suite = MC_SUITE_P256;
	gboolean good = request != NULL && mc_suite_of_key(key, &suite) &&
	                fill_request(request, key, kiosk) && sign(request, key, suite) &&
	                i2d_X509_REQ_bio(out, request) == 1;

	if (good)
		return mc_bio_bytes(out);
	mc_openssl_fail(error, MC_ERROR_INTERNAL, "asking for a certificate");
	return NULL;
}

/* ---- reading ---- */

static X509_REQ *
parse(GBytes *der)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(der, &size);
	const guchar *at = data;
	g_autoptr(X509_REQ) request = d2i_X509_REQ(NULL, &at, (long)size);
	gboolean is_whole = request != NULL && at == data + size;

	ERR_clear_error();
	return is_whole ? g_steal_pointer(&request) : NULL;
}

static gboolean
is_proven(X509_REQ *request, McSuite suite)
{
	ASN1_OCTET_STRING *id = NULL;

	if (X509_REQ_get_signature_nid(request) != mc_suite_parts(suite)->signature_nid)
		return FALSE;
	if (suite == MC_SUITE_SM2) {
		id = ASN1_OCTET_STRING_new();
		if (id == NULL || ASN1_OCTET_STRING_set(id, (const guchar *)MC_SM2_ID, -1) != 1)
			return FALSE;
		X509_REQ_set0_distinguishing_id(request, id);
	}
	return X509_REQ_verify(request, X509_REQ_get0_pubkey(request)) == 1;
}

static gboolean
read_name(X509_REQ *request, char name[33])
{
	X509_NAME *subject = X509_REQ_get_subject_name(request);
	const ASN1_STRING *text = NULL;
	int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	int size = 0;

	if (place < 0 || X509_NAME_entry_count(subject) != 1)
		return FALSE;
	text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place));
	size = ASN1_STRING_length(text);
	if (size <= 0 || size > 32)
		return FALSE;
	memcpy(name, ASN1_STRING_get0_data(text), (gsize)size);
	name[size] = '\0';
	for (int i = 0; i < size; i++)
		if (!g_ascii_isalnum(name[i]) && (name[i] == '\0' || strchr("-_.", name[i]) == NULL))
			return FALSE;
	return TRUE;
}

gboolean
mc_csr_read(GBytes *der, McCsr *csr, GError **error)
{
	const char *problem = NULL;

	memset(csr, 0, sizeof *csr);
	csr->request = parse(der);
	if (csr->request == NULL)
		problem = "is no PKCS#10 request";
	else if (!mc_suite_of_key(X509_REQ_get0_pubkey(csr->request), &csr->suite))
		problem = "its key is neither P-256 nor SM2";
	else if (!is_proven(csr->request, csr->suite))
		problem = "its signature does not prove that the key is there";
	else if (!read_name(csr->request, csr->name))
		problem = "its subject is not the kiosk's id alone";
	ERR_clear_error();
	if (problem == NULL) {
		mc_key_fingerprint(X509_REQ_get0_pubkey(csr->request), csr->fingerprint);
		mc_public_key_digest(X509_REQ_get0_pubkey(csr->request), csr->key_digest);
		return TRUE;
	}
	mc_csr_clear(csr);
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "the certificate request: %s", problem);
	return FALSE;
}

void
mc_csr_clear(McCsr *csr)
{
	g_clear_pointer(&csr->request, X509_REQ_free);
}
