/* A flight record that somebody hands to medcheck-devsim. */

#include "fuzz.h"

#include "drivers/sim/trace/script.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(McSimScript) script = mc_sim_script_parse(data, size, &error);

	g_assert_true((script == NULL) == (error != NULL));
	if (script == NULL)
		return 0;
	g_assert_true(script->steps->len > 0 && script->steps->len <= MC_SIM_STEPS_MAX);
	for (guint i = 0; i < script->steps->len; i++) {
		const McSimStep *step = &g_array_index(script->steps, McSimStep, i);

		g_assert_true((step->kept == 0) == (step->bytes == NULL));
		g_assert_true(step->kept <= MC_SIM_STEP_BYTES_MAX);
	}
	return 0;
}
