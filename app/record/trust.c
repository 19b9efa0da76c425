#include "app/record/trust.h"

#include "app/record/openssl-error.h"
#include "app/record/revocation.h"
#include "app/record/seal-signature.h"
#include "app/record/signing-certificate.h"
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <string.h>

/* Envelopes of a kiosk carry the same certificates for years: they are parsed and their chain
 * walked once, and then remembered for the time in which all of it is valid. Full means forgetting
 * all: a bound on what a stranger can make a gateway keep. */
#define REMEMBERED_MAX 4096

struct McVerifier {
	X509_STORE *store;
	guint suites; /* bit i = McSuite i is taken */
	GPtrArray *crls; /* of X509_CRL */
	GHashTable *chains; /* SHA-256 over the certificates inside (hex) -> McChain */
};

static void
chain_free(gpointer data)
{
	McChain *chain = data;

	if (chain == NULL)
		return;
	mc_certificates_free(chain->inside);
	EVP_MD_CTX_free(chain->verifying);
	ASN1_STRING_free(chain->signing_certificate);
	g_free(chain);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McChain, chain_free)

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

static void
take_crls(McVerifier *verifier, GPtrArray *crls)
{
	/* What is remembered was walked without them. */
	g_hash_table_remove_all(verifier->chains);
	g_ptr_array_unref(verifier->crls);
	verifier->crls = crls;
}

gboolean
mc_verifier_set_crls(McVerifier *verifier, const char *const *paths, GError **error)
{
	g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func(mc_crl_free);

	for (guint i = 0; paths[i] != NULL; i++)
		if (!mc_crls_read(paths[i], crls, error))
			return FALSE;
	take_crls(verifier, g_steal_pointer(&crls));
	return TRUE;
}

gboolean
mc_verifier_set_crls_pem(McVerifier *verifier, GBytes *pem, GError **error)
{
	g_autoptr(GPtrArray) crls = g_ptr_array_new_with_free_func(mc_crl_free);

	if (!mc_crls_read_pem(pem, crls, error))
		return FALSE;
	take_crls(verifier, g_steal_pointer(&crls));
	return TRUE;
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

static gboolean
refuse(GError **error, const char *problem)
{
	g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "%s", problem);
	return FALSE;
}

/* ---- the certificates inside ---- */

static char *
key_of(const McEnvelope *envelope)
{
	const STACK_OF(ASN1_TYPE) *certificates = envelope->outer->signed_part->certificates;
	g_autoptr(GByteArray) row = g_byte_array_new();
	g_autoptr(GBytes) bytes = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	/* Each begins with its own length, so that no two rows of them are the same bytes. */
	for (int i = 0; i < sk_ASN1_TYPE_num(certificates); i++) {
		const ASN1_TYPE *any = sk_ASN1_TYPE_value(certificates, i);

		if (ASN1_TYPE_get(any) == V_ASN1_SEQUENCE)
			g_byte_array_append(row, ASN1_STRING_get0_data(any->value.sequence),
			    (guint)ASN1_STRING_length(any->value.sequence));
	}
	bytes = g_byte_array_free_to_bytes(g_steal_pointer(&row));
	mc_digest_hex(bytes, digest);
	return g_strdup(digest);
}

/* NULL when it is no certificate or not in DER: what is parsed has to encode to the same bytes. */
static X509 *
certificate_of(const ASN1_TYPE *any)
{
	const guchar *data = NULL;
	const guchar *at = NULL;
	g_autoptr(X509) certificate = NULL;
	guchar *der = NULL;
	int size = 0;
	gboolean is_same = FALSE;

	if (ASN1_TYPE_get(any) != V_ASN1_SEQUENCE)
		return NULL;
	at = data = ASN1_STRING_get0_data(any->value.sequence);
	certificate = d2i_X509(NULL, &at, ASN1_STRING_length(any->value.sequence));
	size = certificate != NULL ? i2d_X509(certificate, &der) : 0;
	is_same = size > 0 && size == ASN1_STRING_length(any->value.sequence) &&
	          memcmp(data, der, (gsize)size) == 0;
	OPENSSL_free(der);
	ERR_clear_error();
	return is_same ? g_steal_pointer(&certificate) : NULL;
}

static gboolean
take_inside(McChain *chain, const McEnvelope *envelope, GError **error)
{
	const STACK_OF(ASN1_TYPE) *certificates = envelope->outer->signed_part->certificates;

	chain->inside = sk_X509_new_null();
	for (int i = 0; i < sk_ASN1_TYPE_num(certificates); i++) {
		X509 *certificate = certificate_of(sk_ASN1_TYPE_value(certificates, i));

		if (certificate == NULL)
			return refuse(error, "the envelope: what lies in it is not certificates in DER alone");
		mc_sm2_name_certificate(certificate);
		sk_X509_push(chain->inside, certificate);
		if (chain->leaf == NULL && mc_seal_shape_names(envelope, certificate))
			chain->leaf = certificate;
	}
	return chain->leaf != NULL || refuse(error, "the signer's certificate is not inside");
}

/* ---- the walk to a root ---- */

static gint64
moment_us(const ASN1_TIME *time)
{
	struct tm parts = {0};

	return ASN1_TIME_to_tm(time, &parts) == 1 ? (gint64)timegm(&parts) * G_USEC_PER_SEC : -1;
}

static McCertificates *
walk_chain(const McVerifier *verifier, X509 *leaf, McCertificates *inside, gint64 at_wall_us,
    GError **error)
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
check_chain(const McChain *made, McCertificates *chain, GError **error)
{
	McCertificates *inside = made->inside;
	const char *problem = NULL;

	if (!is_of_one_suite(chain))
		problem = "the signer's chain mixes suites";
	else if (!is_for_records(made->leaf))
		problem = "the signer's certificate is not for signing records";
	/* The root is the verifier's own and does not travel. */
	else if (sk_X509_num(inside) != sk_X509_num(chain) - 1)
		problem = "the certificates inside are not the signer's chain without its root";
	for (int i = 0; i < sk_X509_num(inside) && problem == NULL; i++)
		if (!chain_holds(chain, sk_X509_value(inside, i)))
			problem = "a certificate inside does not belong to the signer's chain";
	return problem == NULL || refuse(error, problem);
}

/* The moments between which all of it is valid, and what a signer of this chain signs along. */
static gboolean
complete(McChain *chain, McCertificates *walked, GError **error)
{
	g_autoptr(McCertificates) between = sk_X509_new_null();

	chain->to_us = G_MAXINT64;
	for (int i = 0; i < sk_X509_num(walked); i++) {
		X509 *certificate = sk_X509_value(walked, i);

		chain->from_us = MAX(chain->from_us, moment_us(X509_get0_notBefore(certificate)));
		chain->to_us = MIN(chain->to_us, moment_us(X509_get0_notAfter(certificate)));
		/* Without the root, which is the verifier's own. */
		if (i > 0 && i < sk_X509_num(walked) - 1 && X509_up_ref(certificate) == 1)
			sk_X509_push(between, certificate);
	}
	chain->verifying = mc_seal_verifying_new(X509_get0_pubkey(chain->leaf), chain->suite);
	chain->signing_certificate = mc_signing_certificate_new(chain->leaf, between, chain->suite);
	return (chain->verifying != NULL && chain->signing_certificate != NULL) ||
	       mc_openssl_fail(error, MC_ERROR_INTERNAL, "no check of this signer's signatures");
}

/* The suite is the key's; everything else in the envelope has to be of it. */
static gboolean
find_suite(const McVerifier *verifier, McChain *chain, GError **error)
{
	if (!mc_suite_of_key(X509_get0_pubkey(chain->leaf), &chain->suite))
		return refuse(error, "the envelope: the signer's key is of no suite (P-256, SM2)");
	if ((verifier->suites & (1u << chain->suite)) == 0)
		return refuse(error, "the envelope: its suite is not accepted here");
	return TRUE;
}

static void
describe(McChain *chain)
{
	g_autofree char *name = mc_certificate_name(chain->leaf);

	chain->by.suite = chain->suite;
	g_strlcpy(chain->by.name, name, sizeof chain->by.name);
	chain->by.protection = mc_certificate_protection(chain->leaf, &chain->by.is_claimed);
	mc_certificate_digest(chain->leaf, chain->by.certificate_digest);
	mc_public_key_digest(X509_get0_pubkey(chain->leaf), chain->by.key_digest);
}

static McChain *
make_chain(
    const McVerifier *verifier, const McEnvelope *envelope, gint64 at_wall_us, GError **error)
{
	g_autoptr(McChain) chain = g_new0(McChain, 1);
	g_autoptr(McCertificates) walked = NULL;

	if (!take_inside(chain, envelope, error) || !find_suite(verifier, chain, error))
		return NULL;
	walked = walk_chain(verifier, chain->leaf, chain->inside, at_wall_us, error);
	if (walked == NULL || !check_chain(chain, walked, error) ||
	    !mc_crls_allow(verifier->crls, walked, error) || !complete(chain, walked, error))
		return NULL;
	describe(chain);
	return g_steal_pointer(&chain);
}

const McChain *
mc_trust_chain(McVerifier *verifier, const McEnvelope *envelope, gint64 at_wall_us, GError **error)
{
	g_autofree char *key = key_of(envelope);
	McChain *chain = g_hash_table_lookup(verifier->chains, key);

	if (chain != NULL && at_wall_us >= chain->from_us && at_wall_us <= chain->to_us &&
	    mc_seal_shape_names(envelope, chain->leaf) &&
	    (verifier->suites & (1u << chain->suite)) != 0)
		return chain;
	chain = make_chain(verifier, envelope, at_wall_us, error);
	if (chain == NULL)
		return NULL;
	if (g_hash_table_size(verifier->chains) >= REMEMBERED_MAX)
		g_hash_table_remove_all(verifier->chains);
	g_hash_table_insert(verifier->chains, g_steal_pointer(&key), chain);
	return chain;
}
