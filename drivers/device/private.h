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
	McBusDevice *used; /* the first of them that the driver wants; NULL = none is there */
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

#endif
