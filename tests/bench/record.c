/* How fast records are sealed, verified, judged and kept, and how that grows. Peer of the verifier:
 * plain CMS_verify() with the same trust store, the work that stock openssl does for each record.
 * Prints "metric NAME VALUE UNIT". */

#include "app/journal/journal.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include "tests/kit/sample.h"
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <string.h>
#include <time.h>

#define TURNS 400
#define KEPT_SMALL 1000
#define KEPT_LARGE 20000
#define BATCH 1000

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
	McContentHead head = {.type = "visit", .kiosk = "K-0001", .seq = 1};
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

static gdouble
cpu_us(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (gdouble)now.tv_sec * 1e6 + (gdouble)now.tv_nsec / 1e3;
}

/* Microseconds of CPU for one turn: others may be busy on the machine. */
static gdouble
time_of(Bench *bench, void (*turn)(Bench *bench))
{
	gdouble began_us = 0;

	turn(bench);
	began_us = cpu_us();
	for (guint i = 0; i < TURNS; i++)
		turn(bench);
	return (cpu_us() - began_us) / TURNS;
}

static void
append(McJournal *journal, Bench *bench)
{
	McJournalEntry entry = {.type = "visit", .envelope = bench->envelope};
	char digest[MC_DIGEST_HEX_SIZE];

	mc_journal_head(journal, &entry.seq, digest);
	entry.seq++;
	mc_digest_hex(entry.envelope, entry.digest);
	g_assert_true(mc_journal_append(journal, &entry, NULL));
}

static void
fill(McJournal *journal, Bench *bench, guint count)
{
	for (guint i = 0; i < count; i++) {
		if (i % BATCH == 0)
			g_assert_true(mc_journal_begin(journal, NULL));
		append(journal, bench);
		if (i % BATCH == BATCH - 1 || i == count - 1)
			g_assert_true(mc_journal_commit(journal, NULL));
	}
}

typedef struct Kept {
	gdouble take_us, pending_us, open_us;
} Kept;

static Kept
measure_journal(McJournal **journal, Bench *bench, const char *path)
{
	Kept kept;
	gint64 began_us = g_get_monotonic_time();

	for (guint i = 0; i < TURNS; i++) {
		g_assert_true(mc_journal_begin(*journal, NULL));
		append(*journal, bench);
		g_assert_true(mc_journal_commit(*journal, NULL));
	}
	kept.take_us = (gdouble)(g_get_monotonic_time() - began_us) / TURNS;
	began_us = g_get_monotonic_time();
	for (guint i = 0; i < TURNS; i++) {
		g_array_unref(mc_journal_pending(*journal, 16, NULL));
		mc_journal_pending_count(*journal);
	}
	kept.pending_us = (gdouble)(g_get_monotonic_time() - began_us) / TURNS;
	mc_journal_close(*journal);
	began_us = g_get_monotonic_time();
	*journal = mc_journal_open(path, FALSE, NULL);
	kept.open_us = (gdouble)(g_get_monotonic_time() - began_us);
	return kept;
}

static void
bench_journal(Bench *bench)
{
	g_autofree char *path = mc_provision_path(bench->provision, "journal.db");
	McJournal *journal = mc_journal_open(path, TRUE, NULL);
	Kept few;
	Kept many;

	fill(journal, bench, KEPT_SMALL);
	few = measure_journal(&journal, bench, path);
	fill(journal, bench, KEPT_LARGE);
	many = measure_journal(&journal, bench, path);
	g_print("metric journal-take %.0f us\n", few.take_us);
	g_print("metric journal-take-growth %.2f ratio\n", many.take_us / few.take_us);
	g_print("metric journal-pending %.1f us\n", few.pending_us);
	g_print("metric journal-pending-growth %.2f ratio\n", many.pending_us / few.pending_us);
	g_print("metric journal-open %.0f us\n", few.open_us);
	g_print("metric journal-open-growth %.2f ratio\n", many.open_us / few.open_us);
	mc_journal_close(journal);
}

int
main(void)
{
	Bench bench = {0};
	gdouble verify_us = 0;
	gdouble peer_us = 0;

	set_up(&bench);
	verify_us = time_of(&bench, verify);
	peer_us = time_of(&bench, verify_as_peer);
	g_print("metric record-size %zu bytes\n", g_bytes_get_size(bench.envelope));
	g_print("metric record-seal %.0f us\n", time_of(&bench, seal));
	g_print("metric record-verify %.0f us\n", verify_us);
	g_print("metric record-verify-cms-verify %.0f us\n", peer_us);
	g_print("metric record-verify-ratio %.2f ratio\n", verify_us / peer_us);
	g_print("metric record-read %.0f us\n", time_of(&bench, read_visit));
	g_print("metric record-replay-and-judge %.0f us\n", time_of(&bench, judge));
	bench_journal(&bench);
	tear_down(&bench);
	return 0;
}
