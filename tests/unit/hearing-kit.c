#include "hearing-kit.h"

#include <string.h>

const HearingPerson hearing_normal = {.presses_one_key = -1};

int
hearing_frequency_index(gint32 hz)
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

void
hearing_respond(McExam *exam, const HearingPerson *person, const McStimulus *stimulus)
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
	           : level >= person->threshold_deci_db_hl[ear][hearing_frequency_index(hz)])
		add_press(
		    &answer, 350000, person->presses_one_key >= 0 ? (McEar)person->presses_one_key : ear);
	g_assert_true(mc_exam_answer(exam, &answer));
}

const McExamResult *
hearing_run_plan(
    McExam *exam, const McExamPlan *plan, const HearingPerson *person, guint8 seed_byte)
{
	McSeed seed = {{seed_byte}};
	McStimulus stimulus;
	McStep step;

	g_assert_true(mc_exam_init(exam, plan, &seed));
	while ((step = mc_exam_next(exam, &stimulus)) != MC_STEP_DONE) {
		if (step == MC_STEP_PRESENT) {
			hearing_respond(exam, person, &stimulus);
			continue;
		}
		g_assert_cmpint(step, ==, MC_STEP_RE_INSTRUCT);
		g_assert_cmpint(exam->result.attempts, ==, 1);
		g_assert_null(mc_exam_result(exam));
		g_assert_true(mc_exam_acknowledge(exam));
	}
	return mc_exam_result(exam);
}

HearingPerson
hearing_with_thresholds(McEar ear, gint32 at_500, gint32 at_1000, gint32 at_2000)
{
	HearingPerson person = hearing_normal;

	person.threshold_deci_db_hl[ear][0] = at_500;
	person.threshold_deci_db_hl[ear][1] = at_1000;
	person.threshold_deci_db_hl[ear][2] = at_2000;
	return person;
}
