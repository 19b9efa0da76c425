#include "tests/bench/bar/bar.h"

static gboolean is_above;

void
mc_bench_bar(const char *name, gdouble value, gdouble at_most, const char *unit)
{
	g_print("metric %s %.2f %s\n", name, value, unit);
	g_print("metric %s_at_most %.2f %s\n", name, at_most, unit);
	if (value > at_most)
		g_printerr("bench: %s is %.2f, above %.2f\n", name, value, at_most);
	is_above = is_above || value > at_most;
}

gboolean
mc_bench_is_above(void)
{
	return is_above;
}
