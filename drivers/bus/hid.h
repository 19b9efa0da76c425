#ifndef MC_DRIVERS_BUS_HID_H
#define MC_DRIVERS_BUS_HID_H

/* Input reports of a human interface device on one transport. A boot keyboard is told to speak the
 * boot protocol, whose report needs no descriptor; of any other the report descriptor is read. No
 * report is listened to before mc_hid_listen(). */

#include "drivers/bus/hid-wire.h"
#include "drivers/bus/transport.h"

typedef struct McHid McHid;

typedef struct McHidListener {
	void (*opened)(gpointer data);
	void (*report)(const guint8 *bytes, gsize length, gpointer data);
	/* It is over: nothing is told any more. */
	void (*broken)(const GError *error, gpointer data);
} McHidListener;

/* The transport stays the caller's. */
McHid *mc_hid_new(McTransport *transport, const McHidListener *listener, gpointer data);
/* As mc_usbtmc_free(): together with the transport's close() and before it. */
void mc_hid_free(McHid *hid);

gboolean mc_hid_is_keyboard(const McHid *hid);
/* After opened(); empty for a keyboard. */
const McHidMap *mc_hid_map(const McHid *hid);

/* opened() or broken() follows. */
void mc_hid_open(McHid *hid);
/* For ever. The device speaks only when something changes (SET_IDLE 0): nobody is woken in between.
 */
void mc_hid_listen(McHid *hid);

#endif
