#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape part_shape[] = {
    MC_SHAPE(McPartResult, examined, MC_SHAPE_C_BOOL),
    MC_SHAPE_ENUM(McPartResult, outcome, &mc_words_outcome),
    MC_SHAPE(McPartResult, trials, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, pass_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, line_deci, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, line_is_at_least, MC_SHAPE_C_BOOL),
    MC_SHAPE(McPartResult, surely_met_deci, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, surely_missed_deci, MC_SHAPE_INT32),
};

static const McShape result_shape[] = {
    MC_SHAPE_ENUM(McExamResult, kind, &mc_words_exam_kind),
    MC_SHAPE_ENUM(McExamResult, outcome, &mc_words_outcome),
    MC_SHAPE(McExamResult, attempts, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, presented, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, discarded, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, catch_trials, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, false_alarms, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, stray_presses, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, easy_trials, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, easy_wrong, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, impossible_times, MC_SHAPE_INT32),
};

static void
read_reasons(McFields *fields, guint32 *reasons)
{
	const json_t *array = mc_fields_array(fields, "reasons", MC_REASON_COUNT);
	GError *error = NULL;

	if (array != NULL && !mc_reasons_from_json(array, reasons, &error))
		mc_fields_take_error(fields, "reasons", error);
}

static json_t *
part_to_json(const McPartResult *part)
{
	json_t *json = json_object();

	mc_shape_write(json, part_shape, G_N_ELEMENTS(part_shape), part);
	json_object_set_new(json, "reasons", mc_reasons_to_json(part->reasons));
	return json;
}

static gboolean
part_from_json(const json_t *json, McPartResult *part, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "part");
	mc_shape_read(&fields, part_shape, G_N_ELEMENTS(part_shape), part);
	read_reasons(&fields, &part->reasons);
	return mc_fields_end(&fields, error);
}

json_t *
mc_exam_result_to_json(const McExamResult *result)
{
	json_t *json = json_object();
	json_t *parts = json_array();

	mc_shape_write(json, result_shape, G_N_ELEMENTS(result_shape), result);
	json_object_set_new(json, "reasons", mc_reasons_to_json(result->reasons));
	for (guint side = 0; side < MC_SIDES; side++)
		json_array_append_new(parts, part_to_json(&result->part[side]));
	json_object_set_new(json, "part", parts);
	return json;
}

gboolean
mc_exam_result_from_json(const json_t *json, McExamResult *result, GError **error)
{
	McFields fields;
	const json_t *parts = NULL;

	memset(result, 0, sizeof *result);
	mc_fields_begin(&fields, json, "result");
	mc_shape_read(&fields, result_shape, G_N_ELEMENTS(result_shape), result);
	read_reasons(&fields, &result->reasons);
	parts = mc_fields_array(&fields, "part", MC_SIDES);
	if (parts != NULL && json_array_size(parts) != MC_SIDES)
		mc_fields_refuse(&fields, "part", "left and right are needed");
	for (guint side = 0; side < MC_SIDES && mc_fields_good(&fields); side++) {
		GError *nested = NULL;

		if (!part_from_json(json_array_get(parts, side), &result->part[side], &nested))
			mc_fields_take_error(&fields, "part", nested);
	}
	return mc_fields_end(&fields, error);
}
