#ifndef MC_TESTS_BENCH_DURABLE_STATION_H
#define MC_TESTS_BENCH_DURABLE_STATION_H

#include <glib.h>

/* A kiosk's recorder and its spool with so many records against one with 1 000, in turns: a visit's
 * end, the courier's taking, a receipt, a start; and how many transactions the end of a visit is.
 */
void mc_bench_station(GBytes *envelope, guint records);

#endif
