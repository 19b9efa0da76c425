#ifndef MC_DRIVERS_BUS_FLIGHT_H
#define MC_DRIVERS_BUS_FLIGHT_H

/* The flight recorder of one instrument: its last transfers in a ring, written to a file when the
 * conversation breaks. The file is a trace as usbmon writes it, beginning with the device's
 * descriptor, so Wireshark reads it and medcheck-devsim --replay plays it back.
 *
 * What is in it of a person: nothing. Bytes are kept only of instruments whose driver says so, and
 * those have never heard of a name. Of the reader, the printer and the pads only endpoint, status
 * and lengths are written. Once an instrument is known and measures, the digits of its answers are
 * written as 0, and as x in the answer that nobody understood: it may be a height beyond all. */

#include "drivers/bus/transport.h"

#define MC_FLIGHT_TRANSFERS 96
#define MC_FLIGHT_BYTES 256 /* of a transfer */
#define MC_FLIGHT_FILES 8 /* of a device; the oldest goes */

typedef enum McFlightPayload {
	MC_FLIGHT_LENGTHS, /* no bytes; the set-up of a control request is kept */
	MC_FLIGHT_USBTMC, /* bytes, and digits of answers hidden once it measures */
} McFlightPayload;

/* Pipes as usbmon numbers them. */
typedef enum McFlightPipe {
	MC_FLIGHT_ISOCHRONOUS,
	MC_FLIGHT_INTERRUPT,
	MC_FLIGHT_CONTROL,
	MC_FLIGHT_BULK,
} McFlightPipe;

typedef struct McFlightTransfer {
	McFlightPipe pipe;
	guint8 endpoint; /* with 0x80 for IN */
	guint8 setup[8]; /* control */
	gint64 begun_us, ended_us; /* monotonic */
	McTransferStatus status;
	gsize asked, moved;
	const guint8 *bytes; /* of the data stage: asked for OUT, moved for IN */
} McFlightTransfer;

McFlight *mc_flight_new(McFlightPayload payload);
/* Wipes what it holds. */
void mc_flight_free(McFlight *flight);

/* A new conversation: what was before is forgotten. */
void mc_flight_begin(McFlight *flight, const McEndpoints *endpoints);
/* From now on answers may be measurements of a person. */
void mc_flight_measures(McFlight *flight);
void mc_flight_note(McFlight *flight, const McFlightTransfer *transfer);
/* The plug was pulled: what waits for the device ends with it. */
void mc_flight_note_left(McFlight *flight);

/* Writes what the ring holds to FOLDER/YYYYMMDDTHHMMSSZ-KIND-CAUSE.pcap, makes the folder, and
 * takes old files of the kind away. kind, cause: words of the log. not_understood: the last answer
 * is what broke the conversation. Nothing to write is no error. */
gboolean mc_flight_save(McFlight *flight, const char *folder, const char *kind, const char *cause,
    gint64 wall_us, gboolean not_understood, GError **error);

#endif
