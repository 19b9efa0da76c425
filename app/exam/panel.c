#include "app/exam/panel.h"

#include "app/exam/fixed.h"

#include <stddef.h>

#define ONE MC_PANEL_ONE_Q24

const McPanel mc_panel_srgb = {
    .measured = false,
    .x_e5 = {64000, 30000, 15000},
    .y_e5 = {33000, 60000, 6000},
    .luminance_centi_cd_m2 = {3402, 11443, 1155},
    .gamma_milli = 0,
};

/* The last row is scaled to one. */
const McConeMatrix mc_cone_matrix_smith_pokorny = {
    {{15514, 54312, -3286}, {-15514, 45684, 3286}, {0, 0, 100000}}};

static bool
within(int32_t value, int32_t low, int32_t high)
{
	return value >= low && value <= high;
}

static int64_t
times(int64_t a_q24, int64_t b_q24)
{
	return a_q24 * b_q24 / ONE;
}

static void
cross(const int64_t a[3], const int64_t b[3], int64_t to[3])
{
	to[0] = times(a[1], b[2]) - times(a[2], b[1]);
	to[1] = times(a[2], b[0]) - times(a[0], b[2]);
	to[2] = times(a[0], b[1]) - times(a[1], b[0]);
}

static int64_t
dot(const int64_t a[3], const int64_t b[3])
{
	return times(a[0], b[0]) + times(a[1], b[1]) + times(a[2], b[2]);
}

static void
fill_xyz(McPanelSpace *space, const McPanel *panel)
{
	int64_t sum = 0;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		sum += panel->luminance_centi_cd_m2[i];
	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		int64_t y = panel->luminance_centi_cd_m2[i] * ONE / sum;

		space->xyz_q24[0][i] = y * panel->x_e5[i] / panel->y_e5[i];
		space->xyz_q24[1][i] = y;
		space->xyz_q24[2][i] = y * (100000 - panel->x_e5[i] - panel->y_e5[i]) / panel->y_e5[i];
	}
	for (int row = 0; row < 3; row++)
		space->white_q24[row] =
		    space->xyz_q24[row][0] + space->xyz_q24[row][1] + space->xyz_q24[row][2];
}

static void
fill_null(McPanelSpace *space, McAxis missing, const int64_t cone[3][3])
{
	const int64_t *lacks = cone[missing];
	int64_t *v = space->null[missing].q24;
	int64_t white = lacks[0] + lacks[1] + lacks[2], change;

	cross(cone[missing == MC_AXIS_PROTAN ? 1 : 0], cone[missing == MC_AXIS_TRITAN ? 1 : 2], v);
	change = dot(lacks, v);
	if ((v[missing == MC_AXIS_TRITAN ? 2 : 0] < 0) != (change < 0))
		change = -change;
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		v[i] = change == 0 ? 0 : times(v[i], white) * ONE / change;
}

void
mc_panel_space(McPanelSpace *space, const McPanel *panel, const McConeMatrix *cones)
{
	int64_t cone[3][3];

	fill_xyz(space, panel);
	for (int row = 0; row < 3; row++)
		for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
			const int32_t *of_e5 = cones->xyz_e5[row];

			cone[row][i] = (of_e5[0] * space->xyz_q24[0][i] + of_e5[1] * space->xyz_q24[1][i] +
			                   of_e5[2] * space->xyz_q24[2][i]) /
			               100000;
		}
	for (int axis = 0; axis < MC_AXES; axis++)
		fill_null(space, (McAxis)axis, (const int64_t(*)[3])cone);
}

static const char *
numbers_problem(const McPanel *panel)
{
	int64_t area;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		if (!within(panel->x_e5[i], 1000, 80000) || !within(panel->y_e5[i], 1000, 90000) ||
		    panel->x_e5[i] + panel->y_e5[i] > 100000)
			return "primary is no colour of light";
		if (!within(panel->luminance_centi_cd_m2[i], 50, 200000))
			return "luminance of a primary is not from 0.5 to 2000 cd/m2";
	}
	if (panel->gamma_milli != 0 && !within(panel->gamma_milli, 1000, 4000))
		return "gamma is not from 1 to 4, nor the sRGB curve";
	area = (int64_t)(panel->x_e5[1] - panel->x_e5[0]) * (panel->y_e5[2] - panel->y_e5[0]) -
	       (int64_t)(panel->x_e5[2] - panel->x_e5[0]) * (panel->y_e5[1] - panel->y_e5[0]);
	/* Twice the triangle's; sRGB has .224. */
	return area >= INT64_C(800000000) ? NULL : "gamut is smaller than a third of that of sRGB";
}

/* What the rest computes with stays in bounds; no screen that is one comes near these. */
static bool
are_primaries_moderate(const McPanelSpace *space)
{
	for (int row = 0; row < 3; row++)
		for (int i = 0; i < MC_PANEL_CHANNELS; i++)
			if (space->xyz_q24[row][i] > 2 * ONE)
				return false;
	return true;
}

static bool
are_nulls_moderate(const McPanelSpace *space)
{
	for (int axis = 0; axis < MC_AXES; axis++) {
		const int64_t *v = space->null[axis].q24;

		for (int i = 0; i < MC_PANEL_CHANNELS; i++)
			if (v[i] > 16 * ONE || v[i] < -16 * ONE)
				return false;
		if (axis != MC_AXIS_TRITAN && v[0] - v[1] < ONE / 2)
			return false;
	}
	return true;
}

bool
mc_cone_matrix_is_usable(const McConeMatrix *cones)
{
	for (int row = 0; row < 3; row++)
		for (int i = 0; i < 3; i++)
			if (!within(cones->xyz_e5[row][i], -100000, 100000))
				return false;
	return true;
}

const char *
mc_panel_problem(const McPanel *panel, const McConeMatrix *cones)
{
	const char *problem = numbers_problem(panel);
	McPanelSpace space;

	if (problem)
		return problem;
	fill_xyz(&space, panel);
	if (!are_primaries_moderate(&space))
		return "primaries and their luminances give no white";
	mc_panel_space(&space, panel, cones);
	return are_nulls_moderate(&space) ? NULL : "a kind of cones has no colours of its own on it";
}

void
mc_panel_encode(const McLightCurve *curve, McLight light, uint8_t code[MC_PANEL_CHANNELS])
{
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		code[i] = mc_light_encode(curve, (light.q24[i] * MC_LIGHT_FULL + ONE / 2) / ONE);
}

McLight
mc_panel_as_seen(const McPanelSpace *space, McAxis missing, McLight light)
{
	const int64_t *v = space->null[missing].q24;
	int64_t apart = v[0] - v[1];
	int64_t t = apart == 0 ? 0 : (light.q24[0] - light.q24[1]) * ONE / apart;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		light.q24[i] -= times(t, v[i]);
	return light;
}

/* ---- L*a*b* ---- */

static int64_t
cube_root_q24(int64_t x_q24)
{
	int64_t root_q24 = 0;

	if (x_q24 <= 0)
		return 0;
	/* To 2^-20: its cube in 2^-60 stays below 2^63. */
	for (int64_t bit = INT64_C(1) << 20; bit > 0; bit >>= 1) {
		int64_t next = root_q24 + bit;

		if (next * next * next <= x_q24 << 36)
			root_q24 = next;
	}
	return root_q24 * 16;
}

/* The cube root above (6/29)³, the tangent below it. */
static int64_t
lab_f_q24(int64_t ratio_q24)
{
	const int64_t knee_q24 = 148588, at_zero_q24 = ONE * 16 / 116;

	if (ratio_q24 <= knee_q24)
		return ratio_q24 * 841 / 108 + at_zero_q24;
	return cube_root_q24(ratio_q24 < 2 * ONE ? ratio_q24 : 2 * ONE);
}

static void
lab_of(const McPanelSpace *space, McLight light, int64_t lab_q24[3])
{
	int64_t f[3];

	for (int row = 0; row < 3; row++)
		f[row] = lab_f_q24(dot(space->xyz_q24[row], light.q24) * ONE / space->white_q24[row]);
	lab_q24[0] = 116 * f[1] - 16 * ONE;
	lab_q24[1] = 500 * (f[0] - f[1]);
	lab_q24[2] = 200 * (f[1] - f[2]);
}

int64_t
mc_panel_delta_e_centi(const McPanelSpace *space, McLight a, McLight b)
{
	int64_t lab_a[3], lab_b[3], square = 0;

	lab_of(space, a, lab_a);
	lab_of(space, b, lab_b);
	for (int i = 0; i < 3; i++) {
		int64_t apart_centi = (lab_a[i] - lab_b[i]) * 100 / ONE;

		square += apart_centi * apart_centi;
	}
	return mc_fixed_root(square);
}

/* ---- chromaticities ---- */

/* Cramer's rule: each channel is a volume; their common divisor does not matter, as the result is
 * scaled. The signs are those of a gamut that turns counter-clockwise. */
static McLight
light_of(const McPanelSpace *space, const int64_t xyz[3])
{
	McLight light;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		int64_t next[3], last[3], plane[3];

		for (int row = 0; row < 3; row++) {
			next[row] = space->xyz_q24[row][(i + 1) % 3];
			last[row] = space->xyz_q24[row][(i + 2) % 3];
		}
		cross(next, last, plane);
		light.q24[i] = dot(plane, xyz);
	}
	return light;
}

McLight
mc_panel_brightest(const McPanelSpace *space, int32_t x_e5, int32_t y_e5)
{
	const int64_t xyz[3] = {
	    x_e5 * ONE / 100000, y_e5 * ONE / 100000, (100000 - (int64_t)x_e5 - y_e5) * ONE / 100000};
	McLight light = light_of(space, xyz);
	McLight white = light_of(space, space->white_q24);
	int64_t lowest = 0, most = 1;

	/* White has the same amount of each channel: what a channel lacks is added to all. */
	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		int64_t share = white.q24[i] == 0 ? 0 : light.q24[i] * ONE / white.q24[i];

		light.q24[i] = share;
		lowest = share < lowest ? share : lowest;
	}
	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		light.q24[i] -= lowest;
		most = light.q24[i] > most ? light.q24[i] : most;
	}
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		light.q24[i] = light.q24[i] * ONE / (most > 0 ? most : 1);
	return light;
}
