#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/ecdsa.h"
#include "app/record/openssl-error.h"
#include "app/record/signing-certificate.h"
#include <string.h>

struct McSigner {
	EVP_PKEY *key;
	X509 *certificate;
	McCertificates *chain; /* may be empty */
	char *name;
	McSuite suite;
};

static gboolean
load(McSigner *signer, const char *key_path, const char *certificate_path, const char *chain_path,
    GError **error)
{
	g_autoptr(McCertificates) leaf = NULL;

	signer->key = mc_private_key_read(key_path, error);
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

void
mc_signer_free(McSigner *signer)
{
	if (signer == NULL)
		return;
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

void
mc_signer_certificate_digest(const McSigner *signer, char out[MC_DIGEST_HEX_SIZE])
{
	mc_certificate_digest(signer->certificate, out);
}

/* Of the two signatures (r, s) and (r, n - s), which are both valid and can be turned into each
 * other without the key, only the one with the smaller s is ours: one record has one digest. */
static gboolean
make_unique(CMS_ContentInfo *cms)
{
	CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	ASN1_OCTET_STRING *octets = CMS_SignerInfo_get0_signature(signer);
	g_autoptr(GBytes) unique =
	    mc_ecdsa_p256_smaller(ASN1_STRING_get0_data(octets), ASN1_STRING_length(octets));
	gsize size = 0;
	const guint8 *data = unique != NULL ? g_bytes_get_data(unique, &size) : NULL;

	return data != NULL && ASN1_OCTET_STRING_set(octets, data, (int)size) == 1;
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

static CMS_SignerInfo *
add_signer(McSigner *signer, CMS_ContentInfo *cms)
{
	guint flags = CMS_NOSMIMECAP | CMS_BINARY | CMS_PARTIAL;
	const EVP_MD *digest = mc_suite_parts(signer->suite)->digest();
	CMS_SignerInfo *info = NULL;

	switch (signer->suite) {
	case MC_SUITE_P256:
		return CMS_add1_signer(cms, signer->certificate, signer->key, digest, flags);
	case MC_SUITE_SM2:
		info =
		    CMS_add1_signer(cms, signer->certificate, signer->key, digest, flags | CMS_KEY_PARAM);
		return info != NULL && prepare_sm2(info) ? info : NULL;
	}
	return NULL;
}

/* OpenSSL would take the machine's clock, which the recorder may know to be wrong. */
static gboolean
set_signing_time(CMS_SignerInfo *info, gint64 at_wall_us)
{
	ASN1_TIME *time = ASN1_TIME_adj(NULL, (time_t)(at_wall_us / G_USEC_PER_SEC), 0, 0);
	gboolean good = time != NULL && CMS_signed_add1_attr_by_NID(
	                                    info, NID_pkcs9_signingTime, time->type, time, -1) == 1;

	ASN1_TIME_free(time);
	return good;
}

static gboolean
sign(McSigner *signer, CMS_ContentInfo *cms, BIO *in, gint64 at_wall_us)
{
	CMS_SignerInfo *info = add_signer(signer, cms);

	/* contentType and messageDigest are OpenSSL's own additions. */
	if (info == NULL || !set_signing_time(info, at_wall_us) || !name_certificates(signer, info))
		return FALSE;
	for (int i = 0; i < sk_X509_num(signer->chain); i++)
		if (CMS_add1_cert(cms, sk_X509_value(signer->chain, i)) != 1)
			return FALSE;
	return CMS_final(cms, in, NULL, CMS_BINARY) == 1 &&
	       (signer->suite != MC_SUITE_P256 || make_unique(cms));
}

void
mc_signer_validity(const McSigner *signer, gint64 *from_wall_us, gint64 *to_wall_us)
{
	*from_wall_us = mc_certificate_moment(X509_get0_notBefore(signer->certificate));
	*to_wall_us = mc_certificate_moment(X509_get0_notAfter(signer->certificate));
}

GBytes *
mc_seal(McSigner *signer, GBytes *content, GError **error)
{
	return mc_seal_at(signer, content, g_get_real_time(), error);
}

GBytes *
mc_seal_at(McSigner *signer, GBytes *content, gint64 at_wall_us, GError **error)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(content, &size);
	g_autoptr(BIO) in = BIO_new_mem_buf(data, (int)size);
	g_autoptr(BIO) out = BIO_new(BIO_s_mem());
	g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL);

	if (size > G_MAXINT / 2) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "content too large to seal");
		return NULL;
	}
	if (cms == NULL || !sign(signer, cms, in, at_wall_us) || i2d_CMS_bio(out, cms) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "sealing failed");
		return NULL;
	}
	return mc_bio_bytes(out);
}
