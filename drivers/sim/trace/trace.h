#ifndef MC_DRIVERS_SIM_TRACE_TRACE_H
#define MC_DRIVERS_SIM_TRACE_TRACE_H

/* Everything on the simulated bus as a file of usbmon's (pcap), for Wireshark: as an analyser on
 * the cable sees it, faults included. */

#include "drivers/sim/core/device.h"

#include <gio/gio.h>

typedef struct McSimTrace McSimTrace;

McSimTrace *mc_sim_trace_new(const char *path, GError **error);
/* address: how it is called in the trace, its port. Lock held. */
void mc_sim_trace_follow(McSimTrace *trace, McSimDevice *device, guint8 address);
/* No device that it follows is used any more. */
void mc_sim_trace_free(McSimTrace *trace);

#endif
