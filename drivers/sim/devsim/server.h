#ifndef MC_DRIVERS_SIM_DEVSIM_SERVER_H
#define MC_DRIVERS_SIM_DEVSIM_SERVER_H

/* The control socket: a line in, a line out (mc_sim_rig_command()). "watch N" is answered like
 * "state", but only once the revision is no longer N: so a companion shows everything at once and
 * never polls. */

#include "drivers/sim/rig.h"

typedef struct McDevsimServer McDevsimServer;

/* Makes the socket at path, for this user alone; it answers from the default main context. */
McDevsimServer *mc_devsim_server_new(McSimRig *rig, const char *path, GError **error);
/* Takes the socket away again. */
void mc_devsim_server_free(McDevsimServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDevsimServer, mc_devsim_server_free)

#endif
