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

/* Test case 16 of the specification of GCM (McGrew and Viega): its context has no zero byte. */
static void
test_known_answer(void)
{
	static const char given[] = "01cafebabefacedbaddecaf888"
	                            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
	                            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
	                            "76fc6ece0f4e1768cddf8853bb2d551b";
	static const char wanted[] = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
	                             "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
	static const char of_gcm[] = "\xfe\xed\xfa\xce\xde\xad\xbe\xef\xfe\xed\xfa\xce\xde\xad\xbe\xef"
	                             "\xab\xad\xda\xd2";
	guint8 long_key[MC_FIELD_KEY];
	guint8 bytes[(sizeof given - 1) / 2];
	char plain_hex[sizeof wanted];
	g_autoptr(GBytes) sealed = NULL;
	g_autoptr(GBytes) plain = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(mc_hex_read("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
	    long_key, sizeof long_key));
	g_assert_true(mc_hex_read(given, bytes, sizeof bytes));
	sealed = g_bytes_new(bytes, sizeof bytes);
	plain = mc_field_open(long_key, of_gcm, sealed, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(g_bytes_get_size(plain), ==, (sizeof wanted - 1) / 2);
	mc_hex_write(g_bytes_get_data(plain, NULL), g_bytes_get_size(plain), plain_hex);
	g_assert_cmpstr(plain_hex, ==, wanted);
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
	g_test_add_func("/field-envelope/known-answer", test_known_answer);
	return g_test_run();
}
