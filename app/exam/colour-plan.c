#include "app/exam/plan-parts.h"

/* Nothing of the panel is known yet: it is taken for sRGB, and whatever comes out is flagged. */
McColourPlan
mc_colour_plan_default(void)
{
	return (McColourPlan){
	    .panel = mc_panel_srgb,
	    .style =
	        {
	            .base_min_permille = 200,
	            .base_max_permille = 300,
	            .luminance_permille = {720, 820, 930, 1050, 1190, 1350},
	            .patch_permille = 200,
	            .blue_permille = 300,
	            .patches = 10,
	            .patch_radius_min = 90,
	            .patch_radius_max = 200,
	            .tritan_times = 3,
	            .control_permille = 2600,
	            .residual_max_centi_delta_e = 100,
	            .visible_min_centi_delta_e = 1200,
	            .cones = mc_cone_matrix_smith_pokorny,
	            .signal_xy_e5 =
	                {
	                    [MC_SIGNAL_RED] = {66000, 33000},
	                    [MC_SIGNAL_YELLOW] = {48500, 45500},
	                    [MC_SIGNAL_GREEN] = {22000, 46000},
	                },
	        },
	    .contrast_min_permille = 42,
	    .contrast_max_permille = 52,
	    .faint_contrast_permille = 20,
	    .control_plates = 2,
	    .axis_plates = 4,
	    .pass_of_axis = 3,
	    .fail_of_axis = 1,
	    .extra_plates = 4,
	    .pass_of_all = 6,
	    .fail_of_all = 4,
	    .faint_plates = 2,
	    .blue_plates = 2,
	    .signals = 12,
	    .signals_right = 11,
	    .signal_min_permille = 400,
	    .exposure_ms = 3000,
	    .picture_mm = 100,
	    .discards_max = 20,
	};
}

static bool
is_calibration(const char id[MC_COLOUR_CALIBRATION_SIZE])
{
	for (int i = 0; i < MC_COLOUR_CALIBRATION_SIZE; i++) {
		char c = id[i];

		if (c == 0)
			return true;
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
	}
	return false;
}

static const McPlanProblem no_problem = {NULL, NULL};

/* One digit is guessed once in ten times: of two, or of a third of the plates, too often. */
#define RIGHT_AT_LEAST 3

static McPlanProblem
numbers_problem(const McColourPlan *plan)
{
	if (!mc_plan_within(plan->control_plates, 1, 10))
		return (McPlanProblem){"control_plates", "control plates not from 1 to 10"};
	if (!mc_plan_within(plan->axis_plates, RIGHT_AT_LEAST, 20))
		return (McPlanProblem){"axis_plates", "plates of an axis not from 3 to 20"};
	if (!mc_plan_within(plan->extra_plates, 0, 20))
		return (McPlanProblem){"extra_plates", "extra plates not from 0 to 20"};
	if (!mc_plan_within(plan->faint_plates, 0, 5))
		return (McPlanProblem){"faint_plates", "faint plates not from 0 to 5"};
	if (!mc_plan_within(plan->blue_plates, 0, 5))
		return (McPlanProblem){"blue_plates", "blue plates not from 0 to 5"};
	if (!mc_plan_within(plan->signals, 0, 60))
		return (McPlanProblem){"signals", "signals not from 0 to 60"};
	if (!mc_plan_within(plan->signals_right, 0, plan->signals))
		return (McPlanProblem){"signals_right", "more signals to be named than are shown"};
	if (!mc_plan_within(plan->signal_min_permille, 100, 1000))
		return (McPlanProblem){
		    "signal_min_permille", "luminance of signals not from 100 to 1000 permille"};
	if (!mc_plan_within(plan->exposure_ms, 500, 60000))
		return (McPlanProblem){"exposure_ms", "exposure is not from half a second to a minute"};
	if (!mc_plan_within(plan->picture_mm, 50, 250))
		return (McPlanProblem){"picture_mm", "pictures are not from 50 to 250 mm wide"};
	if (!mc_plan_within(plan->discards_max, 0, 1000))
		return (McPlanProblem){"discards_max", "discards not from 0 to 1000"};
	return no_problem;
}

static bool
is_majority(int32_t right, int32_t of)
{
	return mc_plan_within(right, RIGHT_AT_LEAST, of) && 2 * right > of;
}

static McPlanProblem
rule_problem(const McColourPlan *plan)
{
	if (!is_majority(plan->pass_of_axis, plan->axis_plates))
		return (McPlanProblem){"pass_of_axis",
		    "plates to be read are fewer than 3, not the majority, or more than are shown"};
	if (!mc_plan_within(plan->fail_of_axis, 0, plan->pass_of_axis - 1))
		return (McPlanProblem){
		    "fail_of_axis", "plates that fail an axis are not fewer than those that pass it"};
	if (!is_majority(plan->pass_of_all, plan->axis_plates + plan->extra_plates))
		return (McPlanProblem){"pass_of_all",
		    "plates to be read are fewer than 3, not the majority, or more than are shown"};
	if (!mc_plan_within(plan->fail_of_all, plan->fail_of_axis, plan->pass_of_all - 1))
		return (McPlanProblem){"fail_of_all",
		    "after the extra plates, those that fail are not fewer than those that pass"};
	return no_problem;
}

static McPlanProblem
panel_problem(const McColourPlan *plan)
{
	const char *reason;

	if (!mc_plan_are_bools(&plan->panel.measured, 1))
		return (McPlanProblem){"panel", "a flag is neither true nor false"};
	if (!is_calibration(plan->calibration))
		return (McPlanProblem){
		    "calibration", "its name has other signs than letters, digits and ._-"};
	if (plan->panel.measured != (plan->calibration[0] != 0))
		return (McPlanProblem){
		    "calibration", "a measured panel has a calibration, and no other has"};
	if ((plan->calibrated_yyyymmdd == 0) != (plan->calibration_expires_yyyymmdd == 0))
		return (McPlanProblem){"calibrated_yyyymmdd", "one of its two days is not said"};
	if (!plan->panel.measured && plan->calibrated_yyyymmdd != 0)
		return (McPlanProblem){"calibrated_yyyymmdd", "a panel that was not measured has no days"};
	reason = mc_panel_problem(&plan->panel, &plan->style.cones);
	return reason ? (McPlanProblem){"panel", reason} : no_problem;
}

McPlanProblem
mc_colour_plan_problem(const McColourPlan *plan)
{
	McPlanProblem problem = numbers_problem(plan);

	if (!problem.field)
		problem = rule_problem(plan);
	if (!problem.field)
		problem = mc_plate_style_problem(&plan->style);
	if (!problem.field)
		problem = panel_problem(plan);
	if (!problem.field &&
	    !mc_plan_within(plan->faint_contrast_permille, 2, plan->contrast_min_permille))
		problem = (McPlanProblem){
		    "faint_contrast_permille", "faint contrast is above the least contrast"};
	if (!problem.field)
		problem = mc_plate_problem(
		    &plan->panel, &plan->style, plan->contrast_min_permille, plan->contrast_max_permille);
	return problem;
}
