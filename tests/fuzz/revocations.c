/* Lists of revoked certificates, as a signed pack brings them or an operator's hand; DER is put in
 * PEM's clothes here, else a changed byte would hardly ever get past the base64. */

#include "fuzz.h"

#include "app/record/seal.h"
#include <glib.h>
#include <string.h>

#define VECTORS MC_SOURCE_DIR "/tests/vectors/"
#define MOMENT_US G_GINT64_CONSTANT(1795486900000000) /* of the vectors */
#define DER_SEQUENCE 0x30

static GBytes *
pem_of(const uint8_t *data, size_t size)
{
	g_autofree char *text = NULL;
	char *pem = NULL;

	if (size == 0 || data[0] != DER_SEQUENCE)
		return g_bytes_new(data, size);
	text = g_base64_encode(data, size);
	pem = g_strdup_printf("-----BEGIN X509 CRL-----\n%s\n-----END X509 CRL-----\n", text);
	return g_bytes_new_take(pem, strlen(pem));
}

static GBytes *
vector_of(const char *name)
{
	g_autofree char *path = g_strconcat(VECTORS, name, NULL);
	char *text = NULL;
	gsize size = 0;

	g_assert_true(g_file_get_contents(path, &text, &size, NULL));
	return g_bytes_new_take(text, size);
}

/* No list revokes a certificate that no authority has put on one: the only genuine ones here name
 * others. A list that is not its issuer's own stops the envelope, with another reason. */
static void
hold_against(McVerifier *verifier, GBytes *envelope)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) content = mc_seal_verify(verifier, envelope, MOMENT_US, NULL, &error);

	g_assert_true((content == NULL) == (error != NULL));
	g_assert_false(error != NULL && g_str_has_suffix(error->message, "revoked"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static McVerifier *verifier;
	static GBytes *envelopes[2];
	g_autoptr(GBytes) pem = pem_of(data, size);
	gboolean is_read = FALSE;

	if (verifier == NULL) {
		verifier = mc_verifier_new_from_file(VECTORS "roots-both.pem", NULL);
		g_assert_nonnull(verifier);
		envelopes[0] = vector_of("p256-good.p7m");
		envelopes[1] = vector_of("sm2-good.p7m");
	}
	is_read = mc_verifier_set_crls_pem(verifier, pem, NULL);
	/* Whatever can be read may take its own place, and nothing that cannot be read takes any. */
	g_assert_true(mc_revocations_follow(NULL, pem, NULL) == is_read);
	g_assert_true(mc_revocations_follow(pem, pem, NULL) == is_read);
	if (!is_read)
		return 0;
	hold_against(verifier, envelopes[0]);
	hold_against(verifier, envelopes[1]);
	return 0;
}
