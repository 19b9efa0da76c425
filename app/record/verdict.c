#include "app/record/verdict.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/transcript/transcript.h"
#include <string.h>

static const char *const requirement_names[] = {
    [MC_REQUIREMENT_AGE] = "age",
    [MC_REQUIREMENT_DECLARATION] = "declaration",
    [MC_REQUIREMENT_VISION_LEFT] = "vision-left",
    [MC_REQUIREMENT_VISION_RIGHT] = "vision-right",
    [MC_REQUIREMENT_HEARING_LEFT] = "hearing-left",
    [MC_REQUIREMENT_HEARING_RIGHT] = "hearing-right",
    [MC_REQUIREMENT_HEARING_SIDE] = "hearing-side",
    [MC_REQUIREMENT_COLOUR] = "colour",
    [MC_REQUIREMENT_STATURE] = "stature",
    [MC_REQUIREMENT_UPPER_LIMBS] = "upper-limbs",
    [MC_REQUIREMENT_LOWER_LIMBS] = "lower-limbs",
    [MC_REQUIREMENT_TRUNK_NECK] = "trunk-neck",
    [MC_REQUIREMENT_MEMORY_TEST] = "memory-test",
    [MC_REQUIREMENT_SPECIAL_INSTITUTION] = "special-institution",
};
G_STATIC_ASSERT(G_N_ELEMENTS(requirement_names) == MC_REQUIREMENTS);
static const McWords requirement_words = {requirement_names, MC_REQUIREMENTS};

static const char *const basis_names[] = {
    [MC_BASIS_MEASURED] = "measured",
    [MC_BASIS_DECLARED] = "declared",
    [MC_BASIS_DOCUMENT] = "document",
    [MC_BASIS_ELSEWHERE] = "elsewhere",
    [MC_BASIS_EVIDENCE] = "evidence",
    [MC_BASIS_NOT_REQUIRED] = "not-required",
};
static const McWords basis_words = {basis_names, G_N_ELEMENTS(basis_names)};

const char *
mc_requirement_name(McRequirement requirement)
{
	return mc_words_name(&requirement_words, requirement);
}

const char *
mc_basis_name(McDecisionBasis basis)
{
	return mc_words_name(&basis_words, basis);
}

static int
requirement_from_name(const char *name)
{
	return mc_words_find(&requirement_words, name);
}

static int
basis_from_name(const char *name)
{
	return mc_words_find(&basis_words, name);
}

json_t *
mc_classes_to_json(guint32 classes)
{
	json_t *array = json_array();

	for (guint i = 0; i < MC_CLASSES; i++)
		if (classes & 1u << i)
			json_array_append_new(array, json_string(mc_licence_class_code((McLicenceClass)i)));
	return array;
}

static int
class_of(const json_t *code)
{
	return json_is_string(code) ? mc_licence_class_from_code(json_string_value(code)) : -1;
}

gboolean
mc_classes_from_json(const json_t *json, guint32 *classes, GError **error)
{
	guint32 bits = 0;
	int last = -1;

	for (gsize i = 0; i < json_array_size(json); i++) {
		int found = class_of(json_array_get(json, i));

		if (found < 0 || found <= last) {
			g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT,
			    "classes[%zu]: unknown, repeated or out of order", i);
			return FALSE;
		}
		bits |= 1u << found;
		last = found;
	}
	if (!json_is_array(json)) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "classes: an array is needed");
		return FALSE;
	}
	*classes = bits;
	return TRUE;
}

static json_t *
requirement_to_json(const McRequirementVerdict *verdict)
{
	json_t *json = json_object();

	json_object_set_new(
	    json, "requirement", json_string(mc_requirement_name(verdict->requirement)));
	json_object_set_new(json, "outcome", json_string(mc_outcome_name(verdict->outcome)));
	json_object_set_new(json, "basis", json_string(mc_basis_name(verdict->basis)));
	json_object_set_new(json, "reasons", mc_reasons_to_json(verdict->reasons));
	json_object_set_new(json, "rule_id", json_string(verdict->rule_id));
	return json;
}

static gboolean
requirement_from_json(const json_t *json, McRequirementVerdict *verdict, GError **error)
{
	McFields fields;
	const json_t *reasons = NULL;
	GError *nested = NULL;

	mc_fields_begin(&fields, json, "requirement");
	verdict->requirement =
	    (McRequirement)mc_fields_word(&fields, "requirement", requirement_from_name);
	verdict->outcome = (McOutcome)mc_fields_word(&fields, "outcome", mc_outcome_from_name);
	verdict->basis = (McDecisionBasis)mc_fields_word(&fields, "basis", basis_from_name);
	reasons = mc_fields_array(&fields, "reasons", MC_REASON_COUNT);
	if (reasons != NULL && !mc_reasons_from_json(reasons, &verdict->reasons, &nested))
		mc_fields_take_error(&fields, "reasons", nested);
	mc_fields_text(&fields, "rule_id", verdict->rule_id, sizeof verdict->rule_id);
	return mc_fields_end(&fields, error);
}

json_t *
mc_class_verdict_to_json(const McClassVerdict *verdict)
{
	json_t *json = json_object();
	json_t *requirements = json_array();

	for (gint32 i = 0; i < CLAMP(verdict->requirements, 0, MC_REQUIREMENTS); i++)
		json_array_append_new(requirements, requirement_to_json(&verdict->requirement[i]));
	json_object_set_new(json, "class", json_string(mc_licence_class_code(verdict->licence_class)));
	json_object_set_new(json, "outcome", json_string(mc_outcome_name(verdict->outcome)));
	json_object_set_new(json, "outcome_here", json_string(mc_outcome_name(verdict->outcome_here)));
	json_object_set_new(json, "restriction_glasses", json_boolean(verdict->restriction_glasses));
	json_object_set_new(
	    json, "restriction_hearing_aid", json_boolean(verdict->restriction_hearing_aid));
	json_object_set_new(json, "requirements", requirements);
	return json;
}

gboolean
mc_class_verdict_from_json(const json_t *json, McClassVerdict *verdict, GError **error)
{
	McFields fields;
	const json_t *requirements = NULL;

	memset(verdict, 0, sizeof *verdict);
	mc_fields_begin(&fields, json, "verdict");
	verdict->licence_class =
	    (McLicenceClass)mc_fields_word(&fields, "class", mc_licence_class_from_code);
	verdict->outcome = (McOutcome)mc_fields_word(&fields, "outcome", mc_outcome_from_name);
	verdict->outcome_here =
	    (McOutcome)mc_fields_word(&fields, "outcome_here", mc_outcome_from_name);
	verdict->restriction_glasses = mc_fields_bool(&fields, "restriction_glasses");
	verdict->restriction_hearing_aid = mc_fields_bool(&fields, "restriction_hearing_aid");
	requirements = mc_fields_array(&fields, "requirements", MC_REQUIREMENTS);
	verdict->requirements = (gint32)json_array_size(requirements);
	for (gint32 i = 0; i < verdict->requirements && mc_fields_good(&fields); i++) {
		GError *nested = NULL;

		if (!requirement_from_json(
		        json_array_get(requirements, (gsize)i), &verdict->requirement[i], &nested))
			mc_fields_take_error(&fields, "requirements", nested);
	}
	return mc_fields_end(&fields, error);
}
