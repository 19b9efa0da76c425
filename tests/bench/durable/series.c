#include "tests/bench/durable/series.h"

#include <stdlib.h>
#include <time.h>

void
mc_series_add(McSeries *series, gdouble us)
{
	g_assert(series->count < MC_SERIES_MAX);
	series->us[series->count++] = us;
}

static int
compare(gconstpointer one, gconstpointer other)
{
	gdouble difference = *(const gdouble *)one - *(const gdouble *)other;

	return difference < 0 ? -1 : difference > 0;
}

gdouble
mc_series_median(McSeries *series)
{
	qsort(series->us, series->count, sizeof *series->us, compare);
	return series->us[series->count / 2];
}

gdouble
mc_series_mean(const McSeries *series)
{
	gdouble sum = 0;

	for (guint i = 0; i < series->count; i++)
		sum += series->us[i];
	return sum / series->count;
}

gdouble
mc_series_cpu_us(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (gdouble)now.tv_sec * 1e6 + (gdouble)now.tv_nsec / 1e3;
}
