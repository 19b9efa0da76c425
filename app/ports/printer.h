#ifndef MC_APP_PORTS_PRINTER_H
#define MC_APP_PORTS_PRINTER_H

/* The slip printer: one picture at a time, cut off at its end. Whoever draws it knows what it says;
 * the printer does not. Callbacks come from the main loop, never from inside a call of the port. */

#include "app/ports/devices.h"

#define MC_PRINTER_WIDTH_DOTS 576 /* 72 mm at 8 dots a mm: what a roll of 80 mm has room for */
#define MC_PRINTER_WIDTH_DOTS_NARROW 384 /* 48 mm, on a roll of 58 mm */
#define MC_PRINTER_WIDTH_DOTS_MAX 832
#define MC_PRINTER_HEIGHT_DOTS_MAX 9600 /* 1.2 m: every class on the narrowest roll, and a case */

typedef struct McPrinterState {
	gboolean cover_open, paper_out, cutter_stuck;
	gboolean paper_low; /* it still prints */
	gboolean other_error; /* the printer itself: technician */
} McPrinterState;

/* TRUE when it cannot print now. */
gboolean mc_printer_state_is_trouble(const McPrinterState *state);

/* What somebody has to see to first, of all that a state says; MC_CAUSE_NONE = nothing. */
McDeviceCause mc_printer_cause(const McPrinterState *state);

typedef struct McPrinterListener {
	/* Something of the state changed; also once after ready. */
	void (*state)(const McPrinterState *state, gpointer data);
	/* The whole slip is printed and cut off. */
	void (*printed)(gpointer data);
	/* Somebody has to do something: see the state. It goes on by itself afterwards; what was begun
	 * is thrown away and the slip is printed anew, whole. */
	void (*held)(const McPrinterState *state, gpointer data);
	void (*lost)(const GError *error, gpointer data);
} McPrinterListener;

typedef struct McPrinterPort McPrinterPort;
struct McPrinterPort {
	gpointer self;
	gboolean (*is_ready)(gpointer self);
	void (*set_listener)(gpointer self, const McPrinterListener *listener, gpointer data);
	/* How wide the picture is to be, a multiple of 8; known once it is ready. */
	guint (*width_dots)(gpointer self);
	/* dots: rows of width_dots() bits from the left, most significant bit first, 1 =
	 * black; a reference is kept. Exactly one of printed() and lost() follows, unless cancel()
	 * comes first; lost() with MC_ERROR_REFUSED for a picture of another size, or while one is
	 * being printed. */
	void (*print)(gpointer self, GBytes *dots);
	/* What is not printed yet is forgotten and cut off. Harmless at any time. */
	void (*cancel)(gpointer self);
};

#endif
