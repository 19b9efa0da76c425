/* The optotype on the panel: its size from distance and pitch, its strokes and gaps measured
 * in the pixels, and the refusal of what a panel cannot show. */
#include "app/exam/optotype.h"
#include "app/observe/geometry.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define ONE 65536.0
#define SIDE_MAX 1600

static guint8 pixels[SIDE_MAX * SIDE_MAX];

static McOptotypePicture
picture_of(McOptotype optotype, int eighths, gint64 stroke_q16, gint32 side)
{
	return (McOptotypePicture){
	    .optotype = optotype,
	    .eighths = eighths,
	    .stroke_q16 = stroke_q16,
	    .centre_x_q16 = side * G_GINT64_CONSTANT(32768),
	    .centre_y_q16 = side * G_GINT64_CONSTANT(32768),
	    .width_px = side,
	    .height_px = side,
	    .paper = MC_LIGHT_FULL,
	    .ink = 0,
	};
}

static double
ink_at(const McLightCurve *curve, gint32 side, gint32 x, gint32 y)
{
	return 1 - curve->light[pixels[y * side + x]] / 65535.0;
}

/* 24" FHD at 5 m. */
static const McOptotypePanel fhd = {
    .pitch_nm = 276750, .distance_um = 5000000, .width_px = 1920, .height_px = 1080};

static void
test_every_line_on_every_panel(void)
{
	McGeometry geometry;

	g_assert_true(mc_geometry_of_panels(&geometry));
	g_assert_cmpfloat(geometry.stroke, <=, 0.02);
	g_assert_cmpfloat(geometry.gap, <=, 0.02);
	g_assert_cmpfloat(geometry.side, <=, 0.05);
	g_assert_cmpint(geometry.drawn, >=, 90);
	g_assert_cmpint(geometry.refused, >=, 3);
}

/* Is this point black? Said once more, in another way. */
static gboolean
is_ink(const McOptotypePicture *picture, double x, double y)
{
	double u = (double)picture->stroke_q16 / ONE, turn = picture->eighths * G_PI / 4;
	double dx = (x - (double)picture->centre_x_q16 / ONE) / u;
	double dy = (y - (double)picture->centre_y_q16 / ONE) / u;
	/* Along the opening and across it. */
	double a = dx * cos(turn) - dy * sin(turn), b = dx * sin(turn) + dy * cos(turn);

	if (picture->optotype == MC_OPTOTYPE_TUMBLING_E)
		return fabs(a) < 2.5 && fabs(b) < 2.5 && (a < -1.5 || fabs(b) > 1.5 || fabs(b) < 0.5);
	return hypot(a, b) < 2.5 && hypot(a, b) > 1.5 && !(a > 0 && fabs(b) < 0.5);
}

#define POINTS 32

static double
share_of_ink(const McOptotypePicture *picture, int x, int y)
{
	int hits = 0;

	for (int row = 0; row < POINTS; row++)
		for (int column = 0; column < POINTS; column++)
			hits += is_ink(picture, x + (column + 0.5) / POINTS, y + (row + 0.5) / POINTS);
	return hits / (double)(POINTS * POINTS);
}

static void
test_pixels_are_covered_areas(void)
{
	const gint32 side = 24;

	for (int n = 0; n < 48; n++) {
		McOptotype optotype = n % 3 == 0 ? MC_OPTOTYPE_TUMBLING_E : MC_OPTOTYPE_LANDOLT_C;
		McOptotypePicture picture =
		    picture_of(optotype, optotype == MC_OPTOTYPE_TUMBLING_E ? n * 2 % 8 : n % 8, 0, side);
		double worst = 0;

		picture.stroke_q16 = 100000 + 4789 * n;
		picture.centre_x_q16 += 7919 * n - 190000;
		picture.centre_y_q16 -= 6101 * n - 140000;
		g_assert_true(mc_optotype_draw(&picture, &mc_light_srgb, pixels, (gsize)side));
		for (int i = 0; i < side * side; i++)
			worst = MAX(worst, fabs(ink_at(&mc_light_srgb, side, i % side, i / side) -
			                        share_of_ink(&picture, i % side, i / side)));
		/* One code is up to .009 of the light, and the points are as coarse. */
		g_assert_cmpfloat(worst, <, 0.03);
	}
}

static void
test_a_mirror_swaps_left_and_right(void)
{
	const gint32 side = 40;
	g_autofree guint8 *seen = g_malloc((gsize)side * (gsize)side);

	g_assert_cmpint(mc_optotype_mirrored(mc_optotype_eighths(MC_DIRECTION_RIGHT)), ==,
	    mc_optotype_eighths(MC_DIRECTION_LEFT));
	g_assert_cmpint(mc_optotype_mirrored(mc_optotype_eighths(MC_DIRECTION_UP)), ==,
	    mc_optotype_eighths(MC_DIRECTION_UP));
	for (int eighths = 0; eighths < MC_EIGHTHS; eighths++) {
		McOptotypePicture picture =
		    picture_of(MC_OPTOTYPE_LANDOLT_C, eighths, 4 * 65536 + 3334, side);

		g_assert_true(mc_optotype_draw(&picture, &mc_light_srgb, seen, (gsize)side));
		picture.eighths = mc_optotype_mirrored(eighths);
		g_assert_true(mc_optotype_draw(&picture, &mc_light_srgb, pixels, (gsize)side));
		for (int i = 0; i < side * side; i++)
			g_assert_cmpint(seen[i], ==, pixels[i / side * side + side - 1 - i % side]);
	}
}

static void
test_what_a_panel_cannot_show_is_refused(void)
{
	McOptotypePanel good = fhd, panel;
	gint32 finest, coarsest;
	gint64 stroke;

	good.stroke_min_milli_px = 2000;
	g_assert_cmpint(mc_optotype_fit(&good, 0, &stroke), ==, MC_OPTOTYPE_FIT_GOOD);
	/* 5.25 pixels at line 5.0. */
	g_assert_cmpfloat_with_epsilon((double)stroke / ONE, 5.2555, 0.001);
	panel = good, panel.pitch_nm = 0;
	g_assert_cmpint(mc_optotype_fit(&panel, 0, &stroke), ==, MC_OPTOTYPE_FIT_PITCH_UNKNOWN);
	g_assert_false(mc_optotype_range(&panel, &finest, &coarsest));
	panel = good, panel.distance_um = 0;
	g_assert_cmpint(mc_optotype_fit(&panel, 0, &stroke), ==, MC_OPTOTYPE_FIT_DISTANCE_UNKNOWN);
	panel = good, panel.height_px = 25;
	g_assert_cmpint(mc_optotype_fit(&panel, 0, &stroke), ==, MC_OPTOTYPE_FIT_TOO_LARGE);
	panel.height_px = 27;
	g_assert_cmpint(mc_optotype_fit(&panel, 0, &stroke), ==, MC_OPTOTYPE_FIT_GOOD);
	g_assert_cmpint(mc_optotype_fit(&good, 2001, &stroke), ==, MC_OPTOTYPE_FIT_NO_SUCH_LINE);
	g_assert_cmpint(mc_optotype_fit(&good, INT32_MIN, &stroke), ==, MC_OPTOTYPE_FIT_NO_SUCH_LINE);

	/* At 2.5 m the same panel ends between the lines 5.1 and 5.15. */
	panel = good, panel.distance_um = 2500000;
	g_assert_true(mc_optotype_range(&panel, &finest, &coarsest));
	g_assert_cmpint(finest, ==, -100);
	g_assert_cmpint(coarsest, ==, 1000);
}

static void
test_pictures_that_cannot_be(void)
{
	McOptotypePicture picture = picture_of(MC_OPTOTYPE_TUMBLING_E, 1, 300000, 20);

	memset(pixels, 77, 400);
	g_assert_false(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	g_assert_cmpint(pixels[0], ==, 77);
	picture.eighths = 8;
	g_assert_false(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	picture.eighths = 0, picture.stroke_q16 = INT64_MAX / 8;
	g_assert_false(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	picture.stroke_q16 = 300000, picture.width_px = 0;
	g_assert_false(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	picture.width_px = 20, picture.centre_x_q16 = INT64_MIN;
	g_assert_false(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	/* What sticks out is cut: nothing but ink on a picture in the middle of a stroke. */
	picture = picture_of(MC_OPTOTYPE_TUMBLING_E, 0, 100 * 65536, 20);
	g_assert_true(mc_optotype_draw(&picture, &mc_light_srgb, pixels, 20));
	for (int i = 0; i < 400; i++)
		g_assert_cmpint(pixels[i], ==, 0);
}

/* Every compiler, optimisation and processor draws these very pixels. */
static void
test_the_same_pixels_everywhere(void)
{
	guint64 hash = 0xcbf29ce484222325;
	McLightCurve curve;

	mc_light_curve(&curve, 2200);
	for (int n = 0; n < 32; n++) {
		McOptotypePicture picture =
		    picture_of(n % 2 ? MC_OPTOTYPE_TUMBLING_E : MC_OPTOTYPE_LANDOLT_C,
		        n % 2 ? (n - 1) % 8 : n / 2 % 8, 131072 + 17021 * n, 64);

		picture.centre_x_q16 += 3001 * n;
		g_assert_true(mc_optotype_draw(&picture, n % 4 < 2 ? &curve : &mc_light_srgb, pixels, 64));
		for (int i = 0; i < 64 * 64; i++)
			hash = (hash ^ pixels[i]) * 0x100000001b3;
	}
	g_assert_cmphex(hash, ==, 0xf40ca88d41881a0c);
}

static void
test_light_and_back(void)
{
	McLightCurve curve;

	for (int gamma = 0; gamma <= 3000; gamma += 600) {
		mc_light_curve(&curve, gamma == 600 ? 1000 : gamma);
		for (int code = 0; code < MC_LIGHT_CODES; code++) {
			g_assert_cmpint(
			    curve.light[mc_light_encode(&curve, curve.light[code])], ==, curve.light[code]);
			g_assert_true(code == 0 || curve.light[code] >= curve.light[code - 1]);
		}
		g_assert_cmpint(curve.light[255], ==, MC_LIGHT_FULL);
		g_assert_cmpint(mc_light_encode(&curve, -5), ==, 0);
		g_assert_cmpint(mc_light_encode(&curve, 1 << 20), ==, 255);
	}
	mc_light_curve(&curve, 2200);
	g_assert_cmpfloat_with_epsilon(curve.light[100], 65535 * pow(100 / 255.0, 2.2), 2);
	/* Half of the light is code 188 of sRGB, not 128. */
	g_assert_cmpint(mc_light_encode(&mc_light_srgb, 32768), ==, 188);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/optotype/light-and-back", test_light_and_back);
	g_test_add_func("/optotype/every-line-on-every-panel", test_every_line_on_every_panel);
	g_test_add_func("/optotype/pixels-are-covered-areas", test_pixels_are_covered_areas);
	g_test_add_func("/optotype/mirror", test_a_mirror_swaps_left_and_right);
	g_test_add_func("/optotype/refusals", test_what_a_panel_cannot_show_is_refused);
	g_test_add_func("/optotype/pictures-that-cannot-be", test_pictures_that_cannot_be);
	g_test_add_func("/optotype/same-everywhere", test_the_same_pixels_everywhere);
	return g_test_run();
}
