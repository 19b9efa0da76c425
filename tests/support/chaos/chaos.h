#ifndef MC_TESTS_SUPPORT_CHAOS_CHAOS_H
#define MC_TESTS_SUPPORT_CHAOS_CHAOS_H

/* A bad network on the loopback: takes connections, carries their bytes to a port and back, and
 * does to each connection what a seeded dice says. Runs in the default main context. Bytes are
 * opaque to it (they are TLS). */

#include <glib.h>

typedef struct McChaos McChaos;

typedef enum McMischief {
	MC_MISCHIEF_NONE,
	MC_MISCHIEF_CUT_REQUEST, /* closed after some bytes on the way there */
	MC_MISCHIEF_LOSE_REPLY, /* the way there is whole, some of the way back is not */
	MC_MISCHIEF_RESET, /* as the last one, with a TCP reset */
	MC_MISCHIEF_STALL, /* carries nothing more, and holds the connection */
} McMischief;
#define MC_MISCHIEFS 5

/* After so many connections it leaves all of them alone, so that a play comes to its end. */
McChaos *mc_chaos_new(guint to_port, guint32 seed, guint calm_after);
void mc_chaos_free(McChaos *chaos);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McChaos, mc_chaos_free)

guint mc_chaos_port(const McChaos *chaos);
/* How many connections met with this. */
guint mc_chaos_count(const McChaos *chaos, McMischief mischief);

#endif
