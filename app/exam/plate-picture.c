#include "app/exam/plate.h"

#include <string.h>

#define ONE MC_PANEL_ONE_Q24

static int64_t
square(int64_t x)
{
	return x * x;
}

#define DISTANCE_UNITS 16 /* of a pixel */

/* Share of a pixel inside the disc, in 1/DISTANCE_UNITS, by how far its middle lies within. */
static int64_t
share_of_disc(int64_t dx, int64_t dy, int64_t radius)
{
	int64_t far = square(dx) + square(dy);

	for (int64_t inside = DISTANCE_UNITS; inside > 0; inside--)
		if (far <= square(radius + DISTANCE_UNITS / 2 - inside))
			return inside;
	return 0;
}

static void
mix(const McLightCurve *curve, uint8_t *pixel, const uint8_t code[MC_PANEL_CHANNELS], int64_t share)
{
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		pixel[i] = mc_light_encode(curve,
		    (curve->light[code[i]] * share + curve->light[pixel[i]] * (DISTANCE_UNITS - share)) /
		        DISTANCE_UNITS);
}

/* Centre and radius in 1/DISTANCE_UNITS pixel. */
static void
draw_disc(const McLightCurve *curve, const uint8_t code[MC_PANEL_CHANNELS], int64_t x, int64_t y,
    int64_t radius, uint8_t *rgb, int32_t side, size_t stride)
{
	int64_t reach = radius / DISTANCE_UNITS + 2;
	int64_t middle_x = x / DISTANCE_UNITS, middle_y = y / DISTANCE_UNITS;

	for (int64_t row = middle_y - reach; row <= middle_y + reach; row++)
		for (int64_t column = middle_x - reach; column <= middle_x + reach; column++) {
			int64_t share;

			if (row < 0 || row >= side || column < 0 || column >= side)
				continue;
			share = share_of_disc(column * DISTANCE_UNITS + DISTANCE_UNITS / 2 - x,
			    row * DISTANCE_UNITS + DISTANCE_UNITS / 2 - y, radius);
			if (share > 0)
				mix(curve, rgb + (size_t)row * stride + (size_t)column * 3, code, share);
		}
}

static void
fill(const uint8_t code[MC_PANEL_CHANNELS], uint8_t *rgb, int32_t side, size_t stride)
{
	for (int32_t y = 0; y < side; y++)
		for (int32_t x = 0; x < side; x++)
			memcpy(rgb + (size_t)y * stride + (size_t)x * 3, code, MC_PANEL_CHANNELS);
}

void
mc_plate_draw(
    const McPlate *plate, const McLightCurve *curve, uint8_t *rgb, int32_t side, size_t stride)
{
	const int64_t whole = 2 * MC_PLATE_RADIUS;

	fill(plate->ground, rgb, side, stride);
	for (int32_t i = 0; i < plate->dots; i++) {
		const McPlateDot *dot = &plate->dot[i];

		draw_disc(curve, dot->code,
		    (dot->x + MC_PLATE_RADIUS) * (int64_t)DISTANCE_UNITS * side / whole,
		    (dot->y + MC_PLATE_RADIUS) * (int64_t)DISTANCE_UNITS * side / whole,
		    dot->radius * (int64_t)DISTANCE_UNITS * side / whole, rgb, side, stride);
	}
}

/* ---- signal lights ---- */

static int64_t
luminance_of(const McPanelSpace *space, const McLight *light)
{
	int64_t sum = 0;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		sum += light->q24[i] * space->xyz_q24[1][i] / ONE;
	return sum;
}

void
mc_signal_codes(uint8_t code[MC_PANEL_CHANNELS], const McPanel *panel, const McPlateStyle *style,
    McSignal signal, int32_t luminance_permille)
{
	McPanelSpace space;
	McLightCurve curve;
	McLight light[MC_SIGNALS];
	int64_t least = ONE, own = 1;

	mc_panel_space(&space, panel, &style->cones);
	mc_light_curve(&curve, panel->gamma_milli);
	for (int i = 0; i < MC_SIGNALS; i++) {
		int64_t luminance;

		light[i] = mc_panel_brightest(&space, style->signal_xy_e5[i][0], style->signal_xy_e5[i][1]);
		luminance = luminance_of(&space, &light[i]);
		least = luminance < least ? luminance : least;
		if (i == (int)signal && luminance > 0)
			own = luminance;
	}
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		light[signal].q24[i] = light[signal].q24[i] * least / own * luminance_permille / 1000;
	mc_panel_encode(&curve, light[signal], code);
}

void
mc_signal_draw(const uint8_t code[MC_PANEL_CHANNELS], uint8_t *rgb, int32_t side, size_t stride)
{
	static const uint8_t dark[MC_PANEL_CHANNELS] = {0, 0, 0};
	const int64_t middle = (int64_t)side * DISTANCE_UNITS / 2;

	fill(dark, rgb, side, stride);
	draw_disc(&mc_light_srgb, code, middle, middle, middle / 4, rgb, side, stride);
}
