/* Answers of time-stamping authorities, and proofs that lead to them, from strangers. */

#include "fuzz.h"

#include "app/record/stamp.h"
#include <string.h>

#define ROOTS MC_SOURCE_DIR "/tests/fuzz/record/stamp-roots.pem"

static void
take_proof(const McStampTrust *trust, GBytes *bytes)
{
	char digest[MC_DIGEST_HEX_SIZE] = "";
	McStampProof proof;
	g_autoptr(GBytes) again = NULL;
	gint64 stamped_us[1 + MC_STAMP_RENEWALS_MAX];

	if (!mc_stamp_proof_read(bytes, &proof, NULL))
		return;
	again = mc_stamp_proof_write(&proof);
	g_assert_true(g_bytes_equal(again, bytes));
	memset(digest, 'a', sizeof digest - 1);
	mc_stamp_proof_holds(&proof, trust, digest, stamped_us, NULL);
	mc_stamp_proof_clear(&proof);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(McStampTrust) trust = mc_stamp_trust_new_from_file(ROOTS, NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	McMerkleHash root = {{0}};
	gint64 stamped_us = 0;

	g_assert_nonnull(trust);
	/* Nobody has ever stamped a root of zeros. */
	g_assert_false(mc_stamp_holds(trust, &root, bytes, 0, &stamped_us, NULL));
	take_proof(trust, bytes);
	return 0;
}
