#include "app/record/rule-pack.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/json/fields.h"
#include "app/record/content.h"
#include "app/transcript/plan-form.h"
#include "app/transcript/transcript.h"
#include <string.h>

#define FILE_SIZE_MAX (1024u * 1024)

static const char *
or_null_string(McFields *fields, const char *name, gsize size)
{
	return json_is_null(mc_fields_any(fields, name)) ? NULL : mc_fields_string(fields, name, size);
}

static gint32
or_null_int32(McFields *fields, const char *name, gint32 minimum, gint32 maximum)
{
	if (json_is_null(mc_fields_any(fields, name)))
		return 0;
	return mc_fields_int32(fields, name, minimum, maximum);
}

static gboolean
date_from_text(const char *text, McDate *date)
{
	static const char form[] = "0000-00-00";
	gint32 yyyymmdd = 0;

	if (strlen(text) != sizeof form - 1)
		return FALSE;
	for (gsize i = 0; i < sizeof form - 1; i++) {
		if (form[i] == '0' ? !g_ascii_isdigit(text[i]) : text[i] != '-')
			return FALSE;
		if (form[i] == '0')
			yyyymmdd = yyyymmdd * 10 + g_ascii_digit_value(text[i]);
	}
	return mc_date_from_yyyymmdd(yyyymmdd, date);
}

static McDate
read_date(McFields *fields, const char *name, const char *text)
{
	McDate date = {0};

	if (text != NULL && mc_fields_good(fields) && !date_from_text(text, &date))
		mc_fields_refuse(fields, name, "a day like \"2025-01-01\" is needed");
	return date;
}

/* "5.0" is the line of one arc minute: 0; each tenth less is 100 milli-logMAR more. */
static gint32
read_cut(McFields *fields)
{
	const char *line = mc_fields_string(fields, "vision", 8);

	if (!mc_fields_good(fields))
		return 0;
	if (strlen(line) == 3 && g_ascii_isdigit(line[0]) && line[1] == '.' && g_ascii_isdigit(line[2]))
		return 5000 - 1000 * g_ascii_digit_value(line[0]) - 100 * g_ascii_digit_value(line[2]);
	mc_fields_refuse(fields, "vision", "a line of the chart like \"4.9\" is needed");
	return 0;
}

static gboolean
read_class(const json_t *json, McClassRule *rule, GError **error)
{
	McFields fields;

	mc_fields_begin_list(&fields, json, "class");
	rule->present = true;
	/* app/rules appends to it and counts on its first 17 bytes. */
	g_strlcpy(rule->rule_id, mc_fields_string(&fields, "rule_id", 18), sizeof rule->rule_id);
	rule->age_min_years = (gint16)mc_fields_int32(&fields, "age_min", 0, 150);
	rule->age_max_years = (gint16)or_null_int32(&fields, "age_max", 1, 150);
	rule->age_max_inclusive = mc_fields_bool(&fields, "age_max_inclusive");
	rule->memory_test_from_years = (gint16)or_null_int32(&fields, "memory_test_from", 1, 150);
	rule->vision_cut_milli_log_mar = read_cut(&fields);
	rule->stature_min_mm = (gint16)or_null_int32(&fields, "stature_min_mm", 1, 3000);
	rule->monocular_allowed = mc_fields_bool(&fields, "monocular");
	rule->hearing_aid_allowed = mc_fields_bool(&fields, "hearing_aid");
	rule->special_institution = mc_fields_bool(&fields, "special_institution");
	return mc_fields_end(&fields, error);
}

static void
read_classes(McFields *fields, McRulePack *pack)
{
	const json_t *classes = mc_fields_object(fields, "classes");
	const char *code = NULL;
	json_t *json = NULL;

	json_object_foreach((json_t *)classes, code, json)
	{
		int licence_class = mc_licence_class_from_code(code);
		g_autofree char *place = NULL;
		GError *error = NULL;

		if (licence_class < 0) {
			mc_fields_refuse(fields, "classes", "an unknown licence class");
			continue;
		}
		place = g_strconcat("classes.", code, NULL);
		read_class(json, &pack->classes[licence_class], &error);
		mc_fields_take_error(fields, place, error);
	}
}

/* A pack states the numbers that it cares for; the others keep the values of the exam's default, as
 * it was when the pack was written. */
static gboolean
read_plan(const json_t *json, McExamKind kind, McRulePack *pack, GError **error)
{
	McExamPlan *plan = &pack->plans[kind];
	json_auto_t *whole = NULL;
	McPlanProblem problem = {"kind", "another kind of exam"};

	mc_exam_plan_default(plan, kind);
	whole = mc_exam_plan_to_json(plan);
	pack->plan_form[kind] = mc_plan_form_of(kind, json);
	mc_plan_form_default(kind, whole, pack->plan_form[kind]);
	if (!json_is_object(json) || json_object_update(whole, (json_t *)json) != 0) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "an object is needed");
		return FALSE;
	}
	if (!mc_exam_plan_from_json(whole, plan, error))
		return FALSE;
	if (plan->kind == kind)
		problem = mc_exam_plan_problem(plan);
	if (problem.field == NULL && kind == MC_EXAM_COLOUR && plan->as.colour.panel.measured)
		problem = (McPlanProblem){"panel", "a screen is measured at its kiosk, not by a pack"};
	if (problem.field == NULL)
		return TRUE;
	g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "%s: %s", problem.field, problem.reason);
	return FALSE;
}

static gboolean
read_plans(const json_t *json, McRulePack *pack, GError **error)
{
	McFields fields;

	mc_fields_begin_list(&fields, json, "exams");
	for (guint kind = 0; kind < MC_EXAM_KINDS; kind++) {
		const char *name = mc_exam_kind_name((McExamKind)kind);
		const json_t *plan = mc_fields_object(&fields, name);
		GError *nested = NULL;

		if (plan == NULL)
			continue;
		read_plan(plan, (McExamKind)kind, pack, &nested);
		mc_fields_take_error(&fields, name, nested);
	}
	return mc_fields_end(&fields, error);
}

static void
read_pack(McFields *fields, McRulePack *pack)
{
	const char *leap = NULL;
	GError *error = NULL;

	mc_fields_text(fields, "id", pack->id, sizeof pack->id);
	pack->version = mc_fields_int32(fields, "version", 1, G_MAXINT32);
	pack->valid_from = read_date(fields, "valid_from", mc_fields_string(fields, "valid_from", 16));
	pack->valid_to = read_date(fields, "valid_to", or_null_string(fields, "valid_to", 16));
	leap = mc_fields_string(fields, "leap_birthday", 16);
	pack->leap_birthday_on_march_1 = strcmp(leap, "march-1") == 0;
	if (mc_fields_good(fields) && !pack->leap_birthday_on_march_1 &&
	    strcmp(leap, "february-28") != 0)
		mc_fields_refuse(fields, "leap_birthday", "\"march-1\" or \"february-28\" is needed");
	if (mc_fields_has(fields, "case_days"))
		pack->case_days = (gint16)mc_fields_int32(fields, "case_days", 0, 366);
	read_classes(fields, pack);
	if (!read_plans(mc_fields_object(fields, "exams"), pack, &error))
		mc_fields_take_error(fields, "exams", error);
}

gboolean
mc_rule_pack_read(GBytes *bytes, McRulePack *pack, char *digest_hex, GError **error)
{
	gsize size = 0;
	const char *text = g_bytes_get_data(bytes, &size);
	json_error_t where = {0};
	json_auto_t *json = NULL;
	McFields fields;

	memset(pack, 0, sizeof *pack);
	json = size > 0 ? json_loadb(text, size, JSON_REJECT_DUPLICATES, &where) : NULL;
	if (json == NULL) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "rule pack: no valid JSON at line %d: %s",
		    where.line, where.text);
		return FALSE;
	}
	mc_fields_begin_list(&fields, json, "rule pack");
	read_pack(&fields, pack);
	if (!mc_fields_end(&fields, error))
		return FALSE;
	mc_digest_hex(bytes, digest_hex);
	return TRUE;
}

gboolean
mc_rule_pack_read_file(const char *path, McRulePack *pack, char *digest_hex, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GBytes) bytes = mc_file_bytes(path, &problem);

	if (bytes == NULL || g_bytes_get_size(bytes) > FILE_SIZE_MAX) {
		g_set_error(error, MC_ERROR, MC_ERROR_BAD_INPUT, "rule pack %s: %s", path,
		    problem != NULL ? problem->message : "over 1 MiB");
		return FALSE;
	}
	if (mc_rule_pack_read(bytes, pack, digest_hex, error))
		return TRUE;
	g_prefix_error(error, "%s: ", path);
	return FALSE;
}

gboolean
mc_rule_pack_find(const char *folder, const char *digest_hex, McRulePack *pack)
{
	g_autoptr(GDir) listing = g_dir_open(folder, 0, NULL);
	const char *name = NULL;

	while (listing != NULL && (name = g_dir_read_name(listing)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		char digest[MC_DIGEST_HEX_SIZE];

		if (g_str_has_suffix(name, ".json") && mc_rule_pack_read_file(path, pack, digest, NULL) &&
		    strcmp(digest, digest_hex) == 0)
			return TRUE;
	}
	return FALSE;
}
