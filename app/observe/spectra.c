/* Cones behind lens and macula before the spectral primaries of a screen. */
#include "app/observe/colours.h"

#include <math.h>
#include <string.h>

#define FIRST_NM 390
#define STEP_NM 4
#define SAMPLES 86 /* to 730 nm */

const McSpectralPanel mc_spectral_panels[MC_SPECTRAL_PANELS] = {
    {"phosphor-lcd",
        {{{1, 608, 24}, {0.35, 655, 26}}, {{1, 534, 26}, {0.25, 565, 18}},
            {{1, 451, 10}, {0.10, 480, 16}}},
        0},
    {"quantum-dot-lcd",
        {{{1, 629, 13}, {0, 600, 1}}, {{1, 531, 14}, {0, 600, 1}}, {{1, 449, 9}, {0, 600, 1}}},
        2.2},
    {"oled",
        {{{1, 618, 15}, {0.3, 645, 25}}, {{1, 528, 17}, {0.3, 550, 24}},
            {{1, 461, 12}, {0.15, 485, 18}}},
        2.2},
};

static double
wavelength(int sample)
{
	return FIRST_NM + STEP_NM * sample;
}

static double
bell(double nm, double middle, double left, double right)
{
	double away = (nm - middle) / (nm < middle ? left : right);

	return exp(-0.5 * away * away);
}

static double
emitted(const McSpectralPanel *panel, int channel, double nm)
{
	double sum = 0;

	for (int i = 0; i < MC_BELLS; i++) {
		const McBell *b = &panel->primary[channel][i];

		sum += b->share * bell(nm, b->middle_nm, b->width_nm, b->width_nm);
	}
	return sum;
}

/* ---- the colorimeter: CIE 1931 as fitted by Wyman, Sloan and Shirley 2013 ---- */

static void
observer_1931(double nm, double xyz[3])
{
	xyz[0] = 1.056 * bell(nm, 599.8, 37.9, 31.0) + 0.362 * bell(nm, 442.0, 16.0, 26.7) -
	         0.065 * bell(nm, 501.1, 20.4, 26.2);
	xyz[1] = 0.821 * bell(nm, 568.8, 46.9, 40.5) + 0.286 * bell(nm, 530.9, 16.3, 31.1);
	xyz[2] = 1.217 * bell(nm, 437.0, 11.8, 36.0) + 0.681 * bell(nm, 459.0, 26.0, 13.8);
}

static void
primaries_1931(const McSpectralPanel *panel, double xyz[3][MC_PANEL_CHANNELS])
{
	memset(xyz, 0, 3 * MC_PANEL_CHANNELS * sizeof xyz[0][0]);
	for (int sample = 0; sample < SAMPLES; sample++)
		for (int channel = 0; channel < MC_PANEL_CHANNELS; channel++) {
			double at[3], light = emitted(panel, channel, wavelength(sample));

			observer_1931(wavelength(sample), at);
			for (int row = 0; row < 3; row++)
				xyz[row][channel] += light * at[row];
		}
}

static double
determinant(double m[3][3])
{
	return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
	       m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
	       m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

/* How much of each primary the maker sets for a white of D65. */
static void
balance(const McSpectralPanel *panel, double amount[MC_PANEL_CHANNELS])
{
	static const double white[3] = {0.95047, 1.0, 1.08883};
	double xyz[3][3];

	primaries_1931(panel, xyz);
	for (int channel = 0; channel < MC_PANEL_CHANNELS; channel++) {
		double with_white[3][3];

		memcpy(with_white, xyz, sizeof xyz);
		for (int row = 0; row < 3; row++)
			with_white[row][channel] = white[row];
		amount[channel] = determinant(with_white) / determinant(xyz);
	}
}

McPanel
mc_spectral_panel_measured(const McSpectralPanel *panel)
{
	McPanel measured = {.measured = true, .gamma_milli = (int32_t)lrint(panel->gamma * 1000)};
	double xyz[3][3], amount[3];

	primaries_1931(panel, xyz);
	balance(panel, amount);
	for (int i = 0; i < MC_PANEL_CHANNELS; i++) {
		double sum = xyz[0][i] + xyz[1][i] + xyz[2][i];

		measured.x_e5[i] = (int32_t)lrint(1e5 * xyz[0][i] / sum);
		measured.y_e5[i] = (int32_t)lrint(1e5 * xyz[1][i] / sum);
		measured.luminance_centi_cd_m2[i] = (int32_t)lrint(16000 * amount[i] * xyz[1][i]);
	}
	return measured;
}

/* ---- the eye ---- */

/* Visual pigment: main band of the template of Govardovskii and others 2000. With the peaks,
 * optical density, lens and macula below, the cones follow those of Stockman, MacLeod and Johnson
 * 1993 from 440 to 660 nm: root mean square .05 (long), .03 (middle) and .08 (short) log units. */
static double
pigment(double nm, double peak_nm)
{
	double x = peak_nm / nm;
	double a = 0.8795 + 0.0459 * exp(-(peak_nm - 300) * (peak_nm - 300) / 11940);

	return 1 / (exp(69.7 * (a - x)) + exp(28 * (0.922 - x)) + exp(-14.9 * (1.104 - x)) + 0.674);
}

/* Density of the media that age: after van de Kraats and van Norren 2007, the terms that matter
 * above 390 nm at 32 years. */
static double
lens_density(double nm)
{
	double yellow = exp(-pow(0.029 * (nm - 370), 2));
	double old_a = exp(-pow(0.021 * (nm - 325), 2)), old_b = exp(-pow(0.008 * (nm - 325), 2));

	return 0.478 * pow(400 / nm, 4) + 0.933 * 2.13 * yellow + 0.249 * 11.95 * old_a +
	       0.151 * 1.43 * old_b;
}

/* Two bells: the peak at 458 nm and the shoulder at 486 nm. */
static double
macular_density(double nm)
{
	return 0.92 * bell(nm, 456, 26, 17) + 0.62 * bell(nm, 486, 12, 13);
}

static double
cone(const McRetina *retina, int which, double nm)
{
	static const double peak_nm[3] = {557.9, 527.8, 420.7};
	static const double optical_density[3] = {0.4, 0.4, 0.4};
	double absorbed = 1 - pow(10, -optical_density[which] *
	                                  pigment(nm, peak_nm[which] + retina->peak_shift_nm[which]));

	/* Cones count quanta; primaries are given as power. */
	return absorbed * nm *
	       pow(10, -retina->lens * lens_density(nm) - retina->macula * macular_density(nm));
}

void
mc_retina_draw(McRetina *retina, McCones cones, McDice *dice)
{
	double age_part = mc_dice_uniform(dice);

	*retina = (McRetina){.cones = cones};
	retina->peak_shift_nm[0] = 1.5 * mc_dice_normal(dice);
	retina->peak_shift_nm[1] = 0.9 * mc_dice_normal(dice);
	retina->peak_shift_nm[2] = 0.8 * mc_dice_normal(dice);
	retina->lens = 0.6 + 0.7 * age_part;
	retina->macula = fabs(0.35 + 0.13 * mc_dice_normal(dice));
}

void
mc_colours_from_spectra(McColours *colours, const McSpectralPanel *panel, const McRetina *retina)
{
	double amount[MC_PANEL_CHANNELS];
	double(*m)[3] = colours->to_cones[0];

	balance(panel, amount);
	*colours = (McColours){.cones = retina->cones, .gamma = panel->gamma};
	for (int sample = 0; sample < SAMPLES; sample++)
		for (int row = 0; row < 3; row++)
			for (int i = 0; i < MC_PANEL_CHANNELS; i++)
				m[row][i] += amount[i] * emitted(panel, i, wavelength(sample)) *
				             cone(retina, row, wavelength(sample));
	for (int row = 0; row < 3; row++) {
		double white = m[row][0] + m[row][1] + m[row][2];

		for (int i = 0; i < MC_PANEL_CHANNELS; i++)
			m[row][i] /= white;
	}
	memcpy(colours->to_cones[1], colours->to_cones[0], sizeof colours->to_cones[0]);
}
