#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape conditions_shape[] = {
    MC_SHAPE(McTrialConditions, person_present, MC_SHAPE_INT32),
    MC_SHAPE(McTrialConditions, head_in_place, MC_SHAPE_INT32),
    MC_SHAPE(McTrialConditions, occlusion_ok, MC_SHAPE_INT32),
    MC_SHAPE(McTrialConditions, distance_permille, MC_SHAPE_INT32),
    MC_SHAPE(McTrialConditions, luminance_cd_m2, MC_SHAPE_INT32),
    MC_SHAPE(McTrialConditions, headphones_on, MC_SHAPE_INT32),
};

json_t *
mc_trial_conditions_to_json(const McTrialConditions *conditions)
{
	json_t *json = json_object();
	json_t *noise = json_array();

	mc_shape_write(json, conditions_shape, G_N_ELEMENTS(conditions_shape), conditions);
	for (guint band = 0; band < G_N_ELEMENTS(conditions->noise_deci_db_spl); band++)
		json_array_append_new(noise, json_integer(conditions->noise_deci_db_spl[band]));
	json_object_set_new(json, "noise_deci_db_spl", noise);
	return json;
}

static void
read_noise(McFields *fields, McTrialConditions *conditions)
{
	guint bands = G_N_ELEMENTS(conditions->noise_deci_db_spl);
	const json_t *noise = mc_fields_array(fields, "noise_deci_db_spl", bands);

	for (guint band = 0; band < bands && noise != NULL; band++) {
		const json_t *level = json_array_get(noise, band);
		json_int_t value = json_integer_value(level);

		if (!json_is_integer(level) || value < -10000 || value > 10000) {
			mc_fields_refuse(fields, "noise_deci_db_spl", "four levels in bounds are needed");
			return;
		}
		conditions->noise_deci_db_spl[band] = (gint32)value;
	}
}

gboolean
mc_trial_conditions_from_json(const json_t *json, McTrialConditions *conditions, GError **error)
{
	McFields fields;

	memset(conditions, 0, sizeof *conditions);
	mc_fields_begin(&fields, json, "conditions");
	mc_shape_read(&fields, conditions_shape, G_N_ELEMENTS(conditions_shape), conditions);
	read_noise(&fields, conditions);
	return mc_fields_end(&fields, error);
}

json_t *
mc_exam_event_to_json(const McExamEvent *event)
{
	json_t *json = json_object();

	json_object_set_new(json, "event", json_string(mc_words_name(&mc_words_event, event->kind)));
	json_object_set_new(json, "at_us", json_integer(event->at_us));
	switch (event->kind) {
	case MC_EXAM_EVENT_ANSWER:
		json_object_set_new(json, "stimulus", mc_stimulus_to_json(&event->stimulus));
		json_object_set_new(json, "answer", mc_answer_to_json(&event->answer));
		json_object_set_new(json, "conditions", mc_trial_conditions_to_json(&event->conditions));
		break;
	case MC_EXAM_EVENT_DISCARD:
		json_object_set_new(json, "stimulus", mc_stimulus_to_json(&event->stimulus));
		json_object_set_new(json, "discard", json_string(mc_discard_name(event->discard)));
		if (event->has_conditions)
			json_object_set_new(
			    json, "conditions", mc_trial_conditions_to_json(&event->conditions));
		break;
	case MC_EXAM_EVENT_ACKNOWLEDGE: break;
	case MC_EXAM_EVENT_STOP:
		json_object_set_new(json, "stop", json_string(mc_reason_name(event->stop)));
		break;
	}
	return json;
}

static int
event_from_name(const char *name)
{
	return mc_words_find(&mc_words_event, name);
}

static int
reason_from_name(const char *name)
{
	return mc_words_find(&mc_words_reason, name);
}

static void
read_stimulus(McFields *fields, McExamEvent *event)
{
	GError *error = NULL;

	if (!mc_stimulus_from_json(mc_fields_object(fields, "stimulus"), &event->stimulus, &error))
		mc_fields_take_error(fields, "stimulus", error);
}

static void
read_conditions(McFields *fields, McExamEvent *event)
{
	GError *error = NULL;

	if (!mc_trial_conditions_from_json(
	        mc_fields_object(fields, "conditions"), &event->conditions, &error))
		mc_fields_take_error(fields, "conditions", error);
}

static void
read_answered(McFields *fields, McExamEvent *event)
{
	GError *error = NULL;

	read_stimulus(fields, event);
	if (!mc_answer_from_json(mc_fields_object(fields, "answer"), &event->answer, &error))
		mc_fields_take_error(fields, "answer", g_steal_pointer(&error));
	read_conditions(fields, event);
}

static void
read_discarded(McFields *fields, McExamEvent *event)
{
	read_stimulus(fields, event);
	event->discard = (McDiscard)mc_fields_word(fields, "discard", mc_discard_from_name);
	event->has_conditions = mc_fields_has(fields, "conditions");
	if (event->has_conditions)
		read_conditions(fields, event);
}

gboolean
mc_exam_event_from_json(const json_t *json, McExamEvent *event, GError **error)
{
	McFields fields;

	memset(event, 0, sizeof *event);
	mc_fields_begin(&fields, json, "event");
	event->kind = (McExamEventKind)mc_fields_word(&fields, "event", event_from_name);
	event->at_us = mc_fields_int64(&fields, "at_us", -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
	if (!mc_fields_good(&fields))
		return mc_fields_end(&fields, error);
	switch (event->kind) {
	case MC_EXAM_EVENT_ANSWER: read_answered(&fields, event); break;
	case MC_EXAM_EVENT_DISCARD: read_discarded(&fields, event); break;
	case MC_EXAM_EVENT_ACKNOWLEDGE: break;
	case MC_EXAM_EVENT_STOP:
		event->stop = (McReason)(1u << mc_fields_word(&fields, "stop", reason_from_name));
		break;
	}
	return mc_fields_end(&fields, error);
}
