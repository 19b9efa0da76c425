#ifndef MC_DRIVERS_DEVICE_CAUSE_H
#define MC_DRIVERS_DEVICE_CAUSE_H

/* What an error says of the instrument, and what is said to who asks for one that does not work. */

#include "app/base/error.h"
#include "app/ports/devices.h"

McDeviceCause mc_cause_of_error(const GError *error);
/* MC_ERROR_DEVICE_GONE for MC_CAUSE_NONE: it is not there yet. */
McErrorCode mc_error_of_cause(McDeviceCause cause);

#endif
