#include "app/observe/bars.h"

#include <math.h>
#include <stdlib.h>

int
mc_bars_runs(int planned)
{
	const char *permille = getenv("MC_OBSERVER_PERMILLE");
	int runs = permille ? planned * atoi(permille) / 1000 : planned;

	return runs < 50 ? 50 : runs > planned ? planned : runs;
}

static double
slack(int runs, int planned, double share)
{
	return runs >= planned ? 0.0 : 3.0 * sqrt(runs * share * (1.0 - share));
}

bool
mc_bars_at_most(int events, int runs, int planned, double share)
{
	return events <= runs * share + slack(runs, planned, share);
}

bool
mc_bars_at_least(int events, int runs, int planned, double share)
{
	return events >= runs * share - slack(runs, planned, share);
}
