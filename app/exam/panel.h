#ifndef MC_APP_EXAM_PANEL_H
#define MC_APP_EXAM_PANEL_H

/* A screen as a colorimeter saw it, and what people with and without a kind of cone see on it.
 *
 * Light is linear and counts in 2^-24 of each channel's most ("_q24"); colours are (red, green,
 * blue). Integers throughout: the same colours, and the same refusals, on every machine.
 *
 * A dichromat lacks one kind of cone. What the other two see of a colour C they see just so of
 * C + t·v, for any t, when v moves neither of them: v is the null vector of his type on this panel,
 * the cross product of the two rows that are left of (XYZ to cones) × (panel to XYZ). */

#include "app/exam/light.h"

#include <stdbool.h>
#include <stdint.h>

#define MC_PANEL_CHANNELS 3
#define MC_PANEL_ONE_Q24 (INT64_C(1) << 24)

typedef struct McPanel {
	/* Measured at this very panel; false = assumed to be sRGB, and whatever is concluded from it is
	 * flagged. */
	bool measured;
	/* CIE 1931 x and y of the full red, green, blue in 1/100 000; sRGB: 64 000, 33 000 … */
	int32_t x_e5[MC_PANEL_CHANNELS], y_e5[MC_PANEL_CHANNELS];
	int32_t luminance_centi_cd_m2[MC_PANEL_CHANNELS]; /* of each at its most */
	int32_t gamma_milli; /* of the tone curve, 1 000 … 4 000; 0 = the sRGB curve */
} McPanel;

/* sRGB at 160 cd/m², not measured. */
extern const McPanel mc_panel_srgb;

/* XYZ to long, middle and short cones, a row each, in 1/100 000, each number at most 1. Only the
 * rows' directions count. A plan's, since the figures were found in secondary sources alone. */
typedef struct McConeMatrix {
	int32_t xyz_e5[3][3];
} McConeMatrix;

/* Smith and Pokorny 1975. */
extern const McConeMatrix mc_cone_matrix_smith_pokorny;

/* The cone that is missing. */
typedef enum McAxis {
	MC_AXIS_PROTAN, /* long waves: red */
	MC_AXIS_DEUTAN, /* middle waves: green */
	MC_AXIS_TRITAN, /* short waves: blue */
} McAxis;
#define MC_AXES 3

typedef struct McLight {
	int64_t q24[MC_PANEL_CHANNELS];
} McLight;

/* All that follows from the measurement. */
typedef struct McPanelSpace {
	int64_t xyz_q24[3][MC_PANEL_CHANNELS]; /* to XYZ; white has Y = 1 */
	int64_t white_q24[3];
	/* What only the missing cone sees: the null vector, towards red (protan, deutan) or blue, so
	 * long that it changes that cone by as much as white excites it. Wide gamuts have short ones.
	 */
	McLight null[MC_AXES];
} McPanelSpace;

/* NULL when such a panel can exist and can be computed with, else why not. Total. */
const char *mc_panel_problem(const McPanel *panel, const McConeMatrix *cones);

/* Total. */
bool mc_cone_matrix_is_usable(const McConeMatrix *cones);

/* Each channel's nearest code. */
void mc_panel_encode(const McLightCurve *curve, McLight light, uint8_t code[MC_PANEL_CHANNELS]);

/* The panel must have no problem with these cones. */
void mc_panel_space(McPanelSpace *space, const McPanel *panel, const McConeMatrix *cones);

/* The colour of all those which such a dichromat (protan or deutan) does not tell from this one
 * that has as much red as green. */
McLight mc_panel_as_seen(const McPanelSpace *space, McAxis missing, McLight light);

/* CIE 1976 L*a*b* difference of two colours in hundredths, white being the panel's. */
int64_t mc_panel_delta_e_centi(const McPanelSpace *space, McLight a, McLight b);

/* The brightest light of this chromaticity; one that is outside the panel's gamut is moved towards
 * white just so far. */
McLight mc_panel_brightest(const McPanelSpace *space, int32_t x_e5, int32_t y_e5);

#endif
