#ifndef MC_DRIVERS_SIM_VHCI_VHCI_H
#define MC_DRIVERS_SIM_VHCI_VHCI_H

/* Simulated devices on the running kernel's own bus: each is the far end of a USB/IP connection
 * that vhci_hcd was handed as a socket. usbfs, udev, hotplug, kernel drivers and lsusb are the real
 * ones. No network, no tool; root, or write permission for vhci_hcd's "attach". */

#include "drivers/sim/core/bus.h"

/* As mc_sim_usbfs_new(). */
McSimBus *mc_sim_vhci_new(
    McSimWorld *world, void (*changed)(gpointer data), gpointer data, GError **error);

#endif
