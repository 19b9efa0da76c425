#ifndef MC_APP_EXAM_FIXED_H
#define MC_APP_EXAM_FIXED_H

/* Integer logarithms: a posterior that is computed from these is the same bit by bit on every
 * processor, compiler and C library, which floating point does not promise. */

#include <stdint.h>

#define MC_FIXED_ONE_Q30 (INT64_C(1) << 30)

/* log2 of x · 2^-30 in units of 2^-16, rounded down; x = 1 … 2^30 gives -1 966 080 … 0. For x <= 0
 * that of 1. */
int32_t mc_fixed_log2(int64_t x_q30);

/* 2^(y · 2^-16) · 2^30, for y <= 0; 0 below 2^-30; 2^30 for y > 0. */
int64_t mc_fixed_exp2(int64_t y_q16);

/* num / den in 2^-30, for 0 <= num <= den < 2^62; 0 when den is 0. */
int64_t mc_fixed_ratio(int64_t num, int64_t den);

/* The square root, rounded down; 0 for what is negative. */
int64_t mc_fixed_root(int64_t square);

#endif
