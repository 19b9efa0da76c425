#ifndef MC_DRIVERS_SIM_CORE_DEVICE_INNER_H
#define MC_DRIVERS_SIM_CORE_DEVICE_INNER_H

/* What serving transfers and striking them share. */

#include "drivers/sim/core/device.h"
#include "drivers/sim/core/standard.h"

struct McSimDevice {
	McSimWorld *world;
	const McSimModel *model;
	gpointer self;
	const McSimPlugListener *listener;
	gpointer listener_data;
	const McSimWatch *watch;
	gpointer watch_data;
	McSimTurnFunc turn;
	gpointer turn_data;
	gboolean plugged;
	McSimStandard standard;
	McSimFaultTable faults;
	GPtrArray *kept; /* GBytes of the faults so far */
	GQueue pending; /* McSimTransfer, in the order of their submission */
	gboolean serving, serve_again;
	guint64 unplug_timer, replug_timer;
	guint replug_ms;
};

/* Takes it out of the queue and gives it back to the host. */
void mc_sim_device_finish(McSimDevice *self, McSimTransfer *transfer, int status);
/* Each transfer meets the fault table once. TRUE when a fault has dealt with it: it is completed,
 * or held back. */
gboolean mc_sim_device_meet_faults(McSimDevice *self, McSimTransfer *transfer);

#endif
