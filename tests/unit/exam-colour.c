/* The colour exam step by step: what is shown when, what it concludes. C13, C14. */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

static McExamPlan
measured(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	plan.as.colour.panel.measured = true;
	strcpy(plan.as.colour.calibration, "CAL-7");
	return plan;
}

/* How many plates of each kind are misread before the rest is read; signals likewise. */
typedef struct Person {
	int misses[MC_COLOUR_SHOWS];
	int faint_misses; /* of either axis, faint plates */
	int misses_later; /* of each axis, beyond its first four */
} Person;

typedef struct Course {
	McExam exam;
	int shown[MC_COLOUR_SHOWS], faint;
	int presentations, told;
	McColourShow first;
} Course;

static gboolean
takes_it(Person *person, Course *course, const McStimulus *stimulus, const McColourPlan *plan)
{
	const McColourStimulus *colour = &stimulus->as.colour;
	gboolean of_axis = colour->show == MC_COLOUR_PROTAN || colour->show == MC_COLOUR_DEUTAN;
	int *misses = &person->misses[colour->show];

	if (of_axis && colour->contrast_permille == plan->faint_contrast_permille) {
		course->faint++;
		misses = &person->faint_misses;
	} else if (++course->shown[colour->show] > plan->axis_plates && of_axis) {
		misses = &person->misses_later;
	}
	if (*misses == 0)
		return TRUE;
	(*misses)--;
	return FALSE;
}

static const McExamResult *
run(Course *course, const McExamPlan *plan, Person person, guint8 seed)
{
	McSeed bytes = {{seed, 1, 2}};
	McStimulus stimulus;
	McStep step;

	memset(course, 0, sizeof *course);
	g_assert_true(mc_exam_init(&course->exam, plan, &bytes));
	while ((step = mc_exam_next(&course->exam, &stimulus)) != MC_STEP_DONE) {
		McAnswer answer = {.kind = MC_EXAM_COLOUR};

		if (step != MC_STEP_PRESENT) {
			g_assert_cmpint(step, ==, MC_STEP_RE_INSTRUCT);
			course->told++;
			g_assert_true(mc_exam_acknowledge(&course->exam));
			continue;
		}
		/* seen at a glance, not searched; a plate of the whole exam stands as long as any other */
		g_assert_cmpint(stimulus.as.colour.exposure_ms, ==, 3000);
		if (course->presentations++ == 0)
			course->first = stimulus.as.colour.show;
		answer.trial = stimulus.trial;
		answer.as.colour.reaction_us = 1500000;
		answer.as.colour.figure = stimulus.as.colour.figure;
		answer.as.colour.cannot_see = !takes_it(&person, course, &stimulus, &plan->as.colour);
		g_assert_true(mc_exam_answer(&course->exam, &answer));
	}
	return mc_exam_result(&course->exam);
}

static void
test_who_reads_everything_passes(void)
{
	McExamPlan plan = measured();

	for (guint8 seed = 0; seed < 30; seed++) {
		Course course;
		const McExamResult *result = run(&course, &plan, (Person){{0}}, seed);

		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
		g_assert_cmpint(course.first, ==, MC_COLOUR_CONTROL);
		g_assert_cmpint(course.shown[MC_COLOUR_CONTROL], ==, 2);
		g_assert_cmpint(course.shown[MC_COLOUR_PROTAN], ==, 4);
		g_assert_cmpint(course.shown[MC_COLOUR_DEUTAN], ==, 4);
		g_assert_cmpint(course.shown[MC_COLOUR_TRITAN], ==, 2);
		g_assert_cmpint(course.faint, ==, 4);
		g_assert_cmpint(course.shown[MC_COLOUR_SIGNAL], ==, 12);
		g_assert_cmpint(result->presented, ==, 28);
		g_assert_cmpint(result->figures.colour.right[MC_AXIS_PROTAN], ==, 4);
		g_assert_cmpint(result->figures.colour.signals_right, ==, 12);
		g_assert_cmpint(result->part[1].trials, ==, 4);
	}
}

/* Three of four pass, one fails, two are neither: four more, six of eight pass, four fail. */
static void
test_each_axis_by_itself(void)
{
	static const struct {
		int misses, later;
		int shown;
		McOutcome outcome;
		guint32 reasons;
	} rows[] = {
	    {1, 0, 4, MC_OUTCOME_PASS, 0},
	    {3, 0, 4, MC_OUTCOME_FAIL, 0},
	    {4, 0, 4, MC_OUTCOME_FAIL, 0},
	    {2, 0, 8, MC_OUTCOME_PASS, MC_REASON_CONTINUED},
	    {2, 1, 8, MC_OUTCOME_NOT_DETERMINED, MC_REASON_CONTINUED | MC_REASON_BORDERLINE},
	    {2, 2, 8, MC_OUTCOME_FAIL, MC_REASON_CONTINUED},
	    {2, 4, 8, MC_OUTCOME_FAIL, MC_REASON_CONTINUED},
	};
	McExamPlan plan = measured();

	for (int axis = 0; axis < 2; axis++)
		for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
			McColourShow show = axis == 0 ? MC_COLOUR_PROTAN : MC_COLOUR_DEUTAN;
			Person person = {.misses_later = rows[i].later};
			Course course;
			const McExamResult *result;

			person.misses[show] = rows[i].misses;
			result = run(&course, &plan, person, (guint8)i);
			g_assert_cmpint(course.shown[show], ==, rows[i].shown);
			g_assert_cmpint(result->part[axis].outcome, ==, rows[i].outcome);
			g_assert_cmphex(result->part[axis].reasons, ==, rows[i].reasons);
			g_assert_cmpint(result->part[1 - axis].outcome, ==, MC_OUTCOME_PASS);
			g_assert_cmpint(result->outcome, ==, rows[i].outcome);
			/* Whatever the plates said, the lights are asked. */
			g_assert_cmpint(course.shown[MC_COLOUR_SIGNAL], ==, 12);
		}
}

/* Who does not read what everybody reads is told once more, and then nothing is determined. */
static void
test_controls(void)
{
	McExamPlan plan = measured();
	Course course;
	const McExamResult *result =
	    run(&course, &plan, (Person){.misses = {[MC_COLOUR_CONTROL] = 1}}, 3);

	g_assert_cmpint(course.told, ==, 1);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->reasons, ==, MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->part[0].trials, ==, 4);
	result = run(&course, &plan, (Person){.misses = {[MC_COLOUR_CONTROL] = 2}}, 3);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_NOT_UNDERSTOOD | MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->quality[0].easy_wrong, ==, 1);
	g_assert_cmpint(result->quality[1].easy_wrong, ==, 1);
}

/* One slip in twelve lights is none; more, and they are asked again; more again, and a doctor
 * decides although all plates were read. */
static void
test_signals(void)
{
	McExamPlan plan = measured();
	Course course;
	const McExamResult *result =
	    run(&course, &plan, (Person){.misses = {[MC_COLOUR_SIGNAL] = 1}}, 4);

	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(course.shown[MC_COLOUR_SIGNAL], ==, 12);
	result = run(&course, &plan, (Person){.misses = {[MC_COLOUR_SIGNAL] = 3}}, 4);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(course.shown[MC_COLOUR_SIGNAL], ==, 24);
	g_assert_cmpint(result->figures.colour.signals, ==, 12);
	result = run(&course, &plan, (Person){.misses = {[MC_COLOUR_SIGNAL] = 14}}, 4);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_SIGNALS | MC_REASON_BORDERLINE);
	g_assert_cmpint(result->figures.colour.signals_right, ==, 10);
	/* A plan without lights asks for none. */
	plan.as.colour.signals = plan.as.colour.signals_right = 0;
	result = run(&course, &plan, (Person){{0}}, 4);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(course.shown[MC_COLOUR_SIGNAL], ==, 0);
}

static void
test_faint_plates_only_flag(void)
{
	McExamPlan plan = measured();
	Course course;
	const McExamResult *result = run(&course, &plan, (Person){.faint_misses = 4}, 5);

	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->part[0].reasons, ==, MC_REASON_COLOUR_WEAK);
	g_assert_cmphex(result->part[1].reasons, ==, MC_REASON_COLOUR_WEAK);
	result = run(&course, &plan, (Person){.misses = {[MC_COLOUR_TRITAN] = 2}}, 5);
	g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
}

/* On a panel that was only assumed to be sRGB nobody fails, and what was read is flagged (C14). */
static void
test_assumed_panel_fails_nobody(void)
{
	McExamPlan plan;
	Course course;

	const McExamResult *result;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	result = run(&course, &plan, (Person){{0}}, 6);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->reasons, ==, MC_REASON_PANEL_ASSUMED);
	result = run(&course, &plan, (Person){.misses = {[MC_COLOUR_PROTAN] = 4}}, 6);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[0].reasons, ==, MC_REASON_PANEL_ASSUMED | MC_REASON_BORDERLINE);
	g_assert_cmpint(result->part[1].outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmphex(result->part[1].reasons, ==, MC_REASON_PANEL_ASSUMED);
}

/* No two exams show the same: nothing can be learnt by heart. */
static void
test_fresh_each_time(void)
{
	McExamPlan plan = measured();
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	int figures[MC_DIGITS] = {0}, plates = 0;

	for (guint i = 0; i < 400; i++) {
		McSeed seed = {{(guint8)i, (guint8)(i >> 8), 77}};
		McStimulus stimulus;
		McExam exam;

		mc_exam_init(&exam, &plan, &seed);
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT &&
		       stimulus.as.colour.show != MC_COLOUR_SIGNAL) {
			McAnswer answer = {.kind = MC_EXAM_COLOUR, .trial = stimulus.trial};

			g_hash_table_add(seen, GINT_TO_POINTER(stimulus.as.colour.seed));
			figures[stimulus.as.colour.figure]++;
			plates++;
			answer.as.colour.figure = stimulus.as.colour.figure;
			g_assert_true(mc_exam_answer(&exam, &answer));
		}
	}
	g_assert_cmpint(plates, ==, 400 * 16);
	g_assert_cmpuint(g_hash_table_size(seen), >=, (guint)plates - 1);
	/* 640 of each digit, five standard deviations. */
	for (int i = 0; i < MC_DIGITS; i++)
		g_assert_cmpint(ABS(figures[i] - 640), <, 120);
}

static void
test_answers_to_a_light_are_three(void)
{
	McExamPlan plan = measured();
	McSeed seed = {{9}};
	McStimulus stimulus;
	McAnswer answer;
	McExam exam;

	mc_exam_init(&exam, &plan, &seed);
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT &&
	       stimulus.as.colour.show != MC_COLOUR_SIGNAL) {
		answer = (McAnswer){.kind = MC_EXAM_COLOUR, .trial = stimulus.trial};
		answer.as.colour.figure = stimulus.as.colour.figure;
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
	answer = (McAnswer){.kind = MC_EXAM_COLOUR, .trial = stimulus.trial};
	answer.as.colour.figure = MC_SIGNALS;
	g_assert_cmpint(mc_exam_answer_problem(&exam, &answer), ==, MC_ANSWER_NO_FIGURE);
	answer.as.colour.cannot_see = true;
	g_assert_cmpint(mc_exam_answer_problem(&exam, &answer), ==, MC_ANSWER_GOOD);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/colour/pass", test_who_reads_everything_passes);
	g_test_add_func("/colour/axes", test_each_axis_by_itself);
	g_test_add_func("/colour/controls", test_controls);
	g_test_add_func("/colour/signals", test_signals);
	g_test_add_func("/colour/faint", test_faint_plates_only_flag);
	g_test_add_func("/colour/assumed-panel", test_assumed_panel_fails_nobody);
	g_test_add_func("/colour/fresh", test_fresh_each_time);
	g_test_add_func("/colour/answers-to-a-light", test_answers_to_a_light_are_three);
	return g_test_run();
}
