#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/envelope-asn1.h"
#include "app/record/openssl-error.h"
#include "app/record/private-key.h"
#include "app/record/seal-signature.h"
#include "app/record/signing-certificate.h"
#include <string.h>

struct McSigner {
	EVP_PKEY *key;
	X509 *certificate;
	McCertificates *chain; /* may be empty */
	char *name;
	McSuite suite;
	McEnvelope *pattern; /* of an envelope, as OpenSSL made it; NULL before the first */
	McProtection protection;
	EVP_MD_CTX *signing; /* made with the pattern; NULL for a TPM's key */
	EVP_PKEY_CTX *elsewhere; /* of a signature that another provider makes; NULL = none does */
};

static gboolean
load(McSigner *signer, const char *key_path, const char *certificate_path, const char *chain_path,
    GError **error)
{
	g_autoptr(McCertificates) leaf = NULL;

	signer->key = mc_private_key_open(key_path, &signer->protection, error);
	if (signer->key == NULL)
		return FALSE;
	leaf = mc_certificates_read(certificate_path, error);
	if (leaf == NULL)
		return FALSE;
	signer->certificate = sk_X509_shift(leaf);
	signer->name = mc_certificate_name(signer->certificate);
	signer->chain =
	    chain_path != NULL ? mc_certificates_read(chain_path, error) : sk_X509_new_null();
	return signer->chain != NULL;
}

McSigner *
mc_signer_new_from_files(
    const char *key_path, const char *certificate_path, const char *chain_path, GError **error)
{
	g_autoptr(McSigner) signer = g_new0(McSigner, 1);

	if (!load(signer, key_path, certificate_path, chain_path, error))
		return NULL;
	if (!mc_suite_of_key(signer->key, &signer->suite)) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: a P-256 or SM2 key is needed", key_path);
		return NULL;
	}
	if (X509_check_private_key(signer->certificate, signer->key) != 1) {
		mc_openssl_fail(error, MC_ERROR_UNTRUSTED, certificate_path);
		return NULL;
	}
	if (signer->name[0] == '\0') {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: the subject has no common name",
		    certificate_path);
		return NULL;
	}
	return g_steal_pointer(&signer);
}

/* The next envelope is begun afresh. */
static void
forget(McSigner *signer)
{
	g_clear_pointer(&signer->pattern, mc_envelope_free);
	g_clear_pointer(&signer->signing, EVP_MD_CTX_free);
}

void
mc_signer_free(McSigner *signer)
{
	if (signer == NULL)
		return;
	forget(signer);
	EVP_PKEY_CTX_free(signer->elsewhere);
	EVP_PKEY_free(signer->key);
	X509_free(signer->certificate);
	mc_certificates_free(signer->chain);
	g_free(signer->name);
	g_free(signer);
}

const char *
mc_signer_name(const McSigner *signer)
{
	return signer->name;
}

McSuite
mc_signer_suite(const McSigner *signer)
{
	return signer->suite;
}

McProtection
mc_signer_protection(const McSigner *signer)
{
	return signer->protection;
}

int
mc_signer_stated_protection(const McSigner *signer)
{
	return mc_certificate_protection(signer->certificate, NULL);
}

void
mc_signer_certificate_digest(const McSigner *signer, char out[MC_DIGEST_HEX_SIZE])
{
	mc_certificate_digest(signer->certificate, out);
}

static gboolean
name_certificates(McSigner *signer, CMS_SignerInfo *info)
{
	ASN1_STRING *value =
	    mc_signing_certificate_new(signer->certificate, signer->chain, signer->suite);
	gboolean good =
	    value != NULL && CMS_signed_add1_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2,
	                         V_ASN1_SEQUENCE, value, -1) == 1;

	ASN1_STRING_free(value);
	return good;
}

/* CMS of OpenSSL 3.0 knows neither the algorithm that belongs to an SM2 key nor the id. */
static gboolean
prepare_sm2(CMS_SignerInfo *info)
{
	X509_ALGOR *algorithm = NULL;

	CMS_SignerInfo_get0_algs(info, NULL, NULL, NULL, &algorithm);
	return X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_SM2_with_SM3), V_ASN1_UNDEF, NULL) == 1 &&
	       EVP_PKEY_CTX_set1_id(CMS_SignerInfo_get0_pkey_ctx(info), MC_SM2_ID, strlen(MC_SM2_ID)) ==
	           1;
}

/* CMS asks one provider for everything. The digest of the content is made here; of a key in a TPM
 * only the signature is the TPM's. */
static gboolean
prepare_elsewhere(McSigner *signer, CMS_SignerInfo *info, const EVP_MD *digest)
{
	EVP_MD_CTX *context = CMS_SignerInfo_get0_md_ctx(info);

	EVP_PKEY_CTX_free(signer->elsewhere);
	signer->elsewhere =
	    EVP_PKEY_CTX_new_from_pkey(NULL, signer->key, mc_private_key_query(signer->key));
	if (signer->elsewhere == NULL)
		return FALSE;
	EVP_MD_CTX_set_pkey_ctx(context, signer->elsewhere);
	/* A TPM has no room for the copy that would be made of it otherwise. */
	EVP_MD_CTX_set_flags(context, EVP_MD_CTX_FLAG_FINALISE);
	return EVP_DigestSignInit_ex(
	           context, NULL, EVP_MD_get0_name(digest), NULL, NULL, signer->key, NULL) == 1;
}

static gboolean
is_of_tpm(const EVP_PKEY *key)
{
	return mc_private_key_query(key) != NULL || mc_private_key_signs_alone(key);
}

static CMS_SignerInfo *
add_signer(McSigner *signer, CMS_ContentInfo *cms)
{
	guint flags = CMS_NOSMIMECAP | CMS_BINARY | CMS_PARTIAL;
	const EVP_MD *digest = mc_suite_parts(signer->suite)->digest();
	CMS_SignerInfo *info = NULL;

	switch (signer->suite) {
	case MC_SUITE_P256:
		if (mc_private_key_query(signer->key) == NULL)
			return CMS_add1_signer(cms, signer->certificate, signer->key, digest, flags);
		info =
		    CMS_add1_signer(cms, signer->certificate, signer->key, digest, flags | CMS_KEY_PARAM);
		return info != NULL && prepare_elsewhere(signer, info, digest) ? info : NULL;
	case MC_SUITE_SM2:
		info =
		    CMS_add1_signer(cms, signer->certificate, signer->key, digest, flags | CMS_KEY_PARAM);
		return info != NULL && prepare_sm2(info) ? info : NULL;
	}
	return NULL;
}

static gboolean
add_attribute(CMS_SignerInfo *info, int nid, int type, void *value)
{
	return CMS_signed_add1_attr_by_NID(info, nid, type, value, -1) == 1;
}

/* What CMS_final() adds, when OpenSSL cannot sign with the key: whatever is put in here is made
 * anew for each envelope, of which this is the pattern. */
static gboolean
stand_in(CMS_ContentInfo *cms, CMS_SignerInfo *info, McSuite suite)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);
	ASN1_OCTET_STRING *empty = ASN1_OCTET_STRING_new();
	ASN1_TIME *now = ASN1_TIME_set(NULL, 0);
	guint8 none[EVP_MAX_MD_SIZE] = {0};
	gboolean good =
	    content != NULL && empty != NULL && now != NULL &&
	    ASN1_OCTET_STRING_set(empty, none, EVP_MD_get_size(mc_suite_parts(suite)->digest())) == 1 &&
	    add_attribute(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data)) &&
	    add_attribute(info, NID_pkcs9_signingTime, now->type, now) &&
	    add_attribute(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, empty) &&
	    ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(info), none, 1) == 1;

	if (good) {
		ASN1_OCTET_STRING_free(*content);
		*content = g_steal_pointer(&empty);
	}
	ASN1_OCTET_STRING_free(empty);
	ASN1_TIME_free(now);
	return good;
}

static gboolean
sign(McSigner *signer, CMS_ContentInfo *cms, BIO *in)
{
	CMS_SignerInfo *info = add_signer(signer, cms);

	/* contentType, signingTime and messageDigest are OpenSSL's own additions. */
	if (info == NULL || !name_certificates(signer, info))
		return FALSE;
	for (int i = 0; i < sk_X509_num(signer->chain); i++)
		if (CMS_add1_cert(cms, sk_X509_value(signer->chain, i)) != 1)
			return FALSE;
	return mc_private_key_signs_alone(signer->key) ? stand_in(cms, info, signer->suite)
	                                               : CMS_final(cms, in, NULL, CMS_BINARY) == 1;
}

void
mc_signer_validity(const McSigner *signer, gint64 *from_wall_us, gint64 *to_wall_us)
{
	*from_wall_us = mc_certificate_moment(X509_get0_notBefore(signer->certificate));
	*to_wall_us = mc_certificate_moment(X509_get0_notAfter(signer->certificate));
	for (int i = 0; i < sk_X509_num(signer->chain); i++) {
		const X509 *issuer = sk_X509_value(signer->chain, i);

		*from_wall_us = MAX(*from_wall_us, mc_certificate_moment(X509_get0_notBefore(issuer)));
		*to_wall_us = MIN(*to_wall_us, mc_certificate_moment(X509_get0_notAfter(issuer)));
	}
}

GBytes *
mc_seal(McSigner *signer, GBytes *content, GError **error)
{
	return mc_seal_at(signer, content, g_get_real_time(), error);
}

/* OpenSSL builds the first one, from nothing; what is the same in all of a signer's envelopes need
 * not be built again. */
static McEnvelope *
make_pattern(McSigner *signer)
{
	g_autoptr(BIO) in = BIO_new_mem_buf("{}", 2);
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL);
	g_autoptr(GBytes) bytes = NULL;
	const char *problem = NULL;
	gsize size = 0;
	gconstpointer data = NULL;

	if (cms == NULL || !sign(signer, cms, in) || i2d_CMS_bio(out, cms) != 1)
		return NULL;
	bytes = mc_bio_bytes(out);
	data = g_bytes_get_data(bytes, &size);
	return mc_envelope_read(data, size, &problem);
}

static void
begin_afresh(McSigner *signer)
{
	signer->pattern = make_pattern(signer);
	if (!is_of_tpm(signer->key))
		signer->signing = mc_seal_signing_new(signer->key, signer->suite);
}

static GBytes *
seal_by_pattern(McSigner *signer, GBytes *content, gint64 at_wall_us)
{
	McEnvelope *envelope = signer->pattern;

	if (!mc_seal_fill(envelope, content, at_wall_us, signer->suite) ||
	    !mc_seal_sign(envelope, signer->key, signer->signing, signer->suite))
		return NULL;
	return mc_envelope_write(envelope);
}

GBytes *
mc_seal_at(McSigner *signer, GBytes *content, gint64 at_wall_us, GError **error)
{
	GBytes *envelope = NULL;

	if (g_bytes_get_size(content) > G_MAXINT / 2) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "content too large to seal");
		return NULL;
	}
	if (signer->pattern == NULL)
		begin_afresh(signer);
	if (signer->pattern != NULL)
		envelope = seal_by_pattern(signer, content, at_wall_us);
	if (envelope == NULL) {
		forget(signer);
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "sealing failed");
	}
	return envelope;
}
