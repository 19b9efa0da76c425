#ifndef MC_APP_TOOLS_TRIP_H
#define MC_APP_TOOLS_TRIP_H

/* To the gateway and back: by medcheck-courier carry, as the owner of STATE/courier. */

#include <glib.h>
#include <sys/types.h>

/* Its exit statuses, beside 0 and 1. */
#define MC_TRIP_PENDING 3
#define MC_TRIP_UNREACHABLE 4

typedef struct McTrip {
	const char *gateway, *proxy; /* proxy may be NULL */
	uid_t user;
	gid_t group;
} McTrip;

/* MC_ERROR_BAD_INPUT: the folder courier is missing. */
gboolean mc_trip_prepare(McTrip *trip, const char *state, GError **error);
/* Its exit status; -1 with an error when it cannot be started. arguments: further ones, up to NULL.
 * input may be NULL. */
int mc_trip(const McTrip *trip, const char *const *arguments, GBytes *input, GBytes **output,
    GError **error);

#endif
