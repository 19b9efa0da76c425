#include "app/gateway/settings/limits.h"

#include "app/base/error.h"

#include <stdlib.h>

json_t *
mc_settings_load(const char *path, GError **error)
{
	json_error_t where = {0};
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &where);

	if (json == NULL)
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s line %d: %s", path, where.line, where.text);
	return json;
}

void
mc_limits_read(McFields *fields, const McLimit *limits, gsize count, gpointer settings)
{
	for (gsize i = 0; i < count; i++) {
		guint *value = G_STRUCT_MEMBER_P(settings, limits[i].offset);

		*value = limits[i].otherwise;
		if (mc_fields_has(fields, limits[i].name))
			*value = (guint)mc_fields_int64(
			    fields, limits[i].name, limits[i].minimum, limits[i].maximum);
	}
}

void
mc_limits_sample(json_t *object, const McLimit *limits, gsize count)
{
	for (gsize i = 0; i < count; i++)
		json_object_set_new(object, limits[i].name, json_integer(limits[i].otherwise));
}

char *
mc_limits_text(const json_t *object)
{
	char *text = json_dumps(object, JSON_INDENT(2));
	char *copy = g_strdup(text);

	free(text);
	return copy;
}
