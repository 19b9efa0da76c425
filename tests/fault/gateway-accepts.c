/* B3: what the gateway accepts, and where it stands in the chain. Real TLS, store and process. */

#include "app/record/status.h"
#include "app/record/visit.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

/* B3: the same record five times is one record with one receipt. */
static void
test_five_times(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) first = NULL;

	mc_world_start_gateway(desk->world, NULL);
	for (guint i = 0; i < 5; i++) {
		g_autoptr(GBytes) receipt = mc_desk_put_for_receipt(desk, genesis, i == 0 ? 201 : 200);

		if (i == 0)
			first = g_bytes_ref(receipt);
		g_assert_true(g_bytes_equal(first, receipt));
	}
	mc_desk_assert_records(desk, 1);
	mc_world_stop_gateway(desk->world);
}

/* A visit is judged again, listed by outcome, and its head is told to its kiosk alone. */
static void
test_visit(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(McClient) stranger = mc_client_new(desk->world, "other");
	g_autoptr(GBytes) receipt = NULL;
	g_auto(McAnswered) head = {0};
	g_auto(McAnswered) foreign = {0};
	g_auto(McAnswered) health = {0};
	g_autoptr(GBytes) visit = NULL;
	g_auto(GStrv) lines = NULL;
	g_autofree char *text = NULL;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	visit = mc_test_chain_visit(&desk->chain, 7, 1000);
	receipt = mc_desk_put_for_receipt(desk, visit, 201);
	lines = mc_world_list(desk->world);
	g_assert_cmpuint(g_strv_length(lines), ==, 2);
	g_assert_nonnull(strstr(lines[1], " 2 visit MC-K0001-000002-"));
	/* Everything was right, and the movements are a doctor's to judge. */
	g_assert_nonnull(strstr(lines[1], " C1=refer/refer"));
	head = mc_client_get(desk->client, "/v1/kiosks/K-0001/head");
	mc_desk_assert_status(&head, 200);
	text = g_strndup((const char *)head.body->data, head.body->len);
	g_assert_nonnull(strstr(text, desk->chain.digest));
	g_assert_nonnull(strstr(text, "\"seq\":2"));
	foreign = mc_client_get(stranger, "/v1/kiosks/K-0001/head");
	mc_desk_assert_refused(&foreign, 403, "not-yours");
	health = mc_client_get(stranger, "/healthz");
	mc_desk_assert_status(&health, 200);
}

static void
ask_status(McDesk *desk, const char *slip, McStatusAnswer *stated)
{
	g_autofree char *path = g_strconcat("/v1/kiosks/K-0001/status/", slip, NULL);
	g_autofree char *roots = mc_world_path(desk->world, "recorder/gateway-roots.pem");
	g_autoptr(McVerifier) gateway = mc_verifier_new_from_file(roots, NULL);
	g_auto(McAnswered) got = mc_client_get(desk->client, path);
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GError) error = NULL;

	mc_desk_assert_status(&got, 200);
	sealed = g_bytes_new(got.body->data, got.body->len);
	mc_status_read(sealed, stated, &error);
	g_assert_no_error(error);
	g_assert_true(mc_status_holds(sealed, gateway, g_get_real_time(), &error));
	g_assert_no_error(error);
}

/* C16: of any kiosk's slip, for whoever has its code: whether and when it was accepted. Nothing is
 * told apart by which a number could be guessed: a false digest, a link that is no visit, and a
 * number that has not come are the same. */
static void
test_status(McDesk *desk, gconstpointer data)
{
	static const char *const bad[] = {"status/K-0001/2/0123", "status/K-0001/02/%s",
	    "status/K-0001/2/", "status/../2/%s", "status/K-0001/2/%s/x"};
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autofree char *of_genesis = g_strdup_printf("K-0001/1/%.32s", desk->chain.digest);
	const char *const others[] = {of_genesis, "K-0001/2/0123456789abcdef0123456789abcdef",
	    "K-0009/2/0123456789abcdef0123456789abcdef"};
	gint64 begun_us = g_get_real_time();
	g_autoptr(GBytes) visit = NULL;
	g_autofree char *slip = NULL;
	McStatusAnswer stated;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	visit = mc_test_chain_visit(&desk->chain, 7, 1000);
	slip = g_strdup_printf("K-0001/2/%.32s", desk->chain.digest);
	ask_status(desk, slip, &stated);
	g_assert_cmpint(stated.received_wall_us, ==, 0);
	mc_desk_put_last(desk, visit, 201, NULL);
	ask_status(desk, slip, &stated);
	g_assert_true(g_str_has_suffix(stated.code, slip));
	g_assert_cmpint(stated.received_wall_us, >=, begun_us);
	g_assert_cmpint(stated.answered_wall_us, >=, stated.received_wall_us);
	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		ask_status(desk, others[i], &stated);
		g_assert_cmpint(stated.received_wall_us, ==, 0);
	}
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GString) path = g_string_new("/v1/kiosks/K-0001/");
		g_auto(McAnswered) got = {0};

		g_string_append(path, bad[i]);
		g_string_replace(path, "%s", desk->chain.digest, 1);
		got = mc_client_get(desk->client, path->str);
		mc_desk_assert_refused(&got, 404, "not-found");
	}
}

static void
test_fork(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	McTestChain image = desk->chain;
	g_autoptr(GBytes) second = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) other_second = NULL;
	g_autoptr(GBytes) other_third = NULL;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put(desk, 1, genesis, image.digest, 201, NULL);
	mc_desk_put_last(desk, second, 201, NULL);
	/* The disk was put back: the same kiosk goes on from record 1 again. */
	other_second = mc_test_chain_visit(&image, 4, 900);
	mc_desk_put(desk, 2, other_second, image.digest, 409, "fork");
	other_third = mc_test_chain_next(&image);
	mc_desk_put(desk, 3, other_third, image.digest, 409, "fork");
	mc_desk_assert_records(desk, 2);
}

static gboolean
has_gap(McDesk *desk)
{
	g_auto(GStrv) lines = mc_world_list(desk->world);
	g_autofree char *all = g_strjoinv("\n", lines);

	return strstr(all, "gap-before") != NULL;
}

/* Past a parked hole the others flow; it is marked, and closes when the missing one comes. */
static void
test_gap(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) missing = NULL;
	g_autoptr(GBytes) third = NULL;
	char digest[MC_DIGEST_HEX_SIZE];

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	g_assert_false(has_gap(desk));
	missing = mc_test_chain_next(&desk->chain);
	g_strlcpy(digest, desk->chain.digest, sizeof digest);
	third = mc_test_chain_next(&desk->chain);
	mc_desk_put_last(desk, third, 201, NULL);
	g_assert_true(has_gap(desk));
	mc_desk_put(desk, 2, missing, digest, 201, NULL);
	g_assert_false(has_gap(desk));
	mc_desk_assert_records(desk, 3);
}

/* A kiosk provisioned anew: only an operator lets it begin again. */
static void
test_other_journal(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_autofree char *program = g_build_filename(MC_BINARY_DIR, "bin", "medcheck-gateway", NULL);
	g_autoptr(GSubprocess) process = NULL;
	g_autoptr(GBytes) late = NULL;
	g_autoptr(GBytes) again = NULL;
	char late_digest[MC_DIGEST_HEX_SIZE];

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	late = mc_test_chain_next(&desk->chain);
	g_strlcpy(late_digest, desk->chain.digest, sizeof late_digest);
	mc_test_chain_clear(&desk->chain);
	mc_test_chain_init(&desk->chain, desk->world->provision);
	memset(desk->chain.journal, 'e', sizeof desk->chain.journal - 1);
	again = mc_test_chain_next(&desk->chain);
	mc_desk_put_last(desk, again, 409, "other-journal");
	process = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, program, "--state",
	    desk->world->provision->folder, "--retire-journal", "K-0001", NULL);
	g_assert_true(g_subprocess_wait_check(process, NULL, NULL));
	/* What comes late of the old chain does not make it the one under way again. */
	mc_desk_put(desk, 2, late, late_digest, 201, NULL);
	mc_desk_put_last(desk, again, 201, NULL);
}

/* A record may wait for the network longer than its sealing certificate lives. What was sealed
 * while that lived is taken; what claims a later moment is not. */
static void
test_sealed_in_time(McDesk *desk, gconstpointer data)
{
	const McLeaf expired = {"K-0001", NULL, NULL, -20, -1};
	g_autoptr(McAuthority) seals = mc_authority_new_since("Test kiosks", -30);
	g_autofree char *roots = mc_world_path(desk->world, "gateway/kiosk-roots.pem");
	g_autofree char *key = mc_world_path(desk->world, "seal.key");
	g_autofree char *certificate = mc_world_path(desk->world, "seal.crt");
	json_auto_t *body = NULL;
	g_autoptr(GBytes) then = NULL;
	g_autoptr(GBytes) now = NULL;
	McContentHead head;

	mc_authority_write_root(seals, roots);
	mc_authority_issue(seals, &expired, key, certificate);
	mc_test_chain_clear(&desk->chain);
	mc_test_chain_init_from(&desk->chain, key, certificate, NULL);
	mc_world_start_gateway(desk->world, NULL);
	head = mc_test_chain_head(&desk->chain, "genesis");
	head.at_wall_us -= 3 * G_TIME_SPAN_DAY;
	body = mc_test_chain_genesis(&desk->chain);
	then = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	mc_desk_put_last(desk, then, 201, NULL);
	now = mc_test_chain_next(&desk->chain);
	mc_desk_put_last(desk, now, 422, "bad-seal");
	mc_desk_assert_records(desk, 1);
}

static json_t *
pack_body(const char *digit, guint version)
{
	g_autofree char *digest = g_strnfill(64, *digit);

	return json_pack("{ss ss ss si}", "event", "configuration-activated", "file_sha256", digest,
	    "pack", "devices", "version", (int)version);
}

static GBytes *
visit_under(McTestChain *chain, const char *digit, guint version)
{
	McContentHead head = mc_test_chain_head(chain, "visit");
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	g_autofree char *digest = g_strnfill(64, *digit);
	g_autoptr(McVisit) visit = NULL;
	char pack_digest[MC_DIGEST_HEX_SIZE];
	json_auto_t *body = NULL;

	mc_sample_pack(pack, pack_digest);
	visit = mc_sample_visit(pack, pack_digest, 11, 980);
	visit->packs = 1;
	visit->pack[0] = (McVisitPack){.kind = MC_PACK_DEVICES, .version = version};
	g_strlcpy(visit->pack[0].file_sha256, digest, sizeof visit->pack[0].file_sha256);
	*visit->personal_digest = '\0';
	for (guint i = 0; i < visit->exams; i++)
		visit->exam[i]->opened_seq = 0;
	body = mc_visit_to_json(visit);
	return mc_test_chain_seal(chain, &head, body, NULL);
}

/* O5: a visit that states another configuration than its own chain had activated is accepted, being
 * true of what was measured, and shown to whoever asks. */
static void
test_packs(McDesk *desk, gconstpointer data)
{
	static const struct {
		const char *digit;
		guint version, differing;
	} rows[] = {{"a", 3, 0}, {"b", 3, 1}, {"a", 2, 2}};
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	const McContentHead head = mc_test_chain_head(&desk->chain, "audit");
	json_auto_t *taken = pack_body("a", 3);
	g_autoptr(GBytes) activation = NULL;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	activation = mc_test_chain_seal(&desk->chain, &head, taken, NULL);
	mc_desk_put_last(desk, activation, 201, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GBytes) visit = visit_under(&desk->chain, rows[i].digit, rows[i].version);
		g_autofree char *words = g_strdup_printf(
		    "%u visits, %u with other packs than were activated", i + 1, rows[i].differing);
		g_auto(GStrv) lines = NULL;

		mc_desk_put_last(desk, visit, 201, NULL);
		lines = mc_world_packs(desk->world, rows[i].differing > 0);
		g_assert_cmpuint(g_strv_length(lines), ==, rows[i].differing + 1);
		g_assert_cmpstr(lines[rows[i].differing], ==, words);
		if (rows[i].differing > 0)
			g_assert_nonnull(strstr(lines[rows[i].differing - 1],
			    ": it states another pack than the chain activated last"));
	}
}

#define CASE(path, function)                                                                       \
	g_test_add(path, McDesk, NULL, mc_desk_set_up, function, mc_desk_tear_down)

/* T13: a record of a kiosk without a clock to believe, and one that is ahead, are accepted
 * with the moment of their coming, and marked. */
static void
test_clocks(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	gint64 now_us = g_get_real_time();
	g_auto(GStrv) lines = NULL;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	for (guint i = 0; i < 3; i++) {
		McContentHead head = mc_test_chain_head(&desk->chain, "audit");
		json_auto_t *body = json_pack("{ss ss}", "event", "paused", "staff", "wei");
		g_autoptr(GBytes) parcel = NULL;

		head.at_wall_us = now_us + (i == 2 ? 20 : -1) * G_TIME_SPAN_DAY;
		head.clock = (McMoment){.quality = i == 0 ? MC_CLOCK_KEPT : MC_CLOCK_BOUNDED,
		    .not_before_wall_us = head.at_wall_us - G_TIME_SPAN_HOUR};
		parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);
		mc_desk_put_last(desk, parcel, 201, NULL);
	}
	lines = mc_world_list(desk->world);
	g_assert_null(strstr(lines[1], "clock="));
	g_assert_nonnull(strstr(lines[2], " clock=bounded"));
	g_assert_nonnull(strstr(lines[3], " clock=ahead"));
}

/* ---- what is left of what a kiosk uses up (O3) ---- */

static void
put_stock(McDesk *desk, const char *text, long status)
{
	g_autoptr(GBytes) body = g_bytes_new(text, strlen(text));
	g_auto(McAnswered) got = mc_client_put_with(
	    desk->client, "/v1/kiosks/K-0001/stock", body, "Content-Type: application/json");

	if (status == 200)
		mc_desk_assert_status(&got, 200);
	else
		mc_desk_assert_refused(&got, status, "bad-stock");
}

static void
assert_kiosk(McDesk *desk, const char *words)
{
	g_auto(GStrv) lines = mc_world_kiosks(desk->world);

	g_assert_cmpuint(g_strv_length(lines), ==, 1);
	g_assert_true(g_str_has_prefix(lines[0], "K-0001 records=0 gaps=0 seen=20"));
	if (!g_str_has_suffix(lines[0], words))
		g_error("%s", lines[0]);
}

/* Whoever fills up elsewhere sees what each kiosk lacks; what nobody has counted is not none. A
 * kiosk that tells nothing of it is served as before. */
static void
test_stock(McDesk *desk, gconstpointer data)
{
	static const char told[] = "{\"stock\":[{\"capacity\":150,\"kind\":\"wipes\",\"left\":0},"
	                           "{\"capacity\":250,\"kind\":\"paper\",\"left\":12},"
	                           "{\"capacity\":100,\"kind\":\"ear-covers\"}],\"v\":1}";
	static const char shown[] = " paper=12/250 ear-covers=unknown/100 wipes=0/150 lacks=wipes";
	static const char twice[] = "{\"stock\":[{\"capacity\":9,\"kind\":\"paper\"},"
	                            "{\"capacity\":9,\"kind\":\"paper\"}],\"v\":1}";
	static const char *const bad[] = {"", "[]", "{\"stock\":[]}", "{\"stock\":[],\"v\":2}",
	    "{\"stock\":[],\"v\":1,\"more\":1}", "{\"stock\":[],\"v\":1} ,",
	    "{\"stock\":[{\"capacity\":9,\"kind\":\"ink\"}],\"v\":1}",
	    "{\"stock\":[{\"capacity\":9,\"kind\":\"paper\",\"left\":10}],\"v\":1}",
	    "{\"stock\":[{\"capacity\":9,\"kind\":\"paper\",\"left\":-1}],\"v\":1}",
	    "{\"stock\":[{\"capacity\":9,\"kind\":\"paper\",\"left\":null}],\"v\":1}",
	    "{\"stock\":[{\"capacity\":0,\"kind\":\"paper\"}],\"v\":1}", twice};
	g_autoptr(McClient) stranger = mc_client_new(desk->world, "other");
	g_autoptr(GBytes) body = g_bytes_new_static(told, strlen(told));
	g_auto(McAnswered) head = {0};
	g_auto(McAnswered) foreign = {0};

	mc_world_start_gateway(desk->world, NULL);
	head = mc_client_get(desk->client, "/v1/kiosks/K-0001/head");
	mc_desk_assert_status(&head, 200);
	assert_kiosk(desk, " stock=untold");
	put_stock(desk, told, 200);
	assert_kiosk(desk, shown);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		put_stock(desk, bad[i], 400);
	foreign = mc_client_put_with(
	    stranger, "/v1/kiosks/K-0001/stock", body, "Content-Type: application/json");
	mc_desk_assert_refused(&foreign, 403, "not-yours");
	mc_world_kill_gateway(desk->world);
	mc_world_start_gateway(desk->world, NULL);
	assert_kiosk(desk, shown);
	put_stock(
	    desk, "{\"stock\":[{\"capacity\":250,\"kind\":\"paper\",\"left\":250}],\"v\":1}", 200);
	assert_kiosk(desk, " paper=250/250");
	mc_world_stop_gateway(desk->world);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/gateway/five-times", test_five_times);
	CASE("/gateway/visit", test_visit);
	CASE("/gateway/C16/status", test_status);
	CASE("/gateway/fork", test_fork);
	CASE("/gateway/gap", test_gap);
	CASE("/gateway/other-journal", test_other_journal);
	CASE("/gateway/sealed-in-time", test_sealed_in_time);
	CASE("/gateway/T13/clocks", test_clocks);
	CASE("/gateway/O5/packs", test_packs);
	CASE("/gateway/O3/stock", test_stock);
	return g_test_run();
}
