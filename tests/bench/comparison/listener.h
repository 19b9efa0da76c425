#ifndef MC_TESTS_BENCH_COMPARISON_LISTENER_H
#define MC_TESTS_BENCH_COMPARISON_LISTENER_H

/* The ears that every procedure of hearing meets, and those who do not take the exam but answer one
 * tone. */

#include "app/observe/person.h"
#include "tests/bench/peers/hearing.h"

#define MC_LISTENER_SPREAD_DB 2.5
#define MC_LISTENER_SLIPS 0.02 /* misses, and presses without a tone */

/* Both ears alike; threshold_db: heard in half of all cases. */
McPerson mc_listener(double threshold_db);
bool mc_listener_hears(McDice *dice, double threshold_db, double level_db);
/* One threshold by a published procedure; adds to *presentations. */
double mc_listener_threshold(
    McHearingPeerKind kind, McDice *dice, double threshold_db, int *presentations);

#endif
