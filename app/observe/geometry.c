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
ink_of_column(const Sheet *sheet, int32_t x)
{
	double sum = 0;

	for (int32_t y = 0; y < sheet->side; y++)
		sum += 1 - sheet->curve->light[sheet->code[y * sheet->side + x]] / 65535.0;
	return sum;
}

static double
ink_of_all(const Sheet *sheet)
{
	double sum = 0;

	for (int32_t x = 0; x < sheet->side; x++)
		sum += ink_of_column(sheet, x);
	return sum;
}

static void
widen(double *worst, double value, double theory)
{
	double off = fabs(value - theory);

	if (!(off <= *worst))
		*worst = off;
}

/* On a place that is on no grid: all edges fall inside pixels. */
static bool
draw(Sheet *sheet, McOptotypePicture *picture, int64_t right_q16, int64_t down_q16)
{
	picture->paper = MC_LIGHT_FULL;
	picture->width_px = picture->height_px = sheet->side;
	picture->centre_x_q16 = sheet->side * INT64_C(32768) + right_q16;
	picture->centre_y_q16 = sheet->side * INT64_C(32768) + down_q16;
	return mc_optotype_draw(picture, sheet->curve, sheet->code, (size_t)sheet->side);
}

static bool
measure_e(McGeometry *geometry, Sheet *sheet, int64_t stroke_q16, double theory)
{
	McOptotypePicture picture = {.optotype = MC_OPTOTYPE_TUMBLING_E, .stroke_q16 = stroke_q16};
	double spine, bars;

	if (!draw(sheet, &picture, 20011, -9973))
		return false;
	/* A column well within the spine, and one well within the bars. */
	spine = ink_of_column(
	    sheet, (int32_t)floor(((double)picture.centre_x_q16 - 2.0 * (double)stroke_q16) / ONE));
	bars = ink_of_column(sheet, (int32_t)floor((double)picture.centre_x_q16 / ONE));
	widen(&geometry->stroke, bars / 3 / theory, 1);
	/* Seventeen squares of a stroke. */
	widen(&geometry->stroke, sqrt(ink_of_all(sheet) / 17) / theory, 1);
	widen(&geometry->side, spine / (bars / 3), 5);
	return true;
}

/* ∫ sqrt(r² - y²) dy from -h to h. */
static double
segment(double r, double h)
{
	return h * sqrt(r * r - h * h) + r * r * asin(h / r);
}

static bool
measure_c(McGeometry *geometry, Sheet *sheet, int64_t stroke_q16, double theory)
{
	double ring = PI * 4 * theory * theory;
	double of_gap = segment(2.5 * theory, theory / 2) - segment(1.5 * theory, theory / 2);

	for (int eighths = 0; eighths < MC_EIGHTHS; eighths++) {
		McOptotypePicture picture = {
		    .optotype = MC_OPTOTYPE_LANDOLT_C, .eighths = eighths, .stroke_q16 = stroke_q16};

		if (!draw(sheet, &picture, -14143, 27182))
			return false;
		widen(&geometry->gap, (ring - ink_of_all(sheet)) / of_gap, 1);
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
		    !measure_e(geometry, &sheet, stroke_q16, theory) ||
		    !measure_c(geometry, &sheet, stroke_q16, theory))
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
