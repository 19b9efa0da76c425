/* Heights and movements that were really run, for the reader's test: a line {"exams":[…]} each. */

#include "tests/kit/sample.h"

#define SEEDS 12
#define HEIGHT_MM 1700

typedef struct Scale {
	GRand *random;
	gint32 spread_mm;
} Scale;

/* Readings that are evenly spread to both sides of the height. */
static void
answer_stature(const McStimulus *stimulus, McAnswer *answer, gpointer data)
{
	const Scale *scale = data;

	answer->as.stature.height_mm =
	    HEIGHT_MM + g_rand_int_range(scale->random, -scale->spread_mm, scale->spread_mm + 1);
}

static McExamRun *
measure(const McExamPlan *plan, guint32 seed, gint32 spread_mm)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	const McSeed exam_seed = {{(guint8)seed, 2}};
	Scale scale = {random, spread_mm};

	return mc_sample_run_answered(plan, &exam_seed, answer_stature, &scale);
}

int
main(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_STATURE);
	for (gint32 spread_mm = 2; spread_mm < 1000; spread_mm *= 3)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			mc_sample_print(measure(&plan, seed, spread_mm));
	mc_exam_plan_default(&plan, MC_EXAM_LIMBS);
	for (plan.as.limbs.tries_max = 1; plan.as.limbs.tries_max <= 3; plan.as.limbs.tries_max++)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			mc_sample_print(mc_sample_run(&plan, seed, 400 + seed * 50));
	return 0;
}
