#include "ui/companion/picture.h"

#include "app/exam/optotype.h"

#include <math.h>
#include <string.h>

/* The picture is one that somebody looks at from 2 m, with these pixels at scale 1. */
#define DISTANCE_UM 2000000
#define PITCH_NM 132222

static void
fill_background(cairo_t *cairo, int width, int height, double grey)
{
	cairo_set_source_rgb(cairo, grey, grey, grey);
	cairo_rectangle(cairo, 0, 0, width, height);
	cairo_fill(cairo);
}

/* One byte a pixel becomes the three that cairo takes. Both are of the same size. */
static void
spread_grey(cairo_surface_t *surface, const guint8 *codes, int width, int height)
{
	guint8 *to = cairo_image_surface_get_data(surface);
	gsize stride = (gsize)cairo_image_surface_get_stride(surface);

	cairo_surface_flush(surface);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			memset(to + (gsize)y * stride + (gsize)x * 4, codes[(gsize)y * (gsize)width + (gsize)x],
			    4);
	cairo_surface_mark_dirty(surface);
}

/* Instead of a line that cannot be drawn as large as it is: a cross, which is no optotype. */
static void
draw_refusal(cairo_t *cairo, int width, int height)
{
	double x = width / 2.0, y = height / 2.0, arm = MIN(width, height) / 4.0;

	cairo_set_source_rgb(cairo, 0.75, 0.2, 0.1);
	cairo_set_line_width(cairo, 2);
	cairo_move_to(cairo, x - arm, y - arm);
	cairo_line_to(cairo, x + arm, y + arm);
	cairo_move_to(cairo, x - arm, y + arm);
	cairo_line_to(cairo, x + arm, y - arm);
	cairo_stroke(cairo);
}

static void
paint(cairo_t *cairo, const McOptotypePicture *picture, const guint8 *codes, double scale)
{
	cairo_surface_t *surface =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->width_px, picture->height_px);

	spread_grey(surface, codes, picture->width_px, picture->height_px);
	cairo_surface_set_device_scale(surface, scale, scale);
	cairo_set_source_surface(cairo, surface, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
	cairo_paint(cairo);
	cairo_surface_destroy(surface);
}

/* Pixel by pixel of the screen, not of the window's units: enlarged afterwards an edge would be
 * smeared, and the light of it wrong. */
static void
draw_optotype(cairo_t *cairo, int width, int height, const McCompanionSight *sight)
{
	double scale = 1, scale_y = 1;
	McOptotypePicture picture = {
	    .optotype = sight->optotype,
	    .eighths = mc_optotype_eighths(sight->direction),
	    .paper = MC_LIGHT_FULL,
	};
	McOptotypePanel panel = {.distance_um = DISTANCE_UM, .stroke_min_milli_px = 2000};
	g_autofree guint8 *codes = NULL;

	cairo_surface_get_device_scale(cairo_get_target(cairo), &scale, &scale_y);
	panel.pitch_nm = (gint32)lround(PITCH_NM / scale);
	panel.width_px = picture.width_px = (int)lround(width * scale);
	panel.height_px = picture.height_px = (int)lround(height * scale);
	picture.centre_x_q16 = (gint64)picture.width_px * 32768;
	picture.centre_y_q16 = (gint64)picture.height_px * 32768;
	codes = g_malloc((gsize)MAX(picture.width_px, 1) * (gsize)MAX(picture.height_px, 1));
	if (mc_optotype_fit(&panel, sight->size_milli_log_mar, &picture.stroke_q16) ==
	        MC_OPTOTYPE_FIT_GOOD &&
	    mc_optotype_draw(&picture, &mc_light_srgb, codes, (gsize)picture.width_px))
		paint(cairo, &picture, codes, scale);
	else
		draw_refusal(cairo, width, height);
}

void
mc_companion_draw_sight(cairo_t *cairo, int width, int height, const McCompanionState *state)
{
	if (!state->vision_plugged || !state->shows) {
		fill_background(cairo, width, height, state->vision_plugged ? 0.12 : 0.5);
		return;
	}
	fill_background(cairo, width, height, 1);
	draw_optotype(cairo, width, height, &state->sight);
}

/* Rings that leave the ear, more of them the louder it is. */
static void
draw_rings(cairo_t *cairo, double x, double y, gboolean to_the_left, gint level_deci_db)
{
	int rings = CLAMP(level_deci_db / 150, 1, 6);
	double from = to_the_left ? G_PI - 0.6 : -0.6;

	cairo_set_line_width(cairo, 3);
	for (int i = 1; i <= rings; i++) {
		cairo_arc(cairo, x, y, 8.0 * i, from, from + 1.2);
		cairo_stroke(cairo);
	}
}

static double
ear_x(int width, double radius, McEar ear)
{
	return width / 2.0 + (ear == MC_EAR_LEFT ? -radius : radius);
}

void
mc_companion_draw_sound(cairo_t *cairo, int width, int height, const McCompanionState *state)
{
	const McCompanionSound *sound = &state->sound;
	double radius = height * 0.3, y = height / 2.0;
	McEar far = sound->ear == MC_EAR_LEFT ? MC_EAR_RIGHT : MC_EAR_LEFT;

	fill_background(cairo, width, height, state->audiometer_plugged ? 0.96 : 0.5);
	cairo_set_source_rgb(cairo, 0.35, 0.3, 0.28);
	cairo_arc(cairo, width / 2.0, y, radius, 0, 2 * G_PI);
	cairo_fill(cairo);
	for (int ear = MC_EAR_LEFT; ear <= MC_EAR_RIGHT; ear++) {
		double grey = state->headphones_on ? 0.1 : 0.75;

		cairo_set_source_rgb(cairo, grey, grey, grey);
		cairo_rectangle(cairo, ear_x(width, radius, (McEar)ear) - 6, y - radius / 2, 12, radius);
		cairo_fill(cairo);
	}
	if (!state->plays)
		return;
	cairo_set_source_rgb(cairo, 0.05, 0.4, 0.75);
	if (!sound->silent)
		draw_rings(cairo, ear_x(width, radius, sound->ear), y, sound->ear == MC_EAR_LEFT,
		    sound->level_deci_db_hl);
	cairo_set_source_rgb(cairo, 0.7, 0.7, 0.7);
	if (sound->masked)
		draw_rings(cairo, ear_x(width, radius, far), y, far == MC_EAR_LEFT, sound->masking_deci_db);
}
