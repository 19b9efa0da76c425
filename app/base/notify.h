#ifndef MC_APP_BASE_NOTIFY_H
#define MC_APP_BASE_NOTIFY_H

/* What systemd is told of a service with Type=notify and WatchdogSec= (sd_notify(3)): that it
 * works, and twice in each span of the watchdog that its main loop still turns. A loop that stands
 * still is killed and started again by systemd. Outside of systemd nothing is done. */

#include <glib.h>

typedef struct McNotify McNotify;

/* Says that it works, and goes on saying so from the default main context. Takes NOTIFY_SOCKET and
 * WATCHDOG_USEC out of the environment: a child has nothing to say. NULL: nobody wants to know. */
McNotify *mc_notify_new(void);
/* NULL is nothing. The words end; systemd is told that the program is about to. */
void mc_notify_free(McNotify *notify);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McNotify, mc_notify_free)

#endif
