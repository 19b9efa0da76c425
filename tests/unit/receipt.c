/* B3: a receipt proves its own record under the seal that it shares with others, in both suites;
 * nothing else is proven by it, and it tells nothing of the others. */

#include "app/record/receipt.h"

#include "app/base/error.h"
#include "app/record/parcel.h"
#include "tests/kit/provision.h"
#include <string.h>

#define GROUP_MAX 21
#define AT_US G_GINT64_CONSTANT(1795486950000000)

typedef struct Fixture {
	McProvision *provision;
	McSigner *gateway, *kiosk;
	McVerifier *trust;
	GBytes *statement[GROUP_MAX];
	McMerkleHash leaf[GROUP_MAX];
} Fixture;

static McReceipt
receipt_of(guint number)
{
	McReceipt receipt = {.seq = 40 + number, .received_wall_us = AT_US + number};

	g_snprintf(receipt.kiosk, sizeof receipt.kiosk, "K-%04u", number);
	memset(receipt.journal, "0123456789abcdef"[number % 16], sizeof receipt.journal - 1);
	memset(receipt.digest, "fedcba9876543210"[number % 16], sizeof receipt.digest - 1);
	mc_reference_write(receipt.kiosk, receipt.seq, receipt.reference);
	return receipt;
}

static McSigner *
open_signer(const McProvision *provision, const char *name)
{
	g_autofree char *base = mc_provision_path(provision, name);
	g_autofree char *key = g_strconcat(base, ".key", NULL);
	g_autofree char *certificate = g_strconcat(base, ".crt", NULL);
	g_autofree char *chain = g_strconcat(base, "-chain.pem", NULL);
	g_autoptr(GError) error = NULL;
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, &error);

	g_assert_no_error(error);
	return signer;
}

static void
set_up(Fixture *fixture, gconstpointer suite)
{
	g_autofree char *roots = NULL;

	fixture->provision = mc_provision_new_suite(suite);
	fixture->gateway = open_signer(fixture->provision, "gateway/receipt");
	fixture->kiosk = open_signer(fixture->provision, "recorder/signing");
	roots = mc_provision_path(fixture->provision, "recorder/gateway-roots.pem");
	fixture->trust = mc_verifier_new_from_file(roots, NULL);
	g_assert_nonnull(fixture->trust);
	for (guint i = 0; i < GROUP_MAX; i++) {
		McReceipt receipt = receipt_of(i);

		fixture->statement[i] = mc_receipt_state(&receipt, NULL);
		g_assert_nonnull(fixture->statement[i]);
		mc_receipt_leaf(fixture->statement[i], &fixture->leaf[i]);
	}
}

static void
tear_down(Fixture *fixture, gconstpointer suite)
{
	for (guint i = 0; i < GROUP_MAX; i++)
		g_bytes_unref(fixture->statement[i]);
	mc_signer_free(fixture->gateway);
	mc_signer_free(fixture->kiosk);
	mc_verifier_free(fixture->trust);
	mc_provision_free(fixture->provision);
}

/* The receipt of the one at this place, of a group of the first so many. */
static GBytes *
make(Fixture *fixture, McSigner *by, guint count, guint place)
{
	g_autoptr(McMerkle) tree = mc_merkle_new(fixture->leaf, count);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) seal = mc_receipt_seal(by, tree, &error);
	g_autofree char *base64 = NULL;
	McMerkleWay way;

	g_assert_no_error(error);
	mc_merkle_way(tree, place, &way);
	base64 = g_base64_encode(g_bytes_get_data(seal, NULL), g_bytes_get_size(seal));
	return mc_receipt_write(fixture->statement[place], &way, base64);
}

static gboolean
holds(Fixture *fixture, GBytes *bytes, McReceipt *stated, GError **error)
{
	g_auto(McReceiptProof) proof = {0};

	if (!mc_receipt_proof_read(bytes, &proof, error))
		return FALSE;
	*stated = proof.stated;
	return mc_receipt_proof_holds(&proof, fixture->trust, g_get_real_time(), error);
}

/* One or many under the seal: it is the same thing. */
static void
test_each_of_a_group(Fixture *fixture, gconstpointer suite)
{
	for (guint count = 1; count <= GROUP_MAX; count += count < 6 ? 1 : 5)
		for (guint place = 0; place < count; place++) {
			g_autoptr(GBytes) bytes = make(fixture, fixture->gateway, count, place);
			g_autoptr(GError) error = NULL;
			McReceipt wanted = receipt_of(place);
			McReceipt stated;

			g_assert_true(holds(fixture, bytes, &stated, &error));
			g_assert_no_error(error);
			g_assert_cmpstr(stated.kiosk, ==, wanted.kiosk);
			g_assert_cmpstr(stated.journal, ==, wanted.journal);
			g_assert_cmpuint(stated.seq, ==, wanted.seq);
			g_assert_cmpstr(stated.digest, ==, wanted.digest);
			g_assert_cmpstr(stated.reference, ==, wanted.reference);
			g_assert_cmpint(stated.received_wall_us, ==, wanted.received_wall_us);
		}
}

/* B14: neither name, number nor digest of another record, nor a hash that can be made of its digest
 * alone. */
static void
test_tells_nothing_of_others(Fixture *fixture, gconstpointer suite)
{
	g_autoptr(GBytes) bytes = make(fixture, fixture->gateway, 6, 2);
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

	for (guint i = 0; i < 6; i++) {
		McReceipt other = receipt_of(i);
		McMerkleHash of_digest;

		g_assert_true(mc_merkle_leaf(other.digest, &of_digest));
		g_assert_true((strstr(text, other.kiosk) != NULL) == (i == 2));
		g_assert_true((strstr(text, other.journal) != NULL) == (i == 2));
		g_assert_true((strstr(text, other.digest) != NULL) == (i == 2));
		g_assert_true(memcmp(&of_digest, &fixture->leaf[i], sizeof of_digest) != 0);
	}
}

typedef struct Change {
	const char *from, *to; /* in the receipt of place 2 of 6 */
} Change;

/* Whatever is changed of what is stated, or of the way: it is not among what was sealed. */
static void
test_changed(Fixture *fixture, gconstpointer suite)
{
	static const Change changes[] = {
	    {"\"kiosk\":\"K-0002\"", "\"kiosk\":\"K-0003\""},
	    {"\"seq\":42", "\"seq\":43"},
	    {"\"digest\":\"d", "\"digest\":\"e"},
	    {"\"journal\":\"2", "\"journal\":\"3"},
	    {"\"reference\":\"MC-", "\"reference\":\"MD-"},
	    {"\"received_at\":\"2026-", "\"received_at\":\"2025-"},
	    {"\"index\":2", "\"index\":3"},
	    {"\"index\":2", "\"index\":6"},
	    {"\"leaves\":6", "\"leaves\":5"},
	    {"\"leaves\":6", "\"leaves\":60"},
	};
	g_autoptr(GBytes) bytes = make(fixture, fixture->gateway, 6, 2);
	g_autofree char *good = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

	for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
		g_auto(GStrv) parts = g_strsplit(good, changes[i].from, 2);
		g_autofree char *text = g_strjoinv(changes[i].to, parts);
		g_autoptr(GBytes) changed = g_bytes_new(text, strlen(text));
		g_autoptr(GError) error = NULL;
		McReceipt stated;

		g_assert_cmpuint(g_strv_length(parts), ==, 2);
		g_assert_false(holds(fixture, changed, &stated, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		g_assert_nonnull(strstr(error->message, "not among those that were sealed"));
	}
}

/* The ways: a hash changed, one left out, one too many. */
static void
test_other_ways(Fixture *fixture, gconstpointer suite)
{
	g_autoptr(GBytes) bytes = make(fixture, fixture->gateway, 6, 2);

	for (guint i = 0; i < 5; i++) {
		g_auto(McReceiptProof) proof = {0};
		g_autoptr(GError) error = NULL;

		g_assert_true(mc_receipt_proof_read(bytes, &proof, NULL));
		g_assert_cmpuint(proof.way.steps, ==, 3);
		if (i < 3)
			proof.way.beside[i].byte[31] ^= 1;
		else
			proof.way.steps = i == 3 ? 2 : 4;
		g_assert_false(mc_receipt_proof_holds(&proof, fixture->trust, g_get_real_time(), &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	}
}

/* A seal of the same gateway over another group; one that anybody made; one over something that is
 * no root of receipts. */
static void
test_other_seals(Fixture *fixture, gconstpointer suite)
{
	static const char *const contents[] = {"{}",
	    "{\"leaves\":1,\"root\":\"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
	    "\",\"type\":\"joined\",\"v\":1}"};
	g_autoptr(GBytes) right = make(fixture, fixture->gateway, 6, 2);
	g_autoptr(GBytes) larger = make(fixture, fixture->gateway, 7, 2);
	g_autoptr(GBytes) by_kiosk = make(fixture, fixture->kiosk, 6, 2);
	g_auto(McReceiptProof) proof = {0};
	g_auto(McReceiptProof) other = {0};
	GError *error = NULL;

	g_assert_true(mc_receipt_proof_read(right, &proof, NULL));
	g_assert_true(mc_receipt_proof_read(larger, &other, NULL));
	g_bytes_unref(proof.seal);
	proof.seal = g_bytes_ref(other.seal);
	g_assert_false(mc_receipt_proof_holds(&proof, fixture->trust, g_get_real_time(), &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_clear_error(&error);
	for (guint i = 0; i < G_N_ELEMENTS(contents); i++) {
		g_autoptr(GBytes) content = g_bytes_new_static(contents[i], strlen(contents[i]));

		g_bytes_unref(proof.seal);
		proof.seal = mc_seal(fixture->gateway, content, NULL);
		g_assert_false(mc_receipt_proof_holds(&proof, fixture->trust, g_get_real_time(), &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_clear_error(&error);
	}
	g_assert_false(holds(fixture, by_kiosk, &proof.stated, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
	g_clear_error(&error);
}

/* Not in its form: each cut, and what is no JSON, or not canonical. */
static void
test_form(Fixture *fixture, gconstpointer suite)
{
	g_autoptr(GBytes) bytes = make(fixture, fixture->gateway, 2, 1);
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	const char *const others[] = {"", "{}", "[]", "null", "{\"type\":\"visit\"}"};
	g_autofree char *spaced = g_strconcat(text, " ", NULL);
	McReceiptProof proof;

	for (gsize size = 0; size < strlen(text); size++) {
		g_autoptr(GBytes) cut = g_bytes_new(text, size);

		g_assert_false(mc_receipt_proof_read(cut, &proof, NULL));
	}
	for (guint i = 0; i <= G_N_ELEMENTS(others); i++) {
		const char *given = i < G_N_ELEMENTS(others) ? others[i] : spaced;
		g_autoptr(GBytes) other = g_bytes_new(given, strlen(given));
		g_autoptr(GError) error = NULL;

		g_assert_false(mc_receipt_proof_read(other, &proof, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

#define ROW(name, suite, test) g_test_add("/receipt/" name, Fixture, suite, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ROW("B3/each-of-a-group/p256", "p256-sha256", test_each_of_a_group);
	ROW("B3/each-of-a-group/sm2", "sm2-sm3", test_each_of_a_group);
	ROW("B14/tells-nothing-of-others", "p256-sha256", test_tells_nothing_of_others);
	ROW("B3/changed", "p256-sha256", test_changed);
	ROW("B3/other-ways", "p256-sha256", test_other_ways);
	ROW("B3/other-seals", "p256-sha256", test_other_seals);
	ROW("B3/form", "p256-sha256", test_form);
	return g_test_run();
}
