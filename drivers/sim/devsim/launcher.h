#ifndef MC_DRIVERS_SIM_DEVSIM_LAUNCHER_H
#define MC_DRIVERS_SIM_DEVSIM_LAUNCHER_H

/* Runs the program on the simulated bus and waits for it. */

#include <glib.h>

/* Starts this process anew under umockdev's preload library, if it is not running under it yet.
 * Returns only when there is nothing to do, or with an error. */
gboolean mc_devsim_reexec(char **argv, GError **error);

/* Runs the program with the control socket's path in MEDCHECK_DEVSIM_CONTROL, hands SIGTERM,
 * SIGINT and SIGHUP on to it, and serves the default main context meanwhile. If this process dies
 * the program gets SIGTERM. Its exit status, 128 + signal if one ended it, or 127 when it cannot be
 * started. */
int mc_devsim_run(char **program, const char *control);

#endif
