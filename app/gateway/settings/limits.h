#ifndef MC_APP_GATEWAY_SETTINGS_LIMITS_H
#define MC_APP_GATEWAY_SETTINGS_LIMITS_H

/* The numbers of a settings file: each may be left out, and each has bounds. */

#include "app/json/fields.h"

typedef struct McLimit {
	const char *name; /* in the file, and of the guint in the struct */
	gsize offset;
	guint minimum, maximum, otherwise;
} McLimit;

#define MC_LIMIT(type, member, least, most, standard)                                              \
	{                                                                                              \
		.name = #member, .offset = G_STRUCT_OFFSET(type, member), .minimum = (least),              \
		.maximum = (most), .otherwise = (standard)                                                 \
	}

/* A settings file as JSON. NULL with its line where it cannot be read. */
json_t *mc_settings_load(const char *path, GError **error);

void mc_limits_read(McFields *fields, const McLimit *limits, gsize count, gpointer settings);
/* Sets each to its default. */
void mc_limits_sample(json_t *object, const McLimit *limits, gsize count);
/* Indented, with its default values. Free it with g_free(). */
char *mc_limits_text(const json_t *object);

#endif
