#ifndef MC_DRIVERS_DEVICE_CAUSE_H
#define MC_DRIVERS_DEVICE_CAUSE_H

/* What an error says of the instrument; what a cause says to who asks meanwhile is in its row of
 * app/ports/device-causes.def. */

#include "app/ports/devices.h"

McDeviceCause mc_cause_of_error(const GError *error);

#endif
