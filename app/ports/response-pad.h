#ifndef MC_APP_PORTS_RESPONSE_PAD_H
#define MC_APP_PORTS_RESPONSE_PAD_H

/* An off-the-shelf pad for answers: where the vision tester has none of its own, or for arms that
 * do not reach it. Callbacks come from the main loop, never from inside a call of the port. */

#include <glib.h>

typedef enum McPadKey {
	MC_PAD_RIGHT,
	MC_PAD_UP,
	MC_PAD_LEFT,
	MC_PAD_DOWN,
	MC_PAD_UP_RIGHT,
	MC_PAD_UP_LEFT,
	MC_PAD_DOWN_LEFT,
	MC_PAD_DOWN_RIGHT,
	MC_PAD_CANNOT, /* "I cannot see it" */
} McPadKey;
#define MC_PAD_KEYS 9

typedef struct McResponsePadListener {
	/* A key went down; holding it tells nothing more. at_us: of the clock, when it was heard of, at
	 * most one interval of the pad (10 ms) after it happened. */
	void (*pressed)(McPadKey key, gint64 at_us, gpointer data);
	void (*lost)(const GError *error, gpointer data);
} McResponsePadListener;

typedef struct McResponsePadPort McResponsePadPort;
struct McResponsePadPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McResponsePadListener *listener, gpointer data);
};

#endif
