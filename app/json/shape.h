#ifndef MC_APP_JSON_SHAPE_H
#define MC_APP_JSON_SHAPE_H

/* A plain C struct as members of a JSON object, described once and used for both directions, so
 * that writer and reader cannot drift apart. A member is called in JSON as in C. */

#include "app/json/fields.h"
#include <stddef.h>

/* An enumeration's words, indexed by its values. */
typedef struct McWords {
	const char *const *names;
	guint count;
} McWords;

/* NULL outside the list. */
const char *mc_words_name(const McWords *words, guint value);
/* -1 when unknown. */
int mc_words_find(const McWords *words, const char *name);

typedef enum McShapeKind {
	MC_SHAPE_INT32,
	MC_SHAPE_INT32_OR_OFF, /* INT32_MIN is the word "off" */
	MC_SHAPE_INT64, /* within ±(2^53 - 1): what every JSON reader keeps exactly */
	MC_SHAPE_C_BOOL, /* bool, one byte */
	MC_SHAPE_GBOOLEAN,
	MC_SHAPE_WORD, /* an enum: words */
	MC_SHAPE_TEXT, /* char[size] */
	MC_SHAPE_HEX, /* char[size], size - 1 hexadecimal digits */
	MC_SHAPE_NUMBERS, /* gint32[], all of them */
} McShapeKind;

typedef struct McShape {
	const char *name;
	gsize offset;
	McShapeKind kind;
	gsize size;
	const McWords *words;
} McShape;

#define MC_SHAPE(type, member, shape_kind)                                                         \
	{                                                                                              \
		.name = #member, .offset = offsetof(type, member), .kind = (shape_kind),                   \
		.size = sizeof(((type *)NULL)->member)                                                     \
	}
#define MC_SHAPE_ENUM(type, member, enum_words)                                                    \
	{                                                                                              \
		.name = #member, .offset = offsetof(type, member), .kind = MC_SHAPE_WORD,                  \
		.size = sizeof(((type *)NULL)->member), .words = (enum_words)                              \
	}

#define MC_JSON_INTEGER_MAX G_GINT64_CONSTANT(9007199254740991)

/* Sets each member on an object. A struct that holds no such word gets the word "?": it will not be
 * read back. */
void mc_shape_write(json_t *object, const McShape *shape, gsize count, const void *from);
void mc_shape_read(McFields *fields, const McShape *shape, gsize count, void *into);

/* A struct as a member of its own. */
void mc_shape_write_nested(
    json_t *object, const char *name, const McShape *shape, gsize count, const void *from);
void mc_shape_read_nested(
    McFields *fields, const char *name, const McShape *shape, gsize count, void *into);

/* A list of exactly so many. */
void mc_shape_write_numbers(json_t *object, const char *name, const gint32 *numbers, gsize count);
void mc_shape_read_numbers(McFields *fields, const char *name, gint32 *numbers, gsize count);

#endif
