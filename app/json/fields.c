#include "app/json/fields.h"

#include "app/base/error.h"
#include "app/json/hex.h"
#include <string.h>

void
mc_fields_begin(McFields *fields, const json_t *json, const char *what)
{
	*fields = (McFields){.object = json_is_object(json) ? json : NULL, .what = what};
	if (fields->object == NULL)
		g_set_error(
		    &fields->problem, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: a JSON object is needed", what);
}

void
mc_fields_begin_list(McFields *fields, const json_t *json, const char *what)
{
	mc_fields_begin(fields, json, what);
	fields->is_list = TRUE;
	fields->problems = fields->problem != NULL;
}

gboolean
mc_fields_good(const McFields *fields)
{
	return fields->is_list ? !fields->is_last_bad && fields->object != NULL
	                       : fields->problem == NULL;
}

static void
add_to_list(McFields *fields, const char *text)
{
	g_autofree char *before = NULL;

	/* A reader may ask for a member twice. */
	if (g_str_has_suffix(fields->problem->message, text))
		return;
	fields->problems++;
	if (fields->problems > MC_FIELDS_PROBLEMS_MAX)
		return;
	before = fields->problem->message;
	fields->problem->message = g_strconcat(before, MC_FIELDS_BETWEEN, text, NULL);
}

static void
add_problem(McFields *fields, const char *text)
{
	fields->is_last_bad = TRUE;
	if (fields->problem == NULL) {
		g_set_error_literal(&fields->problem, MC_ERROR, MC_ERROR_BAD_INPUT, text);
		fields->problems = 1;
	} else if (fields->is_list && fields->object != NULL) {
		add_to_list(fields, text);
	}
}

void
mc_fields_refuse(McFields *fields, const char *name, const char *problem)
{
	g_autofree char *text = g_strdup_printf("%s.%s: %s", fields->what, name, problem);

	add_problem(fields, text);
}

static void
take_list(McFields *fields, const char *name, const GError *nested)
{
	g_auto(GStrv) parts = g_strsplit(nested->message, MC_FIELDS_BETWEEN, -1);

	for (guint i = 0; parts[i] != NULL; i++)
		mc_fields_refuse(fields, name, parts[i]);
}

void
mc_fields_take_error(McFields *fields, const char *name, GError *nested)
{
	if (nested == NULL)
		return;
	if (fields->is_list) {
		take_list(fields, name, nested);
		g_error_free(nested);
		return;
	}
	if (fields->problem != NULL) {
		g_error_free(nested);
		return;
	}
	g_prefix_error(&nested, "%s.%s: ", fields->what, name);
	fields->problem = nested;
}

gboolean
mc_fields_has(const McFields *fields, const char *name)
{
	return fields->object != NULL && json_object_get(fields->object, name) != NULL;
}

static gboolean
was_seen(const McFields *fields, const void *place)
{
	for (guint i = 0; i < fields->seen_count; i++)
		if (fields->seen[i] == place)
			return TRUE;
	return FALSE;
}

/* A member's name may come from outside: only harmless ones are repeated in a message. */
static const char *
printable_name(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && *at != '_' && *at != '-')
			return "(strange name)";
	return strlen(name) <= 40 ? name : "(long name)";
}

static void
refuse_unknown(McFields *fields)
{
	json_t *object = (json_t *)fields->object;

	for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at))
		if (!was_seen(fields, at))
			mc_fields_refuse(fields, printable_name(json_object_iter_key(at)), "unknown member");
}

gboolean
mc_fields_end(McFields *fields, GError **error)
{
	if (fields->problem == NULL || fields->is_list)
		refuse_unknown(fields);
	if (fields->problem == NULL)
		return TRUE;
	if (fields->problems > MC_FIELDS_PROBLEMS_MAX) {
		g_autofree char *before = fields->problem->message;

		fields->problem->message = g_strdup_printf("%s" MC_FIELDS_BETWEEN "and %u more", before,
		    fields->problems - MC_FIELDS_PROBLEMS_MAX);
	}
	g_propagate_error(error, g_steal_pointer(&fields->problem));
	return FALSE;
}

const json_t *
mc_fields_any(McFields *fields, const char *name)
{
	gboolean is_asked = fields->problem == NULL || fields->is_list;
	void *place = is_asked ? json_object_iter_at((json_t *)fields->object, name) : NULL;

	fields->is_last_bad = FALSE;
	if (place == NULL) {
		mc_fields_refuse(fields, name, "missing");
		return NULL;
	}
	/* A reader looks at a member's type first and then takes it: twice in a row, never later. */
	if (fields->seen_count == 0 || fields->seen[fields->seen_count - 1] != place) {
		g_assert(fields->seen_count < MC_FIELDS_MAX);
		fields->seen[fields->seen_count++] = place;
	}
	return json_object_iter_value(place);
}

static const json_t *
take(McFields *fields, const char *name, json_type type, const char *problem)
{
	const json_t *value = mc_fields_any(fields, name);

	if (value == NULL || json_typeof(value) == type)
		return value;
	mc_fields_refuse(fields, name, problem);
	return NULL;
}

gint64
mc_fields_int64(McFields *fields, const char *name, gint64 minimum, gint64 maximum)
{
	const json_t *value = take(fields, name, JSON_INTEGER, "an integer is needed");

	if (value == NULL)
		return 0;
	if (json_integer_value(value) < minimum || json_integer_value(value) > maximum) {
		mc_fields_refuse(fields, name, "out of bounds");
		return 0;
	}
	return json_integer_value(value);
}

gint32
mc_fields_int32(McFields *fields, const char *name, gint32 minimum, gint32 maximum)
{
	return (gint32)mc_fields_int64(fields, name, minimum, maximum);
}

gboolean
mc_fields_bool(McFields *fields, const char *name)
{
	const json_t *value = mc_fields_any(fields, name);

	if (value != NULL && !json_is_boolean(value))
		mc_fields_refuse(fields, name, "true or false is needed");
	return json_is_true(value);
}

const char *
mc_fields_string(McFields *fields, const char *name, gsize size_max)
{
	const json_t *value = take(fields, name, JSON_STRING, "a string is needed");

	if (value == NULL)
		return "";
	if (json_string_length(value) >= size_max || strlen(json_string_value(value)) >= size_max) {
		mc_fields_refuse(fields, name, "too long");
		return "";
	}
	return json_string_value(value);
}

void
mc_fields_text(McFields *fields, const char *name, char *out, gsize size)
{
	g_strlcpy(out, mc_fields_string(fields, name, size), size);
}

int
mc_fields_word(McFields *fields, const char *name, int (*from_name)(const char *name))
{
	const char *text = mc_fields_string(fields, name, 64);
	int word = mc_fields_good(fields) ? from_name(text) : 0;

	if (word >= 0)
		return word;
	mc_fields_refuse(fields, name, "unknown word");
	return 0;
}

void
mc_fields_hex(McFields *fields, const char *name, char *out, gsize size)
{
	const char *text = mc_fields_string(fields, name, size);

	out[0] = '\0';
	if (!mc_fields_good(fields))
		return;
	if (!mc_hex_is_valid(text, (size - 1) / 2)) {
		mc_fields_refuse(
		    fields, name, "lower-case hexadecimal digits of a fixed length are needed");
		return;
	}
	g_strlcpy(out, text, size);
}

const json_t *
mc_fields_object(McFields *fields, const char *name)
{
	return take(fields, name, JSON_OBJECT, "an object is needed");
}

const json_t *
mc_fields_array(McFields *fields, const char *name, gsize length_max)
{
	const json_t *value = take(fields, name, JSON_ARRAY, "an array is needed");

	if (value != NULL && json_array_size(value) > length_max) {
		mc_fields_refuse(fields, name, "too many elements");
		return NULL;
	}
	return value;
}

gint32
mc_fields_int32s(McFields *fields, const char *name, gint32 *numbers, gsize count_max)
{
	const json_t *array = mc_fields_array(fields, name, count_max);

	for (gsize i = 0; i < json_array_size(array); i++) {
		const json_t *element = json_array_get(array, i);
		json_int_t value = json_integer_value(element);

		if (!json_is_integer(element) || value < G_MININT32 || value > G_MAXINT32) {
			mc_fields_refuse(fields, name, "an element is no number in bounds");
			return 0;
		}
		numbers[i] = (gint32)value;
	}
	return (gint32)json_array_size(array);
}

/* GLib's decoder skips what it does not know; one spelling only is accepted here. Of the last four
 * characters alone there may be several. */
static gboolean
is_one_spelling(const char *text, const guchar *bytes, gsize size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	gsize length = strlen(text);
	gsize tail = size == 0 ? 0 : (size - 1) % 3 + 1;
	g_autofree char *end = NULL;

	if (length != (size + 2) / 3 * 4 || strspn(text, digits) < size / 3 * 4)
		return FALSE;
	end = g_base64_encode(bytes + size - tail, tail);
	return tail == 0 || strcmp(text + length - 4, end) == 0;
}

GBytes *
mc_fields_base64(McFields *fields, const char *name, gsize size_max)
{
	const char *text = mc_fields_string(fields, name, (size_max + 2) / 3 * 4 + 1);
	g_autofree guchar *bytes = NULL;
	gsize size = 0;

	if (!mc_fields_good(fields))
		return NULL;
	bytes = g_base64_decode(text, &size);
	if (size > size_max || !is_one_spelling(text, bytes, size)) {
		mc_fields_refuse(fields, name, "base64 is needed");
		return NULL;
	}
	return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

json_t *
mc_json_base64(GBytes *bytes)
{
	gsize size = 0;
	gconstpointer data = g_bytes_get_data(bytes, &size);
	g_autofree char *text = g_base64_encode(data, size);

	return json_string(text);
}
