/* Do times of answers tell who looks? Who looks takes longer near the limit, who presses does not;
 * so it is said. Here it is asked how many pressers a flag could find that spares 99 of 100 honest
 * people of any slope, at any distance from the limit. C14. */
#include "app/exam/exam.h"
#include "app/observe/bars.h"
#include "app/observe/eyes.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* How the logarithm of the times goes with the size, as Student's t. */
typedef struct Trend {
	gint n;
	double x, y, xx, yy, xy;
} Trend;

static void
add(Trend *trend, double x, double y)
{
	trend->n++;
	trend->x += x;
	trend->y += y;
	trend->xx += x * x;
	trend->yy += y * y;
	trend->xy += x * y;
}

/* Above 0: longer at the small ones. */
static double
growth(const Trend *trend)
{
	double xx = trend->xx - trend->x * trend->x / trend->n;
	double yy = trend->yy - trend->y * trend->y / trend->n;
	double r = (trend->xy - trend->x * trend->y / trend->n) / sqrt(xx * yy + 1e-12);

	return -r * sqrt((trend->n - 2) / (1.0 - r * r + 1e-12));
}

/* Times spread by 30 %, so much longer where nothing is seen. */
static double
take(const McEyes *eyes, double longer, McDice *dice)
{
	Trend trend = {0};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	McSeed seed;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	mc_dice_exam_seed(dice, &seed);
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	for (;;) {
		McStep step = mc_exam_next(&exam, &stimulus);
		const McOptotypeStimulus *shown = &stimulus.as.optotype;
		McAnswer answer;
		double above, ms;

		if (step == MC_STEP_LONGER && mc_exam_acknowledge(&exam))
			continue;
		if (step != MC_STEP_PRESENT)
			return growth(&trend);
		memset(&answer, 0, sizeof answer);
		answer.kind = MC_EXAM_ACUITY;
		answer.trial = stimulus.trial;
		mc_eyes_answer(eyes, dice, &stimulus, &answer);
		above = eyes->slope * (shown->size_milli_log_mar - eyes->threshold_milli[shown->eye]) / 1e3;
		ms = 1200.0 * (1.0 + longer / (1.0 + exp(above) / 2.0)) * exp(0.3 * mc_dice_normal(dice));
		answer.as.optotype.reaction_us = (int64_t)(1000.0 * ms);
		g_assert_true(mc_exam_answer(&exam, &answer));
		add(&trend, shown->size_milli_log_mar / 1000.0, log(ms));
	}
}

static gint
rising(gconstpointer a, gconstpointer b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return one < other ? -1 : one > other;
}

/* The growth that all but one in 100 of them exceed. */
static double
least_growth(const McEyes *eyes, double longer, int people, McDice *dice)
{
	g_autofree double *found = g_new(double, people);

	for (int i = 0; i < people; i++)
		found[i] = take(eyes, longer, dice);
	qsort(found, (size_t)people, sizeof *found, rising);
	return found[people / 100];
}

static void
test_times(gconstpointer data)
{
	static const struct {
		double slope, lapse;
	} observers[] = {{14, 0.02}, {20, 0.01}, {8, 0.04}};
	const McEyes presser = {.gaze = MC_GAZE_GUESSES, .slope = 14};
	double longer = GPOINTER_TO_INT(data) / 100.0, limit = G_MAXDOUBLE;
	int people = mc_bars_runs(500), flagged = 0;
	McDice dice;

	mc_dice_init(&dice, 8);
	for (gsize o = 0; o < G_N_ELEMENTS(observers); o++) {
		for (int milli = -200; milli <= 200; milli += 100) {
			McEyes eyes = {.threshold_milli = {milli, milli},
			    .slope = observers[o].slope,
			    .lapse = observers[o].lapse};

			limit = MIN(limit, least_growth(&eyes, longer, people, &dice));
		}
	}
	for (int i = 0; i < people; i++)
		flagged += take(&presser, 0.0, &dice) < limit;
	g_test_message("times %.0f %% longer near the limit: t < %.2f finds %d of %d pressers",
	    100.0 * longer, limit, flagged, people);
	/* Should it ever be more, the flag is worth having. */
	g_assert_cmpint(flagged, <=, people / 10);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/times/half-as-long-again-C14", GINT_TO_POINTER(50), test_times);
	g_test_add_data_func("/times/twice-as-long-C14", GINT_TO_POINTER(100), test_times);
	return g_test_run();
}
