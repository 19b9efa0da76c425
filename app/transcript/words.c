#include "app/transcript/words.h"

#include "app/base/error.h"
#include "app/transcript/transcript.h"

#define WORDS(name, ...)                                                                           \
	static const char *const name##_names[] = {__VA_ARGS__};                                       \
	const McWords mc_words_##name = {name##_names, G_N_ELEMENTS(name##_names)}

WORDS(exam_kind, [MC_EXAM_ACUITY] = "acuity", [MC_EXAM_HEARING] = "hearing",
    [MC_EXAM_SIDE] = "side", [MC_EXAM_STATURE] = "stature", [MC_EXAM_LIMBS] = "limbs",
    [MC_EXAM_REACTION] = "reaction", [MC_EXAM_COLOUR] = "colour");
WORDS(colour_show, [MC_COLOUR_CONTROL] = "control", [MC_COLOUR_PROTAN] = "protan",
    [MC_COLOUR_DEUTAN] = "deutan", [MC_COLOUR_TRITAN] = "tritan", [MC_COLOUR_SIGNAL] = "signal");
WORDS(signal, [MC_SIGNAL_RED] = "red", [MC_SIGNAL_YELLOW] = "yellow", [MC_SIGNAL_GREEN] = "green");
WORDS(outcome, [MC_OUTCOME_NOT_DETERMINED] = "not-determined", [MC_OUTCOME_PASS] = "pass",
    [MC_OUTCOME_FAIL] = "fail", [MC_OUTCOME_REFER] = "refer");
WORDS(discard, [MC_DISCARD_DEVICE_LOST] = "device-lost", [MC_DISCARD_NOISE] = "noise",
    [MC_DISCARD_POSITION] = "position", [MC_DISCARD_INTERRUPTED] = "interrupted",
    [MC_DISCARD_NO_ANSWER] = "no-answer", [MC_DISCARD_MOVING] = "moving",
    [MC_DISCARD_DISTANCE] = "distance", [MC_DISCARD_OCCLUSION] = "occlusion",
    [MC_DISCARD_ABSENT] = "absent", [MC_DISCARD_LUMINANCE] = "luminance");
WORDS(side, [MC_EYE_LEFT] = "left", [MC_EYE_RIGHT] = "right");
WORDS(direction, [MC_DIRECTION_RIGHT] = "right", [MC_DIRECTION_UP] = "up",
    [MC_DIRECTION_LEFT] = "left", [MC_DIRECTION_DOWN] = "down",
    [MC_DIRECTION_UP_RIGHT] = "up-right", [MC_DIRECTION_UP_LEFT] = "up-left",
    [MC_DIRECTION_DOWN_LEFT] = "down-left", [MC_DIRECTION_DOWN_RIGHT] = "down-right");
WORDS(optotype, [MC_OPTOTYPE_TUMBLING_E] = "tumbling-e", [MC_OPTOTYPE_LANDOLT_C] = "landolt-c");
WORDS(correction, [MC_CORRECTION_NAKED] = "naked", [MC_CORRECTION_GLASSES] = "glasses");
WORDS(bound, [MC_BOUND_EXACT] = "exact", [MC_BOUND_AT_LEAST] = "at-least",
    [MC_BOUND_AT_MOST] = "at-most");
WORDS(event, [MC_EXAM_EVENT_ANSWER] = "answer", [MC_EXAM_EVENT_DISCARD] = "discard",
    [MC_EXAM_EVENT_ACKNOWLEDGE] = "acknowledge", [MC_EXAM_EVENT_STOP] = "stop");
WORDS(movement, [MC_MOVEMENT_NECK_TURN_LEFT] = "neck-turn-left",
    [MC_MOVEMENT_NECK_TURN_RIGHT] = "neck-turn-right", [MC_MOVEMENT_NECK_BEND] = "neck-bend",
    [MC_MOVEMENT_TRUNK_BEND] = "trunk-bend", [MC_MOVEMENT_ARM_RAISE_LEFT] = "arm-raise-left",
    [MC_MOVEMENT_ARM_RAISE_RIGHT] = "arm-raise-right",
    [MC_MOVEMENT_HAND_OPEN_LEFT] = "hand-open-left",
    [MC_MOVEMENT_HAND_OPEN_RIGHT] = "hand-open-right",
    [MC_MOVEMENT_LEG_LIFT_LEFT] = "leg-lift-left", [MC_MOVEMENT_LEG_LIFT_RIGHT] = "leg-lift-right",
    [MC_MOVEMENT_FOOT_PRESS_LEFT] = "foot-press-left",
    [MC_MOVEMENT_FOOT_PRESS_RIGHT] = "foot-press-right", [MC_MOVEMENT_SQUAT] = "squat");
WORDS(seen, [MC_MOVEMENT_NOT_ASKED] = "not-asked", [MC_MOVEMENT_DONE] = "done",
    [MC_MOVEMENT_NOT_DONE] = "not-done", [MC_MOVEMENT_COULD_NOT_SEE] = "could-not-see");
WORDS(task, [MC_REACTION_SIMPLE] = "simple", [MC_REACTION_CHOICE] = "choice",
    [MC_REACTION_MEMORY] = "memory", [MC_REACTION_JUDGEMENT] = "judgement");
/* In the order of the bits. */
WORDS(reason, "borderline", "device-lost", "noise", "unreliable", "stopped", "not-understood",
    "uncalibrated", "no-device", "time-out", "position", "too-near", "re-instructed", "continued",
    "no-agreement", "for-doctor", "unscored", "panel-assumed", "signals", "colour-weak",
    "no-loudspeaker", "by-loudspeaker", "latency-unknown", "luminance", "not-shown");
WORDS(procedure, [MC_THRESHOLD_ASHA] = "asha", [MC_THRESHOLD_ISO] = "iso",
    [MC_THRESHOLD_ISO_SHORT] = "iso-short", [MC_THRESHOLD_BAYES] = "bayes");
WORDS(transducer, [MC_TRANSDUCER_SUPRA_AURAL] = "supra-aural", [MC_TRANSDUCER_TDH39] = "tdh39",
    [MC_TRANSDUCER_DT48] = "dt48", [MC_TRANSDUCER_HDA200] = "hda200",
    [MC_TRANSDUCER_ER3A_EAR] = "er3a-ear", [MC_TRANSDUCER_ER3A_2CC] = "er3a-2cc",
    [MC_TRANSDUCER_DD65V2] = "dd65v2", [MC_TRANSDUCER_LOUDSPEAKER] = "loudspeaker");
WORDS(concern, "false-alarms", "stray-answers", "impossible-times", "easy-missed", "repeats-apart",
    "one-sided", "below-chance", "hasty");

G_STATIC_ASSERT(G_N_ELEMENTS(procedure_names) == MC_THRESHOLD_PROCEDURES);
G_STATIC_ASSERT(G_N_ELEMENTS(transducer_names) == MC_TRANSDUCERS);
G_STATIC_ASSERT(G_N_ELEMENTS(discard_names) == MC_DISCARDS);
G_STATIC_ASSERT(G_N_ELEMENTS(concern_names) == MC_CONCERN_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(reason_names) == MC_REASON_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(exam_kind_names) == MC_EXAM_KINDS);
G_STATIC_ASSERT(G_N_ELEMENTS(movement_names) == MC_MOVEMENTS);
G_STATIC_ASSERT(G_N_ELEMENTS(task_names) == MC_REACTION_TASKS);
G_STATIC_ASSERT((int)MC_EYE_LEFT == (int)MC_REACTION_KEY_LEFT);
G_STATIC_ASSERT((int)MC_EYE_LEFT == (int)MC_EAR_LEFT && (int)MC_EYE_RIGHT == (int)MC_EAR_RIGHT);
G_STATIC_ASSERT(sizeof(McExamKind) == sizeof(gint32));

const char *
mc_exam_kind_name(McExamKind kind)
{
	return mc_words_name(&mc_words_exam_kind, kind);
}

int
mc_exam_kind_from_name(const char *name)
{
	return mc_words_find(&mc_words_exam_kind, name);
}

const char *
mc_outcome_name(McOutcome outcome)
{
	return mc_words_name(&mc_words_outcome, outcome);
}

int
mc_outcome_from_name(const char *name)
{
	return mc_words_find(&mc_words_outcome, name);
}

const char *
mc_discard_name(McDiscard discard)
{
	return mc_words_name(&mc_words_discard, discard);
}

int
mc_discard_from_name(const char *name)
{
	return mc_words_find(&mc_words_discard, name);
}

const char *
mc_correction_name(McCorrection correction)
{
	return mc_words_name(&mc_words_correction, correction);
}

int
mc_correction_from_name(const char *name)
{
	return mc_words_find(&mc_words_correction, name);
}

const char *
mc_optotype_name(McOptotype optotype)
{
	return mc_words_name(&mc_words_optotype, optotype);
}

int
mc_optotype_from_name(const char *name)
{
	return mc_words_find(&mc_words_optotype, name);
}

const char *
mc_side_name(guint eye_or_ear)
{
	return mc_words_name(&mc_words_side, eye_or_ear);
}

const char *
mc_colour_show_name(McColourShow show)
{
	return mc_words_name(&mc_words_colour_show, show);
}

const char *
mc_signal_name(McSignal signal)
{
	return mc_words_name(&mc_words_signal, signal);
}

const char *
mc_direction_name(McDirection direction)
{
	return mc_words_name(&mc_words_direction, direction);
}

const char *
mc_movement_name(McMovement movement)
{
	return mc_words_name(&mc_words_movement, movement);
}

const char *
mc_movement_seen_name(McMovementSeen seen)
{
	return mc_words_name(&mc_words_seen, seen);
}

const char *
mc_reaction_task_name(McReactionTask task)
{
	return mc_words_name(&mc_words_task, task);
}

const char *
mc_reason_name(McReason single_bit)
{
	for (guint bit = 0; bit < MC_REASON_COUNT; bit++)
		if ((guint)single_bit == 1u << bit)
			return reason_names[bit];
	return NULL;
}

json_t *
mc_bits_to_json(const McWords *words, guint32 bits)
{
	json_t *array = json_array();

	for (guint bit = 0; bit < words->count; bit++)
		if (bits & 1u << bit)
			json_array_append_new(array, json_string(words->names[bit]));
	return array;
}

static int
bit_of(const McWords *words, const json_t *word)
{
	return json_is_string(word) ? mc_words_find(words, json_string_value(word)) : -1;
}

gboolean
mc_bits_from_json(const McWords *words, const json_t *json, guint32 *bits, GError **error)
{
	int last = -1;
	guint32 all = 0;

	for (gsize i = 0; i < json_array_size(json); i++) {
		int bit = bit_of(words, json_array_get(json, i));

		if (bit < 0 || bit <= last) {
			g_set_error(
			    error, MC_ERROR, MC_ERROR_BAD_INPUT, "[%zu]: unknown, repeated or out of order", i);
			return FALSE;
		}
		all |= 1u << bit;
		last = bit;
	}
	if (!json_is_array(json)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "an array is needed");
		return FALSE;
	}
	*bits = all;
	return TRUE;
}

json_t *
mc_reasons_to_json(guint32 reasons)
{
	return mc_bits_to_json(&mc_words_reason, reasons);
}

gboolean
mc_reasons_from_json(const json_t *json, guint32 *reasons, GError **error)
{
	return mc_bits_from_json(&mc_words_reason, json, reasons, error);
}
