/* The canonical subset of RFC 8785: one text for one value, and nothing outside the subset. A
 * second implementation, in another language, has to write the same bytes. */

#include "app/base/error.h"
#include "app/record/content.h"
#include <gio/gio.h>
#include <string.h>

static GBytes *
bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static void
test_known_answers(void)
{
	static const struct {
		const char *text, *canonical;
	} rows[] = {
	    {" { \"b\" : [ 1, -2, true ] , \"a\" : \"\\u4e2d\\/\" } ",
	        "{\"a\":\"\xe4\xb8\xad/\",\"b\":[1,-2,true]}"},
	    {"{\"aa\":1,\"a\":2,\"B\":3,\"_\":4,\"0\":5}",
	        "{\"0\":5,\"B\":3,\"_\":4,\"a\":2,\"aa\":1}"},
	    {"\"q\\\"\\\\\"", "\"q\\\"\\\\\""},
	    {"-0", "0"},
	    {"9007199254740991", "9007199254740991"},
	    {"{}", "{}"},
	    {"[[],{}]", "[[],{}]"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *json = json_loads(rows[i].text, JSON_DECODE_ANY, NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) bytes = mc_canonical_write(json, &error);

		g_assert_no_error(error);
		g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), rows[i].canonical,
		    strlen(rows[i].canonical));
	}
}

static void
test_refused_values(void)
{
	static const struct {
		const char *text, *cause;
	} rows[] = {
	    {"[1.5]", "real"},
	    {"[1e2]", "real"},
	    {"[null]", "null"},
	    {"[\"a\\nb\"]", "control"},
	    {"[\"a\\u007fb\"]", "control"},
	    {"{\"\\u00e9\":1}", "ASCII"},
	    {"{\"a\\tb\":1}", "control"},
	    {"[9007199254740992]", "2^53"},
	    {"[-9007199254740992]", "2^53"},
	    {"[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]", "deep"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *json = json_loads(rows[i].text, JSON_DECODE_ANY, NULL);
		g_autoptr(GError) error = NULL;

		g_assert_nonnull(json);
		g_assert_null(mc_canonical_write(json, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_INTERNAL);
		g_assert_nonnull(strstr(error->message, rows[i].cause));
	}
}

static void
test_refused_texts(void)
{
	static const char *const texts[] = {"", " ", "{\"b\":1,\"a\":2}", "{\"a\": 1}", "{\"a\":1}\n",
	    "{\"a\":1,\"a\":1}", "{\"a\":01}", "{\"a\":-0}", "{\"a\":1.0}", "{\"a\":\"\\u0041\"}",
	    "{\"a\":\"\\/\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":1}x",
	    "\xef\xbb\xbf{}", "{\"a\":null}", "[1,]", "{\"a\":18446744073709551616}", "{\"a\":1e400}"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GBytes) bytes = bytes_of(texts[i]);
		g_autoptr(GError) error = NULL;

		g_assert_null(mc_canonical_read(bytes, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
	}
}

/* A message may end in a log: it must not quote what it could not read (B14). */
static void
test_errors_quote_nothing(void)
{
	g_autoptr(GBytes) bytes = bytes_of("{\"name\":\"CANARY\" CANARY}");
	g_autoptr(GError) error = NULL;

	g_assert_null(mc_canonical_read(bytes, &error));
	g_assert_null(strstr(error->message, "CANARY"));
}

static json_t *random_json(GRand *random, guint depth);

static json_t *
random_string(GRand *random, gboolean ascii)
{
	static const char *const pieces[] = {"a", "Z", "7", "_", " ", "\"", "\\", "/", "\xe5\xbc\xa0",
	    "\xf0\x9f\x98\x80", "\xef\xbf\xbd", "\xc3\xa9", "~", "'", "<", "\xe2\x80\xa8"};
	g_autoptr(GString) text = g_string_new(NULL);
	guint count = (guint)g_rand_int_range(random, 0, 9);

	for (guint i = 0; i < count; i++) {
		const char *piece = pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))];

		if (!ascii || g_str_is_ascii(piece))
			g_string_append(text, piece);
	}
	return json_string(text->str);
}

static json_t *
random_object(GRand *random, guint depth)
{
	json_t *object = json_object();
	guint count = (guint)g_rand_int_range(random, 0, 6);

	for (guint i = 0; i < count; i++) {
		json_auto_t *name = random_string(random, TRUE);

		json_object_set_new(object, json_string_value(name), random_json(random, depth - 1));
	}
	return object;
}

static json_t *
random_array(GRand *random, guint depth)
{
	json_t *array = json_array();
	guint count = (guint)g_rand_int_range(random, 0, 5);

	for (guint i = 0; i < count; i++)
		json_array_append_new(array, random_json(random, depth - 1));
	return array;
}

static json_t *
random_integer(GRand *random)
{
	gint64 value = (gint64)(((guint64)g_rand_int(random) << 32 | g_rand_int(random)) >> 11);

	value >>= g_rand_int_range(random, 0, 53);
	return json_integer(g_rand_boolean(random) ? value : -value);
}

static json_t *
random_json(GRand *random, guint depth)
{
	switch (g_rand_int_range(random, depth > 0 ? 0 : 2, 6)) {
	case 0: return random_object(random, depth);
	case 1: return random_array(random, depth);
	case 2: return random_string(random, FALSE);
	case 3: return json_boolean(g_rand_boolean(random));
	default: return random_integer(random);
	}
}

static void
test_values_return(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(20261124);

	for (guint i = 0; i < 3000; i++) {
		json_auto_t *json = random_json(random, 5);
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) bytes = mc_canonical_write(json, &error);
		json_auto_t *again = bytes != NULL ? mc_canonical_read(bytes, &error) : NULL;

		g_assert_no_error(error);
		g_assert_true(json_equal(json, again));
	}
}

/* The second implementation gets other spellings of the same values and has to find the same text.
 */
static void
test_second_implementation_agrees(void)
{
	static const gsize spellings[] = {0, JSON_INDENT(2), JSON_ENSURE_ASCII | JSON_COMPACT,
	    JSON_ESCAPE_SLASH, JSON_PRESERVE_ORDER};
	g_autoptr(GRand) random = g_rand_new_with_seed(8785);
	g_autoptr(GString) given = g_string_new(NULL);
	g_autoptr(GString) expected = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GSubprocess) process = NULL;
	g_autofree char *found = NULL;

	for (guint i = 0; i < 1000; i++) {
		json_auto_t *json = random_json(random, 5);
		g_autoptr(GBytes) bytes = mc_canonical_write(json, NULL);
		char *text = json_dumps(json, JSON_ENCODE_ANY | spellings[i % G_N_ELEMENTS(spellings)]);

		g_string_append_printf(given, "%s%c", text, 0x1e);
		g_string_append_len(
		    expected, g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes));
		g_string_append_c(expected, 0x1e);
		free(text);
	}
	process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
	    &error, "python3", MC_SOURCE_DIR "/tests/unit/canonical.py", NULL);
	g_assert_no_error(error);
	g_subprocess_communicate_utf8(process, given->str, NULL, &found, NULL, &error);
	g_assert_no_error(error);
	g_assert_true(g_subprocess_get_successful(process));
	g_assert_cmpstr(found, ==, expected->str);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/canonical/known-answers", test_known_answers);
	g_test_add_func("/canonical/refused-values", test_refused_values);
	g_test_add_func("/canonical/refused-texts", test_refused_texts);
	g_test_add_func("/canonical/B14/errors-quote-nothing", test_errors_quote_nothing);
	g_test_add_func("/canonical/values-return", test_values_return);
	g_test_add_func("/canonical/second-implementation-agrees", test_second_implementation_agrees);
	return g_test_run();
}
