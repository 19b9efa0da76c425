#include "app/tools/observe-file.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/transcript/transcript.h"
#include <math.h>
#include <string.h>

static const char *const measure_names[MC_MEASURES] = {
    [MC_MEASURE_PASS] = "pass",
    [MC_MEASURE_FAIL] = "fail",
    [MC_MEASURE_OPEN] = "open",
    [MC_MEASURE_UNRELIABLE] = "unreliable",
    [MC_MEASURE_RE_INSTRUCTED] = "re_instructed",
    [MC_MEASURE_TRIALS] = "trials",
    [MC_MEASURE_PRESENTED] = "presented",
    [MC_MEASURE_BIAS] = "bias",
    [MC_MEASURE_SD] = "sd",
};
static const McWords measure_words = {measure_names, MC_MEASURES};

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

static const char *const counted_names[] = {
    [MC_COUNTED_PEOPLE] = "people",
    [MC_COUNTED_PARTS] = "parts",
    [MC_COUNTED_LEFT] = "left",
    [MC_COUNTED_RIGHT] = "right",
};
static const McWords counted_words = {counted_names, G_N_ELEMENTS(counted_names)};

const char *
mc_measure_name(McMeasure measure)
{
	return mc_words_name(&measure_words, measure);
}

const char *
mc_measure_unit(const McScenario *scenario, McMeasure measure)
{
	switch (measure) {
	case MC_MEASURE_PASS:
	case MC_MEASURE_FAIL:
	case MC_MEASURE_OPEN:
	case MC_MEASURE_UNRELIABLE:
	case MC_MEASURE_RE_INSTRUCTED: return "1";
	case MC_MEASURE_TRIALS:
	case MC_MEASURE_PRESENTED: return "trials";
	case MC_MEASURE_BIAS:
	case MC_MEASURE_SD:
		return scenario->plan.kind == MC_EXAM_STATURE  ? "mm"
		       : scenario->plan.kind == MC_EXAM_ACUITY ? "milli-logMAR"
		                                               : "ms";
	}
	return "1";
}

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
    REAL(McEyes, reaction_ms),
};

static const Real ears_reals[] = {
    REAL(McEars, threshold_db_hl),
    REAL(McEars, spread_db),
    REAL(McEars, lapse),
    REAL(McEars, false_press),
    REAL(McEars, presses_per_s),
    REAL(McEars, interaural_db),
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
};

static double
real_of(McFields *fields, const char *name, const json_t *json)
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
			*at = real_of(fields, reals[i].name, json);
			continue;
		}
		if (json_array_size(json) != reals[i].count) {
			mc_fields_refuse(fields, reals[i].name, "left and right are needed");
			return;
		}
		for (guint k = 0; k < reals[i].count; k++)
			at[k] = real_of(fields, reals[i].name, json_array_get(json, k));
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
	if (mc_fields_has(fields, "interaural_spread_db"))
		scenario->interaural_spread_db =
		    real_of(fields, "interaural_spread_db", mc_fields_any(fields, "interaural_spread_db"));
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

/* By a model before an sRGB screen, or by cones before a named one; the plan's panel is measured
 * as that screen would be. */
static void
read_colours(McFields *fields, void *data)
{
	McScenario *scenario = data;
	McColourPlan *plan = &scenario->plan.as.colour;
	McColours *colours = &scenario->person.colours;
	int model = 0, screen = 0, cones = 0, habit = MC_COLOUR_HABIT_READS;

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
	plan->panel.measured = true;
	g_strlcpy(plan->calibration, "simulated", sizeof plan->calibration);
	if (mc_exam_plan_problem(&scenario->plan).reason != NULL)
		mc_fields_refuse(fields, "screen", mc_exam_plan_problem(&scenario->plan).reason);
}

static void
read_refraction(McFields *fields, void *data)
{
	McRefraction *refraction = data;

	refraction->error_d = real_of(fields, "error_d", mc_fields_any(fields, "error_d"));
	refraction->age_years = real_of(fields, "age_years", mc_fields_any(fields, "age_years"));
	refraction->glasses = mc_fields_bool(fields, "glasses");
}

static void
read_object(McFields *outer, const char *name, void (*read)(McFields *, void *), void *into)
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

static void
read_person(McFields *fields, void *data)
{
	McScenario *scenario = data;

	read_object(fields, "eyes", read_eyes, &scenario->person.eyes);
	read_object(fields, "ears", read_ears, scenario);
	read_object(fields, "body", read_body, &scenario->person.body);
	read_reals(fields, scenario_reals, G_N_ELEMENTS(scenario_reals), scenario);
	read_object(fields, "colours", read_colours, scenario);
	scenario->by_age = mc_fields_has(fields, "refraction");
	read_object(fields, "refraction", read_refraction, &scenario->refraction);
}

/* ---- what and how many ---- */

static int
counted_from_name(const char *name)
{
	return mc_words_find(&counted_words, name);
}

static int
measure_from_name(const char *name)
{
	return mc_words_find(&measure_words, name);
}

/* What is named differs from the exam's default plan. */
static void
read_plan(McFields *fields, McExamKind kind, McExamPlan *plan)
{
	json_auto_t *whole = NULL;
	GError *error = NULL;
	McPlanProblem problem;

	mc_exam_plan_default(plan, kind);
	whole = mc_exam_plan_to_json(plan);
	if (mc_fields_has(fields, "plan") &&
	    json_object_update(whole, (json_t *)mc_fields_object(fields, "plan")) != 0)
		mc_fields_refuse(fields, "plan", "an object is needed");
	if (!mc_exam_plan_from_json(whole, plan, &error)) {
		mc_fields_take_error(fields, "plan", error);
		return;
	}
	problem = mc_exam_plan_problem(plan);
	if (problem.reason != NULL)
		mc_fields_refuse(fields, "plan", problem.reason);
	else if (plan->kind != kind)
		mc_fields_refuse(fields, "plan", "of another kind");
}

static gboolean
read_bar(const json_t *json, McBar *bar, GError **error)
{
	McFields fields;
	const char *side = NULL;

	mc_fields_begin(&fields, json, "bar");
	bar->measure = (McMeasure)mc_fields_word(&fields, "of", measure_from_name);
	bar->at_least = mc_fields_has(&fields, "at_least");
	side = bar->at_least ? "at_least" : "at_most";
	bar->limit = real_of(&fields, side, mc_fields_any(&fields, side));
	return mc_fields_end(&fields, error);
}

static void
read_bars(McFields *fields, McScenario *scenario)
{
	const json_t *array = mc_fields_array(fields, "bars", MC_BARS_MAX);

	for (gsize i = 0; i < json_array_size(array) && mc_fields_good(fields); i++) {
		GError *error = NULL;

		if (!read_bar(json_array_get(array, i), &scenario->bar[scenario->bars++], &error))
			mc_fields_take_error(fields, "bars", error);
	}
}

static gboolean
read_scenario(const json_t *json, McScenario *scenario, GError **error)
{
	McFields fields;
	McExamKind kind;

	memset(scenario, 0, sizeof *scenario);
	mc_fields_begin(&fields, json, "scenario");
	mc_fields_text(&fields, "name", scenario->name, sizeof scenario->name);
	mc_fields_string(&fields, "says", 1000);
	kind = (McExamKind)mc_fields_word(&fields, "exam", mc_exam_kind_from_name);
	read_plan(&fields, kind, &scenario->plan);
	read_object(&fields, "person", read_person, scenario);
	scenario->counted = (McCounted)mc_fields_word(&fields, "counted", counted_from_name);
	if (mc_fields_has(&fields, "cut"))
		scenario->cut = mc_fields_int32(&fields, "cut", 0, MC_ACUITY_CUTS_MAX - 1);
	scenario->runs = mc_fields_int32(&fields, "runs", 50, 1000000);
	scenario->seed = (guint64)mc_fields_int64(&fields, "seed", 0, G_MAXUINT32);
	read_bars(&fields, scenario);
	return mc_fields_end(&fields, error);
}

/* A case is the file's object with its own members laid over; its name is put after the file's. */
static json_t *
make_case(const json_t *file, const json_t *one, gsize number)
{
	json_t *whole = json_deep_copy(file);
	const char *name = json_string_value(json_object_get(one, "name"));
	g_autofree char *full =
	    g_strdup_printf("%s %s", json_string_value(json_object_get(file, "name")), name);

	json_object_del(whole, "cases");
	json_object_update_recursive(whole, (json_t *)one);
	json_object_set_new(whole, "name", name != NULL ? json_string(full) : json_null());
	if (json_object_get(one, "seed") == NULL)
		json_object_set_new(whole, "seed",
		    json_integer(json_integer_value(json_object_get(file, "seed")) + (json_int_t)number));
	return whole;
}

static gboolean
add(const json_t *json, GArray *scenarios, GError **error)
{
	McScenario scenario;

	if (!read_scenario(json, &scenario, error))
		return FALSE;
	g_array_append_val(scenarios, scenario);
	return TRUE;
}

gboolean
mc_observe_json_read(const json_t *json, GArray *scenarios, GError **error)
{
	const json_t *cases = json_object_get(json, "cases");
	guint before = scenarios->len;
	gboolean good = TRUE;

	if (cases == NULL)
		good = add(json, scenarios, error);
	for (gsize i = 0; i < json_array_size(cases) && good; i++) {
		json_auto_t *one = make_case(json, json_array_get(cases, i), i);

		good = add(one, scenarios, error);
	}
	if (good && scenarios->len == before) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "cases: there are none");
		good = FALSE;
	}
	if (!good)
		g_array_set_size(scenarios, before);
	return good;
}

gboolean
mc_observe_file_read(const char *path, GArray *scenarios, GError **error)
{
	json_error_t where = {0};
	json_auto_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &where);

	if (json == NULL) {
		g_set_error(
		    error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: line %d: %s", path, where.line, where.text);
		return FALSE;
	}
	if (mc_observe_json_read(json, scenarios, error))
		return TRUE;
	g_prefix_error(error, "%s: ", path);
	return FALSE;
}
