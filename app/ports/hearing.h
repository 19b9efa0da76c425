#ifndef MC_APP_PORTS_HEARING_H
#define MC_APP_PORTS_HEARING_H

/* The audiometer as an exam needs it: play one presentation (silence, tone or none, window) and
 * report the presses of the patient's handset with the instrument's own time stamps. Callbacks from
 * the main loop, never from inside a call. */

#include "app/exam/types.h"
#include <glib.h>

#define MC_NOISE_BANDS 4 /* octaves at 500, 1 000, 2 000, 4 000 Hz */

typedef struct McHearingConditions {
	gint32 noise_deci_db_spl[MC_NOISE_BANDS]; /* largest 125 ms frame from onset -0.2 s to +1.8 s */
	gboolean headphones_on;
} McHearingConditions;

typedef struct McHearingListener {
	/* The whole presentation is over: its presses relative to the planned onset, and the room while
	 * it lasted. */
	void (*finished)(
	    const McPressAnswer *presses, const McHearingConditions *conditions, gpointer data);
	/* A press, as it happens (for practice and "please press now" pages only; scoring uses
	 * finished()). */
	void (*pressed)(McEar key, gpointer data);
	void (*conditions)(const McHearingConditions *conditions, gpointer data);
	void (*lost)(const GError *error, gpointer data);
} McHearingListener;

typedef struct McHearingPort McHearingPort;
struct McHearingPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McHearingListener *listener, gpointer data);
	/* kind MC_EXAM_HEARING or MC_EXAM_SIDE. Exactly one of finished() and lost() follows, unless
	 * mute() comes first. A level above the ceiling of the instrument or of 80 dB HL is refused:
	 * lost() with MC_ERROR_REFUSED; so is a frequency without a correction: MC_ERROR_UNCALIBRATED.
	 */
	void (*play)(gpointer self, const McStimulus *stimulus);
	/* Silence on both channels, at once. Harmless at any time, also without a device. */
	void (*mute)(gpointer self);
};

#endif
