#ifndef MC_DRIVERS_SIM_UMOCKDEV_PORT_H
#define MC_DRIVERS_SIM_UMOCKDEV_PORT_H

/* One port of the simulated bus and the transfers that clients have in flight on it. Private to
 * this room. */

#include "drivers/sim/core/bus.h"
#include "drivers/sim/umockdev/node.h"

#include <umockdev.h>

/* Where umockdev's thread asks for the port. That thread outlives the test bed, nobody may wait for
 * its end, and what it has begun to tell it still tells: so the door stays until it lets go, and
 * the port leaves it. */
typedef struct McSimDoor McSimDoor;

typedef struct McSimPort {
	McSimWorld *world;
	McSimDevice *device;
	void (*changed)(gpointer data);
	gpointer changed_data;
	UMockdevTestbed *testbed;
	guint number;
	guint plugs, address; /* a new address at each plugging, as on a real bus */
	char *devnode, *syspath, *node_path; /* while plugged */
	McSimDoor *door;
	UMockdevIoctlBase *handler; /* while plugged; clients keep references of their own */
	McSimNode node;
	gboolean forbidden; /* its node may not be opened */
	gboolean held; /* another program is pretended to have it */
	gpointer owner; /* UMockdevIoctlClient with the claim, not owned */
	GQueue flying, done; /* McSimUrb */
	McSimBusCounts counts;
} McSimPort;

/* Makes the door. */
void mc_sim_port_open_door(McSimPort *port);
/* The handler asks at the port's door from now on. */
void mc_sim_port_listen(McSimPort *port, UMockdevIoctlBase *handler);
/* Returns when nobody is in the port and nobody will be. Not with the lock held. */
void mc_sim_port_shut_door(McSimPort *port);

/* Cancels what clients left behind that are gone. Lock held. */
void mc_sim_port_sweep(McSimPort *port);
/* Cancels everything. Lock held. */
void mc_sim_port_drop_all(McSimPort *port);

#endif
