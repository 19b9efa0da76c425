#ifndef MC_DRIVERS_BUS_SERIAL_WIRE_H
#define MC_DRIVERS_BUS_SERIAL_WIRE_H

/* Serial lines behind USB, as a table: which chip it is, the requests that open its line with 8
 * data bits, no parity, one stop bit and no handshake, and what it mixes into the bytes. Pure.
 *
 *   CDC-ACM  USB class definitions for communication devices 1.2 and PSTN 1.2, 6.3.10-12
 *   FTDI     FT232R and its sisters: one 3 MHz divider with eighths; two status bytes lead every
 *            packet
 *   CH34x    CH340, CH341: 48 MHz, prescaler and divisor
 */

#include <glib.h>

typedef enum McSerialChip {
	MC_SERIAL_NONE, /* not a serial line */
	MC_SERIAL_CDC_ACM,
	MC_SERIAL_FTDI,
	MC_SERIAL_CH34X,
} McSerialChip;

/* By the ids, or by the class of the claimed interface. */
McSerialChip mc_serial_chip_of(guint16 vendor_id, guint16 product_id, guint8 interface_class);
const char *mc_serial_chip_name(McSerialChip chip);

#define MC_SERIAL_REQUESTS_MAX 8
#define MC_SERIAL_DATA_MAX 7

typedef struct McSerialRequest {
	guint8 request_type, request; /* bit 7 of the type: the device answers */
	guint16 value, index;
	guint8 length; /* of the data stage */
	guint8 data[MC_SERIAL_DATA_MAX];
} McSerialRequest;

/* The requests in their order; their number, 0 when the chip cannot run at that speed. interface:
 * the claimed one, or for CDC the one that manages it. */
guint mc_serial_opening(McSerialChip chip, guint baud, guint8 interface,
    McSerialRequest requests[MC_SERIAL_REQUESTS_MAX]);

/* Errors that the chip reports beside the bytes. */
typedef enum McSerialFault {
	MC_SERIAL_OVERRUN = 1,
	MC_SERIAL_PARITY = 2,
	MC_SERIAL_FRAMING = 4,
	MC_SERIAL_BREAK = 8,
} McSerialFault;

/* Takes the chip's own bytes out of one transfer, in place; packet: the endpoint's. Returns how
 * many are left; *faults are McSerialFault bits. Any bytes give something. */
gsize mc_serial_strip(McSerialChip chip, guint packet, guint8 *bytes, gsize length, guint *faults);

#endif
