/* B3: receipts of one commit share one seal. The intake itself with a real store, without the wire:
 * what is asked for before the commit is one group. */

#include "app/base/error.h"
#include "app/gateway/intake/intake.h"
#include "app/record/receipt.h"
#include "tests/support/gateway/chain.h"
#include <sqlite3.h>
#include <string.h>

#define RECORDS 7

typedef struct Fixture {
	McProvision *provision;
	char *store_path;
	McTestChain chain;
	McPacks *packs;
	McVerifier *trust;
	McIntakeParts parts;
	McIntake *intake;
	GBytes *parcel[RECORDS];
	char digest[RECORDS][MC_DIGEST_HEX_SIZE];
} Fixture;

static void
open_intake(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;

	fixture->parts.store = mc_store_open(fixture->store_path, &error);
	g_assert_no_error(error);
	fixture->intake = mc_intake_new(&fixture->parts);
}

static void
close_intake(Fixture *fixture)
{
	mc_intake_free(fixture->intake);
	mc_store_close(fixture->parts.store);
}

static McVerifier *
open_verifier(const Fixture *fixture, const char *name)
{
	g_autofree char *path = mc_provision_path(fixture->provision, name);
	McVerifier *verifier = mc_verifier_new_from_file(path, NULL);

	g_assert_nonnull(verifier);
	return verifier;
}

static McSigner *
open_signer(const Fixture *fixture)
{
	g_autofree char *key = mc_provision_path(fixture->provision, "gateway/receipt.key");
	g_autofree char *certificate = mc_provision_path(fixture->provision, "gateway/receipt.crt");
	g_autofree char *chain = mc_provision_path(fixture->provision, "gateway/receipt-chain.pem");
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, NULL);

	g_assert_nonnull(signer);
	return signer;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
	fixture->provision = mc_provision_new();
	fixture->store_path = mc_provision_path(fixture->provision, "gateway/store.db");
	mc_test_chain_init(&fixture->chain, fixture->provision);
	for (guint i = 0; i < RECORDS; i++) {
		fixture->parcel[i] = mc_test_chain_next(&fixture->chain);
		g_strlcpy(fixture->digest[i], fixture->chain.digest, sizeof fixture->digest[i]);
	}
	fixture->packs = mc_packs_load(MC_SOURCE_DIR "/data", NULL);
	fixture->trust = open_verifier(fixture, "recorder/gateway-roots.pem");
	fixture->parts = (McIntakeParts){.kiosks = open_verifier(fixture, "gateway/kiosk-roots.pem"),
	    .receipts = open_signer(fixture),
	    .packs = fixture->packs,
	    .clock = mc_clock_new_system(1),
	    .demonstration = TRUE};
	fixture->parts.kill = g_new0(McKillPoint, 1);
	open_intake(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
	close_intake(fixture);
	g_free(fixture->parts.kill);
	mc_clock_free(fixture->parts.clock);
	mc_signer_free(fixture->parts.receipts);
	mc_verifier_free(fixture->parts.kiosks);
	mc_verifier_free(fixture->trust);
	mc_packs_free(fixture->packs);
	for (guint i = 0; i < RECORDS; i++)
		g_bytes_unref(fixture->parcel[i]);
	mc_test_chain_clear(&fixture->chain);
	g_free(fixture->store_path);
	mc_provision_free(fixture->provision);
}

/* ---- the server's part ---- */

static McHttpReply
put(Fixture *fixture, guint number, guint status)
{
	g_autofree char *path = g_strdup_printf("/v1/kiosks/K-0001/records/%u", number + 1);
	const McHttpRequest request = {.method = MC_HTTP_PUT,
	    .path = path,
	    .client = "K-0001",
	    .peer = "",
	    .idempotency_key = fixture->digest[number],
	    .body = fixture->parcel[number]};
	McHttpReply reply = {0};

	mc_intake_http_ops.handle(&request, &reply, fixture->intake);
	g_assert_cmpuint(reply.status, ==, status);
	return reply;
}

static GBytes *
fetch(Fixture *fixture, McHttpReply *reply)
{
	g_assert_null(reply->body);
	g_assert_cmpuint(reply->ticket, >, 0);
	return mc_intake_http_ops.fetch(reply->ticket, fixture->intake);
}

static gboolean
commit(Fixture *fixture)
{
	return mc_intake_http_ops.commit(fixture->intake);
}

/* The receipt is for this record, as one of so many. */
static void
assert_receipt(const Fixture *fixture, GBytes *receipt, guint number, guint leaves)
{
	g_auto(McReceiptProof) proof = {0};
	g_autoptr(GError) error = NULL;

	mc_receipt_proof_read(receipt, &proof, &error);
	g_assert_no_error(error);
	mc_receipt_proof_holds(&proof, fixture->trust, g_get_real_time(), &error);
	g_assert_no_error(error);
	g_assert_cmpstr(proof.stated.kiosk, ==, "K-0001");
	g_assert_cmpuint(proof.stated.seq, ==, number + 1);
	g_assert_cmpstr(proof.stated.digest, ==, fixture->digest[number]);
	g_assert_cmpuint(proof.way.leaves, ==, leaves);
}

static GBytes *
seal_of(GBytes *receipt)
{
	g_auto(McReceiptProof) proof = {0};

	g_assert_true(mc_receipt_proof_read(receipt, &proof, NULL));
	return g_bytes_ref(proof.seal);
}

/* One request in a group of its own; the reply is whole already or with the commit. */
static GBytes *
put_alone(Fixture *fixture, guint number, guint status)
{
	McHttpReply reply = put(fixture, number, status);

	g_assert_true(commit(fixture));
	return reply.body != NULL ? reply.body : fetch(fixture, &reply);
}

static void
accept_alone(Fixture *fixture, guint number)
{
	g_bytes_unref(put_alone(fixture, number, 201));
}

/* ---- */

static void
test_one_seal(Fixture *fixture, gconstpointer data)
{
	McHttpReply reply[RECORDS];
	g_autoptr(GBytes) common = NULL;

	for (guint i = 0; i < RECORDS; i++)
		reply[i] = put(fixture, i, 201);
	g_assert_true(commit(fixture));
	for (guint i = 0; i < RECORDS; i++) {
		g_autoptr(GBytes) receipt = fetch(fixture, &reply[i]);
		g_autoptr(GBytes) seal = seal_of(receipt);

		assert_receipt(fixture, receipt, i, RECORDS);
		if (i == 0)
			common = g_bytes_ref(seal);
		g_assert_true(g_bytes_equal(seal, common));
	}
}

/* Killed between commit and reply: whoever asks again, and whenever, gets the same bytes. */
static void
test_again(Fixture *fixture, gconstpointer data)
{
	GBytes *given[RECORDS];
	McHttpReply reply[RECORDS];

	given[0] = put_alone(fixture, 0, 201);
	for (guint i = 1; i < RECORDS; i++)
		reply[i] = put(fixture, i, 201);
	g_assert_true(commit(fixture));
	for (guint i = 1; i < RECORDS; i++)
		given[i] = fetch(fixture, &reply[i]);
	for (guint round = 0; round < 2; round++) {
		for (guint i = 0; i < RECORDS; i++) {
			g_autoptr(GBytes) again = put_alone(fixture, i, 200);

			assert_receipt(fixture, again, i, i == 0 ? 1 : RECORDS - 1);
			g_assert_true(g_bytes_equal(again, given[i]));
		}
		close_intake(fixture);
		open_intake(fixture);
	}
	for (guint i = 0; i < RECORDS; i++)
		g_bytes_unref(given[i]);
}

/* Twice in one group: one record, and both get its receipt. */
static void
test_twice_in_a_group(Fixture *fixture, gconstpointer data)
{
	McHttpReply first = put(fixture, 0, 201);
	McHttpReply second = put(fixture, 1, 201);
	McHttpReply again = put(fixture, 0, 200);
	g_autoptr(GBytes) receipt = NULL;
	g_autoptr(GBytes) other = NULL;
	g_autoptr(GBytes) same = NULL;

	g_assert_true(commit(fixture));
	receipt = fetch(fixture, &first);
	other = fetch(fixture, &second);
	same = fetch(fixture, &again);
	assert_receipt(fixture, receipt, 0, 2);
	g_assert_true(g_bytes_equal(receipt, same));
	g_assert_false(g_bytes_equal(receipt, other));
}

/* A group that did not become durable gave no receipts; the next one begins where it began. */
static void
test_group_lost(Fixture *fixture, gconstpointer data)
{
	const GError reason = {MC_ERROR, MC_ERROR_STORAGE, (char *)"the disk"};
	McHttpReply reply[2];

	accept_alone(fixture, 0);
	for (guint i = 0; i < 2; i++)
		reply[i] = put(fixture, i + 1, 201);
	mc_store_give_up(fixture->parts.store, &reason);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "nothing is accepted*");
	g_assert_false(commit(fixture));
	g_test_assert_expected_messages();
	for (guint i = 0; i < 2; i++)
		reply[i] = put(fixture, i + 1, 201);
	g_assert_true(commit(fixture));
	for (guint i = 0; i < 2; i++) {
		g_autoptr(GBytes) receipt = fetch(fixture, &reply[i]);

		assert_receipt(fixture, receipt, i + 1, 2);
	}
}

static void
run_sql(const Fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(sqlite3_open(fixture->store_path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

/* C16: records of a store of before receipts had a common seal. Each gets one by itself, when its
 * kiosk asks for it, and keeps it. */
static void
test_older_store(Fixture *fixture, gconstpointer data)
{
	g_autoptr(GBytes) third = NULL;
	g_autoptr(GBytes) late = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autoptr(GBytes) unchanged = NULL;

	accept_alone(fixture, 0);
	accept_alone(fixture, 1);
	close_intake(fixture);
	run_sql(fixture, "DELETE FROM receipts");
	open_intake(fixture);
	third = put_alone(fixture, 2, 201);
	late = put_alone(fixture, 1, 200);
	assert_receipt(fixture, late, 1, 1);
	close_intake(fixture);
	open_intake(fixture);
	again = put_alone(fixture, 1, 200);
	unchanged = put_alone(fixture, 2, 200);
	g_assert_true(g_bytes_equal(again, late));
	g_assert_true(g_bytes_equal(unchanged, third));
}

/* Bits that fell over in the store: a refusal to be tried again, and a receipt that proves nothing
 * never. */
static void
test_damaged_leaves(Fixture *fixture, gconstpointer data)
{
	McHttpReply reply;

	accept_alone(fixture, 0);
	close_intake(fixture);
	run_sql(fixture, "UPDATE receipts SET leaves = x'00'");
	open_intake(fixture);
	reply = put(fixture, 0, 503);
	g_clear_pointer(&reply.body, g_bytes_unref);
	g_assert_true(commit(fixture));
}

#define ROW(name, test) g_test_add("/intake/receipts/" name, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	ROW("B3/one-seal", test_one_seal);
	ROW("B3/again", test_again);
	ROW("B3/twice-in-a-group", test_twice_in_a_group);
	ROW("B3/group-lost", test_group_lost);
	ROW("C16/older-store", test_older_store);
	ROW("B3/damaged-leaves", test_damaged_leaves);
	return g_test_run();
}
