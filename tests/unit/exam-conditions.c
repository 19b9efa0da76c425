/* C10, C11: occlusion, distance, noise and presence are inputs of each trial: what did not hold is
 * named, for every kind of exam, whatever else held. */
#include "app/exam/conditions.h"
#include "app/exam/exam.h"
#include "app/exam/transducer.h"

#include <glib.h>

#define HELD (-1)

static const McTrialConditions nothing_measured = {-1, -1, -1, -1, -1, -1, {-1, -1, -1, -1}};

static gint
lost(const McExamPlan *plan, const McStimulus *stimulus, const McTrialConditions *conditions)
{
	McDiscard why = MC_DISCARD_INTERRUPTED;

	return mc_conditions_hold(plan, stimulus, conditions, &why) ? HELD : (gint)why;
}

static void
begin(McExamKind kind, McExamPlan *plan, McStimulus *stimulus)
{
	McExamPlan made;

	mc_exam_plan_default(&made, kind);
	*plan = made;
	*stimulus = (McStimulus){.kind = kind};
}

static void
test_eyes(void)
{
	static const struct {
		gint32 head, occlusion, distance_permille;
		gint lost;
	} rows[] = {
	    {1, 1, 1000, HELD},
	    {1, 1, 980, HELD},
	    {1, 1, 1020, HELD},
	    {1, 1, -1, HELD}, /* a head rest measures nothing */
	    {1, 1, 979, MC_DISCARD_DISTANCE},
	    {1, 1, 1021, MC_DISCARD_DISTANCE},
	    {1, 1, 0, MC_DISCARD_DISTANCE},
	    {1, 0, 1000, MC_DISCARD_OCCLUSION},
	    {1, -1, 1000, MC_DISCARD_OCCLUSION}, /* nobody knows is not good enough */
	    {0, 1, 1000, MC_DISCARD_POSITION},
	    {-1, 1, 1000, MC_DISCARD_POSITION},
	    {0, 0, 500, MC_DISCARD_POSITION},
	    {1, 0, 500, MC_DISCARD_DISTANCE},
	};
	McExamPlan plan;
	McStimulus stimulus;

	begin(MC_EXAM_ACUITY, &plan, &stimulus);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McTrialConditions conditions = nothing_measured;

		conditions.head_in_place = rows[i].head;
		conditions.occlusion_ok = rows[i].occlusion;
		conditions.luminance_cd_m2 = 120;
		conditions.distance_permille = rows[i].distance_permille;
		g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, rows[i].lost);
	}
}

/* How far is too far is the plan's. */
static void
test_distance_is_the_plans(void)
{
	McTrialConditions conditions = nothing_measured;
	McExamPlan plan;
	McStimulus stimulus;

	begin(MC_EXAM_ACUITY, &plan, &stimulus);
	g_assert_cmpint(plan.as.acuity.distance_apart_permille, ==, 20);
	conditions.head_in_place = conditions.occlusion_ok = 1;
	conditions.luminance_cd_m2 = 120;
	conditions.distance_permille = 1031;
	plan.as.acuity.distance_apart_permille = 30;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_DISTANCE);
	plan.as.acuity.distance_apart_permille = 31;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	plan.as.acuity.distance_apart_permille = 0;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "distance_apart_permille");
}

/* Acuity is that before a background of 80 to 320 cd/m2; which, the plan says. */
static void
test_luminance(void)
{
	static const struct {
		gint32 luminance_cd_m2;
		gint lost;
	} rows[] = {{80, HELD}, {320, HELD}, {79, MC_DISCARD_LUMINANCE}, {321, MC_DISCARD_LUMINANCE},
	    {0, MC_DISCARD_LUMINANCE}, {-1, MC_DISCARD_LUMINANCE} /* nobody knows */};
	McTrialConditions conditions = nothing_measured;
	McExamPlan plan;
	McStimulus stimulus;

	begin(MC_EXAM_ACUITY, &plan, &stimulus);
	conditions.head_in_place = conditions.occlusion_ok = 1;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		conditions.luminance_cd_m2 = rows[i].luminance_cd_m2;
		g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, rows[i].lost);
	}
	conditions.luminance_cd_m2 = 79;
	plan.as.acuity.luminance_min_cd_m2 = 79;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	plan.as.acuity.luminance_max_cd_m2 = 78;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_LUMINANCE);
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "luminance_min_cd_m2");
	plan.as.acuity.luminance_max_cd_m2 = 2001;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "luminance_max_cd_m2");
	begin(MC_EXAM_ACUITY, &plan, &stimulus);
	plan.as.acuity.luminance_repeats_max = -1;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "luminance_repeats_max");
}

/* Three are presented once more; with the fourth it is the lamp's fault, and the record says so. */
static void
test_lamp_ends_it(void)
{
	const McSeed seed = {{5}};
	McExamPlan plan;
	McStimulus stimulus;
	McExam exam;

	begin(MC_EXAM_ACUITY, &plan, &stimulus);
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	for (gint i = 0; i < 4; i++) {
		g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
		g_assert_true(mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_LUMINANCE));
	}
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_DONE);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_LUMINANCE);
	g_assert_cmpint(mc_exam_result(&exam)->lost[MC_DISCARD_LUMINANCE], ==, 4);
}

static void
test_ears(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McTrialConditions conditions = nothing_measured;
	McExamPlan plan;
	McStimulus stimulus;
	McNoisePlan *noise = kind == MC_EXAM_SIDE ? &plan.as.side.noise : &plan.as.hearing.noise;
	gint32 limit;

	begin(kind, &plan, &stimulus);
	if (kind == MC_EXAM_SIDE)
		stimulus.as.side = (McSideStimulus){.frequency_hz = 2000, .level_deci_db_hl = 400};
	else
		stimulus.as.tone = (McToneStimulus){.frequency_hz = 2000, .level_deci_db_hl = 400};
	limit = mc_noise_limit(noise, MC_TRANSDUCER_SUPRA_AURAL, 2000, 400);
	conditions.noise_deci_db_spl[2] = limit;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_POSITION);
	conditions.headphones_on = 0;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_POSITION);
	conditions.headphones_on = 1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	conditions.noise_deci_db_spl[1] = limit + 500;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	conditions.noise_deci_db_spl[2] = limit + 1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_NOISE);
	/* by the plan's own figures */
	noise->margin_deci_db--;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	noise->margin_deci_db++;
	/* what was not measured is not known to be quiet */
	conditions.noise_deci_db_spl[2] = -1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_NOISE);
	/* through headphones nobody hears a loudspeaker; without them the room is heard sooner */
	mc_exam_plan_play_by(&plan, MC_TRANSDUCER_LOUDSPEAKER);
	if (kind == MC_EXAM_SIDE)
		stimulus.as.side.by_loudspeaker = true;
	else
		stimulus.as.tone.by_loudspeaker = true;
	limit = mc_noise_limit(noise, MC_TRANSDUCER_LOUDSPEAKER, 2000, 400);
	conditions.noise_deci_db_spl[2] = limit;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_POSITION);
	conditions.headphones_on = 0;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	conditions.noise_deci_db_spl[2] = limit + 1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_NOISE);
}

/* Of these no instrument feels a head: somebody or something has to say that the person was there.
 */
static void
test_presence(gconstpointer data)
{
	McTrialConditions conditions = nothing_measured;
	McExamPlan plan;
	McStimulus stimulus;

	begin((McExamKind)GPOINTER_TO_INT(data), &plan, &stimulus);
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_ABSENT);
	conditions.person_present = 0;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_ABSENT);
	conditions.person_present = 1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
}

/* Whose hands are at work touches no glass, nor does who misses a signal: not to know it loses
 * nothing. */
static void
test_absence(gconstpointer data)
{
	McTrialConditions conditions = nothing_measured;
	McExamPlan plan;
	McStimulus stimulus;

	begin((McExamKind)GPOINTER_TO_INT(data), &plan, &stimulus);
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
	conditions.person_present = 0;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, MC_DISCARD_ABSENT);
	conditions.person_present = 1;
	g_assert_cmpint(lost(&plan, &stimulus, &conditions), ==, HELD);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/conditions/eyes", test_eyes);
	g_test_add_func("/conditions/distance", test_distance_is_the_plans);
	g_test_add_func("/conditions/luminance", test_luminance);
	g_test_add_func("/conditions/lamp", test_lamp_ends_it);
	g_test_add_data_func("/conditions/hearing", GINT_TO_POINTER(MC_EXAM_HEARING), test_ears);
	g_test_add_data_func("/conditions/side", GINT_TO_POINTER(MC_EXAM_SIDE), test_ears);
	g_test_add_data_func("/conditions/stature", GINT_TO_POINTER(MC_EXAM_STATURE), test_presence);
	g_test_add_data_func("/conditions/limbs", GINT_TO_POINTER(MC_EXAM_LIMBS), test_absence);
	g_test_add_data_func("/conditions/reaction", GINT_TO_POINTER(MC_EXAM_REACTION), test_absence);
	g_test_add_data_func("/conditions/colour", GINT_TO_POINTER(MC_EXAM_COLOUR), test_presence);
	return g_test_run();
}
