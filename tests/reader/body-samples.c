/* Heights and movements that were really run, for the reader's test: a line {"exams":[…]} each. */

#include "app/record/visit.h"
#include "tests/kit/sample.h"
#include <stdlib.h>

#define SEEDS 12
#define HEIGHT_MM 1700

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

static McExamEvent
event_at(const McExamRun *run, McExamEventKind kind)
{
	return (McExamEvent){.kind = kind, .at_us = (gint64)(run->events->len + 1) * G_USEC_PER_SEC};
}

/* Readings that are evenly spread to both sides of the height. */
static McExamRun *
measure(const McExamPlan *plan, guint32 seed, gint32 spread_mm)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	McSeed exam_seed = {{(guint8)seed, 2}};
	McExamRun *run = mc_exam_run_new(plan, &exam_seed);
	McExam exam;
	McStimulus stimulus;
	McStep step = MC_STEP_DONE;

	g_assert_true(mc_exam_init(&exam, plan, &exam_seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		McExamEvent event = event_at(run, MC_EXAM_EVENT_ACKNOWLEDGE);

		if (step == MC_STEP_PRESENT) {
			event = event_at(run, MC_EXAM_EVENT_ANSWER);
			event.stimulus = stimulus;
			event.conditions.person_present = 1;
			event.answer = (McAnswer){.kind = MC_EXAM_STATURE, .trial = stimulus.trial};
			event.answer.as.stature.height_mm =
			    HEIGHT_MM + g_rand_int_range(random, -spread_mm, spread_mm + 1);
			g_assert_true(mc_exam_answer(&exam, &event.answer));
		} else {
			mc_exam_acknowledge(&exam);
		}
		g_array_append_val(run->events, event);
	}
	run->result = *mc_exam_result(&exam);
	run->finished = TRUE;
	return run;
}

int
main(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_STATURE);
	for (gint32 spread_mm = 2; spread_mm < 1000; spread_mm *= 3)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			print_run(measure(&plan, seed, spread_mm));
	mc_exam_plan_default(&plan, MC_EXAM_LIMBS);
	for (plan.as.limbs.tries_max = 1; plan.as.limbs.tries_max <= 3; plan.as.limbs.tries_max++)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			print_run(mc_sample_run(&plan, seed, 400 + seed * 50));
	return 0;
}
