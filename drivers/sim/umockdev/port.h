#ifndef MC_DRIVERS_SIM_UMOCKDEV_PORT_H
#define MC_DRIVERS_SIM_UMOCKDEV_PORT_H

/* One port of the simulated bus and the transfers that clients have in flight on it. Private to
 * this room. */

#include "drivers/sim/core/bus.h"
#include "drivers/sim/umockdev/node.h"

#include <umockdev.h>

typedef struct McSimPort {
	McSimWorld *world;
	McSimDevice *device;
	void (*changed)(gpointer data);
	gpointer changed_data;
	UMockdevTestbed *testbed;
	guint number;
	guint plugs, address; /* a new address at each plugging, as on a real bus */
	char *devnode, *syspath, *node_path; /* while plugged */
	UMockdevIoctlBase *handler; /* while plugged; clients keep references of their own */
	McSimNode node;
	gboolean forbidden; /* its node may not be opened */
	gboolean held; /* another program is pretended to have it */
	gpointer owner; /* UMockdevIoctlClient with the claim, not owned */
	GQueue flying, done; /* McSimUrb */
	McSimBusCounts counts;
} McSimPort;

/* handle-ioctl and client-connected of the port's handler. Called on umockdev's thread. */
gboolean mc_sim_port_handle_ioctl(
    UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data);
void mc_sim_port_client_connected(
    UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer data);

/* Cancels what clients left behind that are gone. Lock held. */
void mc_sim_port_sweep(McSimPort *port);
/* Cancels everything. Lock held. */
void mc_sim_port_drop_all(McSimPort *port);

#endif
