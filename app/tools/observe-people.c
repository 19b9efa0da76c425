#include "app/tools/observe-people.h"

#include "app/json/shape.h"
#include <math.h>
#include <string.h>

static const char *const gaze_names[] = {
    [MC_GAZE_LOOKS] = "looks",
    [MC_GAZE_GUESSES] = "guesses",
    [MC_GAZE_CONSTANT] = "constant",
    [MC_GAZE_GIVES_UP] = "gives-up",
    [MC_GAZE_PEEKS] = "peeks",
    [MC_GAZE_WILFUL] = "wilful",
};
static const McWords gaze_words = {gaze_names, G_N_ELEMENTS(gaze_names)};

static const char *const habit_names[] = {
    [MC_COLOUR_HABIT_READS] = "reads",
    [MC_COLOUR_HABIT_GUESSES] = "guesses",
    [MC_COLOUR_HABIT_CONSTANT] = "constant",
    [MC_COLOUR_HABIT_GIVES_UP] = "gives-up",
    [MC_COLOUR_HABIT_READS_CONTROLS] = "reads-controls",
};
static const McWords habit_words = {habit_names, G_N_ELEMENTS(habit_names)};

static const char *const model_names[MC_COLOUR_MODELS] = {
    [MC_COLOUR_MODEL_NORMAL] = "normal",
    [MC_COLOUR_MODEL_VIENOT_PROTAN] = "vienot-protan",
    [MC_COLOUR_MODEL_VIENOT_DEUTAN] = "vienot-deutan",
    [MC_COLOUR_MODEL_BRETTEL_PROTAN] = "brettel-protan",
    [MC_COLOUR_MODEL_BRETTEL_DEUTAN] = "brettel-deutan",
    [MC_COLOUR_MODEL_BRETTEL_TRITAN] = "brettel-tritan",
    [MC_COLOUR_MODEL_MACHADO_PROTAN_HALF] = "machado-protan-half",
    [MC_COLOUR_MODEL_MACHADO_DEUTAN_HALF] = "machado-deutan-half",
    [MC_COLOUR_MODEL_MACHADO_PROTAN] = "machado-protan",
    [MC_COLOUR_MODEL_MACHADO_DEUTAN] = "machado-deutan",
};
static const McWords model_words = {model_names, MC_COLOUR_MODELS};

static const char *const cones_names[] = {
    [MC_CONES_ALL] = "all",
    [MC_CONES_NO_LONG] = "no-long",
    [MC_CONES_NO_MIDDLE] = "no-middle",
    [MC_CONES_NO_SHORT] = "no-short",
};
static const McWords cones_words = {cones_names, G_N_ELEMENTS(cones_names)};

/* ---- numbers, which the product's own shapes do not have ---- */

typedef struct Real {
	const char *name;
	gsize offset;
	guint count; /* 1, or one for each side */
} Real;

#define REAL(type, member)                                                                         \
	{                                                                                              \
#member, offsetof(type, member), sizeof(((type *)NULL)->member) / sizeof(double)           \
	}

static const Real eyes_reals[] = {
    REAL(McEyes, threshold_milli),
    REAL(McEyes, slope),
    REAL(McEyes, lapse),
    REAL(McEyes, peeks),
    REAL(McEyes, noticed),
    REAL(McEyes, fatigue_milli),
    REAL(McEyes, drift_milli),
    REAL(McEyes, turns_at),
    REAL(McEyes, turns_milli),
    REAL(McEyes, reaction_ms),
};

static const Real ears_reals[] = {
    REAL(McEars, threshold_db_hl),
    REAL(McEars, steep_db_per_octave),
    REAL(McEars, spread_db),
    REAL(McEars, lapse),
    REAL(McEars, false_press),
    REAL(McEars, wrong_key),
    REAL(McEars, presses_per_s),
    REAL(McEars, interaural_db),
    REAL(McEars, shadow_db),
    REAL(McEars, aid_gain_db),
    REAL(McEars, used_to_db),
    REAL(McEars, quiet_before_other_s),
    REAL(McEars, fatigue_db),
    REAL(McEars, drift_db),
    REAL(McEars, feigns_db),
    REAL(McEars, rhythm_ms),
};

static const Real body_reals[] = {
    REAL(McBody, height_mm),
    REAL(McBody, spread_mm),
    REAL(McBody, shoes),
    REAL(McBody, movement_done),
    REAL(McBody, movement_hidden),
    REAL(McBody, reaction_ms),
    REAL(McBody, reaction_spread),
    REAL(McBody, choice_extra_ms),
    REAL(McBody, anticipates),
    REAL(McBody, wrong_key),
    REAL(McBody, misses),
    REAL(McBody, latency_ms),
    REAL(McBody, recalls),
};

static const Real colours_reals[] = {
    REAL(McColours, slip),
};

static const Real scenario_reals[] = {
    REAL(McScenario, even_threshold_milli),
    REAL(McScenario, even_threshold_db_hl),
    REAL(McScenario, hearing_age_years),
};

double
mc_observe_real(McFields *fields, const char *name, const json_t *json)
{
	double value = json_number_value(json);

	if (json_is_number(json) && isfinite(value) && fabs(value) <= 1e6)
		return value;
	mc_fields_refuse(fields, name, "a number is needed");
	return 0.0;
}

/* Members that are not named stay 0. */
static void
read_reals(McFields *fields, const Real *reals, gsize count, void *into)
{
	for (gsize i = 0; i < count; i++) {
		double *at = (double *)(void *)((char *)into + reals[i].offset);
		const json_t *json = NULL;

		if (!mc_fields_has(fields, reals[i].name))
			continue;
		json = mc_fields_any(fields, reals[i].name);
		if (reals[i].count == 1) {
			*at = mc_observe_real(fields, reals[i].name, json);
			continue;
		}
		if (json_array_size(json) != reals[i].count) {
			mc_fields_refuse(fields, reals[i].name, "left and right are needed");
			return;
		}
		for (guint k = 0; k < reals[i].count; k++)
			at[k] = mc_observe_real(fields, reals[i].name, json_array_get(json, k));
	}
}

/* ---- who ---- */

static int
gaze_from_name(const char *name)
{
	return mc_words_find(&gaze_words, name);
}

static int
side_from_name(const char *name)
{
	return strcmp(name, "left") == 0 ? MC_EAR_LEFT : strcmp(name, "right") == 0 ? MC_EAR_RIGHT : -1;
}

static void
read_eyes(McFields *fields, void *data)
{
	McEyes *eyes = data;

	read_reals(fields, eyes_reals, G_N_ELEMENTS(eyes_reals), eyes);
	if (mc_fields_has(fields, "gaze"))
		eyes->gaze = (McGaze)mc_fields_word(fields, "gaze", gaze_from_name);
}

static void
read_ears(McFields *fields, void *data)
{
	McScenario *scenario = data;
	McEars *ears = &scenario->person.ears;

	read_reals(fields, ears_reals, G_N_ELEMENTS(ears_reals), ears);
	if (mc_fields_has(fields, "other"))
		ears->other = (McEar)mc_fields_word(fields, "other", side_from_name);
	if (mc_fields_has(fields, "presses_either_key"))
		ears->presses_either_key = mc_fields_bool(fields, "presses_either_key");
	if (mc_fields_has(fields, "means_any_side"))
		ears->means_any_side = mc_fields_bool(fields, "means_any_side");
	if (mc_fields_has(fields, "without_masker"))
		ears->without_masker = mc_fields_bool(fields, "without_masker");
	if (mc_fields_has(fields, "goes_by_loudness"))
		ears->goes_by_loudness = mc_fields_bool(fields, "goes_by_loudness");
	if (mc_fields_has(fields, "interaural_spread_db"))
		scenario->interaural_spread_db = mc_observe_real(
		    fields, "interaural_spread_db", mc_fields_any(fields, "interaural_spread_db"));
}

static void
read_body(McFields *fields, void *data)
{
	read_reals(fields, body_reals, G_N_ELEMENTS(body_reals), data);
}

static int
habit_from_name(const char *name)
{
	return mc_words_find(&habit_words, name);
}

static int
model_from_name(const char *name)
{
	return mc_words_find(&model_words, name);
}

static int
cones_from_name(const char *name)
{
	return mc_words_find(&cones_words, name);
}

static int
screen_from_name(const char *name)
{
	for (int i = 0; i < MC_SPECTRAL_PANELS; i++)
		if (strcmp(mc_spectral_panels[i].name, name) == 0)
			return i;
	return -1;
}

/* By a model before an sRGB screen, or by cones before a named one. The plan's panel is measured as
 * that screen would be, or assumed to be sRGB. */
static void
read_colours(McFields *fields, void *data)
{
	McScenario *scenario = data;
	McColourPlan *plan = &scenario->plan.as.colour;
	McColours *colours = &scenario->person.colours;
	int model = 0, screen = 0, cones = 0, habit = MC_COLOUR_HABIT_READS;
	gboolean assumed = mc_fields_has(fields, "assumed") && mc_fields_bool(fields, "assumed");

	if (mc_fields_has(fields, "model"))
		model = mc_fields_word(fields, "model", model_from_name);
	else {
		screen = mc_fields_word(fields, "screen", screen_from_name);
		cones = mc_fields_word(fields, "cones", cones_from_name);
		scenario->spectral = mc_spectral_panels;
	}
	if (mc_fields_has(fields, "habit"))
		habit = mc_fields_word(fields, "habit", habit_from_name);
	if (scenario->plan.kind != MC_EXAM_COLOUR)
		mc_fields_refuse(fields, "slip", "the exam is no colour exam");
	if (!mc_fields_good(fields))
		return;
	if (scenario->spectral != NULL) {
		scenario->spectral += screen;
		scenario->cones = (McCones)cones;
		plan->panel = mc_spectral_panel_measured(scenario->spectral);
	} else {
		mc_colours_from_model(colours, (McColourModel)model);
	}
	read_reals(fields, colours_reals, G_N_ELEMENTS(colours_reals), colours);
	colours->habit = (McColourHabit)habit;
	if (assumed)
		plan->panel = mc_panel_srgb;
	plan->panel.measured = !assumed;
	g_strlcpy(plan->calibration, assumed ? "" : "simulated", sizeof plan->calibration);
	if (mc_exam_plan_problem(&scenario->plan).reason != NULL)
		mc_fields_refuse(fields, "screen", mc_exam_plan_problem(&scenario->plan).reason);
}

static void
read_refraction(McFields *fields, void *data)
{
	McRefraction *refraction = data;

	refraction->error_d = mc_observe_real(fields, "error_d", mc_fields_any(fields, "error_d"));
	refraction->age_years =
	    mc_observe_real(fields, "age_years", mc_fields_any(fields, "age_years"));
	refraction->glasses = mc_fields_bool(fields, "glasses");
	if (mc_fields_has(fields, "looks_at_d"))
		refraction->looks_at_d =
		    mc_observe_real(fields, "looks_at_d", mc_fields_any(fields, "looks_at_d"));
}

void
mc_observe_object(McFields *outer, const char *name, void (*read)(McFields *, void *), void *into)
{
	McFields fields;
	GError *error = NULL;

	if (!mc_fields_has(outer, name))
		return;
	mc_fields_begin(&fields, mc_fields_object(outer, name), name);
	read(&fields, into);
	if (!mc_fields_end(&fields, &error))
		mc_fields_take_error(outer, name, error);
}

void
mc_observe_person(McFields *fields, void *data)
{
	McScenario *scenario = data;

	mc_observe_object(fields, "eyes", read_eyes, &scenario->person.eyes);
	mc_observe_object(fields, "ears", read_ears, scenario);
	mc_observe_object(fields, "body", read_body, &scenario->person.body);
	read_reals(fields, scenario_reals, G_N_ELEMENTS(scenario_reals), scenario);
	mc_observe_object(fields, "colours", read_colours, scenario);
	scenario->by_age = mc_fields_has(fields, "refraction");
	mc_observe_object(fields, "refraction", read_refraction, &scenario->refraction);
}
