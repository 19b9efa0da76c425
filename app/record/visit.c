#include "app/record/visit.h"

#include "app/json/shape.h"
#include "app/record/case.h"
#include "app/record/passport.h"
#include "app/record/pictures.h"
#include "app/record/verdict.h"
#include "app/record/visit-packs.h"

static const char *const source_names[] = {
    [MC_IDENTITY_CARD_READ] = "card-read", [MC_IDENTITY_CLERK_VERIFIED] = "clerk-verified"};
static const McWords source_words = {source_names, G_N_ELEMENTS(source_names)};

static const McShape shape[] = {
    MC_SHAPE(McVisit, visit_id, MC_SHAPE_HEX),
    MC_SHAPE(McVisit, began_wall_us, MC_SHAPE_INT64),
    MC_SHAPE(McVisit, ended_wall_us, MC_SHAPE_INT64),
    MC_SHAPE(McVisit, demonstration, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, language, MC_SHAPE_TEXT),
    MC_SHAPE_ENUM(McVisit, identity_source, &source_words),
    MC_SHAPE(McVisit, card_expired, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, business, MC_SHAPE_TEXT),
    MC_SHAPE(McVisit, has_glasses, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, wears_hearing_aid, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, declaration_made, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, rule_pack_id, MC_SHAPE_TEXT),
    MC_SHAPE(McVisit, rule_pack_version, MC_SHAPE_INT32),
    MC_SHAPE(McVisit, rule_pack_digest, MC_SHAPE_HEX),
    MC_SHAPE(McVisit, software, MC_SHAPE_TEXT),
    MC_SHAPE(McVisit, software_sha256, MC_SHAPE_HEX),
    MC_SHAPE(McVisit, configuration_sha256, MC_SHAPE_HEX),
    MC_SHAPE(McVisit, clock_synchronised, MC_SHAPE_GBOOLEAN),
    MC_SHAPE(McVisit, clock_error_max_us, MC_SHAPE_INT64),
};

#define CONDITIONS 10

McVisit *
mc_visit_new(void)
{
	return g_new0(McVisit, 1);
}

void
mc_visit_free(McVisit *visit)
{
	if (visit == NULL)
		return;
	for (guint i = 0; i < visit->exams; i++)
		mc_exam_run_free(visit->exam[i]);
	g_free(visit);
}

static json_t *
declared_to_json(guint32 declared)
{
	json_t *array = json_array();

	for (guint i = 0; i < CONDITIONS; i++)
		if (declared & 1u << i)
			json_array_append_new(array, json_integer(i + 1));
	return array;
}

static json_t *
date_to_json(McDate date)
{
	return json_integer(date.year == 0 ? 0 : mc_date_to_yyyymmdd(date));
}

json_t *
mc_visit_to_json(const McVisit *visit)
{
	json_t *json = json_object();
	json_t *exams = json_array();
	json_t *devices = json_array();
	json_t *verdicts = json_array();

	mc_shape_write(json, shape, G_N_ELEMENTS(shape), visit);
	json_object_set_new(json, "clock_rate", json_integer(visit->clock_rate));
	json_object_set_new(json, "birth_for_age_yyyymmdd", date_to_json(visit->birth_for_age));
	json_object_set_new(json, "visit_date_yyyymmdd", date_to_json(visit->visit_date));
	if (visit->visit_date.year == 0) {
		json_object_set_new(json, "visit_earliest_yyyymmdd", date_to_json(visit->earliest_date));
		json_object_set_new(json, "visit_latest_yyyymmdd", date_to_json(visit->latest_date));
	}
	json_object_set_new(json, "classes", mc_classes_to_json(visit->classes));
	json_object_set_new(json, "declared", declared_to_json(visit->declared));
	json_object_set_new(json, "assisted", json_integer(visit->assisted));
	for (guint i = 0; i < visit->exams; i++)
		json_array_append_new(exams, mc_exam_run_to_json(visit->exam[i]));
	for (guint i = 0; i < visit->devices; i++)
		json_array_append_new(devices, mc_passport_to_json(&visit->device[i]));
	for (guint i = 0; i < visit->verdicts; i++)
		json_array_append_new(verdicts, mc_class_verdict_to_json(&visit->verdict[i]));
	json_object_set_new(json, "exams", exams);
	json_object_set_new(json, "devices", devices);
	json_object_set_new(json, "verdicts", verdicts);
	if (visit->commitment[0] != '\0')
		json_object_set_new(json, "commitment", json_string(visit->commitment));
	mc_pictures_write(json, visit);
	mc_visit_packs_write(json, visit);
	if (visit->personal_digest[0] != '\0')
		json_object_set_new(json, "personal_digest", json_string(visit->personal_digest));
	if (visit->of_case.case_id[0] != '\0')
		json_object_set_new(json, "case", mc_case_mark_to_json(&visit->of_case));
	return json;
}

static void
read_declared(McFields *fields, McVisit *visit)
{
	const json_t *array = mc_fields_array(fields, "declared", CONDITIONS);
	json_int_t last = 0;

	for (gsize i = 0; i < json_array_size(array); i++) {
		json_int_t condition = json_integer_value(json_array_get(array, i));

		if (condition <= last || condition > CONDITIONS) {
			mc_fields_refuse(fields, "declared", "numbers 1 to 10, each once, ascending");
			return;
		}
		visit->declared |= 1u << (condition - 1);
		last = condition;
	}
}

static McDate
read_date(McFields *fields, const char *name, gboolean may_be_unknown)
{
	McDate date = {0};
	gint32 yyyymmdd = mc_fields_int32(fields, name, 0, 99991231);

	if (yyyymmdd == 0 && may_be_unknown)
		return date;
	if (mc_fields_good(fields) && !mc_date_from_yyyymmdd(yyyymmdd, &date))
		mc_fields_refuse(fields, name, "no such day");
	return date;
}

/* The clock could not be believed. */
static void
read_days(McFields *fields, McVisit *visit)
{
	visit->earliest_date = read_date(fields, "visit_earliest_yyyymmdd", FALSE);
	visit->latest_date = read_date(fields, "visit_latest_yyyymmdd", FALSE);
	if (mc_fields_good(fields) && mc_date_compare(visit->earliest_date, visit->latest_date) >= 0)
		mc_fields_refuse(fields, "visit_latest_yyyymmdd", "later than the earliest day it must be");
}

static void
read_classes(McFields *fields, McVisit *visit)
{
	GError *error = NULL;
	const json_t *array = mc_fields_array(fields, "classes", MC_CLASSES);

	if (array != NULL && !mc_classes_from_json(array, &visit->classes, &error))
		mc_fields_take_error(fields, "classes", error);
}

static void
read_exams(McFields *fields, McVisit *visit)
{
	const json_t *array = mc_fields_array(fields, "exams", MC_VISIT_EXAMS_MAX);

	for (gsize i = 0; i < json_array_size(array); i++) {
		GError *error = NULL;
		McExamRun *run = mc_exam_run_from_json(json_array_get(array, i), &error);

		mc_fields_take_error(fields, "exams", error);
		if (run == NULL)
			return;
		visit->exam[visit->exams++] = run;
	}
}

static void
read_devices(McFields *fields, McVisit *visit)
{
	const json_t *array = mc_fields_array(fields, "devices", MC_VISIT_EXAMS_MAX);

	visit->devices = (guint)json_array_size(array);
	for (guint i = 0; i < visit->devices; i++) {
		GError *error = NULL;

		mc_passport_from_json(json_array_get(array, i), &visit->device[i], &error);
		mc_fields_take_error(fields, "devices", error);
	}
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->passport > visit->devices)
			mc_fields_refuse(fields, "devices", "an exam names a passport that is not there");
}

static void
read_verdicts(McFields *fields, McVisit *visit)
{
	const json_t *array = mc_fields_array(fields, "verdicts", MC_CLASSES);

	visit->verdicts = (guint)json_array_size(array);
	for (guint i = 0; i < visit->verdicts; i++) {
		GError *error = NULL;

		mc_class_verdict_from_json(json_array_get(array, i), &visit->verdict[i], &error);
		mc_fields_take_error(fields, "verdicts", error);
	}
}

static void
read_case(McFields *fields, McVisit *visit)
{
	GError *error = NULL;
	const json_t *mark = mc_fields_has(fields, "case") ? mc_fields_object(fields, "case") : NULL;

	if (mark != NULL && !mc_case_mark_from_json(mark, &visit->of_case, &error))
		mc_fields_take_error(fields, "case", error);
}

McVisit *
mc_visit_from_json(const json_t *json, GError **error)
{
	g_autoptr(McVisit) visit = mc_visit_new();
	McFields fields;

	mc_fields_begin(&fields, json, "visit");
	mc_shape_read(&fields, shape, G_N_ELEMENTS(shape), visit);
	visit->clock_rate = (guint)mc_fields_int32(&fields, "clock_rate", 1, 1000);
	visit->birth_for_age = read_date(&fields, "birth_for_age_yyyymmdd", TRUE);
	visit->visit_date = read_date(&fields, "visit_date_yyyymmdd", TRUE);
	if (visit->visit_date.year == 0)
		read_days(&fields, visit);
	read_classes(&fields, visit);
	read_declared(&fields, visit);
	visit->assisted = (guint)mc_fields_int32(&fields, "assisted", 0, G_MAXINT32);
	read_exams(&fields, visit);
	read_devices(&fields, visit);
	read_verdicts(&fields, visit);
	if (mc_fields_has(&fields, "commitment"))
		mc_fields_hex(&fields, "commitment", visit->commitment, sizeof visit->commitment);
	mc_pictures_read(&fields, visit);
	mc_visit_packs_read(&fields, visit);
	if (mc_fields_has(&fields, "personal_digest"))
		mc_fields_hex(
		    &fields, "personal_digest", visit->personal_digest, sizeof visit->personal_digest);
	read_case(&fields, visit);
	if (!mc_fields_end(&fields, error))
		return NULL;
	return g_steal_pointer(&visit);
}
