/* C5, C6: stature, guided movements, and the practice of reaction for people of 70 and over. */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

static void
begin(McExam *exam, McExamKind kind, guint8 seed_byte)
{
	McExamPlan plan;
	McSeed seed = {.bytes = {seed_byte}};

	mc_exam_plan_default(&plan, kind);
	g_assert_true(mc_exam_init(exam, &plan, &seed));
}

static McAnswer
answer_to(McExam *exam, McStimulus *stimulus)
{
	McAnswer answer;

	memset(&answer, 0, sizeof answer);
	g_assert_cmpint(mc_exam_next(exam, stimulus), ==, MC_STEP_PRESENT);
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	return answer;
}

static void
read_mm(McExam *exam, gint32 height_mm)
{
	McStimulus stimulus;
	McAnswer answer = answer_to(exam, &stimulus);

	answer.as.stature.height_mm = height_mm;
	g_assert_true(mc_exam_answer(exam, &answer));
}

static void
test_stature(void)
{
	static const struct {
		gint32 mm[6];
		gint32 height_mm, spread_mm;
		guint32 reasons;
		gint32 attempts;
	} rows[] = {
	    {{1700, 1708}, 1704, 8, 0, 1},
	    {{1700, 1710}, 1705, 10, 0, 1},
	    {{1700, 1701}, 1700, 1, 0, 1},
	    {{1701, 1702}, 1702, 1, 0, 1},
	    {{1700, 1711, 1702}, 1702, 2, 0, 1},
	    {{1730, 1700, 1702}, 1702, 2, 0, 1},
	    /* the third agrees with neither: explained again, then twice the same */
	    {{1700, 1720, 1740, 1701, 1701}, 1701, 0, MC_REASON_RE_INSTRUCTED, 2},
	    {{1700, 1720, 1740, 1700, 1720, 1740}, 0, 0,
	        MC_REASON_NO_AGREEMENT | MC_REASON_RE_INSTRUCTED, 2},
	    /* nobody is 2.6 m high, nor 30 cm */
	    {{2600, 300}, 0, 0, MC_REASON_NO_AGREEMENT | MC_REASON_RE_INSTRUCTED, 2},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		McExam exam;
		const McExamResult *result;

		begin(&exam, MC_EXAM_STATURE, 1);
		for (guint k = 0; k < G_N_ELEMENTS(rows[i].mm) && rows[i].mm[k] != 0; k++) {
			mc_exam_acknowledge(&exam);
			read_mm(&exam, rows[i].mm[k]);
		}
		result = mc_exam_result(&exam);
		g_assert_nonnull(result);
		g_assert_cmpint(result->figures.stature.height_mm, ==, rows[i].height_mm);
		g_assert_cmpint(result->figures.stature.spread_mm, ==, rows[i].spread_mm);
		g_assert_cmphex(result->reasons, ==, rows[i].reasons);
		g_assert_cmpint(result->attempts, ==, rows[i].attempts);
		g_assert_cmpint(result->outcome, ==,
		    rows[i].height_mm > 0 ? MC_OUTCOME_PASS : MC_OUTCOME_NOT_DETERMINED);
	}
}

/* Who moves or steps off is read again; too often ends it with the reason. */
static void
test_stature_discards(void)
{
	McStimulus stimulus;
	McExam exam;
	McAnswer answer;

	begin(&exam, MC_EXAM_STATURE, 1);
	read_mm(&exam, 1700);
	answer = answer_to(&exam, &stimulus);
	g_assert_true(mc_exam_discard(&exam, answer.trial, MC_DISCARD_MOVING));
	g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
	g_assert_cmpint(stimulus.as.stature.reading, ==, 1);
	read_mm(&exam, 1700);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(mc_exam_result(&exam)->discarded, ==, 1);
	begin(&exam, MC_EXAM_STATURE, 1);
	for (gint32 i = 0; i <= 20; i++)
		g_assert_true(mc_exam_discard(&exam, i, MC_DISCARD_POSITION));
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_POSITION);
}

/* Seen as the row says on the first and on the second try, where the site asks twice. */
static McMovementSeen
move(McMovementSeen first, McMovementSeen second, gint32 *tries)
{
	McExam exam;
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_LIMBS);
	plan.as.limbs.tries_max = 2;
	g_assert_true(mc_exam_init(&exam, &plan, &(McSeed){.bytes = {3}}));
	for (;;) {
		McStimulus stimulus;
		McAnswer answer;

		if (mc_exam_next(&exam, &stimulus) == MC_STEP_DONE)
			break;
		answer = answer_to(&exam, &stimulus);
		answer.as.limbs.seen = MC_MOVEMENT_DONE;
		if (stimulus.as.limbs.movement == MC_MOVEMENT_SQUAT) {
			answer.as.limbs.seen = stimulus.as.limbs.try_number == 1 ? first : second;
			*tries = stimulus.as.limbs.try_number;
		}
		g_assert_true(mc_exam_answer(&exam, &answer));
	}
	/* Whatever was seen, no machine says fit or unfit. */
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_FOR_DOCTOR);
	return mc_exam_result(&exam)->figures.limbs.movement[MC_MOVEMENT_SQUAT];
}

static void
test_limbs(void)
{
	static const struct {
		McMovementSeen first, second, in_the_end;
		gint32 tries;
	} rows[] = {
	    {MC_MOVEMENT_DONE, MC_MOVEMENT_NOT_DONE, MC_MOVEMENT_DONE, 1},
	    {MC_MOVEMENT_NOT_DONE, MC_MOVEMENT_DONE, MC_MOVEMENT_DONE, 2},
	    {MC_MOVEMENT_COULD_NOT_SEE, MC_MOVEMENT_NOT_DONE, MC_MOVEMENT_NOT_DONE, 2},
	    {MC_MOVEMENT_NOT_DONE, MC_MOVEMENT_COULD_NOT_SEE, MC_MOVEMENT_COULD_NOT_SEE, 2},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gint32 tries = 0;

		g_assert_cmpint(move(rows[i].first, rows[i].second, &tries), ==, rows[i].in_the_end);
		g_assert_cmpint(tries, ==, rows[i].tries);
	}
}

/* A film that fits one order fits no other. */
static void
test_limbs_order(void)
{
	guint same = 0;
	McMovement first[64];

	for (guint8 seed = 0; seed < 64; seed++) {
		McStimulus stimulus;
		McExam exam;

		begin(&exam, MC_EXAM_LIMBS, seed);
		g_assert_cmpint(mc_exam_next(&exam, &stimulus), ==, MC_STEP_PRESENT);
		first[seed] = stimulus.as.limbs.movement;
		same += first[seed] == first[0];
	}
	g_assert_cmpuint(same, <, 16);
}

/* Every trial takes so long as the row says, round and round. */
static void
react(McExam *exam, const gint64 *times_us, gsize count, gboolean *re_instructed)
{
	McStimulus stimulus;
	McStep step;
	gsize i = 0;

	*re_instructed = FALSE;
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		McAnswer answer;

		if (step == MC_STEP_RE_INSTRUCT) {
			*re_instructed = TRUE;
			mc_exam_acknowledge(exam);
			continue;
		}
		answer = answer_to(exam, &stimulus);
		g_assert_cmpint(stimulus.as.reaction.foreperiod_ms, >=, 1000);
		g_assert_cmpint(stimulus.as.reaction.foreperiod_ms, <=, 3000);
		answer.as.reaction.reaction_us = times_us[i++ % count];
		answer.as.reaction.key = stimulus.as.reaction.key;
		answer.as.reaction.digits = stimulus.as.reaction.digits;
		memcpy(
		    answer.as.reaction.digit, stimulus.as.reaction.digit, sizeof answer.as.reaction.digit);
		answer.as.reaction.place = stimulus.as.reaction.dark;
		g_assert_true(mc_exam_answer(exam, &answer));
	}
}

static void
test_reaction_figures(void)
{
	static const gint64 times_us[] = {220000, 260000, 240000, 1700000, 300000};
	const McReactionFigures *figures;
	gboolean re_instructed;
	McExamPlan plan;
	McExam exam;

	mc_exam_plan_default(&plan, MC_EXAM_REACTION);
	plan.as.reaction.latency_us = 20000;
	g_assert_true(mc_exam_init(&exam, &plan, &(McSeed){.bytes = {9}}));
	react(&exam, times_us, G_N_ELEMENTS(times_us), &re_instructed);
	figures = &mc_exam_result(&exam)->figures.reaction;
	g_assert_false(re_instructed);
	/* 4 of each of 200, 220, 240, 280 ms after the instrument's own 20 ms; 4 missed. */
	g_assert_cmpint(figures->simple.counted, ==, 16);
	g_assert_cmpint(figures->simple.misses, ==, 4);
	g_assert_cmpint(figures->simple.median_us, ==, 230000);
	g_assert_cmpint(figures->simple.lower_quartile_us, ==, 215000);
	g_assert_cmpint(figures->simple.upper_quartile_us, ==, 250000);
	g_assert_cmpint(figures->choice.counted, ==, 16);
	g_assert_cmpint(figures->memory_right, ==, 3);
	g_assert_cmpint(figures->judgement_right, ==, 3);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_UNSCORED);

	/* Of an instrument that nobody measured they are what its stamps say, and that is said. */
	plan.as.reaction.latency_us = MC_LATENCY_UNKNOWN;
	g_assert_true(mc_exam_init(&exam, &plan, &(McSeed){.bytes = {9}}));
	react(&exam, times_us, G_N_ELEMENTS(times_us), &re_instructed);
	g_assert_cmpint(mc_exam_result(&exam)->figures.reaction.simple.median_us, ==, 250000);
	g_assert_cmphex(
	    mc_exam_result(&exam)->reasons, ==, MC_REASON_UNSCORED | MC_REASON_LATENCY_UNKNOWN);
	plan.as.reaction.latency_us = -2;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "latency_us");
}

/* Two presses before the signal are believed, a third is explained once, then said. */
static void
test_reaction_anticipations(void)
{
	static const gint64 hasty_us[] = {-200000, 60000, 99999, 300000};
	static const gint64 calm_us[] = {300000};
	gboolean re_instructed;
	McExam exam;

	begin(&exam, MC_EXAM_REACTION, 4);
	react(&exam, hasty_us, G_N_ELEMENTS(hasty_us), &re_instructed);
	g_assert_true(re_instructed);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==,
	    MC_REASON_UNSCORED | MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED |
	        MC_REASON_LATENCY_UNKNOWN);
	begin(&exam, MC_EXAM_REACTION, 4);
	react(&exam, calm_us, G_N_ELEMENTS(calm_us), &re_instructed);
	g_assert_false(re_instructed);
}

/* The wait: mean and share of its halves as an exponential of mean 1 s, cut off at 2 s more. */
static void
test_reaction_foreperiod(void)
{
	gdouble sum = 0;
	guint short_waits = 0, all = 0;

	for (guint seed = 0; seed < 200; seed++) {
		McStimulus stimulus;
		McExamPlan plan;
		McExam exam;

		mc_exam_plan_default(&plan, MC_EXAM_REACTION);
		g_assert_true(
		    mc_exam_init(&exam, &plan, &(McSeed){.bytes = {(guint8)seed, (guint8)(seed >> 8), 7}}));
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
			McAnswer answer = answer_to(&exam, &stimulus);

			sum += stimulus.as.reaction.foreperiod_ms;
			short_waits += stimulus.as.reaction.foreperiod_ms < 2000;
			all++;
			answer.as.reaction.reaction_us = 250000;
			g_assert_true(mc_exam_answer(&exam, &answer));
		}
	}
	g_assert_cmpuint(all, ==, 200 * 46);
	/* 1 + 1 - 2 / (e^2 - 1) = 1.687 s; (1 - e^-1) / (1 - e^-2) = 0.731 */
	g_assert_cmpfloat_with_epsilon(sum / all, 1687.0, 20.0);
	g_assert_cmpfloat_with_epsilon((gdouble)short_waits / all, 0.731, 0.02);
}

static void
test_bad_plans(void)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_STATURE);
	plan.as.stature.agree_mm = -1;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "agree_mm");
	mc_exam_plan_default(&plan, MC_EXAM_LIMBS);
	memset(plan.as.limbs.movements, 0, sizeof plan.as.limbs.movements);
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "movements");
	mc_exam_plan_default(&plan, MC_EXAM_REACTION);
	plan.as.reaction.digits = 9;
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "digits");
	mc_exam_plan_default(&plan, MC_EXAM_REACTION);
	memset(plan.as.reaction.trials, 0, sizeof plan.as.reaction.trials);
	g_assert_cmpstr(mc_exam_plan_problem(&plan).field, ==, "trials");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/body/stature", test_stature);
	g_test_add_func("/body/stature-discards", test_stature_discards);
	g_test_add_func("/body/limbs", test_limbs);
	g_test_add_func("/body/limbs-order", test_limbs_order);
	g_test_add_func("/body/reaction-figures", test_reaction_figures);
	g_test_add_func("/body/reaction-anticipations", test_reaction_anticipations);
	g_test_add_func("/body/reaction-foreperiod", test_reaction_foreperiod);
	g_test_add_func("/body/bad-plans", test_bad_plans);
	return g_test_run();
}
