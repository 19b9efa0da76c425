#include "app/record/visit-slip.h"

#include <string.h>

static void
add_line(McSlip *slip, const McExamRun *run)
{
	McExamLine *line = &slip->exam_line[slip->exam_lines++];

	line->kind = run->plan.kind;
	line->correction =
	    run->plan.kind == MC_EXAM_ACUITY ? run->plan.as.acuity.correction : MC_CORRECTION_NAKED;
	line->result = run->result;
	line->done = run->result.presented > 0 || run->result.outcome != MC_OUTCOME_NOT_DETERMINED;
}

static void
note_case(const McCaseMark *mark, McCaseNote *note)
{
	if (mark->case_id[0] == '\0')
		return;
	note->part = mark->part;
	note->missing = mark->missing;
	note->lapses_yyyymmdd = mc_date_to_yyyymmdd(mark->lapses);
}

void
mc_visit_slip(const McVisit *visit, McRecorderReply *reply)
{
	McSlip *slip = &reply->slip;

	g_strlcpy(slip->language, visit->language, sizeof slip->language);
	slip->demonstration = visit->demonstration;
	for (guint i = 0; i < MIN(visit->exams, MC_SLIP_LINES); i++)
		if (visit->exam[i]->finished)
			add_line(slip, visit->exam[i]);
	reply->verdicts = visit->verdicts;
	memcpy(reply->verdict, visit->verdict, sizeof reply->verdict);
	note_case(&visit->of_case, &reply->of_case);
}
