#ifndef MC_DRIVERS_BUS_ENDPOINTS_H
#define MC_DRIVERS_BUS_ENDPOINTS_H

#include "drivers/bus/bus.h"

struct libusb_device;

/* From the active configuration (cached by the kernel, no transfer): the interface that the id
 * names, its endpoints, and the port that it hangs on. FALSE with MC_ERROR_PROTOCOL when there is
 * none with bulk in both directions; a HID interface needs an interrupt-IN instead,
 * audio control nothing. */
gboolean mc_endpoints_find(
    struct libusb_device *device, const McUsbId *id, McEndpoints *endpoints, GError **error);

#endif
