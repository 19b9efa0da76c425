#include "fuzz.h"

#include "app/enrol/csr.h"
#include "app/enrol/est.h"
#include "app/enrol/key-card.h"
#include "app/enrol/message.h"
#include "app/enrol/renew.h"
#include <string.h>

static void
read_request(GBytes *bytes)
{
	static const guint8 key[MC_ENROL_KEY_BYTES] = {1};
	McEnrolRequest request;
	g_autoptr(GBytes) again = NULL;

	if (!mc_enrol_request_read(bytes, &request, NULL))
		return;
	again = mc_enrol_request_write(&request, key, NULL);
	g_assert_nonnull(again);
	g_assert_true(mc_enrol_is_genuine(again, key));
	mc_enrol_request_clear(&request);
}

static void
read_others(GBytes *bytes)
{
	McEnrolAnswer answer;
	McKeyCard card;
	McCsr csr;

	if (mc_enrol_answer_read(bytes, &answer, NULL))
		mc_enrol_answer_clear(&answer);
	if (mc_csr_read(bytes, &csr, NULL)) {
		g_assert_cmpuint(strlen(csr.name), >, 0);
		mc_csr_clear(&csr);
	}
	(void)mc_key_card_read_pem(bytes, &card, NULL);
}

static void
read_renewal(GBytes *bytes)
{
	McRenewal renewal;
	g_autoptr(GBytes) pem = mc_est_certificates_read(bytes, NULL);
	g_autoptr(GBytes) asked = mc_est_request_read(bytes);
	g_autoptr(GBytes) again = NULL;

	g_assert_true(pem == NULL || g_bytes_get_size(pem) > 0);
	g_assert_true(asked == NULL || g_bytes_get_size(asked) > 0);
	if (!mc_renewal_read(bytes, &renewal, NULL))
		return;
	again = mc_renewal_write(&renewal, NULL);
	g_assert_true(g_bytes_equal(again, bytes));
	mc_renewal_clear(&renewal);
}

/* What is read as a code is written as the same one. */
static void
read_code(const uint8_t *data, size_t size)
{
	g_autoptr(GString) text = g_string_new_len((const char *)data, (gssize)size);
	char written[MC_ENROL_CODE_SIZE];
	McEnrolCode code;
	McEnrolCode again;

	if (!mc_enrol_code_read(text->str, &code, NULL))
		return;
	mc_enrol_code_write(&code, written);
	g_assert_true(mc_enrol_code_read(written, &again, NULL));
	g_assert_cmpmem(&code, sizeof code, &again, sizeof again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);

	read_request(bytes);
	read_others(bytes);
	read_renewal(bytes);
	read_code(data, size);
	return 0;
}
