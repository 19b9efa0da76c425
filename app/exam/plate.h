#ifndef MC_APP_EXAM_PLATE_H
#define MC_APP_EXAM_PLATE_H

/* Colour plates: a disc of dots of many brightnesses, in which a digit differs from the ground by
 * something that one kind of cone alone can see; and signal lights. The same description gives the
 * same picture everywhere.
 *
 * What a dichromat of the plate's axis is left with is noise: each dot's luminance is one of six,
 * larger patches are a little brighter or darker, bluer or yellower without regard to the digit,
 * and the null vector takes care of the rest. Dots belong to the digit by their centre, so that
 * their places tell nothing. */

#include "app/exam/light.h"
#include "app/exam/panel.h"
#include "app/exam/types.h"

#include <stddef.h>

#define MC_PLATE_LUMINANCES 6

/* How plates are made: data of the plan. */
typedef struct McPlateStyle {
	int32_t base_min_permille, base_max_permille; /* grey of the ground, of white: 200, 300 */
	int32_t luminance_permille[MC_PLATE_LUMINANCES]; /* 720, 820, 930, 1 050, 1 190, 1 350 */
	int32_t patch_permille; /* patches brighter or darker by up to: 200 */
	int32_t blue_permille; /* patches and dots bluer or yellower by up to: 300 */
	/* Patches: 10, with a radius from 90 to 200, of the disc's MC_PLATE_RADIUS. */
	int32_t patches, patch_radius_min, patch_radius_max;
	int32_t tritan_times; /* the contrast of tritan plates: 3, as short cones need more */
	int32_t control_permille; /* a control's digit against its ground, in brightness: 2 600 */
	/* Every plate leaves its own dichromat at most so much, 100, and shows a normal eye at least so
	 * much, 1 200: hundredths of CIELAB. */
	int32_t residual_max_centi_delta_e, visible_min_centi_delta_e;
	McConeMatrix cones; /* Smith and Pokorny */
	/* CIE 1931 x and y of the lights, in 1/100 000: 66 000, 33 000; 48 500, 45 500; 22 000, 46 000.
	 * Red and green within the classes of road signals, as far as screens reach; yellow a little
	 * greener than its class, for a dim amber light looks brown on a screen. */
	int32_t signal_xy_e5[MC_SIGNALS][2];
} McPlateStyle;

/* One plate; with style and panel, all that is needed to draw it. */
typedef struct McPlateDescription {
	McColourShow show; /* a plate's */
	int32_t digit; /* 0 … 9 */
	/* How much more or less the missing cone has of the digit than of the ground, of what it has of
	 * white (tritan: the style's times it); no use to a control. */
	int32_t contrast_permille;
	uint32_t seed;
} McPlateDescription;

#define MC_PLATE_PATCHES_MAX 20
#define MC_PLATE_DOTS_MAX 800
#define MC_PLATE_RADIUS                                                                            \
	512 /* of the disc, in units of a dot's place, which counts from its centre */

typedef struct McPlateDot {
	int16_t x, y, radius;
	bool in_digit;
	uint8_t code[MC_PANEL_CHANNELS];
} McPlateDot;

typedef struct McPlate {
	int32_t dots;
	McPlateDot dot[MC_PLATE_DOTS_MAX];
	uint8_t ground[MC_PANEL_CHANNELS]; /* between and around the dots */
	/* Greatest difference that quantisation leaves to the axis' own dichromat between a dot of the
	 * digit and that dot in the colour of the ground, in hundredths of CIELAB. Control and tritan
	 * plates: 0. */
	int32_t residual_delta_e_centi;
} McPlate;

/* The style by itself. Total. */
McPlanProblem mc_plate_style_problem(const McPlateStyle *style);

/* No field when every plate that the style and these contrasts can give stays in the panel's gamut,
 * leaves its own dichromat no more than the style allows after quantisation, and shows a normal eye
 * enough; else why not. Neither style nor panel may have a problem. Total but for that. */
McPlanProblem mc_plate_problem(const McPanel *panel, const McPlateStyle *style,
    int32_t contrast_min_permille, int32_t contrast_max_permille);

void mc_plate_make(McPlate *plate, const McPanel *panel, const McPlateStyle *style,
    const McPlateDescription *description);

/* Is this place (as a dot's) within the digit, as mc_plate_make() moves it for the seed? */
bool mc_plate_digit_covers(int32_t digit, int32_t x, int32_t y);

/* Draws it side × side pixels large: three bytes a pixel, red first; stride in bytes. */
void mc_plate_draw(
    const McPlate *plate, const McLightCurve *curve, uint8_t *rgb, int32_t side, size_t stride);

/* Codes of a signal light of so much of the luminance that all three of them reach. */
void mc_signal_codes(uint8_t code[MC_PANEL_CHANNELS], const McPanel *panel,
    const McPlateStyle *style, McSignal signal, int32_t luminance_permille);

/* A round light in the middle of the dark, side × side pixels. */
void mc_signal_draw(
    const uint8_t code[MC_PANEL_CHANNELS], uint8_t *rgb, int32_t side, size_t stride);

#endif
