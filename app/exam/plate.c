#include "app/exam/plate-parts.h"

#include <string.h>

#define ONE MC_PANEL_ONE_Q24

static int64_t
square(int64_t x)
{
	return x * x;
}

/* A round place that is brighter and bluer, or less so, whatever the digit. */
typedef struct Patch {
	int32_t x, y, radius;
	int32_t brighter_permille, bluer_permille;
} Patch;

McLight
mc_plate_light(const McPalette *palette, const McShade *shade)
{
	int64_t factor_q24 =
	    ONE * shade->luminance_permille / 1000 * (1000 + shade->brighter_permille) / 1000;
	int64_t blue_q24 = palette->base_q24 * shade->bluer_permille / 1000;
	McLight light;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		int64_t q24 =
		    palette->base_q24 + palette->space->null[MC_AXIS_TRITAN].q24[i] * blue_q24 / ONE;

		if (shade->coloured && palette->show == MC_COLOUR_TRITAN)
			q24 += palette->space->null[MC_AXIS_TRITAN].q24[i] *
			       (palette->contrast_q24 * palette->style->tritan_times) / ONE;
		else if (shade->coloured && palette->show == MC_COLOUR_PROTAN)
			q24 += palette->space->null[MC_AXIS_PROTAN].q24[i] * palette->contrast_q24 / ONE;
		else if (shade->coloured && palette->show == MC_COLOUR_DEUTAN)
			q24 += palette->space->null[MC_AXIS_DEUTAN].q24[i] * palette->contrast_q24 / ONE;
		light.q24[i] = q24 * factor_q24 / ONE;
	}
	return light;
}

static McLight
decode(const McLightCurve *curve, const uint8_t code[MC_PANEL_CHANNELS])
{
	McLight light;

	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		light.q24[i] = curve->light[code[i]] * ONE / MC_LIGHT_FULL;
	return light;
}

static bool
has_dichromat(McColourShow show)
{
	return show == MC_COLOUR_PROTAN || show == MC_COLOUR_DEUTAN;
}

static McAxis
axis_of(McColourShow show)
{
	return show == MC_COLOUR_PROTAN ? MC_AXIS_PROTAN : MC_AXIS_DEUTAN;
}

/* How far a colour is from the other to the dichromat, but for a factor: lightness, and the
 * yellow-blue that is left to him, which counts about four times as much in CIELAB. */
static int64_t
apart_as_seen(McLight seen, McLight other)
{
	int64_t grey = (seen.q24[1] - other.q24[1]) * 1000000 / (other.q24[1] > 0 ? other.q24[1] : 1);
	int64_t blue = (seen.q24[2] - other.q24[2]) * 1000000 / (other.q24[2] > 0 ? other.q24[2] : 1);

	return square(grey) + 4 * square(blue - grey);
}

/* Eight bits cannot say every colour. Each channel may be rounded up or down: the way that the
 * dichromat notices least is taken. */
static void
encode(const McPalette *palette, const McLight *light, uint8_t code[MC_PANEL_CHANNELS])
{
	const McLightCurve *curve = &palette->curve;
	uint8_t nearest[MC_PANEL_CHANNELS], other[MC_PANEL_CHANNELS];
	int64_t best = INT64_MAX;
	McLight ideal;

	mc_panel_encode(curve, *light, nearest);
	memcpy(code, nearest, MC_PANEL_CHANNELS);
	if (!has_dichromat(palette->show))
		return;
	ideal = mc_panel_as_seen(palette->space, axis_of(palette->show), *light);
	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		bool up = curve->light[nearest[i]] * ONE / MC_LIGHT_FULL < light->q24[i];

		other[i] = nearest[i];
		if (up && nearest[i] < MC_LIGHT_CODES - 1)
			other[i]++;
		if (!up && nearest[i] > 0)
			other[i]--;
	}
	for (int way = 0; way < 1 << MC_PANEL_CHANNELS; way++) {
		uint8_t tried[MC_PANEL_CHANNELS];
		int64_t apart;

		for (int i = 0; i < MC_PANEL_CHANNELS; i++)
			tried[i] = way >> i & 1 ? other[i] : nearest[i];
		apart = apart_as_seen(
		    mc_panel_as_seen(palette->space, axis_of(palette->show), decode(curve, tried)), ideal);
		if (apart < best) {
			best = apart;
			memcpy(code, tried, MC_PANEL_CHANNELS);
		}
	}
}

/* Between the dot in the digit's colour and in the ground's, both as the panel shows them, to a
 * dichromat of the plate's axis. */
int64_t
mc_plate_residual_centi(const McPalette *palette, McShade shade)
{
	McLight seen[2];

	for (int coloured = 0; coloured < 2; coloured++) {
		uint8_t code[MC_PANEL_CHANNELS];
		McLight light;

		shade.coloured = coloured;
		light = mc_plate_light(palette, &shade);
		encode(palette, &light, code);
		seen[coloured] =
		    mc_panel_as_seen(palette->space, axis_of(palette->show), decode(&palette->curve, code));
	}
	return mc_panel_delta_e_centi(palette->space, seen[0], seen[1]);
}

static void
draw_patches(Patch patch[MC_PLATE_PATCHES_MAX], const McPlateStyle *style, McRandom *random)
{
	for (int32_t i = 0; i < style->patches; i++)
		patch[i] = (Patch){
		    .x = mc_random_between(random, -MC_PLATE_RADIUS * 3 / 4, MC_PLATE_RADIUS * 3 / 4),
		    .y = mc_random_between(random, -MC_PLATE_RADIUS * 3 / 4, MC_PLATE_RADIUS * 3 / 4),
		    .radius = mc_random_between(random, style->patch_radius_min, style->patch_radius_max),
		    .brighter_permille =
		        mc_random_between(random, -style->patch_permille, style->patch_permille),
		    .bluer_permille =
		        mc_random_between(random, -style->blue_permille, style->blue_permille),
		};
}

/* The last patch that covers the dot decides; where there is none, the plain ground is seen. */
static McShade
shade_of(const McPlateDot *dot, const Patch patch[MC_PLATE_PATCHES_MAX], const McPlateStyle *style,
    McRandom *random)
{
	McShade shade = {
	    .luminance_permille =
	        style->luminance_permille[mc_random_below(random, MC_PLATE_LUMINANCES)],
	    .bluer_permille =
	        mc_random_between(random, -style->blue_permille, style->blue_permille) / 2,
	};

	for (int32_t i = 0; i < style->patches; i++)
		if (square(dot->x - patch[i].x) + square(dot->y - patch[i].y) < square(patch[i].radius)) {
			shade.brighter_permille = patch[i].brighter_permille;
			shade.bluer_permille = shade.bluer_permille / 2 + patch[i].bluer_permille / 2;
		}
	return shade;
}

/* The brighter half of the luminances against the darker, which is darkened further: nobody misses
 * it. */
static int32_t
control_luminance(const McPlateStyle *style, bool bright, McRandom *random)
{
	int32_t half = MC_PLATE_LUMINANCES / 2;
	int32_t drawn = style->luminance_permille[(bright ? half : 0) +
	                                          (int32_t)mc_random_below(random, (uint32_t)half)];

	return bright ? drawn : drawn * 1000 / style->control_permille;
}

McPalette
mc_plate_palette(const McPanelSpace *space, const McPanel *panel, const McPlateStyle *style,
    McColourShow show, int32_t base_permille, int32_t contrast_permille)
{
	McPalette palette = {
	    .space = space,
	    .style = style,
	    .show = show,
	    .base_q24 = ONE * base_permille / 1000,
	    .contrast_q24 = ONE * contrast_permille / 1000,
	};

	mc_light_curve(&palette.curve, panel->gamma_milli);
	return palette;
}

static void
random_of(McRandom *random, uint32_t seed)
{
	McSeed bytes = {{0}};

	for (int i = 0; i < 4; i++)
		bytes.bytes[i] = (uint8_t)(seed >> (8 * i));
	mc_random_init(random, &bytes);
}

static void
colour_dots(McPlate *plate, const McPalette *palette, const McPlateDescription *description,
    McRandom *random)
{
	bool reversed = mc_random_below(random, 2) == 1;
	Patch patch[MC_PLATE_PATCHES_MAX];

	draw_patches(patch, palette->style, random);
	for (int32_t i = 0; i < plate->dots; i++) {
		McPlateDot *dot = &plate->dot[i];
		McShade shade = shade_of(dot, patch, palette->style, random);
		McLight light;

		dot->in_digit = mc_plate_digit_covers(description->digit, dot->x, dot->y);
		shade.coloured = dot->in_digit != reversed;
		if (palette->show == MC_COLOUR_CONTROL)
			shade.luminance_permille = control_luminance(palette->style, shade.coloured, random);
		light = mc_plate_light(palette, &shade);
		encode(palette, &light, dot->code);
		if (has_dichromat(palette->show) && dot->in_digit) {
			int64_t residual = mc_plate_residual_centi(palette, shade);

			if (residual > plate->residual_delta_e_centi)
				plate->residual_delta_e_centi = (int32_t)residual;
		}
	}
}

void
mc_plate_make(McPlate *plate, const McPanel *panel, const McPlateStyle *style,
    const McPlateDescription *description)
{
	McPanelSpace space;
	McRandom random;
	McPalette palette;
	McLight ground;

	plate->dots = 0;
	plate->residual_delta_e_centi = 0;
	random_of(&random, description->seed);
	mc_panel_space(&space, panel, &style->cones);
	palette = mc_plate_palette(&space, panel, style, description->show,
	    mc_random_between(&random, style->base_min_permille, style->base_max_permille),
	    description->contrast_permille);
	mc_plate_pack(plate, &random);
	colour_dots(plate, &palette, description, &random);
	/* A little lighter than the mean of the dots. */
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		ground.q24[i] = palette.base_q24 * 8 / 5;
	mc_panel_encode(&palette.curve, ground, plate->ground);
}
