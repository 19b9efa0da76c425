#include "app/record/pictures.h"

#include "app/base/error.h"
#include "app/ports/recorder.h"

#include <string.h>

static json_t *
evidence_to_json(const McVisitEvidence *evidence)
{
	json_t *json = json_pack("{sI ss ss ss si}", "at_wall_us", (json_int_t)evidence->at_wall_us,
	    "device_serial", evidence->device_serial, "digest", evidence->digest, "exam",
	    mc_exam_kind_name(evidence->exam), "trial", evidence->trial);

	if (evidence->picture[0] != '\0')
		json_object_set_new(json, "picture_sha256", json_string(evidence->picture));
	return json;
}

void
mc_pictures_write(json_t *visit_json, const McVisit *visit)
{
	json_t *list = json_array();

	for (guint i = 0; i < visit->evidences; i++)
		json_array_append_new(list, evidence_to_json(&visit->evidence[i]));
	if (visit->evidences > 0)
		json_object_set(visit_json, "evidence", list);
	json_decref(list);
	mc_pictures_write_consent(visit_json, &visit->pictures);
}

void
mc_pictures_write_consent(json_t *json, const McVisitPictures *pictures)
{
	if (pictures->asked)
		json_object_set_new(json, "pictures",
		    json_pack("{sb si}", "agreed", pictures->agreed, "kept_days", pictures->kept_days));
}

static void
read_one(const json_t *json, McVisitEvidence *evidence, GError **error)
{
	McFields fields;

	mc_fields_begin(&fields, json, "evidence");
	evidence->at_wall_us = mc_fields_int64(&fields, "at_wall_us", 0, G_MAXINT64);
	mc_fields_text(
	    &fields, "device_serial", evidence->device_serial, sizeof evidence->device_serial);
	mc_fields_hex(&fields, "digest", evidence->digest, sizeof evidence->digest);
	if (mc_fields_has(&fields, "picture_sha256"))
		mc_fields_hex(&fields, "picture_sha256", evidence->picture, sizeof evidence->picture);
	evidence->exam = (McExamKind)mc_fields_word(&fields, "exam", mc_exam_kind_from_name);
	evidence->trial = mc_fields_int32(&fields, "trial", 0, G_MAXINT32);
	mc_fields_end(&fields, error);
}

static void
read_evidence(McFields *fields, McVisit *visit)
{
	const json_t *list = mc_fields_array(fields, "evidence", MC_VISIT_EVIDENCE_MAX);

	if (mc_fields_good(fields) && json_array_size(list) == 0)
		mc_fields_refuse(fields, "evidence", "absent where there is none");
	for (gsize i = 0; mc_fields_good(fields) && i < json_array_size(list); i++) {
		GError *error = NULL;

		read_one(json_array_get(list, i), &visit->evidence[visit->evidences++], &error);
		mc_fields_take_error(fields, "evidence", error);
	}
}

void
mc_pictures_read_consent(McFields *outer, McVisitPictures *pictures)
{
	GError *error = NULL;
	McFields fields;

	if (!mc_fields_has(outer, "pictures"))
		return;
	mc_fields_begin(&fields, mc_fields_object(outer, "pictures"), "pictures");
	pictures->asked = TRUE;
	pictures->agreed = mc_fields_bool(&fields, "agreed");
	pictures->kept_days = mc_fields_int32(&fields, "kept_days", 1, MC_PICTURE_DAYS_MAX);
	mc_fields_end(&fields, &error);
	mc_fields_take_error(outer, "pictures", error);
}

void
mc_pictures_read(McFields *fields, McVisit *visit)
{
	if (mc_fields_has(fields, "evidence"))
		read_evidence(fields, visit);
	mc_pictures_read_consent(fields, &visit->pictures);
}

/* ---- does it fit the exams? ---- */

static const McExamRun *
run_of(const McVisit *visit, const McVisitEvidence *evidence)
{
	for (guint i = 0; i < visit->exams; i++)
		if (visit->exam[i]->plan.kind == evidence->exam &&
		    strcmp(visit->exam[i]->device_serial, evidence->device_serial) == 0)
			return visit->exam[i];
	return NULL;
}

const McStimulus *
mc_pictures_stimulus(const McVisit *visit, const McVisitEvidence *evidence)
{
	const McExamRun *run = run_of(visit, evidence);

	for (guint i = 0; run != NULL && i < run->events->len; i++) {
		const McExamEvent *event = &g_array_index(run->events, McExamEvent, i);

		if ((event->kind == MC_EXAM_EVENT_ANSWER || event->kind == MC_EXAM_EVENT_DISCARD) &&
		    event->stimulus.trial == evidence->trial)
			return &event->stimulus;
	}
	return NULL;
}

/* A trial that was taken when the exam was stopped has no event: it is the one after the last. */
static gboolean
was_handed_out(const McExamRun *run, gint32 trial)
{
	gint32 next = 0;

	for (guint i = 0; i < run->events->len; i++) {
		const McExamEvent *event = &g_array_index(run->events, McExamEvent, i);

		if (event->kind == MC_EXAM_EVENT_ANSWER || event->kind == MC_EXAM_EVENT_DISCARD)
			next = MAX(next, event->stimulus.trial + 1);
	}
	return trial <= next;
}

static const char *
problem_of(const McVisit *visit, guint index)
{
	const McVisitEvidence *evidence = &visit->evidence[index];
	const McExamRun *run = run_of(visit, evidence);

	if (!visit->pictures.agreed)
		return "was taken of a person who had not agreed";
	if (run == NULL || evidence->device_serial[0] == '\0')
		return "is of no exam that its camera watched";
	if (!was_handed_out(run, evidence->trial))
		return "is of a trial that never was";
	for (guint i = 0; i < index; i++) {
		const McVisitEvidence *before = &visit->evidence[i];

		if (before->exam == evidence->exam && before->trial == evidence->trial)
			return "is the second one of its trial";
		if (evidence->picture[0] != '\0' && strcmp(before->picture, evidence->picture) == 0)
			return "is the very picture of another trial";
	}
	return NULL;
}

gboolean
mc_pictures_verify(const McVisit *visit, GError **error)
{
	for (guint i = 0; i < visit->evidences; i++) {
		const char *problem = problem_of(visit, i);

		if (problem == NULL)
			continue;
		g_set_error(error, MC_ERROR, MC_ERROR_UNTRUSTED, "visit: picture %u %s", i + 1, problem);
		return FALSE;
	}
	return TRUE;
}
