#ifndef MC_TESTS_BENCH_COMPARISON_COMPARISON_H
#define MC_TESTS_BENCH_COMPARISON_COMPARISON_H

/* Ours and the others' ways of measuring, each exam on the same simulated people in one run. Each
 * prints its metrics and writes tables and charts into the folder; false when a file cannot be
 * written. runs: people a cell, an even number. */

#include <stdbool.h>

/* The peers against what is known of them; false when one is not what it says it is. */
bool mc_compare_references(void);
bool mc_compare_acuity(const char *folder, int runs);
/* False when ours takes more than 1.25 times the optimum's trials at some slope and lapse. */
bool mc_compare_with_optimum(int runs);
/* The whole exam of one ear against the mean of three published thresholds. */
bool mc_compare_hearing(const char *folder, int runs);
/* One threshold as a number: bias, spread, presentations, retest. */
bool mc_compare_thresholds(const char *folder, int runs);
/* The side test against two sounds left and two right. */
bool mc_compare_sides(const char *folder, int runs);
/* Plates and lights against counted pictures; fewer people, at least 40 a cell. */
bool mc_compare_colours(const char *folder, int runs);

#endif
