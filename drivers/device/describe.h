#ifndef MC_DRIVERS_DEVICE_DESCRIBE_H
#define MC_DRIVERS_DEVICE_DESCRIBE_H

/* Who a device is by its USB descriptors alone: maker, model and serial strings, and its release
 * number as firmware. For everything that has no *IDN?. */

#include "app/ports/devices.h"
#include "drivers/bus/transport.h"

typedef struct McDescribe McDescribe;

/* error NULL: info is filled in; a device without good strings leaves them "" (such are sold). */
typedef void (*McDescribed)(const GError *error, gpointer data);

McDescribe *mc_describe_new(
    McTransport *transport, McDeviceInfo *info, McDescribed done, gpointer data);
/* Together with the transport's close() and before it. */
void mc_describe_free(McDescribe *describe);
/* done comes from the main loop. */
void mc_describe_run(McDescribe *describe);

/* A string descriptor (USB 2.0, 9.6.7: its length, 3, UTF-16LE) of so many bytes that came, as text
 * of at most `size` with its end; what is not printable ASCII is left out. Of bytes that are none
 * text stays as it is. */
void mc_describe_text(const guint8 *bytes, gsize length, char *text, gsize size);

/* Without a serial number a device is known by the port that it hangs on: "at-usb-1-2.4". A
 * technician adopts it there, and it is a stranger on every other port. */
void mc_describe_by_port(const McTransport *transport, McDeviceInfo *info);

#endif
