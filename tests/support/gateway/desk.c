#include "tests/support/gateway/desk.h"

#include "app/record/receipt.h"
#include "tests/kit/row.h"
#include <string.h>

void
mc_desk_set_up(McDesk *desk, gconstpointer data)
{
	desk->world = mc_world_new();
	mc_test_chain_init(&desk->chain, desk->world->provision);
	desk->client = mc_client_new(desk->world, "courier/tls");
}

void
mc_desk_tear_down(McDesk *desk, gconstpointer data)
{
	mc_client_free(desk->client);
	mc_test_chain_clear(&desk->chain);
	mc_world_free(desk->world);
	g_free(desk->saved);
}

void
mc_desk_put(
    McDesk *desk, guint64 seq, GBytes *parcel, const char *digest, long status, const char *code)
{
	g_auto(McAnswered) answered = mc_client_put_record(desk->client, seq, parcel, digest);

	if (code != NULL)
		mc_desk_assert_refused(&answered, status, code);
	else
		mc_desk_assert_status(&answered, status);
}

void
mc_desk_put_last(McDesk *desk, GBytes *parcel, long status, const char *code)
{
	mc_desk_put(desk, desk->chain.seq, parcel, desk->chain.digest, status, code);
}

void
mc_desk_assert_status(const McAnswered *answered, long status)
{
	if (answered->status != status)
		g_error("answered %ld instead of %ld: %s %.*s", answered->status, status,
		    answered->problem != NULL ? answered->problem : "", (int)answered->body->len,
		    (const char *)answered->body->data);
}

void
mc_desk_assert_refused(const McAnswered *answered, long status, const char *code)
{
	g_autofree char *body = g_strndup((const char *)answered->body->data, answered->body->len);
	g_autofree char *quoted = g_strdup_printf("\"code\":\"%s\"", code);

	mc_desk_assert_status(answered, status);
	if (strstr(body, quoted) == NULL)
		g_error("%s is not in %s", quoted, body);
}

void
mc_desk_mark(McDesk *desk)
{
	g_free(desk->saved);
	desk->saved = mc_world_saved(desk->world);
}

void
mc_desk_assert_as_marked(McDesk *desk)
{
	g_autofree char *saved = mc_world_saved(desk->world);

	g_assert_nonnull(desk->saved);
	if (strcmp(saved, desk->saved) != 0)
		g_error("was:\n%sis:\n%s", desk->saved, saved);
}

void
mc_desk_row(McDesk *desk, const char *what, const char *refused, guint records)
{
	g_auto(GStrv) lines = mc_world_refusals(desk->world);
	g_auto(GStrv) saved = mc_world_list(desk->world);
	guint count = g_strv_length(lines);
	const char *from = count > 0 ? strchr(lines[count - 1], '[') : NULL;
	const char *to = from != NULL ? strchr(from, ']') : NULL;
	g_autofree char *audit =
	    to != NULL ? g_strndup(from + 1, (gsize)(to - from) - 1) : g_strdup("");

	g_assert_cmpuint(g_strv_length(saved), ==, records);
	mc_desk_assert_as_marked(desk);
	mc_row(&(McRow){what, "gateway", refused, audit, records, g_strv_length(saved)});
}

void
mc_desk_row_keep(const char *name, GBytes *parcel)
{
	McParcel parts;
	g_autoptr(GError) error = NULL;

	mc_parcel_read(parcel, &parts, &error);
	g_assert_no_error(error);
	mc_row_keep(name, parts.envelope);
	mc_parcel_clear(&parts);
}

void
mc_desk_assert_records(McDesk *desk, guint count)
{
	g_auto(GStrv) lines = mc_world_list(desk->world);

	g_assert_cmpuint(g_strv_length(lines), ==, count);
}

static void
assert_receipt(McDesk *desk, GBytes *receipt)
{
	g_autofree char *roots = mc_world_path(desk->world, "recorder/gateway-roots.pem");
	g_autoptr(GError) error = NULL;
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(roots, &error);
	g_auto(McReceiptProof) proof = {0};
	char reference[48];

	g_assert_no_error(error);
	mc_receipt_proof_read(receipt, &proof, &error);
	g_assert_no_error(error);
	mc_receipt_proof_holds(&proof, verifier, g_get_real_time(), &error);
	g_assert_no_error(error);
	mc_reference_write(desk->chain.kiosk, desk->chain.seq, reference);
	g_assert_cmpstr(proof.stated.kiosk, ==, desk->chain.kiosk);
	g_assert_cmpstr(proof.stated.journal, ==, desk->chain.journal);
	g_assert_cmpuint(proof.stated.seq, ==, desk->chain.seq);
	g_assert_cmpstr(proof.stated.digest, ==, desk->chain.digest);
	g_assert_cmpstr(proof.stated.reference, ==, reference);
}

GBytes *
mc_desk_put_for_receipt(McDesk *desk, GBytes *parcel, long status)
{
	g_auto(McAnswered) answered =
	    mc_client_put_record(desk->client, desk->chain.seq, parcel, desk->chain.digest);
	GBytes *receipt = NULL;

	mc_desk_assert_status(&answered, status);
	receipt = g_bytes_new(answered.body->data, answered.body->len);
	assert_receipt(desk, receipt);
	return receipt;
}

long
mc_desk_put_in_vain(McDesk *desk, GBytes *parcel)
{
	g_auto(McAnswered) answered =
	    mc_client_put_record(desk->client, desk->chain.seq, parcel, desk->chain.digest);

	return answered.status;
}
