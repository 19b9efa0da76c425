#ifndef MC_DRIVERS_BUS_USB_SOURCE_H
#define MC_DRIVERS_BUS_USB_SOURCE_H

#include <glib.h>

struct libusb_context;

/* libusb's descriptors and deadlines as one GLib source: its events are handled when there are any,
 * in the thread of the loop, and nothing runs in between. Destroy it before libusb_exit(). */
GSource *mc_usb_source_new(struct libusb_context *usb);

#endif
