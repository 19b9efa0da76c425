/* Exams that were really run, for the reader's test: a line {"exams":[…]} each. People who answer
 * rightly between half of the time and always, and listeners with a threshold. */

#include "app/record/visit.h"
#include "tests/kit/sample.h"
#include <stdlib.h>

#define SEEDS 6
#define RIGHT_FIRST 450
#define RIGHT_STEP 50
#define LISTENERS 40
#define CARELESS 16

static void
print_run(McExamRun *run)
{
	json_auto_t *exam = mc_exam_run_to_json(run);
	json_auto_t *visit = json_pack("{s:[O]}", "exams", exam);
	char *text = json_dumps(visit, JSON_COMPACT | JSON_SORT_KEYS);

	g_print("%s\n", text);
	free(text);
	mc_exam_run_free(run);
}

static void
print_people(const McExamPlan *plan)
{
	for (guint right = RIGHT_FIRST; right <= 1000; right += RIGHT_STEP)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			print_run(mc_sample_run(plan, seed * 1000 + right, right));
}

/* Hears what is 2.5 dB, in the mean, louder or fainter than his threshold. */
static gboolean
hears(GRand *random, const McToneStimulus *tone, gdouble threshold_db)
{
	gdouble difference_db = tone->level_deci_db_hl / 10.0 - threshold_db;

	return !tone->silent && difference_db > g_rand_double_range(random, -4, 4);
}

static McExamRun *
listen(const McExamPlan *plan, guint32 seed, gdouble threshold_db)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	McSeed exam_seed = {{(guint8)seed, 1}};
	McExamRun *run = mc_exam_run_new(plan, &exam_seed);
	McExam exam;
	McStimulus stimulus;
	McStep step = MC_STEP_DONE;

	g_assert_true(mc_exam_init(&exam, plan, &exam_seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McExamEvent event = {.kind = MC_EXAM_EVENT_ACKNOWLEDGE,
		    .at_us = (gint64)(run->events->len + 1) * G_USEC_PER_SEC};

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			g_array_append_val(run->events, event);
			continue;
		}
		event = (McExamEvent){.kind = MC_EXAM_EVENT_ANSWER,
		    .at_us = event.at_us,
		    .stimulus = stimulus,
		    .conditions = {.headphones_on = 1}};
		/* Right to silence is none. */
		mc_sample_answer(&stimulus,
		    stimulus.as.tone.silent || hears(random, &stimulus.as.tone, threshold_db),
		    &event.answer);
		g_assert_true(mc_exam_answer(&exam, &event.answer));
		g_array_append_val(run->events, event);
	}
	run->result = *mc_exam_result(&exam);
	run->finished = TRUE;
	return run;
}

/* Right between half of the time and always, in headphones and by loudspeaker. */
static void
print_sides(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_SIDE);
	print_people(&plan);
	plan.as.side.transducer = MC_TRANSDUCER_LOUDSPEAKER;
	plan.as.side.unsided_permille = plan.as.side.field_unsided_permille;
	plan.as.side.rove_deci_db = plan.as.side.field_rove_deci_db;
	print_people(&plan);
}

/* On a panel that was measured, and on one that was not. */
static void
print_colours(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_COLOUR);
	print_people(&plan);
	plan.as.colour.panel.measured = 1;
	g_strlcpy(plan.as.colour.calibration, "P-1", sizeof plan.as.colour.calibration);
	print_people(&plan);
}

int
main(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_ACUITY);
	print_people(&plan);
	plan.as.acuity.cuts = 2;
	plan.as.acuity.cut_milli_log_mar[0] = 0;
	plan.as.acuity.cut_milli_log_mar[1] = 100;
	print_people(&plan);
	plan.as.acuity.optotype = MC_OPTOTYPE_LANDOLT_C;
	plan.as.acuity.pass_permille = 925;
	print_people(&plan);
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	for (guint32 i = 0; i < LISTENERS; i++)
		print_run(listen(&plan, i + 1, 20 + (gdouble)i * 1.5));
	/* Answers without regard to the level: a belief that runs out of the levels at both ends. */
	for (guint32 seed = 1; seed <= CARELESS; seed++)
		print_run(mc_sample_run(&plan, seed, 600));
	print_sides();
	print_colours();
	return 0;
}
