#include "app/transcript/colour.h"

#include "app/transcript/words.h"

static const McShape plan_shape[] = {
    MC_SHAPE(McColourPlan, calibration, MC_SHAPE_TEXT),
    MC_SHAPE(McColourPlan, contrast_min_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, contrast_max_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, faint_contrast_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, control_plates, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, axis_plates, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, pass_of_axis, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, fail_of_axis, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, extra_plates, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, pass_of_all, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, fail_of_all, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, faint_plates, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, blue_plates, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, signals, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, signals_right, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, signal_min_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, exposure_ms, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, picture_mm, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, discards_max, MC_SHAPE_INT32),
};

static const McShape days_shape[] = {
    MC_SHAPE(McColourPlan, calibrated_yyyymmdd, MC_SHAPE_INT32),
    MC_SHAPE(McColourPlan, calibration_expires_yyyymmdd, MC_SHAPE_INT32),
};

static const McShape style_shape[] = {
    MC_SHAPE(McPlateStyle, base_min_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, base_max_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, patch_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, blue_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, patches, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, patch_radius_min, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, patch_radius_max, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, tritan_times, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, control_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, residual_max_centi_delta_e, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, visible_min_centi_delta_e, MC_SHAPE_INT32),
    MC_SHAPE(McPlateStyle, luminance_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McPlateStyle, signal_xy_e5, MC_SHAPE_NUMBERS),
};

/* Row by row. */
#define CONES (sizeof(McConeMatrix) / sizeof(gint32))

static const McShape panel_shape[] = {
    MC_SHAPE(McPanel, measured, MC_SHAPE_C_BOOL),
    MC_SHAPE(McPanel, gamma_milli, MC_SHAPE_INT32),
};

static const McShape figures_shape[] = {
    MC_SHAPE(McColourFigures, signals, MC_SHAPE_INT32),
    MC_SHAPE(McColourFigures, signals_right, MC_SHAPE_INT32),
};

json_t *
mc_panel_to_json(const McPanel *panel)
{
	json_t *json = json_object();

	mc_shape_write(json, panel_shape, G_N_ELEMENTS(panel_shape), panel);
	mc_shape_write_numbers(json, "x_e5", panel->x_e5, MC_PANEL_CHANNELS);
	mc_shape_write_numbers(json, "y_e5", panel->y_e5, MC_PANEL_CHANNELS);
	mc_shape_write_numbers(
	    json, "luminance_centi_cd_m2", panel->luminance_centi_cd_m2, MC_PANEL_CHANNELS);
	return json;
}

gboolean
mc_panel_from_json(const json_t *json, McPanel *panel, GError **error)
{
	McFields fields;

	mc_fields_begin_list(&fields, json, "panel");
	mc_shape_read(&fields, panel_shape, G_N_ELEMENTS(panel_shape), panel);
	mc_shape_read_numbers(&fields, "x_e5", panel->x_e5, MC_PANEL_CHANNELS);
	mc_shape_read_numbers(&fields, "y_e5", panel->y_e5, MC_PANEL_CHANNELS);
	mc_shape_read_numbers(
	    &fields, "luminance_centi_cd_m2", panel->luminance_centi_cd_m2, MC_PANEL_CHANNELS);
	return mc_fields_end(&fields, error);
}

/* Of a measured screen alone. */
static void
write_days(json_t *json, const McColourPlan *plan)
{
	if (plan->calibrated_yyyymmdd != 0)
		mc_shape_write(json, days_shape, G_N_ELEMENTS(days_shape), plan);
}

/* A day that is not said is left out: zero has one spelling. */
static void
read_days(McFields *fields, McColourPlan *plan)
{
	if (!mc_fields_has(fields, "calibrated_yyyymmdd"))
		return;
	mc_shape_read(fields, days_shape, G_N_ELEMENTS(days_shape), plan);
	if (mc_fields_good(fields) &&
	    (plan->calibrated_yyyymmdd <= 0 || plan->calibration_expires_yyyymmdd <= 0))
		mc_fields_refuse(fields, "calibrated_yyyymmdd", "two days are needed, or none");
}

void
mc_colour_plan_write(json_t *json, const McColourPlan *plan)
{
	mc_shape_write(json, plan_shape, G_N_ELEMENTS(plan_shape), plan);
	write_days(json, plan);
	mc_shape_write(json, style_shape, G_N_ELEMENTS(style_shape), &plan->style);
	mc_shape_write_numbers(json, "cones_e5", plan->style.cones.xyz_e5[0], CONES);
	json_object_set_new(json, "panel", mc_panel_to_json(&plan->panel));
}

void
mc_colour_plan_read(McFields *fields, McColourPlan *plan)
{
	GError *error = NULL;
	const json_t *panel = NULL;

	mc_shape_read(fields, plan_shape, G_N_ELEMENTS(plan_shape), plan);
	read_days(fields, plan);
	mc_shape_read(fields, style_shape, G_N_ELEMENTS(style_shape), &plan->style);
	mc_shape_read_numbers(fields, "cones_e5", plan->style.cones.xyz_e5[0], CONES);
	panel = mc_fields_object(fields, "panel");
	if (panel != NULL && !mc_panel_from_json(panel, &plan->panel, &error))
		mc_fields_take_error(fields, "panel", error);
}

static const McShape stimulus_shape[] = {
    MC_SHAPE_ENUM(McColourStimulus, show, &mc_words_colour_show),
    MC_SHAPE(McColourStimulus, figure, MC_SHAPE_INT32),
    MC_SHAPE(McColourStimulus, contrast_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourStimulus, luminance_permille, MC_SHAPE_INT32),
    MC_SHAPE(McColourStimulus, seed, MC_SHAPE_INT32),
    MC_SHAPE(McColourStimulus, exposure_ms, MC_SHAPE_INT32),
};

static const McShape answer_shape[] = {
    MC_SHAPE(McColourAnswer, cannot_see, MC_SHAPE_C_BOOL),
    MC_SHAPE(McColourAnswer, figure, MC_SHAPE_INT32),
    MC_SHAPE(McColourAnswer, reaction_us, MC_SHAPE_INT64),
};

void
mc_colour_stimulus_write(json_t *json, const McColourStimulus *stimulus)
{
	mc_shape_write(json, stimulus_shape, G_N_ELEMENTS(stimulus_shape), stimulus);
}

void
mc_colour_stimulus_read(McFields *fields, McColourStimulus *stimulus)
{
	mc_shape_read(fields, stimulus_shape, G_N_ELEMENTS(stimulus_shape), stimulus);
}

void
mc_colour_answer_write(json_t *json, const McColourAnswer *answer)
{
	mc_shape_write(json, answer_shape, G_N_ELEMENTS(answer_shape), answer);
}

void
mc_colour_answer_read(McFields *fields, McColourAnswer *answer)
{
	mc_shape_read(fields, answer_shape, G_N_ELEMENTS(answer_shape), answer);
}

static json_t *
figures_to_json(const McColourFigures *figures)
{
	json_t *json = json_object();

	mc_shape_write(json, figures_shape, G_N_ELEMENTS(figures_shape), figures);
	mc_shape_write_numbers(json, "right", figures->right, MC_SIDES);
	return json;
}

void
mc_colour_figures_write(json_t *json, const McExamResult *result)
{
	if (result->kind == MC_EXAM_COLOUR)
		json_object_set_new(json, "figures", figures_to_json(&result->figures.colour));
}

void
mc_colour_figures_read(McFields *outer, McExamResult *result)
{
	McFields fields;
	GError *error = NULL;

	if (result->kind != MC_EXAM_COLOUR)
		return;
	mc_fields_begin(&fields, mc_fields_object(outer, "figures"), "figures");
	mc_shape_read(&fields, figures_shape, G_N_ELEMENTS(figures_shape), &result->figures.colour);
	mc_shape_read_numbers(&fields, "right", result->figures.colour.right, MC_SIDES);
	if (!mc_fields_end(&fields, &error))
		mc_fields_take_error(outer, "figures", error);
}
