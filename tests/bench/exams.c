/* Ours and the others' ways of measuring, side by side on the same simulated people in one run:
 * tables (CSV, Markdown), charts (SVG, PNG) and metrics. exams [FOLDER [RUNS]]; exit status 1 when
 * a bar does not hold, 2 when it cannot run. */
#include "tests/bench/comparison/comparison.h"

#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : ".";
	int runs = argc > 2 ? atoi(argv[2]) : 4000;

	bool good;

	runs += runs % 2;
	if (runs <= 0) {
		fprintf(
		    stderr, "bench-exams: how many people a cell? \"%s\" is no number above 0\n", argv[2]);
		return 2;
	}
	good = mc_compare_references();
	if (!mc_compare_sides(folder, runs) || !mc_compare_thresholds(folder, runs) ||
	    !mc_compare_hearing(folder, runs) || !mc_compare_colours(folder, runs) ||
	    !mc_compare_acuity(folder, runs)) {
		fprintf(stderr, "bench-exams: the folder %s cannot be written into\n", folder);
		return 2;
	}
	good = mc_compare_with_optimum(runs) && good;
	if (!good)
		fprintf(stderr, "bench-exams: a figure is beyond its bounds\n");
	return good ? 0 : 1;
}
