#include "app/observe/geometry.h"

#include <math.h>

#define ONE 65536.0
#define PI 3.14159265358979323846
#define SIDE_MAX 1600
#define STROKE_MIN_PX 2.0

typedef struct Sheet {
	uint8_t code[SIDE_MAX * SIDE_MAX];
	const McLightCurve *curve;
	int32_t side;
} Sheet;

static double
ink_of_sheet(const void *data, int32_t x, int32_t y)
{
	const Sheet *sheet = data;

	return 1 - sheet->curve->light[sheet->code[y * sheet->side + x]] / 65535.0;
}

/* ---- in any pixels ---- */

static double
ink_of_column(const McGeometryInk *ink, int32_t x)
{
	double sum = 0;

	for (int32_t y = 0; y < ink->height_px; y++)
		sum += ink->at(ink->data, x, y);
	return sum;
}

static double
ink_of_row(const McGeometryInk *ink, int32_t y)
{
	double sum = 0;

	for (int32_t x = 0; x < ink->width_px; x++)
		sum += ink->at(ink->data, x, y);
	return sum;
}

static double
ink_of_all(const McGeometryInk *ink)
{
	double sum = 0;

	for (int32_t y = 0; y < ink->height_px; y++)
		sum += ink_of_row(ink, y);
	return sum;
}

static void
widen(double *worst, double value, double theory)
{
	double off = fabs(value - theory);

	if (!(off <= *worst))
		*worst = off;
}

/* The pixel so many strokes along the opening and across it. */
static double
ink_towards(const McGeometryInk *ink, int32_t eighths, double along, double across)
{
	double turn = eighths * PI / 4, u = ink->stroke_px;
	double x = ink->centre_x_px + u * (along * cos(turn) - across * sin(turn));
	double y = ink->centre_y_px - u * (along * sin(turn) + across * cos(turn));

	return ink->at(ink->data, (int32_t)floor(x), (int32_t)floor(y));
}

/* Pixels across the E, so many strokes along its opening. */
static double
ink_across(const McGeometryInk *ink, int32_t eighths, double along)
{
	double turn = eighths * PI / 4;

	if (eighths % 4 == 0)
		return ink_of_column(
		    ink, (int32_t)floor(ink->centre_x_px + along * cos(turn) * ink->stroke_px));
	return ink_of_row(ink, (int32_t)floor(ink->centre_y_px - along * sin(turn) * ink->stroke_px));
}

static bool
add_e(McGeometry *geometry, int32_t eighths, const McGeometryInk *ink)
{
	/* Seventeen squares of a stroke. */
	widen(&geometry->stroke, sqrt(ink_of_all(ink) / 17) / ink->stroke_px, 1);
	if (ink->stroke_px >= STROKE_MIN_PX) {
		/* One well within the spine, and one well within the bars. */
		double spine = ink_across(ink, eighths, -2), bars = ink_across(ink, eighths, 0);

		widen(&geometry->stroke, bars / 3 / ink->stroke_px, 1);
		widen(&geometry->side, spine / (bars / 3), 5);
	}
	return ink_towards(ink, eighths, 2, 1) < 0.5 && ink_towards(ink, eighths, -2, 1) > 0.5;
}

/* ∫ sqrt(r² - y²) dy from -h to h. */
static double
segment(double r, double h)
{
	return h * sqrt(r * r - h * h) + r * r * asin(h / r);
}

static bool
add_c(McGeometry *geometry, int32_t eighths, const McGeometryInk *ink)
{
	double u = ink->stroke_px, ring = PI * 4 * u * u;
	double of_gap = segment(2.5 * u, u / 2) - segment(1.5 * u, u / 2);

	widen(&geometry->gap, (ring - ink_of_all(ink)) / of_gap, 1);
	return ink_towards(ink, eighths, 2, 0) < 0.5 && ink_towards(ink, eighths, -2, 0) > 0.5;
}

bool
mc_geometry_add(
    McGeometry *geometry, McOptotype optotype, int32_t eighths, const McGeometryInk *ink)
{
	return optotype == MC_OPTOTYPE_LANDOLT_C ? add_c(geometry, eighths, ink)
	                                         : add_e(geometry, eighths, ink);
}

/* ---- in a panel's codes ---- */

/* On a place that is on no grid: all edges fall inside pixels. */
static bool
draw_and_add(McGeometry *geometry, Sheet *sheet, McOptotypePicture *picture, double theory)
{
	McGeometryInk ink = {ink_of_sheet, sheet, sheet->side, sheet->side, 0.0, 0.0, theory};

	picture->paper = MC_LIGHT_FULL;
	picture->width_px = picture->height_px = sheet->side;
	picture->centre_x_q16 += sheet->side * INT64_C(32768);
	picture->centre_y_q16 += sheet->side * INT64_C(32768);
	ink.centre_x_px = (double)picture->centre_x_q16 / ONE;
	ink.centre_y_px = (double)picture->centre_y_q16 / ONE;
	return mc_optotype_draw(picture, sheet->curve, sheet->code, (size_t)sheet->side) &&
	       mc_geometry_add(geometry, picture->optotype, picture->eighths, &ink);
}

static bool
measure(McGeometry *geometry, Sheet *sheet, int64_t stroke_q16, double theory)
{
	for (int eighths = 0; eighths < MC_EIGHTHS; eighths++) {
		McOptotypePicture ring = {.optotype = MC_OPTOTYPE_LANDOLT_C,
		    .eighths = eighths,
		    .stroke_q16 = stroke_q16,
		    .centre_x_q16 = -14143,
		    .centre_y_q16 = 27182};
		McOptotypePicture e = {.optotype = MC_OPTOTYPE_TUMBLING_E,
		    .eighths = eighths,
		    .stroke_q16 = stroke_q16,
		    .centre_x_q16 = 20011,
		    .centre_y_q16 = -9973};

		if (!draw_and_add(geometry, sheet, &ring, theory) ||
		    (eighths % 2 == 0 && !draw_and_add(geometry, sheet, &e, theory)))
			return false;
	}
	return true;
}

bool
mc_geometry_measure(McGeometry *geometry, const McOptotypePanel *panel, const McLightCurve *curve)
{
	static Sheet sheet;

	sheet.curve = curve;
	for (int size = -300; size <= 1000; size += 50) {
		double theory = tan(pow(10, size / 1000.0) / 60 * PI / 180) * panel->distance_um * 1000 /
		                panel->pitch_nm;
		int64_t stroke_q16 = 0;
		McOptotypeFit fit = mc_optotype_fit(panel, size, &stroke_q16);

		if (theory < STROKE_MIN_PX) {
			geometry->refused++;
			if (fit != MC_OPTOTYPE_FIT_TOO_FINE || stroke_q16 != 0)
				return false;
			continue;
		}
		geometry->drawn++;
		sheet.side = (int32_t)ceil(5 * theory) + 4;
		if (fit != MC_OPTOTYPE_FIT_GOOD || sheet.side > SIDE_MAX ||
		    !measure(geometry, &sheet, stroke_q16, theory))
			return false;
	}
	return true;
}

bool
mc_geometry_of_panels(McGeometry *geometry)
{
	/* 24" FHD at 2.5 m (too coarse for the last lines) and 5 m, 27" 4K at 5 m and 2.5 m, a 6"
	 * eyepiece panel at 1 m. */
	static const struct {
		int32_t pitch_nm, distance_um, width_px, height_px;
	} shape[] = {{276750, 2500000, 1920, 1080}, {276750, 5000000, 1920, 1080},
	    {155660, 5000000, 3840, 2160}, {155660, 2500000, 3840, 2160}, {49500, 1000000, 2560, 1440}};
	McLightCurve measured;

	mc_light_curve(&measured, 2050);
	*geometry = (McGeometry){0};
	for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) {
		McOptotypePanel panel = {.pitch_nm = shape[i].pitch_nm,
		    .distance_um = shape[i].distance_um,
		    .width_px = shape[i].width_px,
		    .height_px = shape[i].height_px,
		    .stroke_min_milli_px = (int32_t)(1000 * STROKE_MIN_PX)};

		if (!mc_geometry_measure(geometry, &panel, i % 2 ? &measured : &mc_light_srgb))
			return false;
	}
	return true;
}
