/* An exam as anybody may write it down: reading returns, and running it again ends. */

#include "fuzz.h"

#include "app/transcript/transcript.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_auto_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	g_autoptr(McExamRun) run = json != NULL ? mc_exam_run_from_json(json, NULL) : NULL;
	json_auto_t *again = NULL;

	if (run == NULL)
		return 0;
	again = mc_exam_run_to_json(run);
	g_assert_true(json_equal(again, json));
	mc_exam_run_verify(run, NULL);
	return 0;
}
