#ifndef MC_TESTS_BENCH_COMPARISON_RETEST_H
#define MC_TESTS_BENCH_COMPARISON_RETEST_H

/* What a procedure states of the same people twice, as Bland and Altman draw it. */

#include "app/observe/dice.h"

#include <stdbool.h>

typedef struct McRetest {
	const char *exam, *id; /* FOLDER/EXAM-retest-ID.svg and .png, metric EXAM_ID_retest_limits */
	const char *label, *people; /* of the title; the note below */
	const char *unit;
	double low, high, apart, x_step, y_step; /* axes: the mean's range; the difference's ± */
	int decimals;
	/* The person number n is drawn and measured twice; false when it states no number. */
	bool (*twice)(void *user, McDice *dice, double stated[2]);
	void *user;
} McRetest;

/* A procedure that states no number has no chart. False when a file cannot be written. */
bool mc_retest_write(const McRetest *retest, const char *folder);

#endif
