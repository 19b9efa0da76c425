/* A study's data sheet: any bytes are summed up or refused. */

#include "fuzz.h"

#include "app/tools/validation.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *sheet = g_strndup(data == NULL ? "" : (const char *)data, size);
	g_autoptr(GPtrArray) visits = g_ptr_array_new_with_free_func((GDestroyNotify)mc_visit_free);
	McVisit *visit = mc_visit_new();
	McStudyResult result[MC_STUDIES];

	g_strlcpy(visit->visit_id, "x", sizeof visit->visit_id);
	visit->exam[visit->exams] =
	    mc_exam_run_new(&(McExamPlan){.kind = MC_EXAM_ACUITY}, &(McSeed){{0}});
	visit->exam[visit->exams]->result.part[0].line_deci = 49;
	visit->exam[visit->exams++]->finished = TRUE;
	g_ptr_array_add(visits, visit);
	mc_validation_run(sheet, visits, result, NULL);
	return 0;
}
