/* How fast records are sealed, verified, judged and kept, and how that grows. Peer of the verifier:
 * plain CMS_verify() with the same trust store, the work that stock openssl does for each record.
 * Prints "metric NAME VALUE UNIT", and fails when one
 * stands above its bar. */

#include "app/record/seal.h"
#include "tests/bench/bar/bar.h"
#include "tests/bench/durable/durable.h"
#include "tests/bench/durable/series.h"
#include "tests/bench/durable/station.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <string.h>

#define TURNS 400

typedef struct Bench {
	McProvision *provision;
	McSigner *signer;
	McVerifier *verifier;
	X509_STORE *store;
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
	McVisit *visit;
	GBytes *content, *envelope;
} Bench;

static void
set_up(Bench *bench)
{
	g_autofree char *key = NULL;
	g_autofree char *certificate = NULL;
	g_autofree char *chain = NULL;
	g_autofree char *roots = NULL;
	McContentHead head = {
	    .type = "visit", .kiosk = "K-0001", .seq = 1, .clock = {.quality = MC_CLOCK_KEPT}};
	json_auto_t *body = NULL;

	bench->provision = mc_provision_new();
	key = mc_provision_path(bench->provision, "recorder/signing.key");
	certificate = mc_provision_path(bench->provision, "recorder/signing.crt");
	chain = mc_provision_path(bench->provision, "recorder/signing-chain.pem");
	roots = mc_provision_path(bench->provision, "trust/roots.pem");
	bench->signer = mc_signer_new_from_files(key, certificate, chain, NULL);
	bench->verifier = mc_verifier_new_from_file(roots, NULL);
	bench->store = X509_STORE_new();
	X509_STORE_load_file(bench->store, roots);
	X509_STORE_set_purpose(bench->store, X509_PURPOSE_ANY);
	mc_sample_pack(&bench->pack, bench->digest);
	bench->visit = mc_sample_visit(&bench->pack, bench->digest, 11, 980);
	body = mc_visit_to_json(bench->visit);
	memset(head.journal, 'a', sizeof head.journal - 1);
	memset(head.boot, 'b', sizeof head.boot - 1);
	memset(head.prev, '0', sizeof head.prev - 1);
	bench->content = mc_content_write(&head, body, NULL);
	bench->envelope = mc_seal(bench->signer, bench->content, NULL);
}

static void
tear_down(Bench *bench)
{
	mc_signer_free(bench->signer);
	mc_verifier_free(bench->verifier);
	X509_STORE_free(bench->store);
	mc_visit_free(bench->visit);
	g_bytes_unref(bench->content);
	g_bytes_unref(bench->envelope);
	mc_provision_free(bench->provision);
}

static void
seal(Bench *bench)
{
	g_bytes_unref(mc_seal(bench->signer, bench->content, NULL));
}

static void
verify(Bench *bench)
{
	g_bytes_unref(mc_seal_verify(bench->verifier, bench->envelope, g_get_real_time(), NULL, NULL));
}

static void
verify_as_peer(Bench *bench)
{
	gsize size = 0;
	const guint8 *at = g_bytes_get_data(bench->envelope, &size);
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)size);

	g_assert_cmpint(CMS_verify(cms, NULL, bench->store, NULL, NULL, CMS_CADES | CMS_BINARY), ==, 1);
	CMS_ContentInfo_free(cms);
}

static void
judge(Bench *bench)
{
	g_assert_true(mc_visit_verify(bench->visit, &bench->pack, NULL));
}

static void
read_visit(Bench *bench)
{
	McContentHead head;
	json_auto_t *body = NULL;

	g_assert_true(mc_content_read(bench->content, &head, &body, NULL));
	mc_visit_free(mc_visit_from_json(body, NULL));
}

/* Microseconds of CPU for one turn: others may be busy on the machine. */
static gdouble
time_of(Bench *bench, void (*turn)(Bench *bench))
{
	gdouble began_us = 0;

	turn(bench);
	began_us = mc_series_cpu_us();
	for (guint i = 0; i < TURNS; i++)
		turn(bench);
	return (mc_series_cpu_us() - began_us) / TURNS;
}

/* A small record: what a kiosk has a million of are audit entries. */
static GBytes *
small_content(void)
{
	McContentHead head = {
	    .type = "audit", .kiosk = "K-0001", .seq = 1, .clock = {.quality = MC_CLOCK_KEPT}};
	json_auto_t *body = json_pack("{s:s, s:s}", "event", "staff-signed-in", "by", "S-0001");

	memset(head.journal, 'a', sizeof head.journal - 1);
	memset(head.boot, 'b', sizeof head.boot - 1);
	memset(head.prev, '0', sizeof head.prev - 1);
	return mc_content_write(&head, body, NULL);
}

static void
bench_journal(Bench *bench, guint records)
{
	g_autofree char *key = mc_provision_path(bench->provision, "recorder/signing.key");
	g_autoptr(GBytes) small = small_content();
	g_autoptr(GBytes) envelope = NULL;
	McBenchRecord visit = {bench->signer, key, bench->content, bench->provision->folder};
	McBenchRecord audit = {bench->signer, key, small, bench->provision->folder};

	mc_bench_durable(&visit);
	mc_bench_growth(&audit, records);
	envelope = mc_seal(bench->signer, small, NULL);
	mc_bench_station(envelope, records);
}

/* bench-record [RECORDS]: how many stand against 1 000; a million take some minutes. */
int
main(int argc, char **argv)
{
	Bench bench = {0};
	gdouble verify_us = 0;
	gdouble peer_us = 0;

	set_up(&bench);
	verify_us = time_of(&bench, verify);
	peer_us = time_of(&bench, verify_as_peer);
	g_print("metric record_size %zu bytes\n", g_bytes_get_size(bench.envelope));
	g_print("metric record_seal %.0f us\n", time_of(&bench, seal));
	g_print("metric record_verify %.0f us\n", verify_us);
	g_print("metric record_verify_cms_verify %.0f us\n", peer_us);
	g_print("metric record_verify_ratio %.2f ratio\n", verify_us / peer_us);
	g_print("metric record_read %.0f us\n", time_of(&bench, read_visit));
	g_print("metric record_replay_and_judge %.0f us\n", time_of(&bench, judge));
	bench_journal(&bench, argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : 1000000);
	tear_down(&bench);
	return mc_bench_is_above() ? 1 : 0;
}
