#ifndef MC_TESTS_BENCH_DURABLE_SERIES_H
#define MC_TESTS_BENCH_DURABLE_SERIES_H

#include <glib.h>

#define MC_SERIES_MAX 400

typedef struct McSeries {
	gdouble us[MC_SERIES_MAX];
	guint count;
} McSeries;

void mc_series_add(McSeries *series, gdouble us);
gdouble mc_series_median(McSeries *series); /* sorts it */
gdouble mc_series_mean(const McSeries *series);

/* Of this process: others may be busy on the machine. */
gdouble mc_series_cpu_us(void);

#endif
