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

#include "drivers/sim/core/bus.h"

/* Without the preload library in this process: NULL and an error that says so. changed(data), with
 * the lock held, when something was plugged in or out. Freeing it takes the nodes and the test
 * bed's folder away. */
McSimBus *mc_sim_usbfs_new(
    McSimWorld *world, void (*changed)(gpointer data), gpointer data, GError **error);

#endif
