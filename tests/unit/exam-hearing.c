/* The hearing and the side test step by step, on people who hear exactly. C13, C14. */
#include "app/exam/exam.h"

#include <glib.h>
#include <string.h>

typedef struct Person {
	gint32 threshold_deci_db_hl[MC_SIDES][3]; /* by ear and frequency */
	gboolean presses_at_silence[2]; /* in attempt 1, 2 */
	gboolean presses_before[2]; /* a stray press in each gap */
	gint presses_one_key; /* side test: always this key, or -1 */
} Person;

#define DEAF 20000
static const Person normal = {.presses_one_key = -1};

static int
frequency_index(gint32 hz)
{
	return hz == 500 ? 0 : hz == 1000 ? 1 : 2;
}

static void
add_press(McAnswer *answer, gint64 at_us, McEar key)
{
	McPressAnswer *press = &answer->as.press;

	press->press[press->count].at_us = at_us;
	press->press[press->count++].key = key;
}

static void
respond(McExam *exam, const Person *person, const McStimulus *stimulus)
{
	gboolean is_side = stimulus->kind == MC_EXAM_SIDE;
	gboolean silent = is_side ? stimulus->as.side.silent : stimulus->as.tone.silent;
	McEar ear = is_side ? stimulus->as.side.side : stimulus->as.tone.ear;
	gint32 level =
	    is_side ? stimulus->as.side.level_deci_db_hl : stimulus->as.tone.level_deci_db_hl;
	gint32 hz = is_side ? stimulus->as.side.frequency_hz : stimulus->as.tone.frequency_hz;
	int attempt = stimulus->attempt - 1;
	McAnswer answer;

	memset(&answer, 0, sizeof answer);
	answer.kind = stimulus->kind;
	answer.trial = stimulus->trial;
	if (person->presses_before[attempt])
		add_press(&answer, -500000, ear);
	if (silent ? person->presses_at_silence[attempt]
	           : level >= person->threshold_deci_db_hl[ear][frequency_index(hz)])
		add_press(
		    &answer, 350000, person->presses_one_key >= 0 ? (McEar)person->presses_one_key : ear);
	g_assert_true(mc_exam_answer(exam, &answer));
}

static const McExamResult *
run_plan(McExam *exam, const McExamPlan *plan, const Person *person, guint8 seed_byte)
{
	McSeed seed = {{seed_byte}};
	McStimulus stimulus;
	McStep step;

	g_assert_true(mc_exam_init(exam, plan, &seed));
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT) {
			respond(exam, person, &stimulus);
			continue;
		}
		g_assert_cmpint(step, ==, MC_STEP_RE_INSTRUCT);
		g_assert_cmpint(exam->result.attempts, ==, 1);
		g_assert_null(mc_exam_result(exam));
		g_assert_true(mc_exam_acknowledge(exam));
	}
	return mc_exam_result(exam);
}

static const McExamResult *
run(McExam *exam, McExamKind kind, const Person *person, guint8 seed_byte)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, kind);
	return run_plan(exam, &plan, person, seed_byte);
}

static const McExamResult *
run_procedure(McExam *exam, McThresholdProcedure procedure, const Person *person, guint8 seed_byte)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.procedure = procedure;
	return run_plan(exam, &plan, person, seed_byte);
}

static Person
with_thresholds(McEar ear, gint32 at_500, gint32 at_1000, gint32 at_2000)
{
	Person person = normal;

	person.threshold_deci_db_hl[ear][0] = at_500;
	person.threshold_deci_db_hl[ear][1] = at_1000;
	person.threshold_deci_db_hl[ear][2] = at_2000;
	return person;
}

static void
test_normal_ears_pass_the_screening(void)
{
	for (guint8 seed = 0; seed < 40; seed++) {
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_HEARING, &normal, seed);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
		/* Three frequencies, two answers each; about a third of all presentations is silent. */
		g_assert_cmpint(result->part[MC_EAR_LEFT].trials, ==, 6);
		g_assert_cmpint(result->part[MC_EAR_RIGHT].trials, ==, 6);
		g_assert_cmpint(result->presented, ==, 12 + result->quality[0].catch_trials);
		g_assert_cmpint(result->quality[0].catch_trials, >=, 1);
		g_assert_cmpint(result->quality[0].catch_trials, <=, 14);
		g_assert_cmpint(result->attempts, ==, 1);
	}
}

/* Masking stands on one side for a whole ear, gaps and levels are the plan's. */
static void
test_presentations(void)
{
	McSeed seed = {{3}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	gint changes = 0;
	McEar last = MC_EAR_LEFT;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.masking_deci_db[1] = MC_NO_MASKING;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McToneStimulus *tone = &stimulus.as.tone;

		changes += stimulus.trial > 0 && tone->ear != last;
		last = tone->ear;
		g_assert_cmpint(tone->level_deci_db_hl, ==, 400);
		g_assert_cmpint(
		    tone->masking_deci_db, ==, tone->frequency_hz == 1000 ? MC_NO_MASKING : 400);
		g_assert_true(tone->gap_ms >= 1500 && tone->gap_ms <= 4000);
		g_assert_cmpint(tone->duration_ms, ==, 1500);
		g_assert_cmpint(tone->window_ms, ==, 1500);
		respond(&exam, &normal, &stimulus);
	}
	g_assert_cmpint(changes, ==, 1);
}

static void
test_a_deaf_ear_fails(void)
{
	for (int ear = 0; ear < MC_SIDES; ear++) {
		Person person = with_thresholds((McEar)ear, DEAF, DEAF, DEAF);
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_HEARING, &person, (guint8)ear);
		g_assert_cmpint(result->part[ear].outcome, ==, MC_OUTCOME_FAIL);
		g_assert_cmpint(result->part[1 - ear].outcome, ==, MC_OUTCOME_PASS);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_FAIL);
		g_assert_cmphex(result->reasons, ==, MC_REASON_NONE);
	}
}

/* A screening by itself fails nobody: the mean of the thresholds does, from a limit on. */
static void
test_mean_threshold_decides(void)
{
	static const struct {
		gint32 threshold[3];
		McOutcome outcome;
		guint32 reasons;
	} rows[] = {
	    {{400, 400, 400}, MC_OUTCOME_PASS, 0}, /* hears the screening level exactly */
	    {{200, 200, 550}, MC_OUTCOME_PASS, 0}, /* mean 31.7 */
	    {{300, 400, 500}, MC_OUTCOME_PASS, 0}, /* 40.0 */
	    {{350, 400, 500}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 41.7 */
	    {{450, 450, 450}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 45.0 */
	    {{450, 450, 500}, MC_OUTCOME_FAIL, 0}, /* 46.7 */
	    {{600, 600, 600}, MC_OUTCOME_FAIL, 0},
	    {{0, 0, 700}, MC_OUTCOME_PASS, 0}, /* heard at the top; the others count as 20 */
	    {{0, 400, 700}, MC_OUTCOME_NOT_DETERMINED, MC_REASON_BORDERLINE}, /* 43.3 */
	    {{0, 0, 710}, MC_OUTCOME_FAIL, 0}, /* unheard at the top fails whatever the mean */
	};

	for (int procedure = 0; procedure < MC_THRESHOLD_BAYES; procedure++) {
		for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
			Person person = with_thresholds(
			    MC_EAR_LEFT, rows[i].threshold[0], rows[i].threshold[1], rows[i].threshold[2]);
			const McExamResult *result;
			McExam exam;

			g_test_message("procedure %d row %u", procedure, (guint)i);
			result = run_procedure(&exam, (McThresholdProcedure)procedure, &person, (guint8)i);
			g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, rows[i].outcome);
			g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==, rows[i].reasons);
			g_assert_cmpint(result->part[MC_EAR_RIGHT].outcome, ==, MC_OUTCOME_PASS);
			g_assert_cmpint(result->part[MC_EAR_RIGHT].thresholds, ==, 0);
		}
	}
}

/* The thresholds themselves stand in the result; those of the procedure that asks what tells most
 * lie within a step of what is heard. */
static void
test_thresholds_are_told(void)
{
	Person person = with_thresholds(MC_EAR_RIGHT, 450, 350, 500);
	gint32 expected[] = {450, 350, 500};

	for (int procedure = 0; procedure < MC_THRESHOLD_PROCEDURES; procedure++) {
		McExam exam;
		const McExamResult *result =
		    run_procedure(&exam, (McThresholdProcedure)procedure, &person, 11);
		const McPartResult *part = &result->part[MC_EAR_RIGHT];
		gint32 off = procedure == MC_THRESHOLD_BAYES ? 50 : 0;

		g_assert_cmpint(part->thresholds, ==, 3);
		for (gsize f = 0; f < G_N_ELEMENTS(expected); f++)
			g_assert_cmpint(ABS(part->threshold_deci_db_hl[f] - expected[f]), <=, off);
		g_assert_cmpint(ABS(part->mean_deci_db_hl - 433), <=, off);
		g_assert_cmpint(part->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
		/* 1 kHz agreed with itself; each threshold was checked from well above. */
		g_assert_cmpint(result->quality[0].repeats, ==, 1);
		g_assert_cmpint(result->quality[0].repeats_apart, ==, 0);
		g_assert_cmpint(result->quality[0].easy_trials, >=, 3);
		g_assert_cmpint(result->quality[0].easy_wrong, ==, 0);
	}
}

typedef struct Shown {
	gint32 level, hz;
	gboolean is_heard;
} Shown;

/* Sounded presentations after the screening, of a left ear alone. */
static guint
show(const McExamPlan *plan, const Person *person, guint screening, Shown *shown, guint size)
{
	McSeed seed = {{3}};
	McStimulus stimulus;
	McExam exam;
	guint sounded = 0;

	g_assert_true(mc_exam_init(&exam, plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McToneStimulus *tone = &stimulus.as.tone;
		gint32 threshold =
		    person->threshold_deci_db_hl[MC_EAR_LEFT][frequency_index(tone->frequency_hz)];

		if (!tone->silent && sounded++ >= screening) {
			g_assert_cmpuint(sounded - screening, <=, size);
			shown[sounded - screening - 1] = (Shown){
			    tone->level_deci_db_hl, tone->frequency_hz, tone->level_deci_db_hl >= threshold};
		}
		respond(&exam, person, &stimulus);
	}
	return sounded - screening;
}

static McExamPlan
left_ear_plan(McThresholdProcedure procedure)
{
	McExamPlan plan;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.ears[MC_EAR_RIGHT] = false;
	plan.as.hearing.procedure = procedure;
	return plan;
}

/* ISO 8253-1: 1 kHz first, with sounds that are surely heard; down 20 dB, up 10 dB, once more;
 * then 10 dB below, up 5 dB, down 10 dB; three answers at one level. Then 2 kHz, 500 Hz, 1 kHz. */
static void
test_iso_by_the_book(void)
{
	static const gint32 expected[] = {400, 500, 500, 400, 450, 350, 400, 450, 350, 400, 450};
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_ISO);
	Person person = with_thresholds(MC_EAR_LEFT, 450, 450, 450);
	Shown shown[100];
	guint count = show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	gint32 hz[4] = {0}, order = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_assert_cmpint(shown[i].hz, ==, 1000);
		g_assert_cmpint(shown[i].level, ==, expected[i]);
	}
	for (guint i = 0; i < count; i++)
		if (i == 0 || shown[i].hz != shown[i - 1].hz)
			hz[order++] = shown[i].hz;
	g_assert_cmpint(order, ==, 4);
	g_assert_cmpint(hz[1], ==, 2000);
	g_assert_cmpint(hz[2], ==, 500);
	g_assert_cmpint(hz[3], ==, 1000);
	/* Without the familiarisation the level goes up in 10 dB to the first answer. */
	plan.as.hearing.familiarise = false;
	show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	g_assert_cmpint(shown[0].level, ==, 400);
	g_assert_cmpint(shown[1].level, ==, 500);
	g_assert_cmpint(shown[2].level, ==, 400);
}

/* Two of three in the short form, two and half of the presentations for ASHA, three of five. */
static void
test_forms_differ_in_length(void)
{
	Person person = with_thresholds(MC_EAR_LEFT, 450, 450, 450);
	guint count[MC_THRESHOLD_PROCEDURES];
	Shown shown[100];

	for (int i = 0; i < MC_THRESHOLD_PROCEDURES; i++) {
		McExamPlan plan = left_ear_plan((McThresholdProcedure)i);

		count[i] = show(&plan, &person, 6, shown, G_N_ELEMENTS(shown));
	}
	g_assert_cmpuint(count[MC_THRESHOLD_ASHA], ==, count[MC_THRESHOLD_ISO_SHORT]);
	g_assert_cmpuint(count[MC_THRESHOLD_ISO], ==, count[MC_THRESHOLD_ASHA] + 4 * 3);
	g_assert_cmpuint(count[MC_THRESHOLD_BAYES], <, count[MC_THRESHOLD_ASHA]);
}

/* 1 kHz, heard 15 dB worse the second time: the ear is measured once more. A second
 * disagreement is no verdict; agreement decides. */
static void
test_repeat_that_does_not_agree(gconstpointer data)
{
	gboolean settles = GPOINTER_TO_INT(data);
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_ASHA);
	McSeed seed = {{8}};
	McStimulus stimulus;
	McExam exam;
	const McExamResult *result;

	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		const McHearingState *state = &exam.as.hearing;
		gboolean is_worse = state->stage == MC_HEARING_THRESHOLD &&
		                    state->frequency == MC_TONE_REPEAT &&
		                    (!settles || !state->measured_again);
		Person person;

		person = with_thresholds(MC_EAR_LEFT, 450, is_worse ? 600 : 450, 350);
		respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->quality[0].repeats, ==, 2);
	g_assert_cmpint(result->quality[0].repeats_apart, ==, settles ? 1 : 2);
	g_assert_true(result->quality[0].concerns & MC_CONCERN_REPEATS_APART || settles);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==,
	    settles ? MC_REASON_BORDERLINE : MC_REASON_UNRELIABLE);
}

/* C11: four losses to noise at one frequency, and the room is too loud for it. */
static void
test_noise_ends_it_by_frequency(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	McSeed seed = {{2}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	gint lost = 0, lost_elsewhere = 0;

	mc_exam_plan_default(&plan, kind);
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		gint32 hz = kind == MC_EXAM_SIDE ? 500 : stimulus.as.tone.frequency_hz;

		if (hz == 500) {
			g_assert_true(mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_NOISE));
			lost++;
		} else if (lost_elsewhere < 2) {
			g_assert_true(mc_exam_discard(&exam, stimulus.trial, MC_DISCARD_NOISE));
			lost_elsewhere++;
		} else {
			respond(&exam, &normal, &stimulus);
		}
	}
	g_assert_cmpint(lost, ==, 4);
	g_assert_cmpint(mc_exam_result(&exam)->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_NOISE);
	g_assert_cmpint(mc_exam_result(&exam)->discarded, ==, 4 + lost_elsewhere);
}

/* Misses tones well above what was heard: the answers do not fit together. */
static void
test_missed_checks_are_no_verdict(void)
{
	McExamPlan plan = left_ear_plan(MC_THRESHOLD_BAYES);
	McSeed seed = {{4}};
	McStimulus stimulus;
	McExam exam;
	const McExamResult *result;
	McStep step;

	plan.as.hearing.checks_missed_max = 0;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while ((step = mc_exam_next(&exam, &stimulus)) != MC_STEP_DONE) {
		const McHearingState *state = &exam.as.hearing;
		Person person = with_thresholds(MC_EAR_LEFT, 450, 450, 450);

		if (step != MC_STEP_PRESENT) {
			mc_exam_acknowledge(&exam);
			continue;
		}
		if (state->stage == MC_HEARING_THRESHOLD &&
		    state->track[MC_EAR_LEFT][state->frequency].checking)
			person = with_thresholds(MC_EAR_LEFT, DEAF, DEAF, DEAF);
		respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
}

/* Hears each tone only every other time: no level ever has half of the answers. */
static void
test_unsettled_threshold_is_no_verdict(void)
{
	McSeed seed = {{5}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;
	const McExamResult *result;

	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.as.hearing.threshold_trials_max = 4;
	plan.as.hearing.ears[MC_EAR_RIGHT] = false;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
		Person person = with_thresholds(MC_EAR_LEFT, 550, 550, 550);

		respond(&exam, &person, &stimulus);
	}
	result = mc_exam_result(&exam);
	g_assert_cmpint(result->part[MC_EAR_LEFT].outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->part[MC_EAR_LEFT].reasons, ==, MC_REASON_UNRELIABLE);
	g_assert_false(result->part[MC_EAR_RIGHT].examined);
}

static void
test_pressing_at_silence(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	Person person = normal;
	const McExamResult *result;
	McExam exam;

	/* Explained once more, then well: the second attempt counts, the first one stays on record. */
	person.presses_at_silence[0] = TRUE;
	result = run(&exam, kind, &person, 1);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmphex(result->reasons, ==, MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->quality[0].false_alarms, >=, 2);
	g_assert_cmphex(result->quality[0].concerns, ==, MC_CONCERN_FALSE_ALARMS);
	g_assert_cmpint(result->quality[0].index_permille, <, 100);
	g_assert_cmpint(result->quality[1].false_alarms, ==, 0);
	g_assert_cmpint(result->quality[1].index_permille, ==, 1000);

	/* And again: no verdict, and never FAIL. */
	person.presses_at_silence[1] = TRUE;
	result = run(&exam, kind, &person, 1);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmpint(result->attempts, ==, 2);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(result->quality[1].false_alarms, >=, 2);
}

static void
test_pressing_all_the_time(gconstpointer data)
{
	McExamKind kind = (McExamKind)GPOINTER_TO_INT(data);
	Person person = normal;
	const McExamResult *result;
	McExam exam;

	person.presses_before[0] = person.presses_before[1] = TRUE;
	result = run(&exam, kind, &person, 2);
	g_assert_cmpint(result->outcome, ==, MC_OUTCOME_NOT_DETERMINED);
	g_assert_cmphex(result->reasons, ==, MC_REASON_UNRELIABLE | MC_REASON_RE_INSTRUCTED);
	g_assert_cmpint(
	    result->quality[0].stray_presses + result->quality[1].stray_presses, ==, result->presented);
	/* It does not take minutes to see that. */
	g_assert_cmpint(result->presented, <=, 30);
}

static void
test_one_attempt_only(void)
{
	Person person = normal;
	McSeed seed = {{1}};
	McStimulus stimulus;
	McExamPlan plan;
	McExam exam;

	person.presses_at_silence[0] = TRUE;
	mc_exam_plan_default(&plan, MC_EXAM_HEARING);
	plan.attempts_max = 1;
	g_assert_true(mc_exam_init(&exam, &plan, &seed));
	while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT)
		respond(&exam, &person, &stimulus);
	g_assert_nonnull(mc_exam_result(&exam));
	g_assert_cmpint(mc_exam_result(&exam)->attempts, ==, 1);
	g_assert_cmphex(mc_exam_result(&exam)->reasons, ==, MC_REASON_UNRELIABLE);
}

static void
test_side(void)
{
	for (guint8 seed = 0; seed < 40; seed++) {
		Person person = normal;
		const McExamResult *result;
		McExam exam;

		result = run(&exam, MC_EXAM_SIDE, &person, seed);
		g_assert_cmpint(result->outcome, ==, MC_OUTCOME_PASS);
		g_assert_true(result->part[0].examined);
		g_assert_false(result->part[1].examined);
		/* Sounds; silences come on top of them. */
		g_assert_cmpint(result->part[0].trials, >=, 6);
		g_assert_cmpint(
		    result->presented, ==, result->part[0].trials + result->quality[0].catch_trials);
		g_assert_cmpint(result->quality[0].catch_trials, >=, 2);

		for (int ear = 0; ear < MC_SIDES; ear++) {
			/* Deaf on one side, and honest. */
			person = with_thresholds((McEar)ear, DEAF, DEAF, DEAF);
			g_assert_cmpint(run(&exam, MC_EXAM_SIDE, &person, seed)->outcome, ==, MC_OUTCOME_FAIL);
			/* Always the same key. */
			person = normal;
			person.presses_one_key = ear;
			g_assert_cmpint(run(&exam, MC_EXAM_SIDE, &person, seed)->outcome, ==, MC_OUTCOME_FAIL);
		}
	}
}

static void
test_side_levels_rove(void)
{
	McSeed seed = {{6}};
	gint32 lowest = G_MAXINT32, highest = 0;

	for (int i = 0; i < 20; i++) {
		McStimulus stimulus;
		McExamPlan plan;
		McExam exam;

		seed.bytes[1] = (guint8)i;
		mc_exam_plan_default(&plan, MC_EXAM_SIDE);
		g_assert_true(mc_exam_init(&exam, &plan, &seed));
		while (mc_exam_next(&exam, &stimulus) == MC_STEP_PRESENT) {
			lowest = MIN(lowest, stimulus.as.side.level_deci_db_hl);
			highest = MAX(highest, stimulus.as.side.level_deci_db_hl);
			g_assert_cmpint(stimulus.as.side.masking_deci_db, ==, MC_NO_MASKING);
			respond(&exam, &normal, &stimulus);
		}
	}
	g_assert_cmpint(lowest, >=, 450);
	g_assert_cmpint(lowest, <, 460);
	g_assert_cmpint(highest, <=, 550);
	g_assert_cmpint(highest, >, 540);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hearing/normal", test_normal_ears_pass_the_screening);
	g_test_add_func("/hearing/presentations", test_presentations);
	g_test_add_func("/hearing/deaf-ear", test_a_deaf_ear_fails);
	g_test_add_func("/hearing/mean-threshold", test_mean_threshold_decides);
	g_test_add_func("/hearing/unsettled", test_unsettled_threshold_is_no_verdict);
	g_test_add_data_func(
	    "/hearing/at-silence", GINT_TO_POINTER(MC_EXAM_HEARING), test_pressing_at_silence);
	g_test_add_data_func(
	    "/side/at-silence", GINT_TO_POINTER(MC_EXAM_SIDE), test_pressing_at_silence);
	g_test_add_data_func(
	    "/hearing/all-the-time", GINT_TO_POINTER(MC_EXAM_HEARING), test_pressing_all_the_time);
	g_test_add_data_func(
	    "/side/all-the-time", GINT_TO_POINTER(MC_EXAM_SIDE), test_pressing_all_the_time);
	g_test_add_func("/hearing/one-attempt", test_one_attempt_only);
	g_test_add_func("/hearing/thresholds-told", test_thresholds_are_told);
	g_test_add_func("/hearing/iso", test_iso_by_the_book);
	g_test_add_func("/hearing/forms", test_forms_differ_in_length);
	g_test_add_data_func(
	    "/hearing/repeat/settles", GINT_TO_POINTER(TRUE), test_repeat_that_does_not_agree);
	g_test_add_data_func(
	    "/hearing/repeat/never", GINT_TO_POINTER(FALSE), test_repeat_that_does_not_agree);
	g_test_add_func("/hearing/checks", test_missed_checks_are_no_verdict);
	g_test_add_data_func(
	    "/hearing/noise", GINT_TO_POINTER(MC_EXAM_HEARING), test_noise_ends_it_by_frequency);
	g_test_add_data_func(
	    "/side/noise", GINT_TO_POINTER(MC_EXAM_SIDE), test_noise_ends_it_by_frequency);
	g_test_add_func("/side/people", test_side);
	g_test_add_func("/side/levels", test_side_levels_rove);
	return g_test_run();
}
