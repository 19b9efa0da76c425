#include "app/record/seal.h"

#include "app/record/certificates.h"
#include "app/record/openssl-error.h"
#include "app/record/revocation.h"
#include "app/record/seal-shape.h"
#include "app/record/seal-sm2.h"
#include "app/record/signing-certificate.h"
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <string.h>

/* Envelopes of a kiosk carry the same certificates for years: a chain is walked once and then
 * remembered for the time in which all of it is valid. Full means forgetting all: a bound on what a
 * stranger can make a gateway keep. */
#define REMEMBERED_MAX 4096

typedef struct McChain {
	McCertificates *certificates; /* leaf first, root last */
	gint64 from_us, to_us;
} McChain;

struct McVerifier {
	X509_STORE *store;
	guint suites; /* bit i = McSuite i is taken */
	GPtrArray *crls; /* of X509_CRL */
	GHashTable *chains; /* SHA-256 over the envelope's certificates (hex) -> McChain */
};

static void
chain_free(gpointer data)
{
	McChain *chain = data;

	mc_certificates_free(chain->certificates);
	g_free(chain);
}

McVerifier *
mc_verifier_new_from_file(const char *roots_path, GError **error)
{
	g_autoptr(McCertificates) roots = mc_certificates_read(roots_path, error);
	g_autoptr(X509_STORE) store = X509_STORE_new();
	McVerifier *verifier = NULL;

	if (roots == NULL)
		return NULL;
	for (int i = 0; i < sk_X509_num(roots); i++)
		X509_STORE_add_cert(store, sk_X509_value(roots, i));
	verifier = g_new0(McVerifier, 1);
	verifier->store = g_steal_pointer(&store);
	verifier->suites = MC_SUITES_ALL;
	verifier->crls = g_ptr_array_new_with_free_func(mc_crl_free);
	verifier->chains = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, chain_free);
	return verifier;
}

void
mc_verifier_set_suites(McVerifier *verifier, guint suites)
{
	verifier->suites = suites;
}

gboolean
mc_verifier_add_crls(McVerifier *verifier, const char *path, GError **error)
{
	/* What is remembered was walked without them. */
	g_hash_table_remove_all(verifier->chains);
	return mc_crls_read(path, verifier->crls, error);
}

void
mc_verifier_free(McVerifier *verifier)
{
	if (verifier == NULL)
		return;
	X509_STORE_free(verifier->store);
	g_hash_table_unref(verifier->chains);
	g_ptr_array_unref(verifier->crls);
	g_free(verifier);
}

static CMS_ContentInfo *
parse(GBytes *envelope, GError **error)
{
	gsize size = 0;
	const guchar *data = g_bytes_get_data(envelope, &size);
	const guchar *at = data;
	g_autoptr(CMS_ContentInfo) cms = NULL;

	if (size > 0 && size <= G_MAXINT / 2)
		cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);
	if (cms == NULL || (gsize)(at - data) != size ||
	    OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed) {
		mc_openssl_fail(error, MC_ERROR_BAD_INPUT, "the bytes are no CMS signed data");
		return NULL;
	}
	return g_steal_pointer(&cms);
}

static GBytes *
content_of(CMS_ContentInfo *cms, GError **error)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms);

	if (content == NULL || *content == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "the envelope carries no content");
		return NULL;
	}
	return g_bytes_new(ASN1_STRING_get0_data(*content), (gsize)ASN1_STRING_length(*content));
}

GBytes *
mc_seal_peek(GBytes *envelope, GError **error)
{
	g_autoptr(CMS_ContentInfo) cms = parse(envelope, error);

	return cms != NULL ? content_of(cms, error) : NULL;
}

static McCertificates *
named_certificates(CMS_ContentInfo *cms)
{
	McCertificates *inside = CMS_get1_certs(cms);

	for (int i = 0; i < sk_X509_num(inside); i++)
		mc_sm2_name_certificate(sk_X509_value(inside, i));
	return inside;
}

static gint64
moment_us(const ASN1_TIME *time)
{
	struct tm parts = {0};

	return ASN1_TIME_to_tm(time, &parts) == 1 ? (gint64)timegm(&parts) * G_USEC_PER_SEC : -1;
}

static char *
certificates_digest(McCertificates *certificates)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (int i = 0; i < sk_X509_num(certificates); i++) {
		guchar *der = NULL;
		int size = i2d_X509(sk_X509_value(certificates, i), &der);

		if (size > 0)
			g_checksum_update(sum, der, size);
		OPENSSL_free(der);
	}
	return g_strdup(g_checksum_get_string(sum));
}

static McChain *
chain_new(McCertificates *certificates)
{
	McChain *chain = g_new0(McChain, 1);

	chain->certificates = certificates;
	chain->to_us = G_MAXINT64;
	for (int i = 0; i < sk_X509_num(certificates); i++) {
		const X509 *certificate = sk_X509_value(certificates, i);
		gint64 to_us = moment_us(X509_get0_notAfter(certificate));

		chain->from_us = MAX(chain->from_us, moment_us(X509_get0_notBefore(certificate)));
		chain->to_us = MIN(chain->to_us, to_us);
	}
	return chain;
}

static McCertificates *
walk_chain(
    McVerifier *verifier, X509 *leaf, McCertificates *inside, gint64 at_wall_us, GError **error)
{
	g_autoptr(X509_STORE_CTX) context = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *parameters = NULL;
	g_autofree char *name = mc_certificate_name(leaf);

	if (context == NULL || X509_STORE_CTX_init(context, verifier->store, leaf, inside) != 1) {
		mc_openssl_fail(error, MC_ERROR_INTERNAL, "no certificate check");
		return NULL;
	}
	parameters = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT);
	X509_VERIFY_PARAM_set_time(parameters, (time_t)(at_wall_us / G_USEC_PER_SEC));
	if (X509_verify_cert(context) == 1)
		return X509_STORE_CTX_get1_chain(context);
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "certificate of %s: %s", name,
	    X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
	ERR_clear_error();
	return NULL;
}

static gboolean
chain_holds(McCertificates *chain, X509 *certificate)
{
	for (int i = 0; i < sk_X509_num(chain); i++)
		if (X509_cmp(sk_X509_value(chain, i), certificate) == 0)
			return TRUE;
	return FALSE;
}

static gboolean
is_for_records(X509 *leaf)
{
	gboolean is_for_connections =
	    (X509_get_extension_flags(leaf) & EXFLAG_XKUSAGE) != 0 &&
	    (X509_get_extended_key_usage(leaf) & (XKU_SSL_CLIENT | XKU_SSL_SERVER | XKU_ANYEKU)) != 0;

	return (X509_get_key_usage(leaf) & KU_DIGITAL_SIGNATURE) != 0 && X509_check_ca(leaf) == 0 &&
	       !is_for_connections;
}

/* A chain is as strong as its weakest signature: an authority of one suite says nothing about a key
 * of the other. */
static gboolean
is_of_one_suite(McCertificates *chain)
{
	McSuite first = MC_SUITE_P256;
	McSuite suite = MC_SUITE_P256;

	if (!mc_suite_of_key(X509_get0_pubkey(sk_X509_value(chain, 0)), &first))
		return FALSE;
	for (int i = 0; i < sk_X509_num(chain); i++) {
		X509 *certificate = sk_X509_value(chain, i);

		if (!mc_suite_of_key(X509_get0_pubkey(certificate), &suite) || suite != first ||
		    X509_get_signature_nid(certificate) != mc_suite_parts(first)->signature_nid)
			return FALSE;
	}
	return TRUE;
}

/* What the walk does not ask: the key's suite and use, and that no spare certificate travels along
 * (nothing would protect its bytes). */
static gboolean
check_leaf(X509 *leaf, McCertificates *chain, McCertificates *inside, GError **error)
{
	const char *problem = NULL;

	if (!is_of_one_suite(chain))
		problem = "the signer's chain mixes suites";
	else if (!is_for_records(leaf))
		problem = "the signer's certificate is not for signing records";
	/* The root is the verifier's own and does not travel. */
	else if (sk_X509_num(inside) != sk_X509_num(chain) - 1)
		problem = "the certificates inside are not the signer's chain without its root";
	for (int i = 0; i < sk_X509_num(inside) && problem == NULL; i++)
		if (!chain_holds(chain, sk_X509_value(inside, i)))
			problem = "a certificate inside does not belong to the signer's chain";
	if (problem == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s", problem);
	return FALSE;
}

static const McChain *
trusted_chain(
    McVerifier *verifier, X509 *leaf, McCertificates *inside, gint64 at_wall_us, GError **error)
{
	g_autofree char *key = NULL;
	g_autofree char *digest = certificates_digest(inside);
	g_autofree char *leaf_digest = NULL;
	g_autoptr(McCertificates) walked = NULL;
	McChain *chain = NULL;
	guchar sum[EVP_MAX_MD_SIZE];
	guint size = 0;

	X509_digest(leaf, EVP_sha256(), sum, &size);
	leaf_digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, sum, size);
	key = g_strconcat(leaf_digest, digest, NULL);
	chain = g_hash_table_lookup(verifier->chains, key);
	if (chain != NULL && at_wall_us >= chain->from_us && at_wall_us <= chain->to_us)
		return chain;
	walked = walk_chain(verifier, leaf, inside, at_wall_us, error);
	if (walked == NULL || !check_leaf(leaf, walked, inside, error))
		return NULL;
	if (!mc_crls_allow(verifier->crls, walked, error))
		return NULL;
	if (g_hash_table_size(verifier->chains) >= REMEMBERED_MAX)
		g_hash_table_remove_all(verifier->chains);
	chain = chain_new(g_steal_pointer(&walked));
	g_hash_table_insert(verifier->chains, g_steal_pointer(&key), chain);
	return chain;
}

/* Of the one signer; the name is taken from the certificate that its id points to. */
static X509 *
signer_certificate(CMS_ContentInfo *cms, McCertificates *inside, GError **error)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);

	if (sk_CMS_SignerInfo_num(signers) != 1) {
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "not exactly one signer");
		return NULL;
	}
	for (int i = 0; i < sk_X509_num(inside); i++)
		if (CMS_SignerInfo_cert_cmp(
		        sk_CMS_SignerInfo_value(signers, 0), sk_X509_value(inside, i)) == 0)
			return sk_X509_value(inside, i);
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the signer's certificate is not inside");
	return NULL;
}

/* Without the root, which is the verifier's own. */
static gboolean
check_signing_certificate(CMS_ContentInfo *cms, const McChain *chain, McSuite suite, GError **error)
{
	CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	ASN1_OBJECT *type = OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2);
	const ASN1_STRING *value = CMS_signed_get0_data_by_OBJ(signer, type, -3, V_ASN1_SEQUENCE);
	g_autoptr(McCertificates) between = sk_X509_new_null();
	ASN1_STRING *expected = NULL;
	gboolean good = FALSE;

	for (int i = 1; i < sk_X509_num(chain->certificates) - 1; i++) {
		X509 *certificate = sk_X509_value(chain->certificates, i);

		X509_up_ref(certificate);
		sk_X509_push(between, certificate);
	}
	expected = mc_signing_certificate_new(sk_X509_value(chain->certificates, 0), between, suite);
	good = value != NULL && expected != NULL && ASN1_STRING_cmp(value, expected) == 0;
	ASN1_STRING_free(expected);
	return good || mc_openssl_fail(error, MC_ERROR_UNTRUSTED,
	                   "the certificates inside are not those that were signed along");
}

static gboolean
check_signature(CMS_ContentInfo *cms, McCertificates *inside, GError **error)
{
	guint flags = CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY | CMS_NOINTERN;

	if (CMS_verify(cms, inside, NULL, NULL, NULL, flags) == 1)
		return TRUE;
	return mc_openssl_fail(error, MC_ERROR_UNTRUSTED, "the signature does not fit the content");
}

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "the envelope: %s", problem);
	return FALSE;
}

static gboolean
check_seal(CMS_ContentInfo *cms, const McEnvelope *envelope, McCertificates *inside, X509 *leaf,
    McSuite suite, GError **error)
{
	const char *problem = NULL;

	switch (suite) {
	case MC_SUITE_P256: return check_signature(cms, inside, error);
	case MC_SUITE_SM2: problem = mc_seal_sm2_problem(envelope, leaf);
	}
	return problem == NULL || refuse(error, problem);
}

/* The suite is the key's; everything else in the envelope has to be of it. */
static gboolean
find_suite(const McVerifier *verifier, X509 *leaf, McSuite *suite, GError **error)
{
	if (!mc_suite_of_key(X509_get0_pubkey(leaf), suite))
		return refuse(error, "the signer's key is of no suite (P-256, SM2)");
	if ((verifier->suites & (1u << *suite)) == 0)
		return refuse(error, "its suite is not accepted here");
	return TRUE;
}

static void
describe(X509 *leaf, McSuite suite, McSealedBy *by)
{
	g_autofree char *name = mc_certificate_name(leaf);

	*by = (McSealedBy){.suite = suite};
	g_strlcpy(by->name, name, sizeof by->name);
	mc_certificate_digest(leaf, by->certificate_digest);
}

GBytes *
mc_seal_verify(
    McVerifier *verifier, GBytes *bytes, gint64 at_wall_us, McSealedBy *by, GError **error)
{
	g_autoptr(CMS_ContentInfo) cms = parse(bytes, error);
	g_autoptr(McCertificates) inside = cms != NULL ? named_certificates(cms) : NULL;
	X509 *leaf = cms != NULL ? signer_certificate(cms, inside, error) : NULL;
	g_autoptr(McEnvelope) envelope = NULL;
	const McChain *chain = NULL;
	const char *problem = NULL;
	McSuite suite = MC_SUITE_P256;
	g_autoptr(GBytes) content = NULL;

	if (leaf == NULL || !find_suite(verifier, leaf, &suite, error))
		return NULL;
	envelope = mc_seal_shape_read(bytes, leaf, inside, suite, &problem);
	if (envelope == NULL) {
		refuse(error, problem);
		return NULL;
	}
	chain = trusted_chain(verifier, leaf, inside, at_wall_us, error);
	if (chain == NULL || !check_seal(cms, envelope, inside, leaf, suite, error) ||
	    !check_signing_certificate(cms, chain, suite, error))
		return NULL;
	content = content_of(cms, error);
	if (content != NULL && by != NULL)
		describe(leaf, suite, by);
	return g_steal_pointer(&content);
}
