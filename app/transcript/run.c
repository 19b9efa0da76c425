#include "app/transcript/transcript.h"

#include "app/json/fields.h"
#include "app/json/hex.h"
#include "app/json/shape.h"
#include "app/transcript/plan-form.h"

/* Far above what any plan can ask; bounds what a forged record can make a verifier do. */
#define EVENTS_MAX 4096

McExamRun *
mc_exam_run_new(const McExamPlan *plan, const McSeed *seed)
{
	McExamRun *run = g_new0(McExamRun, 1);

	run->plan = *plan;
	run->plan_form = MC_PLAN_FORM_TODAY;
	run->seed = *seed;
	run->events = g_array_new(FALSE, TRUE, sizeof(McExamEvent));
	return run;
}

void
mc_exam_run_free(McExamRun *run)
{
	if (run == NULL)
		return;
	g_array_unref(run->events);
	g_free(run);
}

json_t *
mc_exam_run_plan_to_json(const McExamRun *run)
{
	json_t *plan = mc_exam_plan_to_json(&run->plan);

	mc_plan_form_reduce(run->plan.kind, plan, run->plan_form);
	return plan;
}

json_t *
mc_exam_run_to_json(const McExamRun *run)
{
	json_t *json = json_object();
	json_t *events = json_array();
	char seed[2 * sizeof run->seed.bytes + 1];

	mc_hex_write(run->seed.bytes, sizeof run->seed.bytes, seed);
	for (guint i = 0; i < run->events->len; i++)
		json_array_append_new(
		    events, mc_exam_event_to_json(&g_array_index(run->events, McExamEvent, i)));
	json_object_set_new(json, "plan", mc_exam_run_plan_to_json(run));
	json_object_set_new(json, "seed", json_string(seed));
	json_object_set_new(json, "events", events);
	json_object_set_new(json, "finished", json_boolean(run->finished));
	if (run->finished)
		json_object_set_new(json, "result", mc_exam_result_to_json(&run->result));
	json_object_set_new(json, "opened_seq", json_integer((json_int_t)run->opened_seq));
	json_object_set_new(json, "opened_wall_us", json_integer(run->opened_wall_us));
	json_object_set_new(json, "device_serial", json_string(run->device_serial));
	if (run->passport != 0)
		json_object_set_new(json, "passport", json_integer(run->passport));
	return json;
}

static void
read_events(McFields *fields, McExamRun *run)
{
	const json_t *events = mc_fields_array(fields, "events", EVENTS_MAX);

	for (gsize i = 0; i < json_array_size(events) && mc_fields_good(fields); i++) {
		McExamEvent event;
		GError *error = NULL;

		if (mc_exam_event_from_json(json_array_get(events, i), &event, &error))
			g_array_append_val(run->events, event);
		mc_fields_take_error(fields, "events", error);
	}
}

/* What the plan does not state it means all the same. */
static gboolean
read_plan(const json_t *stated, McExamRun *run, GError **error)
{
	int kind = mc_exam_kind_from_name(json_string_value(json_object_get(stated, "kind")));
	json_auto_t *plan = json_copy((json_t *)stated);

	if (kind >= 0) {
		run->plan_form = mc_plan_form_of((McExamKind)kind, stated);
		mc_plan_form_complete((McExamKind)kind, plan, run->plan_form);
	}
	return mc_exam_plan_from_json(plan, &run->plan, error);
}

static void
read_parts(McFields *fields, McExamRun *run)
{
	char seed[2 * sizeof run->seed.bytes + 1] = "";
	GError *error = NULL;

	if (!read_plan(mc_fields_object(fields, "plan"), run, &error))
		mc_fields_take_error(fields, "plan", g_steal_pointer(&error));
	mc_fields_hex(fields, "seed", seed, sizeof seed);
	mc_hex_read(seed, run->seed.bytes, sizeof run->seed.bytes);
	read_events(fields, run);
	run->finished = mc_fields_bool(fields, "finished");
	if (run->finished &&
	    !mc_exam_result_from_json(mc_fields_object(fields, "result"), &run->result, &error))
		mc_fields_take_error(fields, "result", error);
	run->opened_seq = (guint64)mc_fields_int64(fields, "opened_seq", 0, MC_JSON_INTEGER_MAX);
	run->opened_wall_us =
	    mc_fields_int64(fields, "opened_wall_us", -MC_JSON_INTEGER_MAX, MC_JSON_INTEGER_MAX);
	mc_fields_text(fields, "device_serial", run->device_serial, sizeof run->device_serial);
	if (mc_fields_has(fields, "passport"))
		run->passport = (guint)mc_fields_int32(fields, "passport", 1, G_MAXINT32);
}

McExamRun *
mc_exam_run_from_json(const json_t *json, GError **error)
{
	g_autoptr(McExamRun) run = mc_exam_run_new(&(McExamPlan){0}, &(McSeed){0});
	McFields fields;

	mc_fields_begin(&fields, json, "exam");
	read_parts(&fields, run);
	if (!mc_fields_end(&fields, error))
		return NULL;
	return g_steal_pointer(&run);
}
