/* Writes the seeds of the record's fuzz targets: record-corpus DIR [SUITE]. To be run when the
 * format changes; the keys are thrown away, but for the authority's, which opens nothing else. */

#include "app/record/opening.h"
#include "app/record/parcel.h"
#include "app/record/seal.h"
#include "tests/kit/provision.h"
#include "tests/kit/receipt.h"
#include "tests/kit/sample.h"
#include <glib/gstdio.h>
#include <string.h>

#define JOURNAL "00112233445566778899aabbccddeeff"

typedef struct Corpus {
	const char *folder;
	McProvision *provision;
} Corpus;

static void
keep(const Corpus *corpus, const char *target, const char *name, GBytes *bytes)
{
	g_autofree char *folder = g_build_filename(corpus->folder, target, NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_mkdir_with_parents(folder, 0755);
	g_assert_true(g_file_set_contents(
	    path, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), NULL));
}

static void
keep_copy(const Corpus *corpus, const char *from, const char *target, const char *name)
{
	g_autofree char *text = NULL;
	gsize size = 0;
	g_autoptr(GBytes) bytes = NULL;

	g_assert_true(g_file_get_contents(from, &text, &size, NULL));
	bytes = g_bytes_new(text, size);
	keep(corpus, target, name, bytes);
}

static void
keep_run(const Corpus *corpus, const McExamRun *run, const char *name)
{
	json_auto_t *json = mc_exam_run_to_json(run);
	g_autoptr(GBytes) bytes = mc_canonical_write(json, NULL);

	keep(corpus, "transcript", name, bytes);
}

static GBytes *
keep_content(const Corpus *corpus, const char *type, json_t *body, const char *name)
{
	McContentHead head = {.kiosk = "K-0001",
	    .journal = JOURNAL,
	    .seq = 42,
	    .at_wall_us = G_GINT64_CONSTANT(1795486900000000),
	    .boot = "ffeeddccbbaa99887766554433221100",
	    .mono_us = 1000};
	GBytes *bytes = NULL;

	g_strlcpy(head.type, type, sizeof head.type);
	memset(head.prev, 'c', sizeof head.prev - 1);
	bytes = mc_content_write(&head, body, NULL);
	keep(corpus, "content", name, bytes);
	return bytes;
}

/* A person whose exams were short: the seeds are cut at every byte. */
static GBytes *
keep_visit(const Corpus *corpus)
{
	McRulePack pack;
	char digest[MC_DIGEST_HEX_SIZE];
	g_autoptr(McVisit) visit = NULL;
	json_auto_t *body = NULL;

	mc_sample_pack(&pack, digest);
	visit = mc_sample_visit(&pack, digest, 11, 1000);
	for (guint i = 0; i < visit->exams; i++)
		keep_run(corpus, visit->exam[i], mc_exam_kind_name(visit->exam[i]->plan.kind));
	body = mc_visit_to_json(visit);
	return keep_content(corpus, "visit", body, "visit");
}

static McSigner *
open_signer(const Corpus *corpus)
{
	g_autofree char *key = mc_provision_path(corpus->provision, "recorder/signing.key");
	g_autofree char *certificate = mc_provision_path(corpus->provision, "recorder/signing.crt");
	g_autofree char *chain = mc_provision_path(corpus->provision, "recorder/signing-chain.pem");

	return mc_signer_new_from_files(key, certificate, chain, NULL);
}

static GBytes *
keep_envelope(const Corpus *corpus, GBytes *content)
{
	g_autofree char *roots = mc_provision_path(corpus->provision, "trust/roots.pem");
	g_autoptr(McSigner) signer = open_signer(corpus);
	g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT "\n", g_get_real_time());
	g_autoptr(GBytes) moment = g_bytes_new(now, strlen(now));
	GBytes *envelope = mc_seal(signer, content, NULL);

	keep(corpus, "envelope", "audit.p7m", envelope);
	keep_copy(corpus, roots, ".", "roots.pem");
	keep(corpus, ".", "moment", moment);
	return envelope;
}

static void
keep_parcel(const Corpus *corpus, GBytes *envelope)
{
	g_autofree char *authority = mc_provision_path(corpus->provision, "recorder/authority.crt");
	g_autofree char *key = mc_provision_path(corpus->provision, "authority/authority.key");
	McSealedTo *recipient = mc_sealed_to_new_from_file(authority, NULL);
	g_autoptr(GBytes) personal = g_bytes_new_static("0123456789", 10);
	g_autoptr(GBytes) sealed = mc_seal_to(recipient, personal, NULL);
	const McParcel parcel = {.envelope = envelope, .personal = sealed};
	g_autoptr(GBytes) parcel_bytes = mc_parcel_write(&parcel);

	mc_sealed_to_free(recipient);
	keep(corpus, "sealed", "personal", sealed);
	keep_copy(corpus, key, ".", "authority.key");
	keep(corpus, "parcel", "visit", parcel_bytes);
}

/* By the kiosk's own key: one trust is enough for the targets. */
static void
keep_receipt(const Corpus *corpus, GBytes *envelope)
{
	g_autoptr(McSigner) signer = open_signer(corpus);
	McReceipt receipt = {.kiosk = "K-0001", .seq = 42, .received_wall_us = g_get_real_time()};
	g_autoptr(GBytes) made = NULL;

	g_strlcpy(receipt.journal, JOURNAL, sizeof receipt.journal);
	mc_digest_hex(envelope, receipt.digest);
	mc_reference_write(receipt.kiosk, receipt.seq, receipt.reference);
	made = mc_test_receipt(&receipt, signer);
	keep(corpus, "receipt", "receipt", made);
}

static GBytes *
keep_opening(const Corpus *corpus)
{
	McOpening opening = {.exam = MC_EXAM_ACUITY, .device_serial = "VT-SIM-0001"};
	json_auto_t *body = NULL;

	memset(opening.visit_id, 'e', sizeof opening.visit_id - 1);
	memset(opening.seed_digest, 'a', sizeof opening.seed_digest - 1);
	memset(opening.plan_digest, 'b', sizeof opening.plan_digest - 1);
	body = mc_opening_to_json(&opening);
	return keep_content(corpus, "exam-opened", body, "opening");
}

int
main(int argc, char **argv)
{
	Corpus corpus = {.folder = argc >= 2 ? argv[1] : NULL};
	json_auto_t *audit = json_pack("{s:s, s:s}", "event", "paused", "staff", "zhang01");
	g_autoptr(GBytes) visit = NULL;
	g_autoptr(GBytes) opening = NULL;
	g_autoptr(GBytes) entry = NULL;
	g_autoptr(GBytes) envelope = NULL;

	if (corpus.folder == NULL) {
		g_printerr("usage: record-corpus DIR [SUITE]\n");
		return 2;
	}
	corpus.provision = mc_provision_new_suite(argc > 2 ? argv[2] : "p256-sha256");
	visit = keep_visit(&corpus);
	opening = keep_opening(&corpus);
	entry = keep_content(&corpus, "audit", audit, "audit");
	envelope = keep_envelope(&corpus, entry);
	keep_parcel(&corpus, envelope);
	keep_receipt(&corpus, envelope);
	keep_copy(&corpus, MC_SOURCE_DIR "/data/rules-cn-172.json", "rule-pack", "cn-172");
	mc_provision_free(corpus.provision);
	return 0;
}
