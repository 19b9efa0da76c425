/* B1, B12: what the gateway refuses, and by what name. Real TLS, store and process. */

#include "app/record/opening.h"
#include "tests/kit/file.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

static GBytes *
flipped(GBytes *bytes, gsize place)
{
	GByteArray *copy = g_byte_array_new();

	g_byte_array_append(copy, g_bytes_get_data(bytes, NULL), (guint)g_bytes_get_size(bytes));
	copy->data[place] ^= 1;
	return g_byte_array_free_to_bytes(copy);
}

/* One bit of the envelope, anywhere: refused, and said to be the seal; in its very first byte it
 * is no parcel any more. */
static void
test_flipped_byte(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) body = mc_test_chain_next(&desk->chain);
	g_autoptr(GError) error = NULL;
	McParcel parcel;
	gsize size = 0;

	mc_world_start_gateway(desk->world, NULL);
	mc_parcel_read(body, &parcel, &error);
	g_assert_no_error(error);
	size = g_bytes_get_size(parcel.envelope);
	for (gsize place = 0; place < size; place += size / 16) {
		McParcel changed = {0};
		g_autoptr(GBytes) bytes = NULL;
		char digest[MC_DIGEST_HEX_SIZE];

		changed.envelope = flipped(parcel.envelope, place);
		mc_digest_hex(changed.envelope, digest);
		bytes = mc_parcel_write(&changed);
		mc_desk_put(
		    desk, 1, bytes, digest, place > 0 ? 422 : 400, place > 0 ? "bad-seal" : "bad-parcel");
		mc_parcel_clear(&changed);
	}
	mc_parcel_clear(&parcel);
	mc_desk_assert_records(desk, 0);
}

/* B1: the content names another kiosk than the key that sealed it. */
static void
test_other_kiosk_in_content(McDesk *desk, gconstpointer data)
{
	McContentHead head = mc_test_chain_head(&desk->chain, "genesis");
	json_auto_t *body = mc_test_chain_genesis(&desk->chain);
	g_autoptr(GBytes) parcel = NULL;
	g_auto(McAnswered) elsewhere = {0};
	g_autoptr(McClient) other = mc_client_new(desk->world, "other");

	mc_world_start_gateway(desk->world, NULL);
	g_strlcpy(head.kiosk, "K-0002", sizeof head.kiosk);
	parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	mc_desk_put_last(desk, parcel, 422, "wrong-kiosk");
	/* Nor by the way of the kiosk that it claims to be: that one did not seal it. */
	elsewhere = mc_client_put(other, "/v1/kiosks/K-0002/records/1", parcel, desk->chain.digest);
	mc_desk_assert_refused(&elsewhere, 422, "wrong-kiosk");
	mc_desk_assert_records(desk, 0);
}

/* B1: a record has one moment; one that the seal states otherwise is what other tools would show.
 */
static void
test_other_signing_time(McDesk *desk, gconstpointer data)
{
	const McContentHead head = mc_test_chain_head(&desk->chain, "genesis");
	json_auto_t *body = mc_test_chain_genesis(&desk->chain);
	g_autoptr(GBytes) content = mc_content_write(&head, body, NULL);
	g_autoptr(GBytes) envelope =
	    mc_seal_at(desk->chain.signer, content, head.at_wall_us - G_TIME_SPAN_SECOND, NULL);
	const McParcel parcel = {.envelope = envelope};
	g_autoptr(GBytes) bytes = mc_parcel_write(&parcel);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_digest_hex(envelope, digest);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put(desk, 1, bytes, digest, 422, "bad-content");
	mc_desk_assert_records(desk, 0);
}

static void
replayed_by_another(McDesk *desk, const McAnswered *answered)
{
	mc_desk_assert_refused(answered, 403, "not-yours");
	mc_desk_row(desk, "replay-by-another-kiosk", "not-yours", 0);
}

static void
test_connections_refused(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) parcel = mc_test_chain_next(&desk->chain);
	g_autoptr(McAuthority) strangers = mc_authority_new("Test connections");
	g_autofree char *key = mc_world_path(desk->world, "stranger.key");
	g_autofree char *certificate = mc_world_path(desk->world, "stranger.crt");
	const McLeaf leaf = {"K-0001", "clientAuth", NULL, 0, 30};
	g_autoptr(McClient) other = mc_client_new(desk->world, "other");
	g_autoptr(McClient) expired = mc_client_new(desk->world, "expired");
	g_autoptr(McClient) stranger = mc_client_new(desk->world, "stranger");
	g_autoptr(McClient) nobody = mc_client_new(desk->world, "nobody");
	g_autofree char *log = NULL;

	mc_authority_issue(strangers, &leaf, key, certificate);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_mark(desk);
	for (guint i = 0; i < 4; i++) {
		McClient *client = ((McClient *[]){other, expired, stranger, nobody})[i];
		g_auto(McAnswered) answered = mc_client_put_record(client, 1, parcel, desk->chain.digest);

		if (i == 0)
			replayed_by_another(desk, &answered);
		else
			mc_desk_assert_status(&answered, 0);
	}
	mc_desk_assert_records(desk, 0);
	log = mc_world_log(desk->world, "medcheck-gateway");
	g_assert_nonnull(strstr(log, "certificate has expired"));
	g_assert_nonnull(strstr(log, "client certificate refused"));
}

static json_t *
sample_visit(guint32 seed, void (*change)(McVisit *visit))
{
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(McVisit) visit = NULL;

	mc_sample_pack(pack, digest);
	visit = mc_sample_visit(pack, digest, seed, 980);
	*visit->personal_digest = '\0';
	change(visit);
	return mc_visit_to_json(visit);
}

static void
call_fit(McVisit *visit)
{
	for (guint i = 0; i < visit->verdicts; i++)
		visit->verdict[i].outcome = MC_OUTCOME_PASS;
}

static void
shop_for_seed(McVisit *visit)
{
	visit->exam[0]->seed.bytes[0] ^= 1;
}

static void
forget_answer(McVisit *visit)
{
	g_array_set_size(visit->exam[0]->events, visit->exam[0]->events->len - 1);
}

static void
forget_instrument(McVisit *visit)
{
	visit->exam[0]->passport = 0;
}

static void
name_other_instrument(McVisit *visit)
{
	visit->exam[0]->device_serial[0] ^= 1;
}

static void
outlive_calibration(McVisit *visit)
{
	visit->device[0].calibration_expires_yyyymmdd = 20261123;
}

/* On a measured screen. */
static McColourPlan *
see_colours(McVisit *visit)
{
	g_autofree McRulePack *pack = g_new(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_sample_pack(pack, digest);
	mc_sample_screen(visit, pack);
	return &visit->exam[MC_EXAM_COLOUR]->plan.as.colour;
}

static void
forget_name_of_screen(McVisit *visit)
{
	see_colours(visit)->calibration[0] = '\0';
}

static void
name_other_screen(McVisit *visit)
{
	see_colours(visit);
	visit->exam[MC_EXAM_COLOUR]->device_serial[0] ^= 1;
}

static void
outlive_screen(McVisit *visit)
{
	see_colours(visit)->calibration_expires_yyyymmdd = 20261123;
}

static void
age_rules(McVisit *visit)
{
	visit->rule_pack_version++;
}

/* The pack counts from 2025 on. */
static void
forestall_rules(McVisit *visit)
{
	gint64 day_before_us = G_GINT64_CONSTANT(1735574400000000); /* 2024-12-31 00:00 */

	visit->visit_date = (McDate){2024, 12, 31};
	visit->ended_wall_us += day_before_us - visit->began_wall_us;
	visit->began_wall_us = day_before_us;
}

static void
promise_personal(McVisit *visit)
{
	memset(visit->personal_digest, 'c', 64);
}

static void
scale_clock(McVisit *visit)
{
	visit->clock_rate = 20;
	visit->demonstration = TRUE;
}

/* B12: each rule by itself cannot be got round; nothing is stored. */
static void
test_rules(McDesk *desk, gconstpointer data)
{
	static const struct {
		void (*change)(McVisit *visit);
		const char *code;
	} cases[] = {
	    {call_fit, "not-reproduced"},
	    {shop_for_seed, "not-reproduced"},
	    {forget_answer, "not-reproduced"},
	    {forget_instrument, "not-reproduced"},
	    {name_other_instrument, "not-reproduced"},
	    {outlive_calibration, "not-reproduced"},
	    {forget_name_of_screen, "not-reproduced"},
	    {name_other_screen, "not-reproduced"},
	    {outlive_screen, "not-reproduced"},
	    {age_rules, "unknown-rules"},
	    {forestall_rules, "rules-not-in-force"},
	    {promise_personal, "wrong-personal"},
	    {scale_clock, "demonstration"},
	};
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	McTestChain before;

	desk->world->in_service = TRUE;
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	before = desk->chain;
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		McContentHead head = mc_test_chain_head(&desk->chain, "visit");
		json_auto_t *body = sample_visit(3 + i, cases[i].change);
		g_autoptr(GBytes) parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);

		mc_desk_put_last(desk, parcel, 422, cases[i].code);
		desk->chain = before;
	}
	mc_desk_assert_records(desk, 1);
}

/* B12: all that is wrong is said at once. */
static void
test_all_errors(McDesk *desk, gconstpointer data)
{
	McContentHead head = mc_test_chain_head(&desk->chain, "visit");
	json_auto_t *body = sample_visit(5, age_rules);
	g_autoptr(GBytes) personal = g_bytes_new_static("\x30\x04more", 6);
	g_autoptr(GBytes) parcel = NULL;
	g_auto(McAnswered) answered = {0};

	mc_world_start_gateway(desk->world, NULL);
	head.seq = 9;
	parcel = mc_test_chain_seal(&desk->chain, &head, body, personal);
	answered = mc_client_put_record(desk->client, 8, parcel, desk->chain.digest);
	mc_desk_assert_refused(&answered, 422, "wrong-sequence");
	mc_desk_assert_refused(&answered, 422, "wrong-personal");
	mc_desk_assert_refused(&answered, 422, "unknown-rules");
}

static void
test_no_parcel(McDesk *desk, gconstpointer data)
{
	static const char *const bodies[] = {"", "{}", "\x30\x03zz", "\x30\x01z"};
	static const char *const paths[] = {"/", "/v1/kiosks/K-0001/records/0",
	    "/v1/kiosks/K-0001/records/01", "/v1/kiosks/K-0001/records/1?x",
	    "/v1/kiosks/K-0001/records/1/", "/v1/kiosks/K%2d0001/records/1", "/v1/kiosks//records/1",
	    "/v1/kiosks/K-0001/records/18446744073709551616"};

	mc_world_start_gateway(desk->world, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(GBytes) body = g_bytes_new_static(bodies[i], strlen(bodies[i]));
		g_auto(McAnswered) answered = mc_client_put_record(desk->client, 1, body, "x");

		if (i < 3)
			mc_desk_assert_refused(&answered, 400, "bad-parcel");
		else
			mc_desk_assert_refused(&answered, 400, "wrong-key");
	}
	for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autoptr(GBytes) body = g_bytes_new_static("{}", 2);
		g_auto(McAnswered) answered = mc_client_put(desk->client, paths[i], body, "x");

		mc_desk_assert_status(&answered, 404);
	}
}

#define CASE(path, function)                                                                       \
	g_test_add(path, McDesk, NULL, mc_desk_set_up, function, mc_desk_tear_down)

/* The gateway believes another authority of kiosks, too. */
static void
trust_also(McDesk *desk, const McProvision *other)
{
	g_autofree char *other_roots = mc_provision_path(other, "trust/roots.pem");
	g_autofree char *roots = mc_world_path(desk->world, "gateway/kiosk-roots.pem");

	mc_test_append(other_roots, roots);
}

/* The same journal, with the key of the first. */
static void
go_on_from(McTestChain *chain, const McTestChain *other)
{
	chain->seq = other->seq;
	memcpy(chain->journal, other->journal, sizeof chain->journal);
	memcpy(chain->digest, other->digest, sizeof chain->digest);
}

/* A second certificate of the same kiosk, from an authority that the gateway trusts as well:
 * without an announcement in the chain it may not go on; with one, the old key may not. */
static void
test_other_key(McDesk *desk, gconstpointer data)
{
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) second = NULL;
	McTestChain foreign;

	trust_also(desk, other);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, first, 201, NULL);
	mc_test_chain_init(&foreign, other);
	go_on_from(&foreign, &desk->chain);
	second = mc_test_chain_next(&foreign);
	mc_desk_put(desk, foreign.seq, second, foreign.digest, 409, "other-key");
	mc_desk_assert_records(desk, 1);
	mc_test_chain_clear(&foreign);
}

/* The audit entry with which a chain goes over to the key of another. */
static GBytes *
announce(McTestChain *chain, const McTestChain *next)
{
	const McContentHead head = mc_test_chain_head(chain, "audit");
	char digest[MC_DIGEST_HEX_SIZE];
	json_auto_t *body = NULL;

	mc_signer_certificate_digest(next->signer, digest);
	body = json_pack("{s:s,s:s,s:s}", "event", "signing-key-changed", "suite", "sm2-sm3",
	    "certificate_sha256", digest);
	return mc_test_chain_seal(chain, &head, body, NULL);
}

/* A rollover waits for no receipt: the old key is gone when its last record is still under way, or
 * is parked because the old certificate was taken back meanwhile. What the new key seals is
 * accepted past that hole, and the record fits into it whenever it comes. */
static void
test_rollover_late(McDesk *desk, gconstpointer data)
{
	g_autoptr(McProvision) other = mc_provision_new_suite("sm2-sm3");
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) last = NULL;
	g_autoptr(GBytes) second = NULL;
	char last_digest[MC_DIGEST_HEX_SIZE];
	guint64 last_seq = 0;
	McTestChain next;

	trust_also(desk, other);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, first, 201, NULL);
	mc_test_chain_init(&next, other);
	last = announce(&desk->chain, &next);
	last_seq = desk->chain.seq;
	memcpy(last_digest, desk->chain.digest, sizeof last_digest);
	go_on_from(&next, &desk->chain);
	second = mc_test_chain_next(&next);
	mc_desk_put(desk, next.seq, second, next.digest, 201, NULL);
	mc_desk_put(desk, last_seq, last, last_digest, 201, NULL);
	mc_desk_assert_records(desk, 3);
	mc_test_chain_clear(&next);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/gateway/flipped-byte", test_flipped_byte);
	CASE("/gateway/other-kiosk-in-content", test_other_kiosk_in_content);
	CASE("/gateway/B1/other-signing-time", test_other_signing_time);
	CASE("/gateway/connections-refused", test_connections_refused);
	CASE("/gateway/rules", test_rules);
	CASE("/gateway/all-errors", test_all_errors);
	CASE("/gateway/no-parcel", test_no_parcel);
	CASE("/gateway/other-key", test_other_key);
	CASE("/gateway/rollover-late", test_rollover_late);
	return g_test_run();
}
