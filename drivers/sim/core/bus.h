#ifndef MC_DRIVERS_SIM_CORE_BUS_H
#define MC_DRIVERS_SIM_CORE_BUS_H

/* What carries simulated devices to a libusb: a transport. One bus a process. */

#include "drivers/sim/core/device.h"

typedef struct McSimBus McSimBus;

#define MC_SIM_BUS_PORTS 16 /* numbered 1 to 15 */

typedef struct McSimBusCounts {
	guint64 requests; /* what clients asked of the port: on usbfs its ioctls, on USB/IP transfers */
	guint64 empty_reaps; /* woken up with nothing to reap: how a spinning client shows */
} McSimBusCounts;

typedef struct McSimBusOps {
	/* Puts the device on a port. It is not plugged in by this. Lock held. */
	void (*add)(McSimBus *bus, McSimDevice *device, guint port);
	/* Claims of the port's interfaces are refused as EBUSY: another program holds it. Lock held. */
	void (*set_held)(McSimBus *bus, guint port, gboolean held);
	/* The operating system lets nobody open the device that is plugged in next. umockdev's bus
	 * makes it so; on the kernel's own the rules decide, and this only says that they will refuse.
	 * Lock held. */
	void (*set_forbidden)(McSimBus *bus, guint port, gboolean forbidden);
	/* Lock held. */
	McSimBusCounts (*counts)(McSimBus *bus, guint port);
	/* Waits until the host has taken notice of what was plugged and held. Lock not held. */
	void (*settle)(McSimBus *bus);
	/* No libusb may use its devices any more. Lock not held. */
	void (*free)(McSimBus *bus);
} McSimBusOps;

struct McSimBus {
	const McSimBusOps *ops;
};

#endif
