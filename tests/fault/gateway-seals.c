/* B1: seals that the gateway does not take, and by what name: every frozen envelope that is spoilt,
 * keys that are kept too carelessly, the other suite. Real TLS, store and process. */

#include "tests/kit/file.h"
#include "tests/kit/row.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

static void
copy_both(const McWorld *world, const char *first, const char *second, const char *to)
{
	g_autofree char *path = mc_world_path(world, to);

	mc_test_copy(first, path);
	mc_test_append(second, path);
}

/* A gateway that asks for keys which are kept well takes no record of one that states nothing. */
static void
test_weak_key(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);

	desk->world->key_level_min = 2;
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 422, "weak-key");
	mc_desk_assert_records(desk, 0);
}

/* A gateway that takes one suite takes no seal of the other, good as it is. */
static void
test_wrong_suite(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_auto(GStrv) lines = NULL;

	desk->world->suite = "sm2-sm3";
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_mark(desk);
	mc_desk_put_last(desk, genesis, 422, "bad-seal");
	lines = mc_world_refusals(desk->world);
	g_assert_nonnull(strstr(lines[0], "its suite is not accepted here"));
	mc_desk_row(desk, "wrong-suite", "bad-seal", 0);
}

#define VECTORS MC_SOURCE_DIR "/tests/vectors/"

static McAnswered
put_vector(McDesk *desk, const char *name)
{
	g_autofree char *path = g_strdup_printf(VECTORS "%s.p7m", name);
	McParcel parcel = {0};
	g_autoptr(GBytes) bytes = NULL;
	char digest[MC_DIGEST_HEX_SIZE];
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	parcel.envelope = g_bytes_new_take(text, size);
	mc_digest_hex(parcel.envelope, digest);
	bytes = mc_parcel_write(&parcel);
	mc_parcel_clear(&parcel);
	return mc_client_put_record(desk->client, 42, bytes, digest);
}

/* Where an envelope ends shows by its own length. */
static gboolean
is_parcel(const char *name)
{
	return !g_str_has_suffix(name, "-truncated") && !g_str_has_suffix(name, "-trailing-garbage") &&
	       !g_str_has_suffix(name, "-ber");
}

/* Every spoilt envelope of tests/vectors, at the door: refused for what was spoilt in it. */
static void
refuse_vector(McDesk *desk, const json_t *vector)
{
	const char *name = json_string_value(json_object_get(vector, "name"));
	const char *reason = json_string_value(json_object_get(vector, "ours"));
	g_auto(McAnswered) answered = put_vector(desk, name);
	g_autofree char *body = g_strndup((const char *)answered.body->data, answered.body->len);
	gboolean is_content = strstr(body, "\"bad-content\"") != NULL;
	const char *code = is_content ? "bad-content" : "bad-seal";
	long status = is_parcel(name) ? 422 : 400;

	/* What the tool says of the content's kiosk has a code of its own here. */
	if (g_str_has_suffix(name, "-other-kiosk")) {
		reason = "";
		code = "wrong-kiosk";
	}
	if (status == 400) {
		reason = "";
		code = "bad-parcel";
	}
	if (strstr(body, reason) == NULL)
		g_error("%s (%s): %ld %s", name, reason, answered.status, body);
	mc_desk_assert_refused(&answered, status, code);
	mc_desk_row(desk, name, code, 0);
}

static json_t *
read_vectors(void)
{
	json_t *vectors = json_load_file(VECTORS "vectors.json", 0, NULL);

	g_assert_nonnull(vectors);
	return vectors;
}

static void
test_vectors(McDesk *desk, gconstpointer suite)
{
	g_autofree char *crls = NULL;
	json_auto_t *vectors = read_vectors();
	g_auto(GStrv) lines = NULL;
	g_auto(McAnswered) good = {0};
	guint sent = 0;

	copy_both(desk->world, VECTORS "roots-p256-sha256.pem", VECTORS "roots-sm2-sm3.pem",
	    "gateway/kiosk-roots.pem");
	/* Both authorities have one name, and these lists do not name their key. */
	crls = g_strdup_printf(VECTORS "crls-%s.pem", (const char *)suite);
	copy_both(desk->world, crls, "/dev/null", "gateway/kiosk-crls.pem");
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_mark(desk);
	for (gsize i = 0; i < json_array_size(vectors); i++) {
		const json_t *vector = json_array_get(vectors, i);
		const char *name = json_string_value(json_object_get(vector, "name"));

		/* Good ones, those that are bad only where other roots are trusted, and one whose
		 * certificate counts since the vectors were made: test_certificates() has that; visits
		 * are gateway-refuses.c's. */
		if (json_is_null(json_object_get(vector, "ours")) || strstr(name, "-roots") != NULL ||
		    g_str_has_suffix(name, "-not-yet-valid") || strstr(name, "-visit-") != NULL ||
		    strcmp(json_string_value(json_object_get(vector, "suite")), suite) != 0)
			continue;
		refuse_vector(desk, vector);
		sent++;
	}
	g_assert_cmpuint(sent, >, 30);
	mc_desk_assert_records(desk, 0);
	/* And each stands in the gateway's store, by its name. */
	lines = mc_world_refusals(desk->world);
	g_assert_cmpuint(g_strv_length(lines), ==, sent);
	/* What was not spoilt is accepted by the same way. */
	good = put_vector(desk, strcmp(suite, "sm2-sm3") == 0 ? "sm2-good" : "p256-good");
	mc_desk_assert_status(&good, 201);
	mc_desk_assert_records(desk, 1);
}

/* The sealing certificate: of a stranger's authority, not yet good, run out, and for something
 * else. */
static void
test_certificates(McDesk *desk, gconstpointer data)
{
	static const struct {
		const char *what, *use, *named;
		int from_days, to_days;
	} rows[] = {{"seal-foreign", NULL, "certificate of K-0001", 0, 20},
	    {"seal-not-yet-valid", NULL, "not yet valid", 3, 20},
	    {"seal-expired", NULL, "expired", -20, -2},
	    {"seal-for-something-else", "clientAuth", "not for signing records", 0, 20}};
	g_autoptr(McAuthority) authority = mc_authority_new_since("Test kiosks", -30);
	g_autoptr(McAuthority) stranger = mc_authority_new("Strangers");
	g_autofree char *roots = mc_world_path(desk->world, "gateway/kiosk-roots.pem");
	g_autofree char *key = mc_world_path(desk->world, "seal.key");
	g_autofree char *certificate = mc_world_path(desk->world, "seal.crt");

	mc_authority_write_root(authority, roots);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_mark(desk);
	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		const McLeaf leaf = {"K-0001", rows[i].use, NULL, rows[i].from_days, rows[i].to_days};
		g_autoptr(GBytes) genesis = NULL;
		g_auto(GStrv) lines = NULL;

		mc_authority_issue(i == 0 ? stranger : authority, &leaf, key, certificate);
		mc_test_chain_clear(&desk->chain);
		mc_test_chain_init_from(&desk->chain, key, certificate, NULL);
		genesis = mc_test_chain_next(&desk->chain);
		mc_desk_put_last(desk, genesis, 422, "bad-seal");
		lines = mc_world_refusals(desk->world);
		g_assert_cmpuint(g_strv_length(lines), ==, i + 1);
		g_test_message("%s", lines[i]);
		g_assert_nonnull(strstr(lines[i], rows[i].named));
		mc_desk_row(desk, rows[i].what, "bad-seal", 0);
	}
}

/* B2: a certificate that would do for both seals no record over a connection made with its key. */
static void
test_shared_key(McDesk *desk, gconstpointer data)
{
	const McLeaf leaf = {"K-0001", NULL, NULL, 0, 20};
	g_autoptr(McAuthority) authority = mc_authority_new("Test kiosks");
	g_autofree char *roots = mc_world_path(desk->world, "gateway/kiosk-roots.pem");
	g_autofree char *clients = mc_world_path(desk->world, "gateway/client-ca.pem");
	g_autofree char *key = mc_world_path(desk->world, "both.key");
	g_autofree char *certificate = mc_world_path(desk->world, "both.crt");
	g_autofree char *other_key = mc_world_path(desk->world, "connection.key");
	g_autofree char *other = mc_world_path(desk->world, "connection.crt");
	g_autoptr(McClient) one_key = mc_client_new(desk->world, "both");
	g_autoptr(McClient) two_keys = mc_client_new(desk->world, "connection");
	g_autoptr(GBytes) genesis = NULL;
	g_auto(McAnswered) refused = {0};
	g_auto(McAnswered) accepted = {0};

	mc_authority_write_root(authority, roots);
	mc_authority_write_root(authority, clients);
	mc_authority_issue(authority, &leaf, key, certificate);
	mc_authority_issue(authority, &leaf, other_key, other);
	mc_world_start_gateway(desk->world, NULL);
	mc_test_chain_clear(&desk->chain);
	mc_test_chain_init_from(&desk->chain, key, certificate, NULL);
	genesis = mc_test_chain_next(&desk->chain);
	refused = mc_client_put_record(one_key, 1, genesis, desk->chain.digest);
	mc_desk_assert_refused(&refused, 409, "shared-key");
	accepted = mc_client_put_record(two_keys, 1, genesis, desk->chain.digest);
	mc_desk_assert_status(&accepted, 201);
}

/* Good seals over what is no content of a chain: an entry of no catalogue, whatever a kiosk under
 * foreign control would like to have kept for ever. */
static void
refuse_body(McDesk *desk, const char *what, const char *type, json_t *body, const char *named)
{
	const McTestChain before = desk->chain;
	const McContentHead head = mc_test_chain_head(&desk->chain, type);
	g_autoptr(GBytes) parcel = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	g_autofree char *file = g_strconcat(what, ".p7m", NULL);
	g_auto(GStrv) lines = NULL;

	mc_desk_put_last(desk, parcel, 422, "bad-content");
	lines = mc_world_refusals(desk->world);
	if (strstr(lines[g_strv_length(lines) - 1], named) == NULL)
		g_error("%s: \"%s\" is needed: %s", what, named, lines[g_strv_length(lines) - 1]);
	mc_desk_row(desk, what, "bad-content", before.seq > 0 ? 1 : 0);
	mc_desk_row_keep(file, parcel);
	json_decref(body);
	desk->chain.seq = before.seq;
	memcpy(desk->chain.digest, before.digest, sizeof before.digest);
}

static json_t *
genesis_with(const McTestChain *chain, const char *member, json_t *value)
{
	json_t *body = mc_test_chain_genesis(chain);

	json_object_set_new(body, member, value);
	return body;
}

static void
test_bodies(McDesk *desk, gconstpointer data)
{
	static const char other[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	g_autofree char *roots = mc_world_path(desk->world, "trust/roots.pem");
	g_autoptr(GBytes) genesis = NULL;

	mc_row_keep_file("body-roots.pem", roots);
	mc_world_start_gateway(desk->world, NULL);
	mc_desk_mark(desk);
	refuse_body(desk, "genesis-with-more", "genesis",
	    genesis_with(&desk->chain, "remark", json_string("more")), "genesis.remark");
	refuse_body(desk, "genesis-of-another-certificate", "genesis",
	    genesis_with(&desk->chain, "certificate_sha256", json_string(other)),
	    "genesis.certificate_sha256");
	genesis = mc_test_chain_next(&desk->chain);
	mc_desk_put_last(desk, genesis, 201, NULL);
	mc_desk_mark(desk);
	refuse_body(
	    desk, "unknown-type", "review", json_pack("{ss}", "decision", "fit"), "content.type");
	refuse_body(
	    desk, "unknown-event", "audit", json_pack("{ss}", "event", "all-is-well"), "audit.event");
	refuse_body(desk, "event-with-more", "audit",
	    json_pack("{ss ss ss}", "event", "paused", "staff", "wei", "name", "anybody"),
	    "audit.name");
	refuse_body(
	    desk, "event-with-less", "audit", json_pack("{ss}", "event", "paused"), "audit.staff");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, data, function)                                                                  \
	g_test_add("/gateway/B1/" path, McDesk, data, mc_desk_set_up, function, mc_desk_tear_down)
	ADD("weak-key", NULL, test_weak_key);
	ADD("wrong-suite", NULL, test_wrong_suite);
	ADD("shared-key", NULL, test_shared_key);
	ADD("certificates", NULL, test_certificates);
	ADD("bodies", NULL, test_bodies);
	ADD("vectors/p256-sha256", "p256-sha256", test_vectors);
	ADD("vectors/sm2-sm3", "sm2-sm3", test_vectors);
	return g_test_run();
}
