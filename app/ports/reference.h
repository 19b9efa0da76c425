#ifndef MC_APP_PORTS_REFERENCE_H
#define MC_APP_PORTS_REFERENCE_H

/* The technician's references, with which the kiosk is checked: a sound level meter at the coupler
 * of the headphones or in the room, a luminance meter at the eyepiece. Callbacks come from the main
 * loop, never from inside a call of the port. */

#include <glib.h>

#define MC_SOUND_OCTAVES 7 /* 125, 250, 500, 1 000, 2 000, 4 000, 8 000 Hz */

typedef enum McReferenceRange {
	MC_REFERENCE_WITHIN,
	MC_REFERENCE_OVER, /* too much for the instrument: the numbers are too small */
	MC_REFERENCE_UNDER, /* too little: the numbers are its own noise */
} McReferenceRange;

typedef struct McReferenceReading {
	McReferenceRange range;
	/* sound level meter, A-weighted energy mean and largest 125 ms frame, unweighted octaves;
	 * tenths of dB SPL */
	gint32 mean_deci_db, largest_deci_db, octave_deci_db[MC_SOUND_OCTAVES];
	/* luminance meter: hundredths of cd/m², CIE 1931 x and y in ten-thousandths */
	gint32 luminance_centi_cd_m2, x, y;
} McReferenceReading;

typedef struct McReferenceListener {
	void (*measured)(const McReferenceReading *reading, gpointer data);
	void (*lost)(const GError *error, gpointer data);
} McReferenceListener;

#define MC_REFERENCE_SHORTEST_MS 125
#define MC_REFERENCE_LONGEST_MS 10000

typedef struct McReferencePort McReferencePort;
struct McReferencePort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McReferenceListener *listener, gpointer data);
	/* For so long. Exactly one of measured() and lost() follows, unless stop() comes first; lost()
	 * with MC_ERROR_REFUSED outside the limits above. */
	void (*measure)(gpointer self, guint ms);
	/* Nothing is told any more. Harmless at any time. */
	void (*stop)(gpointer self);
};

#endif
