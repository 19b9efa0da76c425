#ifndef MC_APP_OBSERVE_BARS_H
#define MC_APP_OBSERVE_BARS_H

/* Shares of simulated people held against what an exam promises. */

#include <stdbool.h>

/* How many of so many planned runs to make: all, or MC_OBSERVER_PERMILLE of them. */
int mc_bars_runs(int planned);

/* Is this count of events within a bar of at most (at least) so large a share? Exact for the
 * planned number of runs, with three standard deviations of slack for fewer. */
bool mc_bars_at_most(int events, int runs, int planned, double share);
bool mc_bars_at_least(int events, int runs, int planned, double share);

#endif
