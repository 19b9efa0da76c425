/* Writes the seeds of the record's fuzz targets: record-corpus DIR [SUITE]. To be run when the
 * format changes; the keys are thrown away, but for the authority's, which opens nothing else. */

#include "app/record/opening.h"
#include "app/record/parcel.h"
#include "app/record/personal.h"
#include "app/record/seal.h"
#include "app/record/tree-head.h"
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
	    .clock = {.quality = MC_CLOCK_KEPT,
	        .not_before_wall_us = G_GINT64_CONSTANT(1795483300000000)},
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
open_signer_of(const Corpus *corpus, const char *name)
{
	g_autofree char *stem = mc_provision_path(corpus->provision, name);
	g_autofree char *key = g_strconcat(stem, ".key", NULL);
	g_autofree char *certificate = g_strconcat(stem, ".crt", NULL);
	g_autofree char *chain = g_strconcat(stem, "-chain.pem", NULL);

	return mc_signer_new_from_files(key, certificate, chain, NULL);
}

static McSigner *
open_signer(const Corpus *corpus)
{
	return open_signer_of(corpus, "recorder/signing");
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

static void
keep_personal(const Corpus *corpus)
{
	McPersonal personal = {.phone = "13800000000", .has_case = TRUE};
	McIdentity *identity = &personal.identity;
	g_autoptr(GBytes) bytes = NULL;

	g_strlcpy(identity->name, "张三", sizeof identity->name);
	g_strlcpy(identity->number, "110101199003070011", sizeof identity->number);
	identity->photo_bytes = 3;
	memcpy(identity->photo, "\x01\x02\x03", 3);
	personal.signature_strokes = g_bytes_new_static("[[[1,2,3]]]", 11);
	bytes = mc_personal_write(&personal, NULL);
	keep(corpus, "content", "personal", bytes);
	mc_personal_clear(&personal);
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

/* ---- the gateway's log ---- */

static void
keep_tree_roots(const Corpus *corpus)
{
	g_autofree char *gateway = mc_provision_path(corpus->provision, "recorder/gateway-roots.pem");
	g_autofree char *kiosks = mc_provision_path(corpus->provision, "trust/roots.pem");
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;
	g_autofree char *both = NULL;
	g_autoptr(GBytes) bytes = NULL;

	g_assert_true(g_file_get_contents(gateway, &first, NULL, NULL));
	g_assert_true(g_file_get_contents(kiosks, &second, NULL, NULL));
	both = g_strconcat(first, second, NULL);
	bytes = g_bytes_new(both, strlen(both));
	keep(corpus, ".", "tree-roots.pem", bytes);
}

/* Five records: of the digests a…a to e…e. */
static McMerkle *
small_tree(void)
{
	McMerkleHash leaf[5];
	char digest[MC_DIGEST_HEX_SIZE] = "";

	for (guint i = 0; i < G_N_ELEMENTS(leaf); i++) {
		memset(digest, 'a' + (int)i, sizeof digest - 1);
		g_assert_true(mc_merkle_leaf(digest, &leaf[i]));
	}
	return mc_merkle_new(leaf, G_N_ELEMENTS(leaf));
}

/* By the kiosk's own key, which stands for a witness's. */
static void
keep_tree(const Corpus *corpus)
{
	g_autoptr(McSigner) gateway = open_signer_of(corpus, "gateway/receipt");
	g_autoptr(McSigner) witness = open_signer(corpus);
	g_autoptr(McMerkle) tree = small_tree();
	McTreeHead head = {.size = 5, .root = *mc_merkle_root(tree), .at_wall_us = g_get_real_time()};
	McTreeOffer offer = {.growth = {.from = 2, .to = 5, .steps = 2}};
	McTreeProof proof = {0};
	g_autoptr(GBytes) offered = NULL;
	g_autoptr(GBytes) proven = NULL;

	proof.head = mc_tree_head_seal(gateway, &head, NULL);
	proof.witnessed = mc_tree_head_witness(witness, &head, proof.head, head.at_wall_us, NULL);
	mc_merkle_way(tree, 1, &proof.way);
	proven = mc_tree_proof_write(&proof, NULL);
	offer.head = proof.head;
	offered = mc_tree_offer_write(&offer, NULL);
	keep(corpus, "tree", "head", proof.head);
	keep(corpus, "tree", "witnessed", proof.witnessed);
	keep(corpus, "tree", "proof", proven);
	keep(corpus, "tree", "offer", offered);
	keep_tree_roots(corpus);
	mc_tree_proof_clear(&proof);
}

static void
keep_pack_files(const Corpus *corpus)
{
	g_autofree char *configuration = mc_provision_path(corpus->provision, "recorder/recorder.json");
	json_auto_t *json = json_load_file(configuration, 0, NULL);
	json_auto_t *devices = json_pack("{s:O}", "enrolments", json_object_get(json, "enrolments"));
	char *text = json_dumps(devices, JSON_COMPACT);
	g_autoptr(GBytes) list = g_bytes_new_with_free_func(text, strlen(text), free, text);
	static const char people[] =
	    "[{\"name\":\"wei\",\"role\":\"technician\",\"salt\":\"00112233445566778899aabbccddeeff\","
	    "\"digest\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\"}]";
	g_autoptr(GBytes) staff = g_bytes_new_static(people, strlen(people));

	keep_copy(corpus, configuration, "pack-file", "configuration");
	keep(corpus, "pack-file", "devices", list);
	keep(corpus, "pack-file", "staff", staff);
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
	keep_personal(&corpus);
	keep_tree(&corpus);
	keep_pack_files(&corpus);
	keep_copy(&corpus, MC_SOURCE_DIR "/data/rules-cn-172.json", "rule-pack", "cn-172");
	mc_provision_free(corpus.provision);
	return 0;
}
