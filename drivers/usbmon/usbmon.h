#ifndef MC_DRIVERS_USBMON_USBMON_H
#define MC_DRIVERS_USBMON_USBMON_H

/* Traffic of a USB bus as Linux's usbmon writes it (Documentation/usb/usbmon.rst): a pcap file of
 * link type USB_LINUX_MMAPPED, which Wireshark reads. libpcap does the file. */

#include <glib.h>
#include <stdio.h>

typedef enum McUsbmonPipe { /* numbers of the format */
	MC_USBMON_ISOCHRONOUS = 0,
	MC_USBMON_INTERRUPT = 1,
	MC_USBMON_CONTROL = 2,
	MC_USBMON_BULK = 3,
} McUsbmonPipe;

#define MC_USBMON_SETUP 8
#define MC_USBMON_BYTES_MAX 16384 /* of one event; what is longer is cut */

/* A transfer is two events of one id: submitted and completed. */
typedef struct McUsbmonEvent {
	guint64 id;
	gboolean is_completion;
	McUsbmonPipe pipe;
	guint8 endpoint; /* with 0x80 for IN, also for a control request with an IN data stage */
	guint16 bus;
	guint8 device;
	gint64 at_wall_us; /* since 1970 UTC */
	gint32 status; /* of a completion: 0 or a negative errno */
	gboolean has_setup; /* of a submitted control request */
	guint8 setup[MC_USBMON_SETUP];
	guint32 length; /* bytes asked for, or moved */
	const guint8 *bytes; /* the first of them; NULL = none were kept */
	guint32 kept;
} McUsbmonEvent;

typedef struct McUsbmonWriter McUsbmonWriter;

/* Takes the file. NULL when it cannot be written: the file is closed all the same. */
McUsbmonWriter *mc_usbmon_writer_new(FILE *file);
void mc_usbmon_write(McUsbmonWriter *writer, const McUsbmonEvent *event);
/* Everything written so far is in the file. FALSE: it could not be written, the disk is full. */
gboolean mc_usbmon_flush(McUsbmonWriter *writer);
void mc_usbmon_writer_free(McUsbmonWriter *writer);

typedef void (*McUsbmonTake)(const McUsbmonEvent *event, gpointer data);
/* Any bytes: each whole event in their order, valid during the call. FALSE with a sentence in
 * *problem (free with g_free()) when this is no such file, or breaks off in the middle. */
gboolean mc_usbmon_read(
    gconstpointer file, gsize size, McUsbmonTake take, gpointer data, char **problem);

#endif
