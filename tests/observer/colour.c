/* Does the colour exam tell dichromats from everybody else? People of published models, and of
 * cones, lens and macula that the plates' construction knows nothing of, before three kinds of
 * screens. */
#include "app/observe/bars.h"
#include "app/observe/person.h"

#include <glib.h>
#include <math.h>

/* A full run takes hours; MC_COLOUR_PERMILLE of the 8 000 people are taken, 5 unless it is set. */
#define FULL 8000
#define USUAL_PERMILLE 5

static int
runs(void)
{
	const char *text = g_getenv("MC_COLOUR_PERMILLE");
	gint64 permille = text == NULL ? USUAL_PERMILLE : g_ascii_strtoll(text, NULL, 10);

	return MAX(10, mc_bars_runs((int)(FULL * CLAMP(permille, 1, 1000) / 1000)));
}

typedef struct Tally {
	int runs;
	int pass, fail, open, worst_residual;
	gint64 presented;
} Tally;

typedef void (*Dress)(McPerson *person, McDice *dice, gconstpointer data);

static McExamPlan
plan_for(const McSpectralPanel *panel)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	if (panel != NULL)
		plan.as.colour.panel = mc_spectral_panel_measured(panel);
	plan.as.colour.panel.measured = true;
	g_strlcpy(plan.as.colour.calibration, "sim-1", sizeof plan.as.colour.calibration);
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, NULL);
	return plan;
}

static Tally
measure(const char *who, const McExamPlan *plan, Dress dress, gconstpointer data, guint64 seed)
{
	Tally tally = {.runs = runs()};
	McDice dice;
	McExam exam;

	mc_dice_init(&dice, seed);
	for (int i = 0; i < tally.runs; i++) {
		McPerson person = {0};
		const McExamResult *result;

		dress(&person, &dice, data);
		result = mc_person_take(&person, &dice, &exam, plan);
		tally.pass += result->outcome == MC_OUTCOME_PASS;
		tally.fail += result->outcome == MC_OUTCOME_FAIL;
		tally.open += result->outcome == MC_OUTCOME_NOT_DETERMINED;
		tally.presented += result->presented;
	}
	g_test_message("%s: PASS %.4f FAIL %.4f NOT DETERMINED %.4f of %d, presentations %.1f", who,
	    (double)tally.pass / tally.runs, (double)tally.fail / tally.runs,
	    (double)tally.open / tally.runs, tally.runs, (double)tally.presented / tally.runs);
	return tally;
}

#define ASSERT_AT_MOST(tally, count, share)                                                        \
	g_assert_true(mc_bars_at_most((tally).count, (tally).runs, FULL, share))
#define ASSERT_AT_LEAST(tally, count, share)                                                       \
	g_assert_true(mc_bars_at_least((tally).count, (tally).runs, FULL, share))

typedef struct Kind {
	const char *who;
	McColourModel model;
	double slip;
	McColourHabit habit;
} Kind;

static void
dress_by_model(McPerson *person, McDice *dice, gconstpointer data)
{
	const Kind *kind = data;

	mc_colours_from_model(&person->colours, kind->model);
	person->colours.slip = kind->slip;
	person->colours.habit = kind->habit;
}

static Tally
take(const Kind *kind, guint64 seed)
{
	McExamPlan plan = plan_for(NULL);

	return measure(kind->who, &plan, dress_by_model, kind, seed);
}

static void
test_dichromats_fail(void)
{
	static const Kind kinds[] = {
	    {"Vienot protan", MC_COLOUR_MODEL_VIENOT_PROTAN, .02, MC_COLOUR_HABIT_READS},
	    {"Vienot deutan", MC_COLOUR_MODEL_VIENOT_DEUTAN, .02, MC_COLOUR_HABIT_READS},
	    {"Brettel protan", MC_COLOUR_MODEL_BRETTEL_PROTAN, .02, MC_COLOUR_HABIT_READS},
	    {"Brettel deutan", MC_COLOUR_MODEL_BRETTEL_DEUTAN, .02, MC_COLOUR_HABIT_READS},
	    {"Machado 1.0 protan", MC_COLOUR_MODEL_MACHADO_PROTAN, .02, MC_COLOUR_HABIT_READS},
	    {"Machado 1.0 deutan", MC_COLOUR_MODEL_MACHADO_DEUTAN, .02, MC_COLOUR_HABIT_READS},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		Tally tally = take(&kinds[i], 100 + i);

		ASSERT_AT_LEAST(tally, fail, .99);
		ASSERT_AT_MOST(tally, pass, .01);
	}
}

static void
test_others_pass(void)
{
	static const Kind normal = {"normal, 3 % slips", MC_COLOUR_MODEL_NORMAL, .03, 0};
	static const Kind tritan = {"Brettel tritan", MC_COLOUR_MODEL_BRETTEL_TRITAN, .03, 0};
	static const Kind weak[] = {
	    {"Machado .5 protan", MC_COLOUR_MODEL_MACHADO_PROTAN_HALF, .02, MC_COLOUR_HABIT_READS},
	    {"Machado .5 deutan", MC_COLOUR_MODEL_MACHADO_DEUTAN_HALF, .02, MC_COLOUR_HABIT_READS},
	};
	Tally tally = take(&normal, 200);

	ASSERT_AT_LEAST(tally, pass, .98);
	ASSERT_AT_MOST(tally, fail, .002);
	tally = take(&tritan, 201);
	ASSERT_AT_LEAST(tally, pass, .95);
	for (gsize i = 0; i < G_N_ELEMENTS(weak); i++) {
		tally = take(&weak[i], 202 + i);
		ASSERT_AT_LEAST(tally, pass, .95);
	}
}

/* A careless eye (8 % slips) is asked again rather than failed. */
static void
test_the_careless_do_not_fail(void)
{
	static const Kind careless = {"careless, 8 % slips", MC_COLOUR_MODEL_NORMAL, .08, 0};
	Tally tally = take(&careless, 210);

	ASSERT_AT_LEAST(tally, pass, .90);
	ASSERT_AT_MOST(tally, fail, .005);
}

static void
test_who_does_not_look_does_not_pass(void)
{
	static const Kind kinds[] = {
	    {"guesser", MC_COLOUR_MODEL_NORMAL, 0, MC_COLOUR_HABIT_GUESSES},
	    {"always five", MC_COLOUR_MODEL_NORMAL, 0, MC_COLOUR_HABIT_CONSTANT},
	    {"sees none", MC_COLOUR_MODEL_NORMAL, 0, MC_COLOUR_HABIT_GIVES_UP},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		Tally tally = take(&kinds[i], 220 + i);

		g_assert_cmpint(tally.pass, ==, 0);
		/* What everybody reads was not read: that is no failure of the eyes. */
		ASSERT_AT_MOST(tally, fail, .03);
	}
}

typedef struct Spectral {
	const McSpectralPanel *panel;
	McCones cones;
	double slip;
} Spectral;

static void
dress_by_spectra(McPerson *person, McDice *dice, gconstpointer data)
{
	const Spectral *spectral = data;
	McRetina retina;

	mc_retina_draw(&retina, spectral->cones, dice);
	mc_colours_from_spectra(&person->colours, spectral->panel, &retina);
	person->colours.slip = spectral->slip;
}

static void
test_eyes_beyond_the_construction(gconstpointer data)
{
	const McSpectralPanel *panel = data;
	McExamPlan plan = plan_for(panel);
	Spectral kind = {panel, MC_CONES_ALL, .03};
	Tally tally;

	g_test_message("%s", panel->name);
	tally = measure("spectral normal", &plan, dress_by_spectra, &kind, 300);
	ASSERT_AT_LEAST(tally, pass, .98);
	kind.slip = .02;
	kind.cones = MC_CONES_NO_LONG;
	tally = measure("spectral protanope", &plan, dress_by_spectra, &kind, 301);
	ASSERT_AT_LEAST(tally, fail, .99);
	kind.cones = MC_CONES_NO_MIDDLE;
	tally = measure("spectral deuteranope", &plan, dress_by_spectra, &kind, 302);
	ASSERT_AT_LEAST(tally, fail, .99);
}

/* Guessing through both axes: the rule itself, without eyes, over many exams. */
static void
test_guessing_through_both_axes(void)
{
	const int exams = 400000;
	McExamPlan plan = plan_for(NULL);
	McDice dice;
	int passed = 0;

	plan.as.colour.signals = plan.as.colour.signals_right = 0;
	mc_dice_init(&dice, 400);
	for (int i = 0; i < exams; i++) {
		int pass = 0;

		/* Control plates are read by everybody, so they are left out: only then does chance reach
		 * the axes at all. */
		for (int axis = 0; axis < 2; axis++) {
			int right = 0;

			for (int n = 0; n < plan.as.colour.axis_plates; n++)
				right += mc_dice_chance(&dice, .1);
			if (right < plan.as.colour.pass_of_axis && right > plan.as.colour.fail_of_axis) {
				for (int n = 0; n < plan.as.colour.extra_plates; n++)
					right += mc_dice_chance(&dice, .1);
				pass += right >= plan.as.colour.pass_of_all;
			} else {
				pass += right >= plan.as.colour.pass_of_axis;
			}
		}
		passed += pass == 2;
	}
	g_test_message("both axes by chance: %.2e", (double)passed / exams);
	g_assert_cmpfloat((double)passed / exams, <=, 1e-4);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/colour/dichromats", test_dichromats_fail);
	g_test_add_func("/colour/others", test_others_pass);
	g_test_add_func("/colour/careless", test_the_careless_do_not_fail);
	g_test_add_func("/colour/not-looking", test_who_does_not_look_does_not_pass);
	for (gsize i = 0; i < MC_SPECTRAL_PANELS; i++) {
		g_autofree char *path = g_strdup_printf("/colour/spectral/%" G_GSIZE_FORMAT, i);

		g_test_add_data_func(path, &mc_spectral_panels[i], test_eyes_beyond_the_construction);
	}
	g_test_add_func("/colour/guessing-both-axes", test_guessing_through_both_axes);
	return g_test_run();
}
