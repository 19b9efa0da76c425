#ifndef MC_TESTS_BENCH_FIGURES_PLOT_H
#define MC_TESTS_BENCH_FIGURES_PLOT_H

/* A chart for paper and screen, as SVG and PNG: labelled axes, a colour, a dash and a mark for each
 * series (the colours of Okabe and Ito, which colour-blind people tell apart). */

#include <stdbool.h>

#define MC_PLOT_POINTS_MAX 400
#define MC_PLOT_SERIES_MAX 8
#define MC_PLOT_LEVELS_MAX 4

typedef struct McPlotSeries {
	const char *name;
	int points;
	double x[MC_PLOT_POINTS_MAX], y[MC_PLOT_POINTS_MAX];
} McPlotSeries;

typedef struct McPlotAxis {
	const char *label; /* with its unit */
	double low, high, step;
	int decimals;
} McPlotAxis;

/* A line across the chart, written on at its right end. */
typedef struct McPlotLevel {
	double at;
	char text[48];
} McPlotLevel;

typedef struct McPlot {
	const char *title, *note; /* the note stands below, small */
	McPlotAxis x, y;
	bool scattered; /* marks without lines */
	int series;
	McPlotSeries one[MC_PLOT_SERIES_MAX];
	int levels;
	McPlotLevel level[MC_PLOT_LEVELS_MAX];
} McPlot;

/* Writes FOLDER/NAME.svg and FOLDER/NAME.png; false when a file cannot be written. */
bool mc_plot_write(const McPlot *plot, const char *folder, const char *name);

#endif
