#ifndef MC_APP_LINK_CLIENT_H
#define MC_APP_LINK_CLIENT_H

/* The glass's end: the recorder port over the recorder's socket. Connects by itself and again after
 * every loss (100 ms, doubling to 2 s); what waited for a reply when the connection went, or is
 * asked without one, is answered MC_ERROR_UNREACHABLE. A recorder that does not answer for 30 s is
 * taken for lost. */

#include "app/base/clock.h"
#include "app/ports/recorder.h"

typedef struct McLink McLink;

/* The clock is borrowed for the link's life. */
McLink *mc_link_new(const char *socket_path, McClock *clock);
void mc_link_free(McLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McLink, mc_link_free)

McRecorderPort *mc_link_port(McLink *link);

#endif
