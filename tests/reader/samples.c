/* Exams that were really run, for the reader's test: a line {"exams":[…]} each. People who answer
 * rightly between half of the time and always, and listeners with a threshold. */

#include "tests/kit/sample.h"

#define SEEDS 6
#define RIGHT_FIRST 450
#define RIGHT_STEP 50
#define LISTENERS 40
#define CARELESS 16

static void
print_people(const McExamPlan *plan)
{
	for (guint right = RIGHT_FIRST; right <= 1000; right += RIGHT_STEP)
		for (guint32 seed = 1; seed <= SEEDS; seed++)
			mc_sample_print(mc_sample_run(plan, seed * 1000 + right, right));
}

typedef struct Listener {
	GRand *random;
	gdouble threshold_db;
} Listener;

/* Hears what is 2.5 dB, in the mean, louder or fainter than his threshold. */
static void
answer_tone(const McStimulus *stimulus, McAnswer *answer, gpointer data)
{
	const Listener *listener = data;
	const McToneStimulus *tone = &stimulus->as.tone;
	gdouble difference_db = tone->level_deci_db_hl / 10.0 - listener->threshold_db;
	gboolean hears = !tone->silent && difference_db > g_rand_double_range(listener->random, -4, 4);

	/* Right to silence is none. */
	mc_sample_answer(stimulus, tone->silent || hears, answer);
}

static McExamRun *
listen(const McExamPlan *plan, guint32 seed, gdouble threshold_db)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	const McSeed exam_seed = {{(guint8)seed, 1}};
	Listener listener = {random, threshold_db};

	return mc_sample_run_answered(plan, &exam_seed, answer_tone, &listener);
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
		mc_sample_print(listen(&plan, i + 1, 20 + (gdouble)i * 1.5));
	/* Answers without regard to the level: a belief that runs out of the levels at both ends. */
	for (guint32 seed = 1; seed <= CARELESS; seed++)
		mc_sample_print(mc_sample_run(&plan, seed, 600));
	print_sides();
	print_colours();
	return 0;
}
