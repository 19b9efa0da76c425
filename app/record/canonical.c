#include "app/record/content.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include <string.h>

/* Deep enough for every content; keeps the recursion below off a hostile input's leash. */
#define DEPTH_MAX 24

/* Writes a text, or holds against one what it would write: of what is only proven nothing is kept,
 * and it may hold personal data. */
typedef struct Emitter {
	GString *out; /* NULL: it is held against … */
	const char *expected;
	gsize left; /* … of which so much has not been met yet */
	gboolean differs;
	guint depth;
	const char *problem;
} Emitter;

static void emit(Emitter *emitter, const json_t *json);

static void
put(Emitter *emitter, const char *text, gsize length)
{
	if (emitter->out != NULL) {
		g_string_append_len(emitter->out, text, (gssize)length);
		return;
	}
	if (emitter->differs || length > emitter->left ||
	    memcmp(emitter->expected, text, length) != 0) {
		emitter->differs = TRUE;
		return;
	}
	emitter->expected += length;
	emitter->left -= length;
}

static void
emit_string(Emitter *emitter, const char *text, gsize length)
{
	gsize from = 0; /* of what is not written yet */

	put(emitter, "\"", 1);
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)text[i];

		if (c < 0x20 || c == 0x7f)
			emitter->problem = "a control character in a string";
		if (c != '"' && c != '\\')
			continue;
		put(emitter, text + from, i - from);
		put(emitter, "\\", 1);
		from = i;
	}
	put(emitter, text + from, length - from);
	put(emitter, "\"", 1);
}

/* A visit has thousands of them, and printf() takes longer than all that is done with one. */
static void
emit_integer(Emitter *emitter, json_int_t value)
{
	char text[24];
	char *at = text + sizeof text;
	guint64 rest = value < 0 ? -(guint64)value : (guint64)value;

	if (value < -MC_JSON_INTEGER_MAX || value > MC_JSON_INTEGER_MAX)
		emitter->problem = "an integer beyond 2^53 - 1";
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		*--at = '-';
	put(emitter, at, (gsize)(text + sizeof text - at));
}

static void
emit_array(Emitter *emitter, const json_t *array)
{
	put(emitter, "[", 1);
	for (gsize i = 0; i < json_array_size(array); i++) {
		if (i > 0)
			put(emitter, ",", 1);
		emit(emitter, json_array_get(array, i));
	}
	put(emitter, "]", 1);
}

typedef struct Member {
	const char *name;
	const json_t *value;
} Member;

static void
emit_member(Emitter *emitter, const Member *member, gboolean is_first)
{
	if (!is_first)
		put(emitter, ",", 1);
	if (!g_str_is_ascii(member->name))
		emitter->problem = "a member's name outside ASCII";
	emit_string(emitter, member->name, strlen(member->name));
	put(emitter, ":", 1);
	emit(emitter, member->value);
}

static gboolean
is_in_order(const json_t *object)
{
	const char *name = NULL;
	const char *before = NULL;
	json_t *value = NULL;

	json_object_foreach((json_t *)object, name, value)
	{
		if (before != NULL && strcmp(before, name) >= 0)
			return FALSE;
		before = name;
	}
	return TRUE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Member *)a)->name, ((const Member *)b)->name);
}

static void
emit_sorted(Emitter *emitter, const json_t *object)
{
	g_autoptr(GArray) members =
	    g_array_sized_new(FALSE, FALSE, sizeof(Member), (guint)json_object_size(object));
	Member member = {0};
	json_t *value = NULL;

	json_object_foreach((json_t *)object, member.name, value)
	{
		member.value = value;
		g_array_append_val(members, member);
	}
	g_array_sort(members, compare_names);
	for (guint i = 0; i < members->len; i++)
		emit_member(emitter, &g_array_index(members, Member, i), i == 0);
}

static void
emit_as_it_stands(Emitter *emitter, const json_t *object)
{
	gboolean is_first = TRUE;
	Member member = {0};
	json_t *value = NULL;

	json_object_foreach((json_t *)object, member.name, value)
	{
		member.value = value;
		emit_member(emitter, &member, is_first);
		is_first = FALSE;
	}
}

/* In ASCII the order of bytes is the order of UTF-16 code units, which RFC 8785 asks for. What is
 * being read and is in canonical form stands in order already. */
static void
emit_object(Emitter *emitter, const json_t *object)
{
	put(emitter, "{", 1);
	if (is_in_order(object))
		emit_as_it_stands(emitter, object);
	else
		emit_sorted(emitter, object);
	put(emitter, "}", 1);
}

static void
emit_composite(Emitter *emitter, const json_t *json)
{
	if (++emitter->depth > DEPTH_MAX)
		emitter->problem = "nested too deeply";
	else if (json_is_object(json))
		emit_object(emitter, json);
	else
		emit_array(emitter, json);
	emitter->depth--;
}

static void
emit(Emitter *emitter, const json_t *json)
{
	if (emitter->problem != NULL)
		return;
	if (json == NULL) {
		emitter->problem = "a value is missing";
		return;
	}
	switch (json_typeof(json)) {
	case JSON_OBJECT:
	case JSON_ARRAY: emit_composite(emitter, json); return;
	case JSON_STRING:
		emit_string(emitter, json_string_value(json), json_string_length(json));
		return;
	case JSON_INTEGER: emit_integer(emitter, json_integer_value(json)); return;
	case JSON_TRUE: put(emitter, "true", 4); return;
	case JSON_FALSE: put(emitter, "false", 5); return;
	case JSON_REAL: emitter->problem = "a real number"; return;
	case JSON_NULL: emitter->problem = "a null"; return;
	}
}

GBytes *
mc_canonical_write(const json_t *json, GError **error)
{
	Emitter emitter = {.out = g_string_new(NULL)};

	emit(&emitter, json);
	if (emitter.problem == NULL)
		return g_string_free_to_bytes(emitter.out);
	/* It may have held personal data. */
	memset(emitter.out->str, 0, emitter.out->len);
	g_string_free(emitter.out, TRUE);
	g_set_error(error, MC_ERROR, MC_ERROR_INTERNAL, "not in the canonical subset of JSON: %s",
	    emitter.problem);
	return NULL;
}

static json_t *
parse(GBytes *bytes, size_t flags, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	json_error_t where = {0};
	json_t *json = json_loadb(text, size, JSON_DECODE_ANY | flags, &where);

	/* jansson's text quotes the input, which may be personal: only the place is told. */
	if (json == NULL)
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "no valid JSON at byte %d", where.position);
	return json;
}

/* A name that stands there twice was left out by the parser, so that the text differs: where that
 * is the cause, parsing once more says so. */
static void
refuse_form(GBytes *bytes, GError **error)
{
	json_auto_t *again = parse(bytes, JSON_REJECT_DUPLICATES, error);

	if (again != NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the JSON is not in its canonical form (order, space, escapes or numbers)");
}

json_t *
mc_canonical_read(GBytes *bytes, GError **error)
{
	Emitter emitter = {0};
	json_auto_t *json = NULL;

	emitter.expected = g_bytes_get_data(bytes, &emitter.left);
	if (emitter.left == 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "JSON is needed, found nothing");
		return NULL;
	}
	json = parse(bytes, 0, error);
	if (json == NULL)
		return NULL;
	emit(&emitter, json);
	if (emitter.problem != NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "not in the canonical subset of JSON: %s",
		    emitter.problem);
		return NULL;
	}
	if (emitter.differs || emitter.left > 0) {
		refuse_form(bytes, error);
		return NULL;
	}
	return g_steal_pointer(&json);
}
