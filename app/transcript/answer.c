#include "app/transcript/body.h"
#include "app/transcript/colour.h"
#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape optotype_shape[] = {
    MC_SHAPE(McOptotypeAnswer, cannot_see, MC_SHAPE_C_BOOL),
    MC_SHAPE_ENUM(McOptotypeAnswer, direction, &mc_words_direction),
    MC_SHAPE(McOptotypeAnswer, reaction_us, MC_SHAPE_INT64),
};

static json_t *
presses_to_json(const McPressAnswer *answer)
{
	json_t *array = json_array();

	for (gint32 i = 0; i < CLAMP(answer->count, 0, MC_PRESSES_MAX); i++) {
		json_t *press = json_object();

		json_object_set_new(press, "at_us", json_integer(answer->press[i].at_us));
		json_object_set_new(press, "key", json_string(mc_side_name(answer->press[i].key)));
		json_array_append_new(array, press);
	}
	return array;
}

static int
side_from_name(const char *name)
{
	return mc_words_find(&mc_words_side, name);
}

static gboolean
read_press(const json_t *json, McPressAnswer *answer, gsize i, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "press");
	answer->press[i].at_us =
	    mc_fields_int64(&fields, "at_us", -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
	answer->press[i].key = (McEar)mc_fields_word(&fields, "key", side_from_name);
	return mc_fields_end(&fields, error);
}

static void
read_presses(McFields *fields, McPressAnswer *answer)
{
	const json_t *array = mc_fields_array(fields, "presses", MC_PRESSES_MAX);

	answer->count = (gint32)json_array_size(array);
	for (gsize i = 0; i < json_array_size(array); i++) {
		GError *error = NULL;

		if (!read_press(json_array_get(array, i), answer, i, &error))
			mc_fields_take_error(fields, "presses", error);
	}
}

json_t *
mc_answer_to_json(const McAnswer *answer)
{
	json_t *json = json_object();

	json_object_set_new(json, "kind", json_string(mc_exam_kind_name(answer->kind)));
	json_object_set_new(json, "trial", json_integer(answer->trial));
	switch (answer->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_write(json, optotype_shape, G_N_ELEMENTS(optotype_shape), &answer->as.optotype);
		break;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE:
		json_object_set_new(json, "presses", presses_to_json(&answer->as.press));
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_answer_write(json, answer); break;
	case MC_EXAM_COLOUR: mc_colour_answer_write(json, &answer->as.colour); break;
	}
	return json;
}

gboolean
mc_answer_from_json(const json_t *json, McAnswer *answer, GError **error)
{
	McFields fields;

	memset(answer, 0, sizeof *answer);
	mc_fields_begin(&fields, json, "answer");
	answer->kind = (McExamKind)mc_fields_word(&fields, "kind", mc_exam_kind_from_name);
	answer->trial = mc_fields_int32(&fields, "trial", 0, G_MAXINT32);
	switch (answer->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_read(&fields, optotype_shape, G_N_ELEMENTS(optotype_shape), &answer->as.optotype);
		break;
	case MC_EXAM_HEARING:
	case MC_EXAM_SIDE: read_presses(&fields, &answer->as.press); break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_answer_read(&fields, answer); break;
	case MC_EXAM_COLOUR: mc_colour_answer_read(&fields, &answer->as.colour); break;
	}
	return mc_fields_end(&fields, error);
}
