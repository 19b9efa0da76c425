#ifndef MC_APP_PORTS_VISION_H
#define MC_APP_PORTS_VISION_H

/* The vision tester as an exam needs it: show one optotype to one eye, hear the answer from its
 * pad, know that the head is in place. Everything is asynchronous; callbacks come from the main
 * loop, never from inside a call of the port. */

#include "app/exam/types.h"
#include <glib.h>

/* The instrument holds the head where it belongs and measures no distance. */
#define MC_DISTANCE_NOT_MEASURED 0

typedef struct McVisionConditions {
	gboolean head_in_place; /* chin and forehead sensor */
	gboolean occlusion_ok; /* the eye not examined sees nothing (shutter closed, reported by the
	                          instrument) */
	/* of the eyes, in permille of the optical distance that it is calibrated for */
	gint32 distance_permille;
	gint32 luminance_cd_m2; /* of the background, by the instrument's own sensor */
} McVisionConditions;

typedef struct McVisionListener {
	/* The optotype that was asked for is on; the instrument's stamp starts the reaction time. */
	void (*shown)(gpointer data);
	/* A key of the pad while an optotype is on: it is dark again by the time this is called. */
	void (*answered)(const McOptotypeAnswer *answer, gpointer data);
	/* The head moved, the lamp changed …; also once after ready. */
	void (*conditions)(const McVisionConditions *conditions, gpointer data);
	/* show() failed or the instrument went in the middle of it: the presentation is lost, nothing
	 * was scored. */
	void (*lost)(const GError *error, gpointer data);
} McVisionListener;

typedef struct McVisionPort McVisionPort;
struct McVisionPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McVisionListener *listener, gpointer data);
	/* Dark, then shutters, then the optotype. Exactly one of answered() and lost() follows, unless
	 * dark() comes first. */
	void (*show)(gpointer self, const McOptotypeStimulus *stimulus);
	/* Nothing is shown and no answer will be reported any more. Harmless at any time, also without
	 * a device. */
	void (*dark)(gpointer self);
};

#endif
