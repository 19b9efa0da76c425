#ifndef MC_UI_COMPANION_STATE_H
#define MC_UI_COMPANION_STATE_H

/* What the bench says of itself: the words of its "state" line. Pure. */

#include "drivers/sim/senses/senses.h"

typedef struct McCompanionState {
	guint64 revision;
	char person[32], card[32]; /* "none" when no card lies there */
	gboolean present, glasses;
	gboolean vision_plugged, audiometer_plugged, reader_plugged, stature_plugged;
	gboolean head_in, headphones_on, on_plate;
	gboolean shows, plays;
	McSimSight sight; /* while it shows */
	McSimSound sound; /* while it plays; no times */
} McCompanionState;

/* line as it came from the socket. FALSE when it is no state; words that are not known are skipped.
 */
gboolean mc_companion_state_parse(McCompanionState *state, const char *line);

#endif
