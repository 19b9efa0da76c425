#ifndef MC_DRIVERS_SIM_VHCI_USBIP_H
#define MC_DRIVERS_SIM_VHCI_USBIP_H

/* The messages of USB/IP 1.1.1 (the kernel's Documentation/usb/usbip_protocol.rst) that pass
 * between vhci_hcd and a device: 48 bytes, big-endian, with the data behind. Pure functions. */

#include <glib.h>

#define MC_USBIP_HEADER 48
/* Behind the data of an isochronous transfer, for each of its packets. */
#define MC_USBIP_PACKET 16
#define MC_USBIP_PACKETS_MAX 1024

typedef enum McUsbipCommand {
	MC_USBIP_SUBMIT = 1,
	MC_USBIP_UNLINK = 2,
} McUsbipCommand;

typedef struct McUsbipRequest {
	guint32 command; /* a McUsbipCommand, if the kernel is sane */
	guint32 number;
	guint8 endpoint; /* with 0x80 for IN; 0 for control */
	gboolean is_in; /* which way the data goes, also of control */
	/* of a submission */
	guint32 length;
	guint32 packets; /* isochronous; else 0 */
	guint8 setup[8];
	/* of an unlinking */
	guint32 unlink_number;
} McUsbipRequest;

void mc_usbip_decode(const guint8 header[MC_USBIP_HEADER], McUsbipRequest *request);
/* status: 0 or a negative errno; actual: bytes moved either way; packets: as it was submitted. */
void mc_usbip_encode_submitted(
    guint32 number, int status, guint32 actual, guint32 packets, guint8 header[MC_USBIP_HEADER]);
/* Says in the packets of a submission how it went. An isochronous transfer is itself a success. */
void mc_usbip_encode_packets(guint8 *descriptors, guint32 packets, int status, guint32 actual);
void mc_usbip_encode_unlinked(guint32 number, int status, guint8 header[MC_USBIP_HEADER]);

#endif
