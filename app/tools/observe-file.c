#include "app/tools/observe-file.h"

#include "app/base/error.h"
#include "app/json/shape.h"
#include "app/tools/observe-people.h"
#include "app/transcript/transcript.h"
#include <string.h>

static const char *const measure_names[MC_MEASURES] = {
    [MC_MEASURE_PASS] = "pass",
    [MC_MEASURE_FAIL] = "fail",
    [MC_MEASURE_OPEN] = "open",
    [MC_MEASURE_UNRELIABLE] = "unreliable",
    [MC_MEASURE_RE_INSTRUCTED] = "re_instructed",
    [MC_MEASURE_APART] = "apart",
    [MC_MEASURE_FLAGGED] = "flagged",
    [MC_MEASURE_TRIALS] = "trials",
    [MC_MEASURE_PRESENTED] = "presented",
    [MC_MEASURE_BIAS] = "bias",
    [MC_MEASURE_SD] = "sd",
    [MC_MEASURE_FAR] = "far",
    [MC_MEASURE_HELD] = "held",
};
static const McWords measure_words = {measure_names, MC_MEASURES};

static const char *const counted_names[] = {
    [MC_COUNTED_PEOPLE] = "people",
    [MC_COUNTED_PARTS] = "parts",
    [MC_COUNTED_LEFT] = "left",
    [MC_COUNTED_RIGHT] = "right",
    [MC_COUNTED_THRESHOLD] = "threshold",
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
	case MC_MEASURE_RE_INSTRUCTED:
	case MC_MEASURE_APART:
	case MC_MEASURE_FLAGGED:
	case MC_MEASURE_FAR:
	case MC_MEASURE_HELD: return "1";
	case MC_MEASURE_TRIALS:
	case MC_MEASURE_PRESENTED: return "trials";
	case MC_MEASURE_BIAS:
	case MC_MEASURE_SD:
		return scenario->plan.kind == MC_EXAM_STATURE   ? "mm"
		       : scenario->plan.kind == MC_EXAM_ACUITY  ? "milli-logMAR"
		       : scenario->plan.kind == MC_EXAM_HEARING ? "dB"
		                                                : "ms";
	}
	return "1";
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
	bar->limit = mc_observe_real(&fields, side, mc_fields_any(&fields, side));
	return mc_fields_end(&fields, error);
}

static void
read_bars(McFields *fields, McScenario *scenario)
{
	const json_t *array = mc_fields_array(fields, "bars", MC_BARS_MAX);

	for (gsize i = 0; i < json_array_size(array) && mc_fields_good(fields); i++) {
		GError *error = NULL;

		McBar *bar = &scenario->bar[scenario->bars++];

		if (!read_bar(json_array_get(array, i), bar, &error))
			mc_fields_take_error(fields, "bars", error);
		else if (!mc_scenario_has(scenario, bar->measure))
			mc_fields_refuse(fields, "bars", "there is no such measure of this scenario");
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
	mc_observe_object(&fields, "person", mc_observe_person, scenario);
	scenario->counted = (McCounted)mc_fields_word(&fields, "counted", counted_from_name);
	if (scenario->counted == MC_COUNTED_THRESHOLD && kind != MC_EXAM_HEARING)
		mc_fields_refuse(&fields, "counted", "of hearing alone");
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
