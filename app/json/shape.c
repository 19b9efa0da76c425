#include "app/json/shape.h"

#include <stdbool.h>
#include <string.h>

const char *
mc_words_name(const McWords *words, guint value)
{
	return value < words->count ? words->names[value] : NULL;
}

int
mc_words_find(const McWords *words, const char *name)
{
	for (guint i = 0; i < words->count; i++)
		if (g_strcmp0(words->names[i], name) == 0)
			return (int)i;
	return -1;
}

static gint32
int32_at(const void *at)
{
	gint32 value = 0;

	memcpy(&value, at, sizeof value);
	return value;
}

static gint64
int64_at(const void *at)
{
	gint64 value = 0;

	memcpy(&value, at, sizeof value);
	return value;
}

static json_t *
int32_or_off(gint32 value)
{
	return value == G_MININT32 ? json_string("off") : json_integer(value);
}

static json_t *
word_json(const McWords *words, guint value)
{
	const char *name = mc_words_name(words, value);

	return json_string(name != NULL ? name : "?");
}

static json_t *
numbers_json(const gint32 *numbers, gsize count)
{
	json_t *array = json_array();

	for (gsize i = 0; i < count; i++)
		json_array_append_new(array, json_integer(numbers[i]));
	return array;
}

static json_t *
value_of(const McShape *row, const guint8 *at)
{
	switch (row->kind) {
	case MC_SHAPE_INT32: return json_integer(int32_at(at));
	case MC_SHAPE_INT32_OR_OFF: return int32_or_off(int32_at(at));
	case MC_SHAPE_INT64: return json_integer(int64_at(at));
	case MC_SHAPE_C_BOOL: return json_boolean(*at != 0);
	case MC_SHAPE_GBOOLEAN: return json_boolean(int32_at(at) != 0);
	case MC_SHAPE_WORD: return word_json(row->words, (guint)int32_at(at));
	case MC_SHAPE_TEXT:
	case MC_SHAPE_HEX: return json_string((const char *)at);
	case MC_SHAPE_NUMBERS:
		return numbers_json((const gint32 *)(const void *)at, row->size / sizeof(gint32));
	}
	g_return_val_if_reached(NULL);
}

void
mc_shape_write(json_t *object, const McShape *shape, gsize count, const void *from)
{
	for (gsize i = 0; i < count; i++)
		json_object_set_new(
		    object, shape[i].name, value_of(&shape[i], (const guint8 *)from + shape[i].offset));
}

static gint32
read_int32_or_off(McFields *fields, const char *name)
{
	const json_t *value = mc_fields_any(fields, name);

	if (json_is_string(value) && strcmp(json_string_value(value), "off") == 0)
		return G_MININT32;
	return mc_fields_int32(fields, name, G_MININT32 + 1, G_MAXINT32);
}

static gint32
read_word(McFields *fields, const McShape *row)
{
	int word = mc_words_find(row->words, mc_fields_string(fields, row->name, 64));

	if (word >= 0)
		return word;
	mc_fields_refuse(fields, row->name, "unknown word");
	return 0;
}

static gint32
read_32_bits(McFields *fields, const McShape *row)
{
	switch (row->kind) {
	case MC_SHAPE_INT32: return mc_fields_int32(fields, row->name, G_MININT32, G_MAXINT32);
	case MC_SHAPE_INT32_OR_OFF: return read_int32_or_off(fields, row->name);
	case MC_SHAPE_GBOOLEAN: return mc_fields_bool(fields, row->name);
	case MC_SHAPE_WORD: return read_word(fields, row);
	case MC_SHAPE_INT64:
	case MC_SHAPE_C_BOOL:
	case MC_SHAPE_TEXT:
	case MC_SHAPE_HEX:
	case MC_SHAPE_NUMBERS: break;
	}
	g_return_val_if_reached(0);
}

static void
read_row(McFields *fields, const McShape *row, guint8 *at)
{
	switch (row->kind) {
	case MC_SHAPE_INT32:
	case MC_SHAPE_INT32_OR_OFF:
	case MC_SHAPE_GBOOLEAN:
	case MC_SHAPE_WORD: {
		gint32 value = read_32_bits(fields, row);
		memcpy(at, &value, sizeof value);
		return;
	}
	case MC_SHAPE_INT64: {
		gint64 value =
		    mc_fields_int64(fields, row->name, -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
		memcpy(at, &value, sizeof value);
		return;
	}
	case MC_SHAPE_C_BOOL: *(bool *)at = mc_fields_bool(fields, row->name); return;
	case MC_SHAPE_TEXT: mc_fields_text(fields, row->name, (char *)at, row->size); return;
	case MC_SHAPE_HEX: mc_fields_hex(fields, row->name, (char *)at, row->size); return;
	case MC_SHAPE_NUMBERS:
		mc_shape_read_numbers(fields, row->name, (gint32 *)(void *)at, row->size / sizeof(gint32));
		return;
	}
}

void
mc_shape_read(McFields *fields, const McShape *shape, gsize count, void *into)
{
	for (gsize i = 0; i < count; i++)
		read_row(fields, &shape[i], (guint8 *)into + shape[i].offset);
}

void
mc_shape_write_nested(
    json_t *object, const char *name, const McShape *shape, gsize count, const void *from)
{
	json_t *nested = json_object();

	mc_shape_write(nested, shape, count, from);
	json_object_set_new(object, name, nested);
}

void
mc_shape_read_nested(
    McFields *fields, const char *name, const McShape *shape, gsize count, void *into)
{
	const json_t *json = mc_fields_object(fields, name);
	GError *error = NULL;
	McFields nested;

	if (json == NULL)
		return;
	mc_fields_begin(&nested, json, name);
	mc_shape_read(&nested, shape, count, into);
	if (!mc_fields_end(&nested, &error))
		mc_fields_take_error(fields, name, error);
}

void
mc_shape_write_numbers(json_t *object, const char *name, const gint32 *numbers, gsize count)
{
	json_object_set_new(object, name, numbers_json(numbers, count));
}

void
mc_shape_read_numbers(McFields *fields, const char *name, gint32 *numbers, gsize count)
{
	if (mc_fields_int32s(fields, name, numbers, count) != (gint32)count)
		mc_fields_refuse(fields, name, "numbers are missing");
}
