/* Does the acuity exam measure right? Simulated eyes against the bars: R1 (slope 14, lapses 2 %),
 * R2 (20, 1 %), R3 (8, 4 %); "ahead" = how much better than required, in milli-logMAR. C14. */
#include "app/observe/bars.h"
#include "app/observe/person.h"

#include <glib.h>
#include <math.h>

#define FULL 8000 /* eyes for a cell that has a bar */
#define SOME 2000

static const struct {
	double slope, lapse;
} reference[] = {{14, 0.02}, {20, 0.01}, {8, 0.04}};

typedef struct Tally {
	int runs, planned;
	int pass, fail, open;
	gint64 trials;
} Tally;

/* What is printed must not contradict what is decided. */
static void
check_part(const McPartResult *part)
{
	for (int i = 0; i < part->cuts; i++) {
		int line_deci = 50 - part->cut[i].cut_milli_log_mar / 100;

		if (part->cut[i].outcome == MC_OUTCOME_PASS)
			g_assert_cmpint(part->line_deci, >=, line_deci);
		if (part->cut[i].outcome == MC_OUTCOME_FAIL && part->line_bound != MC_BOUND_AT_MOST)
			g_assert_cmpint(part->line_deci, <, line_deci);
	}
}

static void
add(Tally *tally, const McPartResult *part, int cut)
{
	McOutcome outcome = part->cut[cut].outcome;

	tally->runs++;
	tally->trials += part->trials;
	tally->pass += outcome == MC_OUTCOME_PASS;
	tally->fail += outcome == MC_OUTCOME_FAIL;
	tally->open += outcome == MC_OUTCOME_NOT_DETERMINED;
}

/* Both eyes of each person count, by what is decided for one of the plan's cuts. */
static Tally
measure(const McEyes *eyes, const McExamPlan *plan, int cut, int planned, guint64 seed)
{
	Tally tally = {.planned = planned};
	int people = mc_bars_runs(planned) / 2;
	McPerson person = {.eyes = *eyes};
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, seed);
	for (int i = 0; i < people; i++) {
		const McExamResult *result = mc_person_take(&person, &dice, &exam, plan);

		for (int eye = 0; eye < MC_SIDES; eye++) {
			check_part(&result->part[eye]);
			add(&tally, &result->part[eye], cut);
		}
	}
	return tally;
}

static Tally
measure_reference(int observer, gint32 cut_milli, int ahead, int planned)
{
	double threshold = cut_milli - ahead;
	McEyes eyes = {.threshold_milli = {threshold, threshold},
	    .slope = reference[observer].slope,
	    .lapse = reference[observer].lapse};
	guint64 seed = 1000u * (guint)observer + (guint)(cut_milli + ahead + 500);
	McExamPlan plan;
	Tally tally;
	double runs;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cut_milli_log_mar[0] = cut_milli;
	tally = measure(&eyes, &plan, 0, planned, seed);
	runs = tally.runs;
	g_test_message("cut %.1f R%d %+.1f: PASS %.4f FAIL %.4f REFER %.4f trials %.2f",
	    5.0 - cut_milli / 1000.0, observer + 1, ahead / 1000.0, tally.pass / runs,
	    tally.fail / runs, tally.open / runs, (double)tally.trials / runs);
	return tally;
}

#define ASSERT_AT_MOST(tally, count, share)                                                        \
	g_assert_true(mc_bars_at_most((tally).count, (tally).runs, (tally).planned, share))
#define ASSERT_AT_LEAST(tally, count, share)                                                       \
	g_assert_true(mc_bars_at_least((tally).count, (tally).runs, (tally).planned, share))

static void
assert_trials(const Tally *tally, double at_most)
{
	/* The mean of fewer people may lie higher; a trial count spreads by ten. */
	double slack = tally->runs >= tally->planned ? 0.0 : 30.0 / sqrt(tally->runs);

	g_assert_cmpfloat((double)tally->trials / tally->runs, <=, at_most + slack);
}

static void
test_r1(gconstpointer data)
{
	gint32 cut = GPOINTER_TO_INT(data);
	Tally tally;

	tally = measure_reference(0, cut, -200, FULL);
	ASSERT_AT_MOST(tally, pass, 0.01);
	assert_trials(&tally, 15);
	tally = measure_reference(0, cut, -100, FULL);
	ASSERT_AT_MOST(tally, pass, 0.04);
	assert_trials(&tally, 30);
	tally = measure_reference(0, cut, 100, FULL);
	ASSERT_AT_LEAST(tally, pass, 0.975);
	ASSERT_AT_MOST(tally, fail, 0.003);
	assert_trials(&tally, 15);
	tally = measure_reference(0, cut, 200, FULL);
	ASSERT_AT_LEAST(tally, pass, 0.998);
	ASSERT_AT_MOST(tally, fail, 0.001);
	assert_trials(&tally, 10);
	/* On the edge hardly anybody is failed by a machine. */
	tally = measure_reference(0, cut, 0, SOME);
	ASSERT_AT_MOST(tally, fail, 0.05);
}

static void
test_r2(gconstpointer data)
{
	gint32 cut = GPOINTER_TO_INT(data);
	Tally tally;

	tally = measure_reference(1, cut, -200, SOME);
	ASSERT_AT_MOST(tally, pass, 0.01);
	tally = measure_reference(1, cut, -100, SOME);
	ASSERT_AT_MOST(tally, pass, 0.04);
	tally = measure_reference(1, cut, 0, SOME);
	ASSERT_AT_MOST(tally, fail, 0.03);
	tally = measure_reference(1, cut, 100, SOME);
	ASSERT_AT_LEAST(tally, pass, 0.995);
	tally = measure_reference(1, cut, 200, SOME);
	ASSERT_AT_LEAST(tally, pass, 0.999);
}

static void
test_r3(gconstpointer data)
{
	gint32 cut = GPOINTER_TO_INT(data);
	Tally tally;

	tally = measure_reference(2, cut, -200, SOME);
	ASSERT_AT_MOST(tally, pass, 0.02);
	tally = measure_reference(2, cut, -100, FULL);
	ASSERT_AT_MOST(tally, pass, 0.045);
	tally = measure_reference(2, cut, 0, SOME);
	ASSERT_AT_MOST(tally, fail, 0.25);
	tally = measure_reference(2, cut, 100, FULL);
	ASSERT_AT_MOST(tally, fail, 0.03);
	ASSERT_AT_LEAST(tally, pass, 0.6);
	tally = measure_reference(2, cut, 200, SOME);
	ASSERT_AT_LEAST(tally, pass, 0.94);
}

static void
test_those_who_do_not_look(void)
{
	static const McGaze gazes[] = {MC_GAZE_GUESSES, MC_GAZE_CONSTANT, MC_GAZE_GIVES_UP};

	for (gsize i = 0; i < G_N_ELEMENTS(gazes); i++) {
		McEyes eyes = {.gaze = gazes[i], .slope = 14};
		McExamPlan plan;
		Tally tally;

		mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
		tally = measure(&eyes, &plan, 0, FULL, 77 + i);

		g_test_message("does not look (%u): PASS %d of %d, trials %.2f", (guint)i, tally.pass,
		    tally.runs, (double)tally.trials / tally.runs);
		ASSERT_AT_MOST(tally, pass, 0.001);
		assert_trials(&tally, 9);
	}
}

/* The worse eye is two lines too weak, the better one is sharp. Behind the shutters a peeker cannot
 * tell which eye is open: to use the better one he would have to shut the worse one on a share of
 * all trials, which only blinds it. */
static void
test_peekers_behind_shutters(void)
{
	static const double shares[] = {0.6, 0.9};

	for (gsize i = 0; i < G_N_ELEMENTS(shares); i++) {
		McPerson person = {.eyes = {.gaze = MC_GAZE_PEEKS,
		                       .threshold_milli = {[MC_EYE_LEFT] = 200, [MC_EYE_RIGHT] = -200},
		                       .slope = 14,
		                       .lapse = 0.02,
		                       .peeks = shares[i]}};
		Tally worse = {.planned = FULL};
		McExamPlan plan;
		McDice dice;
		McExam exam;

		mc_dice_init(&dice, 99 + i);
		mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
		for (int k = 0; k < mc_bars_runs(FULL); k++)
			add(&worse, &mc_person_take(&person, &dice, &exam, &plan)->part[MC_EYE_LEFT], 0);
		g_test_message(
		    "peeks on %.0f %%: worse eye PASS %d of %d", 100 * shares[i], worse.pass, worse.runs);
		ASSERT_AT_MOST(worse, pass, 0.02);
	}
}

/* One run decides 5.0 and 4.9, and errs at neither more than a run of its own would. */
static void
test_two_cuts(void)
{
	static const struct {
		int cut, ahead;
		double pass_max, fail_max, trials_max;
	} cells[] = {
	    {0, -200, 0.01, 1, 30}, /* a line too weak for 4.9 */
	    {0, -100, 0.04, 1, 40}, {0, 100, 1, 0.003, 15}, {0, 200, 1, 0.001, 10},
	    {1, -200, 0.01, 1, 15}, {1, -100, 0.04, 1, 30}, {1, 100, 1, 0.003, 40},
	    {1, 200, 1, 0.001, 15}, /* a line better than 5.0 */
	};
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.cuts = 2;
	plan.as.acuity.cut_milli_log_mar[1] = 100;
	for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
		double threshold = plan.as.acuity.cut_milli_log_mar[cells[i].cut] - cells[i].ahead;
		McEyes eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02};
		Tally tally = measure(&eyes, &plan, cells[i].cut, FULL, 55 + i);

		g_test_message("5.0 and 4.9 in one run, at %s %+.1f: PASS %.4f FAIL %.4f REFER %.4f "
		               "trials %.2f",
		    cells[i].cut == 0 ? "5.0" : "4.9", cells[i].ahead / 1000.0,
		    (double)tally.pass / tally.runs, (double)tally.fail / tally.runs,
		    (double)tally.open / tally.runs, (double)tally.trials / tally.runs);
		ASSERT_AT_MOST(tally, pass, cells[i].pass_max);
		ASSERT_AT_MOST(tally, fail, cells[i].fail_max);
		assert_trials(&tally, cells[i].trials_max);
		if (cells[i].ahead == 100)
			ASSERT_AT_LEAST(tally, pass, 0.975);
	}
}

/* The Landolt ring: eight answers tell more than four. */
static void
test_ring(void)
{
	static const struct {
		int ahead;
		double pass_min, pass_max, fail_max, trials_max;
	} cells[] = {
	    {-200, 0, 0.01, 1, 13},
	    {-100, 0, 0.035, 1, 30},
	    {100, 0.99, 1, 0.003, 13},
	    {200, 0.998, 1, 0.001, 10},
	};
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.optotype = MC_OPTOTYPE_LANDOLT_C;
	for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
		double threshold = -cells[i].ahead;
		McEyes eyes = {.threshold_milli = {threshold, threshold}, .slope = 14, .lapse = 0.02};
		Tally tally = measure(&eyes, &plan, 0, FULL, 550 + i);

		g_test_message("ring, %+.1f: PASS %.4f FAIL %.4f REFER %.4f trials %.2f",
		    cells[i].ahead / 1000.0, (double)tally.pass / tally.runs,
		    (double)tally.fail / tally.runs, (double)tally.open / tally.runs,
		    (double)tally.trials / tally.runs);
		ASSERT_AT_LEAST(tally, pass, cells[i].pass_min);
		ASSERT_AT_MOST(tally, pass, cells[i].pass_max);
		ASSERT_AT_MOST(tally, fail, cells[i].fail_max);
		assert_trials(&tally, cells[i].trials_max);
	}
}

/* Knows how directions are drawn, counts every one shown to each eye, and names the likeliest. */
typedef struct Counter {
	int directions;
	int left[MC_SIDES][MC_DIRECTIONS];
	int total[MC_SIDES];
} Counter;

#define BLOCKS 10 /* shuffled together */

/* A block holds each direction twice (E) or once (ring): eight cards. */
static void
add_block(Counter *counter, McEye eye)
{
	for (int d = 0; d < counter->directions; d++)
		counter->left[eye][d] += 8 / counter->directions;
	counter->total[eye] += 8;
}

static int
likeliest(const Counter *counter, McEye eye)
{
	int best = 0;

	for (int d = 1; d < counter->directions; d++)
		if (counter->left[eye][d] > counter->left[eye][best])
			best = d;
	return best;
}

static void
count(Counter *counter, McEye eye, McDirection direction)
{
	counter->left[eye][direction]--;
	if (--counter->total[eye] <= 8 * (BLOCKS - 1))
		add_block(counter, eye);
}

typedef struct Foresight {
	int shown[MC_DIRECTIONS], hits, all, repeats;
} Foresight;

/* One exam, kept in doubt so that it is as long as can be. */
static void
foresee(Foresight *sum, const McExamPlan *plan, McDice *dice)
{
	Counter counter = {.directions = mc_optotype_directions(plan->as.acuity.optotype)};
	McStimulus stimulus;
	McSeed seed;
	McExam exam;
	McStep step;
	int last = -1;

	for (int i = 0; i < BLOCKS * MC_SIDES; i++)
		add_block(&counter, (McEye)(i % MC_SIDES));
	mc_dice_exam_seed(dice, &seed);
	mc_exam_init(&exam, plan, &seed);
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		const McOptotypeStimulus *optotype = &stimulus.as.optotype;
		McAnswer answer = {.kind = MC_EXAM_ACUITY, .trial = stimulus.trial};

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		sum->all++;
		sum->shown[optotype->direction]++;
		sum->repeats += (int)optotype->direction == last;
		last = (int)optotype->direction;
		sum->hits += likeliest(&counter, optotype->eye) == (int)optotype->direction;
		count(&counter, optotype->eye, optotype->direction);
		answer.as.optotype.cannot_see = exam.result.part[optotype->eye].cut[0].pass_permille >= 500;
		answer.as.optotype.direction = optotype->direction;
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
}

static void
test_next_direction_cannot_be_foreseen(gconstpointer data)
{
	int people = mc_bars_runs(4000);
	Foresight sum = {{0}};
	double chance, all;
	McExamPlan plan;
	McDice dice;

	mc_dice_init(&dice, 3);
	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	plan.as.acuity.optotype = (McOptotype)GPOINTER_TO_INT(data);
	chance = 1.0 / mc_optotype_directions(plan.as.acuity.optotype);
	for (int i = 0; i < people; i++)
		foresee(&sum, &plan, &dice);
	all = sum.all;
	g_test_message("next direction: foreseen %.4f, repeated %.4f of %.0f (chance %.3f)",
	    sum.hits / all, sum.repeats / all, all, chance);
	g_assert_cmpint(sum.all, >=, people * 65);
	g_assert_cmpfloat(sum.hits / all, <=, chance + 0.03);
	/* Neither avoided nor sought. */
	g_assert_cmpfloat(sum.repeats / all, >, chance - 0.02);
	g_assert_cmpfloat(sum.repeats / all, <, chance + 0.02);
	for (int d = 0; d < MC_DIRECTIONS; d++)
		g_assert_cmpfloat(
		    ABS(sum.shown[d] / all - (d * chance < 1.0 - 1e-9 ? chance : 0.0)), <, 0.01);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/acuity/R1/5.0", GINT_TO_POINTER(0), test_r1);
	g_test_add_data_func("/acuity/R1/4.9", GINT_TO_POINTER(100), test_r1);
	g_test_add_data_func("/acuity/R2/5.0", GINT_TO_POINTER(0), test_r2);
	g_test_add_data_func("/acuity/R2/4.9", GINT_TO_POINTER(100), test_r2);
	g_test_add_data_func("/acuity/R3/5.0", GINT_TO_POINTER(0), test_r3);
	g_test_add_data_func("/acuity/R3/4.9", GINT_TO_POINTER(100), test_r3);
	g_test_add_func("/acuity/not-looking", test_those_who_do_not_look);
	g_test_add_func("/acuity/peekers", test_peekers_behind_shutters);
	g_test_add_func("/acuity/two-cuts", test_two_cuts);
	g_test_add_func("/acuity/ring", test_ring);
	g_test_add_data_func("/acuity/foreseen/E", GINT_TO_POINTER(MC_OPTOTYPE_TUMBLING_E),
	    test_next_direction_cannot_be_foreseen);
	g_test_add_data_func("/acuity/foreseen/ring", GINT_TO_POINTER(MC_OPTOTYPE_LANDOLT_C),
	    test_next_direction_cannot_be_foreseen);
	return g_test_run();
}
