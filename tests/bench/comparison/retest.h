#ifndef MC_TESTS_BENCH_COMPARISON_RETEST_H
#define MC_TESTS_BENCH_COMPARISON_RETEST_H

/* What a procedure states of the same people twice, as Bland and Altman draw it. */

#include "app/observe/dice.h"

#include <stdbool.h>

#define MC_RETEST_PEOPLE_MAX 300

/* Fewer where fewer a cell come. */
static inline int
mc_retest_people(int runs)
{
	return runs < MC_RETEST_PEOPLE_MAX ? runs : MC_RETEST_PEOPLE_MAX;
}

typedef struct McRetest {
	const char *exam, *id; /* FOLDER/EXAM-retest-ID.svg and .png, metric EXAM_ID_retest_limits */
	const char *label; /* of the title */
	const char *says; /* the note below, and after it who came: "300 simulated eyes." */
	int people;
	const char *who;
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
