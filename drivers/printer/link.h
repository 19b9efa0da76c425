#ifndef MC_DRIVERS_PRINTER_LINK_H
#define MC_DRIVERS_PRINTER_LINK_H

/* Bytes to a printer and what it says back, on one transport. One request at a time. Private to
 * this room. */

#include "drivers/bus/transport.h"
#include "drivers/printer/wire.h"

typedef struct McPrinterLink McPrinterLink;

typedef struct McPrinterLinkEvents {
	/* The bytes of send() have gone; a printer that is off line may take them much later. */
	void (*sent)(gpointer data);
	/* of the last DLE EOT; FALSE: nobody waits for it */
	gboolean (*status)(guint8 value, gpointer data);
	void (*automatic)(const McPrinterState *state, gpointer data);
	gboolean (*turn)(gpointer data); /* GS r is answered; FALSE: nobody waits for it */
	void (*device_id)(const guint8 *bytes, gsize length, gpointer data);
	void (*broken)(const GError *error, gpointer data);
} McPrinterLinkEvents;

/* The transport stays the caller's. */
McPrinterLink *mc_printer_link_new(
    McTransport *transport, const McPrinterLinkEvents *events, gpointer data);
/* Together with the transport's close() and before it. */
void mc_printer_link_free(McPrinterLink *link);

/* From now on; harmless when it does already. What it says unasked has a bound, then it is broken:
 * it talks without end. */
void mc_printer_link_listen(McPrinterLink *link);
/* Takes the bytes. sent() follows if it is to be told. */
void mc_printer_link_send(McPrinterLink *link, GByteArray *bytes, gboolean tell_sent);
/* SOFT_RESET: a printer in the middle of an earlier host's dots would take everything for dots.
 * sent() or broken() follows; one that does not know the request is taken as it is. */
void mc_printer_link_reset(McPrinterLink *link);
/* GET_DEVICE_ID: device_id() or broken() follows. */
void mc_printer_link_ask_id(McPrinterLink *link);

#endif
