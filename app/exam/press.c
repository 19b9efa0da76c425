#include "app/exam/press.h"

McPressReading
mc_press_read(const McPressAnswer *answer, int32_t duration_ms, int32_t window_ms)
{
	int64_t earliest_us = MC_PRESS_EARLIEST_MS * INT64_C(1000);
	int64_t latest_us = ((int64_t)duration_ms + window_ms) * 1000;
	int64_t first_us = INT64_MAX, first_after_onset_us = INT64_MAX;
	McPressReading reading = {0};

	/* In any order: devices queue. */
	for (int32_t i = 0; i < answer->count; i++) {
		int64_t at_us = answer->press[i].at_us;

		if (at_us >= 0 && at_us < first_after_onset_us)
			first_after_onset_us = at_us;
		if (at_us < earliest_us || at_us > latest_us) {
			reading.strays++;
		} else if (at_us < first_us) {
			first_us = at_us;
			reading.answered = true;
			reading.key = answer->press[i].key;
		}
	}
	reading.impossible = first_after_onset_us < MC_REACTION_IMPOSSIBLE_MS * INT64_C(1000);
	return reading;
}

bool
mc_press_is_valid(const McPressAnswer *answer)
{
	if (answer->count < 0 || answer->count > MC_PRESSES_MAX)
		return false;
	for (int32_t i = 0; i < answer->count; i++)
		if (answer->press[i].key != MC_EAR_LEFT && answer->press[i].key != MC_EAR_RIGHT)
			return false;
	return true;
}
