/* The strict reader on which every JSON of the product rests. */

#include "app/base/error.h"
#include "app/json/difference.h"
#include "app/json/hex.h"
#include "app/json/shape.h"
#include <stdbool.h>
#include <string.h>

static const char *const colour_names[] = {"red", "green"};
static const McWords colours = {colour_names, 2};

typedef struct Thing {
	gint32 size;
	gint32 level;
	gint64 moment_us;
	bool small;
	gboolean big;
	int colour;
	char name[8];
	char id[5];
} Thing;

static const McShape thing_shape[] = {
    MC_SHAPE(Thing, size, MC_SHAPE_INT32),
    MC_SHAPE(Thing, level, MC_SHAPE_INT32_OR_OFF),
    MC_SHAPE(Thing, moment_us, MC_SHAPE_INT64),
    MC_SHAPE(Thing, small, MC_SHAPE_C_BOOL),
    MC_SHAPE(Thing, big, MC_SHAPE_GBOOLEAN),
    MC_SHAPE_ENUM(Thing, colour, &colours),
    MC_SHAPE(Thing, name, MC_SHAPE_TEXT),
    MC_SHAPE(Thing, id, MC_SHAPE_HEX),
};

static gboolean
read_thing(const char *text, Thing *thing, GError **error)
{
	json_auto_t *json = json_loads(text, 0, NULL);
	McFields fields;

	g_assert_nonnull(json);
	memset(thing, 0, sizeof *thing);
	mc_fields_begin(&fields, json, "thing");
	mc_shape_read(&fields, thing_shape, G_N_ELEMENTS(thing_shape), thing);
	return mc_fields_end(&fields, error);
}

#define GOOD                                                                                       \
	"\"size\":-3,\"level\":\"off\",\"moment_us\":9007199254740991,\"small\":true,"                 \
	"\"big\":true,\"colour\":\"green\",\"name\":\"\\u5f20 7\",\"id\":\"00fe\""

static void
test_shape(void)
{
	Thing thing;
	g_autoptr(GError) error = NULL;
	json_auto_t *json = json_object();
	json_auto_t *expected = json_loads("{" GOOD "}", 0, NULL);

	read_thing("{" GOOD "}", &thing, &error);
	g_assert_no_error(error);
	g_assert_cmpint(thing.size, ==, -3);
	g_assert_cmpint(thing.level, ==, G_MININT32);
	g_assert_true(thing.small && thing.big);
	g_assert_cmpint(thing.colour, ==, 1);
	g_assert_cmpstr(thing.id, ==, "00fe");
	mc_shape_write(json, thing_shape, G_N_ELEMENTS(thing_shape), &thing);
	g_assert_true(json_equal(json, expected));
}

static void
test_refusals(void)
{
	static const struct {
		const char *text, *named;
	} rows[] = {
	    {"[]", "thing: a JSON object"},
	    {"{}", "thing.size: missing"},
	    {"{" GOOD ",\"extra\":1}", "thing.extra: unknown"},
	    {"{" GOOD ",\"od d\":1}", "thing.(strange name): unknown"},
	    {"{" GOOD ",\"size\":\"3\"}", "thing.size: an integer"},
	    {"{" GOOD ",\"size\":1.0}", "thing.size: an integer"},
	    {"{" GOOD ",\"size\":2147483648}", "thing.size: out of bounds"},
	    {"{" GOOD ",\"level\":\"on\"}", "thing.level: an integer"},
	    {"{" GOOD ",\"level\":-2147483648}", "thing.level: out of bounds"},
	    {"{" GOOD ",\"moment_us\":9007199254740992}", "thing.moment_us: out of bounds"},
	    {"{" GOOD ",\"small\":1}", "thing.small: true or false"},
	    {"{" GOOD ",\"colour\":\"blue\"}", "thing.colour: unknown word"},
	    {"{" GOOD ",\"name\":\"12345678\"}", "thing.name: too long"},
	    {"{" GOOD ",\"name\":null}", "thing.name: a string"},
	    {"{" GOOD ",\"id\":\"00FE\"}", "thing.id: lower-case"},
	    {"{" GOOD ",\"id\":\"00f\"}", "thing.id: lower-case"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		Thing thing;
		g_autoptr(GError) error = NULL;

		g_assert_false(read_thing(rows[i].text, &thing, &error));
		g_assert_error(error, MC_ERROR, MC_ERROR_BAD_INPUT);
		g_assert_cmpstr(strstr(error->message, rows[i].named), ==, error->message);
	}
}

static void
test_base64_has_one_spelling(void)
{
	static const struct {
		const char *text;
		gboolean good;
	} rows[] = {{"", TRUE}, {"AAE=", TRUE}, {"AAE", FALSE}, {"AA E=", FALSE}, {"AAF=", FALSE},
	    {"AAE=\n", FALSE}, {"AAECAwQ=", FALSE}};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *json = json_pack("{s:s}", "b", rows[i].text);
		McFields fields;
		g_autoptr(GBytes) bytes = NULL;

		mc_fields_begin(&fields, json, "thing");
		bytes = mc_fields_base64(&fields, "b", 4);
		g_assert_cmpint(mc_fields_end(&fields, NULL), ==, rows[i].good);
		g_assert_cmpint(bytes != NULL, ==, rows[i].good);
	}
}

static void
test_difference(void)
{
	static const struct {
		const char *a, *b, *path;
	} rows[] = {
	    {"{\"a\":[1,{\"b\":2}]}", "{\"a\":[1,{\"b\":2}]}", NULL},
	    {"{\"a\":[1,{\"b\":2}]}", "{\"a\":[1,{\"b\":3}]}", "a[1].b"},
	    {"{\"a\":[1]}", "{\"a\":[1,2]}", "a[1]"},
	    {"{\"a\":1}", "{\"b\":1}", "a"},
	    {"{}", "{\"b\":1}", "b"},
	    {"[1]", "{}", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		json_auto_t *a = json_loads(rows[i].a, 0, NULL);
		json_auto_t *b = json_loads(rows[i].b, 0, NULL);
		g_autofree char *path = mc_json_difference(a, b);

		g_assert_cmpstr(path, ==, rows[i].path);
	}
}

static void
test_hex(void)
{
	guint8 bytes[2] = {0, 0};
	char text[5];

	g_assert_true(mc_hex_read("0aff", bytes, 2));
	g_assert_cmpuint(bytes[0], ==, 10);
	g_assert_cmpuint(bytes[1], ==, 255);
	mc_hex_write(bytes, 2, text);
	g_assert_cmpstr(text, ==, "0aff");
	g_assert_false(mc_hex_read("0aFf", bytes, 2));
	g_assert_false(mc_hex_read("0af", bytes, 2));
	g_assert_false(mc_hex_read("0aff0", bytes, 2));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/json/shape", test_shape);
	g_test_add_func("/json/refusals", test_refusals);
	g_test_add_func("/json/base64-has-one-spelling", test_base64_has_one_spelling);
	g_test_add_func("/json/difference", test_difference);
	g_test_add_func("/json/hex", test_hex);
	return g_test_run();
}
