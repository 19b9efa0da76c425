#ifndef MC_APP_BASE_KILL_POINT_H
#define MC_APP_BASE_KILL_POINT_H

/* Named places at which a fault test lets a process die as by kill -9, to see that nothing is lost
 * and nothing doubled: "before-commit:2" is the second time that the place before-commit is passed.
 * A place may have a scope, "visit-finish.after-commit:1". Armed in a demonstration only; otherwise
 * every place is a comparison with NULL. */

#include <glib.h>

typedef struct McKillPoint {
	char *name; /* NULL: not armed */
	guint occurrence, seen;
} McKillPoint;

/* text NULL: not armed. MC_ERROR_BAD_INPUT when it has another form. */
gboolean mc_kill_point_arm(McKillPoint *point, const char *text, GError **error);
void mc_kill_point_clear(McKillPoint *point);

/* Does not return when it is the armed place for the last time. scope may be NULL. */
void mc_kill_point_pass(McKillPoint *point, const char *scope, const char *place);

#endif
