#ifndef MC_DRIVERS_DEVICE_DEVICE_H
#define MC_DRIVERS_DEVICE_DEVICE_H

/* The life of one instrument, the same for every kind: found on the bus, opened, identified by its
 * driver, judged, ready or locked, lost, opened again. And its face on the device board. Where
 * several are plugged in, one that nobody has enrolled, that is not what its ids promise or that
 * fails makes way for the next.
 *
 * What is shown is debounced (O10): an instrument that goes and is back and ready within 2 s, or
 * that stumbles and stands again within 0.9 s, leaves the board as it was; the port's lost() is
 * told at once all the same. When it is ready again the listener is called, changed or not.
 *
 * Nothing ticks while an instrument is ready, locked or absent. One that fails is opened again at
 * once, then after 2, 4, 8 … 30 s; also one whose starts all work and that fails each time somebody
 * uses it. */

#include "app/base/clock.h"
#include "app/ports/devices.h"
#include "drivers/bus/bus.h"
#include "drivers/bus/flight.h"

typedef struct McDevice McDevice;

/* What a driver does with it. Called from the main loop, never from inside a call here, except
 * self_test(). */
typedef struct McDeviceOps {
	McDeviceKind kind;
	const McUsbId *ids;
	McFlightPayload flight; /* what the flight recorder keeps of its bytes */
	/* NULL: every one on the bus. FALSE: this one is nobody's instrument, and not even opened.
	 * Asked again after set_enrolments(). */
	gboolean (*wants)(gpointer driver, guint16 vendor_id, guint16 product_id);
	/* The interface is claimed: make the instrument dark or mute, fill in mc_device_info(), then
	 * call mc_device_identified(), or mc_device_failed(). */
	void (*begin)(gpointer driver, McTransport *transport);
	/* Trusted and calibrated: the port may be used from now on. */
	void (*ready)(gpointer driver);
	/* The conversation is over; error says why. Forget what was built on the transport: it is
	 * closed right afterwards. */
	void (*end)(gpointer driver, const GError *error);
	/* Ends in mc_device_self_tested() or mc_device_failed(). FALSE: busy with a citizen. */
	gboolean (*self_test)(gpointer driver);
} McDeviceOps;

/* bus: NULL on a machine without USB. The driver outlives it. */
McDevice *mc_device_new(const McDeviceOps *ops, gpointer driver, McClock *clock, McBus *bus);
/* Closes the transport; no op is called. Free the bus right afterwards. */
void mc_device_free(McDevice *device);
/* When its conversation breaks, the last transfers go to a file of this folder
 * (drivers/bus/flight.h); NULL = nowhere. */
void mc_device_keep_flights(McDevice *device, const char *folder);

/* ---- for the driver ---- */

/* To fill in during begin(): maker … shutters. State and cause are not the driver's. */
McDeviceInfo *mc_device_info(McDevice *device);
void mc_device_identified(McDevice *device);
/* Before identified(), by what stands in the info: FALSE when it will be locked. */
gboolean mc_device_is_trusted(McDevice *device);
/* It did for somebody what it is for: what failed before counts no more. */
void mc_device_worked(McDevice *device);
/* Before identified(): it cannot tell when it was calibrated, so its enrolment does. */
void mc_device_keeps_no_record(McDevice *device);
/* error is copied; its code becomes the cause. Everything starts again. */
void mc_device_failed(McDevice *device, const GError *error);
/* … of which the driver knows more than the code says. */
void mc_device_failed_by(McDevice *device, McDeviceCause cause, const GError *error);
/* What the driver was told of it is another thing now: it starts again. From any place. */
void mc_device_start_again(McDevice *device);
/* It is ready, and somebody has to see to it (mc_device_cause_wants_a_hand()), or no longer
 * (MC_CAUSE_NONE). */
void mc_device_wants(McDevice *device, McDeviceCause cause);
/* Not the instrument that its USB ids promise: left alone until it is replugged. */
void mc_device_is_wrong(McDevice *device);
void mc_device_self_tested(McDevice *device, gboolean passed);

/* ---- for the ports ---- */

gboolean mc_device_is_ready(McDevice *device);
/* What lost() says when the port is used while it is not ready: DEVICE_GONE, NOT_ENROLLED, … */
GError *mc_device_why_not(McDevice *device);
const McDeviceInfo *mc_device_shown(McDevice *device);
void mc_device_set_listener(McDevice *device, McDeviceListener listener, gpointer data);
void mc_device_set_enrolments(McDevice *device, const McEnrolment *enrolments, guint count);
void mc_device_self_test(McDevice *device, McDeviceDone done, gpointer data);

#endif
