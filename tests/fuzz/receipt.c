#include "fuzz.h"

#include "app/record/receipt.h"

#define FOLDER MC_SOURCE_DIR "/tests/fuzz/record/"

static McVerifier *
trust(void)
{
	static McVerifier *one;

	if (one == NULL)
		one = mc_verifier_new_from_file(FOLDER "roots.pem", NULL);
	g_assert_nonnull(one);
	return one;
}

/* The moment of the corpus, when its certificates were good. */
static gint64
moment(void)
{
	static gint64 one;
	g_autofree char *text = NULL;

	if (one == 0 && g_file_get_contents(FOLDER "moment", &text, NULL, NULL))
		one = g_ascii_strtoll(text, NULL, 10);
	return one;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GBytes) statement = NULL;
	g_autoptr(GBytes) again = NULL;
	g_autofree char *seal = NULL;
	g_auto(McReceiptProof) proof = {0};

	if (!mc_receipt_proof_read(bytes, &proof, NULL))
		return 0;
	statement = mc_receipt_state(&proof.stated, NULL);
	seal = g_base64_encode(g_bytes_get_data(proof.seal, NULL), g_bytes_get_size(proof.seal));
	again = mc_receipt_write(statement, &proof.way, seal);
	g_assert_true(g_bytes_equal(again, bytes));
	(void)mc_receipt_proof_holds(&proof, trust(), moment(), NULL);
	return 0;
}
