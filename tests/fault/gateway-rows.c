/* B12: every refusal has its name and its row in the gateway's store. Real TLS, store and process.
 */

#include "tests/kit/row.h"
#include "tests/support/gateway/desk.h"
#include <string.h>

/* The newest line of --refusals names these codes. Nothing is saved. */
static void
assert_row(McDesk *desk, const char *what, const char *codes, guint rows)
{
	g_auto(GStrv) lines = mc_world_refusals(desk->world);
	g_autofree char *wanted = g_strdup_printf(" [%s] ", codes);
	guint count = g_strv_length(lines);

	if (count != rows || strstr(lines[count - 1], wanted) == NULL)
		g_error("%s: [%s] is needed as row %u of %u: %s", what, codes, rows, count,
		    count > 0 ? lines[count - 1] : "");
	mc_desk_row(desk, what, codes, 1);
}

/* The good parcel, spoilt in its form. */
static GBytes *
spoil(GBytes *parcel, const char *how)
{
	static const guint8 no_length[] = {0x30, 0x80};
	static const guint8 two_more[] = {0x30, 0, 0x30, 0};
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(parcel, &size);
	g_autofree char *text = NULL;
	GByteArray *changed = g_byte_array_new();

	if (strcmp(how, "parcel-ber") == 0)
		g_byte_array_append(changed, no_length, sizeof no_length);
	g_byte_array_append(
	    changed, data, strcmp(how, "parcel-truncated") == 0 ? (guint)size / 2 : (guint)size);
	if (strcmp(how, "parcel-trailing-garbage") == 0)
		g_byte_array_append(changed, (const guint8 *)"x", 1);
	else if (strcmp(how, "parcel-third-part") == 0)
		g_byte_array_append(changed, two_more, sizeof two_more);
	else if (strcmp(how, "oversized") == 0) {
		text = g_strnfill(3 * 512 * 1024, 'x');
		g_byte_array_append(changed, (const guint8 *)text, (guint)strlen(text));
	}
	return g_byte_array_free_to_bytes(changed);
}

static void
refuse_forms(McDesk *desk, guint *rows)
{
	static const struct {
		const char *how, *code;
		long status;
	} forms[] = {{"parcel-truncated", "bad-parcel", 400},
	    {"parcel-trailing-garbage", "bad-parcel", 400}, {"parcel-ber", "bad-parcel", 400},
	    {"parcel-third-part", "bad-parcel", 400}, {"oversized", "too-large", 413}};
	McTestChain before = desk->chain;
	g_autoptr(GBytes) good = mc_test_chain_next(&desk->chain);

	for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autoptr(GBytes) body = spoil(good, forms[i].how);

		mc_desk_put(desk, 2, body, desk->chain.digest, forms[i].status, forms[i].code);
		assert_row(desk, forms[i].how, forms[i].code, ++*rows);
	}
	mc_desk_put(desk, 3, good, desk->chain.digest, 422, "wrong-sequence");
	assert_row(desk, "replay-at-another-number", "wrong-sequence", ++*rows);
	mc_desk_put(desk, 2, good, before.digest, 400, "wrong-key");
	assert_row(desk, "replay-under-another-key", "wrong-key", ++*rows);
	desk->chain = before;
}

/* Replays are answered with their receipt and are no refusal; forks are. */
static void
refuse_chains(McDesk *desk, GBytes *genesis, guint *rows)
{
	McTestChain before = desk->chain;
	McContentHead head = mc_test_chain_head(&desk->chain, "genesis");
	json_auto_t *body = mc_test_chain_genesis(&desk->chain);
	g_autoptr(GBytes) fork = NULL;
	g_autoptr(GBytes) other = NULL;

	mc_desk_put_last(desk, genesis, 200, NULL);
	mc_desk_assert_as_marked(desk);
	mc_row(&(McRow){"replay", "gateway", "same-receipt", "", 1, 1});
	mc_desk_row_keep("chain-1.p7m", genesis);
	head.seq = 1;
	memset(head.prev, '0', sizeof head.prev - 1);
	fork = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	mc_desk_put(desk, 1, fork, desk->chain.digest, 409, "fork");
	assert_row(desk, "fork", "fork", ++*rows);
	mc_desk_row_keep("chain-1-fork.p7m", fork);
	head.journal[0] = head.journal[0] == 'a' ? 'b' : 'a';
	other = mc_test_chain_seal(&desk->chain, &head, body, NULL);
	mc_desk_put(desk, 1, other, desk->chain.digest, 409, "other-journal");
	assert_row(desk, "fork-of-the-journal", "other-journal", ++*rows);
	desk->chain = before;
}

static gboolean
has_rows(McWorld *world, gpointer rows)
{
	g_auto(GStrv) lines = mc_world_refusals(world);

	return g_strv_length(lines) >= *(guint *)rows;
}

/* Past a hole the next is accepted and marked; readers of a chain say what is missing. */
static void
mark_gap(McDesk *desk)
{
	g_autoptr(GBytes) second = mc_test_chain_visit(&desk->chain, 1, 980);
	g_autoptr(GBytes) third = mc_test_chain_visit(&desk->chain, 2, 980);
	g_autofree char *roots = mc_world_path(desk->world, "trust/roots.pem");
	g_auto(GStrv) lines = NULL;

	mc_desk_put_last(desk, third, 201, NULL);
	lines = mc_world_list(desk->world);
	g_assert_cmpuint(g_strv_length(lines), ==, 2);
	g_assert_nonnull(strstr(lines[1], "gap-before"));
	mc_row(&(McRow){"gap", "gateway", "accepted", "gap-before", 1, 2});
	mc_desk_row_keep("chain-2.p7m", second);
	mc_desk_row_keep("chain-3.p7m", third);
	mc_row_keep_file("chain-roots.pem", roots);
}

/* Nobody answers who was turned away in the handshake: the row comes when it comes. */
static void
await_row(McDesk *desk, const char *what, const char *code, guint *rows)
{
	++*rows;
	mc_world_await(desk->world, what, has_rows, rows);
	assert_row(desk, what, code, *rows);
}

static void
refuse_clients(McDesk *desk, GBytes *parcel, guint *rows)
{
	static const struct {
		const char *name, *code;
		int from_days, to_days;
	} leaves[] = {{"connection-foreign", "client-foreign", 0, 30},
	    {"connection-expired", "client-expired", -9, -2},
	    {"connection-not-yet-valid", "client-not-yet-valid", 3, 30}};
	g_autoptr(McAuthority) strangers = mc_authority_new("Test connections");
	g_autoptr(McClient) nobody = mc_client_new(desk->world, "nobody");
	g_auto(McAnswered) answered = {0};

	for (guint i = 0; i < G_N_ELEMENTS(leaves); i++) {
		const McLeaf leaf = {"K-0001", "clientAuth", NULL, leaves[i].from_days, leaves[i].to_days};
		g_autofree char *key_name = g_strconcat(leaves[i].name, ".key", NULL);
		g_autofree char *certificate_name = g_strconcat(leaves[i].name, ".crt", NULL);
		g_autofree char *key = mc_world_path(desk->world, key_name);
		g_autofree char *certificate = mc_world_path(desk->world, certificate_name);
		g_auto(McAnswered) away = {0};
		g_autoptr(McClient) client = NULL;

		mc_authority_issue(i == 0 ? strangers : desk->world->connections, &leaf, key, certificate);
		client = mc_client_new(desk->world, leaves[i].name);
		away = mc_client_put_record(client, 2, parcel, desk->chain.digest);
		mc_desk_assert_status(&away, 0);
		await_row(desk, leaves[i].name, leaves[i].code, rows);
	}
	answered = mc_client_put_record(nobody, 2, parcel, desk->chain.digest);
	mc_desk_assert_status(&answered, 0);
	await_row(desk, "connection-without", "client-without", rows);
}

/* Each refusal by its name, as a row that was durable before its answer left; nothing half-saved.
 */
static void
test_rows(McDesk *desk, gconstpointer data)
{
	g_autoptr(GBytes) genesis = mc_test_chain_next(&desk->chain);
	g_auto(GStrv) before = NULL;
	g_auto(GStrv) after = NULL;
	guint rows = 0;

	mc_world_start_gateway(desk->world, NULL);
	mc_desk_put_last(desk, genesis, 201, NULL);
	mc_desk_mark(desk);
	refuse_forms(desk, &rows);
	refuse_chains(desk, genesis, &rows);
	refuse_clients(desk, genesis, &rows);
	mark_gap(desk);
	before = mc_world_refusals(desk->world);
	mc_world_kill_gateway(desk->world);
	after = mc_world_refusals(desk->world);
	g_assert_true(g_strv_equal((const char *const *)before, (const char *const *)after));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/gateway/B12/rows", McDesk, NULL, mc_desk_set_up, test_rows, mc_desk_tear_down);
	return g_test_run();
}
