#include "tests/kit/case.h"

#include "app/record/case.h"
#include "app/record/personal.h"
#include <string.h>

const guint8 mc_sample_case_salt[32] = {7, 1, 9, 3, 5, 2};

McExamRun *
mc_sample_run_not_done(const McExamPlan *plan, McReason reason)
{
	McSeed seed = {{42}};
	McExamRun *run = mc_exam_run_new(plan, &seed);
	McExamEvent event = {.kind = MC_EXAM_EVENT_STOP, .at_us = 1000, .stop = reason};
	McExam exam;

	g_assert_true(mc_exam_init(&exam, plan, &seed));
	mc_exam_stop(&exam, reason);
	g_array_append_val(run->events, event);
	run->result = *mc_exam_result(&exam);
	run->finished = TRUE;
	run->opened_seq = 9;
	run->opened_wall_us = G_GINT64_CONSTANT(1795486500000000);
	return run;
}

static gboolean
is_hearing(const McExamRun *run)
{
	return run->plan.kind == MC_EXAM_HEARING || run->plan.kind == MC_EXAM_SIDE;
}

McVisit *
mc_sample_part_1(const McRulePack *pack, const char *pack_digest)
{
	McVisit *visit = mc_sample_visit(pack, pack_digest, 11, 980);
	char person[65];

	for (guint i = 0; i < visit->exams; i++) {
		McExamRun *run = visit->exam[i];

		if (!is_hearing(run))
			continue;
		visit->exam[i] = mc_sample_run_not_done(&run->plan, MC_REASON_NO_DEVICE);
		mc_exam_run_free(run);
	}
	mc_visit_judge(visit, pack);
	mc_personal_case_person(MC_SAMPLE_CASE, MC_SAMPLE_NUMBER, mc_sample_case_salt, person);
	g_assert_true(mc_case_open(visit, pack, MC_SAMPLE_CASE, person));
	return visit;
}

McVisit *
mc_sample_part_2(const McRulePack *pack, const char *pack_digest, const char *after)
{
	g_autoptr(McVisit) first = mc_sample_part_1(pack, pack_digest);
	McVisit *visit = mc_sample_visit(pack, pack_digest, 23, 980);
	const gint64 week_us = 7 * 24 * 3600 * G_TIME_SPAN_SECOND;
	McCaseSlip slip;
	guint kept = 0;

	mc_case_slip_of(first, mc_sample_case_salt, after, &slip);
	g_assert_true(mc_case_slip_continue(&slip, MC_SAMPLE_NUMBER, &visit->of_case));
	for (guint i = 0; i < visit->exams; i++)
		if (is_hearing(visit->exam[i]))
			visit->exam[kept++] = visit->exam[i];
		else
			mc_exam_run_free(visit->exam[i]);
	visit->exams = kept;
	visit->began_wall_us += week_us;
	visit->ended_wall_us += week_us;
	visit->visit_date = mc_date_add_days(visit->visit_date, 7);
	visit->of_case.missing = mc_case_missing(visit, visit->of_case.missing);
	mc_visit_judge(visit, pack);
	return visit;
}
