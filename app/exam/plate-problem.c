#include "app/exam/plate-parts.h"

#include <stddef.h>

#define ONE MC_PANEL_ONE_Q24

typedef enum Trouble {
	TROUBLE_NONE,
	TROUBLE_GAMUT,
	TROUBLE_RESIDUAL,
	TROUBLE_FAINT,
} Trouble;

static bool
is_in_gamut(const McLight *light)
{
	for (int i = 0; i < MC_PANEL_CHANNELS; i++)
		if (light->q24[i] < 0 || light->q24[i] > ONE)
			return false;
	return true;
}

static Trouble
trouble_of_shade(const McPalette *palette, McShade shade)
{
	McLight plain, coloured;

	shade.coloured = false;
	plain = mc_plate_light(palette, &shade);
	shade.coloured = true;
	coloured = mc_plate_light(palette, &shade);
	if (!is_in_gamut(&plain) || !is_in_gamut(&coloured))
		return TROUBLE_GAMUT;
	if (palette->show == MC_COLOUR_TRITAN)
		return TROUBLE_NONE;
	if (mc_plate_residual_centi(palette, shade) > palette->style->residual_max_centi_delta_e)
		return TROUBLE_RESIDUAL;
	return mc_panel_delta_e_centi(palette->space, plain, coloured) <
	               palette->style->visible_min_centi_delta_e
	           ? TROUBLE_FAINT
	           : TROUBLE_NONE;
}

static Trouble
trouble_of(const McPalette *palette)
{
	const McPlateStyle *style = palette->style;

	for (int i = 0; i < MC_PLATE_LUMINANCES * 4; i++) {
		Trouble trouble = trouble_of_shade(palette,
		    (McShade){
		        .luminance_permille = style->luminance_permille[i / 4],
		        .brighter_permille = i & 1 ? style->patch_permille : -style->patch_permille,
		        .bluer_permille = i & 2 ? style->blue_permille : -style->blue_permille,
		    });

		if (trouble != TROUBLE_NONE)
			return trouble;
	}
	return TROUBLE_NONE;
}

static const McPlanProblem no_problem = {NULL, NULL};

/* More is no residue, and less is seen by nobody. */
#define RESIDUAL_MAX_CENTI 100
#define VISIBLE_MIN_CENTI 500

static McPlanProblem
construction_problem(const McPlateStyle *style)
{
	if (style->patches < 0 || style->patches > MC_PLATE_PATCHES_MAX)
		return (McPlanProblem){"patches", "patches not from 0 to 20"};
	if (style->patch_radius_min < 1 || style->patch_radius_max < style->patch_radius_min ||
	    style->patch_radius_max > MC_PLATE_RADIUS)
		return (McPlanProblem){
		    "patch_radius_min", "radius of a patch is not from 1 to 512, or is least above most"};
	if (style->tritan_times < 1 || style->tritan_times > 10)
		return (McPlanProblem){"tritan_times", "tritan plates not of 1 to 10 times the contrast"};
	/* Below, it is no plate that everybody reads. */
	if (style->control_permille < 1500 || style->control_permille > 10000)
		return (McPlanProblem){
		    "control_permille", "a control's brightness is not from 1500 to 10000 permille"};
	if (style->residual_max_centi_delta_e < 1 ||
	    style->residual_max_centi_delta_e > RESIDUAL_MAX_CENTI)
		return (McPlanProblem){"residual_max_centi_delta_e",
		    "what is left to a dichromat is not from 1 to 100 hundredths of CIELAB"};
	if (style->visible_min_centi_delta_e < VISIBLE_MIN_CENTI ||
	    style->visible_min_centi_delta_e > 10000)
		return (McPlanProblem){"visible_min_centi_delta_e",
		    "what a normal eye sees is not from 500 to 10000 hundredths of CIELAB"};
	if (!mc_cone_matrix_is_usable(&style->cones))
		return (McPlanProblem){"cones_e5", "cones are not from -100000 to 100000"};
	for (int i = 0; i < MC_SIGNALS; i++)
		if (style->signal_xy_e5[i][0] < 1000 || style->signal_xy_e5[i][1] < 1000 ||
		    style->signal_xy_e5[i][0] > 100000 - style->signal_xy_e5[i][1])
			return (McPlanProblem){"signal_xy_e5", "a signal is no colour of light"};
	return no_problem;
}

McPlanProblem
mc_plate_style_problem(const McPlateStyle *style)
{
	if (style->base_min_permille < 50 || style->base_max_permille > 900 ||
	    style->base_min_permille > style->base_max_permille)
		return (McPlanProblem){
		    "base_min_permille", "grey of the ground is not from 50 to 900 permille"};
	for (int i = 0; i < MC_PLATE_LUMINANCES; i++)
		if (style->luminance_permille[i] < (i == 0 ? 200 : style->luminance_permille[i - 1]) ||
		    style->luminance_permille[i] > 4000)
			return (McPlanProblem){
			    "luminance_permille", "luminances are not rising from 200 to 4000 permille"};
	if (style->luminance_permille[0] * 3 > style->luminance_permille[MC_PLATE_LUMINANCES - 1] * 2)
		return (McPlanProblem){
		    "luminance_permille", "luminances vary too little to hide what remains"};
	if (style->patch_permille < 0 || style->patch_permille > 300 || style->blue_permille < 0 ||
	    style->blue_permille > 500)
		return (McPlanProblem){
		    "patch_permille", "patches are not from 0 to 300, or blue from 0 to 500 permille"};
	return construction_problem(style);
}

McPlanProblem
mc_plate_problem(const McPanel *panel, const McPlateStyle *style, int32_t contrast_min_permille,
    int32_t contrast_max_permille)
{
	McPanelSpace space;

	if (contrast_min_permille < 2 || contrast_min_permille > contrast_max_permille ||
	    contrast_max_permille > 300)
		return (McPlanProblem){"contrast_min_permille", "contrast is not from 2 to 300 permille"};
	mc_panel_space(&space, panel, &style->cones);
	for (int i = 0; i < 12; i++) {
		McPalette palette =
		    mc_plate_palette(&space, panel, style, (McColourShow)(MC_COLOUR_PROTAN + i / 4),
		        i & 1 ? style->base_max_permille : style->base_min_permille,
		        i & 2 ? contrast_max_permille : contrast_min_permille);

		switch (trouble_of(&palette)) {
		case TROUBLE_GAMUT:
			return (McPlanProblem){"contrast_max_permille", "plates leave the panel's gamut"};
		case TROUBLE_RESIDUAL:
			return (McPlanProblem){
			    "panel", "plates show a dichromat a difference above 1 on this panel"};
		case TROUBLE_FAINT:
			return (McPlanProblem){
			    "contrast_min_permille", "plates show a normal eye too little on this panel"};
		case TROUBLE_NONE: break;
		}
	}
	return no_problem;
}
