#ifndef MC_DRIVERS_DEVICE_PRIVATE_H
#define MC_DRIVERS_DEVICE_PRIVATE_H

/* What the files of McDevice share. */

#include "drivers/device/board.h"
#include "drivers/device/device.h"
#include "drivers/device/notices.h"

struct McDevice {
	const McDeviceOps *ops;
	gpointer driver;
	McClock *clock;
	McDeviceInfo info; /* the truth; the board may lag behind it */
	McBoard *board;
	GPtrArray *present; /* McBusDevice on the bus, the bus's */
	GPtrArray *strangers; /* those that nobody has enrolled, as far as was looked */
	GPtrArray *wrong; /* those that are not what their ids promise */
	GPtrArray
	    *behind; /* those that were there when the one that was used left: none of them is it */
	McBusDevice *used; /* the one of them that is looked at; NULL = the driver wants none */
	McTransport *transport; /* NULL = not open */
	McFlight *flight;
	char *flight_folder; /* NULL = its records are not kept */
	gboolean closing; /* the last transport has not let go yet */
	gboolean identified, keeps_no_record;
	McDeviceCause judged; /* when it was identified */
	guint failures; /* since it was last identified, and those in use before it */
	guint failures_in_use; /* since it last did what it is for, or was plugged in */
	guint64 past_transfers, past_faults; /* of transports that are closed */
	guint64 retry; /* timer */
	GArray *enrolments;
	guint enrolments_source;
	gboolean again; /* asked for by the driver */
	/* the self-test under way */
	gboolean testing;
	McDeviceDone tested;
	gpointer tested_data;
	char tested_serial[64]; /* whose result stands in info */
	McNotices *notices;
};

void mc_device_set_state(McDevice *self, McDeviceState state, McDeviceCause cause);
/* Judged and shown anew: ready or locked. */
void mc_device_settle(McDevice *self);
/* The one that is running: error NULL = its result stands in info. */
void mc_device_end_test(McDevice *self, const GError *error);

/* ---- choice.c: which of several ---- */

/* When none is used: the first that the driver wants and that may be the kiosk's, else one that was
 * refused before. */
void mc_device_choose(McDevice *self);
/* The driver still wants the one that is used, if any. */
gboolean mc_device_wants_used(McDevice *self);
/* The one that is used fails: the next one's turn, which is itself when there is no other. */
void mc_device_take_turns(McDevice *self);
/* TRUE: the one that is used was refused, and another one is used now that may be the kiosk's. */
gboolean mc_device_pass_stranger(McDevice *self);
gboolean mc_device_pass_wrong(McDevice *self);
/* … it was refused before, and another one has come since. */
gboolean mc_device_prefers_other(McDevice *self);
/* The one that is used is not the one that left last. */
gboolean mc_device_is_another(McDevice *self);
/* It has left. */
void mc_device_forget(McDevice *self, McBusDevice *device);

#endif
