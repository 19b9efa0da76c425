#ifndef MC_APP_OBSERVE_GEOMETRY_H
#define MC_APP_OBSERVE_GEOMETRY_H

/* Strokes and gaps of optotypes, measured in the pixels: in the codes that a panel is sent, against
 * the formula, distance × tan(10^logMAR arc minutes), or in what was read back from a screen. */

#include "app/exam/optotype.h"

typedef struct McGeometry {
	int drawn, refused; /* lines */
	double stroke; /* worst share by which a stroke of the E, or the root of its area, is off */
	double side; /* worst difference of the E's side from five strokes, in strokes */
	double gap; /* worst share by which the gap of a ring is off, all eight openings */
} McGeometry;

/* One optotype as it stands in some pixels. */
typedef struct McGeometryInk {
	double (*at)(const void *data, int32_t x, int32_t y); /* 0: paper … 1: ink */
	const void *data;
	int32_t width_px, height_px;
	double centre_x_px, centre_y_px, stroke_px; /* as they should be */
} McGeometryInk;

/* Adds what is measured there. The stroke by columns and the side only from two pixels a stroke on:
 * finer ones have no pixel of their own. False when it does not open that way. */
bool mc_geometry_add(
    McGeometry *geometry, McOptotype optotype, int32_t eighths, const McGeometryInk *ink);

/* The lines 5.3 to 4.0 in half lines; adds to what was measured before. False when the panel
 * refuses a line that it can show, or the other way round. */
bool mc_geometry_measure(
    McGeometry *geometry, const McOptotypePanel *panel, const McLightCurve *curve);

/* Five panels, 49 to 277 µm pitch at 1 to 5 m, with two curves. */
bool mc_geometry_of_panels(McGeometry *geometry);

#endif
