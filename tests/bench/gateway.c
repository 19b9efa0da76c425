/* What an accepted record costs the gateway: its own processor time, measured from outside while
 * kiosks with kept-alive mutual TLS deliver chains of records at the same time. Prints `metric NAME
 * VALUE UNIT`. */

#include "app/gateway/store/store.h"
#include "app/record/parcel.h"
#include "app/record/visit.h"
#include "tests/bench/bar/bar.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/chain.h"
#include "tests/support/gateway/world.h"
#include <curl/curl.h>
#include <glib/gstdio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <string.h>
#include <time.h>

#define KIOSKS 16
#define AUDITS 250 /* of each kiosk */
#define VISITS 12
#define REQUESTS 500
/* 300 us where the check of a P-256 signature costs 42: a busy machine makes both dearer. */
#define RECORD_TO_CHECK_AT_MOST (300.0 / 42)
/* A whole visit, twenty times as long: not the goal, but what it costs now on a busy machine (54 to
 * 74) and a fifth more. */
#define WHOLE_VISIT_TO_CHECK_AT_MOST 90.0
#define CHECKS 500

typedef struct Delivery {
	GBytes *parcel; /* NULL: a GET of /healthz, the floor */
	guint64 seq;
	char digest[MC_DIGEST_HEX_SIZE];
} Delivery;

typedef struct Kiosk {
	McTestChain chain;
	char *key, *certificate, *ca;
	CURL *handle;
	struct curl_slist *headers;
	GArray *deliveries; /* of Delivery */
	guint next;
	GString *answer;
} Kiosk;

typedef struct Bench {
	McWorld *world;
	McAuthority *seals;
	Kiosk kiosk[KIOSKS];
	CURLM *multi;
	gdouble seals_seen; /* of the receipts that came: 1 / leaves each */
} Bench;

/* ---- kiosks ---- */

static void
clear_delivery(gpointer item)
{
	g_clear_pointer(&((Delivery *)item)->parcel, g_bytes_unref);
}

static void
make_kiosk(Bench *bench, Kiosk *kiosk, guint number)
{
	g_autofree char *name = g_strdup_printf("K-%04u", number);
	g_autofree char *folder = mc_world_path(bench->world, name);
	g_autofree char *sealing_key = g_build_filename(folder, "seal.key", NULL);
	g_autofree char *sealing_certificate = g_build_filename(folder, "seal.crt", NULL);
	const McLeaf sealing = {name, NULL, NULL, 0, 3};
	const McLeaf connecting = {name, "clientAuth", NULL, 0, 3};

	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	kiosk->ca = mc_world_path(bench->world, "courier/ca.pem");
	kiosk->key = g_build_filename(folder, "tls.key", NULL);
	kiosk->certificate = g_build_filename(folder, "tls.crt", NULL);
	mc_authority_issue(bench->seals, &sealing, sealing_key, sealing_certificate);
	mc_authority_issue(bench->world->connections, &connecting, kiosk->key, kiosk->certificate);
	mc_test_chain_init_from(&kiosk->chain, sealing_key, sealing_certificate, NULL);
	kiosk->handle = curl_easy_init();
	kiosk->answer = g_string_new(NULL);
	kiosk->deliveries = g_array_new(FALSE, FALSE, sizeof(Delivery));
	g_array_set_clear_func(kiosk->deliveries, clear_delivery);
}

static void
add_delivery(Kiosk *kiosk, GBytes *parcel)
{
	Delivery delivery = {.parcel = parcel, .seq = kiosk->chain.seq};

	g_strlcpy(delivery.digest, kiosk->chain.digest, sizeof delivery.digest);
	g_array_append_val(kiosk->deliveries, delivery);
}

static void
free_kiosk(Kiosk *kiosk)
{
	curl_easy_cleanup(kiosk->handle);
	curl_slist_free_all(kiosk->headers);
	g_array_unref(kiosk->deliveries);
	g_string_free(kiosk->answer, TRUE);
	mc_test_chain_clear(&kiosk->chain);
	g_free(kiosk->key);
	g_free(kiosk->certificate);
	g_free(kiosk->ca);
}

/* ---- requests ---- */

static size_t
keep(char *bytes, size_t size, size_t count, void *data)
{
	g_string_append_len(data, bytes, (gssize)(size * count));
	return size * count;
}

/* How many records share a receipt's seal. */
static void
count_seal(Bench *bench, const Kiosk *kiosk)
{
	static const char member[] = "\"leaves\":";
	const char *leaves = strstr(kiosk->answer->str, member);

	if (leaves != NULL)
		bench->seals_seen += 1.0 / (gdouble)g_ascii_strtoull(leaves + sizeof member - 1, NULL, 10);
}

static void
begin(Bench *bench, Kiosk *kiosk)
{
	const Delivery *delivery = &g_array_index(kiosk->deliveries, Delivery, kiosk->next);
	g_autofree char *url = NULL;
	g_autofree char *key = g_strconcat("Idempotency-Key: ", delivery->digest, NULL);
	CURL *handle = kiosk->handle;

	url = delivery->parcel == NULL
	          ? g_strdup_printf("https://127.0.0.1:%u/healthz", bench->world->port)
	          : g_strdup_printf("https://127.0.0.1:%u/v1/kiosks/%s/records/%" G_GUINT64_FORMAT,
	                bench->world->port, kiosk->chain.kiosk, delivery->seq);
	curl_easy_reset(handle);
	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_PRIVATE, kiosk);
	curl_easy_setopt(handle, CURLOPT_CAINFO, kiosk->ca);
	curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(handle, CURLOPT_SSLKEY, kiosk->key);
	curl_easy_setopt(handle, CURLOPT_SSLCERT, kiosk->certificate);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, kiosk->answer);
	g_string_truncate(kiosk->answer, 0);
	g_clear_pointer(&kiosk->headers, curl_slist_free_all);
	if (delivery->parcel != NULL) {
		kiosk->headers = curl_slist_append(curl_slist_append(NULL, key), "Expect:");
		curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "PUT");
		curl_easy_setopt(
		    handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)g_bytes_get_size(delivery->parcel));
		curl_easy_setopt(handle, CURLOPT_POSTFIELDS, g_bytes_get_data(delivery->parcel, NULL));
		curl_easy_setopt(handle, CURLOPT_HTTPHEADER, kiosk->headers);
	}
	curl_multi_add_handle(bench->multi, handle);
}

/* Checks the answer and begins the kiosk's next request. */
static void
finish(Bench *bench, const CURLMsg *message, long status)
{
	Kiosk *kiosk = NULL;
	long answered = 0;

	curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &kiosk);
	curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &answered);
	if (message->data.result != CURLE_OK || answered != status)
		g_error("answered %ld instead of %ld: %s", answered, status,
		    curl_easy_strerror(message->data.result));
	count_seal(bench, kiosk);
	curl_multi_remove_handle(bench->multi, message->easy_handle);
	if (++kiosk->next < kiosk->deliveries->len)
		begin(bench, kiosk);
}

static void
deliver_all(Bench *bench, long status)
{
	const CURLMsg *message = NULL;
	int running = 1;
	int left = 0;

	for (guint i = 0; i < KIOSKS; i++) {
		bench->kiosk[i].next = 0;
		begin(bench, &bench->kiosk[i]);
	}
	while (running > 0) {
		curl_multi_perform(bench->multi, &running);
		while ((message = curl_multi_info_read(bench->multi, &left)) != NULL) {
			finish(bench, message, status);
			running = 1;
		}
		curl_multi_poll(bench->multi, NULL, 0, 100, NULL);
	}
}

/* ---- measuring ---- */

static guint64
gateway_cpu_ns(const Bench *bench)
{
	g_autofree char *path =
	    g_strdup_printf("/proc/%s/schedstat", g_subprocess_get_identifier(bench->world->gateway));
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return g_ascii_strtoull(text, NULL, 10);
}

/* Runs what the kiosks have and says what one of it cost: microseconds. */
static gdouble
measure(Bench *bench, const char *name, long status)
{
	guint count = bench->kiosk[0].deliveries->len * KIOSKS;
	guint64 cpu_ns = gateway_cpu_ns(bench);
	gint64 wall_us = g_get_monotonic_time();
	gdouble each_us = 0;

	bench->seals_seen = 0;
	deliver_all(bench, status);
	cpu_ns = gateway_cpu_ns(bench) - cpu_ns;
	wall_us = g_get_monotonic_time() - wall_us;
	each_us = (gdouble)cpu_ns / 1000 / count;
	g_print("metric gateway_%s_cpu %.1f us\n", name, each_us);
	g_print("metric gateway_%s_rate %.0f 1/s\n", name, count * 1e6 / (double)wall_us);
	if (bench->seals_seen > 0) {
		g_autofree char *shared = g_strconcat("gateway_", name, "_seals_a_record", NULL);

		g_print("metric gateway_%s_per_seal %.1f records\n", name, count / bench->seals_seen);
		mc_bench_bar(shared, bench->seals_seen / count, 0.5, "seals"); /* one a commit */
	}
	return each_us;
}

static gdouble
cpu_us(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (gdouble)now.tv_sec * 1e6 + (gdouble)now.tv_nsec / 1e3;
}

/* What the check of one P-256 signature costs here and now. */
static gdouble
check_us(void)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	guint8 digest[32] = {1};
	guint8 signature[80];
	size_t size = sizeof signature;
	gdouble began_us = 0;

	g_assert_cmpint(EVP_PKEY_sign_init(context), ==, 1);
	g_assert_cmpint(EVP_PKEY_sign(context, signature, &size, digest, sizeof digest), ==, 1);
	g_assert_cmpint(EVP_PKEY_verify_init(context), ==, 1);
	began_us = cpu_us();
	for (guint i = 0; i < CHECKS; i++)
		g_assert_cmpint(EVP_PKEY_verify(context, signature, size, digest, sizeof digest), ==, 1);
	began_us = cpu_us() - began_us;
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return began_us / CHECKS;
}

/* ---- what a visit's cost is made of ---- */

typedef enum Part {
	PART_SEAL, /* parcel, digest, signature, chain */
	PART_READING, /* JSON, its canonical form, the head */
	PART_JUDGING, /* the re-computation of the verdict, and no part of the bar */
	PART_STORE, /* the row, with a commit for as many as share one */
} Part;
#define PARTS 4

typedef struct Parts {
	McVerifier *verifier;
	McRulePack *pack;
	McStore *store;
	gdouble us[PARTS], began_us;
	guint visits;
} Parts;

#define VISITS_A_COMMIT 11

static void
end_part(Parts *parts, Part part)
{
	gdouble now_us = cpu_us();

	parts->us[part] += now_us - parts->began_us;
	parts->began_us = now_us;
}

static void
store_visit(
    Parts *parts, const Delivery *delivery, const McContentHead *head, const McParcel *parcel)
{
	char reference[48];
	const McStoreRecord record = {.kiosk = head->kiosk,
	    .journal = head->journal,
	    .digest = delivery->digest,
	    .prev = head->prev,
	    .type = head->type,
	    .reference = reference,
	    .certificate = delivery->digest,
	    .next_certificate = delivery->digest,
	    .outcomes = "",
	    .seq = head->seq,
	    .envelope = parcel->envelope,
	    .personal = parcel->personal};
	gint64 id = 0;

	mc_reference_write(head->kiosk, head->seq, reference);
	g_assert_true(mc_store_add(parts->store, &record, MC_STORE_PLACE_FREE, &id, NULL));
	if (++parts->visits % VISITS_A_COMMIT == 0)
		g_assert_true(mc_store_commit(parts->store, NULL));
}

static void
take_apart(Parts *parts, const Delivery *delivery)
{
	McParcel parcel = {0};
	char digest[MC_DIGEST_HEX_SIZE];
	McSealedBy by;
	McContentHead head;
	json_t *body = NULL;
	g_autoptr(GBytes) content = NULL;
	McVisit *visit = NULL;

	parts->began_us = cpu_us();
	g_assert_true(mc_parcel_read(delivery->parcel, &parcel, NULL));
	mc_digest_hex(parcel.envelope, digest);
	content = mc_seal_verify(parts->verifier, parcel.envelope, g_get_real_time(), &by, NULL);
	g_assert_nonnull(content);
	end_part(parts, PART_SEAL);
	g_assert_true(mc_content_read(content, &head, &body, NULL));
	end_part(parts, PART_READING);
	visit = mc_visit_from_json(body, NULL);
	g_assert_true(mc_visit_verify(visit, parts->pack, NULL));
	mc_visit_free(visit);
	end_part(parts, PART_JUDGING);
	json_decref(body);
	end_part(parts, PART_READING);
	store_visit(parts, delivery, &head, &parcel);
	end_part(parts, PART_STORE);
	mc_parcel_clear(&parcel);
}

/* Here, once more, what the gateway did there. */
static void
take_all_apart(Bench *bench, Parts *parts)
{
	g_autofree char *roots = mc_world_path(bench->world, "gateway/kiosk-roots.pem");
	g_autofree char *store = mc_world_path(bench->world, "bench.db");
	g_autofree McRulePack *pack = g_new0(McRulePack, 1);
	char digest[MC_DIGEST_HEX_SIZE];

	mc_sample_pack(pack, digest);
	parts->pack = pack;
	parts->verifier = mc_verifier_new_from_file(roots, NULL);
	parts->store = mc_store_open(store, NULL);
	g_assert_nonnull(parts->store);
	for (guint n = 0; n < bench->kiosk[0].deliveries->len; n++)
		for (guint i = 0; i < KIOSKS; i++)
			take_apart(parts, &g_array_index(bench->kiosk[i].deliveries, Delivery, n));
	g_assert_true(mc_store_commit(parts->store, NULL));
	mc_store_close(parts->store);
	mc_verifier_free(parts->verifier);
}

/* What the gateway's whole_us for each of the kiosks' visits are made of; returns them without the
 * re-computation of the verdict. */
static gdouble
measure_parts(Bench *bench, const char *name, gdouble whole_us)
{
	static const char *const names[PARTS] = {
	    [PART_SEAL] = "seal",
	    [PART_READING] = "reading",
	    [PART_JUDGING] = "judging",
	    [PART_STORE] = "store",
	};
	gdouble rest_us = whole_us;
	gdouble without_us = 0;
	Parts parts = {0};

	take_all_apart(bench, &parts);
	for (guint i = 0; i < PARTS; i++) {
		g_print("metric gateway_%s_%s_cpu %.1f us\n", name, names[i], parts.us[i] / parts.visits);
		rest_us -= parts.us[i] / parts.visits;
	}
	/* TLS, HTTP, the receipt, the log. */
	g_print("metric gateway_%s_rest_cpu %.1f us\n", name, rest_us);
	without_us = whole_us - parts.us[PART_JUDGING] / parts.visits;
	g_print("metric gateway_%s_without_judging_cpu %.1f us\n", name, without_us);
	return without_us;
}

/* Held against the bar, of which the re-computation of a verdict is no part. */
static void
measure_accepted(Bench *bench, const char *name, gboolean is_visit, gdouble checks_at_most)
{
	g_autofree char *ratio = g_strconcat("gateway_", name, "_to_signature_check", NULL);
	gdouble before_us = check_us();
	gdouble record_us = measure(bench, name, 201);
	gdouble anchor_us = (before_us + check_us()) / 2;

	if (is_visit)
		record_us = measure_parts(bench, name, record_us);
	g_print("metric gateway_%s_signature_check_cpu %.1f us\n", name, anchor_us);
	mc_bench_bar(ratio, record_us / anchor_us, checks_at_most, "ratio");
}

typedef GBytes *(*Maker)(McTestChain *chain, guint32 seed);

static GBytes *
make_audit(McTestChain *chain, guint32 seed)
{
	(void)seed;
	return mc_test_chain_next(chain);
}

static GBytes *
make_visit(McTestChain *chain, guint32 seed)
{
	return mc_test_chain_visit(chain, seed, 980);
}

/* Gives each kiosk so many parcels in place of those that it had; NULL: of requests without one. */
static void
prepare(Bench *bench, const char *name, Maker make, guint count)
{
	gsize bytes = 0;

	for (guint i = 0; i < KIOSKS; i++) {
		g_array_set_size(bench->kiosk[i].deliveries, 0);
		for (guint n = 0; n < count; n++) {
			GBytes *parcel = make == NULL ? NULL : make(&bench->kiosk[i].chain, 1000 * i + 10 * n);

			bytes = parcel == NULL ? 0 : g_bytes_get_size(parcel);
			add_delivery(&bench->kiosk[i], parcel);
		}
	}
	if (make != NULL)
		g_print("metric gateway_%s_parcel %" G_GSIZE_FORMAT " bytes\n", name, bytes);
}

static void
run(Bench *bench)
{
	prepare(bench, "healthz", NULL, REQUESTS);
	deliver_all(bench, 200); /* the handshakes are no part of it */
	measure(bench, "healthz", 200);
	prepare(bench, "audit_record", make_audit, AUDITS);
	measure_accepted(bench, "audit_record", FALSE, RECORD_TO_CHECK_AT_MOST);
	measure(bench, "repeated_record", 200);
	prepare(bench, "short_visit", mc_test_chain_unexamined_visit, AUDITS);
	measure_accepted(bench, "short_visit", TRUE, RECORD_TO_CHECK_AT_MOST);
	prepare(bench, "visit", make_visit, VISITS);
	measure_accepted(bench, "visit", TRUE, WHOLE_VISIT_TO_CHECK_AT_MOST);
	measure(bench, "repeated_visit", 200);
}

int
main(void)
{
	Bench bench = {.world = mc_world_new(), .seals = mc_authority_new("Bench kiosks")};
	g_autofree char *roots = mc_world_path(bench.world, "gateway/kiosk-roots.pem");

	mc_authority_write_root(bench.seals, roots);
	bench.multi = curl_multi_init();
	for (guint i = 0; i < KIOSKS; i++)
		make_kiosk(&bench, &bench.kiosk[i], i + 1000);
	mc_world_start_gateway(bench.world, NULL);
	run(&bench);
	for (guint i = 0; i < KIOSKS; i++)
		free_kiosk(&bench.kiosk[i]);
	curl_multi_cleanup(bench.multi);
	mc_world_stop_gateway(bench.world);
	mc_authority_free(bench.seals);
	mc_world_free(bench.world);
	return mc_bench_is_above() ? 1 : 0;
}
