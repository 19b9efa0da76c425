#include "app/observe/colours.h"

#include <math.h>
#include <string.h>

/* ---- models of sRGB ---- */

typedef struct Model {
	McCones cones;
	double a[3][3], b[3][3], side[3];
} Model;

#define ONE_PLANE(...)                                                                             \
	{__VA_ARGS__}, {__VA_ARGS__},                                                                  \
	{                                                                                              \
		0, 0, 0                                                                                    \
	}

/* Viénot, Brettel and Mollon 1999; Brettel, Viénot and Mollon 1997; Machado, Oliveira and Fernandes
 * 2009. Linear sRGB. */
static const Model models[MC_COLOUR_MODELS] = {
    [MC_COLOUR_MODEL_NORMAL] = {MC_CONES_ALL, ONE_PLANE({1, 0, 0}, {0, 1, 0}, {0, 0, 1})},
    [MC_COLOUR_MODEL_VIENOT_PROTAN] = {MC_CONES_ALL,
        ONE_PLANE({.11238, .88762, 0}, {.11238, .88762, 0}, {.00401, -.00401, 1})},
    [MC_COLOUR_MODEL_VIENOT_DEUTAN] = {MC_CONES_ALL,
        ONE_PLANE({.29275, .70725, 0}, {.29275, .70725, 0}, {-.02234, .02234, 1})},
    [MC_COLOUR_MODEL_BRETTEL_PROTAN] = {MC_CONES_ALL,
        {{.14980, 1.19548, -.34528}, {.10764, .84864, .04372}, {.00384, -.00540, 1.00156}},
        {{.14570, 1.16172, -.30742}, {.10816, .85291, .03892}, {.00386, -.00524, 1.00139}},
        {.00048, .00393, -.00441}},
    [MC_COLOUR_MODEL_BRETTEL_DEUTAN] = {MC_CONES_ALL,
        {{.36477, .86381, -.22858}, {.26294, .64245, .09462}, {-.02006, .02728, .99278}},
        {{.37298, .88166, -.25464}, {.25954, .63506, .10540}, {-.01980, .02784, .99196}},
        {-.00281, -.00611, .00892}},
    [MC_COLOUR_MODEL_BRETTEL_TRITAN] = {MC_CONES_ALL,
        {{1.01277, .13548, -.14826}, {-.01243, .86812, .14431}, {.07589, .80500, .11911}},
        {{.93678, .18979, -.12657}, {.06154, .81526, .12320}, {-.37562, 1.12767, .24796}},
        {.03901, -.02788, -.01113}},
    [MC_COLOUR_MODEL_MACHADO_PROTAN_HALF] = {MC_CONES_ALL,
        ONE_PLANE({.458064, .679578, -.137642}, {.092785, .846313, .060902},
            {-.007494, -.016807, 1.024301})},
    [MC_COLOUR_MODEL_MACHADO_DEUTAN_HALF] = {MC_CONES_ALL,
        ONE_PLANE({.547494, .607765, -.155259}, {.181692, .781742, .036566},
            {-.010410, .027275, .983136})},
    [MC_COLOUR_MODEL_MACHADO_PROTAN] = {MC_CONES_ALL,
        ONE_PLANE({.152286, 1.052583, -.204868}, {.114503, .786281, .099216},
            {-.003882, -.048116, 1.051998})},
    [MC_COLOUR_MODEL_MACHADO_DEUTAN] = {MC_CONES_ALL,
        ONE_PLANE({.367322, .860646, -.227968}, {.280085, .672501, .047413},
            {-.011820, .042940, .968881})},
};

/* An ordinary eye before an sRGB screen, each cone 1 for white (Hunt, Pointer and Estevez). */
static const double srgb_to_cones[3][3] = {
    {.31400, .63950, .04650}, {.15537, .75790, .08673}, {.01775, .10945, .87280}};

void
mc_colours_from_model(McColours *colours, McColourModel model)
{
	const Model *m = &models[model];

	*colours = (McColours){.cones = m->cones};
	memcpy(colours->side, m->side, sizeof colours->side);
	for (int row = 0; row < 3; row++)
		for (int i = 0; i < 3; i++)
			for (int k = 0; k < 3; k++) {
				colours->to_cones[0][row][i] += srgb_to_cones[row][k] * m->a[k][i];
				colours->to_cones[1][row][i] += srgb_to_cones[row][k] * m->b[k][i];
			}
}

/* ---- what is seen of one light ---- */

typedef enum Channel { CHANNEL_LIGHT, CHANNEL_RED_GREEN, CHANNEL_BLUE_YELLOW } Channel;
#define CHANNELS 3

/* Spread of what the eye itself adds to each dot, in natural logarithms of cone signals: for
 * brightness a few per cent, one per cent between long and middle cones, six for the short ones
 * (measurement.md 3.5: thresholds .05 to .1). */
static const double own_noise[CHANNELS] = {.04, .01, .06};

static double
light_of_code(double code, double gamma)
{
	double v = code / 255;

	if (gamma > 0)
		return pow(v, gamma);
	return v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4);
}

static void
see(const McColours *colours, const double light[3], double seen[CHANNELS])
{
	double side = 0, cone[3];
	const double(*m)[3];

	for (int i = 0; i < 3; i++)
		side += colours->side[i] * light[i];
	m = (const double(*)[3])colours->to_cones[side < 0];
	for (int row = 0; row < 3; row++)
		cone[row] =
		    log(fmax(1e-4, m[row][0] * light[0] + m[row][1] * light[1] + m[row][2] * light[2]));
	if (colours->cones == MC_CONES_NO_LONG)
		cone[0] = cone[1];
	if (colours->cones == MC_CONES_NO_MIDDLE)
		cone[1] = cone[0];
	seen[CHANNEL_LIGHT] = .65 * cone[0] + .35 * cone[1];
	seen[CHANNEL_RED_GREEN] = cone[0] - cone[1];
	seen[CHANNEL_BLUE_YELLOW] =
	    colours->cones == MC_CONES_NO_SHORT ? 0 : cone[2] - seen[CHANNEL_LIGHT];
}

/* ---- reading a plate ---- */

/* People use a quarter of what the dots tell, as they do with letters in noise. */
#define ATTENTION .25

typedef struct Sight {
	int dots;
	double seen[MC_PLATE_DOTS_MAX][CHANNELS];
	int16_t x[MC_PLATE_DOTS_MAX], y[MC_PLATE_DOTS_MAX];
} Sight;

static void
look_at(const McColours *colours, McDice *dice, const McPlate *plate, Sight *sight)
{
	double light_of[256];

	for (int code = 0; code < 256; code++)
		light_of[code] = light_of_code(code, colours->gamma);
	sight->dots = 0;
	for (int i = 0; i < plate->dots; i++) {
		const McPlateDot *dot = &plate->dot[i];
		double light[3];

		if (!mc_dice_chance(dice, ATTENTION))
			continue;
		for (int k = 0; k < 3; k++)
			light[k] = light_of[dot->code[k]];
		see(colours, light, sight->seen[sight->dots]);
		for (int c = 0; c < CHANNELS; c++)
			sight->seen[sight->dots][c] += own_noise[c] * mc_dice_normal(dice);
		sight->x[sight->dots] = dot->x;
		sight->y[sight->dots++] = dot->y;
	}
}

typedef struct Sums {
	double n, sum, squares;
} Sums;

static double
mean(const Sums *sums)
{
	return sums->n > 0 ? sums->sum / sums->n : 0;
}

static double
variance(const Sums *sums)
{
	return sums->n > 1 ? fmax(0, sums->squares / sums->n - mean(sums) * mean(sums)) : 1;
}

/* The digits, one bit each, in whose stroke this place lies. Kept, as plates have the same places
 * again and again; the highest bit says that it was looked up. */
static unsigned
digits_at(int x, int y)
{
	static uint16_t known[2 * MC_PLATE_RADIUS + 1][2 * MC_PLATE_RADIUS + 1];
	uint16_t *at = &known[y + MC_PLATE_RADIUS][x + MC_PLATE_RADIUS];

	if (*at != 0)
		return *at;
	*at = UINT16_C(1) << 15;
	for (int digit = 0; digit < MC_DIGITS; digit++)
		if (mc_plate_digit_covers(digit, x, y))
			*at = (uint16_t)(*at | 1u << digit);
	return *at;
}

/* How clearly this digit stands out, over all channels. */
static double
evidence(const Sight *sight, int digit)
{
	Sums sums[2][CHANNELS];
	double clear = 0;

	memset(sums, 0, sizeof sums);
	for (int i = 0; i < sight->dots; i++) {
		bool in = digits_at(sight->x[i], sight->y[i]) >> digit & 1;

		for (int c = 0; c < CHANNELS; c++) {
			sums[in][c].n++;
			sums[in][c].sum += sight->seen[i][c];
			sums[in][c].squares += sight->seen[i][c] * sight->seen[i][c];
		}
	}
	for (int c = 0; c < CHANNELS; c++) {
		double apart = mean(&sums[1][c]) - mean(&sums[0][c]);
		double spread = variance(&sums[0][c]) / fmax(1, sums[0][c].n) +
		                variance(&sums[1][c]) / fmax(1, sums[1][c].n);

		clear += apart * apart / (spread + 1e-9);
	}
	return clear;
}

static int
read_plate(const McColours *colours, McDice *dice, const McColourPlan *plan,
    const McColourStimulus *stimulus)
{
	McPlateDescription description = {
	    stimulus->show, stimulus->figure, stimulus->contrast_permille, (uint32_t)stimulus->seed};
	McPlate plate;
	Sight sight;
	int best = 0;
	double most = -1;

	mc_plate_make(&plate, &plan->panel, &plan->style, &description);
	look_at(colours, dice, &plate, &sight);
	for (int digit = 0; digit < MC_DIGITS; digit++) {
		double clear = evidence(&sight, digit);

		if (clear > most) {
			most = clear;
			best = digit;
		}
	}
	return best;
}

/* ---- naming a light ---- */

static void
see_signal(const McColours *colours, const McColourPlan *plan, McSignal signal,
    int32_t luminance_permille, double seen[CHANNELS])
{
	uint8_t code[MC_PANEL_CHANNELS];
	double light[3];

	mc_signal_codes(code, &plan->panel, &plan->style, signal, luminance_permille);
	for (int i = 0; i < 3; i++)
		light[i] = light_of_code(code[i], colours->gamma);
	see(colours, light, seen);
}

/* By hue alone, as brightness is no guide here. */
static int
name_signal(const McColours *colours, McDice *dice, const McColourPlan *plan,
    const McColourStimulus *stimulus)
{
	double seen[CHANNELS], nearest = (double)INFINITY;
	double wobble[CHANNELS] = {0, .03 * mc_dice_normal(dice), .25 * mc_dice_normal(dice)};
	int best = 0;

	see_signal(colours, plan, (McSignal)stimulus->figure, stimulus->luminance_permille, seen);
	for (int signal = 0; signal < MC_SIGNALS; signal++) {
		double known[CHANNELS], away = 0;

		see_signal(colours, plan, (McSignal)signal, 700, known);
		for (int c = CHANNEL_RED_GREEN; c < CHANNELS; c++)
			away += pow((seen[c] + wobble[c] - known[c]) / (c == CHANNEL_RED_GREEN ? .03 : .25), 2);
		if (away < nearest) {
			nearest = away;
			best = signal;
		}
	}
	return best;
}

void
mc_colours_answer(const McColours *colours, McDice *dice, const McColourPlan *plan,
    const McColourStimulus *stimulus, McColourAnswer *answer)
{
	bool is_signal = stimulus->show == MC_COLOUR_SIGNAL;
	int figures = is_signal ? MC_SIGNALS : MC_DIGITS;

	*answer = (McColourAnswer){
	    .cannot_see = colours->habit == MC_COLOUR_HABIT_GIVES_UP,
	    .figure = (int32_t)(mc_dice_uniform(dice) * figures),
	    .reaction_us = 900000 + (int64_t)(mc_dice_uniform(dice) * 1500000.0),
	};
	if (colours->habit == MC_COLOUR_HABIT_CONSTANT)
		answer->figure = is_signal ? MC_SIGNAL_RED : 5;
	if (colours->habit == MC_COLOUR_HABIT_READS_CONTROLS && stimulus->show == MC_COLOUR_CONTROL)
		answer->figure = stimulus->figure;
	if (colours->habit != MC_COLOUR_HABIT_READS || mc_dice_chance(dice, colours->slip))
		return;
	answer->figure = is_signal ? name_signal(colours, dice, plan, stimulus)
	                           : read_plate(colours, dice, plan, stimulus);
}
