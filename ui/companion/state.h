#ifndef MC_UI_COMPANION_STATE_H
#define MC_UI_COMPANION_STATE_H

/* What the bench says of itself: the words of its "state" line. Pure. */

#include "app/exam/types.h"

#include <glib.h>

typedef struct McCompanionSight {
	McOptotype optotype;
	McDirection direction;
	gint size_milli_log_mar;
	McEye eye;
} McCompanionSight;

typedef struct McCompanionSound {
	McEar ear;
	gint frequency_hz;
	gint level_deci_db_hl;
	gboolean silent;
	gboolean masked;
	gint masking_deci_db; /* effective, on the other ear */
} McCompanionSound;

typedef struct McCompanionState {
	guint64 revision;
	char person[32], card[32]; /* "none" when no card lies there */
	gboolean present, glasses;
	gboolean vision_plugged, audiometer_plugged, reader_plugged, stature_plugged;
	gboolean head_in, headphones_on, on_plate;
	gboolean shows, plays;
	McCompanionSight sight; /* while it shows */
	McCompanionSound sound; /* while it plays */
} McCompanionState;

/* line as it came from the socket. FALSE when it is no state; words that are not known are skipped.
 */
gboolean mc_companion_state_parse(McCompanionState *state, const char *line);

#endif
