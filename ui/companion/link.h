#ifndef MC_UI_COMPANION_LINK_H
#define MC_UI_COMPANION_LINK_H

/* The companion's way to the bench: lines to its control socket, and its state as it changes. All
 * callbacks come from the default main context. */

#include "ui/companion/state.h"

typedef struct McCompanionLink McCompanionLink;

typedef struct McCompanionListener {
	void (*state)(const McCompanionState *state, gpointer data);
	void (*refused)(const char *why, gpointer data); /* a line that was answered by "error" */
	void (*gone)(gpointer data); /* the bench has ended; last call */
} McCompanionListener;

McCompanionLink *mc_companion_link_new(
    const char *path, const McCompanionListener *listener, gpointer data, GError **error);
void mc_companion_link_free(McCompanionLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McCompanionLink, mc_companion_link_free)

void mc_companion_link_send(McCompanionLink *link, const char *line);

#endif
