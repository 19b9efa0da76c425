#ifndef MC_APP_PORTS_STATURE_H
#define MC_APP_PORTS_STATURE_H

/* The height and weight unit: one measurement of whoever stands on it. Callbacks come from the main
 * loop, never from inside a call of the port. */

#include <glib.h>

typedef struct McStatureReading {
	gboolean has_height, has_weight; /* a unit may measure one of them alone */
	gint32 height_mm, weight_g;
} McStatureReading;

typedef enum McStatureHint {
	MC_STATURE_STEP_ON, /* nobody stands on it */
	MC_STATURE_STAND_STILL, /* moved, or stepped off too early: it is measured again */
} McStatureHint;

typedef struct McStatureListener {
	void (*measured)(const McStatureReading *reading, gpointer data);
	/* Somebody should be told; the measurement goes on by itself. */
	void (*hint)(McStatureHint hint, gpointer data);
	void (*lost)(const GError *error, gpointer data);
} McStatureListener;

typedef struct McStaturePort McStaturePort;
struct McStaturePort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McStatureListener *listener, gpointer data);
	/* Exactly one of measured() and lost() follows, unless stop() comes first. People take
	 * their time; a unit that cannot say that nobody is there is lost after 90 s of silence. */
	void (*start)(gpointer self);
	/* Nothing moves any more and nothing is told. Harmless at any time. */
	void (*stop)(gpointer self);
};

#endif
