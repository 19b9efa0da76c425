#include "app/transcript/body.h"
#include "app/transcript/colour.h"
#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape part_shape[] = {
    MC_SHAPE(McPartResult, examined, MC_SHAPE_C_BOOL),
    MC_SHAPE_ENUM(McPartResult, outcome, &mc_words_outcome),
    MC_SHAPE(McPartResult, trials, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, pass_permille, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, line_deci, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McPartResult, line_bound, &mc_words_bound),
    MC_SHAPE(McPartResult, estimated, MC_SHAPE_C_BOOL),
    MC_SHAPE(McPartResult, estimate_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, estimate_low_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE(McPartResult, estimate_high_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McPartResult, estimate_bound, &mc_words_bound),
    MC_SHAPE(McPartResult, mean_deci_db_hl, MC_SHAPE_INT32_OR_OFF),
};

static const McShape cut_shape[] = {
    MC_SHAPE(McCutResult, cut_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McCutResult, outcome, &mc_words_outcome),
    MC_SHAPE(McCutResult, pass_permille, MC_SHAPE_INT32),
};

static const McShape result_shape[] = {
    MC_SHAPE_ENUM(McExamResult, kind, &mc_words_exam_kind),
    MC_SHAPE_ENUM(McExamResult, outcome, &mc_words_outcome),
    MC_SHAPE(McExamResult, attempts, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, presented, MC_SHAPE_INT32),
    MC_SHAPE(McExamResult, discarded, MC_SHAPE_INT32),
};

static const McShape quality_shape[] = {
    MC_SHAPE(McQuality, answers, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, catch_trials, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, false_alarms, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, stray_presses, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, impossible_times, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, easy_trials, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, easy_wrong, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, repeats, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, repeats_apart, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, alternatives, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, choices, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, choices_right, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, timed, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, hasty, MC_SHAPE_INT32),
    MC_SHAPE(McQuality, index_permille, MC_SHAPE_INT32),
};

/* Only what was lost has a member. */
static json_t *
lost_to_json(const McExamResult *result)
{
	json_t *json = json_object();

	for (guint why = 0; why < MC_DISCARDS; why++)
		if (result->lost[why] != 0)
			json_object_set_new(
			    json, mc_discard_name((McDiscard)why), json_integer(result->lost[why]));
	return json;
}

static void
read_lost(McFields *outer, McExamResult *result)
{
	const json_t *json = mc_fields_object(outer, "lost");
	GError *error = NULL;
	McFields fields;

	if (json == NULL)
		return;
	mc_fields_begin(&fields, json, "lost");
	for (guint why = 0; why < MC_DISCARDS; why++) {
		const char *name = mc_discard_name((McDiscard)why);

		if (mc_fields_has(&fields, name))
			result->lost[why] = mc_fields_int32(&fields, name, 1, G_MAXINT32);
	}
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "lost", error);
}

static void
read_reasons(McFields *fields, guint32 *reasons)
{
	const json_t *array = mc_fields_array(fields, "reasons", MC_REASON_COUNT);
	GError *error = NULL;

	if (array != NULL && !mc_reasons_from_json(array, reasons, &error))
		mc_fields_take_error(fields, "reasons", error);
}

static json_t *
cuts_to_json(const McPartResult *part)
{
	json_t *array = json_array();

	for (gint32 i = 0; i < CLAMP(part->cuts, 0, MC_ACUITY_CUTS_MAX); i++) {
		json_t *cut = json_object();

		mc_shape_write(cut, cut_shape, G_N_ELEMENTS(cut_shape), &part->cut[i]);
		json_array_append_new(array, cut);
	}
	return array;
}

static gboolean
cut_from_json(const json_t *json, McCutResult *cut, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "cut");
	mc_shape_read(&fields, cut_shape, G_N_ELEMENTS(cut_shape), cut);
	return mc_fields_end(&fields, error);
}

static void
read_cuts(McFields *fields, McPartResult *part)
{
	const json_t *cuts = mc_fields_array(fields, "cut", MC_ACUITY_CUTS_MAX);

	part->cuts = (gint32)json_array_size(cuts);
	for (gint32 i = 0; i < part->cuts && mc_fields_good(fields); i++) {
		GError *nested = NULL;

		if (!cut_from_json(json_array_get(cuts, (gsize)i), &part->cut[i], &nested))
			mc_fields_take_error(fields, "cut", nested);
	}
}

static json_t *
threshold_to_json(gint32 deci_db_hl)
{
	if (deci_db_hl == MC_THRESHOLD_UNHEARD)
		return json_string("unheard");
	return deci_db_hl == MC_THRESHOLD_OPEN ? json_string("open") : json_integer(deci_db_hl);
}

static gboolean
threshold_from_json(const json_t *json, gint32 *deci_db_hl)
{
	json_int_t value = json_integer_value(json);

	*deci_db_hl = (gint32)CLAMP(value, G_MININT32 + 1, G_MAXINT32 - 1);
	if (json_is_string(json))
		*deci_db_hl = strcmp(json_string_value(json), "unheard") == 0 ? MC_THRESHOLD_UNHEARD
		                                                              : MC_THRESHOLD_OPEN;
	return json_is_string(json)
	           ? *deci_db_hl == MC_THRESHOLD_UNHEARD || strcmp(json_string_value(json), "open") == 0
	           : json_is_integer(json) && *deci_db_hl == value;
}

static void
read_thresholds(McFields *fields, McPartResult *part)
{
	const json_t *array = mc_fields_array(fields, "threshold_deci_db_hl", MC_TONE_FREQUENCIES_MAX);

	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(array); i++)
		if (!threshold_from_json(json_array_get(array, i), &part->threshold_deci_db_hl[i]))
			mc_fields_refuse(
			    fields, "threshold_deci_db_hl", "levels, \"unheard\" or \"open\" are needed");
	part->thresholds = (gint32)json_array_size(array);
}

static json_t *
part_to_json(const McPartResult *part)
{
	json_t *json = json_object();
	json_t *thresholds = json_array();

	mc_shape_write(json, part_shape, G_N_ELEMENTS(part_shape), part);
	for (gint32 i = 0; i < CLAMP(part->thresholds, 0, MC_TONE_FREQUENCIES_MAX); i++)
		json_array_append_new(thresholds, threshold_to_json(part->threshold_deci_db_hl[i]));
	json_object_set_new(json, "threshold_deci_db_hl", thresholds);
	json_object_set_new(json, "reasons", mc_reasons_to_json(part->reasons));
	json_object_set_new(json, "cut", cuts_to_json(part));
	return json;
}

static gboolean
part_from_json(const json_t *json, McPartResult *part, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "part");
	mc_shape_read(&fields, part_shape, G_N_ELEMENTS(part_shape), part);
	read_thresholds(&fields, part);
	read_reasons(&fields, &part->reasons);
	read_cuts(&fields, part);
	return mc_fields_end(&fields, error);
}

static json_t *
quality_to_json(const McQuality *quality)
{
	json_t *json = json_object();
	json_t *wrong = json_array();

	mc_shape_write(json, quality_shape, G_N_ELEMENTS(quality_shape), quality);
	for (guint i = 0; i < MC_QUALITY_CHOICES; i++)
		json_array_append_new(wrong, json_integer(quality->wrong_choices[i]));
	json_object_set_new(json, "wrong_choices", wrong);
	json_object_set_new(json, "concerns", mc_bits_to_json(&mc_words_concern, quality->concerns));
	return json;
}

static void
read_wrong_choices(McFields *fields, McQuality *quality)
{
	const json_t *array = mc_fields_array(fields, "wrong_choices", MC_QUALITY_CHOICES);

	if (array != NULL && json_array_size(array) != MC_QUALITY_CHOICES)
		mc_fields_refuse(fields, "wrong_choices", "ten counts are needed");
	for (gsize i = 0; mc_fields_good(fields) && i < MC_QUALITY_CHOICES; i++) {
		const json_t *count = json_array_get(array, i);

		if (!json_is_integer(count) || json_integer_value(count) < 0 ||
		    json_integer_value(count) > G_MAXINT32)
			mc_fields_refuse(fields, "wrong_choices", "ten counts are needed");
		quality->wrong_choices[i] = (gint32)json_integer_value(count);
	}
}

static gboolean
quality_from_json(const json_t *json, McQuality *quality, GError **error)
{
	McFields fields;
	const json_t *concerns = NULL;
	GError *nested = NULL;

	mc_fields_begin(&fields, json, "quality");
	mc_shape_read(&fields, quality_shape, G_N_ELEMENTS(quality_shape), quality);
	read_wrong_choices(&fields, quality);
	concerns = mc_fields_array(&fields, "concerns", MC_CONCERN_COUNT);
	if (concerns != NULL &&
	    !mc_bits_from_json(&mc_words_concern, concerns, &quality->concerns, &nested))
		mc_fields_take_error(&fields, "concerns", nested);
	return mc_fields_end(&fields, error);
}

static void
read_qualities(McFields *fields, McExamResult *result)
{
	const json_t *array = mc_fields_array(fields, "quality", MC_ATTEMPTS_MAX);

	if (array != NULL && json_array_size(array) != MC_ATTEMPTS_MAX)
		mc_fields_refuse(fields, "quality", "one for each attempt is needed");
	for (guint i = 0; i < MC_ATTEMPTS_MAX && mc_fields_good(fields); i++) {
		GError *nested = NULL;

		if (!quality_from_json(json_array_get(array, i), &result->quality[i], &nested))
			mc_fields_take_error(fields, "quality", nested);
	}
}

json_t *
mc_exam_result_to_json(const McExamResult *result)
{
	json_t *json = json_object();
	json_t *parts = json_array();
	json_t *qualities = json_array();

	mc_shape_write(json, result_shape, G_N_ELEMENTS(result_shape), result);
	json_object_set_new(json, "reasons", mc_reasons_to_json(result->reasons));
	json_object_set_new(json, "lost", lost_to_json(result));
	for (guint side = 0; side < MC_SIDES; side++)
		json_array_append_new(parts, part_to_json(&result->part[side]));
	json_object_set_new(json, "part", parts);
	for (guint i = 0; i < MC_ATTEMPTS_MAX; i++)
		json_array_append_new(qualities, quality_to_json(&result->quality[i]));
	json_object_set_new(json, "quality", qualities);
	mc_body_figures_write(json, result);
	mc_colour_figures_write(json, result);
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
	read_lost(&fields, result);
	parts = mc_fields_array(&fields, "part", MC_SIDES);
	if (parts != NULL && json_array_size(parts) != MC_SIDES)
		mc_fields_refuse(&fields, "part", "left and right are needed");
	mc_body_figures_read(&fields, result);
	mc_colour_figures_read(&fields, result);
	for (guint side = 0; side < MC_SIDES && mc_fields_good(&fields); side++) {
		GError *nested = NULL;

		if (!part_from_json(json_array_get(parts, side), &result->part[side], &nested))
			mc_fields_take_error(&fields, "part", nested);
	}
	read_qualities(&fields, result);
	return mc_fields_end(&fields, error);
}
