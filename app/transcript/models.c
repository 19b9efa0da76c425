#include "app/transcript/models.h"

#include "app/json/shape.h"

static const McShape quality_shape[] = {
    MC_SHAPE(McQualityPlan, slip_against_q16, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, no_slip_for_q16, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, slips_min, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, concern_permille, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, one_sided_from, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, one_sided_permille, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, below_chance_permille, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, impossible_ms, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, hasty_from, MC_SHAPE_INT32),
    MC_SHAPE(McQualityPlan, hasty_ms, MC_SHAPE_INT32),
};

static const McShape listener_shape[] = {
    MC_SHAPE(McListenerPlan, spread_deci_db, MC_SHAPE_NUMBERS),
    MC_SHAPE(McListenerPlan, press_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McListenerPlan, press_weight_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McListenerPlan, lapse_permille, MC_SHAPE_INT32),
    MC_SHAPE(McListenerPlan, beyond_log2_deci, MC_SHAPE_INT32),
};

static const McShape people_shape[] = {
    MC_SHAPE(McSidePeoplePlan, heard_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, mistaken_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, press_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, one_deaf_press_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McSidePeoplePlan, one_deaf_mistaken_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, one_hearing_mistaken_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, both_deaf_press_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McSidePeoplePlan, unsided_key_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, unsided_press_permille, MC_SHAPE_NUMBERS),
    MC_SHAPE(McSidePeoplePlan, one_eared_right_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, one_eared_wrong_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePeoplePlan, deaf_permille, MC_SHAPE_INT32),
};

void
mc_quality_plan_write(json_t *json, const McQualityPlan *plan)
{
	mc_shape_write_nested(json, "quality", quality_shape, G_N_ELEMENTS(quality_shape), plan);
}

void
mc_quality_plan_read(McFields *fields, McQualityPlan *plan)
{
	mc_shape_read_nested(fields, "quality", quality_shape, G_N_ELEMENTS(quality_shape), plan);
}

void
mc_listener_plan_write(json_t *json, const McListenerPlan *plan)
{
	mc_shape_write_nested(json, "listener", listener_shape, G_N_ELEMENTS(listener_shape), plan);
}

void
mc_listener_plan_read(McFields *fields, McListenerPlan *plan)
{
	mc_shape_read_nested(fields, "listener", listener_shape, G_N_ELEMENTS(listener_shape), plan);
}

void
mc_side_people_write(json_t *json, const McSidePeoplePlan *plan)
{
	mc_shape_write_nested(json, "people", people_shape, G_N_ELEMENTS(people_shape), plan);
}

void
mc_side_people_read(McFields *fields, McSidePeoplePlan *plan)
{
	mc_shape_read_nested(fields, "people", people_shape, G_N_ELEMENTS(people_shape), plan);
}
