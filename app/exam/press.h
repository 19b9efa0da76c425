#ifndef MC_APP_EXAM_PRESS_H
#define MC_APP_EXAM_PRESS_H

/* What presses of the patient's button mean for one presentation. Private to app/exam. */

#include "app/exam/types.h"

/* A press that comes earlier after the onset cannot be an answer to it. */
#define MC_PRESS_EARLIEST_MS 100
/* Nobody answers faster; such an answer is counted as impossible, not thrown away. */
#define MC_REACTION_IMPOSSIBLE_MS 150

typedef struct McPressReading {
	bool answered; /* a press lies in [onset + 100 ms, offset + window] */
	McEar key; /* of the first such press */
	int32_t strays; /* presses outside it */
	bool impossible; /* the first press after the onset came within 150 ms */
} McPressReading;

/* Further presses inside the window are neither answers nor strays: fingers bounce. */
McPressReading mc_press_read(const McPressAnswer *answer, int32_t duration_ms, int32_t window_ms);

bool mc_press_is_valid(const McPressAnswer *answer);

#endif
