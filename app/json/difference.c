#include "app/json/difference.h"

#include <glib.h>

/* Takes tail. */
static char *
join(const char *head, char *tail)
{
	char *path = g_strconcat(head, tail[0] == '\0' || tail[0] == '[' ? "" : ".", tail, NULL);

	g_free(tail);
	return path;
}

static char *
object_difference(const json_t *a, const json_t *b)
{
	const char *name = NULL;
	json_t *value = NULL;

	json_object_foreach((json_t *)a, name, value)
	{
		json_t *other = json_object_get(b, name);
		char *nested = other != NULL ? mc_json_difference(value, other) : g_strdup("");

		if (nested != NULL)
			return join(name, nested);
	}
	json_object_foreach(
	    (json_t *)b, name, value) if (json_object_get(a, name) == NULL) return g_strdup(name);
	return NULL;
}

static char *
array_difference(const json_t *a, const json_t *b)
{
	gsize length = MIN(json_array_size(a), json_array_size(b));

	for (gsize i = 0; i < length; i++) {
		char *nested = mc_json_difference(json_array_get(a, i), json_array_get(b, i));
		g_autofree char *head = g_strdup_printf("[%zu]", i);

		if (nested != NULL)
			return join(head, nested);
	}
	if (json_array_size(a) != json_array_size(b))
		return g_strdup_printf("[%zu]", length);
	return NULL;
}

char *
mc_json_difference(const json_t *a, const json_t *b)
{
	if (a == NULL || b == NULL)
		return a == b ? NULL : g_strdup("");
	if (json_is_object(a) && json_is_object(b))
		return object_difference(a, b);
	if (json_is_array(a) && json_is_array(b))
		return array_difference(a, b);
	return json_equal(a, b) ? NULL : g_strdup("");
}
