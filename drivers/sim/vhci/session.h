#ifndef MC_DRIVERS_SIM_VHCI_SESSION_H
#define MC_DRIVERS_SIM_VHCI_SESSION_H

/* One plugging of one device: a socket pair whose other end vhci_hcd has, and a thread that reads
 * it. Private to this room. */

#include "drivers/sim/core/bus.h"

typedef struct McVhciSession McVhciSession;

/* Plugs in, as soon as the kernel's port is free. counts is the port's. Lock held. */
McVhciSession *mc_vhci_session_new(McSimDevice *device, guint port, McSimBusCounts *counts);
/* Pulls the plug: the kernel gives what is in flight back by itself. Lock held. */
void mc_vhci_session_end(McVhciSession *session);
/* Nothing happens in it any more: freeing it does not wait. Lock held. */
gboolean mc_vhci_session_is_over(const McVhciSession *session);
/* Waits for the thread; without the lock, unless it is over. */
void mc_vhci_session_free(McVhciSession *session);

#endif
