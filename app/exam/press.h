#ifndef MC_APP_EXAM_PRESS_H
#define MC_APP_EXAM_PRESS_H

/* What presses of the patient's button mean for one presentation. Private to app/exam. */

#include "app/exam/types.h"

/* The course of a presentation. */
typedef struct McPressTimes {
	int32_t earliest_ms; /* after the onset: an earlier press cannot be an answer to it */
	int32_t duration_ms, window_ms;
} McPressTimes;

typedef struct McPressReading {
	bool answered; /* a press lies in [onset + earliest, offset + window] */
	McEar key; /* of the first such press */
	int32_t strays; /* presses outside it */
	int64_t first_us; /* of the first press after the onset; INT64_MAX = none */
} McPressReading;

/* Further presses inside the window are neither answers nor strays: fingers bounce. */
McPressReading mc_press_read(const McPressAnswer *answer, const McPressTimes *times);

bool mc_press_is_valid(const McPressAnswer *answer);

#endif
