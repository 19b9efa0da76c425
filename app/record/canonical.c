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
	gsize from = 0; /* of what is not written yet */

	g_string_append_c(emitter->out, '"');
	for (gsize i = 0; i < length; i++) {
		guchar c = (guchar)text[i];

		if (c < 0x20 || c == 0x7f)
			emitter->problem = "a control character in a string";
		if (c != '"' && c != '\\')
			continue;
		g_string_append_len(emitter->out, text + from, (gssize)(i - from));
		g_string_append_c(emitter->out, '\\');
		from = i;
	}
	g_string_append_len(emitter->out, text + from, (gssize)(length - from));
	g_string_append_c(emitter->out, '"');
}

static void
emit_integer(Emitter *emitter, json_int_t value)
{
	char text[24];

	if (value < -MC_JSON_INTEGER_MAX || value > MC_JSON_INTEGER_MAX)
		emitter->problem = "an integer beyond 2^53 - 1";
	g_string_append_len(
	    emitter->out, text, g_snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, value));
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

typedef struct Member {
	const char *name;
	const json_t *value;
} Member;

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(((const Member *)a)->name, ((const Member *)b)->name);
}

static GArray *
sorted_members(Emitter *emitter, const json_t *object)
{
	GArray *members =
	    g_array_sized_new(FALSE, FALSE, sizeof(Member), (guint)json_object_size(object));
	Member member = {0};
	json_t *value = NULL;
	gboolean is_sorted = TRUE;

	json_object_foreach((json_t *)object, member.name, value)
	{
		member.value = value;
		if (!g_str_is_ascii(member.name))
			emitter->problem = "a member's name outside ASCII";
		if (members->len > 0)
			is_sorted =
			    is_sorted &&
			    compare_names(&g_array_index(members, Member, members->len - 1), &member) < 0;
		g_array_append_val(members, member);
	}
	/* What is being read and is in canonical form stands in order already. */
	if (!is_sorted)
		g_array_sort(members, compare_names);
	return members;
}

static void
emit_object(Emitter *emitter, const json_t *object)
{
	/* In ASCII the order of bytes is the order of UTF-16 code units, which RFC 8785 asks for. */
	g_autoptr(GArray) members = sorted_members(emitter, object);

	g_string_append_c(emitter->out, '{');
	for (guint i = 0; i < members->len; i++) {
		const Member *member = &g_array_index(members, Member, i);

		if (i > 0)
			g_string_append_c(emitter->out, ',');
		emit_string(emitter, member->name, strlen(member->name));
		g_string_append_c(emitter->out, ':');
		emit(emitter, member->value);
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
