#include "app/record/content.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include <string.h>

/* Deep enough for every content; keeps the recursion below off a hostile input's leash. */
#define DEPTH_MAX 24

typedef struct Emitter {
	GString *out;
	guint depth;
	const char *problem;
} Emitter;

static void emit(Emitter *emitter, const json_t *json);

static void
emit_string(Emitter *emitter, const char *text, gsize length)
{
	g_string_append_c(emitter->out, '"');
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)text[i];

		if (c < 0x20 || c == 0x7f)
			emitter->problem = "a control character in a string";
		if (c == '"' || c == '\\')
			g_string_append_c(emitter->out, '\\');
		g_string_append_c(emitter->out, text[i]);
	}
	g_string_append_c(emitter->out, '"');
}

static void
emit_integer(Emitter *emitter, json_int_t value)
{
	if (value < -MC_JSON_INTEGER_MAX || value > MC_JSON_INTEGER_MAX)
		emitter->problem = "an integer beyond 2^53 - 1";
	g_string_append_printf(emitter->out, "%" JSON_INTEGER_FORMAT, value);
}

static void
emit_array(Emitter *emitter, const json_t *array)
{
	g_string_append_c(emitter->out, '[');
	for (gsize i = 0; i < json_array_size(array); i++) {
		if (i > 0)
			g_string_append_c(emitter->out, ',');
		emit(emitter, json_array_get(array, i));
	}
	g_string_append_c(emitter->out, ']');
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
sorted_names(Emitter *emitter, const json_t *object)
{
	GPtrArray *names = g_ptr_array_new();
	const char *name = NULL;
	json_t *value = NULL;

	json_object_foreach((json_t *)object, name, value)
	{
		if (!g_str_is_ascii(name))
			emitter->problem = "a member's name outside ASCII";
		g_ptr_array_add(names, (gpointer)name);
	}
	g_ptr_array_sort(names, compare_names);
	return names;
}

static void
emit_object(Emitter *emitter, const json_t *object)
{
	/* In ASCII the order of bytes is the order of UTF-16 code units, which RFC 8785 asks for. */
	g_autoptr(GPtrArray) names = sorted_names(emitter, object);

	g_string_append_c(emitter->out, '{');
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);

		if (i > 0)
			g_string_append_c(emitter->out, ',');
		emit_string(emitter, name, strlen(name));
		g_string_append_c(emitter->out, ':');
		emit(emitter, json_object_get(object, name));
	}
	g_string_append_c(emitter->out, '}');
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
	case JSON_TRUE: g_string_append(emitter->out, "true"); return;
	case JSON_FALSE: g_string_append(emitter->out, "false"); return;
	case JSON_REAL: emitter->problem = "a real number"; return;
	case JSON_NULL: emitter->problem = "a null"; return;
	}
}

/* NULL and the problem, or the text. */
static GBytes *
write_text(const json_t *json, const char **problem)
{
	Emitter emitter = {.out = g_string_new(NULL)};

	emit(&emitter, json);
	*problem = emitter.problem;
	if (emitter.problem == NULL)
		return g_string_free_to_bytes(emitter.out);
	/* It may have held personal data. */
	memset(emitter.out->str, 0, emitter.out->len);
	g_string_free(emitter.out, TRUE);
	return NULL;
}

GBytes *
mc_canonical_write(const json_t *json, GError **error)
{
	const char *problem = NULL;
	GBytes *bytes = write_text(json, &problem);

	if (bytes == NULL)
		g_set_error(
		    error, MC_ERROR, MC_ERROR_INTERNAL, "not in the canonical subset of JSON: %s", problem);
	return bytes;
}

json_t *
mc_canonical_read(GBytes *bytes, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	json_error_t where = {0};
	g_autoptr(GBytes) again = NULL;
	const char *problem = NULL;
	json_auto_t *json = NULL;

	if (size == 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "JSON is needed, found nothing");
		return NULL;
	}
	json = json_loadb(text, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &where);
	if (json == NULL) {
		/* jansson's text quotes the input, which may be personal: only the place is told. */
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "no valid JSON at byte %d", where.position);
		return NULL;
	}
	again = write_text(json, &problem);
	if (again == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "not in the canonical subset of JSON: %s",
		    problem);
		return NULL;
	}
	if (!g_bytes_equal(again, bytes)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
		    "the JSON is not in its canonical form (order, space, escapes or numbers)");
		return NULL;
	}
	return g_steal_pointer(&json);
}
