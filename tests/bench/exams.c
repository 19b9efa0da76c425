/* Ours and the others' ways of measuring, side by side on the same simulated people in one run:
 * tables (CSV, Markdown), charts (SVG, PNG) and metrics. One observer (R1: slope 14, 2 % lapses),
 * one criterion (half of the raw answers right). */
#include "app/observe/person.h"
#include "tests/bench/figures/plot.h"
#include "tests/bench/peers/peer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROCEDURES (1 + MC_PEER_KINDS) /* ours first */
#define DISTANCES 13 /* -0.3 … +0.3 in steps of 0.05 logMAR */
#define RETESTS 300
#define DIRECTIONS 4
#define TRIALS 24

typedef struct Cell {
	double pass, fail, refer, trials; /* sums, then means */
} Cell;

typedef struct Sheet {
	const char *name[PROCEDURES];
	McPeer *peer[PROCEDURES];
	Cell cell[PROCEDURES][DISTANCES];
	McExamPlan plan;
} Sheet;

typedef struct Measured {
	McPeerOutcome outcome;
	int trials;
	double log_mar; /* NAN: it measures none */
} Measured;

static double
distance(int d)
{
	return -0.3 + 0.05 * d;
}

static McPerson
r1(double threshold_log_mar)
{
	double milli = 1000.0 * threshold_log_mar;

	return (McPerson){.eyes = {.threshold_milli = {milli, milli}, .slope = 14, .lapse = 0.02}};
}

/* One left eye at the limit 5.0. */
static Measured
take_ours(const McExamPlan *plan, McPerson *person, McDice *dice)
{
	static McExam exam;
	const McPartResult *part = &mc_person_take(person, dice, &exam, plan)->part[MC_EYE_LEFT];
	McPeerOutcome outcome = part->outcome == MC_OUTCOME_PASS   ? MC_PEER_PASS
	                        : part->outcome == MC_OUTCOME_FAIL ? MC_PEER_FAIL
	                                                           : MC_PEER_REFER;

	return (Measured){
	    outcome, part->trials, part->line_deci == 0 ? (double)NAN : (50 - part->line_deci) / 10.0};
}

static Measured
take_peer(McPeer *peer, McPerson *person, McDice *dice)
{
	double size = 0;

	mc_peer_start(peer, 0.0);
	while (mc_peer_next(peer, &size)) {
		McStimulus stimulus = {.kind = MC_EXAM_ACUITY};
		McAnswer answer = {.kind = MC_EXAM_ACUITY};

		stimulus.as.optotype.size_milli_log_mar = (int32_t)lround(1000.0 * size);
		stimulus.as.optotype.direction = (McDirection)(mc_dice_uniform(dice) * DIRECTIONS);
		mc_eyes_answer(&person->eyes, dice, &stimulus, &answer);
		mc_peer_answer(peer, answer.as.optotype.direction == stimulus.as.optotype.direction);
	}
	return (Measured){mc_peer_outcome(peer), mc_peer_trials(peer), mc_peer_threshold(peer)};
}

static Measured
measure(const Sheet *sheet, int procedure, McPerson *person, McDice *dice)
{
	if (procedure == 0)
		return take_ours(&sheet->plan, person, dice);
	return take_peer(sheet->peer[procedure], person, dice);
}

static const char *
label(McPeerKind kind)
{
	switch (kind) {
	case MC_PEER_BEST_PEST: return "Best PEST, 24 trials";
	case MC_PEER_QUEST_PLUS: return "QUEST+, 24 trials";
	case MC_PEER_3_OF_5: return "3 of 5 (ISO 8596)";
	case MC_PEER_2_OF_3: return "2 of 3 (kiosks)";
	case MC_PEER_3_OF_3: return "3 of 3 (kiosks)";
	case MC_PEER_OPTIMUM: return "optimum (limit)";
	}
	return "";
}

static void
begin(Sheet *sheet)
{
	mc_exam_plan_default(&sheet->plan, MC_EXAM_ACUITY);
	sheet->plan.as.acuity.eyes[MC_EYE_RIGHT] = false;
	sheet->name[0] = "Medcheck";
	for (int p = 1; p < PROCEDURES; p++) {
		sheet->name[p] = label((McPeerKind)(p - 1));
		sheet->peer[p] = mc_peer_new((McPeerKind)(p - 1), DIRECTIONS, TRIALS);
	}
}

/* The same people meet every procedure: dice by distance and number, not by procedure. */
static void
fill(Sheet *sheet, int runs)
{
	for (int p = 0; p < PROCEDURES; p++) {
		for (int d = 0; d < DISTANCES; d++) {
			McPerson person = r1(-distance(d));
			Cell *cell = &sheet->cell[p][d];
			McDice dice;

			mc_dice_init(&dice, 100 + (uint64_t)d);
			for (int i = 0; i < runs; i++) {
				Measured got = measure(sheet, p, &person, &dice);

				cell->pass += got.outcome == MC_PEER_PASS;
				cell->fail += got.outcome == MC_PEER_FAIL;
				cell->refer += got.outcome == MC_PEER_REFER;
				cell->trials += got.trials;
			}
			cell->pass /= runs;
			cell->fail /= runs;
			cell->refer /= runs;
			cell->trials /= runs;
		}
	}
}

/* ---- tables ---- */

static FILE *
open_in(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	if (!file) {
		fprintf(stderr, "bench-exams: %s cannot be written\n", path);
		exit(1);
	}
	return file;
}

static void
write_csv(const Sheet *sheet, const char *folder)
{
	FILE *file = open_in(folder, "acuity.csv");

	fprintf(file, "procedure,better_than_required_log_mar,pass,fail,refer,mean_trials\n");
	for (int p = 0; p < PROCEDURES; p++)
		for (int d = 0; d < DISTANCES; d++) {
			const Cell *cell = &sheet->cell[p][d];

			fprintf(file, "\"%s\",%.2f,%.5f,%.5f,%.5f,%.3f\n", sheet->name[p], distance(d),
			    cell->pass, cell->fail, cell->refer, cell->trials);
		}
	fclose(file);
}

static void
write_markdown(const Sheet *sheet, const char *folder, int runs)
{
	static const int shown[] = {2, 4, 6, 8, 10}; /* -0.2 … +0.2 */
	FILE *file = open_in(folder, "acuity.md");

	fprintf(file,
	    "Observer R1 (slope 14, 2 %% lapses), limit 5.0, half of the raw answers right; %d eyes a "
	    "cell. PASS / FAIL / trials, by how much better than required (logMAR).\n\n"
	    "| procedure | -0.2 | -0.1 | 0 | +0.1 | +0.2 |\n| --- | --- | --- | --- | --- | --- |\n",
	    runs);
	for (int p = 0; p < PROCEDURES; p++) {
		fprintf(file, "| %s |", sheet->name[p]);
		for (int i = 0; i < 5; i++) {
			const Cell *cell = &sheet->cell[p][shown[i]];

			fprintf(file, " %.3f / %.3f / %.1f |", cell->pass, cell->fail, cell->trials);
		}
		fprintf(file, "\n");
	}
	fclose(file);
}

static void
print_metrics(const Sheet *sheet)
{
	static const struct {
		const char *name;
		int d;
	} places[] = {{"line_too_weak", 4}, {"line_better", 8}};

	for (int p = 0; p < PROCEDURES; p++) {
		char name[64];

		snprintf(name, sizeof name, "%s", p == 0 ? "medcheck" : mc_peer_name((McPeerKind)(p - 1)));
		for (char *c = name; *c; c++)
			*c = *c == ' ' || *c == '-' || *c == '+' ? '_' : *c;
		for (int i = 0; i < 2; i++) {
			const Cell *cell = &sheet->cell[p][places[i].d];

			printf("metric acuity_%s_%s_pass %.4f 1\n", name, places[i].name, cell->pass);
			printf("metric acuity_%s_%s_fail %.4f 1\n", name, places[i].name, cell->fail);
			printf("metric acuity_%s_%s_trials %.2f trials\n", name, places[i].name, cell->trials);
		}
	}
}

/* ---- charts ---- */

static const char people[] =
    "Simulated eyes R1 (slope 14 per logMAR, 2 % lapses), limit 5.0, E with four directions.";

static bool
draw_against_distance(const Sheet *sheet, const char *folder, bool trials)
{
	static McPlot plot;

	memset(&plot, 0, sizeof plot);
	plot.title = trials ? "Trials against distance from the limit"
	                    : "Probability of passing against distance from the limit";
	plot.note = people;
	plot.x = (McPlotAxis){"acuity better than required (logMAR)", -0.3, 0.3, 0.1, 1};
	plot.y = trials ? (McPlotAxis){"mean trials an eye", 0, 40, 5, 0}
	                : (McPlotAxis){"share that passes", 0, 1, 0.1, 1};
	plot.series = PROCEDURES;
	for (int p = 0; p < PROCEDURES; p++) {
		McPlotSeries *series = &plot.one[p];

		series->name = sheet->name[p];
		series->points = DISTANCES;
		for (int d = 0; d < DISTANCES; d++) {
			series->x[d] = distance(d);
			series->y[d] = trials ? sheet->cell[p][d].trials : sheet->cell[p][d].pass;
		}
	}
	return mc_plot_write(&plot, folder, trials ? "acuity-trials" : "acuity-pass");
}

/* Twice the same eyes, limit 5.0 nearby: mean and difference of what is stated. */
static bool
draw_retest(const Sheet *sheet, const char *folder, int p)
{
	static McPlot plot;
	McPlotSeries *series = &plot.one[0];
	double sum = 0, squares = 0, mean, spread;
	char title[128], file[64];
	McDice dice;

	memset(&plot, 0, sizeof plot);
	mc_dice_init(&dice, 900);
	for (int i = 0; i < RETESTS; i++) {
		McPerson person = r1(-0.25 + 0.5 * mc_dice_uniform(&dice));
		Measured first = measure(sheet, p, &person, &dice);
		Measured second = measure(sheet, p, &person, &dice);
		double difference = second.log_mar - first.log_mar;

		if (isnan(difference))
			continue;
		series->x[series->points] = (first.log_mar + second.log_mar) / 2;
		series->y[series->points++] = difference;
		sum += difference;
		squares += difference * difference;
	}
	if (series->points < 2)
		return true;
	mean = sum / series->points;
	spread = sqrt((squares - series->points * mean * mean) / (series->points - 1));
	snprintf(title, sizeof title, "Retest agreement (Bland-Altman): %s", sheet->name[p]);
	snprintf(file, sizeof file, "acuity-retest-%s",
	    p == 0 ? "medcheck" : mc_peer_name((McPeerKind)(p - 1)));
	plot.title = title;
	plot.note = p == 0 ? "What is stated is the largest line met, in whole lines near the limit; "
	                     "300 simulated eyes R1 from -0.25 to +0.25 logMAR."
	                   : "300 simulated eyes R1 from -0.25 to +0.25 logMAR, 24 trials.";
	plot.x = (McPlotAxis){"mean of two measurements (logMAR)", -0.6, 0.6, 0.2, 1};
	plot.y = (McPlotAxis){"second minus first (logMAR)", -0.5, 0.5, 0.1, 1};
	plot.scattered = true;
	plot.series = 1;
	plot.levels = 3;
	for (int i = 0; i < 3; i++) {
		plot.level[i].at = mean + 1.96 * spread * (i - 1);
		snprintf(plot.level[i].text, sizeof plot.level[i].text, "%s %+.3f",
		    i == 1 ? "bias" : "95 % limit", plot.level[i].at);
	}
	printf("metric acuity_%s_retest_limits %.4f logMAR\n",
	    p == 0 ? "medcheck" : mc_peer_name((McPeerKind)(p - 1)), 1.96 * spread);
	return mc_plot_write(&plot, folder, file);
}

int
main(int argc, char **argv)
{
	static Sheet sheet;
	const char *folder = argc > 1 ? argv[1] : ".";
	int runs = argc > 2 ? atoi(argv[2]) : 4000;
	bool good = true;

	begin(&sheet);
	fill(&sheet, runs);
	write_csv(&sheet, folder);
	write_markdown(&sheet, folder, runs);
	print_metrics(&sheet);
	good =
	    draw_against_distance(&sheet, folder, false) && draw_against_distance(&sheet, folder, true);
	for (int p = 0; p < PROCEDURES && good; p++)
		good = draw_retest(&sheet, folder, p);
	for (int p = 1; p < PROCEDURES; p++)
		mc_peer_free(sheet.peer[p]);
	if (!good)
		fprintf(stderr, "bench-exams: a chart in %s cannot be written\n", folder);
	return good ? 0 : 1;
}
