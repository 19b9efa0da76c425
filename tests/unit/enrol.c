/* Enrolment: the one-time code, the two messages bound by it and the requests for certificates
 * (B2). */

#include "app/base/error.h"
#include "app/enrol/issue.h"
#include "app/enrol/message.h"
#include "tests/kit/file.h"
#include "tests/kit/provision.h"
#include <gio/gio.h>
#include <string.h>

/* Made once: it takes longer than all that is done in it. By suite. */
static McProvision *provisions[2];

static McEnrolCode
new_code(const McProvision *provision)
{
	g_autofree char *root = mc_provision_path(provision, "gateway/tls-root.pem");
	g_autoptr(GError) error = NULL;
	McEnrolCode code;

	mc_enrol_code_new(root, &code, &error);
	g_assert_no_error(error);
	return code;
}

static GBytes *
contents(const McProvision *provision, const char *name)
{
	g_autofree char *path = mc_provision_path(provision, name);

	return mc_test_file(path);
}

static void
test_code_is_read_as_people_type_it(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	McEnrolCode code = new_code(provision);
	McEnrolCode again;
	char text[MC_ENROL_CODE_SIZE];
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) typed = g_string_new(NULL);

	mc_enrol_code_write(&code, text);
	g_assert_cmpuint(strlen(text), ==, sizeof text - 1);
	g_assert_true(mc_enrol_code_read(text, &again, &error));
	g_assert_cmpmem(&again, sizeof again, &code, sizeof code);

	/* O for 0, l for 1, small letters, spaces where the hyphens were */
	for (const char *at = text; *at != '\0'; at++) {
		char letter = g_ascii_tolower(*at);

		letter = letter == '0' ? 'o' : letter == '1' ? 'l' : letter == '-' ? ' ' : letter;
		g_string_append_c(typed, letter);
	}
	g_assert_true(mc_enrol_code_read(typed->str, &again, &error));
	g_assert_cmpmem(&again, sizeof again, &code, sizeof code);
}

/* A slip of the hand is told before anything is sent: each letter, each pair of neighbours. */
static void
test_code_knows_slips(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	McEnrolCode code = new_code(provision);
	McEnrolCode again;
	char text[MC_ENROL_CODE_SIZE];
	char slip[MC_ENROL_CODE_SIZE];

	mc_enrol_code_write(&code, text);
	for (gsize i = 0; text[i] != '\0'; i++) {
		g_autoptr(GError) error = NULL;

		if (text[i] == '-')
			continue;
		memcpy(slip, text, sizeof slip);
		slip[i] = text[i] == 'A' ? 'B' : 'A';
		g_assert_false(mc_enrol_code_read(slip, &again, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_cmpuint(again.secret[0] + again.root[0], ==, 0);
	}
	for (gsize size = 0; size < sizeof text - 1; size++) {
		memcpy(slip, text, sizeof slip);
		slip[size] = '\0';
		g_assert_false(mc_enrol_code_read(slip, &again, NULL));
	}
	g_assert_false(mc_enrol_code_read("!", &again, NULL));
}

/* The keys are the secret's alone, and the code's name on the wire gives none of them away. */
static void
test_code_makes_keys(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	McEnrolCode code = new_code(provision);
	McEnrolCode other = new_code(provision);
	McEnrolKeys keys;
	McEnrolKeys again;
	McEnrolKeys others;

	mc_enrol_code_keys(&code, &keys);
	mc_enrol_code_keys(&code, &again);
	mc_enrol_code_keys(&other, &others);
	g_assert_cmpmem(&keys, sizeof keys, &again, sizeof again);
	g_assert_cmpstr(keys.id, !=, others.id);
	g_assert_cmpint(memcmp(keys.request, others.request, sizeof keys.request), !=, 0);
	g_assert_cmpint(memcmp(keys.request, keys.answer, sizeof keys.request), !=, 0);
	g_assert_cmpuint(strlen(keys.id), ==, sizeof keys.id - 1);
}

static void
test_code_names_one_root(void)
{
	const McProvision *provision = provisions[MC_SUITE_P256];
	g_autoptr(GBytes) own = contents(provision, "gateway/tls-root.pem");
	g_autoptr(GBytes) other = contents(provision, "gateway/kiosk-roots.pem");
	g_autoptr(GBytes) none = g_bytes_new_static("x", 1);
	McEnrolCode code = new_code(provision);

	g_assert_true(mc_enrol_code_names_root(&code, own));
	g_assert_false(mc_enrol_code_names_root(&code, other));
	g_assert_false(mc_enrol_code_names_root(&code, none));
}

/* ---- messages ---- */

static McEnrolRequest
sample_request(McSuite suite, const char *kiosk)
{
	g_autoptr(EVP_PKEY) signing = mc_key_new(suite, NULL);
	g_autoptr(EVP_PKEY) tls = mc_key_new(MC_SUITE_P256, NULL);
	McEnrolRequest request = {.protection = MC_PROTECTION_SEALED};

	g_strlcpy(request.code, "0011223344556677", sizeof request.code);
	g_strlcpy(request.kiosk, kiosk, sizeof request.kiosk);
	request.signing = mc_csr_new(signing, kiosk, NULL);
	request.tls = mc_csr_new(tls, kiosk, NULL);
	return request;
}

/* Neither half can be taken from another message, whoever carries it. */
static void
test_request_binds_both_keys(void)
{
	static const guint8 key[MC_ENROL_KEY_BYTES] = {1, 2, 3};
	static const guint8 wrong[MC_ENROL_KEY_BYTES] = {1, 2, 4};
	McEnrolRequest request = sample_request(MC_SUITE_P256, "K-0001");
	McEnrolRequest courier = sample_request(MC_SUITE_P256, "K-0001");
	McEnrolRequest again;
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = mc_enrol_request_write(&request, key, &error);
	g_autoptr(GBytes) swapped = NULL;
	g_autoptr(GBytes) signed_by_courier = NULL;
	char mac[65];

	g_assert_no_error(error);
	g_assert_true(mc_enrol_is_genuine(bytes, key));
	g_assert_false(mc_enrol_is_genuine(bytes, wrong));
	g_assert_true(mc_enrol_request_read(bytes, &again, &error));
	g_assert_true(g_bytes_equal(again.signing, request.signing));
	g_assert_true(g_bytes_equal(again.tls, request.tls));
	g_assert_cmpint(again.protection, ==, MC_PROTECTION_SEALED);
	g_strlcpy(mac, again.mac, sizeof mac);

	/* the courier puts a TLS key of its own, or a sealing key, and keeps the MAC */
	g_bytes_unref(again.tls);
	again.tls = g_bytes_ref(courier.tls);
	signed_by_courier = mc_enrol_request_write(&again, wrong, &error);
	g_assert_false(mc_enrol_is_genuine(signed_by_courier, key));
	{
		gsize size = 0;
		const char *data = g_bytes_get_data(signed_by_courier, &size);
		g_autofree char *text = g_strndup(data, size);
		char *at = strstr(text, "\"mac\":\"");

		g_assert_nonnull(at);
		memcpy(at + strlen("\"mac\":\""), mac, 64);
		swapped = g_bytes_new(text, size);
	}
	g_assert_false(mc_enrol_is_genuine(swapped, key));
	mc_enrol_request_clear(&request);
	mc_enrol_request_clear(&courier);
	mc_enrol_request_clear(&again);
}

/* One flipped bit anywhere and it is either no message or not a genuine one. */
static void
test_no_bit_can_be_changed(void)
{
	static const guint8 key[MC_ENROL_KEY_BYTES] = {9};
	McEnrolRequest request = sample_request(MC_SUITE_SM2, "K-0001");
	g_autoptr(GBytes) bytes = mc_enrol_request_write(&request, key, NULL);
	gsize size = 0;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	for (gsize i = 0; i < size; i++) {
		g_autofree guint8 *copy = g_memdup2(data, size);
		g_autoptr(GBytes) changed = NULL;

		copy[i] ^= (guint8)(1u << (i % 8));
		changed = g_bytes_new(copy, size);
		g_assert_false(mc_enrol_is_genuine(changed, key));
	}
	mc_enrol_request_clear(&request);
}

static void
test_answer_carries_files(void)
{
	static const guint8 key[MC_ENROL_KEY_BYTES] = {7};
	McEnrolAnswer answer = {.code = "0011223344556677"};
	McEnrolAnswer again;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GBytes) foreign = NULL;
	g_autoptr(GError) error = NULL;

	memset(answer.request, 'a', 64);
	answer.file[0] = g_bytes_new_static("one", 3);
	answer.file[MC_ENROL_FILES - 1] = g_bytes_new_static("two", 3);
	bytes = mc_enrol_answer_write(&answer, key, &error);
	g_assert_no_error(error);
	g_assert_true(mc_enrol_is_genuine(bytes, key));
	g_assert_true(mc_enrol_answer_read(bytes, &again, &error));
	g_assert_true(g_bytes_equal(again.file[0], answer.file[0]));
	g_assert_null(again.file[1]);
	g_assert_cmpstr(again.request, ==, answer.request);
	mc_enrol_answer_clear(&answer);
	mc_enrol_answer_clear(&again);

	/* a file of a name that nobody knows, as a way out of the folder */
	foreign = g_bytes_new_static("{\"code\":\"0011223344556677\",\"files\":{\"../x\":\"QQ==\"},"
	                             "\"mac\":\"\",\"request\":\"\",\"v\":1}",
	    84);
	g_assert_false(mc_enrol_answer_read(foreign, &again, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
}

/* ---- requests and certificates ---- */

static void
test_csr_proves_its_key(gconstpointer data)
{
	McSuite suite = (McSuite)GPOINTER_TO_INT(data);
	g_autoptr(EVP_PKEY) key = mc_key_new(suite, NULL);
	g_autoptr(GBytes) der = mc_csr_new(key, "K-0007", NULL);
	g_autofree guint8 *copy = NULL;
	g_autoptr(GBytes) forged = NULL;
	g_autoptr(GBytes) longer = NULL;
	g_autoptr(GError) error = NULL;
	char fingerprint[MC_ENROL_FINGERPRINT_SIZE];
	gsize size = 0;
	McCsr csr;

	g_assert_true(mc_csr_read(der, &csr, &error));
	g_assert_no_error(error);
	g_assert_cmpstr(csr.name, ==, "K-0007");
	g_assert_cmpint(csr.suite, ==, suite);
	mc_key_fingerprint(key, fingerprint);
	g_assert_cmpstr(csr.fingerprint, ==, fingerprint);
	mc_csr_clear(&csr);

	copy = g_memdup2(g_bytes_get_data(der, &size), g_bytes_get_size(der) + 0);
	copy[size - 1] ^= 1;
	forged = g_bytes_new(copy, size);
	g_assert_false(mc_csr_read(forged, &csr, &error));
	g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	g_clear_error(&error);
	copy = g_realloc(copy, size + 1);
	copy[size - 1] ^= 1;
	copy[size] = 0;
	longer = g_bytes_new(copy, size + 1);
	g_assert_false(mc_csr_read(longer, &csr, &error));
}

static void
test_csr_names_a_kiosk_alone(void)
{
	g_autoptr(EVP_PKEY) key = mc_key_new(MC_SUITE_P256, NULL);
	static const char *const names[] = {"a/b", "two words", "K-0001-and-a-name-that-is-too-long"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(GBytes) der = mc_csr_new(key, names[i], NULL);
		g_autoptr(GError) error = NULL;
		McCsr csr;

		g_assert_nonnull(der);
		g_assert_false(mc_csr_read(der, &csr, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

int
main(int argc, char **argv)
{
	int status = 0;

	g_test_init(&argc, &argv, NULL);
	provisions[MC_SUITE_P256] = mc_provision_new_office("p256-sha256");
	provisions[MC_SUITE_SM2] = mc_provision_new_office("sm2-sm3");
	g_test_add_func("/enrol/code/typed", test_code_is_read_as_people_type_it);
	g_test_add_func("/enrol/code/slips", test_code_knows_slips);
	g_test_add_func("/enrol/code/keys", test_code_makes_keys);
	g_test_add_func("/enrol/code/root", test_code_names_one_root);
	g_test_add_func("/enrol/message/binds", test_request_binds_both_keys);
	g_test_add_func("/enrol/message/bits", test_no_bit_can_be_changed);
	g_test_add_func("/enrol/message/answer", test_answer_carries_files);
	g_test_add_data_func(
	    "/enrol/csr/p256", GINT_TO_POINTER(MC_SUITE_P256), test_csr_proves_its_key);
	g_test_add_data_func("/enrol/csr/sm2", GINT_TO_POINTER(MC_SUITE_SM2), test_csr_proves_its_key);
	g_test_add_func("/enrol/csr/names", test_csr_names_a_kiosk_alone);
	status = g_test_run();
	mc_provision_free(provisions[MC_SUITE_P256]);
	mc_provision_free(provisions[MC_SUITE_SM2]);
	return status;
}
