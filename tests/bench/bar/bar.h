#ifndef MC_TESTS_BENCH_BAR_BAR_H
#define MC_TESTS_BENCH_BAR_BAR_H

#include <glib.h>

/* "metric NAME VALUE UNIT" and "metric NAME_at_most BAR UNIT". */
void mc_bench_bar(const char *name, gdouble value, gdouble at_most, const char *unit);
/* Whether any stood above its bar. */
gboolean mc_bench_is_above(void);

#endif
