#ifndef MC_DRIVERS_DEVICE_NOTICES_H
#define MC_DRIVERS_DEVICE_NOTICES_H

/* Ends of self-tests, told from the main loop and never from inside a call. */

#include "app/ports/devices.h"

typedef struct McNotices McNotices;

McNotices *mc_notices_new(void);
/* Nothing is told any more. */
void mc_notices_free(McNotices *notices);
/* error is copied. */
void mc_notices_tell(McNotices *notices, McDeviceDone done, gpointer data, const GError *error);

#endif
