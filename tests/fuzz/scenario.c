/* A scenario that is read can be run: a few people take it, whatever its plan and person are. */

#include "fuzz.h"

#include "app/tools/observe-file.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GArray) scenarios = g_array_new(FALSE, TRUE, sizeof(McScenario));
	json_auto_t *json =
	    json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);

	if (json == NULL || !mc_observe_json_read(json, scenarios, NULL))
		return 0;
	for (guint i = 0; i < scenarios->len; i++) {
		McScenario *scenario = &g_array_index(scenarios, McScenario, i);
		McTally tally = {0};

		/* Pressing a million times a second takes its time. */
		scenario->person.ears.presses_per_s = MIN(scenario->person.ears.presses_per_s, 100);
		mc_scenario_run(scenario, 0, 1, &tally);
	}
	return 0;
}
