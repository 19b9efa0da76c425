/* Ours and the others' ways of measuring, side by side on the same simulated people in one run:
 * tables (CSV, Markdown), charts (SVG, PNG) and metrics. exams [FOLDER [RUNS]] */
#include "tests/bench/comparison/comparison.h"

#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : ".";
	int runs = argc > 2 ? atoi(argv[2]) : 4000;

	runs += runs % 2;
	if (runs <= 0) {
		fprintf(
		    stderr, "bench-exams: how many people a cell? \"%s\" is no number above 0\n", argv[2]);
		return 2;
	}
	mc_compare_sides(runs);
	if (mc_compare_thresholds(folder, runs) && mc_compare_hearing(folder, runs) &&
	    mc_compare_acuity(folder, runs))
		return 0;
	fprintf(stderr, "bench-exams: the folder %s cannot be written into\n", folder);
	return 1;
}
