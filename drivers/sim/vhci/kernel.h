#ifndef MC_DRIVERS_SIM_VHCI_KERNEL_H
#define MC_DRIVERS_SIM_VHCI_KERNEL_H

/* What the kernel has made of a port of vhci_hcd, read from sysfs; the port's number is the
 * rig's, from 1. */

#include "drivers/sim/core/model.h"

#include <gio/gio.h>

/* FALSE: the module is not loaded, or this user may not plug in. */
gboolean mc_vhci_kernel_is_usable(GError **error);

/* Hands the socket over. FALSE while the port is still being cleared of its last device. */
gboolean mc_vhci_kernel_attach(guint port, McSimSpeed speed, int socket);

/* The device's number on its bus, a new one at each plugging; 0 = there is none. */
guint mc_vhci_kernel_device_number(guint port);

/* Enumerated, known to udev, and its node may be opened by this user, or just not. */
gboolean mc_vhci_kernel_is_ready(guint port, gboolean is_allowed);

/* Opens the node and claims its interfaces, as another program would; -1 when that fails. */
int mc_vhci_kernel_hold(guint port, guint interfaces);

#endif
