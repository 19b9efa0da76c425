#include "tests/bench/comparison/retest.h"
#include "tests/bench/figures/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
mark_limits(McPlot *plot, const McRetest *retest, double mean, double spread)
{
	plot->levels = 3;
	for (int i = 0; i < 3; i++) {
		plot->level[i].at = mean + 1.96 * spread * (i - 1);
		snprintf(plot->level[i].text, sizeof plot->level[i].text, "%s %+.*f",
		    i == 1 ? "bias" : "95 % limit", retest->decimals + 1, plot->level[i].at);
	}
}

bool
mc_retest_write(const McRetest *retest, const char *folder)
{
	static McPlot plot;
	McPlotSeries *series = &plot.one[0];
	double sum = 0, squares = 0, mean, spread, stated[2];
	char title[128], note[256], file[64], x_label[80], y_label[80];
	McDice dice;

	memset(&plot, 0, sizeof plot);
	mc_dice_init(&dice, 900);
	for (int i = 0; i < retest->people; i++) {
		if (!retest->twice(retest->user, &dice, stated))
			continue;
		series->x[series->points] = (stated[0] + stated[1]) / 2;
		series->y[series->points++] = stated[1] - stated[0];
		sum += stated[1] - stated[0];
		squares += (stated[1] - stated[0]) * (stated[1] - stated[0]);
	}
	if (series->points < 2)
		return true;
	mean = sum / series->points;
	spread = sqrt((squares - series->points * mean * mean) / (series->points - 1));
	snprintf(title, sizeof title, "Retest agreement (Bland-Altman): %s", retest->label);
	snprintf(note, sizeof note, "%s%d %s", retest->says, retest->people, retest->who);
	snprintf(file, sizeof file, "%s-retest-%s", retest->exam, retest->id);
	snprintf(x_label, sizeof x_label, "mean of two measurements (%s)", retest->unit);
	snprintf(y_label, sizeof y_label, "second minus first (%s)", retest->unit);
	plot.title = title;
	plot.note = note;
	plot.x = (McPlotAxis){x_label, retest->low, retest->high, retest->x_step, retest->decimals};
	plot.y = (McPlotAxis){y_label, -retest->apart, retest->apart, retest->y_step, retest->decimals};
	plot.scattered = true;
	plot.series = 1;
	mark_limits(&plot, retest, mean, spread);
	printf("metric %s_%s_retest_limits %.4f %s\n", retest->exam, retest->id, 1.96 * spread,
	    retest->unit);
	return mc_plot_write(&plot, folder, file);
}
