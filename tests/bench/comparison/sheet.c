#include "tests/bench/comparison/sheet.h"
#include "tests/bench/figures/plot.h"

#include <stdio.h>
#include <string.h>

double
mc_sheet_distance(const McSheet *sheet, int place)
{
	return sheet->first_distance + sheet->distance_step * place;
}

static bool
contradict(McPeerOutcome one, McPeerOutcome other)
{
	return one != other && one != MC_PEER_REFER && other != MC_PEER_REFER;
}

static void
count_retest(McSheetCell *cell, McPeerOutcome one, McPeerOutcome other)
{
	cell->agree += one == other;
	cell->pass_twice += one == other && one == MC_PEER_PASS;
	cell->fail_twice += one == other && one == MC_PEER_FAIL;
	cell->contradicted += contradict(one, other);
}

static void
fill_cell(McSheet *sheet, int procedure, int place, int runs)
{
	McSheetCell *cell = &sheet->cell[procedure][place];
	McPeerOutcome before = MC_PEER_REFER;
	McDice dice;

	mc_dice_init(&dice, 100 + (uint64_t)place);
	for (int i = 0; i < runs; i++) {
		McMeasured got =
		    sheet->measure(sheet->user, procedure, mc_sheet_distance(sheet, place), &dice);

		cell->pass += got.outcome == MC_PEER_PASS;
		cell->fail += got.outcome == MC_PEER_FAIL;
		cell->refer += got.outcome == MC_PEER_REFER;
		cell->trials += got.trials;
		if (i % 2 == 1)
			count_retest(cell, before, got.outcome);
		before = got.outcome;
	}
	cell->pass /= runs;
	cell->fail /= runs;
	cell->refer /= runs;
	cell->trials /= runs;
	cell->agree /= runs / 2.0;
	cell->pass_twice /= runs / 2.0;
	cell->fail_twice /= runs / 2.0;
	cell->contradicted /= runs / 2.0;
}

void
mc_sheet_fill(McSheet *sheet, int runs)
{
	for (int procedure = 0; procedure < sheet->procedures; procedure++)
		for (int place = 0; place < MC_SHEET_DISTANCES; place++)
			fill_cell(sheet, procedure, place, runs);
}

static FILE *
open_in(const McSheet *sheet, const char *folder, const char *ending)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s.%s", folder, sheet->exam, ending);
	file = fopen(path, "w");
	if (!file)
		perror(path);
	return file;
}

static bool
write_csv(const McSheet *sheet, const char *folder)
{
	FILE *file = open_in(sheet, folder, "csv");

	if (!file)
		return false;
	fprintf(file, "procedure,\"%s\",pass,fail,refer,mean_trials,same_verdict_twice,contradicted\n",
	    sheet->distance_label);
	for (int p = 0; p < sheet->procedures; p++)
		for (int d = 0; d < MC_SHEET_DISTANCES; d++) {
			const McSheetCell *cell = &sheet->cell[p][d];

			fprintf(file, "\"%s\",%.2f,%.5f,%.5f,%.5f,%.3f,%.5f,%.5f\n", sheet->procedure[p].label,
			    mc_sheet_distance(sheet, d), cell->pass, cell->fail, cell->refer, cell->trials,
			    cell->agree, cell->contradicted);
		}
	return fclose(file) == 0;
}

static bool
write_markdown(const McSheet *sheet, const char *folder, int runs)
{
	FILE *file = open_in(sheet, folder, "md");

	if (!file)
		return false;
	fprintf(file, "%s %d runs a cell. PASS / FAIL / trials / contradicted by a retest, by %s.\n\n",
	    sheet->people, runs, sheet->distance_label);
	fprintf(file, "| procedure |");
	for (int i = 0; i < MC_SHEET_SHOWN; i++)
		fprintf(
		    file, " %+.*f |", sheet->distance_decimals, mc_sheet_distance(sheet, sheet->shown[i]));
	fprintf(file, "\n| --- | --- | --- | --- | --- | --- |\n");
	for (int p = 0; p < sheet->procedures; p++) {
		fprintf(file, "| %s |", sheet->procedure[p].label);
		for (int i = 0; i < MC_SHEET_SHOWN; i++) {
			const McSheetCell *cell = &sheet->cell[p][sheet->shown[i]];

			fprintf(file, " %.3f / %.3f / %.1f / %.3f |", cell->pass, cell->fail, cell->trials,
			    cell->contradicted);
		}
		fprintf(file, "\n");
	}
	return fclose(file) == 0;
}

static void
print_metrics(const McSheet *sheet)
{
	static const char *const name[MC_SHEET_SHOWN] = {
	    "far_below", "below", "at_limit", "above", "far_above"};

	for (int p = 0; p < sheet->procedures; p++)
		for (int i = 0; i < MC_SHEET_SHOWN; i++) {
			const McSheetCell *cell = &sheet->cell[p][sheet->shown[i]];
			char start[128];

			snprintf(start, sizeof start, "metric %s_%s_%s", sheet->exam, sheet->procedure[p].id,
			    name[i]);
			printf("%s_pass %.4f 1\n", start, cell->pass);
			printf("%s_fail %.4f 1\n", start, cell->fail);
			printf("%s_trials %.2f trials\n", start, cell->trials);
			printf("%s_same_verdict_twice %.4f 1\n", start, cell->agree);
			printf("%s_contradicted %.4f 1\n", start, cell->contradicted);
		}
}

/* Cohen's: how much more often than by chance two measurements agree, over people of all distances
 * alike; 1 = always. */
static double
kappa(const McSheet *sheet, int procedure)
{
	double agree = 0, pass = 0, fail = 0, refer = 0, by_chance;

	for (int d = 0; d < MC_SHEET_DISTANCES; d++) {
		const McSheetCell *cell = &sheet->cell[procedure][d];

		agree += cell->agree / MC_SHEET_DISTANCES;
		pass += cell->pass / MC_SHEET_DISTANCES;
		fail += cell->fail / MC_SHEET_DISTANCES;
		refer += cell->refer / MC_SHEET_DISTANCES;
	}
	by_chance = pass * pass + fail * fail + refer * refer;
	return by_chance < 1 ? (agree - by_chance) / (1 - by_chance) : 1;
}

typedef enum Quantity { PASSING, TRIALS, AGREEMENT, CONTRADICTION } Quantity;

static double
quantity_of(const McSheetCell *cell, Quantity quantity)
{
	switch (quantity) {
	case PASSING: return cell->pass;
	case TRIALS: return cell->trials;
	case AGREEMENT: return cell->agree;
	case CONTRADICTION: return cell->contradicted;
	}
	return 0;
}

static McPlotAxis
distance_axis(const McSheet *sheet)
{
	return (McPlotAxis){sheet->distance_label, mc_sheet_distance(sheet, 0),
	    mc_sheet_distance(sheet, MC_SHEET_DISTANCES - 1), 2 * sheet->distance_step,
	    sheet->distance_decimals};
}

/* What one procedure tells the same person twice: of those, too, that state no number. */
static bool
draw_retest(const McSheet *sheet, const char *folder, int procedure)
{
	static const char *const names[] = {"PASS twice", "FAIL twice", "PASS and FAIL", "other"};
	static McPlot plot;
	char title[128], file[64];

	memset(&plot, 0, sizeof plot);
	snprintf(title, sizeof title, "Told twice: %s (kappa %.2f)", sheet->procedure[procedure].label,
	    kappa(sheet, procedure));
	snprintf(file, sizeof file, "%s-verdicts-%s", sheet->exam, sheet->procedure[procedure].id);
	plot.title = title;
	plot.note = sheet->people;
	plot.x = distance_axis(sheet);
	plot.y = (McPlotAxis){"share of people measured twice", 0, 1, 0.1, 1};
	plot.series = 4;
	for (int s = 0; s < plot.series; s++) {
		plot.one[s].name = names[s];
		plot.one[s].points = MC_SHEET_DISTANCES;
	}
	for (int d = 0; d < MC_SHEET_DISTANCES; d++) {
		const McSheetCell *cell = &sheet->cell[procedure][d];
		const double share[] = {cell->pass_twice, cell->fail_twice, cell->contradicted,
		    1 - cell->pass_twice - cell->fail_twice - cell->contradicted};

		for (int s = 0; s < plot.series; s++) {
			plot.one[s].x[d] = mc_sheet_distance(sheet, d);
			plot.one[s].y[d] = share[s];
		}
	}
	return mc_plot_write(&plot, folder, file);
}

static bool
draw(const McSheet *sheet, const char *folder, Quantity quantity)
{
	static const struct {
		const char *title, *ending;
		McPlotAxis y;
	} of[] = {
	    {"Probability of passing against distance from the limit", "pass",
	        {"share that passes", 0, 1, 0.1, 1}},
	    {"Trials against distance from the limit", "trials", {0}},
	    {"Retest agreement against distance from the limit", "agreement",
	        {"share told the same twice", 0, 1, 0.1, 1}},
	    {"Retests that contradict against distance from the limit", "contradicted",
	        {"share told PASS once and FAIL once", 0, 0.5, 0.05, 2}},
	};
	static McPlot plot;
	char file[64];

	memset(&plot, 0, sizeof plot);
	snprintf(file, sizeof file, "%s-%s", sheet->exam, of[quantity].ending);
	plot.title = of[quantity].title;
	plot.note = sheet->people;
	plot.x = distance_axis(sheet);
	plot.y = of[quantity].y;
	if (quantity == TRIALS)
		plot.y = (McPlotAxis){sheet->trials_label, 0, sheet->trials_top, sheet->trials_step, 0};
	plot.series = sheet->procedures;
	for (int p = 0; p < sheet->procedures; p++) {
		McPlotSeries *series = &plot.one[p];

		series->name = sheet->procedure[p].label;
		series->points = MC_SHEET_DISTANCES;
		for (int d = 0; d < MC_SHEET_DISTANCES; d++) {
			series->x[d] = mc_sheet_distance(sheet, d);
			series->y[d] = quantity_of(&sheet->cell[p][d], quantity);
		}
	}
	return mc_plot_write(&plot, folder, file);
}

bool
mc_sheet_write(const McSheet *sheet, const char *folder, int runs)
{
	print_metrics(sheet);
	for (int p = 0; p < sheet->procedures; p++) {
		printf("metric %s_%s_kappa %.3f 1\n", sheet->exam, sheet->procedure[p].id, kappa(sheet, p));
		if (!draw_retest(sheet, folder, p))
			return false;
	}
	return write_csv(sheet, folder) && write_markdown(sheet, folder, runs) &&
	       draw(sheet, folder, PASSING) && draw(sheet, folder, TRIALS) &&
	       draw(sheet, folder, AGREEMENT) && draw(sheet, folder, CONTRADICTION);
}
