#include "app/transcript/body.h"
#include "app/transcript/colour.h"
#include "app/transcript/models.h"
#include "app/transcript/noise.h"
#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape acuity_shape[] = {
    MC_SHAPE_ENUM(McAcuityPlan, optotype, &mc_words_optotype),
    MC_SHAPE_ENUM(McAcuityPlan, correction, &mc_words_correction),
    MC_SHAPE(McAcuityPlan, interleaved, MC_SHAPE_C_BOOL),
    MC_SHAPE(McAcuityPlan, warm_up_milli, MC_SHAPE_NUMBERS),
    MC_SHAPE(McAcuityPlan, easy_every, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, minimum_trials, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, maximum_trials, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, continuation_trials, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, pass_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, fail_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, prior_pass_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, assumed_lapse_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, assumed_slopes, MC_SHAPE_NUMBERS),
    MC_SHAPE(McAcuityPlan, ring_criterion_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, smallest_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, largest_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, estimate_trials, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, vergence_centi_dioptre, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, nearest_centi_dioptre, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, distance_apart_permille, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, luminance_min_cd_m2, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, luminance_max_cd_m2, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, luminance_repeats_max, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, easy_wrong_max, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, turn_answers_min, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, turn_log2_deci, MC_SHAPE_INT32),
    MC_SHAPE(McAcuityPlan, discards_max, MC_SHAPE_INT32),
};

static const McShape hearing_shape[] = {
    MC_SHAPE(McHearingPlan, level_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, needed, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, of_at_most, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, catch_permille, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, gap_min_ms, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, gap_max_ms, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, duration_ms, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, window_ms, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, earliest_ms, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, false_alarms_max, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, false_alarms_ahead, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, false_alarms_per, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, stray_presses_max, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, stray_presses_per, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, hopeless_times, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, hopeless_above, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, hopeless_permille, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, discards_max, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, threshold_min_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, threshold_max_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McHearingPlan, procedure, &mc_words_procedure),
    MC_SHAPE(McHearingPlan, threshold_trials_max, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, threshold_sd_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, threshold_offset_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, familiarise, MC_SHAPE_C_BOOL),
    MC_SHAPE(McHearingPlan, repeat_hz, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, repeat_apart_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, check_above_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, checks_missed_max, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, misses_at_top, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, unheard_permille, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, belief_trials_min, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, mean_pass_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, mean_fail_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McHearingPlan, transducer, &mc_words_transducer),
    MC_SHAPE(McHearingPlan, ceiling_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McHearingPlan, noise_repeats_max, MC_SHAPE_INT32),
};

static const McShape side_shape[] = {
    MC_SHAPE(McSidePlan, frequency_hz, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, level_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, rove_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, masking_deci_db, MC_SHAPE_INT32_OR_OFF),
    MC_SHAPE(McSidePlan, minimum_trials, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, maximum_trials, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, silent_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, silent_trials_min, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, unsided_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, field_rove_deci_db, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, field_unsided_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, field_maximum_trials, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, pass_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, fail_permille, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, missed_sounds_min, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, silent_answers_max, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, stray_presses_max, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, gap_min_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, gap_max_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, duration_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, window_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, earliest_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, discards_max, MC_SHAPE_INT32),
    MC_SHAPE_ENUM(McSidePlan, transducer, &mc_words_transducer),
    MC_SHAPE(McSidePlan, ceiling_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McSidePlan, noise_repeats_max, MC_SHAPE_INT32),
};

static json_t *
sides_to_json(const bool sides[MC_SIDES])
{
	json_t *array = json_array();

	for (guint side = 0; side < MC_SIDES; side++)
		if (sides[side])
			json_array_append_new(array, json_string(mc_side_name(side)));
	return array;
}

static void
read_sides(McFields *fields, const char *name, bool sides[MC_SIDES])
{
	const json_t *array = mc_fields_array(fields, name, MC_SIDES);
	int last = -1;

	for (gsize i = 0; i < json_array_size(array); i++) {
		int side = mc_words_find(&mc_words_side, json_string_value(json_array_get(array, i)));

		if (side <= last) {
			mc_fields_refuse(fields, name, "\"left\", \"right\", each once and in this order");
			return;
		}
		sides[side] = true;
		last = side;
	}
}

static void
write_frequencies(json_t *json, const McHearingPlan *plan)
{
	json_t *frequency_hz = json_array();
	json_t *masking_deci_db = json_array();
	gint32 count = CLAMP(plan->frequencies, 0, MC_TONE_FREQUENCIES_MAX);

	for (gint32 i = 0; i < count; i++) {
		gint32 masking = plan->masking_deci_db[i];

		json_array_append_new(frequency_hz, json_integer(plan->frequency_hz[i]));
		json_array_append_new(
		    masking_deci_db, masking == MC_NO_MASKING ? json_string("off") : json_integer(masking));
	}
	json_object_set_new(json, "frequency_hz", frequency_hz);
	json_object_set_new(json, "masking_deci_db", masking_deci_db);
}

static gint32
int32_element(McFields *fields, const char *name, const json_t *element)
{
	json_int_t value = json_integer_value(element);

	if (json_is_integer(element) && value > G_MININT32 && value <= G_MAXINT32)
		return (gint32)value;
	mc_fields_refuse(fields, name, "an element is no number in bounds");
	return 0;
}

static void
read_frequencies(McFields *fields, McHearingPlan *plan)
{
	const json_t *hz = mc_fields_array(fields, "frequency_hz", MC_TONE_FREQUENCIES_MAX);
	const json_t *masking = mc_fields_array(fields, "masking_deci_db", MC_TONE_FREQUENCIES_MAX);

	if (json_array_size(hz) != json_array_size(masking))
		mc_fields_refuse(fields, "masking_deci_db", "one element for each frequency is needed");
	if (!mc_fields_good(fields))
		return;
	plan->frequencies = (gint32)json_array_size(hz);
	for (gint32 i = 0; i < plan->frequencies; i++) {
		const json_t *level = json_array_get(masking, (gsize)i);
		gboolean off = g_strcmp0(json_string_value(level), "off") == 0;

		plan->frequency_hz[i] = int32_element(fields, "frequency_hz", json_array_get(hz, (gsize)i));
		plan->masking_deci_db[i] =
		    off ? MC_NO_MASKING : int32_element(fields, "masking_deci_db", level);
	}
}

static json_t *
cuts_to_json(const McAcuityPlan *plan)
{
	json_t *array = json_array();

	for (gint32 i = 0; i < CLAMP(plan->cuts, 0, MC_ACUITY_CUTS_MAX); i++)
		json_array_append_new(array, json_integer(plan->cut_milli_log_mar[i]));
	return array;
}

static void
read_cuts(McFields *fields, McAcuityPlan *plan)
{
	const json_t *array = mc_fields_array(fields, "cut_milli_log_mar", MC_ACUITY_CUTS_MAX);

	plan->cuts = (gint32)json_array_size(array);
	for (gint32 i = 0; i < plan->cuts; i++)
		plan->cut_milli_log_mar[i] =
		    int32_element(fields, "cut_milli_log_mar", json_array_get(array, (gsize)i));
}

json_t *
mc_exam_plan_to_json(const McExamPlan *plan)
{
	json_t *json = json_object();

	json_object_set_new(json, "kind", json_string(mc_exam_kind_name(plan->kind)));
	json_object_set_new(json, "attempts_max", json_integer(plan->attempts_max));
	mc_quality_plan_write(json, &plan->quality);
	switch (plan->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_write(json, acuity_shape, G_N_ELEMENTS(acuity_shape), &plan->as.acuity);
		json_object_set_new(json, "cut_milli_log_mar", cuts_to_json(&plan->as.acuity));
		json_object_set_new(json, "eyes", sides_to_json(plan->as.acuity.eyes));
		break;
	case MC_EXAM_HEARING:
		mc_shape_write(json, hearing_shape, G_N_ELEMENTS(hearing_shape), &plan->as.hearing);
		write_frequencies(json, &plan->as.hearing);
		mc_listener_plan_write(json, &plan->as.hearing.listener);
		json_object_set_new(json, "noise", mc_noise_plan_to_json(&plan->as.hearing.noise));
		mc_field_plan_write(json, &plan->as.hearing.field);
		json_object_set_new(json, "ears", sides_to_json(plan->as.hearing.ears));
		break;
	case MC_EXAM_SIDE:
		mc_shape_write(json, side_shape, G_N_ELEMENTS(side_shape), &plan->as.side);
		mc_side_people_write(json, &plan->as.side.people);
		json_object_set_new(json, "noise", mc_noise_plan_to_json(&plan->as.side.noise));
		mc_field_plan_write(json, &plan->as.side.field);
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_plan_write(json, plan); break;
	case MC_EXAM_COLOUR: mc_colour_plan_write(json, &plan->as.colour); break;
	}
	return json;
}

gboolean
mc_exam_plan_from_json(const json_t *json, McExamPlan *plan, GError **error)
{
	McFields fields;

	memset(plan, 0, sizeof *plan);
	mc_fields_begin_list(&fields, json, "plan");
	plan->kind = (McExamKind)mc_fields_word(&fields, "kind", mc_exam_kind_from_name);
	plan->attempts_max = mc_fields_int32(&fields, "attempts_max", G_MININT32, G_MAXINT32);
	mc_quality_plan_read(&fields, &plan->quality);
	switch (plan->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_read(&fields, acuity_shape, G_N_ELEMENTS(acuity_shape), &plan->as.acuity);
		read_cuts(&fields, &plan->as.acuity);
		read_sides(&fields, "eyes", plan->as.acuity.eyes);
		break;
	case MC_EXAM_HEARING:
		mc_shape_read(&fields, hearing_shape, G_N_ELEMENTS(hearing_shape), &plan->as.hearing);
		read_frequencies(&fields, &plan->as.hearing);
		mc_listener_plan_read(&fields, &plan->as.hearing.listener);
		mc_noise_plan_read(&fields, &plan->as.hearing.noise);
		mc_field_plan_read(&fields, &plan->as.hearing.field);
		read_sides(&fields, "ears", plan->as.hearing.ears);
		break;
	case MC_EXAM_SIDE:
		mc_shape_read(&fields, side_shape, G_N_ELEMENTS(side_shape), &plan->as.side);
		mc_side_people_read(&fields, &plan->as.side.people);
		mc_noise_plan_read(&fields, &plan->as.side.noise);
		mc_field_plan_read(&fields, &plan->as.side.field);
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_plan_read(&fields, plan); break;
	case MC_EXAM_COLOUR: mc_colour_plan_read(&fields, &plan->as.colour); break;
	}
	return mc_fields_end(&fields, error);
}
