#ifndef MC_TESTS_BENCH_COMPARISON_SHEET_H
#define MC_TESTS_BENCH_COMPARISON_SHEET_H

/* What several procedures decide about the same simulated people, by how far these are from the
 * limit: a table (CSV, Markdown), charts (SVG, PNG) and metrics. */

#include "app/observe/dice.h"
#include "tests/bench/peers/peer.h"

#include <stdbool.h>

#define MC_SHEET_PROCEDURES_MAX 8
#define MC_SHEET_DISTANCES 13
#define MC_SHEET_SHOWN 5 /* columns of the Markdown table */

typedef struct McMeasured {
	McPeerOutcome outcome;
	int trials;
} McMeasured;

/* Shares of all runs; trials in the mean. Of the people measured twice: the shares told the same,
 * that is PASS or FAIL or to see a doctor twice, and those told PASS once and FAIL once. */
typedef struct McSheetCell {
	double pass, fail, refer, trials, agree, pass_twice, fail_twice, contradicted;
} McSheetCell;

typedef struct McSheet {
	const char *exam; /* of files and metrics: "acuity" */
	const char *people; /* who is measured, and against which limit: a note below each chart */
	const char *distance_label; /* with its unit */
	const char *trials_label;
	double first_distance, distance_step; /* + = better than required */
	int distance_decimals;
	int shown[MC_SHEET_SHOWN];
	double trials_top, trials_step; /* of the chart */
	int procedures; /* ours first */
	struct {
		const char *label, *id; /* for people, for metrics */
	} procedure[MC_SHEET_PROCEDURES_MAX];
	/* Measures one person at this distance. */
	McMeasured (*measure)(void *user, int procedure, double distance, McDice *dice);
	void *user;
	McSheetCell cell[MC_SHEET_PROCEDURES_MAX][MC_SHEET_DISTANCES];
} McSheet;

double mc_sheet_distance(const McSheet *sheet, int place);

/* The same people meet every procedure: dice by distance and number, not by procedure. runs is
 * even: pairs of people with the same threshold are one person measured twice. */
void mc_sheet_fill(McSheet *sheet, int runs);

/* False when a file cannot be written. */
bool mc_sheet_write(const McSheet *sheet, const char *folder, int runs);

#endif
