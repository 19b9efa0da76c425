#include "app/exam/press.h"

McPressReading
mc_press_read(const McPressAnswer *answer, const McPressTimes *times)
{
	int64_t earliest_us = times->earliest_ms * INT64_C(1000);
	int64_t latest_us = ((int64_t)times->duration_ms + times->window_ms) * 1000;
	int64_t answer_us = INT64_MAX;
	McPressReading reading = {.first_us = INT64_MAX};

	/* In any order: devices queue. */
	for (int32_t i = 0; i < answer->count; i++) {
		int64_t at_us = answer->press[i].at_us;

		if (at_us >= 0 && at_us < reading.first_us)
			reading.first_us = at_us;
		if (at_us < earliest_us || at_us > latest_us) {
			reading.strays++;
		} else if (at_us < answer_us) {
			answer_us = at_us;
			reading.answered = true;
			reading.key = answer->press[i].key;
		}
	}
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
