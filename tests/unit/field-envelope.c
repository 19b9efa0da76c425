/* B14: a field envelope opens with its key and for its context alone, whatever is changed in it. */

#include "app/record/field-envelope.h"
#include "app/base/error.h"
#include "app/json/hex.h"
#include <string.h>

static const guint8 key[MC_FIELD_KEY] = {1, 2, 3};
static const char context[] = "K-0001 00ff person-20261124-7";
static const char text[] = "{\"name\":\"张*\"}";

static GBytes *
seal(McSuite suite)
{
	g_autoptr(GBytes) plain = g_bytes_new_static(text, strlen(text));
	g_autoptr(GError) error = NULL;
	GBytes *sealed = mc_field_seal(suite, key, context, plain, &error);

	g_assert_no_error(error);
	return sealed;
}

static void
assert_opens(const guint8 *with, const char *for_what, GBytes *sealed, const char *wanted)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) plain = mc_field_open(with, for_what, sealed, &error);

	if (wanted == NULL) {
		g_assert_null(plain);
		g_assert_error(error, MC_ERROR, MC_ERROR_UNTRUSTED);
		return;
	}
	g_assert_no_error(error);
	g_assert_cmpmem(g_bytes_get_data(plain, NULL), g_bytes_get_size(plain), wanted, strlen(wanted));
}

static void
test_opens(gconstpointer data)
{
	g_autoptr(GBytes) one = seal((McSuite)GPOINTER_TO_UINT(data));
	g_autoptr(GBytes) other = seal((McSuite)GPOINTER_TO_UINT(data));
	guint8 wrong[MC_FIELD_KEY] = {1, 2, 4};

	assert_opens(key, context, one, text);
	/* the same text twice shows nothing of that */
	g_assert_false(g_bytes_equal(one, other));
	assert_opens(wrong, context, one, NULL);
	assert_opens(key, "K-0001 00ff person-20261124-8", one, NULL);
	assert_opens(key, "", one, NULL);
}

static void
test_every_bit_counts(gconstpointer data)
{
	g_autoptr(GBytes) sealed = seal((McSuite)GPOINTER_TO_UINT(data));
	gsize size = 0;
	const guint8 *bytes = g_bytes_get_data(sealed, &size);

	for (gsize bit = 0; bit < 8 * size; bit++) {
		guint8 *copy = g_memdup2(bytes, size);
		g_autoptr(GBytes) changed = g_bytes_new_take(copy, size);

		copy[bit / 8] ^= (guint8)(1u << (bit % 8));
		assert_opens(key, context, changed, NULL);
	}
	for (gsize length = 0; length < size; length++) {
		g_autoptr(GBytes) shorter = g_bytes_new(bytes, length);

		assert_opens(key, context, shorter, NULL);
	}
}

static void
assert_known(const char *key_hex, const char *for_what, const char *given, const char *wanted)
{
	guint8 known[MC_FIELD_KEY];
	gsize size = strlen(given) / 2;
	guint8 *bytes = g_malloc(size);
	g_autofree char *plain_hex = g_malloc(strlen(given) + 1);
	g_autoptr(GBytes) sealed = g_bytes_new_take(bytes, size);
	g_autoptr(GBytes) plain = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_hex_read(key_hex, known, sizeof known));
	g_assert_true(mc_hex_read(given, bytes, size));
	plain = mc_field_open(known, for_what, sealed, &error);
	g_assert_no_error(error);
	mc_hex_write(g_bytes_get_data(plain, NULL), g_bytes_get_size(plain), plain_hex);
	g_assert_cmpstr(plain_hex, ==, wanted);
}

/* Test case 16 of the specification of GCM (McGrew and Viega): its context has no zero byte. */
static void
test_known_answer(void)
{
	assert_known("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
	    "\xfe\xed\xfa\xce\xde\xad\xbe\xef\xfe\xed\xfa\xce\xde\xad\xbe\xef\xab\xad\xda\xd2",
	    "01cafebabefacedbaddecaf888"
	    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
	    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
	    "76fc6ece0f4e1768cddf8853bb2d551b",
	    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
	    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
}

/* Made by hand, and the same twice: by the commands of OpenSSL, and by Python's `cryptography`
 * (SM4 in CTR, HMAC with SM3). $key is the key below, $iv what follows the first byte; in $iv the
 * counter carries over from its last four bytes.
 *   mac() { openssl mac -digest SM3 -macopt hexkey:$1 -in - HMAC; }
 *   enc=$(printf encryption | mac $key); own=$(printf authentication | mac $key)
 *   cipher=$(printf %s "$text" | openssl enc -sm4-ctr -K ${enc:0:32} -iv $iv | xxd -p -c0)
 *   { printf '%s\0' "$context"; printf 02$iv$cipher | xxd -r -p; } | mac $own */
static void
test_known_answer_sm(void)
{
	assert_known("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", context,
	    "02f0f1f2f3f4f5f6f7f8f9fafbffffffff"
	    "fdd3f6d0206e86ebbaa3c038d4a6ef29b0857a43520b6c409a0d89bcfa843b97"
	    "36bc5a92189378a4a92a865815"
	    "8e5705e778e4aa67b6aff35cc3a0a7e216c55c792e8e75099d74fcea972da56b",
	    /* {"name":"张*","number":"1101**********1237"} */
	    "7b226e616d65223a22e5bca02a222c226e756d626572223a22"
	    "313130312a2a2a2a2a2a2a2a2a2a31323337227d");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (guint suite = 0; suite < MC_SUITES; suite++) {
		const char *name = mc_suite_name((McSuite)suite);
		g_autofree char *opens = g_strdup_printf("/field-envelope/%s/opens", name);
		g_autofree char *bits = g_strdup_printf("/field-envelope/%s/every-bit-counts", name);

		g_test_add_data_func(opens, GUINT_TO_POINTER(suite), test_opens);
		g_test_add_data_func(bits, GUINT_TO_POINTER(suite), test_every_bit_counts);
	}
	g_test_add_func("/field-envelope/known-answer/aes", test_known_answer);
	g_test_add_func("/field-envelope/known-answer/sm4", test_known_answer_sm);
	return g_test_run();
}
