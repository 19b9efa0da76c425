/* Envelopes from strangers. Nothing but the untouched one verifies, so that a change which passes
 * is found here too. */

#include "fuzz.h"

#include "app/record/seal.h"
#include <glib.h>
#include <string.h>

#define CORPUS MC_SOURCE_DIR "/tests/fuzz/" MC_CORPUS "/"

/* Within the life of the corpus's certificates. */
static gint64
moment_us(void)
{
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(CORPUS "moment", &text, NULL, NULL));
	return g_ascii_strtoll(text, NULL, 10);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(McVerifier) verifier = mc_verifier_new_from_file(CORPUS "roots.pem", NULL);
	g_autoptr(GBytes) envelope = g_bytes_new(data, size);
	g_autofree char *untouched = NULL;
	gsize untouched_size = 0;
	McSealedBy by;
	g_autoptr(GBytes) peeked = mc_seal_peek(envelope, NULL);
	g_autoptr(GBytes) content = NULL;

	g_assert_nonnull(verifier);
	content = mc_seal_verify(verifier, envelope, moment_us(), &by, NULL);
	if (content == NULL)
		return 0;
	g_assert_true(g_bytes_equal(content, peeked));
	g_assert_true(
	    g_file_get_contents(CORPUS "envelope/audit.p7m", &untouched, &untouched_size, NULL));
	g_assert_cmpmem(data, size, untouched, untouched_size);
	return 0;
}
