/* What stands on the companion's picture is measured where it stands: read back pixel by pixel from
 * cairo's surface, over all lines, at three pitches, and in a mirror. */

#include "app/observe/geometry.h"
#include "ui/companion/picture.h"

#include <math.h>
#include <string.h>

#define PIXELS_AN_ARC_MINUTE 4.4 /* at scale 1 */

static const McDirection directions[MC_EIGHTHS] = {MC_DIRECTION_RIGHT, MC_DIRECTION_UP_RIGHT,
    MC_DIRECTION_UP, MC_DIRECTION_UP_LEFT, MC_DIRECTION_LEFT, MC_DIRECTION_DOWN_LEFT,
    MC_DIRECTION_DOWN, MC_DIRECTION_DOWN_RIGHT};

typedef struct Screen {
	cairo_surface_t *surface;
	gint side_px;
	gboolean in_a_mirror;
} Screen;

static double light[256]; /* that an sRGB screen makes of a code */

static void
fill_light(void)
{
	for (int i = 0; i < 256; i++)
		light[i] = i <= 10 ? i / 255.0 / 12.92 : pow((i / 255.0 + 0.055) / 1.055, 2.4);
}

static double
ink_at(const void *data, int32_t x, int32_t y)
{
	const Screen *screen = data;
	const guint8 *row = cairo_image_surface_get_data(screen->surface) +
	                    (gsize)y * (gsize)cairo_image_surface_get_stride(screen->surface);

	return 1 - light[row[(screen->in_a_mirror ? screen->side_px - 1 - x : x) * 4]];
}

/* A screen of so many pixels a unit of the window. */
static Screen
screen_of(
    gint scale, McOptotype optotype, McDirection direction, gint size_milli_log_mar, gint room)
{
	McCompanionState state = {.vision_plugged = TRUE, .shows = TRUE};
	double stroke = PIXELS_AN_ARC_MINUTE * pow(10, size_milli_log_mar / 1000.0);
	gint side = (gint)ceil(5 * stroke) + room; /* of the drawing, in units of the window */
	Screen screen = {.side_px = side * scale};
	cairo_t *cairo = NULL;

	state.sight.optotype = optotype;
	state.sight.direction = direction;
	state.sight.size_milli_log_mar = size_milli_log_mar;
	screen.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, screen.side_px, screen.side_px);
	cairo_surface_set_device_scale(screen.surface, scale, scale);
	cairo = cairo_create(screen.surface);
	mc_companion_draw_sight(cairo, side, side, &state);
	cairo_destroy(cairo);
	cairo_surface_flush(screen.surface);
	return screen;
}

static void
measure(McGeometry *geometry, gint scale, McOptotype optotype, gint eighths, gint size)
{
	Screen screen = screen_of(scale, optotype, directions[eighths], size, 6);
	McGeometryInk ink = {.at = ink_at,
	    .data = &screen,
	    .width_px = screen.side_px,
	    .height_px = screen.side_px,
	    .centre_x_px = screen.side_px / 2.0,
	    .centre_y_px = screen.side_px / 2.0,
	    .stroke_px = scale * PIXELS_AN_ARC_MINUTE * pow(10, size / 1000.0)};

	g_assert_true(mc_geometry_add(geometry, optotype, eighths, &ink));
	screen.in_a_mirror = TRUE;
	g_assert_true(mc_geometry_add(geometry, optotype, mc_optotype_mirrored(eighths), &ink));
	cairo_surface_destroy(screen.surface);
	geometry->drawn++;
}

/* A ring opens eight ways, an E four. */
static void
measure_line(McGeometry *geometry, gint scale, gint size)
{
	for (gint eighths = 0; eighths < MC_EIGHTHS; eighths++) {
		measure(geometry, scale, MC_OPTOTYPE_LANDOLT_C, eighths, size);
		if (eighths % 2 == 0)
			measure(geometry, scale, MC_OPTOTYPE_TUMBLING_E, eighths, size);
	}
}

static void
test_screen(void)
{
	for (gint scale = 1; scale <= 3; scale++) {
		McGeometry geometry = {0};

		for (gint size = -300; size <= 1000; size += 100)
			measure_line(&geometry, scale, size);
		g_test_message("scale %d: stroke %.4f, gap %.4f, side %.3f", scale, geometry.stroke,
		    geometry.gap, geometry.side);
		g_assert_cmpfloat(geometry.stroke, <=, 0.02);
		g_assert_cmpfloat(geometry.gap, <=, 0.02);
		g_assert_cmpfloat(geometry.side, <=, 0.05);
		g_assert_cmpint(geometry.drawn, ==, 14 * 12);
	}
}

static gint
ink_of(const Screen *screen, gint x, gint y)
{
	return ink_at(screen, x, y) > 0.5;
}

/* A line that cannot be drawn as large as it is, is not drawn smaller, nor with edges that no pixel
 * can show: in its place stands a cross, which no answer fits. */
static void
test_refusals(void)
{
	static const struct {
		gint size;
		gint room; /* beside the optotype, in units of the window */
		gboolean is_drawn;
	} rows[] = {{-300, 6, TRUE}, {-350, 40, FALSE}, {500, 6, TRUE}, {500, -1, FALSE}};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
		Screen screen =
		    screen_of(1, MC_OPTOTYPE_TUMBLING_E, MC_DIRECTION_UP, rows[i].size, rows[i].room);
		gint half = screen.side_px / 2, arm = screen.side_px / 4;

		/* the bar in the middle of an E that opens upwards; the ends of the cross */
		g_assert_cmpint(ink_of(&screen, half, half), ==, TRUE);
		g_assert_cmpint(ink_of(&screen, half, half - arm / 2), ==, rows[i].is_drawn);
		cairo_surface_destroy(screen.surface);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	fill_light();
	g_test_add_func("/sim/companion/screen", test_screen);
	g_test_add_func("/sim/companion/refusals", test_refusals);
	return g_test_run();
}
