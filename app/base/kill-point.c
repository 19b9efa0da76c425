#include "app/base/kill-point.h"

#include "app/base/error.h"
#include <signal.h>
#include <string.h>

#define OCCURRENCE_MAX 1000000

gboolean
mc_kill_point_arm(McKillPoint *point, const char *text, GError **error)
{
	const char *colon = text == NULL ? NULL : strrchr(text, ':');
	guint64 occurrence = 0;

	*point = (McKillPoint){0};
	if (text == NULL)
		return TRUE;
	if (colon == NULL || colon == text ||
	    !g_ascii_string_to_unsigned(colon + 1, 10, 1, OCCURRENCE_MAX, &occurrence, NULL)) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "kill point: write it as place:occurrence");
		return FALSE;
	}
	point->name = g_strndup(text, (gsize)(colon - text));
	point->occurrence = (guint)occurrence;
	return TRUE;
}

void
mc_kill_point_clear(McKillPoint *point)
{
	g_clear_pointer(&point->name, g_free);
}

void
mc_kill_point_pass(McKillPoint *point, const char *scope, const char *place)
{
	g_autofree char *name = NULL;

	if (point->name == NULL)
		return;
	name = scope != NULL ? g_strconcat(scope, ".", place, NULL) : g_strdup(place);
	if (strcmp(name, point->name) == 0 && ++point->seen == point->occurrence)
		raise(SIGKILL);
}
