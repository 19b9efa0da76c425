#include "tests/bench/figures/plot.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <math.h>
#include <stdio.h>

#define WIDTH 900
#define HEIGHT 560
#define LEFT 90.0
#define TOP 60.0
#define PLOT_WIDTH 540.0
#define PLOT_HEIGHT 400.0
#define PNG_SCALE 2

static const double colour[MC_PLOT_SERIES_MAX][3] = {
    {0.00, 0.45, 0.70}, /* blue */
    {0.84, 0.37, 0.00}, /* vermilion */
    {0.00, 0.62, 0.45}, /* green */
    {0.80, 0.47, 0.65}, /* purple */
    {0.90, 0.62, 0.00}, /* orange */
    {0.34, 0.71, 0.91}, /* sky */
    {0.00, 0.00, 0.00}, /* black */
    {0.50, 0.50, 0.50}, /* grey */
};

static void
place(const McPlot *plot, double x, double y, double *at_x, double *at_y)
{
	*at_x = LEFT + PLOT_WIDTH * (x - plot->x.low) / (plot->x.high - plot->x.low);
	*at_y = TOP + PLOT_HEIGHT * (1.0 - (y - plot->y.low) / (plot->y.high - plot->y.low));
}

/* share: 0 = its left end stands at x, .5 = its middle, 1 = its right end. */
static void
write_text(cairo_t *cairo, double size, double x, double y, double share, const char *text)
{
	cairo_text_extents_t extents;

	cairo_set_font_size(cairo, size);
	cairo_text_extents(cairo, text, &extents);
	cairo_move_to(cairo, x - share * extents.x_advance, y);
	cairo_show_text(cairo, text);
}

static void
draw_line(cairo_t *cairo, double x0, double y0, double x1, double y1)
{
	cairo_move_to(cairo, x0, y0);
	cairo_line_to(cairo, x1, y1);
	cairo_stroke(cairo);
}

static int
ticks(const McPlotAxis *axis)
{
	return (int)lround((axis->high - axis->low) / axis->step) + 1;
}

static void
draw_x_axis(cairo_t *cairo, const McPlot *plot)
{
	for (int i = 0; i < ticks(&plot->x); i++) {
		double value = plot->x.low + i * plot->x.step, x, y;
		char text[32];

		place(plot, value, plot->y.low, &x, &y);
		cairo_set_source_rgb(cairo, 0.88, 0.88, 0.88);
		draw_line(cairo, x, TOP, x, y);
		cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
		snprintf(text, sizeof text, "%.*f", plot->x.decimals, fabs(value) < 1e-9 ? 0.0 : value);
		write_text(cairo, 14, x, y + 20, 0.5, text);
	}
	write_text(cairo, 15, LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT + 45, 0.5, plot->x.label);
}

static void
draw_y_axis(cairo_t *cairo, const McPlot *plot)
{
	for (int i = 0; i < ticks(&plot->y); i++) {
		double value = plot->y.low + i * plot->y.step, x, y;
		char text[32];

		place(plot, plot->x.low, value, &x, &y);
		cairo_set_source_rgb(cairo, 0.88, 0.88, 0.88);
		draw_line(cairo, x, y, LEFT + PLOT_WIDTH, y);
		cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
		snprintf(text, sizeof text, "%.*f", plot->y.decimals, fabs(value) < 1e-9 ? 0.0 : value);
		write_text(cairo, 14, x - 8, y + 5, 1.0, text);
	}
	cairo_save(cairo);
	cairo_translate(cairo, 28, TOP + PLOT_HEIGHT / 2);
	cairo_rotate(cairo, -acos(0.0));
	write_text(cairo, 15, 0, 0, 0.5, plot->y.label);
	cairo_restore(cairo);
}

static void
draw_mark(cairo_t *cairo, int kind, double x, double y, double size)
{
	switch (kind % 4) {
	case 0: cairo_arc(cairo, x, y, size, 0, 4 * acos(0.0)); break;
	case 1: cairo_rectangle(cairo, x - size, y - size, 2 * size, 2 * size); break;
	case 2:
		cairo_move_to(cairo, x, y - 1.3 * size);
		cairo_line_to(cairo, x + 1.2 * size, y + size);
		cairo_line_to(cairo, x - 1.2 * size, y + size);
		cairo_close_path(cairo);
		break;
	default:
		cairo_move_to(cairo, x, y - 1.4 * size);
		cairo_line_to(cairo, x + 1.4 * size, y);
		cairo_line_to(cairo, x, y + 1.4 * size);
		cairo_line_to(cairo, x - 1.4 * size, y);
		cairo_close_path(cairo);
	}
	cairo_fill(cairo);
}

static void
take_pen(cairo_t *cairo, int series, double alpha)
{
	static const double dash[] = {9, 5};
	static const double dots[] = {2, 4};
	const double *rgb = colour[series % MC_PLOT_SERIES_MAX];

	cairo_set_source_rgba(cairo, rgb[0], rgb[1], rgb[2], alpha);
	cairo_set_line_width(cairo, series == 0 ? 3.5 : 2);
	if (series == 0)
		cairo_set_dash(cairo, NULL, 0, 0);
	else
		cairo_set_dash(cairo, series % 2 ? dash : dots, 2, 0);
}

static void
draw_series(cairo_t *cairo, const McPlot *plot, int number)
{
	const McPlotSeries *series = &plot->one[number];

	take_pen(cairo, number, plot->scattered ? 0.45 : 1.0);
	for (int i = 0; i < series->points && !plot->scattered; i++) {
		double x, y;

		place(plot, series->x[i], series->y[i], &x, &y);
		cairo_line_to(cairo, x, y);
	}
	cairo_stroke(cairo);
	cairo_set_dash(cairo, NULL, 0, 0);
	for (int i = 0; i < series->points; i++) {
		double x, y;

		place(plot, series->x[i], series->y[i], &x, &y);
		draw_mark(cairo, number, x, y, plot->scattered ? 3 : 4);
	}
}

static void
draw_legend(cairo_t *cairo, const McPlot *plot)
{
	double x = LEFT + PLOT_WIDTH + 22;

	for (int i = 0; i < plot->series && !plot->scattered; i++) {
		double y = TOP + 14 + 28 * i;

		take_pen(cairo, i, 1.0);
		draw_line(cairo, x, y - 5, x + 36, y - 5);
		cairo_set_dash(cairo, NULL, 0, 0);
		draw_mark(cairo, i, x + 18, y - 5, 4);
		cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
		write_text(cairo, 14, x + 46, y, 0, plot->one[i].name);
	}
}

static void
draw_levels(cairo_t *cairo, const McPlot *plot)
{
	static const double dash[] = {6, 4};

	for (int i = 0; i < plot->levels; i++) {
		double x, y;

		place(plot, plot->x.high, plot->level[i].at, &x, &y);
		cairo_set_source_rgb(cairo, 0.84, 0.37, 0.0);
		cairo_set_line_width(cairo, 1.5);
		cairo_set_dash(cairo, dash, 2, 0);
		draw_line(cairo, LEFT, y, x, y);
		cairo_set_dash(cairo, NULL, 0, 0);
		write_text(cairo, 14, x + 8, y + 5, 0, plot->level[i].text);
	}
}

static void
draw(cairo_t *cairo, const McPlot *plot)
{
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
	cairo_set_line_width(cairo, 1);
	draw_x_axis(cairo, plot);
	draw_y_axis(cairo, plot);
	cairo_set_source_rgb(cairo, 0.1, 0.1, 0.1);
	cairo_rectangle(cairo, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
	cairo_stroke(cairo);
	write_text(cairo, 19, LEFT, 34, 0, plot->title);
	write_text(cairo, 13, LEFT, HEIGHT - 18, 0, plot->note);
	cairo_save(cairo);
	cairo_rectangle(cairo, LEFT - 6, TOP - 6, PLOT_WIDTH + 12, PLOT_HEIGHT + 12);
	cairo_clip(cairo);
	for (int i = plot->series - 1; i >= 0; i--)
		draw_series(cairo, plot, i);
	cairo_restore(cairo);
	draw_levels(cairo, plot);
	draw_legend(cairo, plot);
}

static bool
write_svg(const McPlot *plot, const char *path)
{
	cairo_surface_t *surface = cairo_svg_surface_create(path, WIDTH, HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	bool good;

	draw(cairo, plot);
	cairo_destroy(cairo);
	cairo_surface_finish(surface);
	good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return good;
}

static bool
write_png(const McPlot *plot, const char *path)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH * PNG_SCALE, HEIGHT * PNG_SCALE);
	cairo_t *cairo = cairo_create(surface);
	bool good;

	cairo_scale(cairo, PNG_SCALE, PNG_SCALE);
	draw(cairo, plot);
	cairo_destroy(cairo);
	good = cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return good;
}

bool
mc_plot_write(const McPlot *plot, const char *folder, const char *name)
{
	char path[4096];
	bool good;

	snprintf(path, sizeof path, "%s/%s.svg", folder, name);
	good = write_svg(plot, path);
	snprintf(path, sizeof path, "%s/%s.png", folder, name);
	return write_png(plot, path) && good;
}
