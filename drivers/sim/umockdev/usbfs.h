#ifndef MC_DRIVERS_SIM_UMOCKDEV_USBFS_H
#define MC_DRIVERS_SIM_UMOCKDEV_USBFS_H

/* Simulated devices as /dev/bus/usb nodes of an umockdev test bed: the unchanged libusb of this
 * process, or of one child, finds them in sysfs, is told of hotplug by its udev monitor, and talks
 * to them through usbfs ioctls. The process must run under libumockdev-preload.so.0.
 *
 * Each node is a pty, because libusb polls it: output stopped = nothing to reap, output started =
 * POLLOUT, master closed = POLLERR, as on a real usbfs. A plain file would always be writable and
 * keep libusb spinning.
 *
 * Limits of umockdev: hotplug reaches one client process; all of /sys is replaced for the client.
 */

#include "drivers/sim/core/device.h"

typedef struct McSimUsbfs McSimUsbfs;

/* Without the preload library in this process: NULL and an error that says so. changed(data), with
 * the lock held, when something was plugged in or out. */
McSimUsbfs *mc_sim_usbfs_new(
    McSimWorld *world, void (*changed)(gpointer data), gpointer data, GError **error);
/* Takes the nodes and the test bed's folder away. No libusb of this process may use them any
 * more, and the lock must not be held. */
void mc_sim_usbfs_free(McSimUsbfs *usbfs);

/* Puts the device on a port of bus 1. It is not plugged in by this. Lock held. */
void mc_sim_usbfs_add(McSimUsbfs *usbfs, McSimDevice *device, guint port);

/* Claims of the port's interfaces are refused as EBUSY: another program holds it. Lock held. */
void mc_sim_usbfs_set_held(McSimUsbfs *usbfs, guint port, gboolean held);

typedef struct McSimUsbfsCounts {
	guint64 ioctls;
	guint64 empty_reaps; /* woken up with nothing to reap: how a spinning client shows */
} McSimUsbfsCounts;

/* Lock held. */
McSimUsbfsCounts mc_sim_usbfs_counts(McSimUsbfs *usbfs, guint port);

/* Of the test bed; for the child's clean-up. */
const char *mc_sim_usbfs_root(const McSimUsbfs *usbfs);

#endif
