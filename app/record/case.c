#include "app/record/case.h"

#include "app/base/error.h"
#include "app/json/fields.h"
#include <string.h>

json_t *
mc_exam_kinds_to_json(guint32 kinds)
{
	json_t *array = json_array();

	for (guint i = 0; i < MC_EXAM_KINDS; i++)
		if (kinds & 1u << i)
			json_array_append_new(array, json_string(mc_exam_kind_name((McExamKind)i)));
	return array;
}

json_t *
mc_case_mark_to_json(const McCaseMark *mark)
{
	json_t *json = json_object();

	json_object_set_new(json, "case_id", json_string(mark->case_id));
	json_object_set_new(json, "part", json_integer(mark->part));
	json_object_set_new(json, "person", json_string(mark->person));
	if (mark->part > 1)
		json_object_set_new(json, "after", json_string(mark->after));
	json_object_set_new(json, "lapses_yyyymmdd", json_integer(mc_date_to_yyyymmdd(mark->lapses)));
	json_object_set_new(json, "missing", mc_exam_kinds_to_json(mark->missing));
	return json;
}

/* In the order of the enumeration, each once: one set has one spelling. */
static void
read_missing(McFields *fields, McCaseMark *mark)
{
	const json_t *array = mc_fields_array(fields, "missing", MC_EXAM_KINDS);
	int last = -1;

	for (gsize i = 0; i < json_array_size(array); i++) {
		const char *name = json_string_value(json_array_get(array, i));
		int kind = name != NULL ? mc_exam_kind_from_name(name) : -1;

		if (kind < 0 || kind <= last) {
			mc_fields_refuse(fields, "missing", "kinds of exam, each once, in their order");
			return;
		}
		mark->missing |= 1u << kind;
		last = kind;
	}
}

gboolean
mc_case_mark_from_json(const json_t *json, McCaseMark *mark, GError **error)
{
	McFields fields;
	gint32 lapses = 0;

	memset(mark, 0, sizeof *mark);
	mc_fields_begin(&fields, json, "case");
	mc_fields_hex(&fields, "case_id", mark->case_id, sizeof mark->case_id);
	mark->part = mc_fields_int32(&fields, "part", 1, MC_CASE_PARTS_MAX);
	mc_fields_hex(&fields, "person", mark->person, sizeof mark->person);
	if (mark->part > 1)
		mc_fields_hex(&fields, "after", mark->after, sizeof mark->after);
	lapses = mc_fields_int32(&fields, "lapses_yyyymmdd", 0, 99991231);
	if (mc_fields_good(&fields) && !mc_date_from_yyyymmdd(lapses, &mark->lapses))
		mc_fields_refuse(&fields, "lapses_yyyymmdd", "no such day");
	read_missing(&fields, mark);
	return mc_fields_end(&fields, error);
}

static gboolean
is_left_open(const McExamRun *run)
{
	const guint32 of_instrument = MC_REASON_NO_DEVICE | MC_REASON_DEVICE_LOST |
	                              MC_REASON_UNCALIBRATED | MC_REASON_NO_LOUDSPEAKER;

	return run->result.outcome == MC_OUTCOME_NOT_DETERMINED &&
	       (run->result.reasons & of_instrument) != 0;
}

guint32
mc_case_missing(const McVisit *visit, guint32 before)
{
	guint32 open = 0, settled = 0;
	gboolean is_first = visit->of_case.part <= 1;

	for (guint i = 0; i < visit->exams; i++) {
		const McExamRun *run = visit->exam[i];
		guint32 kind = 1u << run->plan.kind;

		if (!run->finished || run->plan.kind == MC_EXAM_REACTION)
			continue;
		open = is_left_open(run) ? open | kind : open & ~kind;
		settled = is_left_open(run) ? settled & ~kind : settled | kind;
	}
	return is_first ? open & before : before & ~settled;
}

gboolean
mc_case_open(McVisit *visit, const McRulePack *pack, const char *case_id, const char *person)
{
	guint32 missing = mc_case_missing(visit, G_MAXUINT32);

	if (missing == 0 || pack->case_days == 0 || visit->visit_date.year == 0 || person[0] == '\0')
		return FALSE;
	visit->of_case = (McCaseMark){
	    .part = 1,
	    .lapses = mc_date_add_days(visit->visit_date, pack->case_days),
	    .missing = missing,
	};
	g_strlcpy(visit->of_case.case_id, case_id, sizeof visit->of_case.case_id);
	g_strlcpy(visit->of_case.person, person, sizeof visit->of_case.person);
	return TRUE;
}

static const char *
first_part_problem(const McVisit *visit, const McRulePack *pack)
{
	const McCaseMark *mark = &visit->of_case;

	if (visit->visit_date.year == 0 || pack->case_days == 0)
		return "no case can be opened without a date or without days for it";
	if (mc_date_compare(mark->lapses, mc_date_add_days(visit->visit_date, pack->case_days)) != 0)
		return "the case lapses on another day than the rule pack has it";
	if (mark->missing == 0 || mark->missing != mc_case_missing(visit, G_MAXUINT32))
		return "what it says is missing does not come out of its exams";
	return NULL;
}

gboolean
mc_case_mark_verify(const McVisit *visit, const McRulePack *pack, GError **error)
{
	const McCaseMark *mark = &visit->of_case;
	const char *problem = NULL;

	if (mark->case_id[0] == '\0')
		return TRUE;
	if (mark->part == 1)
		problem = first_part_problem(visit, pack);
	else if (mark->missing != mc_case_missing(visit, mark->missing))
		problem = "an exam that it took is said to be missing";
	if (problem != NULL)
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "visit: case: %s", problem);
	return problem == NULL;
}
