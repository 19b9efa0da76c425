#include "drivers/sim/companion/picture.h"

#include <math.h>

#define PIXELS_AN_ARC_MINUTE 2.2
#define STROKES 5.0 /* an optotype is five strokes wide and high */

static void
fill_background(cairo_t *cairo, int width, int height, double grey)
{
	cairo_set_source_rgb(cairo, grey, grey, grey);
	cairo_rectangle(cairo, 0, 0, width, height);
	cairo_fill(cairo);
}

/* Around the centre, open to the right, one stroke = 1. */
static void
trace_e(cairo_t *cairo)
{
	cairo_rectangle(cairo, -2.5, -2.5, 1, 5);
	for (int bar = 0; bar < 3; bar++)
		cairo_rectangle(cairo, -2.5, -2.5 + 2 * bar, 5, 1);
	cairo_fill(cairo);
}

static void
trace_c(cairo_t *cairo)
{
	double half_gap = asin(0.5 / 2.0);

	cairo_set_line_width(cairo, 1);
	cairo_arc(cairo, 0, 0, 2, half_gap, 2 * G_PI - half_gap);
	cairo_stroke(cairo);
}

/* Quarter turns clockwise from "right", as the person sees it. */
static int
turns(McSimKey direction)
{
	switch (direction) {
	case MC_SIM_KEY_DOWN: return 1;
	case MC_SIM_KEY_LEFT: return 2;
	case MC_SIM_KEY_UP: return 3;
	case MC_SIM_KEY_RIGHT:
	case MC_SIM_KEY_NONE:
	case MC_SIM_KEY_CANNOT: break;
	}
	return 0;
}

void
mc_companion_draw_sight(cairo_t *cairo, int width, int height, const McCompanionState *state)
{
	double stroke = PIXELS_AN_ARC_MINUTE * pow(10, state->sight.size_milli_log_mar / 1000.0);
	double most = MIN(width, height) / STROKES;

	if (!state->vision_plugged || !state->shows) {
		fill_background(cairo, width, height, state->vision_plugged ? 0.12 : 0.5);
		return;
	}
	fill_background(cairo, width, height, 1);
	cairo_save(cairo);
	cairo_translate(cairo, width / 2.0, height / 2.0);
	cairo_rotate(cairo, turns(state->sight.direction) * G_PI / 2);
	cairo_scale(cairo, MIN(stroke, most), MIN(stroke, most));
	cairo_set_source_rgb(cairo, 0, 0, 0);
	if (state->sight.optotype == MC_SIM_OPTOTYPE_E)
		trace_e(cairo);
	else
		trace_c(cairo);
	cairo_restore(cairo);
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
ear_x(int width, double radius, McSimSide ear)
{
	return width / 2.0 + (ear == MC_SIM_LEFT ? -radius : radius);
}

void
mc_companion_draw_sound(cairo_t *cairo, int width, int height, const McCompanionState *state)
{
	const McSimSound *sound = &state->sound;
	double radius = height * 0.3, y = height / 2.0;
	McSimSide far = sound->ear == MC_SIM_LEFT ? MC_SIM_RIGHT : MC_SIM_LEFT;

	fill_background(cairo, width, height, state->audiometer_plugged ? 0.96 : 0.5);
	cairo_set_source_rgb(cairo, 0.35, 0.3, 0.28);
	cairo_arc(cairo, width / 2.0, y, radius, 0, 2 * G_PI);
	cairo_fill(cairo);
	for (int ear = 0; ear < MC_SIM_SIDES; ear++) {
		double grey = state->headphones_on ? 0.1 : 0.75;

		cairo_set_source_rgb(cairo, grey, grey, grey);
		cairo_rectangle(
		    cairo, ear_x(width, radius, (McSimSide)ear) - 6, y - radius / 2, 12, radius);
		cairo_fill(cairo);
	}
	if (!state->plays)
		return;
	cairo_set_source_rgb(cairo, 0.05, 0.4, 0.75);
	if (!sound->silent)
		draw_rings(cairo, ear_x(width, radius, sound->ear), y, sound->ear == MC_SIM_LEFT,
		    sound->level_deci_db_hl);
	cairo_set_source_rgb(cairo, 0.7, 0.7, 0.7);
	if (sound->masked)
		draw_rings(cairo, ear_x(width, radius, far), y, far == MC_SIM_LEFT, sound->masking_deci_db);
}
