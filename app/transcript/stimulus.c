#include "app/transcript/body.h"
#include "app/transcript/colour.h"
#include "app/transcript/transcript.h"
#include "app/transcript/words.h"

#include <string.h>

static const McShape optotype_shape[] = {
    MC_SHAPE_ENUM(McOptotypeStimulus, eye, &mc_words_side),
    MC_SHAPE_ENUM(McOptotypeStimulus, optotype, &mc_words_optotype),
    MC_SHAPE_ENUM(McOptotypeStimulus, direction, &mc_words_direction),
    MC_SHAPE(McOptotypeStimulus, size_milli_log_mar, MC_SHAPE_INT32),
    MC_SHAPE(McOptotypeStimulus, easy, MC_SHAPE_C_BOOL),
};

static const McShape tone_shape[] = {
    MC_SHAPE_ENUM(McToneStimulus, ear, &mc_words_side),
    MC_SHAPE(McToneStimulus, by_loudspeaker, MC_SHAPE_C_BOOL),
    MC_SHAPE(McToneStimulus, frequency_hz, MC_SHAPE_INT32),
    MC_SHAPE(McToneStimulus, level_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McToneStimulus, masking_deci_db, MC_SHAPE_INT32_OR_OFF),
    MC_SHAPE(McToneStimulus, silent, MC_SHAPE_C_BOOL),
    MC_SHAPE(McToneStimulus, gap_ms, MC_SHAPE_INT32),
    MC_SHAPE(McToneStimulus, duration_ms, MC_SHAPE_INT32),
    MC_SHAPE(McToneStimulus, window_ms, MC_SHAPE_INT32),
};

static const McShape side_shape[] = {
    MC_SHAPE(McSideStimulus, silent, MC_SHAPE_C_BOOL),
    MC_SHAPE_ENUM(McSideStimulus, side, &mc_words_side),
    MC_SHAPE(McSideStimulus, by_loudspeaker, MC_SHAPE_C_BOOL),
    MC_SHAPE(McSideStimulus, frequency_hz, MC_SHAPE_INT32),
    MC_SHAPE(McSideStimulus, level_deci_db_hl, MC_SHAPE_INT32),
    MC_SHAPE(McSideStimulus, masking_deci_db, MC_SHAPE_INT32_OR_OFF),
    MC_SHAPE(McSideStimulus, gap_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSideStimulus, duration_ms, MC_SHAPE_INT32),
    MC_SHAPE(McSideStimulus, window_ms, MC_SHAPE_INT32),
};

json_t *
mc_stimulus_to_json(const McStimulus *stimulus)
{
	json_t *json = json_object();

	json_object_set_new(json, "kind", json_string(mc_exam_kind_name(stimulus->kind)));
	json_object_set_new(json, "trial", json_integer(stimulus->trial));
	json_object_set_new(json, "attempt", json_integer(stimulus->attempt));
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_write(json, optotype_shape, G_N_ELEMENTS(optotype_shape), &stimulus->as.optotype);
		break;
	case MC_EXAM_HEARING:
		mc_shape_write(json, tone_shape, G_N_ELEMENTS(tone_shape), &stimulus->as.tone);
		break;
	case MC_EXAM_SIDE:
		mc_shape_write(json, side_shape, G_N_ELEMENTS(side_shape), &stimulus->as.side);
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_stimulus_write(json, stimulus); break;
	case MC_EXAM_COLOUR: mc_colour_stimulus_write(json, &stimulus->as.colour); break;
	}
	return json;
}

gboolean
mc_stimulus_from_json(const json_t *json, McStimulus *stimulus, GError **error)
{
	McFields fields;

	memset(stimulus, 0, sizeof *stimulus);
	mc_fields_begin(&fields, json, "stimulus");
	stimulus->kind = (McExamKind)mc_fields_word(&fields, "kind", mc_exam_kind_from_name);
	stimulus->trial = mc_fields_int32(&fields, "trial", 0, G_MAXINT32);
	stimulus->attempt = mc_fields_int32(&fields, "attempt", 1, G_MAXINT32);
	switch (stimulus->kind) {
	case MC_EXAM_ACUITY:
		mc_shape_read(
		    &fields, optotype_shape, G_N_ELEMENTS(optotype_shape), &stimulus->as.optotype);
		break;
	case MC_EXAM_HEARING:
		mc_shape_read(&fields, tone_shape, G_N_ELEMENTS(tone_shape), &stimulus->as.tone);
		break;
	case MC_EXAM_SIDE:
		mc_shape_read(&fields, side_shape, G_N_ELEMENTS(side_shape), &stimulus->as.side);
		break;
	case MC_EXAM_STATURE:
	case MC_EXAM_LIMBS:
	case MC_EXAM_REACTION: mc_body_stimulus_read(&fields, stimulus); break;
	case MC_EXAM_COLOUR: mc_colour_stimulus_read(&fields, &stimulus->as.colour); break;
	}
	return mc_fields_end(&fields, error);
}
