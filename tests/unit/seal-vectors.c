/* Envelopes that stock OpenSSL may take and ours must not, each with its cause: what no signature
 * covers has one form. */

#include "app/base/error.h"
#include "app/record/ecdsa.h"
#include "app/record/seal.h"
#include "tests/kit/file.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <string.h>

typedef struct Fixture {
	McProvision *provision, *other;
	McVerifier *verifier;
	char *key, *certificate, *chain, *roots, *content, *out;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
	fixture->provision = mc_provision_new();
	fixture->key = mc_provision_path(fixture->provision, "recorder/signing.key");
	fixture->certificate = mc_provision_path(fixture->provision, "recorder/signing.crt");
	fixture->chain = mc_provision_path(fixture->provision, "recorder/signing-chain.pem");
	fixture->roots = mc_provision_path(fixture->provision, "trust/roots.pem");
	fixture->content = mc_provision_path(fixture->provision, "content");
	fixture->out = mc_provision_path(fixture->provision, "out.p7m");
	fixture->verifier = mc_verifier_new_from_file(fixture->roots, NULL);
	g_assert_true(g_file_set_contents(fixture->content, "{\"a\":1}", -1, NULL));
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_verifier_free(fixture->verifier);
	mc_provision_free(fixture->provision);
	mc_provision_free(fixture->other);
	g_free(fixture->key);
	g_free(fixture->certificate);
	g_free(fixture->chain);
	g_free(fixture->roots);
	g_free(fixture->content);
	g_free(fixture->out);
}

/* openssl cms -sign with further arguments. */
static GBytes *
stock_sign(const Fixture *fixture, const char *more)
{
	g_autofree char *line = g_strdup_printf("openssl cms -sign -binary -nodetach -outform DER"
	                                        " -in %s -signer %s -inkey %s -md sha256 -out %s %s",
	    fixture->content, fixture->certificate, fixture->key, fixture->out, more);
	g_auto(GStrv) arguments = g_strsplit(line, " ", -1);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_newv((const char *const *)arguments, G_SUBPROCESS_FLAGS_NONE, &error);

	g_assert_no_error(error);
	g_subprocess_wait_check(process, NULL, &error);
	g_assert_no_error(error);
	return mc_test_file(fixture->out);
}

static CMS_ContentInfo *
parse(GBytes *envelope)
{
	gsize size = 0;
	const guint8 *at = g_bytes_get_data(envelope, &size);
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);

	g_assert_nonnull(cms);
	return cms;
}

/* Frees it. */
static GBytes *
encode(CMS_ContentInfo *cms)
{
	guint8 *der = NULL;
	int size = i2d_CMS_ContentInfo(cms, &der);
	GBytes *bytes = g_bytes_new(der, (gsize)size);

	g_assert_cmpint(size, >, 0);
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	return bytes;
}

static CMS_SignerInfo *
first_signer(CMS_ContentInfo *cms)
{
	return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
}

static void
set_signature(CMS_ContentInfo *cms, GBytes *signature)
{
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(signature, &size);

	ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(first_signer(cms)), data, (int)size);
}

/* (r, n - s) for (r, s): as valid, made without the key. */
static GBytes *
other_signature(const guint8 *der, int size)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, size);
	BIGNUM *s = BN_new();
	guint8 out[80];
	guint8 *end = out;

	BN_sub(s, EC_GROUP_get0_order(group), ECDSA_SIG_get0_s(signature));
	ECDSA_SIG_set0(signature, BN_dup(ECDSA_SIG_get0_r(signature)), s);
	size = i2d_ECDSA_SIG(signature, &end);
	ECDSA_SIG_free(signature);
	EC_GROUP_free(group);
	return g_bytes_new(out, (gsize)size);
}

/* Stock OpenSSL's signature has the larger s every other time. */
static GBytes *
with_smaller_s(GBytes *envelope)
{
	CMS_ContentInfo *cms = parse(envelope);
	ASN1_OCTET_STRING *octets = CMS_SignerInfo_get0_signature(first_signer(cms));
	g_autoptr(GBytes) smaller =
	    mc_ecdsa_p256_smaller(ASN1_STRING_get0_data(octets), ASN1_STRING_length(octets));

	g_assert_nonnull(smaller);
	set_signature(cms, smaller);
	return encode(cms);
}

static void
assert_refused(const Fixture *fixture, GBytes *envelope, const char *cause)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content =
	    mc_seal_verify(fixture->verifier, envelope, g_get_real_time(), NULL, &error);

	g_assert_null(content);
	g_test_message("%s", error->message);
	if (strstr(error->message, cause) == NULL)
		g_error("refused for another cause: %s", error->message);
}

/* The chain with its root. */
static char *
keep_both(const Fixture *fixture)
{
	char *path = mc_provision_path(fixture->provision, "both.pem");

	mc_test_copy(fixture->chain, path);
	mc_test_append(fixture->roots, path);
	return path;
}

static void
test_stock_variants(Fixture *fixture, gconstpointer data)
{
	static const struct {
		const char *more, *cause;
	} rows[] = {
	    {"-cades -nosmimecap -certfile CHAIN", "not those that were signed along"},
	    {"-nosmimecap -certfile CHAIN", "signed attributes"},
	    {"-cades -certfile CHAIN", "signed attributes"},
	    {"-cades -nosmimecap -certfile CHAIN -stream", "not in DER"},
	    {"-cades -nosmimecap -certfile CHAIN -keyid", "not built as an envelope"},
	    {"-cades -nosmimecap", "certificate of K-0001: unable to get local issuer"},
	    {"-cades -nosmimecap -nocerts", "the signer's certificate is not inside"},
	    {"-cades -nosmimecap -certfile BOTH", "chain without its root"},
	    {"-noattr -certfile CHAIN", "not built as an envelope"},
	    {"-cades -nosmimecap -certfile CHAIN -econtent_type 1.2.3.4", "version of the signed data"},
	};
	g_autofree char *both = NULL;

	both = keep_both(fixture);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) more = g_string_new(rows[i].more);
		g_autoptr(GBytes) stock = NULL;
		g_autoptr(GBytes) envelope = NULL;

		g_string_replace(more, "CHAIN", fixture->chain, 0);
		g_string_replace(more, "BOTH", both, 0);
		stock = stock_sign(fixture, more->str);
		envelope = strstr(more->str, "-stream") ? g_bytes_ref(stock) : with_smaller_s(stock);
		assert_refused(fixture, envelope, rows[i].cause);
	}
}

#define GOOD "-cades -nosmimecap -certfile "

static GBytes *
good_envelope(const Fixture *fixture)
{
	g_autofree char *more = g_strconcat(GOOD, fixture->chain, NULL);
	g_autoptr(GBytes) stock = stock_sign(fixture, more);

	return with_smaller_s(stock);
}

/* Anybody could make it from the envelope, without the key; stock OpenSSL takes it. */
static void
test_larger_s(Fixture *fixture, gconstpointer data)
{
	g_autofree char *more = g_strconcat(GOOD, fixture->chain, NULL);

	for (guint tries = 0; tries < 200; tries++) {
		g_autoptr(GBytes) stock = stock_sign(fixture, more);
		g_autoptr(GBytes) smaller = with_smaller_s(stock);

		if (g_bytes_equal(stock, smaller))
			continue;
		assert_refused(fixture, stock, "smaller s");
		return;
	}
	g_assert_not_reached();
}

static void
test_two_signers(Fixture *fixture, gconstpointer data)
{
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *more = NULL;
	g_autoptr(GBytes) envelope = NULL;

	fixture->other = mc_provision_new();
	key = mc_provision_path(fixture->other, "recorder/signing.key");
	certificate = mc_provision_path(fixture->other, "recorder/signing.crt");
	more = g_strdup_printf(GOOD "%s -signer %s -inkey %s", fixture->chain, certificate, key);
	envelope = stock_sign(fixture, more);
	assert_refused(fixture, envelope, "not exactly one signer");
}

static void
test_unsigned_attribute(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) good = good_envelope(fixture);
	CMS_ContentInfo *cms = parse(good);
	g_autoptr(GBytes) envelope = NULL;

	g_assert_cmpint(CMS_unsigned_add1_attr_by_NID(
	                    first_signer(cms), NID_pkcs9_contentType, V_ASN1_OCTET_STRING, "x", 1),
	    ==, 1);
	envelope = encode(cms);
	assert_refused(fixture, envelope, "not built as an envelope");
}

/* The same for the signature in the authority's certificate. */
static void
test_authority_signature(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McSigner) signer =
	    mc_signer_new_from_files(fixture->key, fixture->certificate, fixture->chain, NULL);
	g_autoptr(GBytes) content = g_bytes_new_static("{}", 2);
	g_autoptr(GBytes) good = mc_seal(signer, content, NULL);
	CMS_ContentInfo *cms = parse(good);
	STACK_OF(X509) *inside = CMS_get1_certs(cms);
	g_autoptr(GBytes) envelope = NULL;

	g_bytes_unref(mc_seal_verify(fixture->verifier, good, g_get_real_time(), NULL, NULL));
	for (int i = 0; i < sk_X509_num(inside); i++) {
		const ASN1_BIT_STRING *signature = NULL;
		g_autoptr(GBytes) other = NULL;
		gsize size = 0;
		const guint8 *der = NULL;

		if (X509_check_ca(sk_X509_value(inside, i)) == 0)
			continue;
		X509_get0_signature(&signature, NULL, sk_X509_value(inside, i));
		other = other_signature(ASN1_STRING_get0_data(signature), ASN1_STRING_length(signature));
		der = g_bytes_get_data(other, &size);
		ASN1_STRING_set((ASN1_STRING *)signature, der, (int)size);
	}
	sk_X509_pop_free(inside, X509_free);
	envelope = encode(cms);
	g_assert_false(g_bytes_equal(good, envelope));
	assert_refused(fixture, envelope, "not those that were signed along");
}

static void
test_bytes_behind(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) good = good_envelope(fixture);
	g_autoptr(GByteArray) longer = g_byte_array_new();
	g_autoptr(GBytes) envelope = NULL;

	g_byte_array_append(longer, g_bytes_get_data(good, NULL), (guint)g_bytes_get_size(good));
	g_byte_array_append(longer, (const guint8 *)"", 1);
	envelope = g_byte_array_free_to_bytes(g_steal_pointer(&longer));
	assert_refused(fixture, envelope, "no CMS signed data");
}

/* The kiosk's connection certificate is for connections, whatever its root is. */
static void
test_connection_key(Fixture *fixture, gconstpointer data)
{
	g_autofree char *ca = mc_provision_path(fixture->provision, "courier/ca.pem");
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(ca, NULL);
	g_autoptr(GBytes) envelope = NULL;
	g_autoptr(GError) error = NULL;

	g_free(fixture->key);
	g_free(fixture->certificate);
	fixture->key = mc_provision_path(fixture->provision, "courier/tls.key");
	fixture->certificate = mc_provision_path(fixture->provision, "courier/tls.crt");
	{
		g_autoptr(GBytes) stock = stock_sign(fixture, "-cades -nosmimecap");

		envelope = with_smaller_s(stock);
	}
	g_assert_null(mc_seal_verify(verifier, envelope, g_get_real_time(), NULL, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_nonnull(strstr(error->message, "not for signing records"));
}

static void
test_signer_files(Fixture *fixture, gconstpointer data)
{
	g_autofree char *other_key = mc_provision_path(fixture->provision, "courier/tls.key");
	const struct {
		const char *key, *certificate, *chain;
	} rows[] = {
	    {"/nonexistent", fixture->certificate, NULL},
	    {fixture->certificate, fixture->certificate, NULL},
	    {fixture->key, fixture->key, NULL},
	    {other_key, fixture->certificate, NULL},
	    {fixture->key, fixture->certificate, fixture->content},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(
		    mc_signer_new_from_files(rows[i].key, rows[i].certificate, rows[i].chain, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		g_test_message("%s", error->message);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/seal-vectors/" path, Fixture, NULL, set_up, function, tear_down)
	ADD("B1/stock-variants", test_stock_variants);
	ADD("B1/larger-s", test_larger_s);
	ADD("B1/two-signers", test_two_signers);
	ADD("B1/unsigned-attribute", test_unsigned_attribute);
	ADD("B1/authority-signature", test_authority_signature);
	ADD("B1/bytes-behind", test_bytes_behind);
	ADD("B1/connection-key", test_connection_key);
	ADD("signer-files", test_signer_files);
	return g_test_run();
}
