/* B1: what is sealed here opens with stock OpenSSL, and nothing else passes for it. */

#include "app/record/seal.h"
#include "app/base/error.h"
#include "app/record/parcel.h"
#include "app/record/personal.h"
#include "app/record/trust.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT(86400) * G_USEC_PER_SEC)

typedef struct Fixture {
	McProvision *own, *other;
	McSigner *signer;
	McVerifier *verifier;
	GBytes *content, *envelope;
} Fixture;

static McSigner *
open_signer(const McProvision *provision)
{
	g_autofree char *key = mc_provision_path(provision, "recorder/signing.key");
	g_autofree char *certificate = mc_provision_path(provision, "recorder/signing.crt");
	g_autofree char *chain = mc_provision_path(provision, "recorder/signing-chain.pem");
	g_autoptr(GError) error = NULL;
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, &error);

	g_assert_no_error(error);
	return signer;
}

static McVerifier *
open_verifier(const McProvision *provision, const char *roots)
{
	g_autofree char *path = mc_provision_path(provision, roots);
	g_autoptr(GError) error = NULL;
	McVerifier *verifier = mc_verifier_new_from_file(path, &error);

	g_assert_no_error(error);
	return verifier;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	static const char text[] = "{\"a\":1}";
	g_autoptr(GError) error = NULL;

	fixture->own = mc_provision_new_suite(data);
	fixture->signer = open_signer(fixture->own);
	fixture->verifier = open_verifier(fixture->own, "trust/roots.pem");
	fixture->content = g_bytes_new_static(text, sizeof text - 1);
	fixture->envelope = mc_seal(fixture->signer, fixture->content, &error);
	g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	mc_signer_free(fixture->signer);
	mc_verifier_free(fixture->verifier);
	g_bytes_unref(fixture->content);
	g_bytes_unref(fixture->envelope);
	mc_provision_free(fixture->own);
	mc_provision_free(fixture->other);
}

static char *
keep(const Fixture *fixture, const char *name, GBytes *bytes)
{
	char *path = mc_provision_path(fixture->own, name);
	gsize size = 0;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autoptr(GError) error = NULL;

	g_file_set_contents(path, data, (gssize)size, &error);
	g_assert_no_error(error);
	return path;
}

/* Standard output of a command that has to succeed. */
static GBytes *
run(const char *const *arguments)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process =
	    g_subprocess_newv(arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
	GBytes *out = NULL;

	g_assert_no_error(error);
	g_subprocess_communicate(process, NULL, NULL, &out, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_successful(process));
	return out;
}

/* 32 more that this kiosk sealed cost no further walk to the root. */
static void
test_walks_once(Fixture *fixture, gconstpointer data)
{
	X509 *leaf = NULL; /* of the one walk; held, so that no other can lie in its place */

	for (guint i = 0; i < 32; i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) sealed = mc_seal(fixture->signer, fixture->content, &error);
		const char *problem = NULL;
		g_autoptr(McEnvelope) envelope = mc_seal_shape_read(sealed, &problem);
		const McChain *chain =
		    mc_trust_chain(fixture->verifier, envelope, g_get_real_time(), &error);

		g_assert_no_error(error);
		g_assert_true(leaf == NULL || leaf == chain->leaf);
		if (leaf == NULL && X509_up_ref(chain->leaf) == 1)
			leaf = chain->leaf;
	}
	X509_free(leaf);
}

static void
test_verifies(Fixture *fixture, gconstpointer data)
{
	McSealedBy by;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content =
	    mc_seal_verify(fixture->verifier, fixture->envelope, g_get_real_time(), &by, &error);
	g_autoptr(GBytes) again = NULL;

	g_assert_no_error(error);
	g_assert_true(g_bytes_equal(content, fixture->content));
	g_assert_cmpstr(by.name, ==, "K-0001");
	g_assert_cmpstr(mc_suite_name(by.suite), ==, data);
	mc_signer_certificate_digest(fixture->signer, digest);
	g_assert_cmpstr(by.certificate_digest, ==, digest);
	g_assert_cmpstr(mc_signer_name(fixture->signer), ==, "K-0001");
	/* The second time its chain is remembered. */
	again = mc_seal_verify(fixture->verifier, fixture->envelope, g_get_real_time(), NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_bytes_equal(again, fixture->content));
}

static void
test_stock_openssl_verifies(Fixture *fixture, gconstpointer data)
{
	g_autofree char *file = keep(fixture, "rec.p7m", fixture->envelope);
	g_autofree char *roots = mc_provision_path(fixture->own, "trust/roots.pem");
	const char *arguments[] = {"openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", file,
	    "-CAfile", roots, "-purpose", "any", "-binary", NULL};
	g_autoptr(GBytes) out = run(arguments);

	g_assert_true(g_bytes_equal(out, fixture->content));
}

static void
assert_refused(Fixture *fixture, McVerifier *verifier, gint64 at_wall_us, const char *cause)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content =
	    mc_seal_verify(verifier, fixture->envelope, at_wall_us, NULL, &error);

	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_assert_null(content);
	g_assert_nonnull(strstr(error->message, cause));
}

static void
test_wrong_root_and_time(Fixture *fixture, gconstpointer data)
{
	g_autoptr(McVerifier) gateway = open_verifier(fixture->own, "recorder/gateway-roots.pem");
	g_autoptr(McVerifier) other = NULL;
	gint64 now = g_get_real_time();

	fixture->other = mc_provision_new_suite(data);
	other = open_verifier(fixture->other, "trust/roots.pem");
	assert_refused(fixture, other, now, "certificate of");
	assert_refused(fixture, gateway, now, "certificate of");
	assert_refused(fixture, fixture->verifier, now - 2 * DAY_US, "not yet valid");
	assert_refused(fixture, fixture->verifier, now + 40 * DAY_US, "expired");
	/* Also once the chain is remembered. */
	g_bytes_unref(mc_seal_verify(fixture->verifier, fixture->envelope, now, NULL, NULL));
	assert_refused(fixture, fixture->verifier, now + 40 * DAY_US, "expired");
}

/* Every byte, one after the other, changed in three ways: none may pass, and each has its cause. */
static void
test_every_byte_counts(Fixture *fixture, gconstpointer data)
{
	static const guint8 changes[] = {0x01, 0x80, 0xff};
	gsize size = 0;
	const guint8 *bytes = g_bytes_get_data(fixture->envelope, &size);
	gint64 now = g_get_real_time();

	for (gsize at = 0; at < size; at++)
		for (gsize change = 0; change < sizeof changes; change++) {
			g_autofree guint8 *copy = g_memdup2(bytes, size);
			g_autoptr(GBytes) forged = NULL;
			g_autoptr(GBytes) content = NULL;
			g_autoptr(GError) error = NULL;

			copy[at] ^= changes[change];
			forged = g_bytes_new_take(g_steal_pointer(&copy), size);
			content = mc_seal_verify(fixture->verifier, forged, now, NULL, &error);
			if (content != NULL)
				g_test_message("byte %zu changed by %02x passes", at, changes[change]);
			g_assert_null(content);
			g_assert_nonnull(error);
			g_assert_cmpuint(strlen(error->message), >, 10);
		}
}

static void
test_stock_openssl_opens_personal_part(Fixture *fixture, gconstpointer data)
{
	g_autofree char *certificate = mc_provision_path(fixture->own, "recorder/authority.crt");
	g_autofree char *key = mc_provision_path(fixture->own, "authority/authority.key");
	g_autoptr(GError) error = NULL;
	McSealedTo *recipient = mc_sealed_to_new_from_file(certificate, &error);
	g_autoptr(GBytes) sealed = mc_seal_to(recipient, fixture->content, &error);
	g_autofree char *file = NULL;

	g_assert_no_error(error);
	file = keep(fixture, "personal.p7m", sealed);
	{
		const char *arguments[] = {"openssl", "cms", "-decrypt", "-inform", "DER", "-in", file,
		    "-inkey", key, "-binary", NULL};
		g_autoptr(GBytes) out = run(arguments);

		g_assert_true(g_bytes_equal(out, fixture->content));
	}
	mc_sealed_to_free(recipient);
}

static gboolean
holds(GBytes *bytes, const char *needle)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);

	return memmem(data, size, needle, strlen(needle)) != NULL;
}

/* B14: what lies on the disk and travels shows neither name nor number, in no spelling that it had
 * on the way there; and it is authenticated encryption. */
static void
test_canaries(Fixture *fixture, gconstpointer data)
{
	static const char auth_enveloped_data[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17";
	static const char name[] = "\xe5\xbc\xa0\xe4\xb8\x89";
	static const char number[] = "11010119900307001";
	g_autofree char *certificate = mc_provision_path(fixture->own, "recorder/authority.crt");
	McSealedTo *recipient = mc_sealed_to_new_from_file(certificate, NULL);
	McPersonal personal;
	g_autoptr(GBytes) clear = NULL;
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GBytes) parcel_bytes = NULL;
	g_autofree char *encoded = g_base64_encode((const guchar *)number, 15);
	McParcel parcel = {.envelope = fixture->envelope};

	memset(&personal, 0, sizeof personal);
	g_strlcpy(personal.identity.name, name, sizeof personal.identity.name);
	g_strlcpy(personal.identity.number, number, sizeof personal.identity.number);
	clear = mc_personal_write(&personal, NULL);
	sealed = mc_seal_to(recipient, clear, NULL);
	again = mc_seal_to(recipient, clear, NULL);
	parcel.personal = sealed;
	parcel_bytes = mc_parcel_write(&parcel);
	g_assert_true(holds(clear, name) && holds(clear, number));
	g_assert_false(holds(sealed, name) || holds(sealed, number));
	g_assert_false(holds(parcel_bytes, number) || holds(parcel_bytes, encoded));
	g_assert_true(holds(sealed, auth_enveloped_data));
	g_assert_false(g_bytes_equal(sealed, again));
	mc_personal_clear(&personal);
	mc_sealed_to_free(recipient);
}

/* One flipped byte and the authority's decryption fails. */
static void
test_sealed_part_is_authenticated(Fixture *fixture, gconstpointer data)
{
	g_autofree char *certificate = mc_provision_path(fixture->own, "recorder/authority.crt");
	g_autofree char *key = mc_provision_path(fixture->own, "authority/authority.key");
	g_autofree char *file = NULL;
	McSealedTo *recipient = mc_sealed_to_new_from_file(certificate, NULL);
	g_autoptr(GBytes) sealed = mc_seal_to(recipient, fixture->content, NULL);
	gsize size = 0;
	guint8 *bytes = g_bytes_unref_to_data(g_steal_pointer(&sealed), &size);
	g_autoptr(GSubprocess) process = NULL;

	/* The authentication tag stands at the end. */
	bytes[size - 1] ^= 1;
	sealed = g_bytes_new_take(bytes, size);
	file = keep(fixture, "personal.p7m", sealed);
	process = g_subprocess_new(
	    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "openssl",
	    "cms", "-decrypt", "-inform", "DER", "-in", file, "-inkey", key, "-binary", NULL);
	g_assert_true(g_subprocess_wait(process, NULL, NULL));
	g_assert_false(g_subprocess_get_successful(process));
	mc_sealed_to_free(recipient);
}

/* The authority's own program does what stock OpenSSL does for P-256, and does it for SM2. */
static void
test_authority_opens(Fixture *fixture, gconstpointer data)
{
	g_autofree char *certificate = mc_provision_path(fixture->own, "recorder/authority.crt");
	g_autofree char *key = mc_provision_path(fixture->own, "authority/authority.key");
	g_autofree char *other_key = mc_provision_path(fixture->own, "recorder/signing.key");
	McSealedTo *recipient = mc_sealed_to_new_from_file(certificate, NULL);
	g_autoptr(GBytes) sealed = mc_seal_to(recipient, fixture->content, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) plain = mc_open_sealed(key, sealed, &error);
	gsize size = g_bytes_get_size(sealed);

	g_assert_no_error(error);
	g_assert_true(g_bytes_equal(plain, fixture->content));
	g_assert_null(mc_open_sealed(other_key, sealed, NULL));
	/* Any byte changed is refused or changes nothing that is told. */
	for (gsize at = 0; at < size; at++) {
		g_autofree guint8 *copy = g_memdup2(g_bytes_get_data(sealed, NULL), size);
		g_autoptr(GBytes) forged = NULL;
		g_autoptr(GBytes) opened = NULL;

		copy[at] ^= 0x01;
		forged = g_bytes_new_take(g_steal_pointer(&copy), size);
		opened = mc_open_sealed(key, forged, NULL);
		g_assert_true(opened == NULL || g_bytes_equal(opened, fixture->content));
	}
	mc_sealed_to_free(recipient);
}

static void
test_suites_accepted(Fixture *fixture, gconstpointer data)
{
	McSuite suite = mc_signer_suite(fixture->signer);

	mc_verifier_set_suites(fixture->verifier, MC_SUITES_ALL & ~(1u << suite));
	assert_refused(fixture, fixture->verifier, g_get_real_time(), "suite is not accepted");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/seal/p256/" path, Fixture, "p256-sha256", set_up, function, tear_down)
#define ADD_BOTH(path, function)                                                                   \
	ADD(path, function);                                                                           \
	g_test_add("/seal/sm2/" path, Fixture, "sm2-sm3", set_up, function, tear_down)
	ADD_BOTH("B1/verifies", test_verifies);
	ADD_BOTH("B1/walks-once", test_walks_once);
	ADD("B1/stock-openssl-verifies", test_stock_openssl_verifies);
	ADD_BOTH("B1/wrong-root-and-time", test_wrong_root_and_time);
	ADD_BOTH("B1/every-byte-counts", test_every_byte_counts);
	ADD_BOTH("B1/suites-accepted", test_suites_accepted);
	ADD("stock-openssl-opens-personal-part", test_stock_openssl_opens_personal_part);
	ADD_BOTH("authority-opens", test_authority_opens);
	ADD_BOTH("B14/canaries", test_canaries);
	ADD("sealed-part-is-authenticated", test_sealed_part_is_authenticated);
	return g_test_run();
}
