/* B4, B5, B6: what the courier decides, with a transport that answers as told and a clock that
 * stands still. */

#include "app/base/backoff.h"
#include "app/base/error.h"
#include "app/courier/receipt.h"
#include "app/courier/refusal.h"
#include "courier-kit.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static guint64
seq_under_way(McCourierKit *fixture)
{
	const char *slash = fixture->fake.url != NULL ? strrchr(fixture->fake.url, '/') : NULL;

	g_assert_nonnull(slash);
	return g_ascii_strtoull(slash + 1, NULL, 10);
}

static void
accept(McCourierKit *fixture)
{
	g_autoptr(GBytes) receipt =
	    mc_courier_kit_receipt(fixture, seq_under_way(fixture), fixture->fake.key);

	fixture->fake.calls.sent(fixture->fake.data);
	mc_courier_kit_answer(fixture, 201, 0, receipt);
}

/* In order; sent, then accepted; nothing left but the receipts. */
static void
test_in_order(McCourierKit *fixture, gconstpointer data)
{
	mc_courier_kit_fill_outbox(fixture, 3);
	mc_courier_kit_start(fixture);
	for (guint64 seq = 1; seq <= 3; seq++) {
		g_autofree char *url =
		    g_strdup_printf("https://a/v1/kiosks/K-0001/records/%" G_GUINT64_FORMAT, seq);

		g_assert_cmpstr(fixture->fake.url, ==, url);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_SENT), ==, 0);
		fixture->fake.calls.sent(fixture->fake.data);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_SENT), ==, 1);
		accept(fixture);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_RECEIPTS), ==, seq);
	}
	g_assert_null(fixture->fake.url);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 0);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_SENT), ==, 0);
	/* Idle: what arrives now is taken at once. */
	mc_courier_kit_fill_outbox(fixture, 1);
	while (fixture->fake.url == NULL)
		g_main_context_iteration(NULL, TRUE);
	g_assert_cmpuint(seq_under_way(fixture), ==, 4);
}

/* B4: refused for good is parked with its reason, kept, and passed by. */
static void
test_parked(McCourierKit *fixture, gconstpointer data)
{
	static const char refusal[] =
	    "{\"problems\":[{\"code\":\"fork\",\"text\":\"another record\"}],\"v\":1}";
	g_autoptr(GBytes) body = g_bytes_new_static(refusal, sizeof refusal - 1);
	g_autoptr(GBytes) note = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	mc_courier_kit_fill_outbox(fixture, 3);
	mc_courier_kit_start(fixture);
	accept(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*record 2 is parked*fork*");
	mc_courier_kit_answer(fixture, 409, 0, body);
	g_test_assert_expected_messages();
	g_assert_cmpuint(seq_under_way(fixture), ==, 3);
	accept(fixture);
	g_assert_null(fixture->fake.url);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
	note = mc_spool_get(fixture->spool, MC_SPOOL_PARKED, 2, &error);
	text = g_strndup(g_bytes_get_data(note, NULL), g_bytes_get_size(note));
	g_assert_cmpstr(
	    text, ==, "{\"codes\":[\"fork\"],\"reason\":\"another record\",\"status\":409,\"v\":1}");
	/* A person has seen to it. */
	g_assert_true(mc_spool_remove(fixture->spool, MC_SPOOL_PARKED, 2, &error));
	mc_courier_nudge(fixture->courier);
	g_assert_cmpuint(seq_under_way(fixture), ==, 2);
}

/* A file that is no parcel does not stop the others either. */
static void
test_no_parcel(McCourierKit *fixture, gconstpointer data)
{
	g_autoptr(GBytes) junk = g_bytes_new_static("junk", 4);

	mc_courier_kit_fill_outbox(fixture, 2);
	mc_courier_kit_put_bytes(fixture, 1, junk);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*record 1 is parked*bad-parcel*");
	mc_courier_kit_start(fixture);
	g_test_assert_expected_messages();
	g_assert_cmpuint(seq_under_way(fixture), ==, 2);
}

/* A 400 without the gateway's own words for it parks nothing: the request was spoilt on its way, or
 * somebody else answers. */
static void
test_no_reason(McCourierKit *fixture, gconstpointer data)
{
	static const char *const answers[] = {"", "<html>Bad Request</html>", "{\"problems\":[]}"};

	fixture->settings.gateways[1] = (g_free(fixture->settings.gateways[1]), NULL);
	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits: the gateway answers 400*");
	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autoptr(GBytes) body = g_bytes_new_static(answers[i], strlen(answers[i]));

		mc_courier_kit_answer(fixture, 400, 0, body);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_PARKED), ==, 0);
		mc_clock_advance_ms(fixture->clock, 600 * 1000);
		g_assert_cmpuint(seq_under_way(fixture), ==, 1);
	}
	g_test_assert_expected_messages();
	accept(fixture);
}

/* Retry-After is waited out in full, whatever is new meanwhile; then it goes on by itself. */
static void
test_retry_after(McCourierKit *fixture, gconstpointer data)
{
	guint puts = 0;

	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits: the gateway answers 503*");
	mc_courier_kit_answer(fixture, 503, 300, NULL);
	g_test_assert_expected_messages();
	puts = fixture->fake.puts;
	mc_clock_advance_ms(fixture->clock, 299999);
	g_assert_cmpuint(fixture->fake.puts, ==, puts);
	mc_clock_advance_ms(fixture->clock, 1 + 1000);
	g_assert_cmpuint(fixture->fake.puts, ==, puts + 1);
	/* An answer beyond the cap is not obeyed for longer than that. */
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits: the gateway answers 429*");
	mc_courier_kit_answer(fixture, 429, 1000000, NULL);
	g_test_assert_expected_messages();
	mc_clock_advance_ms(fixture->clock, 600 * 1000 + 2000);
	g_assert_nonnull(fixture->fake.url);
}

/* B5: unreachable for six hours, each address in turn; back: noticed within two minutes. */
static void
test_comes_back(McCourierKit *fixture, gconstpointer data)
{
	guint rounds = 0;

	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits: nobody there*");
	while (mc_clock_now_us(fixture->clock) < 6 * G_TIME_SPAN_HOUR) {
		g_assert_true(g_str_has_prefix(fixture->fake.url, "https://a/"));
		mc_courier_kit_answer(fixture, 0, 0, NULL);
		g_assert_true(g_str_has_prefix(fixture->fake.url, "https://b/"));
		mc_courier_kit_answer(fixture, 0, 0, NULL);
		g_assert_null(fixture->fake.url);
		mc_clock_advance_ms(fixture->clock, 120 * 1000);
		g_assert_nonnull(fixture->fake.url);
		rounds++;
	}
	g_test_assert_expected_messages();
	g_assert_cmpuint(rounds, >=, 100);
	accept(fixture);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 0);
}

/* While it waits, what is new waits too; told to, it restarts at once. */
static void
test_nudge(McCourierKit *fixture, gconstpointer data)
{
	fixture->settings.retry_base_ms = 120 * 1000;
	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*waits*");
	mc_courier_kit_answer(fixture, 0, 0, NULL);
	mc_courier_kit_answer(fixture, 0, 0, NULL);
	g_test_assert_expected_messages();
	mc_courier_kit_fill_outbox(fixture, 1);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_assert_null(fixture->fake.url);
	mc_courier_nudge(fixture->courier);
	g_assert_cmpuint(seq_under_way(fixture), ==, 1);
	mc_courier_nudge(fixture->courier);
	g_assert_cmpuint(fixture->fake.puts, ==, 3);
}

/* A 200 that is no receipt for this very item takes nothing out of the outbox. */
static void
test_no_receipt(McCourierKit *fixture, gconstpointer data)
{
	char other[MC_DIGEST_HEX_SIZE];

	memset(other, 'f', sizeof other - 1);
	other[sizeof other - 1] = '\0';
	fixture->settings.gateways[1] = (g_free(fixture->settings.gateways[1]), NULL);
	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*not taken: it is no sealed receipt*");
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*not taken: it is for another sequence*");
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*not taken: it is for another envelope*");
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*not taken: it is no sealed receipt*");
	for (guint i = 0; i < 4; i++) {
		g_autoptr(GBytes) page = g_bytes_new_static("<html>", 6);
		g_autoptr(GBytes) seq = mc_courier_kit_receipt(fixture, 2, fixture->fake.key);
		g_autoptr(GBytes) digest = mc_courier_kit_receipt(fixture, 1, other);
		g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
		GBytes *bodies[] = {page, seq, digest, empty};

		mc_courier_kit_answer(fixture, 200, 0, bodies[i]);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
		g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_RECEIPTS), ==, 0);
		mc_clock_advance_ms(fixture->clock, 600 * 1000);
	}
	g_test_assert_expected_messages();
	g_assert_nonnull(fixture->fake.url);
}

/* The power went between receipt and outbox: nothing is sent again. */
static void
test_tidies_up(McCourierKit *fixture, gconstpointer data)
{
	g_autoptr(GBytes) receipt = NULL;
	g_autoptr(GError) error = NULL;

	mc_courier_kit_fill_outbox(fixture, 1);
	receipt = mc_courier_kit_receipt(fixture, 1, fixture->chain.digest);
	mc_spool_put(fixture->spool, MC_SPOOL_RECEIPTS, 1, receipt, &error);
	g_assert_no_error(error);
	mc_courier_kit_start(fixture);
	g_assert_null(fixture->fake.url);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 0);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_RECEIPTS), ==, 1);
}

/* After a power cut a thousand kiosks begin spread over the time that is set, none after it,
 * records and beats alike; a person's word ends the wait. */
static void
test_start_spread(McCourierKit *fixture, gconstpointer data)
{
	guint early = 0;

	fixture->settings.start_spread_ms = 30000;
	mc_courier_kit_fill_outbox(fixture, 1);
	for (guint kiosk = 0; kiosk < 1000; kiosk++) {
		mc_courier_kit_start(fixture);
		mc_clock_advance_ms(fixture->clock, 15000);
		early += fixture->fake.url != NULL;
		mc_clock_advance_ms(fixture->clock, 15000);
		g_assert_cmpuint(seq_under_way(fixture), ==, 1);
		mc_courier_free(g_steal_pointer(&fixture->courier));
	}
	g_assert_cmpuint(early, >, 400);
	g_assert_cmpuint(early, <, 600);
	mc_courier_kit_start(fixture);
	g_assert_null(fixture->fake.url);
	mc_courier_nudge(fixture->courier);
	g_assert_cmpuint(seq_under_way(fixture), ==, 1);
	g_assert_cmpuint(fixture->fake.gets, ==, 0);
}

static McCourierSettings *
settings_of(const char *members, GError **error)
{
	g_autofree char *path = NULL;
	g_autofree char *text = g_strdup_printf(
	    "{\"kiosk\":\"K-0001\",\"gateways\":[\"https://a:1\",\"https://b\"]%s}", members);
	McCourierSettings *settings = NULL;

	close(g_file_open_tmp("medcheck-courier-XXXXXX", &path, NULL));
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	settings = mc_courier_settings_read(path, error);
	g_unlink(path);
	return settings;
}

static void
test_settings(void)
{
	static const char *const bad[] = {",\"proxy\":\"https://p:1\"", ",\"proxy\":\"http://p/x\"",
	    ",\"proxy\":\"http://u:p@p:1\"", ",\"proxy\":7", ",\"start_spread_ms\":-1",
	    ",\"bandwidth_max_bytes_per_s\":-1", ",\"retry_base_ms\":0", ",\"unknown\":1"};
	g_autoptr(GError) error = NULL;
	g_autoptr(McCourierSettings) plain = settings_of("", &error);
	g_autoptr(McCourierSettings) full = settings_of(
	    ",\"proxy\":\"http://p:3128\",\"start_spread_ms\":0,\"bandwidth_max_bytes_per_s\":4096",
	    &error);

	g_assert_no_error(error);
	g_assert_null(plain->proxy);
	g_assert_cmpuint(plain->start_spread_ms, ==, 30000);
	g_assert_cmpuint(plain->bandwidth_max_bytes_per_s, ==, 0);
	g_assert_cmpuint(plain->request_timeout_ms, ==, 60000);
	g_assert_cmpstr(full->proxy, ==, "http://p:3128");
	g_assert_cmpuint(full->start_spread_ms, ==, 0);
	g_assert_cmpuint(full->bandwidth_max_bytes_per_s, ==, 4096);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_assert_null(settings_of(bad[i], &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_clear_error(&error);
	}
}

/* Full jitter: uniform below a ceiling that doubles up to the cap. */
static void
test_backoff(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(11);
	guint64 sum_ms = 0;

	for (guint run = 0; run < 2000; run++) {
		McBackoff backoff = {.random = random, .base_ms = 1000};
		guint delay_ms = 0;

		for (guint i = 0; i < 40; i++) {
			guint ceiling_ms = MIN(1000u << MIN(i, 20u), 600000u);

			delay_ms = mc_backoff_next_ms(&backoff, 600000, 0);
			g_assert_cmpuint(delay_ms, <=, ceiling_ms);
		}
		sum_ms += delay_ms;
		mc_backoff_reset(&backoff);
		g_assert_cmpuint(mc_backoff_next_ms(&backoff, 600000, 0), <=, 1000);
		g_assert_cmpuint(mc_backoff_next_ms(&backoff, 600000, 5000), >=, 5000);
	}
	/* 2 000 draws from 0 … 600 s: mean 300 s, its standard error 3.9 s. */
	g_assert_cmpuint(sum_ms / 2000, >, 280000);
	g_assert_cmpuint(sum_ms / 2000, <, 320000);
}

/* Whatever a gateway answers, the note is JSON of bounded size. */
static void
test_notes(void)
{
	static const char *const bodies[] = {"", "nonsense", "[]", "{\"problems\":7}",
	    "{\"problems\":[7,{\"code\":3},{\"code\":\"x\"},{\"code\":\"y\",\"text\":\"\\u4e2d\"}]}"};
	static const char *const reasons[] = {"without a reason", "without a reason",
	    "without a reason", "without a reason", "x; \xe4\xb8\xad"};

	for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(GBytes) body = g_bytes_new_static(bodies[i], strlen(bodies[i]));
		McTransportReply reply = {.status = 422, .body = body};
		g_autoptr(GBytes) note = mc_refusal_note(&reply);
		json_auto_t *json =
		    json_loadb(g_bytes_get_data(note, NULL), g_bytes_get_size(note), 0, NULL);

		g_assert_nonnull(strstr(json_string_value(json_object_get(json, "reason")), reasons[i]));
		g_assert_cmpuint(g_bytes_get_size(note), <, 16384);
	}
}

/* B2: the receipt came and the disk does not take it: the item stays, and is sent again later. */
static void
test_receipt_not_stored(McCourierKit *fixture, gconstpointer data)
{
	g_autofree char *receipts = mc_provision_path(fixture->provision, "spool/receipts");
	g_autoptr(GBytes) receipt = NULL;

	mc_courier_kit_fill_outbox(fixture, 1);
	mc_courier_kit_start(fixture);
	g_assert_cmpint(g_rmdir(receipts), ==, 0);
	receipt = mc_courier_kit_receipt(fixture, 1, fixture->chain.digest);
	g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*record 1 waits:*");
	mc_courier_kit_answer(fixture, 201, 0, receipt);
	g_test_assert_expected_messages();
	g_assert_null(fixture->fake.url);
	g_assert_cmpuint(mc_courier_kit_boxed(fixture, MC_SPOOL_OUTBOX), ==, 1);
}

#define CASE(path, function)                                                                       \
	g_test_add(path, McCourierKit, NULL, mc_courier_kit_set_up, function, mc_courier_kit_tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	CASE("/courier/in-order", test_in_order);
	CASE("/courier/parked", test_parked);
	CASE("/courier/no-reason", test_no_reason);
	CASE("/courier/no-parcel", test_no_parcel);
	CASE("/courier/retry-after", test_retry_after);
	CASE("/courier/comes-back", test_comes_back);
	CASE("/courier/nudge", test_nudge);
	CASE("/courier/no-receipt", test_no_receipt);
	CASE("/courier/tidies-up", test_tidies_up);
	CASE("/courier/start-spread", test_start_spread);
	CASE("/courier/B2/receipt-not-stored", test_receipt_not_stored);
	g_test_add_func("/courier/backoff", test_backoff);
	g_test_add_func("/courier/settings", test_settings);
	g_test_add_func("/courier/notes", test_notes);
	return g_test_run();
}
