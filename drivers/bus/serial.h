#ifndef MC_DRIVERS_BUS_SERIAL_H
#define MC_DRIVERS_BUS_SERIAL_H

/* A serial line (8N1, no handshake) on one transport, whatever chip is in the plug. As everywhere
 * on this bus nothing is repaired: what goes wrong is told once with broken(), and a fresh line is
 * the way on. */

#include "drivers/bus/serial-wire.h"
#include "drivers/bus/transport.h"

typedef struct McSerial McSerial;

typedef struct McSerialListener {
	void (*opened)(gpointer data);
	/* Bytes of the line as they come, any number. faults: McSerialFault bits. */
	void (*received)(const guint8 *bytes, gsize length, guint faults, gpointer data);
	/* The line is over: nothing is told any more. */
	void (*broken)(const GError *error, gpointer data);
} McSerialListener;

/* The transport stays the caller's. */
McSerial *mc_serial_new(McTransport *transport, const McSerialListener *listener, gpointer data);
/* As mc_usbtmc_free(): together with the transport's close() and before it. */
void mc_serial_free(McSerial *serial);

McSerialChip mc_serial_chip(const McSerial *serial);

/* Sends the chip's requests; opened() or broken() follows. */
void mc_serial_open(McSerial *serial, guint baud);
/* Between opened() and broken(). The bytes go out in order. */
void mc_serial_send(McSerial *serial, const guint8 *bytes, gsize length);
/* Listening costs wake-ups: an FTDI chip speaks 60 times a second even when its line is silent. So
 * only while something is expected. Off at first. */
void mc_serial_listen(McSerial *serial, gboolean on);

#endif
