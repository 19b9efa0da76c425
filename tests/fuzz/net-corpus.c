/* Writes the seeds of the network's fuzz targets: net-corpus DIR. To be run when a format changes;
 * the keys are thrown away. */

#include "app/enrol/csr.h"
#include "app/enrol/message.h"
#include "app/gateway/intake/problem.h"
#include "app/stock/stock.h"
#include "tests/kit/receipt.h"
#include "tests/kit/sample.h"
#include "tests/support/gateway/chain.h"
#include <glib/gstdio.h>
#include <string.h>

static void
keep(const char *folder, const char *target, const char *name, const char *text, gsize size)
{
	g_autofree char *below = g_build_filename(folder, target, NULL);
	g_autofree char *path = g_build_filename(below, name, NULL);

	g_mkdir_with_parents(below, 0755);
	g_assert_true(g_file_set_contents(path, text, (gssize)size, NULL));
}

static void
keep_bytes(const char *folder, const char *target, const char *name, GBytes *bytes)
{
	keep(folder, target, name, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void
keep_trust(const char *folder, const McProvision *provision)
{
	g_autofree char *roots = mc_provision_path(provision, "gateway/kiosk-roots.pem");
	g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT "\n", g_get_real_time());
	g_autofree char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(roots, &text, &size, NULL));
	keep(folder, ".", "roots.pem", text, size);
	keep(folder, ".", "moment", now, strlen(now));
}

static void
keep_content(const char *folder, GBytes *parcel)
{
	McParcel read;
	g_autoptr(GBytes) content = NULL;

	g_assert_true(mc_parcel_read(parcel, &read, NULL));
	content = mc_seal_peek(read.envelope, NULL);
	keep_bytes(folder, "intake", "visit-content", content);
	mc_parcel_clear(&read);
}

static void
keep_receipt(const char *folder, McTestChain *chain)
{
	McReceipt receipt = {.kiosk = "K-0001", .seq = 2, .received_wall_us = g_get_real_time()};
	g_autoptr(GBytes) made = NULL;

	memset(receipt.journal, 'a', sizeof receipt.journal - 1);
	memset(receipt.digest, 'c', sizeof receipt.digest - 1);
	mc_reference_write("K-0001", 2, receipt.reference);
	made = mc_test_receipt(&receipt, chain->signer);
	keep_bytes(folder, "answer", "receipt", made);
}

static void
keep_texts(const char *folder)
{
	static const char *const paths[] = {"/healthz", "/v1/kiosks/K-0001/head",
	    "/v1/kiosks/K-0001/records/42", "/.well-known/est/simplereenroll",
	    "/v1/kiosks/K-0001/sealing-key", "/v1/kiosks/K-0001/packs/\v7", "/v1/kiosks/K-0001/stock"};
	g_autoptr(McProblems) problems = mc_problems_new();
	g_autoptr(GBytes) refusal = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autofree char *name = g_strdup_printf("%u", i);

		keep(folder, "address", name, paths[i], strlen(paths[i]));
	}
	mc_problems_add(problems, MC_PROBLEM_FORK, "another record holds this place");
	mc_problems_add(problems, MC_PROBLEM_BAD_VISIT, "visit.exams: too many");
	refusal = mc_problems_json(problems);
	keep_bytes(folder, "answer", "refusal", refusal);
}

static void
keep_stock(const char *folder)
{
	const McStock stock[MC_CONSUMABLES] = {{250, 12}, {100, MC_STOCK_UNKNOWN}, {150, 0}};
	g_autoptr(GBytes) message = mc_stock_message_write(stock);

	keep_bytes(folder, "intake", "stock", message);
}

static void
keep_answers(const char *folder)
{
	static const char pack[] = "{\"number\":7,\"pack\":\"MAECAwQ=\",\"v\":1}";
	static const char none[] = "{\"number\":7,\"v\":1}";
	static const char evidence[] =
	    "{\"digest\":\"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\","
	    "\"have\":4096,\"v\":1,\"whole\":false}";

	keep(folder, "answer", "pack", pack, strlen(pack));
	keep(folder, "answer", "no-pack", none, strlen(none));
	keep(folder, "answer", "evidence", evidence, strlen(evidence));
}

static void
keep_enrolment(const char *folder)
{
	static const guint8 key[MC_ENROL_KEY_BYTES] = {1};
	static const char *const names[MC_SUITES] = {"csr-p256", "csr-sm2"};
	McEnrolRequest request = {.code = "0011223344556677", .kiosk = "K-0001"};
	McEnrolAnswer answer = {.code = "0011223344556677"};
	GBytes *csr[MC_SUITES];
	g_autoptr(GBytes) asked = NULL;
	g_autoptr(GBytes) answered = NULL;
	const McEnrolCode code = {{1, 2, 3}, {4, 5, 6}};
	char text[MC_ENROL_CODE_SIZE];

	for (guint i = 0; i < MC_SUITES; i++) {
		g_autoptr(EVP_PKEY) key_pair = mc_key_new((McSuite)i, NULL);

		csr[i] = mc_csr_new(key_pair, "K-0001", NULL);
		keep_bytes(folder, "enrol", names[i], csr[i]);
	}
	request.signing = csr[MC_SUITE_SM2];
	request.tls = csr[MC_SUITE_P256];
	asked = mc_enrol_request_write(&request, key, NULL);
	keep_bytes(folder, "enrol", "request", asked);
	memset(answer.request, 'a', sizeof answer.request - 1);
	answer.file[0] = g_bytes_new_static("PEM", 3);
	answered = mc_enrol_answer_write(&answer, key, NULL);
	keep_bytes(folder, "enrol", "answer", answered);
	mc_enrol_code_write(&code, text);
	keep(folder, "enrol", "code", text, strlen(text));
	mc_enrol_answer_clear(&answer);
	mc_enrol_request_clear(&request);
}

int
main(int argc, char **argv)
{
	g_autoptr(McProvision) provision = NULL;
	g_autoptr(GBytes) genesis = NULL;
	g_autoptr(GBytes) visit = NULL;
	McTestChain chain;

	if (argc != 2) {
		g_printerr("usage: net-corpus DIR\n");
		return 2;
	}
	provision = mc_provision_new();
	mc_test_chain_init(&chain, provision);
	keep_trust(argv[1], provision);
	genesis = mc_test_chain_next(&chain);
	keep_bytes(argv[1], "intake", "genesis", genesis);
	visit = mc_test_chain_visit(&chain, 11, 1000);
	keep_bytes(argv[1], "intake", "visit", visit);
	keep_content(argv[1], visit);
	keep_bytes(argv[1], "answer", "parcel", genesis);
	keep_receipt(argv[1], &chain);
	keep_texts(argv[1]);
	keep_stock(argv[1]);
	keep_answers(argv[1]);
	keep_enrolment(argv[1]);
	mc_test_chain_clear(&chain);
	return 0;
}
