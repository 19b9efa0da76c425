#include "app/transcript/noise.h"

#include "app/json/shape.h"

static const char *const attenuation_names[] = {
    [MC_COVER_TDH39] = "attenuation_tdh39_deci_db",
    [MC_COVER_HDA200] = "attenuation_hda200_deci_db",
    [MC_COVER_ER3A] = "attenuation_er3a_deci_db",
};
G_STATIC_ASSERT(G_N_ELEMENTS(attenuation_names) == MC_COVERS);

json_t *
mc_noise_plan_to_json(const McNoisePlan *plan)
{
	json_t *json = json_pack("{si}", "margin_deci_db", plan->margin_deci_db);

	mc_shape_write_numbers(
	    json, "covered_deci_db_spl", plan->covered_deci_db_spl, MC_NOISE_OCTAVES);
	mc_shape_write_numbers(json, "open_deci_db_spl", plan->open_deci_db_spl, MC_NOISE_OCTAVES);
	for (guint cover = 0; cover < MC_COVERS; cover++)
		mc_shape_write_numbers(
		    json, attenuation_names[cover], plan->attenuation_deci_db[cover], MC_NOISE_OCTAVES);
	return json;
}

void
mc_noise_plan_read(McFields *fields, McNoisePlan *plan)
{
	const json_t *json = mc_fields_object(fields, "noise");
	GError *error = NULL;
	McFields noise;

	if (json == NULL)
		return;
	mc_fields_begin_list(&noise, json, "noise");
	plan->margin_deci_db = mc_fields_int32(&noise, "margin_deci_db", G_MININT32, G_MAXINT32);
	mc_shape_read_numbers(
	    &noise, "covered_deci_db_spl", plan->covered_deci_db_spl, MC_NOISE_OCTAVES);
	mc_shape_read_numbers(&noise, "open_deci_db_spl", plan->open_deci_db_spl, MC_NOISE_OCTAVES);
	for (guint cover = 0; cover < MC_COVERS; cover++)
		mc_shape_read_numbers(
		    &noise, attenuation_names[cover], plan->attenuation_deci_db[cover], MC_NOISE_OCTAVES);
	if (!mc_fields_end(&noise, &error))
		mc_fields_take_error(fields, "noise", error);
}

void
mc_field_plan_write(json_t *json, const McFieldPlan *plan)
{
	mc_shape_write_numbers(json, "field_reference_deci_db_spl", plan->reference_deci_db_spl,
	    MC_TRANSDUCER_FREQUENCIES);
}

void
mc_field_plan_read(McFields *fields, McFieldPlan *plan)
{
	mc_shape_read_numbers(fields, "field_reference_deci_db_spl", plan->reference_deci_db_spl,
	    MC_TRANSDUCER_FREQUENCIES);
}
