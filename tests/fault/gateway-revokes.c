/* B1: what is taken back while the gateway runs. The lists are read again by themselves; a
 * connection that is open stays, and its next request is held against them. Real TLS, store and
 * process. */

#include "tests/support/gateway/desk.h"
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static void
set_up(McDesk *desk, gconstpointer data)
{
	desk->world = mc_world_new_office();
	mc_test_chain_init(&desk->chain, desk->world->provision);
	desk->client = mc_client_new(desk->world, "courier/tls");
	mc_world_start_gateway(desk->world, NULL);
}

static guint
read_again(McWorld *world, const char *said)
{
	g_autofree char *log = mc_world_log(world, "medcheck-gateway");
	guint count = 0;

	for (const char *at = strstr(log, said); at != NULL; at = strstr(at + 1, said))
		count++;
	return count;
}

typedef struct Said {
	const char *text;
	guint count;
} Said;

static gboolean
has_said(McWorld *world, gpointer data)
{
	const Said *said = data;

	return read_again(world, said->text) >= said->count;
}

static void
await_said(McDesk *desk, const char *text, guint count)
{
	Said said = {text, count};

	mc_world_await(desk->world, text, has_said, &said);
}

static void
revoke_seal(McDesk *desk, const char *who)
{
	g_autofree char *key = mc_world_path(desk->world, "gateway/issue/seal-ca.key");
	g_autofree char *root = mc_world_path(desk->world, "gateway/issue/seal-ca.crt");
	g_autofree char *list = mc_world_path(desk->world, "gateway/kiosk-crls.pem");
	g_autofree char *certificate = who != NULL ? mc_world_path(desk->world, who) : NULL;
	g_autoptr(McAuthority) authority = mc_authority_new_from_files(key, root);

	mc_authority_revoke(authority, certificate, list);
}

static void
revoke_client(McDesk *desk, const char *who)
{
	g_autofree char *list = mc_world_path(desk->world, "gateway/client-crls.pem");
	g_autofree char *certificate = who != NULL ? mc_world_path(desk->world, who) : NULL;

	mc_authority_revoke(desk->world->connections, certificate, list);
}

static void
assert_refusals(McDesk *desk, guint count, const char *code, const char *text)
{
	g_auto(GStrv) lines = mc_world_refusals(desk->world);

	g_assert_cmpuint(g_strv_length(lines), ==, count);
	g_assert_nonnull(strstr(lines[count - 1], code));
	g_assert_nonnull(strstr(lines[count - 1], text));
}

static gboolean
has_two_refusals(McWorld *world, gpointer data)
{
	g_auto(GStrv) lines = mc_world_refusals(world);

	return g_strv_length(lines) >= 2;
}

/* The key that seals is taken back: the next record is refused by name, over the same connection,
 * and nothing of it is kept; what was accepted before stays accepted. */
static void
test_seal(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autoptr(GBytes) second = NULL;

	mc_desk_put_last(desk, first, 201, NULL);
	revoke_seal(desk, "recorder/signing.crt");
	await_said(desk, "lists read again", 1);
	second = mc_test_chain_next(&desk->chain);
	mc_desk_mark(desk);
	mc_desk_put_last(desk, second, 422, "bad-seal");
	assert_refusals(desk, 1, "bad-seal", "revoked");
	mc_desk_row(desk, "seal-revoked", "bad-seal", 1);
	/* Given back: the same record is good. */
	revoke_seal(desk, NULL);
	await_said(desk, "lists read again", 2);
	mc_desk_put_last(desk, second, 201, NULL);
	mc_desk_assert_records(desk, 2);
}

/* The certificate of a connection that is open: its next request is answered with the reason, and
 * so is every new connection; another kiosk's open connection goes on. */
static void
test_connection(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autoptr(McClient) other = mc_client_new(desk->world, "other");
	g_autoptr(McClient) late = mc_client_new(desk->world, "courier/tls");
	g_autoptr(GBytes) second = NULL;
	g_auto(McAnswered) before = mc_client_get(other, "/v1/kiosks/K-0002/head");
	g_auto(McAnswered) after = {0};
	g_auto(McAnswered) turned_away = {0};

	mc_desk_assert_status(&before, 200);
	mc_desk_put_last(desk, first, 201, NULL);
	revoke_client(desk, "courier/tls.crt");
	await_said(desk, "lists read again", 1);
	second = mc_test_chain_next(&desk->chain);
	mc_desk_mark(desk);
	mc_desk_put_last(desk, second, 403, "client-revoked");
	assert_refusals(desk, 1, "client-revoked", "revoked");
	mc_desk_row(desk, "connection-revoked", "client-revoked", 1);
	turned_away = mc_client_put_record(late, desk->chain.seq, second, desk->chain.digest);
	mc_desk_assert_status(&turned_away, 0);
	/* Nobody is answered in the handshake: the row comes when it comes. */
	mc_world_await(desk->world, "the second refusal", has_two_refusals, NULL);
	assert_refusals(desk, 2, "client-revoked", "revoked");
	mc_desk_assert_records(desk, 1);
	after = mc_client_get(other, "/v1/kiosks/K-0002/head");
	mc_desk_assert_status(&after, 200);
	g_assert_cmpint(after.connections, ==, 0);
}

/* A list that cannot be read changes nothing: what was taken back stays so. SIGHUP asks, too. */
static void
test_broken_list(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autofree char *list = mc_world_path(desk->world, "gateway/kiosk-crls.pem");

	revoke_seal(desk, "recorder/signing.crt");
	await_said(desk, "lists read again", 1);
	g_assert_true(g_file_set_contents(list, "-----BEGIN X509 CRL-----\n", -1, NULL));
	await_said(desk, "stay as they were", 1);
	mc_desk_put_last(desk, first, 422, "bad-seal");
	g_assert_cmpint(g_unlink(list), ==, 0);
	g_subprocess_send_signal(desk->world->gateway, SIGHUP);
	await_said(desk, "lists read again", 2);
	mc_desk_put_last(desk, first, 201, NULL);
}

static void
put_list_of(McDesk *desk, const McProvision *whose_key, const McProvision *whose_name)
{
	g_autofree char *key = mc_provision_path(whose_key, "gateway/issue/seal-ca.key");
	g_autofree char *root = mc_provision_path(whose_name, "gateway/issue/seal-ca.crt");
	g_autofree char *list = mc_world_path(desk->world, "gateway/kiosk-crls.pem");
	g_autoptr(McAuthority) authority = mc_authority_new_from_files(key, root);

	mc_authority_revoke(authority, NULL, list);
}

/* An authority that got another key under its old name: the list of the old key says nothing of
 * what the new one certified. One that only says it is of the authority's key is no list, and the
 * gateway does not guess what stood in the true one. */
static void
test_same_name(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) first = mc_test_chain_next(&desk->chain);
	g_autoptr(McProvision) other = mc_provision_new_office("p256-sha256");
	g_autoptr(GBytes) second = NULL;

	put_list_of(desk, other, other);
	await_said(desk, "lists read again", 1);
	mc_desk_put_last(desk, first, 201, NULL);
	put_list_of(desk, other, desk->world->provision);
	await_said(desk, "lists read again", 2);
	second = mc_test_chain_next(&desk->chain);
	mc_desk_put_last(desk, second, 422, "bad-seal");
	assert_refusals(desk, 1, "bad-seal", "is not signed by the issuer that it names");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
	g_test_add("/gateway/B1/revoked-while-running/" path, McDesk, NULL, set_up, function,          \
	    mc_desk_tear_down)
	ADD("seal", test_seal);
	ADD("connection", test_connection);
	ADD("broken-list", test_broken_list);
	ADD("same-name", test_same_name);
	return g_test_run();
}
