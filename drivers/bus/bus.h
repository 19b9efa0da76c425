#ifndef MC_DRIVERS_BUS_BUS_H
#define MC_DRIVERS_BUS_BUS_H

/* The USB bus on the default main context: who is there, who came and went, and a transport to one
 * of them. No thread of ours, no polling: libusb's descriptors are sources of the loop. */

#include "drivers/bus/transport.h"

/* A row of a driver's id table, from which the udev rules are printed as well. A row without a
 * vendor stands for every device that has such an interface. The table ends with a row of zeros. */
typedef struct McUsbId {
	guint16 vendor_id, product_id;
	guint8 interface_class, interface_subclass; /* 0 = the first interface */
} McUsbId;

gboolean mc_usb_id_is_end(const McUsbId *id);

typedef struct McBus McBus;
typedef struct McBusDevice McBusDevice;

typedef struct McBusListener {
	/* Plugged in, or found at the start; the device is valid until left() returns. */
	void (*arrived)(McBusDevice *device, gpointer data);
	void (*left)(McBusDevice *device, gpointer data);
} McBusListener;

/* NULL with MC_ERROR_NO_POWER on a machine without USB, MC_ERROR_INTERNAL otherwise. */
McBus *mc_bus_new(GError **error);
/* Closes what is still open. Not from inside a callback of the bus. */
void mc_bus_free(McBus *bus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McBus, mc_bus_free)

/* Before mc_bus_start(). Table and listener are kept, not copied. */
void mc_bus_watch(McBus *bus, const McUsbId *ids, const McBusListener *listener, gpointer data);
/* From now on listeners are told, from the main loop. */
void mc_bus_start(McBus *bus);

guint16 mc_bus_device_vendor_id(const McBusDevice *device);
guint16 mc_bus_device_product_id(const McBusDevice *device);

/* Opens the device and claims the interface that the row of the table names; a kernel driver is
 * asked to let go and gets it back at the end. NULL with MC_ERROR_REFUSED (permission),
 * MC_ERROR_BUSY, MC_ERROR_DEVICE_GONE, or MC_ERROR_PROTOCOL (no such interface). */
McTransport *mc_bus_open(McBusDevice *device, GError **error);

/* For the end of the program alone: handles USB events until is_done() or for at most timeout_ms.
 */
void mc_bus_settle(McBus *bus, gboolean (*is_done)(gpointer data), gpointer data, guint timeout_ms);

#endif
