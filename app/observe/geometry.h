#ifndef MC_APP_OBSERVE_GEOMETRY_H
#define MC_APP_OBSERVE_GEOMETRY_H

/* Strokes and gaps of optotypes, measured in the codes that a panel is sent, against the formula:
 * distance × tan(10^logMAR arc minutes). */

#include "app/exam/optotype.h"

typedef struct McGeometry {
	int drawn, refused; /* lines */
	double stroke; /* worst share by which a stroke of the E, or the root of its area, is off */
	double side; /* worst difference of the E's side from five strokes, in strokes */
	double gap; /* worst share by which the gap of a ring is off, all eight openings */
} McGeometry;

/* The lines 5.3 to 4.0 in half lines; adds to what was measured before. False when the panel
 * refuses a line that it can show, or the other way round. */
bool mc_geometry_measure(
    McGeometry *geometry, const McOptotypePanel *panel, const McLightCurve *curve);

/* Five panels, 49 to 277 µm pitch at 1 to 5 m, with two curves. */
bool mc_geometry_of_panels(McGeometry *geometry);

#endif
