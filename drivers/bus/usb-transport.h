#ifndef MC_DRIVERS_BUS_USB_TRANSPORT_H
#define MC_DRIVERS_BUS_USB_TRANSPORT_H

#include "drivers/bus/transport.h"

struct libusb_device_handle;

/* Takes the handle, whose interface is claimed. registry: every transport that has not let go yet
 * is in it; it outlives them. */
McTransport *mc_usb_transport_new(
    struct libusb_device_handle *handle, const McEndpoints *endpoints, GPtrArray *registry);

/* At the end of the program: transfers still under way are abandoned, nobody is told. */
void mc_usb_transport_destroy(McTransport *transport);

/* Closed, and its last transfer came back. */
gboolean mc_usb_transport_is_idle(const McTransport *transport);

#endif
