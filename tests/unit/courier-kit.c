#include "courier-kit.h"

#include "app/record/parcel.h"
#include "tests/kit/receipt.h"
#include <string.h>

static void
fake_put(McTransport *transport, const char *url, const McTransportBody *body,
    const McTransportCalls *calls, gpointer data)
{
	McFakeTransport *fake = (McFakeTransport *)transport;

	g_assert_null(fake->url);
	fake->url = g_strdup(url);
	fake->key = body->header != NULL ? g_strdup(strchr(body->header, ' ') + 1) : NULL;
	fake->body = g_bytes_ref(body->bytes);
	fake->calls = *calls;
	fake->data = data;
	fake->puts++;
}

static void
fake_get(McTransport *transport, const char *url, const McTransportCalls *calls, gpointer data)
{
	McFakeTransport *fake = (McFakeTransport *)transport;

	g_assert_null(fake->url);
	fake->url = g_strdup(url);
	fake->calls = *calls;
	fake->data = data;
	fake->gets++;
}

static void
fake_cancel(McTransport *transport)
{
	McFakeTransport *fake = (McFakeTransport *)transport;

	g_clear_pointer(&fake->url, g_free);
	g_clear_pointer(&fake->key, g_free);
	g_clear_pointer(&fake->body, g_bytes_unref);
	fake->cancels++;
}

static const McTransportOps fake_ops = {.put = fake_put, .get = fake_get, .cancel = fake_cancel};

static McSigner *
open_signer(McProvision *provision)
{
	g_autofree char *key = mc_provision_path(provision, "gateway/receipt.key");
	g_autofree char *certificate = mc_provision_path(provision, "gateway/receipt.crt");
	g_autofree char *chain = mc_provision_path(provision, "gateway/receipt-chain.pem");
	g_autoptr(GError) error = NULL;
	McSigner *signer = mc_signer_new_from_files(key, certificate, chain, &error);

	g_assert_no_error(error);
	return signer;
}

void
mc_courier_kit_set_up(McCourierKit *fixture, gconstpointer data)
{
	static const char *const gateways[] = {"https://a", "https://b", NULL};
	g_autofree char *spool = NULL;
	g_autoptr(GError) error = NULL;

	fixture->provision = mc_provision_new();
	fixture->gateway = open_signer(fixture->provision);
	mc_test_chain_init(&fixture->chain, fixture->provision);
	g_strlcpy(fixture->settings.kiosk, "K-0001", sizeof fixture->settings.kiosk);
	fixture->settings.gateways = g_strdupv((char **)gateways);
	fixture->settings.heartbeat_ms = 60 * 1000;
	fixture->settings.retry_base_ms = 1000;
	fixture->settings.retry_unreachable_max_ms = 120 * 1000;
	fixture->settings.retry_refused_max_ms = 600 * 1000;
	fixture->clock = mc_clock_new_manual(G_GINT64_CONSTANT(1795486400000000));
	fixture->random = g_rand_new_with_seed(5);
	fixture->fake.transport.ops = &fake_ops;
	spool = mc_provision_path(fixture->provision, "spool");
	fixture->spool = mc_spool_open(spool, &error);
	g_assert_no_error(error);
	fixture->evidence = mc_evidence_open(spool, &error);
	g_assert_no_error(error);
}

void
mc_courier_kit_start(McCourierKit *fixture)
{
	McCourierParts parts = {&fixture->settings, fixture->clock, fixture->spool, fixture->evidence,
	    &fixture->fake.transport, fixture->random, &fixture->kill};

	fixture->courier = mc_courier_new(&parts);
	mc_courier_start(fixture->courier);
}

void
mc_courier_kit_tear_down(McCourierKit *fixture, gconstpointer data)
{
	mc_courier_free(fixture->courier);
	mc_evidence_close(fixture->evidence);
	mc_spool_close(fixture->spool);
	mc_clock_free(fixture->clock);
	g_rand_free(fixture->random);
	g_strfreev(fixture->settings.gateways);
	mc_signer_free(fixture->gateway);
	mc_test_chain_clear(&fixture->chain);
	mc_provision_free(fixture->provision);
}

void
mc_courier_kit_put_bytes(McCourierKit *fixture, guint64 seq, GBytes *bytes)
{
	g_autoptr(GError) error = NULL;

	mc_spool_put(fixture->spool, MC_SPOOL_OUTBOX, seq, bytes, &error);
	g_assert_no_error(error);
}

void
mc_courier_kit_fill_outbox(McCourierKit *fixture, guint count)
{
	for (guint i = 0; i < count; i++) {
		g_autoptr(GBytes) parcel = mc_test_chain_next(&fixture->chain);

		mc_courier_kit_put_bytes(fixture, fixture->chain.seq, parcel);
	}
}

guint
mc_courier_kit_boxed(McCourierKit *fixture, McSpoolBox box)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GArray) list = mc_spool_list(fixture->spool, box, &error);

	g_assert_no_error(error);
	return list->len;
}

GBytes *
mc_courier_kit_receipt(McCourierKit *fixture, guint64 seq, const char *digest)
{
	McReceipt receipt = {.seq = seq, .received_wall_us = G_GINT64_CONSTANT(1795486400000000)};

	g_strlcpy(receipt.kiosk, "K-0001", sizeof receipt.kiosk);
	memset(receipt.journal, 'a', sizeof receipt.journal - 1);
	g_strlcpy(receipt.digest, digest, sizeof receipt.digest);
	mc_reference_write("K-0001", seq, receipt.reference);
	return mc_test_receipt(&receipt, fixture->gateway);
}

/* Ends the request under way. */
void
mc_courier_kit_answer(McCourierKit *fixture, guint status, guint retry_after_s, GBytes *body)
{
	g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
	McTransportReply reply = {
	    status, retry_after_s, body != NULL ? body : nothing, status == 0 ? "nobody there" : NULL};
	McTransportCalls calls = fixture->fake.calls;

	g_assert_nonnull(fixture->fake.url);
	fake_cancel(&fixture->fake.transport);
	calls.done(&reply, fixture->fake.data);
}
